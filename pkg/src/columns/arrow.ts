// Columns → Arrow's IPC format (https://arrow.apache.org/docs/format/Columnar.html). The arrays are
// Arrow's already: what is written here is where they are; flat.ts describes them.

import { check, isObject, option } from '#arguments/checks.ts';
import { checkSpelling } from '#arguments/spelling.ts';
import type { Column, Dictionary, DictionaryColumn, Many2oneColumn } from './column.ts';
import {
  batchIn,
  dictionaryIn,
  footerOf,
  kinds,
  messageOf,
  type Place,
  type Shape,
  schemaIn,
} from './flat.ts';
import type { TextsInBytes } from './texts.ts';

/** How {@link Columns.toArrow} writes. */
export interface ArrowOptions {
  /** `'stream'` (the default) or `'file'`, which some programs call Feather. */
  format?: 'stream' | 'file' | undefined;
}

/** An array of Arrow: what it is, its buffers, its children, perhaps a dictionary. */
interface Vector extends Shape {
  validity: Uint8Array;
  buffers: ArrayBufferView[];
  children: Vector[];
  dictionary?: { id: number; texts: Vector };
}

const magic = new Uint8Array([65, 82, 82, 79, 87, 49]); // ARROW1

const padded = (length: number, step = 8) => Math.ceil(length / step) * step;
const nothing = new Uint8Array(0);
const integers = (...values: number[]) => new Uint8Array(new Int32Array(values).buffer);

const isFormat = (value: unknown): value is 'stream' | 'file' =>
  value === 'stream' || value === 'file';

/**
 * The bytes of `columns`, a map by name, of so many rows: as a `stream`, or as a `file`.
 *
 * @internal
 */
export function toArrow(
  columns: ReadonlyMap<string, Column>,
  length: number,
  given: ArrowOptions = {},
): Uint8Array {
  const options = check('options', given, isObject, 'an object');
  checkSpelling(options, ['format']);
  const format = option(options, 'format', 'stream', isFormat, "'stream' or 'file'");
  const vectors = [...columns].map(([name, column]) => ({ ...vectorOf(column), name }));
  const all = withChildren(vectors).flatMap(({ dictionary }) => dictionary ?? []);
  for (const [id, dictionary] of all.entries()) dictionary.id = id;
  const out = new Output();
  if (format === 'file') out.add([magic]);
  out.message(messageOf('schema', (builder) => schemaIn(builder, vectors)));
  const dictionaries = all.map(({ id, texts }) => out.batch([texts], texts.length, id));
  const batch = out.batch(vectors, length);
  out.add([integers(-1, 0)]);
  if (format === 'file') {
    const footer = footerOf(vectors, dictionaries, [batch]);
    out.add([footer, integers(footer.length), magic], 1);
  }
  return out.bytes();
}

// -----------------------------------------------------------------------------------------------
// Columns as arrays of Arrow.

/** An array without nulls. */
const full = (type: number, length: number, buffers: ArrayBufferView[], name = ''): Vector => ({
  name,
  type,
  length,
  nulls: 0,
  validity: nothing,
  buffers,
  children: [],
});

const typeOf = (values: ArrayBufferView) =>
  values instanceof Int32Array ? kinds.int : kinds.float;
const numbers = (values: Int32Array | Float64Array, length = values.length, name = '') =>
  full(typeOf(values), length, [values], name);

/**
 * Texts of a dictionary one after the other: a field's type does not depend on how many of its
 * texts are the same.
 */
function plain(column: DictionaryColumn): ArrayBufferView[] {
  const { codes, dictionary, length } = column;
  const { offsets, bytes } = dictionary;
  const textAt = (row: number) => {
    const code = codes[row] as number;
    return column.isValid(row) ? bytes.subarray(offsets[code], offsets[code + 1]) : nothing;
  };
  const places = new Int32Array(length + 1);
  for (let row = 0; row < length; row += 1)
    places[row + 1] = (places[row] as number) + textAt(row).length;
  const all = new Uint8Array(places[length] as number);
  for (let row = 0; row < length; row += 1) all.set(textAt(row), places[row]);
  return [places, all];
}

