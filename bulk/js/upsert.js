// Creating what is not there and writing what differs, so that a job may be run again.

import { OdooError, OdooValidationError } from 'odoo-client-wasm';
import { check, isId, isText } from '../../columns/wasm/js/checks.js';
import { NothingStored } from './errors.js';
import { chunksOf, jobOf, task, work } from './job.js';
import { cellsOf, columnsOf, fieldOf } from './load.js';
import { call, create, groupsOf, itemsOf, writer } from './write.js';

export async function upsert(client, model, rows, options = {}) {
  const job = jobOf(client, model, options.key === 'xmlid' ? 'load' : 'upsert', options);
  const key = check('options.key', options.key, (value) => isText(value) && value !== 'id', "'xmlid' or the name of a field other than id");
  const items = itemsOf('rows', rows);
  for (const { row, value } of items) checkNames(row, value);
  const names = [...new Set([key, ...items.flatMap(({ value }) => Object.keys(value))])].filter((name) => name !== 'xmlid');
  const fields = names.length === 0 || items.length === 0 ? {} : await call(job, 'fields_get', [names], { attributes: ['type'] });
  checkKeys(items, key, key === 'xmlid' ? externalId : keysOfType(job.model, key, fields));
  const tasks = key === 'xmlid' ? loading(job, items, fields) : matching(job, items, { key, names, fields });
  return work(job, tasks, { count: items.length });
}

/** Names that mean something else to `load`, and an id, which says already which record is meant. */
function checkNames(row, value) {
  for (const name of Object.keys(value)) {
    if (name === 'id' || /[./]/.test(name)) throw new TypeError(`rows[${row}].${name}: is no field to store. What to do: leave it out, or write records whose ids are known with writeMany`);
  }
}

/** What tells records apart, and how it is described. */
const externalId = { isKey: (value) => typeof value === 'string' && /^[^.\s]+\.[^.\s]+$/.test(value), expected: "an external id, such as 'shop.customer_17'" };

/** A value of another type would be stored as the field's own, and not be found again. */
function keysOfType(model, key, fields) {
  const { type } = fieldOf(fields, key, { model, row: 0 });
  if (type === 'integer' || type === 'many2one') return { isKey: Number.isSafeInteger, expected: `a whole number, as ${key} is of the type ${type},` };
  if (['char', 'text', 'selection', 'date', 'datetime'].includes(type)) return { isKey: isText, expected: `a text, as ${key} is of the type ${type},` };
  throw new TypeError(`options.key: ${key} is of the type ${type}, by which no record can be found again. What to do: take a field that holds a text or a whole number, or 'xmlid'`);
}

/** A key that is missing or repeated would make a record nobody finds again, or one that is written twice. */
function checkKeys(items, key, { isKey, expected }) {
  const rows = new Map();
  for (const { row, value } of items) {
    const own = value[key];
    if (!isKey(own)) throw new TypeError(`rows[${row}].${key}: expected ${expected} to tell the record, got ${typeof own === 'string' ? `'${own}'` : String(own)}`);
    if (rows.has(own)) throw new TypeError(`rows[${row}].${key}: '${own}' is that of rows[${rows.get(own)}] as well`);
    rows.set(own, row);
  }
}

/** By external id: Odoo's `load` does a chunk in one transaction. Its rows all have the same columns. */
function loading(job, items, fields) {
  // Date-times are in UTC, as `create` takes them: `load` would take them for the user's own time.
  const inUtc = { ...job, callOptions: { ...job.callOptions, context: { ...job.callOptions.context, tz: 'UTC' } } };
  const shapes = new Map();
  for (const { row, value, size } of items) {
    const columns = columnsOf(value, fields, { row, model: job.model });
    const shape = columns.map(({ path }) => path).join();
    if (!shapes.has(shape)) shapes.set(shape, { columns, items: [] });
    shapes.get(shape).items.push({ row, size, value: cellsOf(value, columns, row) });
  }
  return [...shapes.values()].flatMap(({ columns, items: some }) => {
    const paths = ['id', ...columns.map(({ path }) => path)];
    const its = columns.some(({ type }) => type === 'datetime') ? inUtc : job;
    return chunksOf(some, job.chunkSize).map((chunk) => task(chunk, (part) => load(its, paths, part)));
  });
}

