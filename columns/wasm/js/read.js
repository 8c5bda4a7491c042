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
  #decoder;
  /** Ends the requests that nobody waits for any more. */
  #controller = new AbortController();
  #abort = () => this.#controller.abort(this.#plan.signal.reason);
  /** What is complete. */
  #progress = { rows: 0, pages: 0, bytes: 0 };
  /** Lets the next page have the decoder. */
  #pass = () => {};
  /** How many bodies are being read. */
  #reading = 0;
  #isClosed = false;

  constructor(plan) {
    this.#plan = plan;
    if (plan.signal?.aborted) this.#abort();
    else plan.signal?.addEventListener('abort', this.#abort);
  }

  /** The rows that came since they were last asked for. */
  take() {
    return new Columns(this.#decoder.take());
  }

  /**
   * Reads page after page, and gives what `take` makes of each. The next page is asked for before this one is given; where it can be
   * told without this one's last id, before this one has come: but not before the second, since most reads are of one page.
   */
  async* pages(take = () => {}) {
    const fields = await fieldsToRead({ ...this.#plan, callOptions: this.#callOptions() });
    const paging = pagingOf(this.#plan, fields);
    this.#decoder = new Decoder(fields);
    const progress = this.#progress;
    let page = this.#request(paging.first(), Promise.resolve());
    while (page) {
      const turn = new Promise((resolve) => { this.#pass = resolve; });
      const { query } = page;
      const ahead = progress.pages > 0 ? this.#request(paging.ahead(query, progress.rows), turn) : undefined;
      const rows = await page.done;
      // A short page may be a server's own limit: only an empty one is the end.
      if (rows === 0) return;
      if (page.isBeyond) throw moved(this.#plan.model, progress.rows);
      progress.rows += rows;
      progress.pages += 1;
      if (ahead && rows < query.kwargs.limit) ahead.isBeyond = true;
      page = ahead ?? this.#request(paging.next(progress.rows, this.#decoder), turn);
      const taken = take();
      this.#pass();
      this.#plan.onProgress({ ...progress });
      yield taken;
    }
  }

  close() {
    this.#isClosed = true;
    this.#plan.signal?.removeEventListener('abort', this.#abort);
    this.#controller.abort();
    this.#pass();
    // A body that still comes in must not find its decoder in other hands.
    if (this.#reading === 0) this.#decoder?.release();
  }

  #callOptions() {
    return { ...this.#plan.callOptions, signal: this.#controller.signal };
  }

  /** Asks for a page, if there is one to ask for. It comes to the number of its rows, and has the decoder from its turn on. */
  #request(query, turn) {
    if (!query) return undefined;
    const page = new Page(query);
    page.done = this.#call(page, turn);
    // Nobody may wait for a page that was asked for ahead.
    page.done.catch(() => {});
    return page;
  }

  async #call(page, turn) {
    const { client, model } = this.#plan;
    const body = (response) => this.#read(page, turn, response);
    let answer;
    try {
      answer = await client.call(model, 'search_read', [page.query.domain], page.query.kwargs, { ...this.#callOptions(), readBody: body });
      // A client of another make, or one whose `call` is overridden, may know nothing of bodies.
      if (Array.isArray(answer)) answer = await body({ text: async () => JSON.stringify(answer) });
    } catch (error) {
      throw page.failure ?? error;
    }
    if (answer === page) return page.rows;
    throw Object.assign(new OdooNetworkError(`The answer of ${model}.search_read is no list of records`), { model, method: 'search_read' });
  }

  /** Reads a body when it is its turn. It may be read once more: a client may try again what failed. */
  async #read(page, turn, response) {
    await turn;
    if (this.#isClosed) throw new Error('nobody waits for this page any more');
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
  /** What was wrong with the body. */
  failure = undefined;

  constructor(query) {
    this.query = query;
  }

  begin(decoder) {
    // What came of it before is not complete.
    if (this.firstRow !== undefined) decoder.forget();
    this.firstRow = decoder.rows;
  }
}
