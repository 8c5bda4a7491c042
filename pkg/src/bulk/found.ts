// The records that the rows of an upsert mean, and in what they differ from them: what is read.
// What it means, the policy says.

import { Compared, Contents, FoundKind, policy, type Standing } from 'odoo-client-wasm/policy';
import { isId } from '#arguments/checks.ts';
import { hasSum, type Sums, sumOf, sumsOf } from './binary.ts';
import { call, NotSent, shown, Unaccountable, within, wordOf } from './call.ts';
import type { Job } from './job.ts';
import type { Values } from './rows.ts';
import { type Field, type Machine, taken } from './stored.ts';

/** A row, and its place. */
export interface Item {
  row: number;
  value: Values;
  /** What its record is told by. */
  key: unknown;
}

// biome-ignore lint/suspicious/noExplicitAny: fields of a record, as the server gives them.
type Stored = { id: number } & Record<string, any>;

/** What a job compares, and by what. */
export interface Comparison {
  job: Job;
  key: string;
  machine: Machine;
  fields: Field[];
  /** The names of the fields to read. */
  wanted: string[];
}

/** A record of a model. */
interface Named {
  model: string;
  id: number;
}

/** What is known of an item. */
export interface Found {
  item: Item;
  /** Its records; `undefined` where the user may not know. */
  records: Stored[] | undefined;
  /** The record of another model that its external id is that of. */
  other?: Named | undefined;
  /** What the one record does not hold, as far as it was compared. */
  changes?: Values;
}

/** What items have to do with records, as far as one finds it. */
type Find = (item: Item) => Found;

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
  fields: Field[] = [],
): Promise<Stored[]> {
  const among = within(job, { active_test: false, bin_size: true });
  const answer = await call(among, 'search_read', [domain], { fields: names, order: 'id' });
  const records = Array.isArray(answer) ? inOdoosForm(answer, fields) : answer;
  const isRight = (record: Stored) => isId(record?.id) && isAskedFor(record);
  if (Array.isArray(records) && records.every(isRight)) return records;
  const words = `${job.model}.search_read answered ${shown(records)} instead of records`;
  throw new Unaccountable(words);
}

/**
 * Records of a view in Odoo's own form, which rows are compared in: days and moments as texts, a
 * many2one as `[id, name]`.
 */
function inOdoosForm(records: Stored[], fields: Field[]): Stored[] {
  const described = new Map(fields.map((field) => [field.name, field]));
  return records.map((record) => {
    let own = record;
    for (const name in record) {
      const value = record[name];
      if (typeof value !== 'object' || value === null || Array.isArray(value)) continue;
      if (own === record) own = { ...record };
      const field = described.get(name);
      if (value instanceof Date && field) own[name] = taken(field, value.toJSON());
      else if ('display_name' in value) own[name] = [value.id, value.display_name];
    }
    return own;
  });
}

/** The same, where the user may have no right to read them: then `undefined`. */
async function readIfAllowed(...[job, domain, names, isAskedFor]: Parameters<typeof read>) {
  try {
    return await read(job, domain, names, isAskedFor);
  } catch (error) {
    if (error instanceof NotSent || wordOf(error) !== 'access') throw error;
    return undefined;
  }
}

/** Records by the value of a field. */
async function byField(compared: Comparison, items: Item[]): Promise<Find> {
  const { job, key, machine, wanted, fields } = compared;
  const found = new Map<unknown, Stored[]>(items.map((item) => [item.key, []]));
  const domain = [[key, 'in', items.map(({ value }) => value[key])]];
  const isAskedFor = (record: Stored) => {
    const those = found.get(machine.keyOfRecord(record[key]));
    those?.push(record);
    return those !== undefined;
  };
  await read(job, domain, wanted, isAskedFor, fields);
  return (item) => ({ item, records: found.get(item.key) });
}

