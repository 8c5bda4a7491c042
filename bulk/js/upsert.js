// Creating what is not there and writing what differs, so that a job may be run again.

import { OdooError, OdooValidationError } from 'odoo-client-wasm';
import { check, isText } from '../../columns/wasm/js/checks.js';
import { chunksOf, jobOf, task, work } from './job.js';
import { cellsOf, columnsOf } from './load.js';
import { call, create, groupsOf, itemsOf, writer } from './write.js';

export async function upsert(client, model, rows, options = {}) {
  const job = jobOf(client, model, options.key === 'xmlid' ? 'load' : 'upsert', options);
  const key = check('options.key', options.key, isText, "'xmlid' or the name of a field");
  const items = itemsOf('rows', rows);
  checkKeys(items, key);
  const tasks = await (key === 'xmlid' ? loading(job, items) : matching(job, items, key));
  return work(job, tasks, { count: items.length });
}

/** A key that is missing or repeated would make a record nobody finds again, or one that is written twice. */
function checkKeys(items, key) {
  const rows = new Map();
  for (const { row, value } of items) {
    const own = value[key];
    const isKey = key === 'xmlid' ? isText(own) : isText(own) || Number.isFinite(own);
    if (!isKey) throw new TypeError(`rows[${row}].${key}: expected ${key === 'xmlid' ? 'an external id, such as \'shop.customer_17\'' : 'a text or a number that tells the record'}, got ${String(own)}`);
    if (rows.has(own)) throw new TypeError(`rows[${row}].${key}: '${own}' is that of rows[${rows.get(own)}] as well`);
    rows.set(own, row);
  }
}

/** By external id: Odoo's `load` does a chunk in one transaction. Its rows all have the same columns. */
async function loading(job, items) {
  const names = [...new Set(items.flatMap(({ value }) => Object.keys(value)))].filter((name) => name !== 'xmlid');
  const fields = names.length === 0 ? {} : await call(job, 'fields_get', [names], { attributes: ['type'] });
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
    return chunksOf(some, job.chunkSize).map((chunk) => task(chunk, (part) => load(inUtc, paths, part)));
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
function matching(job, items, key) {
  const names = [...new Set([key, ...items.flatMap(({ value }) => Object.keys(value))])];
  const find = async (some, fields) => {
    const context = { ...job.callOptions.context, active_test: false };
    const among = { ...job, callOptions: { ...job.callOptions, context } };
    const records = await call(among, 'search_read', [[[key, 'in', some.map(({ value }) => value[key])]]], { fields });
    const found = new Map();
    for (const record of records) {
      const own = plain(record[key]);
      found.set(own, [...(found.get(own) ?? []), record]);
    }
    return ({ value }) => found.get(value[key]) ?? [];
  };
  const lookUp = async (some) => {
    const recordsOf = await find(some, [key]);
    return some.map((item) => recordsOf(item)[0]?.id);
  };
  const store = async (some) => {
    const recordsOf = await find(some, names);
    const [missing, same, different] = [[], [], []];
    for (const item of some) {
      const [record, ...others] = recordsOf(item);
      if (others.length > 0) throw ambiguous(job.model, key, item, others.length + 1);
      if (record === undefined) missing.push(item);
      else (differs(item.value, record) ? different : same).push({ ...item, id: record.id });
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

/** What a value that was read is as one to write: a link is its id. */
const plain = (value) => (Array.isArray(value) && value.length === 2 && typeof value[1] === 'string' ? value[0] : value);

/** Whether a record is not what a row says. Commands and other lists are written in any case. */
const differs = (values, record) => Object.entries(values).some(([name, value]) => value !== undefined && plain(record[name]) !== (value ?? false));
