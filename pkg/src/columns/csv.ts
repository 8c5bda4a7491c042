// Columns → comma-separated values (RFC 4180).

import {
  argumentError,
  check,
  isBoolean,
  isObject,
  isString,
  option,
  wrong,
} from '#arguments/checks.ts';
import { checkSpelling } from '#arguments/spelling.ts';
import { ABSENT, type Column, everyMember, type X2manyColumn } from './column.ts';
import { momentsIn } from './moments.ts';

/** How {@link Columns.toCsv} writes. */
export interface CsvOptions {
  /** Whether the first line has the names. Default `true`. */
  header?: boolean | undefined;
  /**
   * What stands between values: one character. Default `','`; spreadsheets of many countries want
   * `';'`.
   */
  delimiter?: string | undefined;
  /** What of a many2one value is written. Default `'name'`, with `names: false` `'id'`. */
  many2one?: 'name' | 'id' | undefined;
  /**
   * Whether x2many values are written as names: `true` writes those that were read (`readColumns`
   * with `names`), or give the names by field and id. Where a record has none, its id is written.
   * `false` writes ids, of many2one values as well. Absent: ids of x2many values, names of many2one
   * values.
   *
   * @example { tag_ids: { 7: 'Urgent' } }
   */
  names?:
    | boolean
    | Record<string, ReadonlyMap<number, string | undefined> | Record<number, string>>
    | undefined;
  /** Whether a mark of the byte order comes first, by which Excel knows UTF-8. Default `false`. */
  bom?: boolean | undefined;
  /**
   * In which time date-times are: `'utc'` (the default), as Odoo stores them; `'local'`, that of
   * this runtime; or that of a time zone by its name. Dates have none.
   *
   * @example 'Europe/Brussels'
   */
  dates?: 'utc' | 'local' | (string & {}) | undefined;
  /**
   * Whether texts that a spreadsheet would take for formulas (they begin with `=`, `+`, `-`, `@`, a
   * tab or a carriage return) get a `'` before them. Default `false`: the values are what they are.
   */
  escapeFormulas?: boolean | undefined;
}

/** So many rows become one piece. */
const rowsOfAPiece = 1000;

const delicate = /[",\r\n]/;
/** What a spreadsheet takes for a formula. */
const formula = /^[=+\-@\t\r]/;

const isOneCharacter = (value: unknown): value is string =>
  isString(value) && /^[^"\r\n]$/u.test(value);
const isNameOrId = (value: unknown): value is 'name' | 'id' => value === 'name' || value === 'id';
const isNames = (value: unknown): value is boolean | Record<string, unknown> =>
  isBoolean(value) || isObject(value);

const csvOptions = ['header', 'delimiter', 'many2one', 'names', 'bom', 'dates', 'escapeFormulas'];

/** What is written, and how: the options, checked. */
function styleOf(given: CsvOptions = {}) {
  const options = check('options', given, isObject, 'an object');
  checkSpelling(options, csvOptions);
  const flag = (name: string, usual: boolean) =>
    option(options, name, usual, isBoolean, 'true or false');
  const header = flag('header', true);
  const bom = flag('bom', false);
  const delimiter = option(options, 'delimiter', ',', isOneCharacter, "one character, such as ';'");
  const namings = 'true, false, or names by field and id';
  const names = option(options, 'names', undefined, isNames, namings);
  const usual = names === false ? 'id' : 'name';
  const many2one = option(options, 'many2one', usual, isNameOrId, "'name' or 'id'");
  const zones = "'utc', 'local' or a time zone such as 'Europe/Brussels'";
  const moment = momentsIn(option(options, 'dates', 'utc', isString, zones));
  return {
    header,
    bom,
    delimiter,
    many2one,
    names: names ?? false,
    moment,
    escapeFormulas: flag('escapeFormulas', false),
  };
}

type Style = ReturnType<typeof styleOf>;
// biome-ignore lint/suspicious/noExplicitAny: each writer knows what its column holds.
type Write = (value: any) => string;

/**
 * How the values of a column are written; `false`, and what else is no value, is written as
 * nothing.
 */
function writerOf(column: Column, { moment, many2one, names }: Style): Write {
  switch (column.kind) {
    case 'text':
    case 'dictionary':
      return column.type === 'datetime' ? moment : String;
    case 'json':
      return (value) => (typeof value === 'number' ? String(value) : JSON.stringify(value));
    case 'many2one': {
      const place = many2one === 'id' ? 0 : 1;
      return (value) => String(Array.isArray(value) ? value[place] : value);
    }
    case 'x2many': {
      if (names === false || (names !== true && names[column.name] === undefined))
        return (ids: number[]) => ids.join(',');
      const nameOf = namesOf(column, names);
      // Where there is none, the user may not read the record: its id is better than nothing.
      return (ids: number[]) => ids.map((id) => nameOf(id) ?? id).join(',');
    }
    default:
      return String;
  }
}

/** A function that gives the name of an id. */
function namesOf({ name, names: read }: X2manyColumn, names: true | Record<string, unknown>) {
  const given = names === true ? read : names[name];
  if (given instanceof Map) return (id: number): unknown => given.get(id);
  if (isObject(given))
    return (id: number) => (Object.hasOwn(given, id) ? given[String(id)] : undefined);
  if (given !== undefined)
    throw wrong(`options.names.${name}`, 'a Map or an object of names by id', given);
  throw argumentError(
    `Invalid options.names: the names of '${name}' were not read. What to do: read the columns with names: true, or give { ${name}: names by id }`,
  );
}

/**
 * Gives the text of `columns`, a map by name, of so many rows, piece by piece.
 *
 * @internal
 */
export function* csvOf(
  columns: ReadonlyMap<string, Column>,
  length: number,
  options: CsvOptions | undefined,
): Generator<string, void, undefined> {
  const style = styleOf(options);
  const { header, bom, delimiter, escapeFormulas } = style;
  const quoted = (text: string) =>
    delicate.test(text) || text.includes(delimiter) ? `"${text.replaceAll('"', '""')}"` : text;
  const harmless = (text: string) => (escapeFormulas && formula.test(text) ? `'${text}` : text);
  const cells = [...columns.values()].map((column) => {
    const read = column[everyMember]();
    const write = writerOf(column, style);
    const [mayBeFalse, isNumber] = [column.kind === 'boolean', column.kind === 'number'];
    return (row: number) => {
      const value = read(row);
      if (value === null || value === ABSENT || (value === false && !mayBeFalse)) return '';
      const text = write(value);
      return quoted(isNumber ? text : harmless(text));
    };
  });
  // A line without a sign would be none to many programs.
  const line = (texts: string[]) =>
    `${texts.length === 1 && texts[0] === '' ? '""' : texts.join(delimiter)}\r\n`;
  const names = [...columns.keys()].map((name) => quoted(harmless(name)));
  if (header || bom) yield `${bom ? '\ufeff' : ''}${header ? line(names) : ''}`;
  for (let start = 0; start < length; start += rowsOfAPiece) {
    const end = Math.min(start + rowsOfAPiece, length);
    let piece = '';
    for (let row = start; row < end; row += 1) piece += line(cells.map((cell) => cell(row)));
    yield piece;
  }
}
