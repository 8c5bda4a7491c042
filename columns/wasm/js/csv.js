// Columns → comma-separated values (RFC 4180).

import { ABSENT, everyMember } from './column.js';

/** So many rows become one piece. */
const rowsOfAPiece = 1000;

const delicate = /[",\r\n]/;

/** How a value of each kind is written; `false`, and what else is no value, is written as nothing. */
const writers = {
  number: String,
  boolean: String,
  text: String,
  dictionary: String,
  binary: String,
  json: JSON.stringify,
  x2many: (ids) => ids.join(','),
};

const many2one = {
  name: (value) => (Array.isArray(value) ? value[1] : String(value)),
  id: (value) => String(Array.isArray(value) ? value[0] : value),
};

/** Gives the text of `columns`, a map by name, of so many rows, piece by piece. */
export function* csvOf(columns, length, { header = true, delimiter = ',', many2one: shown = 'name' } = {}) {
  if (typeof delimiter !== 'string' || delimiter.length !== 1 || delicate.test(delimiter.replace(',', ';'))) {
    throw new TypeError(`options.delimiter: expected one character, such as ';', got ${JSON.stringify(delimiter)}`);
  }
  if (!Object.hasOwn(many2one, shown)) throw new TypeError(`options.many2one: expected 'name' or 'id', got ${String(shown)}`);
  const needsQuotes = (text) => delicate.test(text) || text.includes(delimiter);
  const quoted = (text) => (needsQuotes(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const cells = [...columns.values()].map((column) => {
    const read = column[everyMember]();
    const write = column.kind === 'many2one' ? many2one[shown] : writers[column.kind];
    const isBoolean = column.kind === 'boolean';
    return (row) => {
      const value = read(row);
      return value === null || value === ABSENT || (value === false && !isBoolean) ? '' : quoted(write(value));
    };
  });
  if (header) yield `${[...columns.keys()].map(quoted).join(delimiter)}\r\n`;
  for (let start = 0; start < length; start += rowsOfAPiece) {
    let piece = '';
    for (let row = start; row < Math.min(start + rowsOfAPiece, length); row += 1) {
      piece += `${cells.map((cell) => cell(row)).join(delimiter)}\r\n`;
    }
    yield piece;
  }
}
