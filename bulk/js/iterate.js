// Reading everything, page by page, the next page under way while one is consumed.

import { OdooError, OdooNetworkError } from 'odoo-client-wasm';
import { isCount, option, selectionOf } from '../../columns/wasm/js/checks.js';
import { Texts, Unreadable, bytesOf, lastIdIn, pageError, parse } from './answer.js';
import { pagingOf } from './paging.js';
import { progressOf } from './progress.js';

/** Small enough that a few pages take little memory, large enough that asking costs little. */
const usualPage = 1000;

const { setImmediate } = globalThis;

/** Resolves when requests that were made are on their way. Browsers send them by another process. */
const isSent = () => setImmediate && new Promise((resolve) => { setImmediate(resolve); });

export function iterate(client, model, domain = [], options = {}) {
  const plan = {
    ...selectionOf({ client, model, domain, options, usualPage }),
    prefetch: option(options, 'prefetch', 1, isCount, 'a number of pages'),
  };
  return {
    async* [Symbol.asyncIterator]() {
      for await (const records of pagesOf(plan)) {
        for (let row = 0; row < records.length; row += 1) yield records[row];
      }
    },
    pages: () => pagesOf(plan),
  };
}

export async function readAll(client, model, domain, options) {
  const all = [];
  for await (const records of iterate(client, model, domain, options).pages()) for (const record of records) all.push(record);
  return all;
}

async function* pagesOf(plan) {
  const reading = new Reading(plan);
  try {
    for (let records = await reading.next(); records; records = await reading.next()) yield records;
  } finally {
    reading.close();
  }
}

class Reading {
  #plan;
  #paging;
  /** Pages that were asked for and not yet given, in order. */
  #ahead = [];
  /** How many records were given. */
  #rows = 0;
  /** Whether somebody waits for a page at this moment. */
  #isAwaited = false;
  #isOver = false;
  #tell;
  #total;
  #counting = new AbortController();
  #texts = new Texts();

  constructor(plan) {
    this.#plan = plan;
    this.#paging = pagingOf(plan);
    plan.signal?.addEventListener('abort', this.#abort);
    this.#tell = progressOf(plan.onProgress);
  }

  #abort = () => {
    this.#isOver = true;
    this.#end(this.#plan.signal.reason);
  };

  /** The next records; `undefined` after the last ones. */
  async next() {
    const { signal } = this.#plan;
    if (signal?.aborted) throw signal.reason;
    this.#isAwaited = true;
    this.#count();
    this.#fill();
    const page = this.#ahead[0];
    const records = page ? await this.#come(page) : [];
    // A client of another make may know nothing of signals.
    if (signal?.aborted) throw signal.reason;
    this.#isAwaited = false;
    // A short page may be a server's own limit: only an empty one is the end.
    if (records.length === 0) {
      this.#isOver = true;
      if (this.#total) this.#tell(this.#rows, this.#rows);
      return undefined;
    }
    this.#rows += records.length;
    if (!page.isAsExpected) this.#drop();
    this.#fill();
    if (this.#total) {
      const total = await this.#total;
      if (total !== undefined) this.#tell(this.#rows, total);
    }
    return records;
  }

  close() {
    this.#isOver = true;
    this.#plan.signal?.removeEventListener('abort', this.#abort);
    this.#end();
  }

  #end(reason) {
    this.#counting.abort(reason);
    this.#drop(reason);
  }

  /** Asks once how many records there are, if somebody wants to know. */
  #count() {
    const { client, model, domain, limit, onProgress } = this.#plan;
    if (!onProgress || this.#total) return;
    this.#total = this.#ask('search_count', [domain], {}, { signal: this.#counting.signal }).then((count) => Math.min(count, limit)).catch((error) => {
      // How far the reading has come is not known then; the records are there all the same.
      if (!this.#isOver) console.error('odoo-client-wasm: the records could not be counted', error);
    });
  }

  async #come(page) {
    let records;
    try {
      records = await page.done;
    } catch (error) {
      if (page.fault && !this.#isOver) throw pageError(page.fault, { model: this.#plan.model, firstRow: this.#rows });
      // How far the reading came.
      if (error instanceof OdooError && Object.isExtensible(error)) error.row ??= this.#rows;
      throw error;
    }
    this.#ahead.shift();
    return this.#paging.accept(page, records);
  }

  /** Asks for pages, as many as are wanted and as can be told. Tells whether it did. */
  #fill() {
    let hasAsked = false;
    while (!this.#isOver && this.#ahead.length < this.#plan.prefetch + (this.#isAwaited ? 1 : 0)) {
      const query = this.#paging.next(this.#rows, this.#ahead[this.#ahead.length - 1]);
      if (!query) break;
      this.#ahead.push(this.#request(query));
      hasAsked = true;
    }
    return hasAsked;
  }

  /** Ends the requests for pages that nobody waits for any more. */
  #drop(reason) {
    for (const { controller } of this.#ahead.splice(0)) controller.abort(reason);
  }

  #request(query) {
    const page = { query, controller: new AbortController(), lastId: undefined, isAsExpected: true, fault: undefined, done: undefined };
    page.done = this.#read(page);
    // Nobody may wait for a page that was asked for ahead.
    page.done.catch(() => {});
    return page;
  }

  async #read(page) {
    const { model } = this.#plan;
    const { domain, kwargs } = page.query;
    // It may be read once more: the client tries again what was not readable.
    const readBody = async (response) => {
      page.fault = undefined;
      try {
        const bytes = await bytesOf(response);
        // Of the first try, if there are several: the next page was asked for with that.
        page.lastId ??= lastIdIn(bytes);
        // Decoding and parsing take long: what was asked for now would go out only afterwards.
        if (this.#fill()) await isSent();
        return parse(this.#texts.of(bytes));
      } catch (error) {
        if (error instanceof Unreadable) page.fault = error;
        throw error;
      }
    };
    const records = await this.#ask('search_read', [domain], kwargs, { signal: page.controller.signal, readBody });
    if (!Array.isArray(records)) throw Object.assign(new OdooNetworkError(`The answer of ${model}.search_read is no list of records`), { model, method: 'search_read' });
    // A client of another make, or one whose `call` is overridden, may know nothing of bodies.
    page.lastId ??= records[records.length - 1]?.id;
    this.#fill();
    return records;
  }

  #ask(method, args, kwargs, more) {
    const { client, model, callOptions } = this.#plan;
    return client.call(model, method, args, kwargs, { ...callOptions, ...more });
  }
}
