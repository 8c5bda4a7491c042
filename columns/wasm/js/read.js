// Reading a model page by page, each page decoded as its body comes in.

import { OdooError, OdooNetworkError } from 'odoo-client-wasm';
import { readBody } from './body.js';
import { Columns } from './columns.js';
import { Decoder, Fault } from './decoder.js';
import { errorOf } from './errors.js';
import { planOf } from './options.js';
import { pagingOf } from './paging.js';
import { fieldsToRead } from './schema.js';

export async function readColumns(client, model, domain = [], options = {}) {
  const reading = new Reading(planOf(client, model, domain, options));
  try {
    for await (const page of reading.pages()) void page;
    return reading.take();
  } finally {
    reading.close();
  }
}

export async function* readColumnPages(client, model, domain = [], options = {}) {
  const reading = new Reading(planOf(client, model, domain, options));
  try {
    for await (const columns of reading.pages(() => reading.take())) if (columns.length > 0) yield columns;
  } finally {
    reading.close();
  }
}

class Reading {
  #plan;
  #paging;
  #decoder;
  #fields;
  /** Pages that were asked for and have not come, in order. */
  #ahead = [];
  /** The page that was asked for last: the next one has the decoder after it. */
  #previous;
  /** Whether a page is waited for at this moment. */
  #isAwaited = false;
  /** Ends the requests that nobody waits for any more, but for those for pages. */
  #controller = new AbortController();
  /** What is complete. */
  #progress = { rows: 0, pages: 0, bytes: 0 };
  /** How many bodies are being read. */
  #reading = 0;
  #isClosed = false;

  constructor(plan) {
    this.#plan = plan;
    if (plan.signal?.aborted) this.#abort();
    else plan.signal?.addEventListener('abort', this.#abort);
  }

  #abort = () => this.#end(this.#plan.signal.reason);

  #end(reason) {
    this.#controller.abort(reason);
    this.#drop(reason);
  }

