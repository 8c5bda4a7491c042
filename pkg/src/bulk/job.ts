// A job of many calls: what each call sends. Which comes next, and what became of each row, the
// policy says.

import { Kind, policy, Sends } from 'odoo-client-wasm/policy';
import {
  type Caller,
  callOptionsOf,
  checkCall,
  isFunction,
  isPositive,
  option,
  signalOf,
} from '#arguments/checks.ts';
import { type Progress, progressOf } from '#arguments/progress.ts';
import { type Calls, NothingStored, NotSent, reasonOf, wordOf } from './call.ts';
import { type BulkFailure, OdooBulkError } from './errors.ts';

/** Large enough that asking costs little, small enough for one transaction. */
const usualChunk = 200;

/** The arguments of a job, checked. */
export interface Job extends Calls {
  method: string;
  signal: AbortSignal | undefined;
  chunkSize: number;
  concurrency: number;
  collects: boolean;
  onProgress: ((progress: Progress) => unknown) | undefined;
}

const isPolicy = (value: unknown): value is 'stop' | 'collect' =>
  value === 'stop' || value === 'collect';

/** The arguments of a job, checked; a later change to the caller's options changes nothing. */
export function jobOf(client: Caller, model: string, method: string, options: object): Job {
  checkCall(client, model, options, ['chunkSize', 'concurrency', 'onError', 'key']);
  const signal = signalOf(options);
  const sizes = 'a number of records above 0';
  const calls = 'a number of calls above 0';
  const onError = option(options, 'onError', 'stop', isPolicy, "'stop' or 'collect'");
  return {
    client,
    model,
    method,
    signal,
    chunkSize: option(options, 'chunkSize', usualChunk, isPositive, sizes),
    concurrency: option(options, 'concurrency', 1, isPositive, calls),
    collects: onError === 'collect',
    onProgress: option(options, 'onProgress', undefined, isFunction, 'a function'),
    callOptions: { ...callOptionsOf(options), signal },
  };
}

/** What one call does for some items. */
export interface Work {
  /**
   * Resolves to the ids of the items' records; to nothing, where it has added calls in its place.
   */
  send(items: number[]): Promise<number[] | undefined>;
  /** Tells after an unknown outcome which items are done: ids, 0 for the others. */
  lookUp?: (items: number[]) => Promise<Float64Array>;
  /** What the rows are counted as. */
  kind?: Kind;
}

/** The items of a job. */
interface Items {
  /** How many rows there are. */
  rows: number;
  /** The row of each item; absent: each row is an item. */
  rowOf?: Uint32Array;
  /** The characters of each item; absent: they add nothing to a body. */
  sizes?: Uint32Array;
  /** The record that an item names; those of a failure are told with it. */
  recordOf?: (item: number) => number | undefined;
  /** What progress is counted in. */
  total?: number;
  /** Whether calls must follow one another, since later ones write the same records again. */
  isOrdered?: boolean;
}

/** The numbers from 0 on. */
export function upTo(count: number): Uint32Array {
  const numbers = new Uint32Array(count);
  for (let index = 0; index < count; index += 1) numbers[index] = index;
  return numbers;
}

type Machine = InstanceType<ReturnType<typeof policy>['Job']>;
type Step = Parameters<Machine['next']>[1];
type Failure = Parameters<Machine['failed']>[2];
type Outcome = Parameters<Machine['outcome']>[2];

type Counts = Pick<Outcome, 'created' | 'updated' | 'unchanged'>;

/** Does the calls of a job, as many at once as the job allows, and accounts for its rows. */
export class Account {
  readonly #job: Job;
  readonly #items: Items;
  readonly #account: Machine;
  readonly #works: Work[] = [];
  readonly #errors: unknown[] = [];
  readonly #tell: ReturnType<typeof progressOf>;
  #done = 0;
  /** How many items were counted as what, once all calls are done. */
  counts: Counts = { created: 0, updated: 0, unchanged: 0 };

  constructor(job: Job, items: Items) {
    if (job.signal?.aborted) throw job.signal.reason;
    this.#job = job;
    this.#items = items;
    const { rows, rowOf = upTo(rows), sizes = new Uint32Array(0), isOrdered = false } = items;
    const { chunkSize, concurrency, collects } = job;
    const { Job } = policy();
    this.#account = new Job(rows, rowOf, sizes, chunkSize, concurrency, collects, isOrdered);
    this.#tell = progressOf(job.onProgress);
  }

