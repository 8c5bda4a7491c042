// Creating what is not there and writing what differs, so that a job may be run again.

import {
  type ModelName,
  type OdooClient,
  OdooError,
  OdooValidationError,
  type OdooValues,
  type Schemaless,
} from 'odoo-client-wasm';
import { Kind, policy, Sends } from 'odoo-client-wasm/policy';
import { argumentError, check, isId, isObject, isText } from '#arguments/checks.ts';
import { call, NothingStored, reasonOf, shown, Unaccountable, within } from './call.ts';
import {
  type Comparison,
  comparison,
  differences,
  type Item,
  idsOfDone,
  idsOfFound,
  isEmpty,
} from './found.ts';
import { Account, type Job, jobOf, type Work } from './job.ts';
import { type Column, cellsOf, columnsOf, fieldOf } from './load.ts';
import type { BulkClient, UpsertedIds, UpsertOptions } from './options.ts';
import { rowsOf, type Values } from './rows.ts';
import { create, groupsOf, writer } from './store.ts';
import { attributes, type Field, type Fields, isTaken, keyOf, taken } from './stored.ts';
import type { TypedUpsertOptions, TypedUpsertRow } from './typed.ts';

/**
 * How many rows are compared before any of them is stored: equal changes among them go out
 * together.
 */
const windowSize = 5000;

/**
 * Creates the records that are not there yet and writes those that are and differ. The schema
 * checks what is passed.
 */
export function upsert<S, M extends ModelName<S>>(
  client: OdooClient<S, any>,
  model: M,
  rows: readonly TypedUpsertRow<S, M>[],
  options: TypedUpsertOptions<S, M>,
): Promise<UpsertedIds>;
/**
 * Creates the records that are not there yet and writes those that are and differ: run again, it
 * goes on where it ended, without duplicates.
 *
 * The records are read first, 2,000 by a call, and compared value by value as Odoo stores them:
 * HTML by what it says, amounts by their digits, moments in UTC, links by id, binary fields by the
 * checksum of their attachment. Values that cannot be compared for certain are written. What is
 * equal is left alone. With a field as key, only the values that differ are written, equal ones in
 * one call. With `key: 'xmlid'`, Odoo's `load` stores a chunk in one transaction, so that not even
 * two runs at once make a record twice; where the user may not read external ids, it stores all
 * rows, which then count as updated. A call whose outcome is unknown is looked up the same way.
 *
 * As the fields' types are known, a `Date` becomes what Odoo takes (`YYYY-MM-DD`, or
 * `YYYY-MM-DD HH:MM:SS` in UTC).
 *
 * @returns the ids of the records, in the order of the rows, with the counts `created`, `updated`
 * and `unchanged`.
 * @throws {@link OdooBulkError} as {@link createMany}.
 * @throws `TypeError` that names the row whose key is missing, of another type than the field or
 * there before, before anything is stored.
 * @example await upsert(client, 'res.partner', customers.map(({ number, name }) => ({ xmlid: `shop.customer_${number}`, name })), { key: 'xmlid' });
 */
export function upsert<C extends BulkClient>(
  client: C & Schemaless<C>,
  model: string,
  rows: readonly OdooValues[],
  options: UpsertOptions,
): Promise<UpsertedIds>;
export async function upsert(
  client: BulkClient,
  model: string,
  rows: readonly OdooValues[],
  options: UpsertOptions,
): Promise<UpsertedIds> {
  const { key: named } = Object(options) as UpsertOptions;
  const job = jobOf(client, model, named === 'xmlid' ? 'load' : 'upsert', options ?? {});
  const isKey = (value: unknown): value is string => isText(value) && value !== 'id';
  const keys = "'xmlid' or the name of a field other than id";
  const key = check('options.key', named, isKey, keys);
  const { values, sizes } = rowsOf('rows', rows);
  const items = values.map((value, row) => ({ row, value }));
  checkNames(items);
  const fields = await fieldsOf(job, key, items);
  takenBy(fields, items);
  const keyKind = key === 'xmlid' ? externalId : undefined;
  if (items.length > 0) checkKeys(items, key, fields, keyKind ?? keysOfType(model, key, fields));
  const compared = comparison(job, key, fields);
  const records: (number | undefined)[] = [];
  const account = new Account(job, {
    rows: items.length,
    sizes,
    recordOf: (item) => records[item],
  });
  const store =
    key === 'xmlid'
      ? loading(job, items, compared, account)
      : matching(job, items, compared, account, records);
  const compare = comparing(items, compared, account, store);
  for (let at = 0; at < items.length; at += windowSize)
    account.add(compare, numbersOf(items.slice(at, at + windowSize)), Sends.Nothing);
  const ids = await account.run();
  const counts = { created: Kind.Created, updated: Kind.Updated, unchanged: Kind.Unchanged };
  for (const [name, kind] of Object.entries(counts))
    Object.defineProperty(ids, name, { value: account.counts.get(kind), enumerable: false });
  return ids as UpsertedIds;
}

