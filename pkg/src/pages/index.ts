// Reads a model page by page. When each page is asked for, and what is given of it, the policy
// says; what becomes of its body, a sink: records, or columns.

import { OdooError, OdooNetworkError } from 'odoo-client-wasm';
import { policy } from 'odoo-client-wasm/policy';
import type { Selection } from '#arguments/checks.ts';
import { progressOf, type Report } from '#arguments/progress.ts';
import { onAbort } from '#arguments/signals.ts';

/** What is read: a selection, and how many pages are asked for before they are wanted. */
export interface Plan extends Selection {
  prefetch: number;
}

/**
 * A page that has come: how many records, and the ids of the first and the last, as far as they are
 * known.
 */
export interface Came {
  length: number;
  first?: number | undefined;
  last?: number | undefined;
}

/** A request for a page, for a sink to make. */
export interface PageCall {
  /**
   * Whether it is what was missing of the page that was given last, and comes before all others.
   */
  isRest: boolean;
  /** Aborts when nobody waits for the page any more. */
  signal: AbortSignal;
  /**
   * Calls `search_read`: `kwargs` are added to those of the page, `options` to those of the call.
   */
  call(kwargs: Record<string, unknown>, options: Record<string, unknown>): Promise<unknown>;
}

/** A page that a sink has asked for. */
export interface Asked {
  /** Settles when the page has come. */
  came: Promise<Came>;
  /** Nobody waits for the page any more. */
  drop?(reason: unknown): void;
}

/** What makes something of pages. */
export interface Sink<A extends Asked> {
  /** Whether records can be left out of a page that has come. */
  canCut: boolean;
  /** Asks for a page. */
  ask(page: PageCall): A;
}

/**
 * What is given of a page: without `skip` records at its beginning, and without those behind the id
 * `cut`.
 */
export interface Turn<A> {
  asked: A;
  length: number;
  skip: number;
  cut: number | undefined;
  /** Whether a record comes behind `cut`. */
  isBehind(id: number): boolean;
  /** How many records are wanted at most. */
  left: number;
}

type Machine = InstanceType<ReturnType<typeof policy>['Pages']>;
type Request = Parameters<Machine['next']>[0];
type Given = Parameters<Machine['given']>[3];

interface Ahead<A> {
  asked: A;
  controller: AbortController;
}

const isId = (value: unknown) => (typeof value === 'number' ? value : Number.NaN);

export class Pages<A extends Asked> {
  readonly #plan: Plan;
  readonly #sink: Sink<A>;
  readonly #machine: Machine;
  /** Pages that were asked for and not yet given, in order. */
  #ahead: Ahead<A>[] = [];
  /** Ends what is asked for besides pages. */
  readonly #besides = new AbortController();
  readonly #tell: Report;
  #total: Promise<number | undefined> | undefined;
  #isOver = false;
  /** Ends the wait for the program's signal. */
  #deafen = () => {};
  /** How many records were given. */
  rows = 0;

  constructor(plan: Plan, sink: Sink<A>) {
    this.#plan = plan;
    this.#sink = sink;
    const { model, order, pageSize, limit, prefetch, signal } = plan;
    const { timeoutMs = 0 } = plan.callOptions;
    const { Pages: Machine } = policy();
    this.#machine = new Machine(model, order, pageSize, limit, prefetch, sink.canCut, timeoutMs);
    this.#tell = progressOf(plan.onProgress);
    if (signal?.aborted) this.#abort();
    else this.#deafen = onAbort(signal, () => this.#abort());
  }

