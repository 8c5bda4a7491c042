// The columns of an answer, and what can be made of them.

import { argumentError } from '#plain/errors.ts';
import { short, wrong } from '#plain/words.ts';
import { type ArrowOptions, toArrow } from './arrow.ts';
import { ABSENT, type Column, columnOf, everyMember, isRow, member } from './column.ts';
import { type CsvOptions, csvOf } from './csv.ts';
import type { Decoded } from './decoder.ts';

/**
 * Makes columns of what a decoder gave: programs have no constructor.
 *
 * @internal
 */
export let columnsOf: (decoded: Decoded) => Columns;

/** So many names of columns are listed in an error. */
const mostNames = 40;

/** Records as columns. They belong to the program: nothing that happens later changes them. */
// biome-ignore lint/suspicious/noExplicitAny: records and columns are of whatever type a program says.
export class Columns<T = any, K = Record<string, any>> implements Iterable<T> {
  static {
    // By its own name, a bundle would call the class `_Columns`.
    columnsOf = (decoded) => new this(decoded);
  }

  /** The number of rows. */
  readonly length: number;
  readonly #columns: ReadonlyMap<string, Column>;

  private constructor({ rows, columns }: Decoded) {
    this.length = rows;
    this.#columns = new Map(columns.map((column) => [column.name, columnOf(column, rows)]));
  }

  /** The names of the columns, in the order of the records' members. */
  get names(): string[] {
    return [...this.#columns.keys()];
  }

  /**
   * Returns the column of that name.
   *
   * @throws `TypeError` where there is none.
   * @example const amounts = columns.column('amount_total').values;
   */
  column<N extends keyof K & string>(name: N): K[N];
  /**
   * Returns the column of that name, of the kind that the program expects.
   *
   * @throws `TypeError` where there is none.
   */
  // biome-ignore lint/suspicious/noExplicitAny: a program may name the kind of column that it expects.
  column<C extends Column = any>(name: keyof K & string): C;
  column(name: string): unknown {
    const column = this.#columns.get(name);
    if (column) return column;
    if (typeof name !== 'string') throw wrong('name', 'the name of a column', name);
    const { names } = this;
    const listed = names.slice(0, mostNames).map(short).join(', ');
    const more = names.length > mostNames ? ` and ${names.length - mostNames} others` : '';
    throw argumentError(`Invalid name: there is no column '${short(name)}', only ${listed}${more}`);
  }

  /**
   * Makes the record of a row, as `searchRead` would have it; `undefined` where there is no such
   * row.
   *
   * @throws `TypeError` for what is no whole number.
   * @example const { name } = columns.get(0);
   */
  get(row: number): T | undefined {
    if (!isRow(row, this.length)) return undefined;
    return record(this.#columns, (column) => column[member](row)) as T;
  }

  /**
   * Makes all records, as `searchRead` would have them: the same members in the same order, `false`
   * for empty values.
   *
   * @example const records = columns.toRows();
   */
  toRows(): T[] {
    const readers = [...this.#columns].map(
      ([name, column]) => [name, column[everyMember]()] as const,
    );
    const rows = Array.from({ length: this.length }, (_, row) =>
      record(readers, (read) => read(row)),
    );
    return rows as T[];
  }

  /**
   * Writes Arrow's IPC format, which apache-arrow, DuckDB and polars read. Texts, dates among them,
   * are `Utf8`; selections a dictionary of them; many2one values `Struct<id, name>`, x2many values
   * `List`.
   *
   * @example const table = tableFromIPC(columns.toArrow());
   */
  toArrow(options?: ArrowOptions): Uint8Array {
    return toArrow(this.#columns, this.length, options);
  }

  /**
   * Writes comma-separated values (RFC 4180), in one text. Empty values are written as nothing.
   *
   * @throws `TypeError` that names the option that is wrong, and for names that were not read.
   * @example writeFileSync('partners.csv', columns.toCsv({ delimiter: ';', bom: true, dates: 'local' }));
   */
  toCsv(options?: CsvOptions): string {
    return [...this.csv(options)].join('');
  }

  /**
   * Writes comma-separated values in pieces of a thousand rows, for a stream.
   *
   * @example await pipeline(Readable.from(columns.csv()), createWriteStream('partners.csv'));
   */
  csv(options?: CsvOptions): Generator<string, void, undefined> {
    return csvOf(this.#columns, this.length, options);
  }

  /** Gives the records one by one, each made when it is asked for. */
  *[Symbol.iterator](): Generator<T, void, undefined> {
    for (let row = 0; row < this.length; row += 1) yield this.get(row) as T;
  }
}

/** A record of named things, each with what `read` makes of it. */
function record<Thing>(
  things: Iterable<readonly [string, Thing]>,
  read: (thing: Thing) => unknown,
): object {
  const made: Record<string, unknown> = {};
  for (const [name, thing] of things) {
    const value = read(thing);
    if (value === ABSENT) continue;
    // As JSON.parse does it: a member, whatever its name.
    if (name === '__proto__')
      Object.defineProperty(made, name, {
        value,
        enumerable: true,
        writable: true,
        configurable: true,
      });
    else made[name] = value;
  }
  return made;
}
