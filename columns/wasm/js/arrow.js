// Columns → Arrow's IPC format (https://arrow.apache.org/docs/format/Columnar.html). The arrays are Arrow's already: what is written
// here is the description of them, and where they are.

import { Builder } from 'flatbuffers';

const magic = new Uint8Array([65, 82, 82, 79, 87, 49]); // ARROW1
const version5 = 4;
const SCHEMA = 1;
const DICTIONARY_BATCH = 2;
const RECORD_BATCH = 3;
const INT = 2;
const FLOAT = 3;
const BINARY = 4;
const UTF8 = 5;
const BOOL = 6;
const LIST = 12;
const STRUCT = 13;

const padded = (length) => Math.ceil(length / 8) * 8;
const nothing = new Uint8Array(0);

/** The bytes of `columns`, a map by name, of so many rows: as a `stream`, or as a `file`. */
export function toArrow(columns, length, { format = 'stream' } = {}) {
  if (format !== 'stream' && format !== 'file') throw new TypeError(`options.format: expected 'stream' or 'file', got ${String(format)}`);
  const arrays = [...columns].map(([name, column]) => ({ ...arrayOf(column, length), name }));
  numberDictionaries(arrays);
  const out = new Output();
  if (format === 'file') out.add([magic]);
  out.message(SCHEMA, (builder) => schemaIn(builder, arrays));
  const dictionaries = dictionariesOf(arrays).map(({ id, texts }) => out.batch(DICTIONARY_BATCH, [texts], texts.length, id));
  const batch = out.batch(RECORD_BATCH, arrays, length);
  out.add([new Uint8Array(new Int32Array([-1, 0]).buffer)]);
  if (format === 'file') {
    const footer = footerOf(arrays, dictionaries, [batch]);
    out.add([footer, new Uint8Array(new Int32Array([footer.length]).buffer), magic], 1);
  }
  return out.bytes();
}

// ---------------------------------------------------------------------------------------------------------------------
// Columns as arrays of Arrow: a type, buffers, children, perhaps a dictionary.

const numbers = (values) => ({ type: values instanceof Int32Array ? INT : FLOAT, buffers: [values] });
const utf8 = ({ offsets, bytes }) => ({ type: UTF8, length: offsets.length - 1, nulls: 0, validity: nothing, buffers: [offsets, bytes] });

/** Texts of a dictionary one after the other: what type a column has tells its field, not how many of its texts are the same. */
function plain(column) {
  const { codes, dictionary: { offsets, bytes }, length } = column;
  const places = new Int32Array(length + 1);
  const lengthOf = (row) => (column.isValid(row) ? offsets[codes[row] + 1] - offsets[codes[row]] : 0);
  for (let row = 0; row < length; row += 1) places[row + 1] = places[row] + lengthOf(row);
  const all = new Uint8Array(places[length]);
  for (let row = 0; row < length; row += 1) {
    if (places[row + 1] > places[row]) all.set(bytes.subarray(offsets[codes[row]], offsets[codes[row] + 1]), places[row]);
  }
  return { type: UTF8, buffers: [places, all] };
}

function coded(codes, dictionary) {
  return { type: INT, buffers: [new Int32Array(codes)], dictionary: { texts: utf8(dictionary) } };
}

/** The names of many2one values. Where there is none, there is neither a number of one. */
function names(column) {
  const valid = new Uint8Array((column.length + 7) >> 3);
  const codes = new Int32Array(column.codes);
  let nulls = 0;
  for (let row = 0; row < codes.length; row += 1) {
    if (column.codes[row] < column.names.length) {
      valid[row >> 3] |= 1 << (row & 7);
    } else {
      codes[row] = 0;
      nulls += 1;
    }
  }
  return { ...coded(codes, column.names), nulls, validity: valid };
}

const layouts = {
  number: ({ values }) => numbers(values),
  boolean: ({ values }) => ({ type: BOOL, buffers: [values] }),
  text: ({ offsets, bytes }) => ({ type: UTF8, buffers: [offsets, bytes] }),
  json: ({ offsets, bytes }) => ({ type: UTF8, buffers: [offsets, bytes] }),
  binary: ({ offsets, bytes }) => ({ type: BINARY, buffers: [offsets, bytes] }),
  dictionary: (column) => (column.type === 'selection' ? coded(column.codes, column.dictionary) : plain(column)),
  many2one: (column) => ({
    type: STRUCT,
    buffers: [],
    children: [
      { name: 'id', length: column.length, nulls: 0, validity: nothing, ...numbers(column.ids) },
      { name: 'name', length: column.length, ...names(column) },
    ],
  }),
  x2many: ({ offsets, ids }) => ({
    type: LIST, buffers: [offsets], children: [{ name: 'item', length: ids.length, nulls: 0, validity: nothing, ...numbers(ids) }],
  }),
};

function arrayOf(column, length) {
  const nulls = column.nullCount;
  return { length, nulls, validity: nulls ? column.validity : nothing, ...layouts[column.kind](column) };
}

const dictionariesOf = (arrays) => arrays.flatMap(({ dictionary, children = [] }) => [...(dictionary ? [dictionary] : []), ...dictionariesOf(children)]);

function numberDictionaries(arrays) {
  for (const [id, dictionary] of dictionariesOf(arrays).entries()) dictionary.id = id;
}

/** Arrays and their children, depth first, as the batches list them. */
const withChildren = (arrays) => arrays.flatMap((array) => [array, ...withChildren(array.children ?? [])]);

// ---------------------------------------------------------------------------------------------------------------------
// The description of them, in FlatBuffers: numbers of members are those of Arrow's Schema.fbs, Message.fbs and File.fbs.

