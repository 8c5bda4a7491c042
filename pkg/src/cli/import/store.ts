// Stores the rows of a batch: creates what is not there, writes what differs. Run again, nothing is
// stored twice.

import type { BulkClient, OdooBulkError, OdooClient } from 'odoo-client-wasm/bulk';
import { oneLine } from '../errors.ts';
import type { Identity } from './mapping.ts';
import type { Tally } from './report.ts';

/** A row with its values; `xmlid` is the external id of a row that has no other name. */
export interface Item {
  line: number;
  cells: unknown[];
  values: Record<string, unknown>;
  key: string;
}

export interface Outcome {
  /** The rows that were not stored, and why. */
  refused: { item: Item; why: string }[];
  /** The ids of the records of rows that are stored. */
  ids: Map<Item, number>;
  /** The failure that ends the import; a refusal of Odoo's does not. */
  fatal?: Error;
}

export interface StoreOptions {
  context: Record<string, unknown>;
  signal: AbortSignal;
  chunkSize: number;
}

type IsRead = (method: string) => boolean;

/** A client that reads, and only says of writes that they were done. */
export function dry(client: OdooClient, isRead: IsRead): BulkClient {
  let next = -1;
  return {
    call(model, method, args = [], kwargs, options) {
      if (isRead(method)) return client.call(model, method, args, kwargs, options);
      if (method === 'create')
        return Promise.resolve((args[0] as unknown[]).map(() => 2_000_000_000 + ++next));
      if (method === 'load')
        return Promise.resolve({
          ids: (args[1] as unknown[]).map(() => 2_000_000_000 + ++next),
          messages: [],
          nextrow: 0,
        });
      return Promise.resolve(true);
    },
  };
}

/** Stores a batch, and counts. */
export async function store(
  client: OdooClient,
  model: string,
  items: Item[],
  identity: Identity,
  dryRun: boolean,
  tally: Tally,
  options: StoreOptions,
): Promise<Outcome> {
  if (!items.length) return { refused: [], ids: new Map() };
  const { inferSafetyLevel } = await import('odoo-client-wasm/bulk');
  const through: BulkClient = dryRun
    ? dry(client, (method) => inferSafetyLevel(method) === 'READ')
    : client;
  return identity.kind === 'id'
    ? writeById(client, model, items, dryRun, tally, options)
    : upsert(through, model, items, identity, tally, options);
}

/** How many records became what. */
type Counts = Pick<OdooBulkError, 'created' | 'updated' | 'unchanged'>;

async function upsert(
  client: BulkClient,
  model: string,
  items: Item[],
  identity: Identity,
  tally: Tally,
  options: StoreOptions,
): Promise<Outcome> {
  const bulk = await import('odoo-client-wasm/bulk');
  const key = identity.kind === 'field' ? identity.field : 'xmlid';
  const rows = items.map(({ values, key: own }) =>
    key === 'xmlid' ? { ...values, xmlid: own } : values,
  );
  const count = ({ created, updated, unchanged }: Counts) => {
    tally.created += created;
    tally.updated += updated;
    tally.unchanged += unchanged;
  };
  try {
    const ids = await bulk.upsert(client, model, rows, { key, onError: 'collect', ...options });
    count(ids);
    return { refused: [], ids: new Map(items.map((item, row) => [item, ids[row] as number])) };
  } catch (error) {
    if (!(error instanceof bulk.OdooBulkError))
      return { refused: [], ids: new Map(), fatal: error as Error };
    count(error);
    return outcomeOf(error, items, tally);
  }
}

/** What became of the rows of a batch that was not done as a whole. */
function outcomeOf(error: OdooBulkError, items: Item[], tally: Tally): Outcome {
  const refused = error.failed.flatMap(({ rows, error: why }) =>
    rows.map((row) => ({ item: items[row] as Item, why: oneLine(why.message) })),
  );
  const unknown = error.unknown.flatMap(({ rows, error: why }) =>
    rows.map((row) => ({
      item: items[row] as Item,
      why: `it may be stored or not: ${oneLine(why.message)}`,
    })),
  );
  tally.unknown += unknown.length;
  tally.notTried += error.notTried.length;
  tally.refused += refused.length;
  const ids = new Map(error.done.map(({ row, id }) => [items[row] as Item, id]));
  const stopped = error.notTried.length > 0 || unknown.length > 0;
  return { refused: [...refused, ...unknown], ids, ...(stopped ? { fatal: error.cause } : {}) };
}

/** Rows that name their record by its id: they are written, never created. */
async function writeById(
  client: OdooClient,
  model: string,
  items: Item[],
  dryRun: boolean,
  tally: Tally,
  options: StoreOptions,
): Promise<Outcome> {
  const bulk = await import('odoo-client-wasm/bulk');
  const { context, signal } = options;
  const names = [...new Set(items.flatMap(({ values }) => Object.keys(values)))];
  const stored = await client.searchRead<Record<string, unknown> & { id: number }>(
    model,
    [['id', 'in', items.map(({ key }) => Number(key))]],
    { fields: names.length ? names : ['id'], context: { ...context, active_test: false }, signal },
  );
  const there = new Map(stored.map((record) => [record.id, record]));
  const found = items.filter(({ key }) => there.has(Number(key)));
  const refused = items
    .filter((item) => !found.includes(item))
    .map((item) => ({ item, why: `${model} has no record ${item.key}` }));
  tally.refused += refused.length;
  const ids = new Map(found.map((item) => [item, Number(item.key)]));
  const other = found.filter(({ key, values }) => !holds(there.get(Number(key)) ?? {}, values));
  tally.unchanged += found.length - other.length;
  if (dryRun) {
    tally.updated += other.length;
    return { refused, ids };
  }
  try {
    tally.updated += other.length
      ? await bulk.writeMany(
          client,
          model,
          other.map(({ key, values }) => ({ ids: Number(key), values })),
          { onError: 'collect', ...options },
        )
      : 0;
    return { refused, ids };
  } catch (error) {
    if (!(error instanceof bulk.OdooBulkError))
      return { refused, ids: new Map(), fatal: error as Error };
    tally.updated += error.done.length;
    const outcome = outcomeOf(error, other, tally);
    return { ...outcome, refused: [...refused, ...outcome.refused] };
  }
}

/** Whether a record holds some values for certain; where that cannot be told, they are written. */
const holds = (record: Record<string, unknown>, values: Record<string, unknown>) =>
  Object.entries(values).every(([name, value]) => {
    const stored = record[name];
    if (value === stored) return true;
    if (!Array.isArray(stored)) return false;
    const [id, label] = stored as unknown[];
    if (typeof label === 'string') return value === id;
    const [command, ...more] = Array.isArray(value) ? (value as unknown[][]) : [];
    if (command?.[0] !== 6 || more.length) return false;
    const wanted = command[2] as unknown[];
    return wanted.length === stored.length && wanted.every((one) => stored.includes(one));
  });
