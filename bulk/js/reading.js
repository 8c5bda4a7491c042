// One reading of a model: which pages are asked for when, and what is given of them.

import { OdooClient, OdooError, OdooNetworkError } from 'odoo-client-wasm';
import { Bodies, Unreadable, bytesOf, pageError } from './answer.js';
import { onAbort } from '../../pkg/src/arguments/signals.ts';
import { progressOf } from '../../pkg/src/arguments/progress.ts';
import { pagingOf } from './paging.js';

export class Reading {
  #plan;
  #paging;
  /** Pages that were asked for and not yet given, in order. */
  #ahead = [];
  /** Records that have come and are still to be given. */
  #page;
  /** How many records were given. */
  #rows = 0;
  /** Whether somebody waits for a page at this moment. */
  #isAwaited = false;
  #isOver = false;
  /** Whether lists of records are nobody else's: a client of another make, or one whose `call` is overridden, may keep its lists. */
  #isOwn;
  #tell;
  #total;
  /** Ends what is asked for besides pages. */
  #besides = new AbortController();
  #bodies = new Bodies();
  /** Ends the wait for the program's signal. */
  #deafen;

  constructor(plan) {
    this.#plan = plan;
    this.#isOwn = plan.client.call === OdooClient.prototype.call;
    const ask = (method, args, kwargs, options) => this.#ask(method, args, kwargs, { ...options, signal: this.#besides.signal });
    this.#paging = pagingOf(plan, ask, () => this.#fill());
    this.#deafen = onAbort(plan.signal, () => this.#abort());
    this.#tell = progressOf(plan.onProgress);
  }

  #abort = () => {
    this.#isOver = true;
    this.#end(this.#plan.signal.reason);
  };

  /** Waits for the next records. Answers whether there are any, for `take`. */
  async advance() {
    const { signal, limit } = this.#plan;
    if (signal?.aborted) throw signal.reason;
    this.#count();
    let records = [];
    while (records.length === 0 && this.#rows < limit) {
      this.#isAwaited = true;
      this.#fill();
      const [page] = this.#ahead;
      records = await this.#come(page);
      // A client of another make may know nothing of signals.
      if (signal?.aborted) throw signal.reason;
      this.#isAwaited = false;
      if (page.isLast) break;
    }
    if (records.length === 0) {
      this.#isOver = true;
      if (this.#total) this.#tell(this.#rows, this.#rows, this.#bodies.bytes);
      return false;
    }
    this.#page = records;
    this.#fill();
    if (this.#total) {
      const total = await this.#total;
      if (total !== undefined) this.#tell(this.#rows, total, this.#bodies.bytes);
    }
    return true;
  }

  /** Gives the records away. */
  take() {
    const records = this.#page;
    this.#page = undefined;
    return records;
  }

  close() {
    this.#isOver = true;
    this.#deafen();
    this.#end();
  }

  #end(reason) {
    this.#besides.abort(reason);
    this.#drop(reason);
  }

  /** Asks once how many records there are, if somebody wants to know. */
  #count() {
    const { client, model, domain, limit, onProgress } = this.#plan;
    if (!onProgress || this.#total) return;
    this.#total = this.#ask('search_count', [domain], {}, { signal: this.#besides.signal }).then((count) => Math.min(count, limit)).catch((error) => {
      // How far the reading has come is not known then; the records are there all the same.
      if (!this.#isOver) console.error('odoo-client-wasm: the records could not be counted', error);
    });
  }

  async #come(page) {
    let records;
    try {
      records = await page.done;
    } catch (error) {
      // Of a body that holds no records at all the client says what it says of any such.
      const isOfPage = page.fault && (page.fault.isOfRecords || !(error instanceof OdooError));
      if (isOfPage && !this.#isOver) throw pageError(page.fault, { model: this.#plan.model, firstRow: this.#rows });
      // How far the reading came.
      if (error instanceof OdooError && Object.isExtensible(error)) error.row ??= this.#rows;
      throw error;
    }
    this.#ahead.shift();
    records = this.#paging.accept(page, records, this.#rows);
    if (!page.isAsExpected) this.#drop();
    if (page.rest) this.#ahead.unshift(this.#request(page.rest));
    const left = this.#plan.limit - this.#rows;
    if (!this.#isOwn || records.length > left) records = records.slice(0, left);
    // At once: whatever is asked for from now on counts from there.
    this.#rows += records.length;
    return records;
  }

  /** Asks for pages, as many as are wanted and as can be told. */
  #fill() {
    while (!this.#isOver && this.#ahead.length < this.#plan.prefetch + (this.#isAwaited ? 1 : 0)) {
      const query = this.#paging.next(this.#rows, this.#ahead);
      if (!query) break;
      this.#ahead.push(this.#request(query));
    }
  }

  /** Ends the requests for pages that nobody waits for any more. */
  #drop(reason) {
    for (const { controller } of this.#ahead.splice(0)) controller.abort(reason);
  }

  #request(query) {
    const page = { query, controller: new AbortController(), isAsExpected: true, isLast: false, rest: undefined, fault: undefined, done: undefined };
    page.done = this.#read(page);
    // Nobody may wait for a page that was asked for ahead.
    page.done.catch(() => {});
    return page;
  }

  async #read(page) {
    const { model, fields } = this.#plan;
    const { domain, kwargs } = page.query;
    // It may be read once more: the client tries again what was not readable.
    const readBody = async (response) => {
      page.fault = undefined;
      try {
        return this.#bodies.parse(await bytesOf(response, page.controller.signal));
      } catch (error) {
        if (error instanceof Unreadable) page.fault = error;
        throw error;
      }
    };
    const records = await this.#ask('search_read', [domain], fields ? { fields, ...kwargs } : kwargs, { signal: page.controller.signal, readBody });
    if (!Array.isArray(records)) throw Object.assign(new OdooNetworkError(`The answer of ${model}.search_read is no list of records`), { model, method: 'search_read' });
    // Where it ends the next one may begin.
    page.query.upTo ??= records[records.length - 1]?.id;
    this.#fill();
    return records;
  }

  #ask(method, args, kwargs, more) {
    const { client, model, callOptions } = this.#plan;
    return client.call(model, method, args, kwargs, { ...callOptions, ...more });
  }
}