  /** Adds the calls that do some work for items. */
  add(work: Work, items: Uint32Array, sends = Sends.Each) {
    this.#account.add(this.#works.push(work) - 1, work.kind ?? Kind.Done, items, sends);
  }

  /** Does all calls; resolves to the id of each row's record. */
  async run(): Promise<number[]> {
    try {
      await new Promise<void>((resolve, reject) => this.#goOn(resolve, reject));
      const { method, model } = this.#job;
      const outcome = {} as Outcome;
      this.#account.outcome(method, model, outcome);
      const ids = this.#account.ids();
      this.#throwIfFailed(outcome, ids);
      this.counts = outcome;
      return Array.from(ids);
    } finally {
      this.#account.free();
    }
  }

  /** Judges the answer of a method that returns nothing of interest. */
  confirms(answer: unknown) {
    return this.#account.confirms(answer);
  }

  /** Takes what that method said of no record. */
  probed(answer: unknown) {
    this.#account.probed(answer);
  }

  #goOn(resolve: () => void, reject: (error: unknown) => void) {
    for (;;) {
      const step = {} as Step;
      this.#account.next(this.#job.signal?.aborted === true, step);
      if (step.isOver) resolve();
      if (step.call === undefined) return;
      this.#do(step.call, step)
        .then(() => this.#goOn(resolve, reject))
        .catch(reject);
    }
  }

  async #do(call: number, step: Step) {
    const { send, lookUp } = this.#works[step.work] as Work;
    const items = Array.from(step.items);
    try {
      const ids = await send(items);
      this.#progress(this.#account.done(call, ids && Float64Array.from(ids)));
    } catch (caught) {
      const error = this.#errors.push(reasonOf(caught)) - 1;
      if (!this.#account.failed(call, error, this.#failureOf(caught))) return;
      const found = await this.#found(items, lookUp);
      this.#progress(this.#account.lookedUp(call, error, found));
    }
  }

  #progress(done: number) {
    if (done > this.#done) this.#tell(done, this.#items.total ?? this.#items.rows);
    this.#done = done;
  }

  /** The decisions that an error carries. */
  #failureOf(caught: unknown): Failure {
    const { signal } = this.#job;
    const isBefore = caught instanceof NothingStored;
    const unsent = isBefore ? caught.reason : caught;
    const error = reasonOf(caught);
    const { refused, transient } = Object(error) as { refused?: unknown; transient?: unknown };
    return {
      reason: wordOf(error),
      transient: transient === true,
      notSent: unsent instanceof NotSent,
      refused: refused === true,
      // Whatever the reason of an abort is, it is not the server's.
      isAbort: signal?.aborted === true && error === signal.reason,
      isBefore,
    };
  }

  /** What is there of items of which nobody knows: 0 for those that are not found. */
  async #found(items: number[], lookUp: Work['lookUp']) {
    try {
      if (lookUp && !this.#job.signal?.aborted) return await lookUp(items);
    } catch {
      // Then it stays unknown, for the reason it was.
    }
    return new Float64Array(items.length);
  }

  #throwIfFailed(outcome: Outcome, ids: Float64Array) {
    const { words, done, failed, unknown, notTried, cause } = outcome;
    if (words === undefined) return;
    const { created, updated, unchanged } = outcome;
    const { notSent, refused, transient } = outcome;
    const { model, method, signal } = this.#job;
    const failures = (parts: Outcome['failed']) =>
      parts.map(({ rows, items, error }): BulkFailure => {
        const records = Array.from(items, (item) => this.#items.recordOf?.(item));
        const named = records[0] === undefined ? {} : { ids: records as number[] };
        return { rows: Array.from(rows), ...named, error: this.#errors[error] as Error };
      });
    throw new OdooBulkError(words, {
      model,
      method,
      done: Array.from(done, (row) => ({ row, id: ids[row] as number })),
      failed: failures(failed),
      unknown: failures(unknown),
      notTried: Array.from(notTried),
      created,
      updated,
      unchanged,
      cause: cause === undefined ? signal?.reason : this.#errors[cause],
      decisions: { notSent, refused, transient, reason: 'partly' },
    });
  }
}
