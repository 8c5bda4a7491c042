// Creating what is not there and writing what differs, so that a job may be run again.

import { OdooError, OdooValidationError } from 'odoo-client-wasm';
import { check, isId, isObject, isText } from '../../pkg/src/arguments/checks.ts';
import { NothingStored, Unaccountable, call, reasonOf, shown } from './call.js';
import { comparison, differences, idsOfDone, idsOfFound, isEmpty } from './found.js';
import { chunksOf, jobOf, task, work } from './job.js';
import { cellsOf, columnsOf, fieldOf } from './load.js';
import { attributes, isTaken, keyOf, linked, taken } from './stored.js';
import { areIds, create, groupsOf, itemsOf, writer } from './write.js';

/** How many rows are compared before any of them is stored: equal changes among them go out together. */
const windowSize = 5000;

export async function upsert(client, model, rows, options = {}) {
  const job = jobOf(client, model, options.key === 'xmlid' ? 'load' : 'upsert', options);
  const key = check('options.key', options.key, (value) => isText(value) && value !== 'id', "'xmlid' or the name of a field other than id");
  const given = itemsOf('rows', rows, { takesPairs: true });
  checkNames(given);
  const counts = { created: 0, updated: 0, unchanged: 0 };
  const fields = await fieldsOf(job, key, given);
  const items = takenBy(fields, given);
  if (items.length > 0) checkKeys(items, key, fields, key === 'xmlid' ? externalId : keysOfType(model, key, fields));
  const compared = comparison(job, { key, names: Object.keys(fields), fields });
  const tasks = key === 'xmlid' ? loading(job, items, compared) : matching(job, items, compared);
  const ids = await work(job, tasks, { count: items.length, counts });
  for (const [kind, value] of Object.entries(counts)) Object.defineProperty(ids, kind, { value, enumerable: false });
  return ids;
}

/** What the server says of the fields that rows have, all of which there must be. */
async function fieldsOf(job, key, items) {
  const rowOf = new Map();
  for (const { row, value } of items) for (const name in value) if (!rowOf.has(name)) rowOf.set(name, row);
  if (items.length > 0 && !rowOf.has(key)) rowOf.set(key, 0);
  rowOf.delete('xmlid');
  if (rowOf.size === 0) return {};
  const answer = await call(job, 'fields_get', [[...rowOf.keys()]], { attributes }).catch((error) => { throw reasonOf(error); });
  if (!isObject(answer)) throw new OdooError(`${job.model}.fields_get answered ${shown(answer)} instead of descriptions of fields. Nothing was stored: try again`);
  return Object.fromEntries([...rowOf].map(([name, row]) => [name, fieldOf(answer, name, { row, model: job.model })]));
}

/** Names that mean something else to `load`, and an id, which says already which record is meant. */
function checkNames(items) {
  const right = new Set();
  for (const { row, value } of items) {
    for (const name in value) {
      if (right.has(name)) continue;
      if (name === 'id' || /[./]/.test(name)) throw new TypeError(`rows[${row}].${name}: is no field to store. What to do: leave it out, or write records whose ids are known with writeMany`);
      right.add(name);
    }
  }
}

