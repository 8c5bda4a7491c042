// Reading a model page by page, each page decoded as its body comes in.

import { onAbort } from '../../../pkg/src/arguments/signals.ts';
import { OdooError, OdooNetworkError } from 'odoo-client-wasm';
import { readBody } from './body.js';
import { chunksOf } from './chunks.js';
import { Columns } from './columns.js';
import { Decoder, Fault } from './decoder.js';
import { errorOf } from './errors.js';
import { planOf } from './options.js';
import { Names } from './names.js';
import { pagingOf } from './paging.js';
import { progressOf } from './progress.js';
import { fieldsToRead } from './schema.js';

export async function readColumns(client, model, domain = [], options = {}) {
  const reading = new Reading(planOf(client, model, domain, options));
  try {
    for await (const page of reading.pages()) void page;
    return await reading.named(reading.take());
  } finally {
    reading.close();
  }
}

export async function* readColumnPages(client, model, domain = [], options = {}) {
  const reading = new Reading(planOf(client, model, domain, options));
  try {
    for await (const columns of reading.pages(() => reading.takePage())) if (columns.length > 0) yield await reading.named(columns);
  } finally {
    reading.close();
  }
}

class Reading {
  #plan;
  #paging;
  #decoder;
  /** What is read: `[{ name, type, kind? }]`. */
  #fields;
  /** Whether values may be of another kind than their field. */
  #isTolerant;
  /** Pages that were asked for and have not come, in order. */
  #ahead = [];
  /** The page that was asked for last: the next one has the decoder after it. */
  #previous;
  /** Whether a page is waited for at this moment. */
  #isAwaited = false;
  /** Ends the requests that nobody waits for any more, but for those for pages. */
  #controller = new AbortController();
  /** How many rows are complete, and how many bytes have come. */
  #rows = 0;
  #bytes = 0;
  #tell;
  #names;
  /** How many rows there are in all, if somebody wants to know. */
  #total;
  /** How many bodies are being read. */
  #reading = 0;
  #isClosed = false;
  /** Ends the wait for the program's signal. */
  #deafen = () => {};

  constructor(plan) {
    this.#plan = plan;
    // Where no field was named, all of them are wanted, also those whose values are not what their type says.
    this.#isTolerant = plan.fields === undefined;
    this.#tell = progressOf(plan.onProgress);
    if (plan.signal?.aborted) this.#abort();
    else this.#deafen = onAbort(plan.signal, () => this.#abort());
  }

  #abort = () => this.#end(this.#plan.signal.reason);