/** Numbers of texts, with the dictionary of these. */
function coded(codes: ArrayLike<number>, texts: Dictionary, name = ''): Vector {
  const { offsets, bytes }: TextsInBytes = texts;
  const dictionary = { id: 0, texts: full(kinds.utf8, texts.length, [offsets, bytes]) };
  return { ...full(kinds.int, codes.length, [new Int32Array(codes)], name), dictionary };
}

/** The names of many2one values. A row without a name has no number of one. */
function namesIn({ codes, names, length }: Many2oneColumn): Vector {
  const validity = new Uint8Array((length + 7) >> 3);
  const known = new Int32Array(length);
  let nulls = 0;
  for (let row = 0; row < length; row += 1) {
    const code = codes[row] as number;
    if (code < names.length) {
      known[row] = code;
      (validity[row >> 3] as number) |= 1 << (row & 7);
    } else nulls += 1;
  }
  return { ...coded(known, names, 'name'), nulls, validity };
}

function vectorOf(column: Column): Vector {
  const nulls = column.nullCount;
  const validity = nulls ? column.validity : nothing;
  return { ...fullVectorOf(column), nulls, validity };
}

function fullVectorOf(column: Column): Vector {
  const { length } = column;
  switch (column.kind) {
    case 'number':
      return numbers(column.values);
    case 'boolean':
      return full(kinds.bool, length, [column.values]);
    case 'text':
    case 'json':
      return full(kinds.utf8, length, [column.offsets, column.bytes]);
    case 'binary':
      return full(kinds.binary, length, [column.offsets, column.bytes]);
    case 'dictionary':
      return column.type === 'selection'
        ? coded(column.codes, column.dictionary)
        : full(kinds.utf8, length, plain(column));
    case 'many2one': {
      const children = [numbers(column.ids, length, 'id'), namesIn(column)];
      return { ...full(kinds.struct, length, []), children };
    }
    case 'x2many': {
      const children = [numbers(column.ids, column.ids.length, 'item')];
      return { ...full(kinds.list, length, [column.offsets]), children };
    }
  }
}

/** Arrays and their children, depth first, as the batches list them. */
const withChildren = (vectors: Vector[]): Vector[] =>
  vectors.flatMap((vector) => [vector, ...withChildren(vector.children)]);

// -----------------------------------------------------------------------------------------------
// The messages one after the other.

class Output {
  #pieces: [at: number, piece: ArrayBufferView][] = [];
  #length = 0;

  /** Adds pieces, filled up to a multiple of `step` bytes. */
  add(pieces: ArrayBufferView[], step = 8) {
    for (const piece of pieces) {
      this.#pieces.push([this.#length, piece]);
      this.#length += piece.byteLength;
    }
    this.#length = padded(this.#length, step);
  }

  /**
   * Adds a message: its length, its description, and the buffers of its body. Answers where it is.
   */
  message(description: Uint8Array, buffers: ArrayBufferView[] = [], body = 0): Place {
    const offset = this.#length;
    const metadata = padded(description.length);
    this.add([integers(-1, metadata), description]);
    for (const buffer of buffers) this.add([buffer]);
    return { offset, metadata: metadata + 8, body };
  }

  /** Adds a message of arrays; of a dictionary's values, where it has an `id`. */
  batch(vectors: Vector[], length: number, id?: number): Place {
    const all = withChildren(vectors);
    const buffers = all.flatMap(({ validity, buffers }) => [validity, ...buffers]);
    let end = 0;
    const places = buffers.map(({ byteLength }) => {
      const start = end;
      end += padded(byteLength);
      return [start, byteLength] as const;
    });
    const kind = id === undefined ? 'batch' : 'dictionary';
    const description = messageOf(
      kind,
      (builder) => {
        const batch = batchIn(builder, all, length, places);
        return id === undefined ? batch : dictionaryIn(builder, id, batch);
      },
      end,
    );
    return this.message(description, buffers, end);
  }

  bytes(): Uint8Array {
    const bytes = new Uint8Array(this.#length);
    for (const [at, { buffer, byteOffset, byteLength }] of this.#pieces)
      bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    return bytes;
  }
}
