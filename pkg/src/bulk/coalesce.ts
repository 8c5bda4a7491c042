// Reads of one tick that go out together: one call for all who ask for the same fields of the same
// model. Who fits into one call, and what it owes each caller, the policy says.

import type { OdooClient } from 'odoo-client-wasm';
import { AfterFailure, policy } from 'odoo-client-wasm/policy';
import {
  check,
  isFunction,
  isId,
  isList,
  isListOfTexts,
  isObject,
  isPositive,
  isText,
  option,
  snapshotOf,
} from '#arguments/checks.ts';
import { onAbort } from '#arguments/signals.ts';
import { checkSpelling } from '#arguments/spelling.ts';
import { hidden } from '#plain/errors.ts';
import { wordOf } from './call.ts';
import type { CoalesceOptions } from './options.ts';

/** As many as Odoo itself reads at once. */
const usualBatch = 1000;

/** The context that a view of a client adds to its calls. */
const added = Symbol('context');

// biome-ignore lint/suspicious/noExplicitAny: a record, as the server gives it.
type Given = any;
type Context = Record<string, unknown>;
type Read = (
  this: unknown,
  model: string,
  ids: unknown,
  fields?: unknown,
  options?: unknown,
) => Promise<Given[]>;

/** A client whose reads go out together. */
interface Together {
  read: Read;
  withContext(context: Context): Together;
  [added]?: Context;
}

const canRead = (value: unknown): value is OdooClient =>
  isFunction((value as OdooClient | null | undefined)?.read);

/**
 * A view of a client whose `read`s of the same model, fields and context go out as one call when
 * they are made in the same tick. Each caller has its own records, in its own order; an id that
 * does not exist, or may not be read, concerns only those who asked for it.
 *
 * @throws `TypeError` when `maxBatch` is not a number above 0.
 * @example const together = coalesced(client);
 * @example const partners = await Promise.all(ids.map((id) => together.read('res.partner', id, ['name'])));
 */
export function coalesced<C extends OdooClient>(client: C, options: CoalesceOptions = {}): C {
  check('client', client, canRead, 'an OdooClient');
  return coalesce(Object.create(client), options);
}

/** Makes the reads of a client go out together. */
export function coalesce<C extends OdooClient>(client: C, options: unknown): C {
  const checked = check('options', options, isObject, 'an object');
  checkSpelling(checked, ['maxBatch']);
  const expected = 'a number of ids above 0';
  const maxBatch = option(checked, 'maxBatch', usualBatch, isPositive, expected);
  const reads = new Reads(client as unknown as Together, maxBatch);
  const { withContext } = client as unknown as Together;
  const read: Read = function (model, ids, fields, readOptions) {
    return reads.read(this as Together, model, ids, fields, readOptions);
  };
  function viewWith(this: Together, context: Context) {
    const view = withContext.call(this, context);
    return Object.defineProperty(view, added, hidden({ ...this[added], ...context }));
  }
  return Object.defineProperties(client, { read: hidden(read), withContext: hidden(viewWith) });
}

/** Runs after what is running now, and after what that leads to at once. */
const afterwards = (work: () => void) => {
  const { process, setImmediate, setTimeout } = globalThis;
  const next: (work: () => void) => unknown = process?.nextTick ?? setImmediate ?? setTimeout;
  Promise.resolve().then(() => next(work));
};

/** What is asked for, but for the ids. */
interface Shared {
  model: string;
  fields: string[] | undefined;
  timeoutMs: unknown;
  safetyLevel: unknown;
  binary: unknown;
  context: Context | undefined;
}

class Reads {
  readonly #client: Together;
  readonly #read: Read;
  readonly #maxBatch: number;
  /** What is asked for in this tick, by what has to be the same. */
  readonly #batches = new Map<string, Batch>();
  /** The batch that the last call joined, and what of. */
  #last: { view: Together; model: string; fields: string[] | undefined; batch: Batch } | undefined;

  constructor(client: Together, maxBatch: number) {
    this.#client = client;
    this.#read = client.read;
    this.#maxBatch = maxBatch;
  }