/** Rows as Odoo takes them, now that the types of their fields are known. They are copies of the program's own. */
function takenBy(fields, items) {
  const names = Object.keys(fields).filter((name) => isTaken(fields[name]));
  if (names.length > 0) for (const { value } of items) for (const name of names) if (value[name] !== undefined) value[name] = taken(fields[name], value[name]);
  return items;
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
function checkKeys(items, key, fields, { isKey, expected }) {
  const rows = new Map();
  for (const { row, value } of items) {
    const own = value[key];
    if (!isKey(own)) throw new TypeError(`rows[${row}].${key}: expected ${expected} to tell the record, got ${typeof own === 'string' ? `'${own}'` : String(own)}`);
    const stored = fields[key] ? keyOf(fields[key], own) : own;
    if (rows.has(stored)) throw new TypeError(`rows[${row}].${key}: '${own}' is that of rows[${rows.get(stored)}] as well`);
    rows.set(stored, row);
  }
}

/**
 * The tasks that compare rows with their records, a window at a time, and then store what differs: `store` gives the tasks for what is missing and what
 * is different. A comparison that fails has stored nothing.
 */
function windows(compared, items, store) {
  const compare = async (some) => {
    let found;
    try {
      found = await differences(compared, some);
    } catch (error) {
      throw new NothingStored(error);
    }
    const [same, ids, missing, different, tasks] = [[], [], [], [], []];
    const known = new Map();
    for (const { records } of found) for (const { id } of records ?? []) known.set(id, (known.get(id) ?? 0) + 1);
    for (const { item, records, changes, error } of found) {
      // Of two external ids of one record, the row that comes last counts, whatever the record holds now.
      const isOnly = known.get(records?.[0]?.id) === 1;
      if (error) tasks.push(task([item], () => { throw new NothingStored(error); }));
      else if (records?.length > 1) tasks.push(task([item], () => { throw new NothingStored(ambiguous(compared, item, records.length)); }));
      else if (records?.length === 0) missing.push(item);
      else if (isOnly && changes && isEmpty(changes)) {
        same.push(item);
        ids.push(records[0].id);
      }
      else different.push({ ...item, id: records?.[0].id, changes });
    }
    if (same.length > 0) tasks.unshift(task(same, async () => ids, { kind: 'unchanged' }));
    return { tasks: [...tasks, ...store(missing, different)] };
  };
  const tasks = [];
  for (let at = 0; at < items.length; at += windowSize) tasks.push(task(items.slice(at, at + windowSize), compare));
  return tasks;
}

function ambiguous({ job: { model }, key }, { row, value }, count) {
  const words = `${count} records of ${model} have ${key} = ${JSON.stringify(value[key])} (row ${row}): which of them is meant cannot be told. What to do: merge them, or use another key`;
  return Object.assign(new OdooError(words), { model, row });
}

/** By the value of a field: what is not there is created; of what is, the values that differ are written, equal ones in one call. */
function matching(job, items, compared) {
  checkCommands(items, compared.fields);
  return windows(compared, items, (missing, different) => {
    const writes = groupsOf(different.map(({ id, changes, ...item }) => ({ text: JSON.stringify(changes), values: changes, items: [{ row: item.row, value: id, item }] })));
    const afterWrite = (some) => idsOfDone(compared, some.map(({ item }) => item));
    return [
      ...writes.flatMap(({ values, items: some }) =>
        chunksOf(some, job.chunkSize).map((chunk) => task(chunk, writer(job, values), { lookUp: afterWrite, kind: 'updated' }))),
      ...chunksOf(missing, job.chunkSize).map((chunk) => task(chunk, (some) => create(job, some), { lookUp: (some) => idsOfFound(compared, some), kind: 'created' })),
    ];
  });
}

/** Commands that make or change other records would do so at each run. */
function checkCommands(items, fields) {
  for (const name of Object.keys(fields).filter((each) => /^(one2many|many2many)$/.test(fields[each].type))) {
    for (const { row, value: { [name]: value } } of items) {
      if (value === undefined || linked(value, [])) continue;
      throw new TypeError(`rows[${row}].${name}: expected [[6, 0, ids]], since other commands would be done again at each run (but [[3, id]], [[4, id]] and [[5]]), got ${JSON.stringify(value)}`);
    }
  }
}

/** By external id: Odoo's `load` does a chunk in one transaction. Its rows all have the same columns. */
function loading(job, items, compared) {
  const laid = items.map((item) => {
    const columns = columnsOf(item.value, compared.fields, { row: item.row, model: job.model });
    return { ...item, columns, shape: columns.map(({ path }) => path).join(), cells: cellsOf(item.value, columns, item.row) };
  });
  const loads = (some, options) => {
    const shapes = new Map();
    for (const item of some) {
      if (!shapes.has(item.shape)) shapes.set(item.shape, []);
      shapes.get(item.shape).push(item);
    }
    return [...shapes.values()].flatMap((those) => chunksOf(those, job.chunkSize).map((chunk) => task(chunk, (part) => load(job, part), options)));
  };
  return windows(compared, laid, (missing, different) => [
    ...loads(different, { lookUp: (some) => idsOfDone(compared, some), kind: 'updated' }),
    ...loads(missing, { lookUp: (some) => idsOfFound(compared, some), kind: 'created' }),
  ]);
}

/** Date-times are in UTC, as `create` takes them: `load` would take them for the user's own time. */
const inUtc = (job) => ({ ...job, callOptions: { ...job.callOptions, context: { ...job.callOptions.context, tz: 'UTC' } } });

async function load(job, items) {
  const [{ columns }] = items;
  const its = columns.some(({ type }) => type === 'datetime') ? inUtc(job) : job;
  const answer = await call(its, 'load', [['id', ...columns.map(({ path }) => path)], items.map(({ cells }) => cells)]);
  const { ids, messages } = Object(answer);
  const isTheirs = (id, index) => items[index].id === undefined || items[index].id === id;
  if (Array.isArray(ids) && ids.length === items.length && ids.every(isId) && ids.every(isTheirs)) return ids;
  // With messages, none is stored; an answer that says neither may be anybody's.
  if (ids !== false || !Array.isArray(messages) || messages.length === 0 || !messages.every(isObject)) throw new Unaccountable(`${job.model}.load answered ${shown(answer)} instead of ${items.length} ids`);
  const words = messages.map(({ message, rows, field, moreinfo }) => {
    const row = items[rows?.from]?.row;
    return `${row === undefined ? '' : `row ${row}, `}${field ? `field '${field}': ` : ''}${message}${isText(moreinfo) ? `. ${moreinfo}` : ''}`;
  });
  const error = Object.assign(new OdooValidationError(words.join('; '), { data: { messages } }), { model: job.model, method: 'load' });
  throw Object.defineProperty(error, 'refused', { value: true, writable: true, configurable: true, enumerable: false });
}
