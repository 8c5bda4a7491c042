// A job of many calls, and the account of what became of each row.

import { OdooAuthError, OdooSafetyError } from 'odoo-client-wasm';
import { NotSent, NothingStored, reasonOf } from './call.js';
import { OdooBulkError } from './errors.js';
import { callOptionsOf, check, checkCall, isFunction, isList, isPositive, jsonOf, option, signalOf } from '../../pkg/src/arguments/checks.ts';
import { progressOf } from '../../pkg/src/arguments/progress.ts';

/** Large enough that asking costs little, small enough for one transaction. */
const usualChunk = 200;
/** Proxies and servers refuse bodies that are much larger. */
const mostCharacters = 8 * 1024 * 1024;
/** Nobody refuses a body that is smaller for its size, in characters of JSON. */
const smallBody = 64 * 1024;

/** The arguments of a job, checked; a later change to the caller's options changes nothing. */
export function jobOf(client, model, method, options) {
  checkCall(client, model, options, ['chunkSize', 'concurrency', 'onError', 'key']);
  const signal = signalOf(options);
  return {
    client, model, method, signal,
    chunkSize: option(options, 'chunkSize', usualChunk, isPositive, 'a number of records above 0'),
    concurrency: option(options, 'concurrency', 1, isPositive, 'a number of calls above 0'),
    collects: option(options, 'onError', 'stop', (value) => value === 'stop' || value === 'collect', "'stop' or 'collect'") === 'collect',
    onProgress: option(options, 'onProgress', undefined, isFunction, 'a function'),
    callOptions: { ...callOptionsOf(options), signal },
  };
}

/** A row's text as JSON: how large it is, whether it is equal to another, and what will be sent, whatever becomes of the caller's object. */
export function rowAsJson(name, value) {
  const json = jsonOf(name, value);
  if (json?.[0] !== '{') throw new TypeError(`${name}: is ${json} as JSON, and no object of fields and values`);
  return json;
}

/** Checks a list of rows. */
export const checkRows = (name, rows) => check(name, rows, (value) => isList(value), 'a list');

const sizeOf = (items) => items.reduce((sum, { size = 0 }) => sum + size, 0);

/** Parts of a list of `{ row, value, size }`: of so many items at most, and of no more than what fits into a request. */
export function chunksOf(items, chunkSize) {
  const chunks = [];
  let size = Infinity;
  for (const item of items) {
    const chunk = chunks[chunks.length - 1];
    if (chunk === undefined || chunk.length === chunkSize || size + (item.size ?? 0) > mostCharacters) {
      chunks.push([item]);
      size = item.size ?? 0;
    } else {
      chunk.push(item);
      size += item.size ?? 0;
    }
  }
  return chunks;
}

/**
 * What one call does: `send(items)` resolves to the ids of the items' records, or to `{ tasks }` that have to be done in its place.
 * `lookUp(items)`, where there is one, tells after an unknown outcome which of the items are done: ids, `undefined` for the others.
 * `kind` is what the rows are counted as.
 */
export const task = (items, send, { lookUp, kind } = {}) => ({ items, send, lookUp, kind });

/**
 * Does all tasks; resolves to the id of each row's record. `count` is the number of rows, `total` what progress is counted in; `counts`, where they are
 * given, are added to by the kinds of the tasks.
 */
export async function work(job, tasks, { count, total = count, counts = {} }) {
  if (job.signal?.aborted) throw job.signal.reason;
  const account = new Account(job, tasks, { count, total, counts });
  await account.run();
  return account.settle();
}

/** The records of items that name one each. */
const idsOf = (items) => (isPositive(items[0]?.value) ? { ids: items.map(({ value }) => value) } : {});

class Account {
  #job;
  #tasks;
  #count;
  #ids;
  /** How many items of each row are not done: a row may take part in several calls; -1 where it takes part in none. */
  #open;
  #failed = [];
  #unknown = [];
  #cause;
  #hasFailed = false;
  #isStopped = false;
  #done = 0;
  #total;
  #counts;
  #tell;
  #running = 0;
  #end;

  constructor(job, tasks, { count, total, counts }) {
    this.#job = job;
    // Taken from the end.
    this.#tasks = [...tasks].reverse();
    this.#count = count;
    this.#ids = new Array(count);
    this.#open = new Int32Array(count).fill(-1);
    for (const { items } of tasks) for (const { row } of items) this.#open[row] = Math.max(0, this.#open[row]) + 1;
    this.#total = total;
    this.#counts = counts;
    this.#tell = progressOf(job.onProgress);
  }

  /** Does all tasks, as many at once as the job allows. */
  run() {
    return new Promise((resolve, reject) => {
      this.#end = { resolve, reject };
      this.#next();
    });
  }

