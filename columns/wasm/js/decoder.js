// A decoder: the other side of columns/wasm/src. Bytes are written into its memory once, and each column is copied out of
// it once; nothing that was handed out lives in there.

import { OdooError } from 'odoo-client-wasm';
import { lease, release } from './instance.js';
import { kindOf, kindNumber } from './kinds.js';

/** How far an answer was read. */
export const OPEN = 0;
export const READ = 1;
export const OTHER = 2;
const FAULT = 3;

/** So many bytes are written before they are read: they are in the processor's cache then. */
const piece = 64 * 1024;

const kindOfField = ({ type, kind = kindOf(type) }) => kind;

export class Decoder {
  #instance = lease();
  #fields;
  #isTolerant;

  /** A decoder of fields, `[{ name, type, kind? }]`, where the kind is that of the type. One that is tolerant keeps values of another kind than their field as they came, as `others`. */
  constructor(fields, { isTolerant = false } = {}) {
    this.#fields = fields;
    this.#isTolerant = isTolerant;
    const encoder = new TextEncoder();
    const bytes = fields.flatMap((field) => {
      const text = encoder.encode(field.name);
      return [kindNumber(kindOfField(field)), ...new Uint8Array(new Uint32Array([text.length]).buffer), ...text];
    });
    this.#run((instance) => {
      this.#write(instance, bytes);
      instance.open(bytes.length);
      if (isTolerant) instance.tolerate();
    });
  }

  /** The number of rows. */
  get rows() {
    return this.#run((instance) => instance.rows());
  }

  /** Begins an answer, of which the length may be known. */
  begin(length) {
    this.#run((instance) => {
      instance.begin();
      if (length !== undefined) instance.announce(length);
    });
  }

  /** Reads on, and answers how far. */
  feed(bytes) {
    return this.#run((instance) => {
      let progress = OPEN;
      for (let at = 0; at < bytes.length; at += piece) {
        const next = bytes.length > piece ? bytes.subarray(at, at + piece) : bytes;
        this.#write(instance, next);
        progress = this.#checked(instance, instance.feed(next.length));
      }
      return progress;
    });
  }

  /** Ends an answer, and answers whether it was read. */
  end() {
    return this.#run((instance) => this.#checked(instance, instance.end()));
  }

  /** The bytes of the answer before the list of records, and those after it. */
  around() {
    return this.#run((instance) => {
      const [before, beforeLength, rest, restLength] = this.#numbers(instance, instance.around(), 4);
      return [this.#copy(instance, before, beforeLength), this.#copy(instance, rest, restLength)];
    });
  }

  /** Forgets the rows of the last answer. */
  forget() {
    this.#run((instance) => instance.forget());
  }

  /** The rows so far, which are forgotten: `{ rows, fields: [{ name, type, kind, data, others? }] }`, the fields in the records' order. */
  take() {
    return this.#run((instance) => {
      const rows = instance.rows();
      const [count] = this.#numbers(instance, instance.order(), 1);
      const order = new Set(this.#numbers(instance, instance.order(), 1 + count).slice(1));
      for (const index of this.#fields.keys()) order.add(index);
      const fields = [...order].map((index) => {
        const field = this.#fields[index];
        return { ...field, kind: kindOfField(field), data: this.#column(instance, index), others: this.#isTolerant ? this.#others(instance, index) : undefined };
      });
      instance.clear();
      return { rows, fields };
    });
  }

  /** The number of a column in the last row; not a number where there is none. */
  last(index) {
    return this.#run((instance) => instance.last(index));
  }

  /** Gives the instance back, for another decoder. */
  release() {
    if (this.#instance) release(this.#instance);
    this.#instance = undefined;
  }

  /** Works with the instance. One that has failed is not used again. */
  #run(work) {
    if (!this.#instance) throw new OdooError('These columns are not read any more');
    try {
      return work(this.#instance);
    } catch (cause) {
      if (!(cause instanceof WebAssembly.RuntimeError || cause instanceof RangeError)) throw cause;
      this.#instance = undefined;
      throw new OdooError(
        `Columns cannot be read: the memory does not suffice (${cause.message}). What to do: read fewer rows or fields at once, or page by page.`,
        { cause },
      );
    }
  }

  #write(instance, bytes) {
    const place = instance.room(bytes.length);
    new Uint8Array(instance.memory.buffer, place, bytes.length).set(bytes);
  }

  #numbers(instance, place, count) {
    return new Uint32Array(instance.memory.buffer, place, count);
  }

  #copy(instance, place, length) {
    return new Uint8Array(instance.memory.buffer.slice(place, place + length));
  }

  #checked(instance, progress) {
    if (progress !== FAULT) return progress;
    const [kind, row, offset, field, place, length] = this.#numbers(instance, instance.fault(), 6);
    const words = new TextDecoder().decode(this.#copy(instance, place, length));
    throw new Fault({ kind, row, offset, field: this.#fields[field]?.name, words });
  }

  /** Copies the values of a column that are of another kind, if there are any: rows, and where in the bytes the JSON of each begins. */
  #others(instance, index) {
    const [rows, offsets, bytes] = [0, 1, 2].map((piece) => {
      const [place, length] = this.#numbers(instance, instance.others(index) + 8 * piece, 2);
      return this.#copy(instance, place, length);
    });
    return rows.length === 0 ? undefined : { rows: new Uint32Array(rows.buffer), offsets: new Uint32Array(offsets.buffer), bytes };
  }

  /** Copies a column: `{ validity, nulls, absent, layout, pieces }`. */
  #column(instance, index) {
    const place = instance.column(index);
    const { buffer } = instance.memory;
    const list = new Uint32Array(buffer, place);
    let at = 0;
    const take = (Type) => {
      const [from, length] = [list[at], list[at + 1]];
      at += 2;
      return new Type(buffer.slice(from, from + length));
    };
    const codes = () => {
      // As narrow as they can be, and the largest number left for what has none.
      const [from, length] = [list[at], list[at + 1]];
      const texts = list[at + 3] / 4 - 1;
      at += 2;
      const wide = new Uint32Array(buffer, from, length / 4);
      return new (texts < 0xff ? Uint8Array : texts < 0xffff ? Uint16Array : Uint32Array)(wide);
    };
    const number = () => take(list[at++] === 0 ? Int32Array : Float64Array);
    const blanks = { validity: take(Uint8Array), nulls: take(Uint32Array), absent: take(Uint32Array) };
    const layout = list[at];
    if (layout < 2) return { ...blanks, layout: 'numbers', pieces: [number()] };
    at += 1;
    const [name, types] = layouts[layout];
    return { ...blanks, layout: name, pieces: types.map((Type) => (Type === Number ? number() : Type === Codes ? codes() : take(Type))) };
  }
}

/** Stands for numbers of texts, which are before the offsets of these. */
const Codes = Symbol('codes');

/** What columns consist of, by the number of their layout: the first two are numbers. */
const layouts = [
  undefined,
  undefined,
  ['booleans', [Uint8Array]],
  ['dictionary', [Codes, Int32Array, Uint8Array]],
  ['plain', [Int32Array, Uint8Array]],
  ['many2one', [Number, Codes, Int32Array, Uint8Array]],
  ['x2many', [Int32Array, Number]],
  ['bytes', [Int32Array, Uint8Array]],
];

/** What is wrong with an answer, for somebody to make an error of. */
export class Fault extends Error {
  constructor(known) {
    super(known.words);
    Object.assign(this, known);
  }
}
