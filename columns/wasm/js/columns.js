// The columns of an answer, and what can be made of them.

import { toArrow } from './arrow.js';
import { ABSENT, columnOf, everyMember, member } from './column.js';
import { csvOf } from './csv.js';

export class Columns {
  #columns;

  /** Made by `readColumns` and `decodeColumns`, of what a decoder gave. */
  constructor({ rows, fields }) {
    this.length = rows;
    this.#columns = new Map(fields.map((field) => [field.name, columnOf(field, rows)]));
  }

  get names() { return [...this.#columns.keys()]; }

  column(name) {
    const column = this.#columns.get(name);
    if (!column) throw new TypeError(`name: there is no column '${name}', only ${this.names.join(', ')}`);
    return column;
  }

  get(row) {
    if (!(row >= 0 && row < this.length)) return undefined;
    return record(this.#columns, (column) => column[member](row));
  }

  toRows() {
    const readers = [...this.#columns].map(([name, column]) => [name, column[everyMember]()]);
    return Array.from({ length: this.length }, (_, row) => record(readers, (read) => read(row)));
  }

  toArrow(options) { return toArrow(this.#columns, this.length, options); }

  toCsv(options) { return [...this.csv(options)].join(''); }

  csv(options) { return csvOf(this.#columns, this.length, options); }

  * [Symbol.iterator]() {
    for (let row = 0; row < this.length; row += 1) yield this.get(row);
  }
}

/** A record of named things, each with what `valueOf` makes of it. */
function record(things, valueOf) {
  const made = {};
  for (const [name, thing] of things) {
    const value = valueOf(thing);
    if (value === ABSENT) continue;
    // As JSON.parse does it: a member, whatever its name.
    if (name === '__proto__') Object.defineProperty(made, name, { value, enumerable: true, writable: true, configurable: true });
    else made[name] = value;
  }
  return made;
}
