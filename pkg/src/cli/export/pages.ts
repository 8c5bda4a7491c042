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
    prefetch: 2,
    signal,
    context,
    ...(order ? { order } : {}),
    ...(limit ? { limit } : {}),
  });
  for await (const page of iteration.pages()) {
    await complete(client, plan.tree, page, shelf, '', options);
    const rows = page.map((row) => plan.columns.map((column) => cell(row, column, shelf)));
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
    const linked = [...new Set(rows.flatMap((row) => idsOf(row[field])))];
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

/** The ids of a link's value: `[id, name]`, an id, a list of ids, or nothing. */
function idsOf(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  if (!Array.isArray(value)) return [];
  return typeof value[1] === 'string' ? [value[0] as number] : (value as number[]);
}

/** The value of a column in a row. */
function cell(row: Row, column: Column, shelf: Shelf): unknown {
  const { path, plural } = column;
  let at: Row[] = [row];
  let where = '';
  for (const part of path.slice(0, -1)) {
    where += `.${part}`;
    const known = shelf.of(where);
    at = at.flatMap((each) => idsOf(each[part]).flatMap((id) => known.get(id) ?? []));
  }
  const last = path[path.length - 1] as string;
  const values = at
    .map((each) => fieldValue(each, last, column, where, shelf))
    .filter((value) => !plural || value !== null);
  return plural ? (values.length ? values.flat() : null) : (values[0] ?? null);
}

function fieldValue(
  row: Row,
  field: string,
  { type }: Column,
  where: string,
  shelf: Shelf,
): unknown {
  if (field === 'xmlid') return shelf.of(`${where}#`).get(row.id)?.xmlid ?? null;
  const value = row[field];
  if (type === 'boolean') return value === true;
  if (value === undefined || value === false || value === null) return null;
  if (Array.isArray(value) && value.length === 0 && type !== 'json') return null;
  return value;
}
