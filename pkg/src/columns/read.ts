// Reading a model page by page, each page decoded as its body comes in.

import { OdooError, OdooNetworkError } from 'odoo-client-wasm';

import { progressOf, type Report } from '#arguments/progress.ts';
import { onAbort } from '#arguments/signals.ts';
import { type Body, chunksOf } from '#body/chunks.ts';

import { type Columns, columnsOf } from './columns.ts';
import { Decoder, Fault, type Field, readBody } from './decoder.ts';
import type { Plan } from './options.ts';
import { type Asked, type Paging, pagingOf, type Query } from './paging.ts';
import { fieldsToRead, Names } from './schema.ts';

const method = 'search_read';

export class Reading {
  #plan: Plan;
  #paging: Paging | undefined;
  #decoder: Decoder | undefined;
  /** What is read. */
  #fields: Field[] = [];
  /** Whether values may be of another kind than their field. */
  #isTolerant: boolean;
  /** Pages that were asked for and have not come, in order. */
  #ahead: Page[] = [];
  /** The page that was asked for last: the next one has the decoder after it. */
  #previous: Page | undefined;
  /** Whether a page is waited for at this moment. */
  #isAwaited = false;
  /** Ends the requests that nobody waits for any more, but for those for pages. */
  #controller = new AbortController();
  /** How many rows are complete, and how many bytes have come. */
  #rows = 0;
  #bytes = 0;
  #report: Report;
  #names: Names | undefined;
  /** How many rows there are in all, if somebody wants to know. */
  #total: Promise<number | undefined> | undefined;
  /** How many bodies are being read. */
  #reading = 0;
  #isClosed = false;
  /** Ends the wait for the program's signal. */
  #deafen = () => {};

  constructor(plan: Plan) {
    this.#plan = plan;
    // Where no field was named, all of them are wanted, also those whose values are not what their
    // type says.
    this.#isTolerant = plan.fields === undefined;
    this.#report = progressOf(plan.onProgress);
    if (plan.signal?.aborted) this.#abort();
    else this.#deafen = onAbort(plan.signal, () => this.#abort());
  }

  #abort = () => this.#end(this.#plan.signal?.reason);

