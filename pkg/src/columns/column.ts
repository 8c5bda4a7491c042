// One column of each kind. The arrays are the column; values are made of them when they are asked
// for.

import { together } from '#body/chunks.ts';
import { parseJson } from '#body/json.ts';
import { wrong } from '#plain/words.ts';
import { encodeBase64 } from './encode.ts';
import { everyText, type TextsInBytes, textOf } from './texts.ts';

type Array32 = Int32Array | Float64Array;
type Codes = Uint8Array | Uint16Array | Uint32Array;
type Part = Codes | Array32;

/**
 * The arrays of a column by name, and those of a dictionary in it.
 *
 * @internal
 */
export interface Parts {
  [name: string]: Part | Parts;
}

/**
 * A column as a decoder gives it: `parts` has `validity`, `nulls`, `absent` and what its class
 * declares.
 *
 * @internal
 */
export interface DecodedColumn {
  name: string;
  type: string;
  kind: keyof typeof classes;
  parts: Parts;
  /** Values of another kind: their rows, and their JSON. */
  others: Parts | undefined;
}

/**
 * What a record without such a member has.
 *
 * @internal
 */
export const ABSENT = Symbol('absent');

type Read = (row: number) => unknown;

// What columns have for this module alone.

/** The value of a row that has one, as `get` gives it. */
const value = Symbol('value');
/** The same as a record has it. */
const inRecord = Symbol('inRecord');
/** A function that gives values as records have them by row: for all of them at once. */
const everyInRecord = Symbol('everyInRecord');
/**
 * What a record holds in a row, or `ABSENT`.
 *
 * @internal
 */
export const member = Symbol('member');
/**
 * A function that gives what records hold by row: for all of them at once.
 *
 * @internal
 */
export const everyMember = Symbol('everyMember');

const isSet = (bits: Uint8Array, index: number) =>
  (((bits[index >> 3] as number) >> (index & 7)) & 1) === 1;

/**
 * Whether that is one of so many rows. What is no whole number is refused: it would be looked for
 * between two rows.
 *
 * @internal
 */
export function isRow(row: number, length: number): boolean {
  if (!Number.isInteger(row)) throw wrong('row', 'a whole number', row);
  return row >= 0 && row < length;
}

/** All bits of so many rows. */
function ones(length: number): Uint8Array {
  const bits = new Uint8Array((length + 7) >> 3).fill(0xff);
  if (length & 7) bits[bits.length - 1] = (1 << (length & 7)) - 1;
  return bits;
}

const setOf = (rows: Part | Parts | undefined) =>
  (rows as Uint32Array).length > 0 ? new Set(rows as Uint32Array) : undefined;