/** What the server says of the fields that rows have, all of which there must be. */
async function fieldsOf(job: Job, key: string, items: Item[]): Promise<Fields> {
  const rowOf = new Map<string, number>();
  for (const { row, value } of items)
    for (const name in value) if (!rowOf.has(name)) rowOf.set(name, row);
  if (items.length > 0 && !rowOf.has(key)) rowOf.set(key, 0);
  rowOf.delete('xmlid');
  if (rowOf.size === 0) return {};
  const { model } = job;
  const names = [...rowOf.keys()];
  const answer = await call(job, 'fields_get', [names], { attributes }).catch((error) => {
    throw reasonOf(error);
  });
  if (!isObject(answer)) {
    const words = `${model}.fields_get answered ${shown(answer)} instead of descriptions of fields`;
    throw new OdooError(`${words}. Nothing was stored: try again`);
  }
  const known = [...rowOf].map(([name, row]) => [name, fieldOf(answer, name, { row, model })]);
  return Object.fromEntries(known);
}

/**
 * Names that mean something else to `load`, and an id, which says already which record is meant.
 */
function checkNames(items: Item[]) {
  const right = new Set<string>();
  const remedy = 'leave it out, or write records whose ids are known with writeMany';
  for (const { row, value } of items) {
    for (const name in value) {
      if (right.has(name)) continue;
      if (name === 'id' || /[./]/.test(name))
        throw argumentError(`rows[${row}].${name}: is no field to store. What to do: ${remedy}`);
      right.add(name);
    }
  }
}

/**
 * Gives rows, which are copies of the program's own, the form that Odoo takes, now that the types
 * of their fields are known.
 */
function takenBy(fields: Fields, items: Item[]) {
  const names = Object.keys(fields).filter((name) => isTaken(fields[name] as Field));
  if (names.length === 0) return;
  for (const { value } of items)
    for (const name of names)
      if (value[name] !== undefined) value[name] = taken(fields[name] as Field, value[name]);
}

/** What tells records apart, and how it is described. */
interface KeyKind {
  isKey: (value: unknown) => boolean;
  expected: string;
}

const externalId: KeyKind = {
  isKey: (value) => typeof value === 'string' && /^[^.\s]+\.[^.\s]+$/.test(value),
  expected: "an external id, such as 'shop.customer_17'",
};

/** A value of another type would be stored as the field's own, and not be found again. */
function keysOfType(model: string, key: string, fields: Fields): KeyKind {
  const { type } = fieldOf({ ...fields }, key, { model, row: 0 });
  const of = `as ${key} is of the type ${type},`;
  if (type === 'integer' || type === 'many2one')
    return { isKey: Number.isSafeInteger, expected: `a whole number, ${of}` };
  if (['char', 'text', 'selection', 'date', 'datetime'].includes(type))
    return { isKey: isText, expected: `a text, ${of}` };
  const remedy = "take a field that holds a text or a whole number, or 'xmlid'";
  const words = `${key} is of the type ${type}, by which no record can be found again`;
  throw argumentError(`options.key: ${words}. What to do: ${remedy}`);
}

/**
 * A key that is missing or repeated would make a record nobody finds again, or one that is written
 * twice.
 */