/** What external ids are those of. `undefined` where the user may not read them. */
async function recordsByName(job: Job, items: Item[]) {
  const parts = items.map(({ key }) => (key as string).split('.'));
  const modules = new Set(parts.map(([module]) => module));
  const names = new Set(parts.map(([, name]) => name));
  const domain = [
    ['module', 'in', [...modules]],
    ['name', 'in', [...names]],
  ];
  const wanted = ['module', 'name', 'model', 'res_id'];
  const isAskedFor = ({ module, name }: Stored) => modules.has(module) && names.has(name);
  const found = await readIfAllowed({ ...job, model: 'ir.model.data' }, domain, wanted, isAskedFor);
  return (
    found &&
    new Map(
      found.map(({ module, name, model, res_id: id }): [string, Named] => [
        `${module}.${name}`,
        { model, id },
      ]),
    )
  );
}

async function byExternalId({ job, wanted, fields }: Comparison, items: Item[]): Promise<Find> {
  const named = await recordsByName(job, items);
  if (named === undefined) return (item) => ({ item, records: undefined });
  const isOwn = (known: Named | undefined) => known?.model === job.model;
  const those = items.map(({ key }) => named.get(key as string)).filter(isOwn);
  const ids = new Set(those.map((known) => known?.id));
  const isAskedFor = ({ id }: Stored) => ids.has(id);
  const domain = [['id', 'in', [...ids]]];
  const records = ids.size === 0 ? [] : await read(job, domain, wanted, isAskedFor, fields);
  const byId = new Map(records.map((record) => [record.id, record]));
  return (item) => {
    const known = named.get(item.key as string);
    const record = known && isOwn(known) ? byId.get(known.id) : undefined;
    return {
      item,
      records: record ? [record] : [],
      other: known && !isOwn(known) ? known : undefined,
    };
  };
}

/** Asks currencies what their amounts are rounded to. */
async function askUnits({ job, machine }: Comparison) {
  const ids = new Set(machine.currencies());
  if (ids.size === 0) return;
  const currency = { ...job, model: 'res.currency' };
  const isAskedFor = ({ id }: Stored) => ids.has(id);
  const found = await readIfAllowed(currency, [['id', 'in', [...ids]]], ['rounding'], isAskedFor);
  // Who may not read currencies has amounts written that are not equal as they are.
  for (const { id, rounding } of found ?? []) machine.rounds(id, rounding);
}

interface Pair {
  value: Values;
  record: Stored;
}

/** The values of rows that their records do not hold: for each pair an object. */
async function changesOf(compared: Comparison, pairs: Pair[]): Promise<Values[]> {
  const { fields, machine } = compared;
  const currencyOf = ({ currency }: Field, record: Stored) => currency && record[currency];
  const amounts = fields.filter((field) => field.compared === Compared.Amount);
  for (const { value, record } of pairs)
    for (const field of amounts) {
      const [own, stored] = [value[field.name], record[field.name]];
      if (own !== undefined && own !== stored)
        machine.doubt(field.place, own, stored, currencyOf(field, record));
    }
  await askUnits(compared);
  const plain = fields.filter((field) => field.compared === Compared.Value).concat(amounts);
  const all = pairs.map(({ value, record }) => {
    const changes: Values = {};
    for (const field of plain) {
      const { name, place } = field;
      const [own, stored] = [value[name], record[name]];
      // Most are equal as they are: asking the policy of each would take twice as long.
      if (own === undefined || own === stored) continue;
      if (!machine.holds(place, own, stored, currencyOf(field, record))) changes[name] = own;
    }
    return changes;
  });
  const binary = fields.filter((field) => field.compared === Compared.Contents);
  const given = binary.filter(({ name }) => pairs.some(({ value }) => value[name] !== undefined));
  if (given.length > 0) {
    const sums = await attachedSums(compared.job, given, pairs);
    for (const [index, changes] of all.entries())
      await addContents(changes, pairs[index] as Pair, given, machine, sums);
  }
  return all;
}

