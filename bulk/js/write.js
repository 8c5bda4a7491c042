// Creating, writing and deleting many records, a chunk at a time.

import { Unaccountable, call, shown } from './call.js';
import { check, isId, isList, isObject, shown as inWords } from '../../pkg/src/arguments/checks.ts';
import { checkPairs } from '../../pkg/src/plain/index.ts';
import { checkRows, chunksOf, jobOf, rowAsJson, task, work } from './job.js';

/** Whether an object has only values that are the same in a copy of it: most rows, which are copied much faster so than by their JSON. */
function isFlat(value) {
  if (Object.getPrototypeOf(value) !== Object.prototype) return false;
  for (const name in value) {
    const own = value[name];
    if (!(typeof own === 'string' || typeof own === 'boolean' || own === null || Number.isFinite(own))) return false;
  }
  return true;
}

/**
 * Checks rows of values. Answers them as items of a job, as they are now. Links as they are read, `[id, name]`, are refused where nobody knows that the
 * field is a link.
 */
export const itemsOf = (name, rows, { takesPairs = false } = {}) => checkRows(name, rows).map((given, row) => {
  const own = `${name}[${row}]`;
  check(own, given, isObject, 'an object of fields and values');
  const json = rowAsJson(own, given);
  const value = isFlat(given) ? { ...given } : JSON.parse(json);
  if (!takesPairs) checkPairs(own, value);
  return { row, value, size: json.length };
});

/** Whether an answer is the ids of so many records that are all different. */
export const areIds = (answer, count) => Array.isArray(answer) && answer.length === count && answer.every(isId) && new Set(answer).size === count;

/** Creates the records of some items. */
export async function create(job, items) {
  const ids = await call(job, 'create', [items.map(({ value }) => value)]);
  if (areIds(ids, items.length)) return ids;
  // They may be there, and nobody knows under which ids: not to be tried again.
  throw new Unaccountable(`${job.model}.create answered ${shown(ids)} instead of ${items.length} ids`);
}

export async function createMany(client, model, valuesList, options = {}) {
  const job = jobOf(client, model, 'create', options);
  const items = itemsOf('valuesList', valuesList);
  return work(job, chunksOf(items, job.chunkSize).map((chunk) => task(chunk, (some) => create(job, some))), { count: items.length });
}

/** Stores the same values in the records of some items. */
export const writer = (job, values) => async (items) => {
  const ids = items.map(({ value }) => value);
  await confirm(job, 'write', await call(job, 'write', [ids, values]));
  return ids;
};

/**
 * Methods say `true`, or nothing where a module of somebody's forgot to: then the method is asked about no record at all, which changes nothing. Where
 * it says `true` of that, the answer that said nothing was not its own.
 */
async function confirm(job, method, answer) {
  job.sayTrue ??= {};
  if (answer === true) {
    job.sayTrue[method] = true;
    return;
  }
  const isSilent = answer === null || answer === undefined;
  if (isSilent && job.sayTrue[method] === undefined) {
    const context = { ...job, callOptions: { ...job.callOptions, safetyLevel: 'READ' } };
    const usual = await call(context, method, method === 'write' ? [[], {}] : [[]]).catch(() => true);
    job.sayTrue[method] = usual !== null && usual !== undefined;
  }
  if (!isSilent || job.sayTrue[method]) throw new Unaccountable(`${job.model}.${method} answered ${shown(answer)} instead of true`);
}

/**
 * Groups of `{ values, items }` with equal values. A row joins an earlier group only where none of its records was in a later
 * one: what is written last stays last.
 */
export function groupsOf(rows) {
  const [groups, byText, lastOf] = [[], new Map(), new Map()];
  for (const { text, values, items } of rows) {
    let group = byText.get(text);
    if (group === undefined || items.some(({ value }) => lastOf.get(value) > group)) {
      group = groups.push({ values, items: [] }) - 1;
      byText.set(text, group);
    }
    for (const item of items) {
      groups[group].items.push(item);
      lastOf.set(item.value, group);
    }
  }
  return groups;
}

export async function writeMany(client, model, rows, options = {}) {
  const job = jobOf(client, model, 'write', options);
  const given = checkRows('rows', rows).map((each, row) => {
    const name = `rows[${row}]`;
    const { ids, values } = check(name, each, isObject, 'an object { ids, values }');
    check(`${name}.values`, values, isObject, 'an object of fields and values');
    const list = checkIds(`${name}.ids`, isList(ids) ? [...ids] : [ids]);
    const text = rowAsJson(`${name}.values`, values);
    const stored = JSON.parse(text);
    checkPairs(`${name}.values`, stored);
    return { text, values: stored, items: list.map((value) => ({ row, value })) };
  });
  const total = given.reduce((sum, { items }) => sum + items.length, 0);
  const records = new Set(given.flatMap(({ items }) => items.map(({ value }) => value)));
  // A record that is written twice must be written in that order.
  if (records.size < total) Object.assign(job, { concurrency: 1, isOrdered: true });
  const tasks = groupsOf(given).flatMap(({ values, items }) => chunksOf(items, job.chunkSize).map((chunk) => task(chunk, writer(job, values))));
  await work(job, tasks, { count: given.length, total });
  return records.size;
}

function checkIds(name, ids) {
  for (const [index, id] of ids.entries()) {
    if (!isId(id)) throw new TypeError(`${name}[${index}]: expected the id of a record, got ${inWords(id)}`);
  }
  return ids;
}

export async function unlinkMany(client, model, ids, options = {}) {
  const job = jobOf(client, model, 'unlink', options);
  const count = checkRows('ids', ids).length;
  const firstRows = new Map();
  for (const [row, id] of checkIds('ids', [...ids]).entries()) if (!firstRows.has(id)) firstRows.set(id, row);
  const items = [...firstRows].map(([value, row]) => ({ row, value }));
  const unlink = async (some) => {
    const those = some.map(({ value }) => value);
    await confirm(job, 'unlink', await call(job, 'unlink', [those]));
    return those;
  };
  await work(job, chunksOf(items, job.chunkSize).map((chunk) => task(chunk, unlink)), { count, total: items.length });
  return items.length;
}
