// One column of each kind. The arrays are the column; values are made of them when they are asked for.

import { encodeBase64 } from './base64.js';
import { together } from './chunks.js';
import { parseJson } from './parse.js';
import { everyText, textOf } from './texts.js';

/** What a record without such a member has. */
export const ABSENT = Symbol('absent');

// What columns have for this module alone.

/** The value of a row that has one, as `get` gives it. */
const value = Symbol('value');
/** The same as a record has it. */
const inRecord = Symbol('inRecord');
/** A function that gives values as records have them by row: for all of them at once. */
const everyInRecord = Symbol('everyInRecord');
/** What a record holds in a row, or `ABSENT`. */
export const member = Symbol('member');
/** A function that gives what records hold by row: for all of them at once. */
export const everyMember = Symbol('everyMember');

const isSet = (bits, index) => (bits[index >> 3] >> (index & 7) & 1) === 1;

/** All bits of so many rows. */
function ones(length) {
  const bits = new Uint8Array((length + 7) >> 3).fill(0xff);
  if (length & 7) bits[bits.length - 1] = (1 << (length & 7)) - 1;
  return bits;
}

class Column {
  #validity;
  #nulls;
  #absent;

  constructor({ name, type, data }, length) {
    this.name = name;
    this.type = type;
    this.length = length;
    this.#validity = data.validity;
    this.#nulls = data.nulls.length ? new Set(data.nulls) : undefined;
    this.#absent = data.absent.length ? new Set(data.absent) : undefined;
  }

