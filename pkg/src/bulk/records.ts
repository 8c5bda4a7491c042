// Pages of records, and the records one by one.

import { OdooClient, OdooError, OdooNetworkError } from 'odoo-client-wasm';
import type { Body } from '#body/chunks.ts';
import { type Asked, type PageCall, Pages, type Plan, type Sink, type Turn } from '#pages/index.ts';
import { Bodies, bytesOf, pageError, Unreadable } from './answer.ts';
import type { Given } from './options.ts';

/** A page of records that was asked for. */
class Page implements Asked {
  readonly came: Promise<{ length: number; first?: number; last?: number }>;
  records: Given[] = [];
  fault: Unreadable | undefined;

  constructor(plan: Plan, bodies: Bodies, page: PageCall) {
    this.came = this.#read(plan, bodies, page);
  }

  async #read({ model, fields }: Plan, bodies: Bodies, { signal, call }: PageCall) {
    // It may be read once more: the client tries again what was not readable.
    const readBody = async (response: Body) => {
      this.fault = undefined;
      try {
        return bodies.parse(await bytesOf(response, signal));
      } catch (error) {
        if (error instanceof Unreadable) this.fault = error;
        throw error;
      }
    };
    const records = await call(fields ? { fields } : {}, { readBody });
    if (!Array.isArray(records) || records.some((record) => Object(record) !== record)) {
      const words = `The answer of ${model}.search_read is not a list of records`;
      throw Object.assign(new OdooNetworkError(words), { model, method: 'search_read' });
    }
    this.records = records;
    const { length } = records;
    return { length, first: records[0]?.id, last: records[length - 1]?.id };
  }
}

/** Goes through the pages of a reading. */
export class Reading {
  readonly #plan: Plan;
  readonly #pages: Pages<Page>;
  readonly #bodies = new Bodies();
  /**
   * Whether lists of records are nobody else's: a client of another make, or one whose `call` is
   * overridden, may keep its lists.
   */
  readonly #isOwn: boolean;
  /** Records that have come and are still to be given. */
  #page: Given[] | undefined;

  constructor(plan: Plan) {
    this.#plan = plan;
    this.#isOwn = plan.client.call === OdooClient.prototype.call;
    const sink: Sink<Page> = { canCut: true, ask: (page) => new Page(plan, this.#bodies, page) };
    this.#pages = new Pages(plan, sink);
  }

  /** Waits for the next records. Answers whether there are any, for `take`. */
  async advance() {
    const records = await this.#next();
    if (records === undefined) {
      this.#pages.finish(this.#bodies.bytes);
      return false;
    }
    this.#page = records;
    await this.#pages.report(this.#bodies.bytes);
    return true;
  }

  /** Gives the records away. */
  take() {
    const records = this.#page ?? [];
    this.#page = undefined;
    return records;
  }

  close() {
    this.#pages.close();
  }

  async #next() {
    let records: Given[] = [];
    while (records.length === 0) {
      const isThere = await this.#pages
        .next((turn) => {
          records = this.#recordsOf(turn);
          return records.length;
        })
        .catch((error) => this.#throw(error));
      if (!isThere) return undefined;
    }
    return records;
  }

  #recordsOf({ asked, skip, cut, isBehind, left }: Turn<Page>) {
    let { records } = asked;
    asked.records = [];
    if (skip > 0) records = records.slice(skip);
    if (cut !== undefined) records = records.filter(({ id }) => !isBehind(id));
    return this.#isOwn && records.length <= left ? records : records.slice(0, left);
  }

  #throw(error: unknown): never {
    const { isOver, awaited, rows } = this.#pages;
    // Of a body that holds no records at all the client says what it says of any such.
    const fault = awaited?.fault;
    const isOfPage = fault && (fault.isOfRecords || !(error instanceof OdooError));
    if (isOfPage && !isOver) throw pageError(fault, this.#plan.model, rows);
    // How far the reading came.
    if (error instanceof OdooError && Object.isExtensible(error)) {
      const known = error as { row?: number };
      known.row ??= rows;
    }
    throw error;
  }
}

/** What the iterators of the language inherit from, and what newer engines give them. */
function AsyncIterator() {}
AsyncIterator.prototype = [1, 2, 3].reduce(
  Object.getPrototypeOf,
  (async function* () {})(),
) as object;
const Base = AsyncIterator as unknown as new () => object;

/** An iterator of records. By hand: a generator would take twice as long for each. */
export class Records<T> extends Base {
  readonly #plan: Plan;
  #reading: Reading | undefined;
  #page: (T | undefined)[] = [];
  #row = 0;
  #isOver = false;
  /** Calls that wait: what is asked for at once is answered one after the other. */
  #waiting = 0;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(plan: Plan) {
    super();
    this.#plan = plan;
  }

  next(): Promise<IteratorResult<T, undefined>> {
    if (this.#waiting === 0 && this.#row < this.#page.length)
      return Promise.resolve({ value: this.#take(), done: false });
    return this.#inTurn(async () => {
      if (this.#row === this.#page.length && !this.#isOver) await this.#turnPage();
      if (this.#row < this.#page.length) return { value: this.#take(), done: false };
      return { value: undefined, done: true };
    });
  }

  return<V>(value: V) {
    return this.#inTurn(() => {
      this.#close();
      return { value, done: true };
    });
  }

  throw(error: unknown) {
    return this.#inTurn((): never => {
      this.#close();
      throw error;
    });
  }

  /**
   * The next record, which the page lets go of: an engine may keep a list for long after its last
   * use, and with it all records that the program does not want any more.
   */
  #take() {
    const record = this.#page[this.#row] as T;
    this.#page[this.#row] = undefined;
    this.#row += 1;
    return record;
  }

  #inTurn<R>(work: () => R | Promise<R>): Promise<R> {
    this.#waiting += 1;
    const answer = this.#turn.then(work).finally(() => {
      this.#waiting -= 1;
    });
    this.#turn = answer.then(
      () => {},
      () => {},
    );
    return answer;
  }

  async #turnPage() {
    this.#reading ??= new Reading(this.#plan);
    this.#page = [];
    this.#row = 0;
    try {
      if (await this.#reading.advance()) this.#page = this.#reading.take();
      else this.#close();
    } catch (error) {
      this.#close();
      throw error;
    }
  }

  #close() {
    this.#isOver = true;
    this.#page = [];
    this.#row = 0;
    this.#reading?.close();
  }
}