  read(view: Together, model: string, ids: unknown, fields: unknown, options: unknown) {
    // Most calls are like the one before, for one record: they are not looked at any closer.
    const last = this.#last;
    const isLike = last !== undefined && last.view === view && last.model === model;
    if (isLike && options === undefined && isId(ids) && isSame(last.fields, fields))
      return last.batch.join([ids], undefined);
    const list: unknown[] = isList(ids, isId) ? [...ids] : [ids];
    const given = (options ?? {}) as Record<string, unknown>;
    const { timeoutMs, safetyLevel, context, readBody, binary } = given;
    const signal = given.signal as AbortSignal | null | undefined;
    const areOrdinary = list.length > 0 && isList(list, isId) && new Set(list).size === list.length;
    const isOrdinary =
      areOrdinary &&
      isText(model) &&
      readBody === undefined &&
      (options === undefined || isObject(options)) &&
      (fields === undefined || isListOfTexts(fields));
    // What is wrong or unusual goes its own way, and the client itself says so.
    if (!isOrdinary) return this.#read.call(view, model, ids, fields, options);
    if (signal?.aborted) return Promise.reject(signal.reason);
    let batch: Batch;
    try {
      const own = { ...view[added], ...(context as Context | undefined) };
      const isContext = Boolean(context || view[added]);
      batch = this.#batchOf({
        model,
        fields: fields && [...fields],
        timeoutMs,
        safetyLevel,
        binary,
        context: isContext ? snapshotOf('options.context', own) : undefined,
      });
    } catch {
      // A context that JSON cannot carry.
      return this.#read.call(view, model, ids, fields, options);
    }
    if (options === undefined) this.#last = { view, model, fields: batch.shared.fields, batch };
    return batch.join(list, signal);
  }

  #batchOf(shared: Shared) {
    const { model, fields = [], timeoutMs, safetyLevel, binary, context = {} } = shared;
    const entries = Object.entries(context).sort();
    const key = JSON.stringify([model, fields, timeoutMs, safetyLevel, binary, entries]);
    const known = this.#batches.get(key);
    if (known) return known;
    const batch = new Batch(shared);
    this.#batches.set(key, batch);
    afterwards(() => {
      this.#batches.delete(key);
      this.#last = undefined;
      for (const callers of this.#parts(batch.callers)) this.#ask(shared, callers);
    });
    return batch;
  }

  /** Callers who fit into one call together. */
  #parts(callers: Caller[]): Caller[][] {
    const waiting = callers.filter(({ isWaiting }) => isWaiting);
    if (waiting.length < 2) return waiting.length === 0 ? [] : [waiting];
    const ids = idsOf(waiting);
    if (ids.length <= this.#maxBatch) return [waiting];
    const counts = Uint32Array.from(waiting, ({ ids: own }) => own.length);
    let at = 0;
    return Array.from(policy().partsOf(counts, ids, this.#maxBatch), (count) => {
      at += count;
      return waiting.slice(at - count, at);
    });
  }

  async #ask(shared: Shared, callers: Caller[]): Promise<void> {
    const ids = idsOf(callers);
    // A call is ended when nobody waits for it any more: who cannot leave, waits.
    const mayEnd = callers.every(({ mayLeave }) => mayLeave);
    const controller = mayEnd ? new AbortController() : undefined;
    const onLeave = () => {
      if (!callers.some(({ isWaiting }) => isWaiting)) controller?.abort();
    };
    if (controller) for (const caller of callers) caller.onLeave = onLeave;
    try {
      const different = [...new Set(ids)];
      const records = await this.#records(shared, different, controller?.signal);
      give(callers, ids, records, different.length === ids.length);
    } catch (error) {
      const waiting = callers.filter(({ isWaiting }) => isWaiting);
      if (!(await this.#mayBeDivided(shared, waiting, error))) {
        for (const caller of waiting) caller.reject(error);
        return;
      }
      const middle = waiting.length >> 1;
      this.#ask(shared, waiting.slice(0, middle));
      this.#ask(shared, waiting.slice(middle));
    }
  }

  /**
   * Whether a failure may be that of a few callers, so that others have their records without them.
   */
  async #mayBeDivided(shared: Shared, waiting: Caller[], error: unknown) {
    const then = policy().afterFailure(wordOf(error), waiting.length);
    const [first] = waiting;
    if (then !== AfterFailure.Probe || !first) return then === AfterFailure.Divide;
    // Where one alone meets the same failure, such as that of a field that does not exist, it is
    // everybody's.
    try {
      await this.#records(shared, first.ids);
      return true;
    } catch (alone) {
      return !isSameError(alone, error);
    }
  }

  /**
   * The records of some ids: in several calls, where one caller alone asks for more than one may
   * have.
   */
  async #records({ model, fields, ...options }: Shared, ids: number[], signal?: AbortSignal) {
    const calls: Promise<Given[]>[] = [];
    const values = Object.values(options);
    const isBare = signal === undefined && values.every((value) => value === undefined);
    const callOptions = isBare ? undefined : { ...options, signal };
    for (let at = 0; at < ids.length; at += this.#maxBatch) {
      const some = ids.slice(at, at + this.#maxBatch);
      calls.push(this.#read.call(this.#client, model, some, fields, callOptions));
    }
    return calls.length === 1 ? (calls[0] as Promise<Given[]>) : (await Promise.all(calls)).flat();
  }
}