/** The checksums of attachments; `undefined` where none were looked for. */
async function attachedSums(job: Job, given: Field[], pairs: Pair[]): Promise<Sums | undefined> {
  const names = given.filter(({ isSumAttached }) => isSumAttached).map(({ name }) => name);
  if (names.length === 0 || pairs.length === 0) return undefined;
  const ids = pairs.map(({ record }) => record.id);
  const ofModel = ['res_model', '=', job.model];
  const domain = [ofModel, ['res_field', 'in', names], ['res_id', 'in', ids]];
  const wanted = ['res_field', 'res_id', 'checksum'];
  const asked = new Set(ids);
  const isAskedFor = ({ res_field: name, res_id: id }: Stored) =>
    names.includes(name) && asked.has(id);
  const found = await readIfAllowed({ ...job, model: 'ir.attachment' }, domain, wanted, isAskedFor);
  return found && sumsOf(found);
}

/** Adds the binary fields whose contents differ. */
async function addContents(
  changes: Values,
  { value, record }: Pair,
  given: Field[],
  machine: Machine,
  sums: Sums | undefined,
) {
  for (const field of given) {
    const own = value[field.name];
    if (own === undefined) continue;
    const sum = sumOf(field, record, sums);
    const isRead = sums !== undefined;
    const verdict = machine.contents(field.place, own, record[field.name], sum, isRead);
    const isSame = verdict === Contents.BySum ? await hasSum(own, sum) : verdict === Contents.Same;
    if (!isSame) changes[field.name] = own;
  }
}

/** Whether nothing is to be changed. */
function isEmpty(changes: Values) {
  for (const _ in changes) return false;
  return true;
}

/** Finds the records of items, by reads of a page each; `look` is what is done with a page. */
async function found(
  compared: Comparison,
  items: Item[],
  look: (page: Found[]) => Promise<void> | undefined,
): Promise<Found[]> {
  const all: Found[] = [];
  let at = 0;
  for (const end of policy().pagesOf(items.length)) {
    const page = items.slice(at, end);
    const find = await (compared.key === 'xmlid' ? byExternalId : byField)(compared, page);
    const those = page.map(find);
    await look(those);
    all.push(...those);
    at = end;
  }
  return all;
}

/** Items with their records, and what those do not hold. */
export const differences = (compared: Comparison, items: Item[]) =>
  found(compared, items, async (page) => {
    const single = page.filter(({ records }) => records?.length === 1);
    const pairs = single.map(({ item: { value }, records }) => ({
      value,
      record: records?.[0] as Stored,
    }));
    const changes = await changesOf(compared, pairs);
    for (const [index, each] of single.entries()) each.changes = changes[index] as Values;
  });

function kindOf({ records, other, changes }: Found): FoundKind {
  if (other) return FoundKind.OfAnother;
  if (records === undefined) return FoundKind.Hidden;
  return changes !== undefined && isEmpty(changes) ? FoundKind.Same : FoundKind.Records;
}

/** What was found, as the policy judges it. */
const judged = (all: Found[]) =>
  [
    Uint8Array.from(all, kindOf),
    Uint32Array.from(all, ({ records }) => records?.length ?? 0),
    Float64Array.from(all, ({ records }) => records?.[0]?.id ?? 0),
  ] as const;

/** What is to be done about each item of a window. */
export const standingsOf = ({ machine }: Comparison, all: Found[]): Iterable<Standing> =>
  machine.standings(...judged(all));

/**
 * The ids of the records that hold all that their items say, 0 for the others: which of them are
 * done after all.
 */
export const idsOfDone = async (compared: Comparison, items: Item[]) =>
  policy().thereOf(...judged(await differences(compared, items)), true);

/** The ids of the records of items, 0 where there is none, or more than one. */
export const idsOfFound = async (compared: Comparison, items: Item[]) =>
  policy().thereOf(...judged(await found(compared, items, () => undefined)), false);