  #next() {
    const { signal, concurrency } = this.#job;
    while (this.#running < concurrency && this.#tasks.length > 0 && !this.#isStopped) {
      if (signal?.aborted) {
        this.#fails(signal.reason, { stops: true });
        break;
      }
      this.#running += 1;
      this.#do(this.#tasks.pop()).then(() => {
        this.#running -= 1;
        this.#next();
      }, this.#end.reject);
    }
    if (this.#running === 0) this.#end.resolve();
  }

  async #do(current) {
    const { items, send } = current;
    try {
      const outcome = await send(items);
      if (outcome?.tasks) this.#tasks.push(...[...outcome.tasks].reverse());
      else this.#finish(current, items, outcome);
    } catch (caught) {
      await this.#judge(current, caught);
    }
  }

  /**
   * What a failure means for the rows of its call. Whether something was sent, and whether Odoo itself said no and took back what it had begun, the
   * core has decided; whatever else happened, the rows may be stored, and are never sent again.
   */
  async #judge(current, caught) {
    const error = reasonOf(caught);
    const { signal, collects } = this.#job;
    // Whatever the reason of an abort is, it is not the server's.
    const isAborted = signal?.aborted === true && error === signal.reason;
    // What is wrong with the rows themselves, or not allowed, is the same at the next try.
    const isOurs = caught instanceof NotSent && (error instanceof OdooSafetyError || error instanceof TypeError);
    const isNotSent = caught instanceof NotSent || caught?.reason instanceof NotSent || (isAborted && caught instanceof NothingStored);
    if (isNotSent && !isOurs) this.#fails(error, { stops: !collects || this.#job.isOrdered });
    else if (isAborted) await this.#doubt(current, error);
    else if (isOurs || caught instanceof NothingStored || error?.refused === true) {
      if (collects && current.items.length > 1 && (error?.refused === true || error instanceof TypeError) && !(error instanceof OdooAuthError)) this.#halve(current);
      else this.#fail(this.#failed, current.items, error);
    } else if (error?.status === 413 && sizeOf(current.items) > smallBody) {
      // Too large for what stands before Odoo.
      if (collects && current.items.length > 1) this.#halve(current);
      else this.#fail(this.#failed, current.items, error);
    } else await this.#doubt(current, error);
  }

  #finish({ kind }, items, ids) {
    for (const [index, { row }] of items.entries()) {
      this.#ids[row] ??= ids[index];
      this.#open[row] -= 1;
    }
    if (kind) this.#counts[kind] += items.length;
    this.#done += items.length;
    this.#tell(this.#done, this.#total);
  }

  /** Tries the parts of what was refused as a whole. */
  #halve({ items, ...rest }) {
    const middle = items.length >> 1;
    this.#tasks.push({ ...rest, items: items.slice(middle) }, { ...rest, items: items.slice(0, middle) });
  }

  /** Nobody knows what became of it: it may be there to be found, and is never sent again. */
  async #doubt(current, error) {
    const { items, lookUp } = current;
    let found = [];
    try {
      if (lookUp && !this.#job.signal?.aborted) found = await lookUp(items);
    } catch {
      // Then it stays unknown, for the reason it was.
    }
    const isFound = (_, index) => found[index] !== undefined;
    if (found.some((id) => id !== undefined)) this.#finish(current, items.filter(isFound), found.filter((id) => id !== undefined));
    const missing = items.filter((...args) => !isFound(...args));
    if (missing.length === 0) return;
    this.#fail(this.#unknown, missing, error);
    // It may still be under way, and be stored after what comes later for the same records.
    if (this.#job.isOrdered) this.#isStopped = true;
  }

  #fail(list, items, error) {
    list.push({ rows: [...new Set(items.map(({ row }) => row))], ...idsOf(items), error });
    this.#fails(error);
  }

  #fails(error, { stops = !this.#job.collects } = {}) {
    if (!this.#hasFailed) this.#cause = error;
    this.#hasFailed = true;
    if (stops) this.#isStopped = true;
  }

  settle() {
    if (!this.#hasFailed) return this.#ids;
    const told = new Set([...this.#failed, ...this.#unknown].flatMap(({ rows }) => rows));
    const [done, notTried] = [[], []];
    for (let row = 0; row < this.#count; row += 1) {
      // One that repeats another is told of in its place.
      if (told.has(row) || this.#open[row] < 0) continue;
      if (this.#open[row] === 0) done.push({ row, id: this.#ids[row] });
      else notTried.push(row);
    }
    const { model, method } = this.#job;
    throw new OdooBulkError({ model, method, count: this.#count, done, failed: this.#failed, unknown: this.#unknown, notTried, cause: this.#cause });
  }
}