  #end(reason) {
    this.#controller.abort(reason);
    this.#drop(reason);
  }

  /** The rows that came since they were last asked for. */
  take() {
    const { rows, fields } = this.#decoder.take();
    // Where no field was named, the server says by its records which ones there are.
    const isThere = ({ data: { absent } }) => this.#plan.fields !== undefined || rows === 0 || absent.length < rows;
    return new Columns({ rows, fields: fields.filter(isThere) });
  }

  /** The rows of a page. Pages have to fit together: the first one tells the kinds of all. */
  takePage() {
    const columns = this.take();
    if (!this.#isTolerant) return columns;
    this.#isTolerant = false;
    const isOther = new Set(columns.names.filter((name) => columns.column(name).kind === 'json'));
    this.#fields = this.#fields.map((field) => (isOther.has(field.name) ? { ...field, kind: 'json' } : field));
    this.#decoder.release();
    this.#decoder = this.#newDecoder();
    return columns;
  }

  /** The columns with the names of what they link to, where these are wanted. */
  async named(columns) {
    const { client, names } = this.#plan;
    if (names === false) return columns;
    this.#names ??= new Names(this.#plan, (model, method, args, { context, ...kwargs }) => {
      const options = this.#callOptions();
      return client.call(model, method, args, kwargs, context ? { ...options, context: { ...options.context, ...context } } : options);
    });
    await this.#names.addTo(columns);
    return columns;
  }

  /**
   * Reads page after page, and gives what `take` makes of each. The next page is asked for before this one is given; where it can be
   * told without this one's last id, before this one has come.
   */
  async* pages(take = () => {}) {
    this.#fields = await fieldsToRead({ ...this.#plan, callOptions: this.#callOptions() });
    const { client, model, limit } = this.#plan;
    this.#count();
    const ask = (method, args, kwargs, options) => client.call(model, method, args, kwargs, { ...this.#callOptions(), ...options });
    this.#paging = pagingOf({ ...this.#plan, prefetch: 1 }, ask, () => this.#fill());
    this.#decoder = this.#newDecoder();
    const id = this.#fields.findIndex(({ name }) => name === 'id');
    while (this.#rows < limit) {
      this.#throwIfAborted();
      this.#isAwaited = true;
      this.#fill();
      const [page] = this.#ahead;
      // A client of another make may know nothing of signals.
      const length = await page.done.finally(() => this.#throwIfAborted());
      this.#isAwaited = false;
      this.#ahead.shift();
      this.#paging.note(page, { length, last: length > 0 ? this.#decoder.last(id) : undefined }, this.#rows);
      if (page.isLast) return;
      if (page.isBeyond) throw moved(model, this.#rows);
      this.#rows += length;
      if (page.isShort) for (const after of this.#ahead) after.isBeyond = true;
      if (page.rest) this.#ahead.unshift(this.#request(page.rest).inPlaceOf(page));
      this.#fill();
      const taken = take();
      if (!page.rest) page.pass();
      const total = await this.#total;
      if (total !== undefined) this.#tell(this.#rows, total, this.#bytes);
      yield taken;
    }
  }

  #newDecoder() {
    return new Decoder(this.#fields, { isTolerant: this.#isTolerant });
  }

  /** Asks once how many rows there are, if somebody wants to know. */
  #count() {
    const { client, model, domain, limit, onProgress } = this.#plan;
    if (!onProgress) return;
    this.#total = client.call(model, 'search_count', [domain], {}, this.#callOptions()).then((count) => Math.min(count, limit)).catch((error) => {
      // How far the reading has come is not known then; the rows are there all the same.
      if (!this.#isClosed && !this.#controller.signal.aborted) console.error('odoo-client-wasm: the records could not be counted', error);
    });
  }

  #throwIfAborted() {
    const { aborted, reason } = this.#controller.signal;
    if (aborted) throw reason;
  }

  close() {
    this.#isClosed = true;
    this.#deafen();
    this.#end();
    // A body that still comes in must not find its decoder in other hands.
    if (this.#reading === 0) this.#decoder?.release();
  }

  #callOptions({ signal } = this.#controller) {
    return { ...this.#plan.callOptions, signal };
  }

  /** Ends the requests for pages that nobody waits for any more. */
  #drop(reason) {
    for (const page of this.#ahead.splice(0)) page.drop(reason);
  }

  /** Asks for the page that is waited for, and for the next one, as far as they can be told. */
  #fill() {
    while (!this.#controller.signal.aborted && this.#ahead.length < (this.#isAwaited ? 2 : 1)) {
      const query = this.#paging.next(this.#rows, this.#ahead);
      if (!query) break;
      this.#previous = this.#request(query, this.#previous?.passed);
      this.#ahead.push(this.#previous);
    }
  }

  /** Asks for a page. It comes to the number of its rows, and has the decoder when its turn has come. */
  #request(query, turn) {
    const page = new Page(query, turn);
    page.done = this.#call(page);
    // Nobody may wait for a page that was asked for ahead.
    page.done.catch(() => {});
    return page;
  }

  async #call(page) {
    const { client, model } = this.#plan;
    const { domain, kwargs } = page.query;
    // As with searchRead: where no field is named, the server gives what it gives.
    const named = this.#plan.fields === undefined ? {} : { fields: this.#fields.map(({ name }) => name) };
    const body = (response) => {
      page.chunks = undefined;
      return page.isItsTurn ? this.#read(page, chunksOf(response)) : this.#keep(page, chunksOf(response));
    };
    let answer;
    try {
      answer = await client.call(model, 'search_read', [domain], { ...named, ...kwargs }, { ...this.#callOptions(page.controller), readBody: body });
      // A client of another make, or one whose `call` is overridden, may know nothing of bodies.
      if (Array.isArray(answer)) answer = await this.#read(page, [new TextEncoder().encode(JSON.stringify(answer))]);
      else if (answer === page && page.chunks) await this.#read(page, page.chunks);
    } catch (error) {
      if (!page.fault) throw error;
      // Where it is in the read is known when the pages before have come.
      await page.turn;
      throw this.#errorOf(page);
    }
    if (answer === page) return page.rows;
    throw Object.assign(new OdooNetworkError(`The answer of ${model}.search_read is no list of records`), { model, method: 'search_read' });
  }

  /** Throws when nobody waits for a page any more: a fetch that knows nothing of signals gives on. */
  #check(page) {
    if (page.isDropped || this.#isClosed) throw new Error('nobody waits for this page any more');
  }

  /** Reads a body when it is its turn. It may be read once more: a client may try again what failed. */
  async #read(page, chunks) {
    await page.turn;
    this.#check(page);
    const decoder = this.#decoder;
    page.begin(decoder);
    this.#reading += 1;
    try {
      const answer = await readBody(chunks, decoder, page, (bytes) => {
        this.#check(page);
        this.#bytes += bytes;
      });
      page.rows = decoder.rows - page.firstRow;
      return answer;
    } catch (error) {
      throw this.#noted(page, error);
    } finally {
      this.#reading -= 1;
    }
  }

  /**
   * Keeps a body that comes before its turn, so that the call ends: one that waited would keep its place in the client's queue, which the page
   * that it waits for may need to try again. What is around the records is for the client.
   */
  async #keep(page, chunks) {
    const decoder = this.#newDecoder();
    try {
      return await readBody(page.keep(chunks), decoder, page, () => this.#check(page));
    } catch (error) {
      throw this.#noted(page, error);
    } finally {
      decoder.release();
    }
  }

  /** The error for the client. Of any other exception than a fault, such as that of a broken connection, it makes its own. */
  #noted(page, error) {
    if (!(error instanceof Fault)) return error;
    page.fault = error;
    return this.#errorOf(page);
  }

  #errorOf({ fault, firstRow }) {
    const { model } = this.#plan;
    return errorOf(fault, `the answer of ${model}.search_read`, { firstRow: this.#rows - (firstRow ?? 0), model, method: 'search_read' });
  }
}

