// Reading a model into columns: each page is decoded as its body comes in.

import { OdooNetworkError } from 'odoo-client-wasm';
import { onAbort } from '#arguments/signals.ts';
import { type Body, chunksOf } from '#body/chunks.ts';
import { type Asked, type Came, type PageCall, Pages, type Sink } from '#pages/index.ts';
import { type Columns, columnsOf } from './columns.ts';
import { Decoder, Fault, type Field, readBody } from './decoder.ts';
import type { Plan } from './options.ts';
import { fieldsToRead, Names } from './schema.ts';

const method = 'search_read';

type Chunks = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

export class Reading implements Sink<Page> {
  /** Records are in the columns once they have come. */
  readonly canCut = false;
  readonly #plan: Plan;
  readonly #pages: Pages<Page>;
  #decoder: Decoder | undefined;
  #fields: Field[] = [];
  /** The place of `id` among the fields. */
  #id = 0;
  /** Whether values may be of another kind than their field. */
  #isTolerant: boolean;
  /** The page that was asked for last: the next one has the decoder after it. */
  #previous: Page | undefined;
  /** The page that is given, as long as it has the decoder. */
  #given: Page | undefined;
  /** Ends the calls besides those for pages. */
  readonly #controller = new AbortController();
  #bytes = 0;
  #names: Names | undefined;
  /** How many bodies are being read. */
  #reading = 0;
  #isClosed = false;
  /** Ends the wait for the program's signal. */
  readonly #deafen: () => void;

  constructor(plan: Plan) {
    this.#plan = plan;
    // Where no field was named, all of them are wanted, also those whose values are not what their
    // type says.
    this.#isTolerant = plan.fields === undefined;
    this.#pages = new Pages({ ...plan, prefetch: 1 }, this);
    const abort = () => this.#controller.abort(plan.signal?.reason);
    if (plan.signal?.aborted) abort();
    this.#deafen = onAbort(plan.signal, abort);
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
      const options = this.#callOptions(this.#controller.signal);
      const merged = context && { context: { ...options.context, ...context } };
      return client.call(model, method, args, kwargs, { ...options, ...merged });
    });
    await this.#names.addTo(columns);
    return columns;
  }

  /** Reads page after page, and gives what `take` makes of each. */
  async *pages<T>(take: () => T): AsyncGenerator<T, void, undefined> {
    const callOptions = this.#callOptions(this.#controller.signal);
    this.#fields = await fieldsToRead({ ...this.#plan, callOptions });
    this.#id = this.#fields.findIndex(({ name }) => name === 'id');
    this.#decoder = this.#newDecoder();
    let taken: T | undefined;
    const give = ({ asked, length }: { asked: Page; length: number }) => {
      taken = take();
      this.#given = asked;
      return length;
    };
    while (await this.#pages.next(give)) {
      // What was missing of the page has taken its place by now.
      this.#given?.pass();
      await this.#pages.report(this.#bytes);
      yield taken as T;
    }
  }

  /** Asks for a page. It has the decoder when its turn has come. */
  ask(call: PageCall): Page {
    const page = new Page(call.isRest ? undefined : this.#previous?.passed);
    if (call.isRest) {
      if (this.#given) page.inPlaceOf(this.#given);
      this.#given = undefined;
    } else this.#previous = page;
    page.came = this.#call(page, call);
    // Nobody may wait for a page that was asked for ahead.
    page.came.catch(() => {});
    return page;
  }

  #newDecoder() {
    return new Decoder(this.#fields, { isTolerant: this.#isTolerant });
  }

  close() {
    this.#isClosed = true;
    this.#deafen();
    this.#controller.abort();
    this.#pages.close();
    // A body that still comes in must not find its decoder in other hands.
    if (this.#reading === 0) this.#decoder?.release();
  }

  #callOptions(signal: AbortSignal) {
    return { ...this.#plan.callOptions, signal };
  }

  async #call(page: Page, { call }: PageCall): Promise<Came> {
    const { model, fields } = this.#plan;
    // As with searchRead: where no field is named, the server gives what it gives.
    const named = fields === undefined ? {} : { fields: this.#fields.map(({ name }) => name) };
    const readBody = (response: Body) => {
      page.chunks = undefined;
      const chunks = chunksOf(response);
      return page.isItsTurn ? this.#read(page, chunks) : this.#keep(page, chunks);
    };
    let answer: unknown;
    try {
      answer = await call(named, { readBody });
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
    if (answer === page) return page;
    const words = `The answer of ${model}.search_read is not a list of records`;
    throw Object.assign(new OdooNetworkError(words), { model, method });
  }

  /**
   * Throws when nobody waits for a page any more: a fetch that knows nothing of signals goes on.
   */
  #check(page: Page) {
    if (page.isDropped || this.#isClosed) throw new Error('nobody waits for this page any more');
  }

  /** Reads a body when it is its turn. It may be read once more: a client may retry what failed. */
  async #read(page: Page, chunks: Chunks) {
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
      const { rows } = decoder;
      const { firstRow = 0 } = page;
      page.length = rows - firstRow;
      const isThere = page.length > 0;
      page.first = isThere ? decoder.number(this.#id, firstRow) : undefined;
      page.last = isThere ? decoder.number(this.#id, rows - 1) : undefined;
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
    const known = { firstRow: this.#pages.rows - firstRow, model, method };
    return fault.toError(`the answer of ${model}.search_read`, known);
  }
}

/** What came of a request for a page. */
class Page implements Asked, Came {
  came: Promise<Came> = Promise.resolve(this);
  length = 0;
  first: number | undefined;
  last: number | undefined;
  /** The row of its decoder that it begins with. */
  firstRow: number | undefined;
  isItsTurn = false;
  isDropped = false;
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
  constructor(turn: Promise<void> | undefined) {
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
  inPlaceOf({ pass, passed }: Page) {
    Object.assign(this, { pass, passed });
  }

  /** Nobody waits for it any more. */
  drop() {
    this.isDropped = true;
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
