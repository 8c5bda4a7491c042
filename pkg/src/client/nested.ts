// Records read nested: one web_search_read with a specification, or where a server has none, a read
// for each relation.

import { OdooError } from './errors.ts';
import type { Forms } from './typed/index.ts';

/** What is selected of a model: fields, and beside them what holds for the level. */
type Selection = Readonly<Record<string, any>>;
type Row = Record<string, any>;

interface Caller {
  call(model: string, method: string, args?: any[], kwargs?: Row, options?: any): Promise<any>;
}

const isObject = (value: unknown): value is Row => Object(value) === value && !Array.isArray(value);

/** The fields of a selection; what begins with `$` is none. */
const fieldsOf = (select: Selection): [string, any][] =>
  Object.entries(select).filter(([name, value]) => {
    if (name[0] === '$' || !value) return false;
    if (value === true || isObject(value)) return true;
    throw new TypeError(`fetch: select.${name} must be true or an object`);
  });

/** What of fields says where they lead. */
export const ofFields = { attributes: ['type', 'relation'] };

/** The names that a name alone is asked for with: those of many2one fields, which nothing tells. */
const named = { fields: { display_name: {} } };

function specification(select: Selection): Row {
  return Object.fromEntries(
    fieldsOf(select).map(([name, inner]) => {
      if (inner === true) return [name, /(_ids|^id|^res_id)$/.test(name) ? {} : named];
      const { $limit: limit, $order: order, $context: context } = inner;
      return [name, { fields: specification(inner), limit, order, context }];
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
  return isObject(id) ? `${id.model},${id.id}` : forms?.many2one ? value : [id, name];
}

function shaped(row: Row | number, select: Selection, forms?: Forms): Row {
  // Odoo lists what is beyond the limit as well, by its id alone.
  if (!isObject(row)) return { id: row };
  const made: Row = { id: row.id };
  for (const [name, inner] of fieldsOf(select)) {
    const value = row[name];
    if (inner === true) made[name] = plain(value, forms);
    else if (Array.isArray(value))
      made[name] = value.slice(0, inner.$limit).map((line) => shaped(line, inner, forms));
    else made[name] = value && shaped(value, inner, forms);
  }
  return made;
}

/** The records of an answer. */
function listed(records: unknown): any[] {
  if (!Array.isArray(records)) throw new OdooError('fetch: the answer has no records.');
  return records;
}

export async function fetchNested(
  client: Caller,
  model: string,
  domain: readonly unknown[] = [],
  { select, offset, limit, order, ...options }: Row = {},
  forms?: Forms,
): Promise<Row[]> {
  if (!isObject(select)) throw new TypeError('fetch: select must be an object');
  const call = (of: string, method: string, kwargs: Row) =>
    client.call(of, method, [], kwargs, options);
  const page = { domain, offset, limit, order };
  try {
    const kwargs = { ...page, specification: specification(select) };
    const found = await call(model, 'web_search_read', kwargs);
    return listed(found?.records).map((row: Row) => shaped(row, select, forms));
  } catch (error: any) {
    // The server has no such method, or not with a specification; or the user may not call it.
    if (!error?.refused || !/(Attribute|Type|Access)Error$|NotFound$/.test(error.data?.name))
      throw error;
    return byLevel(call, model, page, select);
  }
}

/** Reads a level, then all records that each of its relations leads to. */
async function byLevel(
  call: (model: string, method: string, kwargs: Row) => Promise<any>,
  model: string,
  page: Row,
  select: Selection,
): Promise<Row[]> {
  const fields = fieldsOf(select);
  const inner = fields.filter(([, below]) => below !== true);
  const kwargs = { ...page, fields: ['id', ...fields.map(([name]) => name)] };
  const rows = listed(await call(model, 'search_read', kwargs));
  const known = inner.length && (await call(model, 'fields_get', ofFields));
  const one = async ([name, below]: [string, any]) => {
    const { $limit: limit, $order: order, $context: context } = below;
    const { type, relation } = known[name] ?? {};
    if (!relation)
      throw new OdooError(`fetch: ${model}.${name} has no records: select it with true.`);
    const isOne = type === 'many2one';
    // The records beyond the limit are not read, unless the order has to tell which those are.
    const idsOf = ({ [name]: value }: Row): number[] =>
      value ? value.slice(0, isOne ? 1 : order ? undefined : limit) : [];
    const domain = [['id', 'in', [...new Set(rows.flatMap(idsOf))]]];
    const inside = { domain, order, context: { active_test: false, ...context } };
    const read = await byLevel(call, relation, inside, below);
    const at = new Map(read.map(({ id }, index) => [id, index]));
    for (const row of rows) {
      const found = idsOf(row).flatMap((id) => at.get(id) ?? []);
      if (order) found.sort((a, b) => a - b);
      const lines = found.slice(0, limit).map((index) => read[index]);
      row[name] = isOne ? (lines[0] ?? false) : lines;
    }
  };
  if (rows.length) await Promise.all(inner.map(one));
  return rows;
}
