// The records that the rows of an upsert mean, and in what they differ from them.

import { OdooError } from 'odoo-client-wasm';
import { isId } from '#arguments/checks.ts';
import { besides, type Checksum, checksumsOf, isChecksumOf } from './binary.ts';
import { call, isRefused, NotSent, shown, Unaccountable, within } from './call.ts';
import type { Job } from './job.ts';
import type { Values } from './rows.ts';
import { type Field, type Fields, type Holds, holdings, keyOf } from './stored.ts';

/** How many rows are looked up by one read. */
const pageSize = 2000;

/** A row, and its place. */
export interface Item {
  row: number;
  value: Values;
}

// biome-ignore lint/suspicious/noExplicitAny: fields of a record, as the server gives them.
type Stored = { id: number } & Record<string, any>;

/** The records of a row's values. */
type Find = (value: Values) => Stored[];

/**
 * Records that match a domain, with the fields that are compared; archived ones too: who names a
 * record means it. `isAskedFor` says whether one is among those that were asked for: an answer with
 * others is that to another question, and what is missing in it would be created once more.
 */
async function read(
  job: Job,
  domain: unknown[],
  names: string[],
  isAskedFor: (record: Stored) => boolean,
): Promise<Stored[]> {
  const among = within(job, { active_test: false, bin_size: true });
  const records = await call(among, 'search_read', [domain], { fields: names, order: 'id' });
  const isRight = (record: Stored) => isId(record?.id) && isAskedFor(record);
  if (Array.isArray(records) && records.every(isRight)) return records;
  const words = `${job.model}.search_read answered ${shown(records)} instead of records`;
  throw new Unaccountable(words);
}

/** Records by the value of a field. */
async function byField({ job, key, fields, wanted }: Comparison, items: Item[]): Promise<Find> {
  const keyOfRow = (value: Values) => keyOf(fields[key] as Field, value[key]);
  const asked = new Set(items.map(({ value }) => keyOfRow(value)));
  const domain = [[key, 'in', items.map(({ value }) => value[key])]];
  const records = await read(job, domain, wanted, (record) => asked.has(keyOfRow(record)));
  const found = new Map<unknown, Stored[]>();
  for (const record of records) {
    const own = keyOfRow(record);
    const those = found.get(own);
    if (those) those.push(record);
    else found.set(own, [record]);
  }
  return (value) => found.get(keyOfRow(value)) ?? [];
}

interface Named {
  model: string;
  id: number;
}

const xmlidOf = ({ value: { xmlid } }: Item) => xmlid as string;

/** What external ids are those of. `undefined` where the user may not read them. */
async function recordsByName(job: Job, items: Item[]) {
  const parts = items.map((item) => xmlidOf(item).split('.'));
  const modules = new Set(parts.map(([module]) => module));
  const names = new Set(parts.map(([, name]) => name));
  const domain = [
    ['module', 'in', [...modules]],
    ['name', 'in', [...names]],
  ];
  const wanted = ['module', 'name', 'model', 'res_id'];
  const isAskedFor = ({ module, name }: Stored) => modules.has(module) && names.has(name);
  try {
    const found = await read({ ...job, model: 'ir.model.data' }, domain, wanted, isAskedFor);
    const known = found.map(({ module, name, model, res_id: id }): [string, Named] => [
      `${module}.${name}`,
      { model, id },
    ]);
    return new Map(known);
  } catch (error) {
    if (error instanceof NotSent || !isRefused(error)) throw error;
    return undefined;
  }
}

async function byExternalId({ job, wanted }: Comparison, items: Item[]): Promise<Find | undefined> {
  const named = await recordsByName(job, items);
  if (named === undefined) return undefined;
  const idOf = (xmlid: string) => {
    const known = named.get(xmlid);
    return known?.model === job.model ? known.id : undefined;
  };
  const ids = new Set(items.map((item) => idOf(xmlidOf(item))).filter((id) => id !== undefined));
  const isAskedFor = ({ id }: Stored) => ids.has(id);
  const domain = [['id', 'in', [...ids]]];
  const records = ids.size === 0 ? [] : await read(job, domain, wanted, isAskedFor);
  const byId = new Map(records.map((record) => [record.id, record]));
  return ({ xmlid }) => {
    const known = named.get(xmlid as string);
    if (known && known.model !== job.model) {
      const what = `The external id ${xmlid} is that of a record of ${known.model} (${known.id})`;
      const remedy = 'What to do: give the row an external id of its own';
      const words = `${what}, not of ${job.model}. ${remedy}`;
      throw Object.assign(new OdooError(words), { model: job.model });
    }
    const record = known && byId.get(known.id);
    return record ? [record] : [];
  };
}

/** What a job compares, and by what. */
export interface Comparison {
  job: Job;
  key: string;
  fields: Fields;
  holds: Map<string, Holds>;
  /** The binary fields, and those that are read. */
  binary: string[];
  wanted: string[];
  /** What amounts of currencies are rounded to, as far as that was asked for. */
  units: Map<number, number>;
}

/** What is compared by a job whose rows have `fields`. */
export function comparison(job: Job, key: string, fields: Fields): Comparison {
  const typeOf = (name: string) => fields[name]?.type;
  const names = Object.keys(fields);
  const binary = names.filter((name) => typeOf(name) === 'binary');
  // Contents are not read; of what is no attachment, only how large it is.
  const isRead = (name: string) => fields[name]?.attachment !== true || typeOf(name) !== 'binary';
  const plain = names.filter(isRead);
  const amounts = plain.filter((name) => typeOf(name) === 'monetary');
  const currencies = amounts.map((name) => fields[name]?.currency_field);
  const more = [...currencies.filter(Boolean), ...besides(job.model, binary)] as string[];
  const wanted = [...new Set([...plain, ...more])];
  const holds = holdings(job.model, fields);
  return { job, key, fields, holds, binary, wanted, units: new Map() };
}