function checkKeys(items: Item[], key: string, fields: Fields, { isKey, expected }: KeyKind) {
  const rows = new Map<unknown, number>();
  for (const { row, value } of items) {
    const own = value[key];
    const name = `rows[${row}].${key}`;
    const given = typeof own === 'string' ? `'${own}'` : String(own);
    if (!isKey(own))
      throw argumentError(`${name}: expected ${expected} to tell the record, got ${given}`);
    const field = fields[key];
    const stored = field ? keyOf(field, own) : own;
    if (rows.has(stored))
      throw argumentError(`${name}: '${own}' is that of rows[${rows.get(stored)}] as well`);
    rows.set(stored, row);
  }
}

/** An item whose record holds something else, or whose record cannot be told. */
interface Different extends Item {
  id: number | undefined;
  changes: Values | undefined;
}

/** Adds the calls that store what is missing and what is different. */
type Store = (missing: Item[], different: Different[]) => void;

const numbersOf = (items: Item[]) => Uint32Array.from(items, ({ row }) => row);

/**
 * Compares rows with their records, a window at a time, and then stores what differs. A comparison
 * that fails has stored nothing.
 */
function comparing(items: Item[], compared: Comparison, account: Account, store: Store): Work {
  const refuse = (error: unknown): Work => ({
    send: async () => {
      throw new NothingStored(error);
    },
  });
  const send = async (rows: number[]) => {
    const own = rows.map((row) => items[row] as Item);
    const found = await differences(compared, own).catch((error: unknown) => {
      throw new NothingStored(error);
    });
    const same: Item[] = [];
    const ids: number[] = [];
    const missing: Item[] = [];
    const different: Different[] = [];
    const refused: [Item, unknown][] = [];
    const known = new Map<number, number>();
    for (const { records } of found)
      for (const { id } of records ?? []) known.set(id, (known.get(id) ?? 0) + 1);
    for (const { item, records, changes, error } of found) {
      // Of two external ids of one record, the row that comes last counts, whatever the record
      // holds now.
      const [record] = records ?? [];
      const isOnly = record !== undefined && known.get(record.id) === 1;
      if (error) refused.push([item, error]);
      else if (records && records.length > 1)
        refused.push([item, ambiguous(compared, item, records.length)]);
      else if (records?.length === 0) missing.push(item);
      else if (isOnly && changes && isEmpty(changes)) {
        same.push(item);
        ids.push(record.id);
      } else different.push({ ...item, id: record?.id, changes });
    }
    const unchanged: Work = { send: async () => ids, kind: Kind.Unchanged };
    if (same.length > 0) account.add(unchanged, numbersOf(same), Sends.Nothing);
    for (const [item, error] of refused)
      account.add(refuse(error), numbersOf([item]), Sends.Nothing);
    store(missing, different);
    return undefined;
  };
  return { send };
}

function ambiguous({ job: { model }, key }: Comparison, { row, value }: Item, count: number) {
  const are = `${count} records of ${model} have ${key} = ${JSON.stringify(value[key])} (row ${row})`;
  const remedy = 'What to do: merge them, or use another key';
  const words = `${are}: which of them is meant cannot be told. ${remedy}`;
  return Object.assign(new OdooError(words), { model, row });
}

/**
 * By the value of a field: what is not there is created; of what is, the values that differ are
 * written, equal ones in one call.
 */
function matching(
  job: Job,
  items: Item[],
  compared: Comparison,
  account: Account,
  records: (number | undefined)[],
): Store {
  checkCommands(items, compared.fields);
  const own = (rows: number[]) => rows.map((row) => items[row] as Item);
  const write = writer(job);
  return (missing, different) => {
    const texts = different.map(({ changes }) => JSON.stringify(changes));
    const ids = Float64Array.from(different, ({ id }) => id ?? 0);
    const counts = new Uint32Array(different.length).fill(1);
    for (const { row, items: members } of groupsOf(texts, counts, ids)) {
      const those = Array.from(members, (member) => different[member] as Different);
      const values = different[row]?.changes as Values;
      for (const { row: item, id } of those) records[item] = id;
      const work: Work = {
        send: (rows) =>
          write(
            rows.map((item) => records[item] as number),
            values,
          ),
        lookUp: (rows) => idsOfDone(compared, own(rows)),
        kind: Kind.Updated,
      };
      account.add(work, numbersOf(those), Sends.One);
    }
    const work: Work = {
      send: (rows) =>
        create(
          job,
          own(rows).map(({ value }) => value),
        ),
      lookUp: (rows) => idsOfFound(compared, own(rows)),
      kind: Kind.Created,
    };
    account.add(work, numbersOf(missing));
  };
}