  #end(reason?: unknown) {
    this.#controller.abort(reason);
    this.#drop(reason);
  }

  /** The rows that came since they were last asked for. */
  take(): Columns {
    const { rows, columns } = (this.#decoder as Decoder).take();
    if (this.#plan.fields !== undefined || rows === 0) return columnsOf({ rows, columns });
    // Where no field was named, the server says by its records which ones there are.
    const isThere = ({ parts }: (typeof columns)[0]) => (parts.absent as Uint32Array).length < rows;
    return columnsOf({ rows, columns: columns.filter(isThere) });
  }

  /** The rows of a page. Pages have to fit together: the first one tells the kinds of all. */
  takePage(): Columns {
    const columns = this.take();
    if (!this.#isTolerant) return columns;
    this.#isTolerant = false;
    const isJson = (name: string) => columns.column(name).kind === 'json';
    const others = new Set(columns.names.filter(isJson));
    for (const field of this.#fields) if (others.has(field.name)) field.readAs = 'json';
    this.#decoder?.release();
    this.#decoder = this.#newDecoder();
    return columns;
  }

  /** The columns with the names of what they link to, where these are wanted. */
  async named(columns: Columns): Promise<Columns> {
    const { client, model, names } = this.#plan;
    if (names === false) return columns;
    this.#names ??= new Names(model, names, (model, method, args, kwargs, context) => {
      const options = this.#callOptions();
      const merged = context && { context: { ...options.context, ...context } };
      return client.call(model, method, args, kwargs, { ...options, ...merged });
    });
    await this.#names.addTo(columns);
    return columns;
  }

  /**
   * Reads page after page, and gives what `take` makes of each. The next page is asked for before
   * this one is given; where it can be told without this one's last id, before this one has come.
   */
  async *pages<T = void>(take: () => T): AsyncGenerator<T, void, undefined> {
    this.#fields = await fieldsToRead({ ...this.#plan, callOptions: this.#callOptions() });
    const { client, model, limit } = this.#plan;
    this.#count();
    this.#paging = pagingOf(
      { ...this.#plan, prefetch: 1 },
      (method, args, kwargs, options) =>
        client.call(model, method, args, kwargs, { ...this.#callOptions(), ...options }),
      () => this.#fill(),
    );
    this.#decoder = this.#newDecoder();
    const id = this.#fields.findIndex(({ name }) => name === 'id');
    while (this.#rows < limit) {
      this.#throwIfAborted();
      this.#isAwaited = true;
      this.#fill();
      const page = this.#ahead[0] as Page;
      // A client of another make may know nothing of signals.
      const length = await page.done.finally(() => this.#throwIfAborted());
      this.#isAwaited = false;
      this.#ahead.shift();
      const last = length > 0 ? this.#decoder.last(id) : undefined;
      this.#paging.note(page, { length, last }, this.#rows);
      if (page.isLast) return;
      if (page.isBeyond) throw moved(model, this.#rows);
      this.#rows += length;
      if (page.isShort) for (const after of this.#ahead) after.isBeyond = true;
      if (page.rest) this.#ahead.unshift(this.#request(page.rest).inPlaceOf(page));
      this.#fill();
      const taken = take();
      if (!page.rest) page.pass();
      const total = await this.#total;
      if (total !== undefined) this.#report(this.#rows, total, this.#bytes);
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
    this.#total = client
      .call(model, 'search_count', [domain], {}, this.#callOptions())
      .then((count: number) => Math.min(count, limit))
      .catch((error: unknown) => {
        // How far the read has come is not known then; the rows are there all the same.
        if (!this.#isClosed && !this.#controller.signal.aborted)
          console.error('odoo-client-wasm: the records could not be counted', error);
        return undefined;
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
  #drop(reason: unknown) {
    for (const page of this.#ahead.splice(0)) page.drop(reason);
  }

  /** Asks for the page that is waited for, and for the next one, as far as they can be told. */
  #fill() {
    const most = this.#isAwaited ? 2 : 1;
    while (!this.#controller.signal.aborted && this.#ahead.length < most) {
      const query = this.#paging?.next(this.#rows, this.#ahead);
      if (!query) break;
      this.#previous = this.#request(query, this.#previous?.passed);
      this.#ahead.push(this.#previous);
    }
  }

  /**
   * Asks for a page. It comes to the number of its rows, and has the decoder when its turn has
   * come.
   */
  #request(query: Query, turn?: Promise<void>): Page {
    const page = new Page(query, turn);
    page.done = this.#call(page);
    // Nobody may wait for a page that was asked for ahead.
    page.done.catch(() => {});
    return page;
  }

  async #call(page: Page): Promise<number> {
    const { client, model, fields } = this.#plan;
    const { domain, kwargs } = page.query;
    // As with searchRead: where no field is named, the server gives what it gives.
    const named = fields === undefined ? {} : { fields: this.#fields.map(({ name }) => name) };
    const readBody = (response: Body) => {
      page.chunks = undefined;
      const chunks = chunksOf(response);
      return page.isItsTurn ? this.#read(page, chunks) : this.#keep(page, chunks);
    };
    const options = { ...this.#callOptions(page.controller), readBody };
    let answer: unknown;
    try {
      answer = await client.call(model, method, [domain], { ...named, ...kwargs }, options);
      // A client of another make, or one whose `call` is overridden, may know nothing of bodies.
      if (Array.isArray(answer))
        answer = await this.#read(page, [new TextEncoder().encode(JSON.stringify(answer))]);
      else if (answer === page && page.chunks) await this.#read(page, page.chunks);
    } catch (error) {
      if (!page.fault) throw error;
      // Where it is in the read is known when the pages before have come.
      await page.turn;
      throw this.#errorOf(page, page.fault);
    }
    if (answer === page) return page.rows;
    const words = `The answer of ${model}.search_read is no list of records`;
    throw Object.assign(new OdooNetworkError(words), { model, method });
  }

  /**
   * Throws when nobody waits for a page any more: a fetch that knows nothing of signals goes on.
   */
  #check(page: Page) {
    if (page.isDropped || this.#isClosed) throw new Error('nobody waits for this page any more');
  }

  /** Reads a body when it is its turn. It may be read once more: a client may retry what failed. */
  async #read(page: Page, chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>) {
    await page.turn;
    this.#check(page);
    const decoder = this.#decoder as Decoder;
    page.begin(decoder);
    this.#reading += 1;
    try {
      const answer = await readBody(chunks, decoder, page, (bytes) => {
        this.#check(page);
        this.#bytes += bytes;
      });
      page.rows = decoder.rows - (page.firstRow ?? 0);
      return answer;
    } catch (error) {
      throw this.#noted(page, error);
    } finally {
      this.#reading -= 1;
    }
  }

  /**
   * Keeps a body that comes before its turn, so that the call ends: one that waited would keep its
   * permit of the client's queue, which the page that it waits for may need to retry. What is
   * around the records is for the client.
   */
  async #keep(page: Page, chunks: AsyncIterable<Uint8Array>) {
    const decoder = this.#newDecoder();
    try {
      return await readBody(page.keep(chunks), decoder, page, () => this.#check(page));
    } catch (error) {
      throw this.#noted(page, error);
    } finally {
      decoder.release();
    }
  }

  /**
   * The error for the client. Of any other exception than a fault, such as that of a broken
   * connection, it makes its own.
   */
  #noted(page: Page, error: unknown) {
    if (!(error instanceof Fault)) return error;
    page.fault = error;
    return this.#errorOf(page, error);
  }

  #errorOf({ firstRow = 0 }: Page, fault: Fault) {
    const { model } = this.#plan;
    const known = { firstRow: this.#rows - firstRow, model, method };
    return fault.toError(`the answer of ${model}.search_read`, known);
  }
}

function moved(model: string, row: number) {
  const words = `The rows of ${model} moved while they were read: after a page that came short there were more, so that some may have been passed over. What to do: read in the order of id, or once more`;
  return Object.assign(new OdooError(words), { model, method, row });
}

/** One request: what is asked for, and what came. */
class Page implements Asked {
  readonly query: Query;
  isLast?: boolean;
  isShort?: boolean;
  rest?: Query;
  rows = 0;
  done: Promise<number> = Promise.resolve(0);
  /** The row of its decoder that it begins with. */
  firstRow: number | undefined;
  /** Whether it was asked for behind a page that came short: then there must be nothing more. */
  isBeyond = false;
  isItsTurn = false;
  isDropped = false;
  controller = new AbortController();
  /** Its body, if that came before its turn. */
  chunks: Uint8Array[] | undefined;
  /** What was wrong with the body. */
  fault: Fault | undefined;
  /**
   * Comes when the page before has passed the decoder on, or nobody waits for this one any more.
   */
  readonly turn: Promise<void>;
  #leave = () => {};
  /** Passes the decoder on. */
  pass = () => {};
  passed: Promise<void>;

  /** `turn` comes when the page before has passed the decoder on. */
  constructor(query: Query, turn: Promise<void> | undefined) {
    this.query = query;
    const left = new Promise<void>((leave) => {
      this.#leave = leave;
    });
    this.turn = Promise.race([turn, left]).then(() => {
      this.isItsTurn = true;
    });
    this.passed = new Promise((pass) => {
      this.pass = pass;
    });
  }

  /** Has the turn of a page, and passes the decoder on for it. */
  inPlaceOf({ pass, passed }: Page): Page {
    return Object.assign(this, { pass, passed });
  }

  /** Nobody waits for it any more. */
  drop(reason: unknown) {
    this.isDropped = true;
    this.controller.abort(reason);
    this.#leave();
  }

  begin(decoder: Decoder) {
    this.fault = undefined;
    // What came of it before is not complete.
    if (this.firstRow !== undefined) decoder.forget();
    this.firstRow = decoder.rows;
  }

  /** Keeps the chunks of the body, which it gives on. */
  async *keep(chunks: AsyncIterable<Uint8Array>) {
    const kept: Uint8Array[] = [];
    [this.fault, this.chunks] = [undefined, kept];
    for await (const chunk of chunks) {
      kept.push(chunk);
      yield chunk;
    }
  }
}
