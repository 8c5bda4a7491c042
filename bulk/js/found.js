// The records that the rows of an upsert mean, and in what they differ from them.

import { OdooError } from 'odoo-client-wasm';
import { besides, checksumsOf, isChecksumOf } from './binary.js';
import { NotSent, Unaccountable, call, reasonOf, shown } from './call.js';
import { isStored, keyOf } from './stored.js';
import { isId } from '../../pkg/src/arguments/checks.ts';

/** How many rows are looked up by one read. */
const pageSize = 2000;

/** Reads of a job that must find archived records too: whoever names a record means it. */
const amongAll = (job) => ({ ...job, callOptions: { ...job.callOptions, context: { ...job.callOptions.context, active_test: false, bin_size: true } } });

/**
 * Records that match a domain, with the fields that are compared. `isAskedFor` tells whether one is among those that were asked for: an answer with
 * others is that to another question, and what is missing in it would be created once more.
 */
async function read(job, domain, names, isAskedFor) {
  const records = await call(amongAll(job), 'search_read', [domain], { fields: names, order: 'id' });
  if (Array.isArray(records) && records.every((record) => isId(record?.id) && isAskedFor(record))) return records;
  throw new Unaccountable(`${job.model}.search_read answered ${shown(records)} instead of records`);
}

/** Records by the value of a field: a function of a row's values. */
async function byField(job, { key, fields, wanted }, items) {
  const asked = new Set(items.map(({ value }) => keyOf(fields[key], value[key])));
  const records = await read(job, [[key, 'in', items.map(({ value }) => value[key])]], wanted, (record) => asked.has(keyOf(fields[key], record[key])));
  const found = new Map();
  for (const record of records) {
    const own = keyOf(fields[key], record[key]);
    if (found.has(own)) found.get(own).push(record);
    else found.set(own, [record]);
  }
  return (value) => found.get(keyOf(fields[key], value[key])) ?? [];
}

/** `{ model, id }` by external id. `undefined` where the user may not read them. */
async function recordsByName(job, items) {
  const parts = items.map(({ value: { xmlid } }) => xmlid.split('.'));
  const [modules, names] = [0, 1].map((index) => [...new Set(parts.map((part) => part[index]))]);
  const domain = [['module', 'in', modules], ['name', 'in', names]];
  let found;
  try {
    const asked = [new Set(modules), new Set(names)];
    found = await read({ ...job, model: 'ir.model.data' }, domain, ['module', 'name', 'model', 'res_id'], ({ module, name }) => asked[0].has(module) && asked[1].has(name));
  } catch (error) {
    if (error instanceof NotSent || reasonOf(error)?.refused !== true) throw error;
    return undefined;
  }
  return new Map(found.map(({ module, name, model, res_id: id }) => [`${module}.${name}`, { model, id }]));
}

async function byExternalId(job, { wanted }, items) {
  const named = await recordsByName(job, items);
  if (named === undefined) return undefined;
  const idOf = (xmlid) => (named.get(xmlid)?.model === job.model ? named.get(xmlid).id : undefined);
  const ids = [...new Set(items.map(({ value }) => idOf(value.xmlid)).filter((id) => id !== undefined))];
  const asked = new Set(ids);
  const records = ids.length === 0 ? [] : await read(job, [['id', 'in', ids]], wanted, ({ id }) => asked.has(id));
  const byId = new Map(records.map((record) => [record.id, record]));
  return ({ xmlid }) => {
    const { model = job.model, id } = named.get(xmlid) ?? {};
    if (model !== job.model) {
      const words = `The external id ${xmlid} is that of a record of ${model} (${id}), not of ${job.model}. What to do: give the row an external id of its own`;
      throw Object.assign(new OdooError(words), { model: job.model });
    }
    return byId.has(id) ? [byId.get(id)] : [];
  };
}

/**
 * What is compared by a job: `find(items)` resolves to a function of a row's values that gives its records. `fields` describes the fields `names`.
 */
export function comparison(job, { key, names, fields }) {
  const binary = names.filter((name) => fields[name].type === 'binary');
  // Contents are not read; of what is no attachment, only how large it is.
  const plain = names.filter((name) => fields[name].attachment !== true || fields[name].type !== 'binary');
  const currencies = plain.filter((name) => fields[name].type === 'monetary').map((name) => fields[name].currency_field).filter(Boolean);
  const wanted = [...new Set([...plain, ...currencies, ...besides(job.model, binary)])];
  const find = key === 'xmlid' ? byExternalId : byField;
  return { job, key, names, fields, binary, wanted, units: new Map(), find: (items) => find(job, { key, fields, wanted }, items) };
}