function idsOf(callers: Caller[]): Float64Array {
  const ids = new Float64Array(callers.reduce((sum, caller) => sum + caller.ids.length, 0));
  let at = 0;
  for (const caller of callers)
    for (const id of caller.ids) {
      ids[at] = id;
      at += 1;
    }
  return ids;
}

/**
 * Gives each caller its records. One that two ask for is not shared: changing one changes no other.
 */
function give(callers: Caller[], ids: Float64Array, records: Given[], areDifferent: boolean) {
  let at = 0;
  // As most calls are answered: every record once, in the order of the ids. To ask the policy is a
  // tenth of 500 reads.
  if (
    areDifferent &&
    records.length === ids.length &&
    records.every((record, place) => record?.id === ids[place])
  ) {
    for (const caller of callers) {
      caller.resolve(records.slice(at, at + caller.ids.length));
      at += caller.ids.length;
    }
    return;
  }
  const came = new Float64Array(records.length);
  for (let place = 0; place < came.length; place += 1) {
    const id = records[place]?.id;
    came[place] = typeof id === 'number' ? id : Number.NaN;
  }
  const owed = {} as Parameters<ReturnType<typeof policy>['owedOf']>[2];
  policy().owedOf(ids, came, owed);
  const { places, copies } = owed;
  for (const caller of callers) {
    const own: Given[] = [];
    for (const end = at + caller.ids.length; at < end; at += 1) {
      const place = places[at] as number;
      if (place < 0) continue;
      const record = records[place];
      own.push(copies[at] ? JSON.parse(JSON.stringify(record)) : record);
    }
    caller.resolve(own);
  }
}

/** Whether two failures are of one reason, and say the same. */
const isSameError = (one: unknown, other: unknown) =>
  wordOf(one) === wordOf(other) &&
  (one as Error | undefined)?.message === (other as Error | undefined)?.message;

/** Those who ask for the same of one model in one tick. */
class Batch {
  readonly callers: Caller[] = [];
  readonly shared: Shared;

  constructor(shared: Shared) {
    this.shared = shared;
  }

  join(ids: number[], signal: AbortSignal | null | undefined): Promise<Given[]> {
    return new Promise((resolve, reject) => {
      this.callers.push(new Caller(ids, signal, resolve, reject));
    });
  }
}

/** Somebody who waits for records. */
class Caller {
  readonly ids: number[];
  isWaiting = true;
  /** Whether the signal of a program may end the waiting, and what is done then. */
  readonly mayLeave: boolean;
  onLeave: (() => void) | undefined = undefined;
  readonly #settle: (records: Given[]) => void;
  readonly #refuse: (error: unknown) => void;
  #end: (() => void) | undefined = undefined;

  constructor(
    ids: number[],
    signal: AbortSignal | null | undefined,
    settle: (records: Given[]) => void,
    refuse: (error: unknown) => void,
  ) {
    this.ids = ids;
    this.#settle = settle;
    this.#refuse = refuse;
    this.mayLeave = signal !== undefined && signal !== null;
    if (!signal) return;
    this.#end = onAbort(signal, () => {
      this.reject(signal.reason);
      this.onLeave?.();
    });
  }

  resolve(records: Given[]) {
    if (this.#leaves()) this.#settle(records);
  }

  reject(error: unknown) {
    if (this.#leaves()) this.#refuse(error);
  }

  /** Ends the waiting, once. */
  #leaves() {
    const { isWaiting } = this;
    this.isWaiting = false;
    this.#end?.();
    return isWaiting;
  }
}

/** Whether two lists of fields are the same. */
function isSame(some: string[] | undefined, others: unknown) {
  if (some === undefined || others === undefined) return some === others;
  if (!Array.isArray(others) || some.length !== others.length) return false;
  for (let index = 0; index < some.length; index += 1)
    if (some[index] !== others[index]) return false;
  return true;
}
