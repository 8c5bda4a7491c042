// Records read nested: one web_search_read with a specification, or where a server has none, a read
// for each relation.

import { wrong } from '#plain/words.ts';
import { OdooError } from './errors.ts';
import type { Forms } from './typed/index.ts';

/** What is selected of a model: fields, and beside them what holds for the level. */
type Selection = Readonly<Record<string, any>>;
export type Row = Record<string, any>;

interface Caller {
  call(model: string, method: string, args?: any[], kwargs?: Row, options?: any): Promise<any>;
  searchRead(model: string, domain: any, options: any): Promise<any[]>;
}

export const isObject = (value: unknown): value is Row =>
  Object(value) === value && !Array.isArray(value);

/** The fields of a selection; what begins with `$` is none. */
const fieldsOf = (select: Selection): [string, any][] =>
  Object.entries(select).filter(([name, value]) => name[0] !== '$' && value);

/** What of fields says where they lead. */
export const ofFields = { attributes: ['type', 'relation'] };

/** The names that a name alone is asked for with: those of many2one fields, which nothing tells. */
const named = { fields: { display_name: {} } };

function specification(
  select: Selection,
  path = 'select',
  expected = 'an object, like { name: true }',
): Row {
  if (!isObject(select)) throw wrong(path, expected, select);
  for (const name in select)
    if (/^\$(?!(limit|order|context)$)/.test(name))
      throw wrong(path, '$limit, $order or $context', name);
  return Object.fromEntries(
    fieldsOf(select).map(([name, inner]) => {
      if (inner === true) return [name, /(_ids|^id|^res_id)$/.test(name) ? {} : named];
      const { $limit: limit, $order: order, $context: context } = inner;
      const fields = specification(inner, `${path}.${name}`, 'true or an object');
      return [name, { fields, limit, order, context }];
    }),
  );
}

const isNamed = (value: any): boolean =>
  isObject(value) && Object.keys(value).sort().join() === 'display_name,id';

/** A value that was asked for by its name alone, as `searchRead` gives it. */
function plain(value: any, forms?: Forms): unknown {
  if (Array.isArray(value)) return value.every(isNamed) ? value.map(({ id }) => id) : value;
  if (!isNamed(value)) return value;
  const { id, display_name: name } = value;
  return isObject(id) ? `${id.model},${id.id}` : forms?.many2one === 'object' ? value : [id, name];
}

const noRecords = (field: string) =>
  new OdooError(`fetch: ${field} has no records: select it with true.`);

function shaped(row: Row | number, select: Selection, forms?: Forms): Row {
  // Odoo lists what is beyond the limit as well, by its id alone.
  if (!isObject(row)) return { id: row };
  const made: Row = { id: row.id };
  for (const [name, inner] of fieldsOf(select)) {
    const value = row[name];
    if (inner === true) made[name] = plain(value, forms);
    else if (Array.isArray(value))
      made[name] = value.slice(0, inner.$limit).map((line) => shaped(line, inner, forms));
    else if (value && !isObject(value)) throw noRecords(name);
    else made[name] = value && shaped(value, inner, forms);
  }
  return made;
}

export async function fetchNested(
  client: Caller,
  model: string,
  domain: readonly unknown[] = [],
  options?: Row,
  forms?: Forms,
): Promise<Row[]> {
  const { select, offset, limit, order, ...rest } = options ?? {};
  const kwargs = { domain, offset, limit, order, specification: specification(select) };
  try {
    const found = await client.call(model, 'web_search_read', [], kwargs, rest);
    if (!Array.isArray(found?.records)) throw new OdooError('fetch: the answer has no records.');
    return found.records.map((row: Row) => shaped(row, select, forms));
  } catch (error: any) {
    // The server has no such method, or not with a specification; or the user may not call it.
    const isOther = ['unknownMethod', 'wrongSignature', 'access'].includes(error?.reason);
    if (!error?.refused || !isOther) throw error;
    return byLevel(client, model, domain, options as Row);
  }
}

/** Reads a level, then all records that each of its relations leads to. */
async function byLevel(
  client: Caller,
  model: string,
  domain: readonly unknown[],
  { select, ...options }: Row,
): Promise<Row[]> {
  const fields = fieldsOf(select);
  const names = fields.map(([name]) => name);
  const rows = await client.searchRead(model, domain, { ...options, fields: ['id', ...names] });
  const inner = fields.filter(([, below]) => below !== true);
  if (!rows.length || !inner.length) return rows;
  const known = await client.call(model, 'fields_get', [], ofFields, options);
  const one = async ([name, below]: [string, any]) => {
    const { $limit: limit, $order: order, $context } = below;
    const { type, relation } = known[name] ?? {};
    if (!relation) throw noRecords(`${model}.${name}`);
    const isOne = type === 'many2one';
    // The records beyond the limit are not read, unless the order has to tell which those are.
    const idsOf = ({ [name]: value }: Row): number[] =>
      value ? value.slice(0, isOne ? 1 : order ? undefined : limit) : [];
    const context = { ...options.context, active_test: false, ...$context };
    const inside = { ...options, select: below, offset: 0, limit: undefined, order, context };
    const ids = [...new Set(rows.flatMap(idsOf))];
    const read = await byLevel(client, relation, [['id', 'in', ids]], inside);
    const at = new Map(read.map(({ id }, index) => [id, index]));
    for (const row of rows) {
      const found = idsOf(row).flatMap((id) => at.get(id) ?? []);
      if (order) found.sort((a, b) => a - b);
      const lines = found.slice(0, limit).map((index) => read[index]);
      row[name] = isOne ? (lines[0] ?? false) : lines;
    }
  };
  await Promise.all(inner.map(one));
  return rows;
}
