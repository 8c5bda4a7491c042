// Reads the records of an export page by page, with what it wants of linked records.

import type { OdooClient, OdooDomain } from 'odoo-client-wasm/bulk';
import type { Branch, Column, Plan } from './plan.ts';

type Row = Record<string, unknown> & { id: number };

/** How many linked records of a model are remembered. */
const remembered = 20_000;

/** Linked records by model and id, the last ones that were used. */
class Shelf {
  private readonly models = new Map<string, Map<number, Row>>();

  of(path: string): Map<number, Row> {
    const shelf = this.models.get(path) ?? new Map<number, Row>();
    this.models.set(path, shelf);
    return shelf;
  }
}

export interface PageOptions {
  order?: string;
  limit?: number;
  pageSize: number;
  context: Record<string, unknown>;
  signal: AbortSignal;
}

export interface Page {
  /** The values of the columns, row by row; `null` is empty. */
  rows: unknown[][];
  lastId: number;
}

/** Goes through all records of a domain. */
export async function* pages(
  client: OdooClient,
  plan: Plan,
  domain: OdooDomain,
  options: PageOptions,
): AsyncGenerator<Page> {
  const shelf = new Shelf();
  const fields = plan.tree.fields.size ? [...plan.tree.fields] : ['id'];
  const { pageSize, order, limit, signal, context } = options;
  const iteration = client.iterate<Row>(plan.model, domain, {
    fields,
    pageSize,
    prefetch: 4,
    signal,
    context,
    ...(order ? { order } : {}),
    ...(limit ? { limit } : {}),
  });
  const readers = plan.columns.map((column) => readerOf(column, shelf));
  for await (const page of iteration.pages()) {
    await complete(client, plan.tree, page, shelf, '', options);
    const rows = page.map((row) => readers.map((read) => read(row)));
    yield { rows, lastId: page.at(-1)?.id ?? 0 };
  }
}

/** Reads what is wanted of the records that a page links to, level by level. */
async function complete(
  client: OdooClient,
  at: Branch,
  rows: readonly Row[],
  shelf: Shelf,
  path: string,
  options: PageOptions,
): Promise<void> {
  if (at.xmlids && rows.length)
    await externalIds(client, at.model, rows, shelf.of(`${path}#`), options);
  for (const [field, next] of at.links) {
    const where = `${path}.${field}`;
    const known = shelf.of(where);
    const ids = new Set<number>();
    for (const row of rows) for (const id of idsOf(row[field])) ids.add(id);
    const linked = [...ids];
    if (known.size > remembered) known.clear();
    const missing = linked.filter((id) => !known.has(id));
    const { signal, context } = options;
    for (let start = 0; start < missing.length; start += 2_000) {
      const part = missing.slice(start, start + 2_000);
      const read = next.fields.size
        ? await client.read<Row>(next.model, part, [...next.fields], { signal, context })
        : part.map((id) => ({ id }));
      for (const row of read) known.set(row.id, row);
    }
    if (next.links.size || next.xmlids) {
      await complete(
        client,
        next,
        linked.flatMap((id) => known.get(id) ?? []),
        shelf,
        where,
        options,
      );
    }
  }
}

async function externalIds(
  client: OdooClient,
  model: string,
  rows: readonly Row[],
  known: Map<number, Row>,
  { signal }: PageOptions,
): Promise<void> {
  if (known.size > remembered) known.clear();
  const ids = rows.map(({ id }) => id).filter((id) => !known.has(id));
  for (let start = 0; start < ids.length; start += 2_000) {
    const found = await client.searchRead<{ module: string; name: string; res_id: number }>(
      'ir.model.data',
      [
        ['model', '=', model],
        ['res_id', 'in', ids.slice(start, start + 2_000)],
      ],
      { fields: ['module', 'name', 'res_id'], order: 'id desc', signal },
    );
    for (const { module, name, res_id } of found)
      known.set(res_id, { id: res_id, xmlid: `${module}.${name}` });
  }
}

const none: number[] = [];

/** The ids of a link's value: `[id, name]`, an id, a list of ids, or nothing. */
function idsOf(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  if (!Array.isArray(value)) return none;
  return typeof value[1] === 'string' ? [value[0] as number] : (value as number[]);
}

/** Reads the value of a column from a row; `null` is empty. */
function readerOf(column: Column, shelf: Shelf): (row: Row) => unknown {
  const { path, plural } = column;
  const steps = path.slice(0, -1);
  const last = path[path.length - 1] as string;
  const shelves = steps.map((_, index) => shelf.of(`.${steps.slice(0, index + 1).join('.')}`));
  const where = steps.length ? `.${steps.join('.')}` : '';
  const value = valueReader(last, column, shelf.of(`${where}#`));
  if (!steps.length) return value;
  const [link] = steps as [string];
  // Most paths are of two fields, the first of which leads to one record.
  if (steps.length === 1 && !plural)
    return (row) => {
      const linked = row[link];
      const id = Array.isArray(linked) ? linked[0] : linked;
      const other = id ? shelves[0]?.get(id as number) : undefined;
      return other ? value(other) : null;
    };
  return (row) => {
    let at: Row[] = [row];
    for (const [index, step] of steps.entries())
      at = at.flatMap((each) => idsOf(each[step]).flatMap((id) => shelves[index]?.get(id) ?? []));
    const values = at.map(value).filter((one) => !plural || one !== null);
    return plural ? (values.length ? values.flat() : null) : (values[0] ?? null);
  };
}

/** Reads a field of a record. */
function valueReader(
  field: string,
  { type }: Column,
  xmlids: Map<number, Row>,
): (row: Row) => unknown {
  if (field === 'xmlid') return ({ id }) => xmlids.get(id)?.xmlid ?? null;
  if (type === 'boolean') return (row) => row[field] === true;
  const json = type === 'json';
  return (row) => {
    const value = row[field];
    if (value === undefined || value === false || value === null) return null;
    return Array.isArray(value) && value.length === 0 && !json ? null : value;
  };
}