const find = (compared: Comparison, items: Item[]) =>
  compared.key === 'xmlid' ? byExternalId(compared, items) : byField(compared, items);

/** Asks once a currency what its amounts are rounded to. */
async function askUnits({ job, units }: Comparison, records: Stored[], currencies: string[]) {
  const all = records.flatMap((record) => currencies.map((name) => record[name]?.[0]));
  const ids = new Set(all.filter((id) => id !== undefined && !units.has(id)));
  if (ids.size === 0) return;
  for (const id of ids) units.set(id, 0);
  const domain = [['id', 'in', [...ids]]];
  try {
    const currency = { ...job, model: 'res.currency' };
    const found = await read(currency, domain, ['rounding'], ({ id }) => ids.has(id));
    for (const { id, rounding } of found) units.set(id, rounding);
  } catch (error) {
    // Who may not read currencies has amounts written that are not equal as they are.
    if (!isRefused(error)) throw error;
  }
}

interface Pair {
  value: Values;
  record: Stored;
}

/** The values of rows that their records do not hold: for each pair an object. */
async function changesOf(compared: Comparison, pairs: Pair[]): Promise<Values[]> {
  const { job, key, fields, holds, binary, units } = compared;
  const isOther = (name: string, value: unknown, stored: unknown, unit?: number) =>
    holds.get(name)?.(value, stored, unit) !== true;
  const currencyOf = (name: string) => fields[name]?.currency_field as string;
  const names = Object.keys(fields);
  const amounts = names.filter((name) => fields[name]?.type === 'monetary' && currencyOf(name));
  const isUnequal = ({ value, record }: Pair) =>
    amounts.some((name) => {
      const [own, stored] = [value[name], record[name]];
      return own !== undefined && own !== stored && isOther(name, own, stored);
    });
  const unequal = pairs.filter(isUnequal).map(({ record }) => record);
  if (unequal.length > 0) await askUnits(compared, unequal, amounts.map(currencyOf));
  const given = binary.filter((name) => pairs.some(({ value }) => value[name] !== undefined));
  const records = pairs.map(({ record }) => record);
  const checksum = given.length > 0 ? await checksumsOf(job, given, fields, records) : undefined;
  const plain = names.filter((name) => name !== key && fields[name]?.type !== 'binary');
  const all = pairs.map(({ value, record }) => {
    const changes: Values = {};
    for (const name of plain) {
      const own = value[name];
      // Most are equal as they are.
      if (own === undefined || own === record[name]) continue;
      const unit = amounts.length > 0 ? units.get(record[currencyOf(name)]?.[0]) : undefined;
      if (!(name in record) || isOther(name, own, record[name], unit)) changes[name] = own;
    }
    return changes;
  });
  if (checksum)
    for (const [index, changes] of all.entries())
      await addContents(changes, pairs[index] as Pair, given, checksum);
  return all;
}

/** Adds the binary fields whose contents differ. */
async function addContents(
  changes: Values,
  { value, record }: Pair,
  given: string[],
  checksum: Checksum,
) {
  for (const name of given.filter((each) => value[each] !== undefined)) {
    // Of a field without a checksum, only an empty one is known.
    const isEmptyField = name in record && !record[name];
    const known = checksum(record.id, name) ?? (isEmptyField ? false : undefined);
    if (!(await isChecksumOf(value[name], known))) changes[name] = value[name];
  }
}

/** Whether nothing is to be changed. */
export function isEmpty(changes: Values) {
  for (const _ in changes) return false;
  return true;
}

/** What is to be done about an item. */
interface Difference {
  item: Item;
  /** Its records; `undefined` where nobody may know. */
  records: Stored[] | undefined;
  /**
   * What the one record does not hold; `undefined` where there is none, or where that is not known.
   */
  changes: Values | undefined;
  /** Why the item cannot be stored. */
  error: unknown;
}

/** What is to be done about each item, by reads of a page each. */
export async function differences(compared: Comparison, items: Item[]): Promise<Difference[]> {
  const all: Difference[] = [];
  for (let at = 0; at < items.length; at += pageSize) {
    const page = items.slice(at, at + pageSize);
    const recordsOf = await find(compared, page);
    const found = page.map((item): Difference => {
      try {
        const records = recordsOf?.(item.value);
        return { item, records, changes: undefined, error: undefined };
      } catch (error) {
        return { item, records: [], changes: undefined, error };
      }
    });
    const single = found.filter(({ records }) => records?.length === 1);
    const pairs = single.map(({ item: { value }, records }) => ({
      value,
      record: records?.[0] as Stored,
    }));
    const changes = await changesOf(compared, pairs);
    for (const [index, each] of single.entries()) each.changes = changes[index];
    all.push(...found);
  }
  return all;
}

/**
 * The ids of the records that hold all that their items say, `undefined` for the others: which of
 * them are done after all.
 */
export async function idsOfDone(compared: Comparison, items: Item[]) {
  const found = await differences(compared, items);
  return found.map(({ records, changes }) =>
    changes && isEmpty(changes) ? records?.[0]?.id : undefined,
  );
}

/** The ids of the records of items, `undefined` where there is none, or more than one. */
export async function idsOfFound(compared: Comparison, items: Item[]) {
  const recordsOf = await find(compared, items);
  return items.map(({ value }) => {
    const records = recordsOf?.(value);
    return records?.length === 1 ? records[0]?.id : undefined;
  });
}