  /** The rows that came since they were last asked for. */
  take() {
    return new Columns(this.#decoder.take());
  }

  /**
   * Reads page after page, and gives what `take` makes of each. The next page is asked for before this one is given; where it can be
   * told without this one's last id, before this one has come.
   */
  async* pages(take = () => {}) {
    const fields = await fieldsToRead({ ...this.#plan, callOptions: this.#callOptions() });
    this.#fields = fields.map(({ name }) => name);
    const ask = (method, args, kwargs) => this.#plan.client.call(this.#plan.model, method, args, kwargs, this.#callOptions());
    this.#paging = pagingOf({ ...this.#plan, prefetch: 1 }, ask, () => this.#fill());
    this.#decoder = new Decoder(fields);
    const progress = this.#progress;
    while (progress.rows < this.#plan.limit) {
      const { aborted, reason } = this.#controller.signal;
      if (aborted) throw reason;
      this.#isAwaited = true;
      this.#fill();
      const [page] = this.#ahead;
      const length = await page.done;
      this.#isAwaited = false;
      this.#ahead.shift();
      this.#paging.note(page, { length, last: length > 0 ? this.#decoder.last(this.#fields.indexOf('id')) : undefined }, progress.rows);
      if (page.isLast) return;
      if (page.isBeyond) throw moved(this.#plan.model, progress.rows);
      progress.rows += length;
      progress.pages += 1;
      // Pages by offset that come after this one must be empty; one by id that lacks something is gone on from where it ends.
      if (length < page.query.count) for (const after of this.#ahead) after.isBeyond = page.query.hasEnd === undefined;
      if (page.rest) this.#goOnAfter(page);
      this.#fill();
      const taken = take();
      page.pass();
      this.#plan.onProgress({ ...progress });
      yield taken;
    }
  }

  #goOnAfter(page) {
    this.#drop();
    this.#previous = page;
    this.#paging.restart();
  }

  close() {
    this.#isClosed = true;
    this.#plan.signal?.removeEventListener('abort', this.#abort);
    this.#end();
    // A body that still comes in must not find its decoder in other hands.
    if (this.#reading === 0) this.#decoder?.release();
  }

  #callOptions({ signal } = this.#controller) {
    return { ...this.#plan.callOptions, signal };
  }

  /** Ends the requests for pages that nobody waits for any more. */
  #drop(reason) {
    for (const page of this.#ahead.splice(0)) {
      page.drop(reason);
    }
  }

  /** Asks for the page that is waited for, and for the next one, as far as they can be told. */
  #fill() {
    while (!this.#controller.signal.aborted && this.#ahead.length < (this.#isAwaited ? 2 : 1)) {
      const query = this.#paging.next(this.#progress.rows, this.#ahead);
      if (!query) break;
      this.#ahead.push(this.#request(query));
    }
  }

  /** Asks for a page. It comes to the number of its rows, and has the decoder when the one before has passed it on. */
  #request(query) {
    const page = new Page(query, this.#previous?.passed);
    this.#previous = page;
    page.done = this.#call(page);
    // Nobody may wait for a page that was asked for ahead.
    page.done.catch(() => {});
    return page;
  }

  async #call(page) {
    const { client, model } = this.#plan;
    const { domain, kwargs } = page.query;
    const body = (response) => this.#read(page, response);
    let answer;
    try {
      answer = await client.call(model, 'search_read', [domain], { fields: this.#fields, ...kwargs }, { ...this.#callOptions(page.controller), readBody: body });
      // A client of another make, or one whose `call` is overridden, may know nothing of bodies.
      if (Array.isArray(answer)) answer = await body({ text: async () => JSON.stringify(answer) });
    } catch (error) {
      throw page.failure ?? error;
    }
    if (answer === page) return page.rows;
    throw Object.assign(new OdooNetworkError(`The answer of ${model}.search_read is no list of records`), { model, method: 'search_read' });
  }

  /** Reads a body when it is its turn. It may be read once more: a client may try again what failed. */
  async #read(page, response) {
    await page.turn;
    if (page.isDropped || this.#isClosed) throw new Error('nobody waits for this page any more');
    const decoder = this.#decoder;
    const { model } = this.#plan;
    page.failure = undefined;
    this.#reading += 1;
    try {
      page.begin(decoder);
      const answer = await readBody(response, decoder, page, (bytes) => { this.#progress.bytes += bytes; });
      page.rows = decoder.rows - page.firstRow;
      return answer;
    } catch (error) {
      // Of any other exception, such as that of a broken connection, the client makes its own error.
      if (!(error instanceof Fault)) throw error;
      const firstRow = this.#progress.rows - page.firstRow;
      page.failure = errorOf(error, `the answer of ${model}.search_read`, { firstRow, model, method: 'search_read' });
      throw page.failure;
    } finally {
      this.#reading -= 1;
    }
  }
}

function moved(model, row) {
  const words = `The rows of ${model} moved while they were read: after a page that came short there were more, so that some may have been passed over. What to do: read in the order of id, or once more`;
  return Object.assign(new OdooError(words), { model, method: 'search_read', row });
}

/** One request: what is asked for, and what came. */
class Page {
  rows = 0;
  /** The row of the decoder that it begins with. */
  firstRow = undefined;
  /** Whether it was asked for behind a page that came short: then there must be nothing more. */
  isBeyond = false;
  isDropped = false;
  controller = new AbortController();
  /** What was wrong with the body. */
  failure = undefined;

  /** `turn` comes when the page before has passed the decoder on. */
  constructor(query, turn) {
    this.query = query;
    this.turn = Promise.race([turn, new Promise((leave) => { this.leave = leave; })]);
    this.passed = new Promise((pass) => { this.pass = pass; });
  }

  /** Nobody waits for it any more. */
  drop(reason) {
    this.isDropped = true;
    this.controller.abort(reason);
    this.leave();
  }

  begin(decoder) {
    // What came of it before is not complete.
    if (this.firstRow !== undefined) decoder.forget();
    this.firstRow = decoder.rows;
  }
}
