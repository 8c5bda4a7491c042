// Creating what is not there and writing what differs, so that a job may be run again.

import { OdooError, type OdooValues, type SchemaOf, type SomeModel } from 'odoo-client-wasm';
import { Kind, policy, Sends, Standing } from 'odoo-client-wasm/policy';
import { argumentError, check, inWords, isObject, isText } from '#arguments/checks.ts';
import { reading } from '#arguments/reading.ts';
import { call, NothingStored, reasonOf, shown } from './call.ts';
import {
  type Comparison,
  differences,
  type Found,
  type Item,
  idsOfDone,
  idsOfFound,
  standingsOf,
} from './found.ts';
import { Account, type Job, jobOf, upTo, type Work } from './job.ts';
import { type Laid, laidOut, load } from './load.ts';
import type { BulkClient, UpsertedIds, UpsertOptions } from './options.ts';
import { rowsOf, type Values } from './rows.ts';
import { create, groupsOf, writer } from './store.ts';
import { attributes, type Field, fieldsOf, isTaken, type Machine, taken } from './stored.ts';
import type { SomeUpsert, SomeUpsertRow } from './typed.ts';

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
export function upsert<
  C extends BulkClient,
  M extends SomeModel<SchemaOf<C>>,
  const K extends string,
>(
  client: C,
  model: M,
  rows: readonly SomeUpsertRow<SchemaOf<C>, M, K>[],
  options: SomeUpsert<SchemaOf<C>, M, K>,
): Promise<UpsertedIds>;
export async function upsert(
  client: BulkClient,
  model: string,
  rows: readonly OdooValues[],
  options: UpsertOptions,
): Promise<UpsertedIds> {
  const named = reading('options', () => (Object(options) as UpsertOptions).key);
  const job = jobOf(client, model, named === 'xmlid' ? 'load' : 'upsert', options ?? {});
  const isKey = (value: unknown): value is string => isText(value) && value !== 'id';
  const keys = "'xmlid' or the name of a field other than id";
  const key = check('options.key', named, isKey, keys);
  const { values, sizes } = rowsOf('rows', rows);
  const items = values.map((value, row): Item => ({ row, value, key: value[key] }));
  const { Upsert } = policy();
  const machine = new Upsert(model, key);
  try {
    checkNames(items, machine);
    const fields = await described(job, key, items, machine);
    takenBy(fields, items);
    if (items.length > 0) checkKeys(items, key, machine);
    const wanted: string[] = [];
    machine.wanted(wanted);
    const compared: Comparison = { job, key, machine, fields, wanted };
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
    account.add(comparing(items, compared, account, store), upTo(items.length), Sends.Windows);
    const ids = await account.run();
    const { created, updated, unchanged } = account.counts;
    for (const [name, value] of Object.entries({ created, updated, unchanged }))
      Object.defineProperty(ids, name, { value, enumerable: false });
    return ids as UpsertedIds;
  } finally {
    machine.free();
  }
}

/** What the server says of the fields that rows have, all of which there must be. */
async function described(job: Job, key: string, items: Item[], machine: Machine) {
  const rowOf = new Map<string, number>();
  for (const { row, value } of items)
    for (const name in value) if (!rowOf.has(name)) rowOf.set(name, row);
  if (items.length > 0 && !rowOf.has(key)) rowOf.set(key, 0);
  rowOf.delete('xmlid');
  if (rowOf.size === 0) return [];
  const { model } = job;
  const names = [...rowOf.keys()];
  const answer = await call(job, 'fields_get', [names], { attributes }).catch((error) => {
    throw reasonOf(error);
  });
  if (!isObject(answer)) {
    const words = `${model}.fields_get answered ${shown(answer)} instead of descriptions of fields`;
    throw new OdooError(`${words}. Nothing was stored: try again`);
  }
  return fieldsOf(machine, model, rowOf, answer);
}

/** Each name is judged once. */
function checkNames(items: Item[], machine: Machine) {
  const right = new Set<string>();
  for (const { row, value } of items) {
    for (const name in value) {
      if (right.has(name)) continue;
      const refusal = machine.wrongName(row, name);
      if (refusal !== undefined) throw argumentError(refusal);
      right.add(name);
    }
  }
}

/**
 * Gives rows, which are copies of the program's own, the form that Odoo takes, now that the types
 * of their fields are known.
 */
function takenBy(fields: Field[], items: Item[]) {
  const those = fields.filter(isTaken);
  if (those.length === 0) return;
  for (const { value } of items)
    for (const field of those)
      if (value[field.name] !== undefined) value[field.name] = taken(field, value[field.name]);
}

/** Gives each item what its record is told by; the policy refuses what can tell none. */
function checkKeys(items: Item[], key: string, machine: Machine) {
  const refusal = machine.wrongKey();
  if (refusal !== undefined) throw argumentError(refusal);
  const rows = new Map<unknown, number>();
  for (const item of items) {
    const { row, value } = item;
    const own = value[key];
    item.key = machine.keyOfRow(own);
    const given = inWords(own);
    if (item.key === undefined) throw argumentError(machine.refusedKey(row, given, undefined));
    const first = rows.get(item.key);
    if (first !== undefined) throw argumentError(machine.refusedKey(row, given, first));
    rows.set(item.key, row);
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
    const refused: Found[] = [];
    let at = 0;
    for (const standing of standingsOf(compared, found)) {
      const each = found[at] as Found;
      const { item, records, changes } = each;
      const id = records?.[0]?.id;
      at += 1;
      if (standing === Standing.Missing) missing.push(item);
      else if (standing === Standing.Different) different.push({ ...item, id, changes });
      else if (standing === Standing.Unchanged) {
        same.push(item);
        ids.push(id as number);
      } else refused.push(each);
    }
    const unchanged: Work = { send: async () => ids, kind: Kind.Unchanged };
    if (same.length > 0) account.add(unchanged, numbersOf(same), Sends.Nothing);
    for (const each of refused)
      account.add(refuse(refusalOf(compared, each)), numbersOf([each.item]), Sends.Nothing);
    store(missing, different);
    return undefined;
  };
  return { send };
}

/**
 * Why an item is refused: its key is that of several records, or of one of another model, or its
 * record is that of an earlier row.
 */
function refusalOf({ job: { model }, key, machine }: Comparison, { item, records, other }: Found) {
  const { row, value } = item;
  if (other)
    return Object.assign(
      new OdooError(machine.ofAnother(String(item.key), String(other.model), other.id)),
      { model },
    );
  const words = machine.ambiguous(row, JSON.stringify(value[key]), records?.length ?? 0);
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
  checkCommands(items, compared);
  const own = (rows: number[]) => rows.map((row) => items[row] as Item);
  const write = writer(job, account);
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
function checkCommands(items: Item[], { fields, machine }: Comparison) {
  for (const { name, place, type } of fields) {
    if (type !== 'one2many' && type !== 'many2many') continue;
    for (const { row, value } of items) {
      const own = value[name];
      if (own === undefined) continue;
      const refusal = machine.wrongCommands(place, own, row, JSON.stringify(own));
      if (refusal !== undefined) throw argumentError(refusal);
    }
  }
}

/**
 * By external id: Odoo's `load` does a chunk in one transaction. Its rows all have the same
 * columns.
 */
function loading(job: Job, items: Item[], compared: Comparison, account: Account): Store {
  const laid = laidOut(job, compared.machine, compared.fields, items);
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