/** What every column has. */
export abstract class ColumnBase<Value = unknown>
  implements Iterable<Value | false | null | undefined>
{
  /** Name of the field. */
  readonly name: string;
  /** Odoo's type of the field, such as `'monetary'`. */
  readonly type: string;
  /** The number of rows. */
  readonly length: number;
  #validity: Uint8Array;
  readonly #nulls: Set<number> | undefined;
  readonly #absent: Set<number> | undefined;

  /** @internal */
  constructor(
    { name, type, parts }: Pick<DecodedColumn, 'name' | 'type' | 'parts'>,
    length: number,
  ) {
    const { validity, nulls, absent, ...own } = parts;
    this.name = name;
    this.type = type;
    this.length = length;
    this.#validity = validity as Uint8Array;
    this.#nulls = setOf(nulls);
    this.#absent = setOf(absent);
    for (const [part, given] of Object.entries(own)) {
      const isArray = ArrayBuffer.isView(given);
      Object.assign(this, {
        [part]: isArray ? given : new Dictionary(given as unknown as TextsInBytes),
      });
    }
  }

  /** A bit for each row, the lowest of a byte first, set where there is a value. */
  get validity(): Uint8Array {
    // Where every row has one, there is none yet.
    if (!this.#validity.length) this.#validity = ones(this.length);
    return this.#validity;
  }

  /** How many rows have no value. */
  get nullCount(): number {
    if (!this.#validity.length) return 0;
    let count = this.length;
    for (let byte of this.#validity) for (; byte; byte &= byte - 1) count -= 1;
    return count;
  }

  /** Tells whether a row has a value. */
  isValid(row: number): boolean {
    return isRow(row, this.length) && (!this.#validity.length || isSet(this.#validity, row));
  }

  /** The value of a row; `false`, or what else the server sent, where there is none. */
  get(row: number): Value | false | null | undefined {
    if (!isRow(row, this.length)) return undefined;
    const given = this.isValid(row) ? this[value](row) : this.#blank(row);
    return given === ABSENT ? undefined : given;
  }

  #blank(row: number) {
    if (this.#nulls?.has(row)) return null;
    return this.#absent?.has(row) ? ABSENT : false;
  }

  /** @internal */
  abstract [value](row: number): Value;
  /** @internal */
  [inRecord](row: number): unknown {
    return this[value](row);
  }
  /** @internal */
  [everyInRecord](): Read {
    return (row) => this[inRecord](row);
  }
  /** @internal */
  [member](row: number): unknown {
    return this.isValid(row) ? this[inRecord](row) : this.#blank(row);
  }
  /** @internal */
  [everyMember](): Read {
    const every = this[everyInRecord]();
    if (!this.#validity.length) return every;
    const bits = this.#validity;
    return (row) => (isSet(bits, row) ? every(row) : this.#blank(row));
  }

  /** Gives the values of all rows, as `get` does. */
  *[Symbol.iterator](): Generator<Value | false | null | undefined, void, undefined> {
    for (let row = 0; row < this.length; row += 1) yield this.get(row);
  }
}

/**
 * Numbers: of the types `integer`, `float`, `monetary` and `many2one_reference`. Those of `float`
 * and `monetary` are a
 * `Float64Array`.
 */
export class NumberColumn<
  Values extends Int32Array | Float64Array = Int32Array | Float64Array,
> extends ColumnBase<number> {
  /** What its arrays are. */
  readonly kind = 'number';
  /** The numbers, 0 where there is none. Integers as long as all of them are of 32 bits. */
  declare readonly values: Values;

  /** @internal */
  [value](row: number) {
    return this.values[row] as number;
  }
}

/** Truth values. */
export class BooleanColumn extends ColumnBase<boolean> {
  /** What its arrays are. */
  readonly kind = 'boolean';
  /** A bit for each row, the lowest of a byte first. */
  declare readonly values: Uint8Array;

  /** @internal */
  [value](row: number) {
    return isSet(this.values, row);
  }
}

/**
 * Texts one after the other: of the types `char`, `text`, `html`, `date`, `datetime` and
 * `reference`.
 */
export class TextColumn extends ColumnBase<string> {
  /** What its arrays are. */
  readonly kind = 'text';
  /** Where each text begins in `bytes`, and where the last one ends. */
  declare readonly offsets: Int32Array;
  /** The texts in UTF-8, one after the other. */
  declare readonly bytes: Uint8Array;

  /** @internal */
  [value](row: number) {
    return textOf(this, row);
  }
  /** @internal */
  override [everyInRecord]() {
    return everyText(this);
  }
}

/** Different texts, each of them once. */
export class Dictionary {
  #strings: string[] = [];
  /** Where each text begins in `bytes`, and where the last one ends. */
  readonly offsets: Int32Array;
  /** The texts in UTF-8, one after the other. */
  readonly bytes: Uint8Array;

  /** @internal */
  constructor({ offsets, bytes }: TextsInBytes) {
    this.offsets = offsets;
    this.bytes = bytes;
  }

  /** The number of texts. */
  get length(): number {
    return this.offsets.length - 1;
  }

  /** The text of that number, made a string once. */
  get(code: number): string {
    this.#strings[code] ??= textOf(this, code);
    return this.#strings[code];
  }
}

/**
 * Texts by number: of the type `selection`, and of those of {@link TextColumn} as long as at least
 * every other text is one of those before.
 */
export class DictionaryColumn extends ColumnBase<string> {
  /** What its arrays are. */
  readonly kind = 'dictionary';
  /** The number of each row's text; 0 where there is none. */
  declare readonly codes: Uint8Array | Uint16Array | Uint32Array;
  /** The texts by number. */
  declare readonly dictionary: Dictionary;

  /** @internal */
  [value](row: number) {
    return this.dictionary.get(this.codes[row] as number);
  }
}

/** Links to one record each, with its name. */
export class Many2oneColumn extends ColumnBase<[id: number, name: string] | number> {
  /** What its arrays are. */
  readonly kind = 'many2one';
  /** The ids, 0 where there is none. */
  declare readonly ids: Int32Array | Float64Array;
  /** The number of each row's name; where there is none, the largest number of the array's type. */
  declare readonly codes: Uint8Array | Uint16Array | Uint32Array;
  /** The names by number. */
  declare readonly names: Dictionary;

  /** The name of a row's record; `undefined` where there is none. */
  nameOf(row: number): string | undefined {
    const code = this.codes[row];
    return code !== undefined && code < this.names.length ? this.names.get(code) : undefined;
  }

  /** @internal */
  [value](row: number): [id: number, name: string] | number {
    const [id, name] = [this.ids[row] as number, this.nameOf(row)];
    return name === undefined ? id : [id, name];
  }
}

/** Lists of ids: of the types `one2many` and `many2many`. */
export class X2manyColumn extends ColumnBase<number[]> {
  /** What its arrays are. */
  readonly kind = 'x2many';
  /** Where each list begins in `ids`, and where the last one ends. */
  declare readonly offsets: Int32Array;
  /** The ids, list after list. */
  declare readonly ids: Int32Array | Float64Array;
  /** Names by id, where they were read. */
  readonly names: ReadonlyMap<number, string | undefined> | undefined = undefined;

  /**
   * The names of a row's records, where they were read; `undefined` among them for one that the
   * user may not read.
   */
  namesOf(row: number): (string | undefined)[] | undefined {
    const { names } = this;
    return names && this.isValid(row) ? this[value](row).map((id) => names.get(id)) : undefined;
  }

  /** @internal */
  [value](row: number) {
    return Array.from(this.ids.subarray(this.offsets[row], this.offsets[row + 1]));
  }
}

/**
 * Bytes: of the type `binary`. Where a value is no base64, as with the context `bin_size`, the
 * column is a {@link TextColumn}.
 */
export class BinaryColumn extends ColumnBase<Uint8Array> {
  /** What its arrays are. */
  readonly kind = 'binary';
  /** Where each row begins in `bytes`, and where the last one ends. */
  declare readonly offsets: Int32Array;
  /**
   * The bytes of all rows, one after the other: `get` gives those of a row, not copied. Records
   * have them in base64.
   */
  declare readonly bytes: Uint8Array;

  /** @internal */
  [value](row: number) {
    return this.bytes.subarray(this.offsets[row], this.offsets[row + 1]);
  }
  /** @internal */
  override [inRecord](row: number) {
    return encodeBase64(this[value](row));
  }
}

/**
 * Values of any kind: of the types `json`, `properties` and others that are not among those above;
 * and of a field, when none was named, whose values are not what its type says.
 */
// biome-ignore lint/suspicious/noExplicitAny: values of any kind.
export class JsonColumn extends ColumnBase<any> {
  /** What its arrays are. */
  readonly kind = 'json';
  /** Where each value begins in `bytes`, and where the last one ends. */
  declare readonly offsets: Int32Array;
  /** The values as JSON, one after the other; `get` parses that of a row. */
  declare readonly bytes: Uint8Array;

  /** @internal */
  [value](row: number) {
    return parseJson(textOf(this, row));
  }
  /** @internal */
  override [everyInRecord]() {
    const text = everyText(this);
    return (row: number) => parseJson(text(row));
  }
}

/** A column of any kind; `kind` tells which. */
export type Column =
  | NumberColumn
  | BooleanColumn
  | TextColumn
  | DictionaryColumn
  | Many2oneColumn
  | X2manyColumn
  | BinaryColumn
  | JsonColumn;

const classes = {
  number: NumberColumn,
  boolean: BooleanColumn,
  text: TextColumn,
  dictionary: DictionaryColumn,
  many2one: Many2oneColumn,
  x2many: X2manyColumn,
  binary: BinaryColumn,
  json: JsonColumn,
};

/**
 * Makes the column of a field that was decoded. Where some of its values are of another kind, it is
 * one of JSON.
 *
 * @internal
 */
export function columnOf(decoded: DecodedColumn, length: number): Column {
  const { kind, parts, others } = decoded;
  const column = new classes[kind](decoded, length);
  if (!others) return column;
  return new JsonColumn({ ...decoded, parts: { ...parts, ...asJson(column, others) } }, length);
}

/** The parts of a column with those values that are of another kind, as JSON. */
function asJson(column: Column, others: Parts): Parts {
  const rows = others.rows as Uint32Array;
  const { offsets, bytes } = others as unknown as TextsInBytes;
  const validity = column.validity.slice();
  const read = column[everyInRecord]();
  const encoder = new TextEncoder();
  const places = new Int32Array(column.length + 1);
  const parts: Uint8Array[] = [];
  for (let row = 0, other = 0; row < column.length; row += 1) {
    let part = new Uint8Array(0);
    if (rows[other] === row) {
      (validity[row >> 3] as number) |= 1 << (row & 7);
      part = bytes.slice(offsets[other], offsets[other + 1]);
      other += 1;
    } else if (column.isValid(row)) part = encoder.encode(jsonOf(read(row)));
    parts.push(part);
    places[row + 1] = (places[row] as number) + part.length;
  }
  return { validity, offsets: places, bytes: together(parts) };
}

/** The JSON of a value that has been decoded, to the last bit. */
function jsonOf(given: unknown) {
  if (typeof given !== 'number') return JSON.stringify(given);
  return Object.is(given, -0) ? '-0' : String(given);
}