/** Adds a table of members `[number, add, value, default]`. */
function table(builder, size, members) {
  builder.startObject(size);
  for (const [number, add, ...values] of members) builder[add](number, ...values);
  return builder.endObject();
}

const int = (builder) => table(builder, 2, [[0, 'addFieldInt32', 32, 0], [1, 'addFieldInt8', 1, 0]]);

const typeTables = {
  [INT]: int,
  [FLOAT]: (builder) => table(builder, 1, [[0, 'addFieldInt16', 2, 0]]),
};

function offsets(builder, list) {
  builder.startVector(4, list.length, 4);
  for (const offset of [...list].reverse()) builder.addOffset(offset);
  return builder.endVector();
}

/** Adds a field. Of one with a dictionary, the type is that of the dictionary's values. */
function fieldIn(builder, { name, type, dictionary, children = [] }) {
  const inner = offsets(builder, children.map((child) => fieldIn(builder, child)));
  const text = builder.createString(name);
  const shown = dictionary ? dictionary.texts.type : type;
  const described = (typeTables[shown] ?? ((it) => table(it, 0, [])))(builder);
  const encoding = dictionary && table(builder, 4, [[0, 'addFieldInt64', BigInt(dictionary.id), 0n], [1, 'addFieldOffset', int(builder), 0]]);
  return table(builder, 7, [
    [0, 'addFieldOffset', text, 0], [1, 'addFieldInt8', 1, 0], [2, 'addFieldInt8', shown, 0], [3, 'addFieldOffset', described, 0],
    ...(dictionary ? [[4, 'addFieldOffset', encoding, 0]] : []), [5, 'addFieldOffset', inner, 0],
  ]);
}

function schemaIn(builder, arrays) {
  const fields = offsets(builder, arrays.map((array) => fieldIn(builder, array)));
  return table(builder, 4, [[1, 'addFieldOffset', fields, 0]]);
}

/** Adds structures of 64-bit numbers, two each. */
function pairs(builder, list) {
  builder.startVector(16, list.length, 8);
  for (const [first, second] of [...list].reverse()) {
    builder.prep(8, 16);
    builder.writeInt64(BigInt(second));
    builder.writeInt64(BigInt(first));
  }
  return builder.endVector();
}

function batchIn(builder, arrays, length, places) {
  const buffers = pairs(builder, places);
  const nodes = pairs(builder, withChildren(arrays).map((array) => [array.length, array.nulls]));
  return table(builder, 4, [[0, 'addFieldInt64', BigInt(length), 0n], [1, 'addFieldOffset', nodes, 0], [2, 'addFieldOffset', buffers, 0]]);
}

function blocks(builder, list) {
  builder.startVector(24, list.length, 8);
  for (const { offset, metadata, body } of [...list].reverse()) {
    builder.prep(8, 24);
    builder.writeInt64(BigInt(body));
    builder.pad(4);
    builder.writeInt32(metadata);
    builder.writeInt64(BigInt(offset));
  }
  return builder.endVector();
}

function footerOf(arrays, dictionaries, batches) {
  const builder = new Builder(1024);
  const records = blocks(builder, batches);
  const texts = blocks(builder, dictionaries);
  const schema = schemaIn(builder, arrays);
  builder.finish(table(builder, 5, [
    [0, 'addFieldInt16', version5, 0], [1, 'addFieldOffset', schema, 0], [2, 'addFieldOffset', texts, 0], [3, 'addFieldOffset', records, 0],
  ]));
  return builder.asUint8Array();
}

// ---------------------------------------------------------------------------------------------------------------------
// The messages one after the other.

class Output {
  #pieces = [];
  #length = 0;

  /** Adds pieces, filled up to a multiple of `step` bytes. */
  add(pieces, step = 8) {
    for (const piece of pieces) {
      this.#pieces.push([this.#length, piece]);
      this.#length += piece.byteLength;
    }
    this.#length = Math.ceil(this.#length / step) * step;
  }

  /** Adds a message: its length, its description, and the buffers of its body. Answers where it is, as a footer tells it. */
  message(kind, describe, buffers = [], bodyLength = 0) {
    const builder = new Builder(1024);
    const header = describe(builder);
    builder.finish(table(builder, 5, [
      [0, 'addFieldInt16', version5, 0], [1, 'addFieldInt8', kind, 0], [2, 'addFieldOffset', header, 0], [3, 'addFieldInt64', BigInt(bodyLength), 0n],
    ]));
    const description = builder.asUint8Array();
    const offset = this.#length;
    const metadata = padded(description.length);
    this.add([new Uint8Array(new Int32Array([-1, metadata]).buffer), description]);
    for (const buffer of buffers) this.add([buffer]);
    return { offset, metadata: metadata + 8, body: bodyLength };
  }

  /** Adds a message of arrays; of a dictionary's values, where it has an `id`. */
  batch(kind, arrays, length, id) {
    const buffers = withChildren(arrays).flatMap((array) => [array.validity, ...array.buffers]);
    let end = 0;
    const places = buffers.map(({ byteLength }) => {
      const place = [end, byteLength];
      end += padded(byteLength);
      return place;
    });
    return this.message(kind, (builder) => {
      const batch = batchIn(builder, arrays, length, places);
      return id === undefined ? batch : table(builder, 3, [[0, 'addFieldInt64', BigInt(id), 0n], [1, 'addFieldOffset', batch, 0]]);
    }, buffers, end);
  }

  bytes() {
    const bytes = new Uint8Array(this.#length);
    for (const [at, piece] of this.#pieces) bytes.set(new Uint8Array(piece.buffer, piece.byteOffset, piece.byteLength), at);
    return bytes;
  }
}
