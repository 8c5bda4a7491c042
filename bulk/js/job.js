// A job of many calls, and the account of what became of each row.

import { NothingStored, OdooBulkError, isAboutRows, isRefusal } from './errors.js';
import { callOptionsOf, check, checkCall, isFunction, isPositive, jsonOf, option, signalOf } from '../../columns/wasm/js/checks.js';
import { progressOf } from '../../columns/wasm/js/progress.js';

/** Large enough that asking costs little, small enough for one transaction. */
const usualChunk = 200;
/** Proxies and servers refuse bodies that are much larger. */
const mostCharacters = 8 * 1024 * 1024;

/** The arguments of a job, checked. */
export function jobOf(client, model, method, options) {
  checkCall(client, model, options);
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

/** A row's text as JSON, which tells its size and whether it is equal to another. */
export function rowAsJson(name, value) {
  const json = jsonOf(name, value);
  if (json?.[0] !== '{') throw new TypeError(`${name}: is ${json} as JSON, and no object of fields and values`);
  return json;
}

/** Checks a list of rows. */
export const checkRows = (name, rows) => check(name, rows, Array.isArray, 'a list');

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
 */
export const task = (items, send, lookUp) => ({ items, send, lookUp });

/** Does all tasks; resolves to the id of each row's record. `count` is the number of rows, `total` what progress is counted in. */
export async function work(job, tasks, { count, total = count }) {
  if (job.signal?.aborted) throw job.signal.reason;
  const account = new Account(job, tasks, count, total);
  await Promise.all(Array.from({ length: Math.min(job.concurrency, Math.max(1, tasks.length)) }, () => account.go()));
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
  #isStopped = false;
  #done = 0;
  #total;
  #tell;

  constructor(job, tasks, count, total) {
    this.#job = job;
    // Taken from the end.
    this.#tasks = [...tasks].reverse();
    this.#count = count;
    this.#ids = new Array(count);
    this.#open = new Int32Array(count).fill(-1);
    for (const { items } of tasks) for (const { row } of items) this.#open[row] = Math.max(0, this.#open[row]) + 1;
    this.#total = total;
    this.#tell = progressOf(job.onProgress);
  }

  /** Does one task after the other, as long as there are any. */
  async go() {
    while (this.#tasks.length > 0 && !this.#isStopped) {
      if (this.#job.signal?.aborted) return this.#stop(this.#job.signal.reason);
      await this.#do(this.#tasks.pop());
    }
  }

  async #do(current) {
    const { items, send } = current;
    try {
      const outcome = await send(items);
      if (outcome?.tasks) return void this.#tasks.push(...[...outcome.tasks].reverse());
      this.#finish(items, outcome);
    } catch (caught) {
      const error = caught instanceof NothingStored ? caught.reason : caught;
      const { signal } = this.#job;
      // Whatever the reason of an abort is, it is not the server's.
      const isAborted = signal?.aborted === true && error === signal.reason;
      if (isAborted || !isRefusal(caught)) await this.#doubt(current, error);
      else if (this.#job.collects && items.length > 1 && isAboutRows(error)) this.#halve(current);
      else this.#fail(this.#failed, items, error);
    }
  }

  #finish(items, ids) {
    for (const [index, { row }] of items.entries()) {
      this.#ids[row] ??= ids[index];
      this.#open[row] -= 1;
    }
    this.#done += items.length;
    this.#tell(this.#done, this.#total);
  }

  /** Tries the parts of what was refused as a whole. */
  #halve({ items, send, lookUp }) {
    const middle = items.length >> 1;
    this.#tasks.push(task(items.slice(middle), send, lookUp), task(items.slice(0, middle), send, lookUp));
  }

  /** Nobody knows what became of it: it may be there to be found, and is never sent again. */
  async #doubt({ items, lookUp }, error) {
    let found = [];
    try {
      if (lookUp && !this.#job.signal?.aborted) found = await lookUp(items);
    } catch {
      // Then it stays unknown, for the reason it was.
    }
    const isFound = (_, index) => found[index] !== undefined;
    this.#finish(items.filter(isFound), found.filter((id) => id !== undefined));
    const missing = items.filter((...args) => !isFound(...args));
    if (missing.length === 0) return;
    this.#fail(this.#unknown, missing, error);
    // It may still be under way, and be stored after what comes later for the same records.
    if (this.#job.isOrdered) this.#isStopped = true;
  }

  #fail(list, items, error) {
    list.push({ rows: [...new Set(items.map(({ row }) => row))], ...idsOf(items), error });
    this.#cause ??= error;
    if (!this.#job.collects) this.#isStopped = true;
  }

  #stop(reason) {
    this.#isStopped = true;
    this.#cause ??= reason;
  }

  settle() {
    if (this.#failed.length + this.#unknown.length + this.#tasks.length === 0) return this.#ids;
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