/** What amounts of a record are rounded to: asked for once a currency. */
async function unitsOf({ job, units }, records, currencies) {
  const ids = new Set(records.flatMap((record) => currencies.map((name) => record[name]?.[0])).filter((id) => id !== undefined && !units.has(id)));
  if (ids.size === 0) return;
  for (const id of ids) units.set(id, 0);
  try {
    for (const { id, rounding } of await read({ ...job, model: 'res.currency' }, [['id', 'in', [...ids]]], ['rounding'], ({ id }) => ids.has(id))) units.set(id, rounding);
  } catch (error) {
    // Who may not read currencies has amounts written that are not equal as they are.
    if (reasonOf(error)?.refused !== true) throw error;
  }
}

/** The values of rows that their records do not hold: for each pair `{ value, record }` an object. */
async function changesOf(compared, pairs) {
  const { job, key, names, fields, binary, units } = compared;
  const isOther = (name, value, record, known) => !isStored(job.model, name, fields[name], value[name], record[name], known);
  const amounts = names.filter((name) => fields[name].type === 'monetary' && fields[name].currency_field);
  const unequal = pairs.filter(({ value, record }) => amounts.some((name) => isOther(name, value, record)));
  if (unequal.length > 0) await unitsOf(compared, unequal.map(({ record }) => record), amounts.map((name) => fields[name].currency_field));
  const given = binary.filter((name) => pairs.some(({ value }) => value[name] !== undefined));
  const checksum = given.length === 0 ? undefined : await checksumsOf(job, given, fields, pairs.map(({ record }) => record));
  const plain = names.filter((name) => name !== key && fields[name].type !== 'binary');
  const all = pairs.map(({ value, record }) => {
    const changes = {};
    for (const name of plain) {
      // Most are equal as they are.
      if (value[name] === undefined || value[name] === record[name]) continue;
      const known = amounts.length === 0 ? undefined : { unit: units.get(record[fields[name].currency_field]?.[0]) };
      if (!(name in record) || isOther(name, value, record, known)) changes[name] = value[name];
    }
    return changes;
  });
  return given.length === 0 ? all : Promise.all(all.map((changes, index) => withContents(changes, { ...pairs[index], given, checksum })));
}

/** Adds the binary fields whose contents differ. */
async function withContents(changes, { value, record, given, checksum }) {
  for (const name of given.filter((each) => value[each] !== undefined)) {
    // Of a field without a checksum, only an empty one is known.
    const known = checksum(record.id, name) ?? (name in record && !record[name] ? false : undefined);
    if (!await isChecksumOf(value[name], known)) changes[name] = value[name];
  }
  return changes;
}

/** Whether nothing is to be changed. */
export function isEmpty(changes) {
  for (const _ in changes) return false;
  return true;
}

/**
 * What is to be done about each item: `{ item, records, changes, error }`, by reads of a page each. `changes` is what the one record does not hold;
 * `undefined` where there is none, or where it cannot be told. `error` tells of an item that cannot be stored.
 */
export async function differences(compared, items) {
  const all = [];
  for (let at = 0; at < items.length; at += pageSize) {
    const page = items.slice(at, at + pageSize);
    const recordsOf = await compared.find(page);
    const found = page.map((item) => {
      try {
        return { item, records: recordsOf?.(item.value), changes: undefined, error: undefined };
      } catch (error) {
        return { item, records: [], changes: undefined, error };
      }
    });
    const single = found.filter(({ records }) => records?.length === 1);
    const changes = await changesOf(compared, single.map(({ item: { value }, records: [record] }) => ({ value, record })));
    for (const [index, each] of single.entries()) each.changes = changes[index];
    all.push(...found);
  }
  return all;
}

/** The ids of the records that hold all that their items say, `undefined` for the others: which of them are done after all. */
export async function idsOfDone(compared, items) {
  return (await differences(compared, items)).map(({ records, changes }) => (changes && isEmpty(changes) ? records[0].id : undefined));
}

/** The ids of the records of items, `undefined` where there is none, or more than one. */
export async function idsOfFound(compared, items) {
  const recordsOf = await compared.find(items);
  return items.map(({ value }) => {
    const records = recordsOf?.(value);
    return records?.length === 1 ? records[0].id : undefined;
  });
}
