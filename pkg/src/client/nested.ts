// Records read nested: one web_search_read with a specification, or where a server has none, a read
// for each relation.

import { OdooError } from './errors.ts';
import type { CallOptions } from './options.ts';

/** What is selected of a model: fields, and beside them what holds for the level. */
type Selection = Readonly<Record<string, any>>;
type Row = Record<string, any>;

interface Caller {
  call(model: string, method: string, args?: any[], kwargs?: Row, options?: any): Promise<any>;
}

const isObject = (value: unknown): value is Row =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The fields of a selection; what begins with `$` is none. */
const fieldsOf = (select: Selection): [string, any][] =>
  Object.entries(select).filter(([name, value]) => {
    if (name[0] === '$' || value === undefined || value === false) return false;
    if (value === true || isObject(value)) return true;
    throw new TypeError(`fetch: select.${name} must be true or an object of fields`);
  });

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

const isNamed = (value: unknown): value is Row =>
  isObject(value) && 'display_name' in value && Object.keys(value).length === 2;

/** A value that was asked for by its name alone, as `searchRead` gives it. */
function plain(value: any): any {
  if (Array.isArray(value) && value.length && value.every(isNamed))
    return value.map(({ id }) => id);
  if (!isNamed(value)) return value;
  return isObject(value.id) ? `${value.id.model},${value.id.id}` : [value.id, value.display_name];
}

function shaped(row: Row, select: Selection): Row {
  const shapedRow: Row = { id: row.id };
  for (const [name, inner] of fieldsOf(select)) {
    const value = row[name];
    if (inner === true) shapedRow[name] = plain(value);
    // Odoo lists what is beyond the limit as well, by its id alone.
    else if (Array.isArray(value))
      shapedRow[name] = value
        .slice(0, inner.$limit)
        .map((line) => shaped(isObject(line) ? line : { id: line }, inner));
    else shapedRow[name] = isObject(value) ? shaped(value, inner) : value;
  }
  return shapedRow;
}

/** Whether the server has no such method, or not with a specification, or the user may not call it. */
function isWithout(error: any): boolean {
  const name = String(error?.data?.name).split('.').pop() ?? '';
  return error?.refused && /^(AttributeError|TypeError|NotFound|AccessError)$/.test(name);
}

export async function fetchNested(
  client: Caller,
  model: string,
  domain: readonly unknown[] = [],
  { select, offset, limit, order, ...options }: Row = {},
): Promise<Row[]> {
  if (!isObject(select)) throw new TypeError('fetch: select must be an object of fields');
  const page = { offset, limit, order };
  const kwargs = { domain, specification: specification(select), ...page };
  let found: any;
  try {
    found = await client.call(model, 'web_search_read', [], kwargs, options);
  } catch (error) {
    if (!isWithout(error)) throw error;
    return byLevel(client, model, 'search_read', [domain], page, select, options);
  }
  if (!Array.isArray(found?.records)) {
    throw new OdooError(`${model}.web_search_read answered with something else than records.`);
  }
  return found.records.map((row: Row) => shaped(row, select));
}

/** Reads a level, then all records that each of its relations leads to. */
async function byLevel(
  client: Caller,
  model: string,
  method: string,
  args: unknown[],
  kwargs: Row,
  select: Selection,
  options: CallOptions,
): Promise<Row[]> {
  const fields = fieldsOf(select);
  const names = fields.map(([name]) => name);
  const inner = fields.filter(([, value]) => value !== true);
  const [rows, known] = await Promise.all([
    client.call(model, method, args, { fields: names.length ? names : ['id'], ...kwargs }, options),
    inner.length
      ? client.call(model, 'fields_get', [inner.map(([name]) => name)], {
          attributes: ['relation'],
        })
      : ({} as Row),
  ]);
  const columns = await Promise.all(
    inner.map(async ([name, below]) => {
      const lists: number[][] = rows.map((row: Row) => {
        const value = row[name];
        if (!Array.isArray(value)) return [];
        return typeof value[1] === 'string' ? [value[0]] : value;
      });
      const { $limit, $order: order, $context: context } = below;
      // The records beyond the limit are not read, unless the order has to tell which those are.
      const wanted = order ? lists : lists.map((ids) => ids.slice(0, $limit));
      const ids = [...new Set(wanted.flat())];
      const { relation } = known[name] ?? {};
      if (!relation)
        throw new OdooError(`${model}.${name} leads to no records: select it with true.`);
      const read = ids.length
        ? await byLevel(
            client,
            relation,
            'search_read',
            [[['id', 'in', ids]]],
            { order, context: { active_test: false, ...context } },
            below,
            options,
          )
        : [];
      const byId = new Map(read.map((row) => [row.id, row]));
      return lists.map((list) => {
        if (!order) return list.flatMap((id) => byId.get(id) ?? []).slice(0, $limit);
        const own = new Set(list);
        return read.filter(({ id }) => own.has(id)).slice(0, $limit);
      });
    }),
  );
  return rows.map((row: Row, at: number) => {
    const shapedRow: Row = { id: row.id };
    for (const [name, value] of fields) {
      const column = columns[inner.findIndex(([other]) => other === name)];
      if (value === true || !column) shapedRow[name] = row[name];
      else if (!Array.isArray(row[name])) shapedRow[name] = false;
      else if (typeof row[name][1] === 'string') shapedRow[name] = column[at]?.[0] ?? false;
      else shapedRow[name] = column[at];
    }
    return shapedRow;
  });
}