async function load(job, paths, items) {
  const { ids, messages = [] } = await call(job, 'load', [paths, items.map(({ value }) => value)]) ?? {};
  if (Array.isArray(ids) && ids.length === items.length) return ids;
  const words = messages.map(({ message, rows, field }) => {
    const row = items[rows?.from]?.row;
    return `${row === undefined ? '' : `row ${row}, `}${field ? `field '${field}': ` : ''}${message}`;
  });
  throw Object.assign(
    new OdooValidationError(words.join('; ') || `${job.model}.load stored nothing and does not say why`, { data: { messages } }),
    { model: job.model, method: 'load' },
  );
}

/** By the value of a field: what is there is read first; what is not is created, what differs is written. */
function matching(job, items, { key, names, fields }) {
  const isLink = (name) => fields[name]?.type === 'many2one';
  for (const { row, value } of items) checkCommands(job.model, row, value, fields);
  const find = async (some, wanted) => {
    const context = { ...job.callOptions.context, active_test: false };
    const among = { ...job, callOptions: { ...job.callOptions, context } };
    const records = await call(among, 'search_read', [[[key, 'in', some.map(({ value }) => value[key])]]], { fields: wanted });
    const found = new Map();
    for (const record of records) {
      const own = isLink(key) ? idOf(record[key]) : record[key];
      found.set(own, [...(found.get(own) ?? []), record]);
    }
    return ({ value }) => found.get(value[key]) ?? [];
  };
  const lookUp = async (some) => {
    const recordsOf = await find(some, [key]);
    return some.map((item) => recordsOf(item)[0]?.id);
  };
  const store = async (some) => {
    let recordsOf;
    try {
      recordsOf = await find(some, names);
    } catch (error) {
      throw new NothingStored(error);
    }
    const [missing, same, different] = [[], [], []];
    for (const item of some) {
      const [record, ...others] = recordsOf(item);
      if (others.length > 0) throw ambiguous(job.model, key, item, others.length + 1);
      if (record === undefined) missing.push(item);
      else (differs(item.value, record, fields) ? different : same).push({ ...item, id: record.id });
    }
    const tasks = different.length === 0 ? [] : changes(job, key, different);
    if (same.length > 0) tasks.unshift(task(same, async () => same.map(({ id }) => id)));
    if (missing.length > 0) tasks.push(task(missing, (part) => create(job, part), lookUp));
    return { tasks };
  };
  return chunksOf(items, job.chunkSize).map((chunk) => task(chunk, store));
}

/** The writes that make records what their rows say: equal values in one call. */
function changes(job, key, items) {
  const rows = items.map(({ row, id, value: { [key]: own, ...values } }) => ({ text: JSON.stringify(values), values, items: [{ row, value: id }] }));
  return groupsOf(rows).map(({ values, items: some }) => task(some, writer(job, values)));
}

function ambiguous(model, key, { row, value }, count) {
  const words = `${count} records of ${model} have ${key} = ${JSON.stringify(value[key])} (row ${row}): which of them is meant cannot be told. What to do: merge them, or use another key`;
  return Object.assign(new OdooError(words), { model, row });
}

/** The id of a link that was read. */
const idOf = (value) => (Array.isArray(value) ? value[0] : value);

/** Ids that replace those that are there: the one command that may be given again. */
const replaced = (value) => (Array.isArray(value) && value.length === 1 && value[0]?.[0] === 6 && Array.isArray(value[0][2]) && value[0][2].every(isId) ? value[0][2] : undefined);

/** Commands that make or change other records would do so at each run. */
function checkCommands(model, row, values, fields) {
  for (const [name, value] of Object.entries(values)) {
    if (!/^(one2many|many2many)$/.test(fields[name]?.type) || value === undefined || replaced(value)) continue;
    throw new TypeError(`rows[${row}].${name}: expected [[6, 0, ids]], since other commands would be done again at each run, got ${JSON.stringify(value)}`);
  }
}

/** Whether a record is not what a row says. */
function differs(values, record, fields) {
  return Object.entries(values).some(([name, value]) => {
    if (value === undefined) return false;
    const ids = replaced(value);
    if (ids) return [...ids].sort().join() !== [...record[name] ?? []].sort().join();
    return (fields[name]?.type === 'many2one' ? idOf(record[name]) : record[name]) !== (value ?? false);
  });
}