/** Commands that make or change other records would do so at each run. */
function checkCommands(items: Item[], fields: Fields) {
  const isLinks = (name: string) => /^(one2many|many2many)$/.test(fields[name]?.type ?? '');
  for (const name of Object.keys(fields).filter(isLinks)) {
    for (const { row, value } of items) {
      const own = value[name];
      if (own === undefined || policy().areRepeatable(own)) continue;
      const others = 'since other commands would be done again at each run';
      const right = `expected [[6, 0, ids]], ${others} (but [[3, id]], [[4, id]] and [[5]])`;
      throw argumentError(`rows[${row}].${name}: ${right}, got ${JSON.stringify(own)}`);
    }
  }
}

/** A row as `load` takes it. */
interface Laid {
  columns: Column[];
  shape: string;
  cells: unknown[];
  /** The record that it is expected to be stored in. */
  id: number | undefined;
}

/**
 * By external id: Odoo's `load` does a chunk in one transaction. Its rows all have the same
 * columns.
 */
function loading(job: Job, items: Item[], compared: Comparison, account: Account): Store {
  const { model } = job;
  const laid = items.map(({ value, row }): Laid => {
    const columns = columnsOf(value, compared.fields, { row, model });
    const shape = columns.map(({ path }) => path).join();
    return { columns, shape, cells: cellsOf(value, columns, row), id: undefined };
  });
  const loads = (some: Item[], lookUp: Work['lookUp'], kind: Kind) => {
    const shapes = new Map<string, Item[]>();
    for (const item of some) {
      const { shape } = laid[item.row] as Laid;
      const those = shapes.get(shape);
      if (those) those.push(item);
      else shapes.set(shape, [item]);
    }
    for (const those of shapes.values())
      account.add(
        { send: (rows) => load(job, rows, laid), lookUp, kind } as Work,
        numbersOf(those),
      );
  };
  const own = (rows: number[]) => rows.map((row) => items[row] as Item);
  return (missing, different) => {
    for (const { row, id } of different) (laid[row] as Laid).id = id;
    loads(different, (rows) => idsOfDone(compared, own(rows)), Kind.Updated);
    loads(missing, (rows) => idsOfFound(compared, own(rows)), Kind.Created);
  };
}

async function load(job: Job, rows: number[], laid: Laid[]): Promise<number[]> {
  const own = rows.map((row) => laid[row] as Laid);
  const { columns } = own[0] as Laid;
  // Date-times are in UTC, as `create` takes them: `load` would take them for the user's own time.
  const isTimed = columns.some(({ type }) => type === 'datetime');
  const paths = ['id', ...columns.map(({ path }) => path)];
  const calls = isTimed ? within(job, { tz: 'UTC' }) : job;
  const answer = await call(calls, 'load', [paths, own.map(({ cells }) => cells)]);
  const { ids, messages } = Object(answer);
  const isTheirs = (id: unknown, index: number) => [undefined, id].includes(own[index]?.id);
  const isAll = Array.isArray(ids) && ids.length === own.length;
  if (isAll && ids.every(isId) && ids.every(isTheirs)) return ids;
  // With messages, none is stored; an answer that says neither may be anybody's.
  const says = Array.isArray(messages) && messages.length > 0 && messages.every(isObject);
  if (ids !== false || !says) {
    const words = `${job.model}.load answered ${shown(answer)} instead of ${own.length} ids`;
    throw new Unaccountable(words);
  }
  const words = messages.map(({ message, rows: at, field, moreinfo }) => {
    const { from } = Object(at) as { from?: number };
    const row = rows[from ?? -1];
    const place = row === undefined ? '' : `row ${row}, `;
    const more = isText(moreinfo) ? `. ${moreinfo}` : '';
    return `${place}${field ? `field '${field}': ` : ''}${message}${more}`;
  });
  const refusal = new OdooValidationError(words.join('; '), { data: { messages } });
  Object.assign(refusal, { model: job.model, method: 'load' });
  const hidden = { writable: true, configurable: true, enumerable: false };
  throw Object.defineProperty(refusal, 'refused', { value: true, ...hidden });
}
