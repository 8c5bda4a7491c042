// Columns → comma-separated values (RFC 4180).

import { ABSENT, everyMember } from './column.js';
import { check, isObject, option } from './checks.js';
import { momentsIn } from './moments.js';

/** So many rows become one piece. */
const rowsOfAPiece = 1000;

const delicate = /[",\r\n]/;
/** What a spreadsheet takes for a formula. */
const formula = /^[=+\-@\t\r]/;

const isBoolean = (value) => typeof value === 'boolean';

/** What is written, and how: the options, checked. */
function styleOf(options = {}) {
  check('options', options, isObject, 'an object');
  const read = (name, usual, ...rest) => option(options, name, usual, ...rest);
  return {
    header: read('header', true, isBoolean, 'true or false'),
    bom: read('bom', false, isBoolean, 'true or false'),
    delimiter: read('delimiter', ',', (value) => typeof value === 'string' && /^[^"\r\n]$/u.test(value), "one character, such as ';'"),
    many2one: read('many2one', options.names === false ? 'id' : 'name', (value) => value === 'name' || value === 'id', "'name' or 'id'"),
    names: read('names', false, (value) => isBoolean(value) || isObject(value), 'true, false, or names by field and id'),
    moment: momentsIn(read('dates', 'utc', (value) => typeof value === 'string', "'utc', 'local' or a time zone such as 'Europe/Brussels'")),
    escapeFormulas: read('escapeFormulas', false, isBoolean, 'true or false'),
  };
}

/** How a value of each kind is written; `false`, and what else is no value, is written as nothing. */
const writers = {
  number: () => String,
  boolean: () => String,
  text: ({ type }, { moment }) => (type === 'datetime' ? moment : String),
  dictionary: ({ type }, { moment }) => (type === 'datetime' ? moment : String),
  binary: () => String,
  json: () => (value) => (typeof value === 'number' ? String(value) : JSON.stringify(value)),
  many2one: (_, { many2one }) => (many2one === 'id'
    ? (value) => String(Array.isArray(value) ? value[0] : value)
    : (value) => (Array.isArray(value) ? value[1] : String(value))),
  x2many(column, { names }) {
    if (names === false || (names !== true && names[column.name] === undefined)) return (ids) => ids.join(',');
    const nameOf = namesOf(column, names);
    // Where there is none, the user may not read the record: its id is better than nothing.
    return (ids) => ids.map((id) => nameOf(id) ?? id).join(',');
  },
};

/** A function that gives the name of an id. */
function namesOf({ name, names: read }, names) {
  const given = names === true ? read : names[name];
  if (given instanceof Map) return (id) => given.get(id);
  if (isObject(given)) return (id) => (Object.hasOwn(given, id) ? given[id] : undefined);
  throw new TypeError(given === undefined
    ? `options.names: the names of '${name}' were not read. What to do: read the columns with names: true, or give { ${name}: names by id }`
    : `options.names.${name}: expected a Map or an object of names by id`);
}

/** Gives the text of `columns`, a map by name, of so many rows, piece by piece. */
export function* csvOf(columns, length, options) {
  const style = styleOf(options);
  const { header, bom, delimiter, escapeFormulas } = style;
  const quoted = (text) => (delicate.test(text) || text.includes(delimiter) ? `"${text.replaceAll('"', '""')}"` : text);
  const harmless = (text) => (escapeFormulas && formula.test(text) ? `'${text}` : text);
  const cells = [...columns.values()].map((column) => {
    const read = column[everyMember]();
    const write = writers[column.kind](column, style);
    const [mayBeFalse, isNumber] = [column.kind === 'boolean', column.kind === 'number'];
    return (row) => {
      const value = read(row);
      if (value === null || value === ABSENT || (value === false && !mayBeFalse)) return '';
      const text = write(value);
      return quoted(isNumber ? text : harmless(text));
    };
  });
  // A line without a sign would be none to many programs.
  const line = (texts) => `${texts.length === 1 && texts[0] === '' ? '""' : texts.join(delimiter)}\r\n`;
  if (header || bom) yield `${bom ? '\ufeff' : ''}${header ? line([...columns.keys()].map((name) => quoted(harmless(name)))) : ''}`;
  for (let start = 0; start < length; start += rowsOfAPiece) {
    let piece = '';
    for (let row = start; row < Math.min(start + rowsOfAPiece, length); row += 1) piece += line(cells.map((cell) => cell(row)));
    yield piece;
  }
}