  /** A bit for each row, the lowest of a byte first, set where there is a value. */
  get validity() {
    // Where every row has one, there is none yet.
    if (!this.#validity.length) this.#validity = ones(this.length);
    return this.#validity;
  }

  /** How many rows have no value. */
  get nullCount() {
    if (!this.#validity.length) return 0;
    let count = this.length;
    for (let byte of this.#validity) for (; byte; byte &= byte - 1) count -= 1;
    return count;
  }

  /** Whether a row has a value. */
  isValid(row) {
    return row >= 0 && row < this.length && (!this.#validity.length || isSet(this.#validity, row));
  }

  /** The value of a row; `false`, or what else the server sent, where there is none. */
  get(row) {
    if (!(row >= 0 && row < this.length)) return undefined;
    const given = this.isValid(row) ? this[value](row) : this.#blank(row);
    return given === ABSENT ? undefined : given;
  }

  #blank(row) {
    if (this.#nulls?.has(row)) return null;
    return this.#absent?.has(row) ? ABSENT : false;
  }

  [inRecord](row) { return this[value](row); }
  [everyInRecord]() { return (row) => this[inRecord](row); }
  [member](row) { return this.isValid(row) ? this[inRecord](row) : this.#blank(row); }

  [everyMember]() {
    const every = this[everyInRecord]();
    if (!this.#validity.length) return every;
    const bits = this.#validity;
    return (row) => (isSet(bits, row) ? every(row) : this.#blank(row));
  }

  * [Symbol.iterator]() {
    for (let row = 0; row < this.length; row += 1) yield this.get(row);
  }
}

class NumberColumn extends Column {
  kind = 'number';

  constructor(field, length) {
    super(field, length);
    [this.values] = field.data.pieces;
  }

  [value](row) { return this.values[row]; }
}

class BooleanColumn extends Column {
  kind = 'boolean';

  constructor(field, length) {
    super(field, length);
    [this.values] = field.data.pieces;
  }

  [value](row) { return isSet(this.values, row); }
}

class TextColumn extends Column {
  kind = 'text';

  constructor(field, length) {
    super(field, length);
    [this.offsets, this.bytes] = field.data.pieces;
  }

  [value](row) { return textOf(this, row); }
  [everyInRecord]() { return everyText(this); }
}

/** Texts that are each kept once, and made a string once. */
class Dictionary {
  #strings = [];

  constructor(offsets, bytes) {
    this.offsets = offsets;
    this.bytes = bytes;
  }

  get length() { return this.offsets.length - 1; }
  get(code) { return this.#strings[code] ??= textOf(this, code); }
}

class DictionaryColumn extends Column {
  kind = 'dictionary';

  constructor(field, length) {
    super(field, length);
    const [codes, offsets, bytes] = field.data.pieces;
    this.codes = codes;
    this.dictionary = new Dictionary(offsets, bytes);
  }

  [value](row) { return this.dictionary.get(this.codes[row]); }
}

class Many2oneColumn extends Column {
  kind = 'many2one';

  constructor(field, length) {
    super(field, length);
    const [ids, codes, offsets, bytes] = field.data.pieces;
    this.ids = ids;
    this.codes = codes;
    this.names = new Dictionary(offsets, bytes);
  }

  /** The name of a row's record; `undefined` where there is none. */
  nameOf(row) { return this.codes[row] < this.names.length ? this.names.get(this.codes[row]) : undefined; }

  [value](row) {
    const id = this.ids[row];
    return this.codes[row] < this.names.length ? [id, this.names.get(this.codes[row])] : id;
  }
}

class X2manyColumn extends Column {
  kind = 'x2many';
  /** Names by id, where they were read. */
  names = undefined;

  constructor(field, length) {
    super(field, length);
    [this.offsets, this.ids] = field.data.pieces;
  }

  /** The names of a row's records, where they were read: `undefined` for one that the user may not read. */
  namesOf(row) { return this.names && this.isValid(row) ? this[value](row).map((id) => this.names.get(id)) : undefined; }

  [value](row) { return Array.from(this.ids.subarray(this.offsets[row], this.offsets[row + 1])); }
}

class BinaryColumn extends Column {
  kind = 'binary';

  constructor(field, length) {
    super(field, length);
    [this.offsets, this.bytes] = field.data.pieces;
  }

  [value](row) { return this.bytes.subarray(this.offsets[row], this.offsets[row + 1]); }
  [inRecord](row) { return encodeBase64(this[value](row)); }
}

class JsonColumn extends Column {
  kind = 'json';

  constructor(field, length) {
    super(field, length);
    [this.offsets, this.bytes] = field.data.pieces;
  }

  [value](row) { return parseJson(textOf(this, row)); }

  [everyInRecord]() {
    const text = everyText(this);
    return (row) => parseJson(text(row));
  }
}

const classes = {
  numbers: NumberColumn, booleans: BooleanColumn, plain: TextColumn, dictionary: DictionaryColumn, many2one: Many2oneColumn,
  x2many: X2manyColumn, bytes: BinaryColumn, json: JsonColumn,
};

/** Makes the column of a field that was decoded. Where some of its values are of another kind, it is one of JSON. */
export function columnOf(field, length) {
  const { kind, data, others } = field;
  const column = new classes[kind === 'json' ? 'json' : data.layout](field, length);
  return others ? new JsonColumn({ ...field, data: asJson(column, data, others) }, length) : column;
}

/** A column with those values that are of another kind, as JSON. */
function asJson(column, data, { rows, offsets, bytes }) {
  const validity = column.validity.slice();
  const read = column[everyInRecord]();
  const encoder = new TextEncoder();
  const [places, parts] = [new Int32Array(column.length + 1), []];
  for (let [row, other] = [0, 0]; row < column.length; row += 1) {
    let part = nothing;
    if (rows[other] === row) {
      validity[row >> 3] |= 1 << (row & 7);
      part = bytes.subarray(offsets[other], offsets[other + 1]);
      other += 1;
    } else if (column.isValid(row)) part = encoder.encode(jsonOf(read(row)));
    parts.push(part);
    places[row + 1] = places[row] + part.length;
  }
  return { ...data, validity, pieces: [places, together(parts)] };
}

const nothing = new Uint8Array(0);

/** The JSON of a value that has been decoded, to the last bit. */
const jsonOf = (given) => (typeof given !== 'number' ? JSON.stringify(given) : Object.is(given, -0) ? '-0' : String(given));
