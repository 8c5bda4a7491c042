// Rows of values, as `create` takes them → rows of text, as Odoo's `load` takes them.

import { OdooError } from 'odoo-client-wasm';
import { argumentError, isId } from '#arguments/checks.ts';
import type { Values } from './rows.ts';
import type { Field, Fields } from './stored.ts';

type Write = (value: unknown) => string | undefined;

const text: Write = (value) => (typeof value === 'string' ? value : undefined);
const number: Write = (value) => (Number.isFinite(value) ? String(value) : undefined);
const boolean: Write = (value) => (typeof value === 'boolean' ? String(Number(value)) : undefined);
const id: Write = (value) => (isId(value) ? String(value) : undefined);

/** Ids that replace those that are there, which is all that `load` can do: `[[6, 0, ids]]`. */
const links: Write = (value) => {
  const [command, ...more] = Array.isArray(value) ? value : [];
  const isRight = more.length === 0 && command?.[0] === 6 && Array.isArray(command[2]);
  const ids: (string | undefined)[] | undefined = isRight ? command[2].map(id) : undefined;
  return ids?.every((each) => each !== undefined) ? ids.join(',') : undefined;
};

/**
 * How values of one of Odoo's types are written, what is expected, and what follows the field's
 * name.
 */
interface Cell {
  write: Write;
  expected: string;
  suffix?: string;
}

const texts: Cell = { write: text, expected: 'a text, or false' };
const numbers: Cell = { write: number, expected: 'a number' };
const types: Record<string, Cell> = {
  boolean: { write: boolean, expected: 'true or false' },
  integer: numbers,
  float: numbers,
  monetary: numbers,
  many2one: { write: id, expected: 'the id of a record, or false', suffix: '/.id' },
  many2many: { write: links, expected: 'false or [[6, 0, ids]]', suffix: '/.id' },
  char: texts,
  text: texts,
  html: texts,
  date: texts,
  datetime: texts,
  selection: texts,
  binary: texts,
};

/** Where a field was asked for. */
interface Place {
  row: number;
  model: string;
}

/** What the server says of a field. */
export function fieldOf(fields: Record<string, unknown>, name: string, place: Place): Field {
  const { row, model } = place;
  if (fields[name]) return fields[name] as Field;
  const words = `There is no field '${name}' on ${model} (row ${row}), or the user may not read it`;
  const error = new OdooError(`${words}. What to do: check the name`);
  throw Object.assign(error, { model, row, field: name });
}

/** A column of a load. */
export interface Column {
  name: string;
  path: string;
  type: string;
  cell: Cell;
}

/** The columns of a row, in the order of their names: equal for rows that have the same fields. */
export function columnsOf(values: Values, fields: Fields, { row, model }: Place): Column[] {
  const names = Object.keys(values).filter(
    (name) => name !== 'xmlid' && values[name] !== undefined,
  );
  return names.sort().map((name) => {
    const { type } = fieldOf(fields as Record<string, unknown>, name, { row, model });
    const cell = Object.hasOwn(types, type) ? types[type] : undefined;
    if (cell) return { name, path: `${name}${cell.suffix ?? ''}`, type, cell };
    const what = `Field '${name}' of ${model} (row ${row}) is a ${type}`;
    const remedy = 'leave it out and write it afterwards, or give a field as key';
    const words = `${what}, which Odoo's load cannot store from values. What to do: ${remedy}`;
    throw Object.assign(new OdooError(words), { model, row, field: name });
  });
}

/** The cells of a row: its external id, then the columns. */
export function cellsOf(values: Values, columns: Column[], row: number): unknown[] {
  const cells = columns.map(({ name, type, cell: { write, expected } }) => {
    const value = values[name];
    // As an empty cell: nothing is stored there.
    if (value === null || (value === false && type !== 'boolean')) return '';
    const cell = write(value);
    if (cell !== undefined) return cell;
    const given = JSON.stringify(value);
    throw argumentError(`rows[${row}].${name}: expected ${expected}, got ${given}`);
  });
  return [values.xmlid, ...cells];
}
