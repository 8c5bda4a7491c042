// Rows of values, as `create` takes them → rows of text, as Odoo's `load` takes them.

import { OdooError } from 'odoo-client-wasm';

const text = (value) => (typeof value === 'string' ? value : undefined);
const number = (value) => (typeof value === 'number' && Number.isFinite(value) ? String(value) : undefined);
const id = (value) => (Number.isSafeInteger(value) && value > 0 ? String(value) : undefined);

/** Ids that replace those that are there, which is all that `load` can do: `[[6, 0, ids]]`. */
function links(value) {
  const [command, ...more] = Array.isArray(value) ? value : [];
  const ids = more.length === 0 && command?.[0] === 6 && Array.isArray(command[2]) ? command[2].map(id) : undefined;
  return ids?.every((each) => each !== undefined) ? ids.join(',') : undefined;
}

/** By Odoo's type: how a value is written, what is expected, and what follows the field's name. */
const types = {
  boolean: [(value) => (typeof value === 'boolean' ? String(Number(value)) : undefined), 'true or false'],
  integer: [number, 'a number'],
  float: [number, 'a number'],
  monetary: [number, 'a number'],
  many2one: [id, 'the id of a record, or false', '/.id'],
  many2many: [links, 'false or [[6, 0, ids]]', '/.id'],
  ...Object.fromEntries(['char', 'text', 'html', 'date', 'datetime', 'selection', 'binary'].map((type) => [type, [text, 'a text, or false']])),
};

/** What the server says of a field. */
export function fieldOf(fields, name, { row, model }) {
  if (fields?.[name]) return fields[name];
  throw Object.assign(new OdooError(`There is no field '${name}' on ${model} (row ${row}), or the user may not read it. What to do: check the name`), { model, row, field: name });
}

/** The columns of a row, in the order of their names: equal for rows that have the same fields. */
export function columnsOf(values, fields, { row, model }) {
  return Object.keys(values).filter((name) => name !== 'xmlid' && values[name] !== undefined).sort().map((name) => {
    const { type } = fieldOf(fields, name, { row, model });
    if (!types[type]) {
      throw Object.assign(
        new OdooError(`Field '${name}' of ${model} (row ${row}) is a ${type}, which Odoo's load cannot store from values. What to do: leave it out and write it afterwards, or give a field as key`),
        { model, row, field: name },
      );
    }
    const [write, expected, suffix = ''] = types[type];
    return { name, path: `${name}${suffix}`, type, write, expected };
  });
}

/** The cells of a row: its external id, then the columns. */
export function cellsOf(values, columns, row) {
  return [values.xmlid, ...columns.map(({ name, type, write, expected }) => {
    const value = values[name];
    // As an empty cell: nothing is stored there.
    if (value === null || (value === false && type !== 'boolean')) return '';
    const cell = write(value);
    if (cell === undefined) throw new TypeError(`rows[${row}].${name}: expected ${expected}, got ${JSON.stringify(value)}`);
    return cell;
  })];
}