  #abort() {
    this.#isOver = true;
    this.#end(this.#plan.signal?.reason);
  }

  /** Whether nobody reads any more. */
  get isOver() {
    return this.#isOver;
  }

  /** The page that {@link next} waits for, or that it failed with. */
  awaited: A | undefined;

  /**
   * Waits for the next page, and lets `give` make something of it, which answers how many records
   * it gives. Resolves to whether there was one.
   */
  async next(give: (turn: Turn<A>) => number): Promise<boolean> {
    this.#throwIfAborted();
    this.#count();
    if (!this.#machine.wait()) return false;
    this.#fill();
    const page = this.#ahead[0];
    if (!page) return false;
    this.awaited = page.asked;
    // A client of another make may know nothing of signals.
    const came = await page.asked.came.finally(() => this.#throwIfAborted());
    this.awaited = undefined;
    this.#ahead.shift();
    const { length, first, last } = came;
    const given = {} as Given;
    this.#machine.given(length, isId(first), isId(last), given);
    const { skip, cut, left, isLast, dropsAhead, isStandstill, refusal } = given;
    if (refusal !== undefined) {
      const Class = isStandstill ? OdooNetworkError : OdooError;
      const { model } = this.#plan;
      throw Object.assign(new Class(refusal), { model, method: 'search_read', row: this.rows });
    }
    if (isLast) return false;
    if (dropsAhead) this.#drop();
    const isBehind = (id: number) => cut !== undefined && this.#machine.isBehind(id, cut);
    // At once: what is asked for from now on counts from there.
    const count = give({ asked: page.asked, length, skip, cut, isBehind, left });
    this.rows += count;
    this.#machine.gave(count);
    this.#fill();
    return true;
  }

  /** Reports how far the reading has come; `bytes` are those of the answers so far. */
  async report(bytes: number) {
    const total = await this.#total;
    if (total !== undefined) this.#tell(this.rows, total, bytes);
  }

  /** Reports that the reading is at its end. */
  finish(bytes: number) {
    if (this.#total) this.#tell(this.rows, this.rows, bytes);
  }

  /** Ends the reading, and every request that is under way. */
  close() {
    this.#isOver = true;
    this.#deafen();
    this.#end();
  }

  #end(reason?: unknown) {
    this.#besides.abort(reason);
    this.#drop(reason);
  }

  #throwIfAborted() {
    const { signal } = this.#plan;
    if (signal?.aborted) throw signal.reason;
  }

  /** Counts the records once, if the program asks for progress. */
  #count() {
    const { domain, limit, onProgress } = this.#plan;
    if (!onProgress || this.#total) return;
    this.#total = this.#call('search_count', [domain], {}, { signal: this.#besides.signal })
      .then((count) => Math.min(count, limit))
      .catch((error) => {
        // How far the reading has come is not known then; the records are there all the same.
        if (!this.#isOver)
          console.error('odoo-client-wasm: the records could not be counted', error);
        return undefined;
      });
  }

  /** Asks for what is wanted now. */
  #fill() {
    while (!this.#isOver) {
      const request = {} as Request;
      if (!this.#machine.next(request)) return;
      if (request.isSearch) this.#search(request);
      else this.#ask(request);
    }
  }

  #domain({ after, afterOperator, upTo, upToOperator }: Request) {
    return [
      ...(after === undefined ? [] : [['id', afterOperator, after]]),
      ...(upTo === undefined ? [] : [['id', upToOperator, upTo]]),
      ...this.#plan.domain,
    ];
  }

  #ask(request: Request) {
    const { number, isRest, limit, offset, order } = request;
    const domain = this.#domain(request);
    const own = offset === undefined ? { limit, order } : { limit, offset, order };
    const controller = new AbortController();
    const { signal } = controller;
    const asked = this.#sink.ask({
      isRest,
      signal,
      call: (kwargs, options) =>
        this.#call('search_read', [domain], { ...kwargs, ...own }, { ...options, signal }),
    });
    const page = { asked, controller };
    if (isRest) this.#ahead.unshift(page);
    else this.#ahead.push(page);
    // Nobody may wait for a page that was asked for ahead.
    asked.came.then(({ last }) => this.#arrived(number, last)).catch(() => {});
  }

  #arrived(number: number, last: number | undefined) {
    if (this.#isOver) return;
    this.#machine.arrived(number, isId(last));
    this.#fill();
  }

  /** Searches for ids with which later pages end. */
  async #search(request: Request) {
    const { limit, order, timeoutMs } = request;
    const domain = this.#domain(request);
    const options = { timeoutMs, signal: this.#besides.signal };
    let ids: Float64Array | undefined;
    try {
      const found = await this.#call('search', [domain], { limit, order }, options);
      if (Array.isArray(found)) ids = Float64Array.from(found, isId);
    } catch {
      // Pages can be read without.
    }
    if (this.#isOver) return;
    this.#machine.searched(ids);
    this.#fill();
  }

  #call(method: string, args: unknown[], kwargs: object, more: object) {
    const { client, model, callOptions } = this.#plan;
    return client.call(model, method, args, { ...kwargs }, { ...callOptions, ...more });
  }

  /** Ends the requests for pages that nobody waits for any more. */
  #drop(reason?: unknown) {
    for (const { asked, controller } of this.#ahead.splice(0)) {
      asked.drop?.(reason);
      controller.abort(reason);
    }
  }
}