function moved(model, row) {
  const words = `The rows of ${model} moved while they were read: after a page that came short there were more, so that some may have been passed over. What to do: read in the order of id, or once more`;
  return Object.assign(new OdooError(words), { model, method: 'search_read', row });
}

/** One request: what is asked for, and what came. */
class Page {
  rows = 0;
  /** The row of its decoder that it begins with. */
  firstRow = undefined;
  /** Whether it was asked for behind a page that came short: then there must be nothing more. */
  isBeyond = false;
  isItsTurn = false;
  isDropped = false;
  controller = new AbortController();
  /** Its body, if that came before its turn. */
  chunks = undefined;
  /** What was wrong with the body. */
  fault = undefined;

  /** `turn` comes when the page before has passed the decoder on. */
  constructor(query, turn) {
    this.query = query;
    this.turn = Promise.race([turn, new Promise((leave) => { this.leave = leave; })]).then(() => { this.isItsTurn = true; });
    this.passed = new Promise((pass) => { this.pass = pass; });
  }

  /** Has the turn of a page, and passes the decoder on for it. */
  inPlaceOf({ pass, passed }) {
    return Object.assign(this, { pass, passed });
  }

  /** Nobody waits for it any more. */
  drop(reason) {
    this.isDropped = true;
    this.controller.abort(reason);
    this.leave();
  }

  begin(decoder) {
    this.fault = undefined;
    // What came of it before is not complete.
    if (this.firstRow !== undefined) decoder.forget();
    this.firstRow = decoder.rows;
  }

  /** Keeps the chunks of the body, which it gives on. */
  async* keep(chunks) {
    [this.fault, this.chunks] = [undefined, []];
    for await (const chunk of chunks) {
      this.chunks.push(chunk);
      yield chunk;
    }
  }
}
