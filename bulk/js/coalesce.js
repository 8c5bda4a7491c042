// Reads of one tick that go out together: one call for all who ask for the same fields of the same model.

import { onAbort } from '../../pkg/src/arguments/signals.ts';
import { OdooAccessError, OdooAuthError, OdooMissingError, OdooNetworkError, OdooRpcError } from 'odoo-client-wasm';
import { check, isId, isList, isObject, isPositive, isText, option, snapshotOf } from '../../pkg/src/arguments/checks.ts';

/** As many as Odoo itself reads at once. */
const usualBatch = 1000;

/** The context that a view of a client adds to its calls. */
const added = Symbol('context');

/** Makes a view of a client whose reads go out together. */
export function coalesced(client, options = {}) {
  check('client', client, (value) => typeof value?.read === 'function', 'an OdooClient');
  return coalesce(Object.create(client), options);
}

/** Makes the reads of a client go out together. */
export function coalesce(client, options) {
  check('options', options, isObject, 'an object');
  const reads = new Reads(client, option(options, 'maxBatch', usualBatch, isPositive, 'a number of ids above 0'));
  const { withContext } = client;
  return Object.defineProperties(client, {
    read: hidden(function (model, ids, fields, readOptions) { return reads.read(this, model, ids, fields, readOptions); }),
    withContext: hidden(function (context) {
      const view = withContext.call(this, context);
      return Object.defineProperty(view, added, hidden({ ...this[added], ...context }));
    }),
  });
}

const hidden = (value) => ({ value, writable: true, configurable: true, enumerable: false });

/** Runs after what is running now, and after what that leads to at once. */
const afterwards = (work) => {
  const next = globalThis.process?.nextTick ?? globalThis.setImmediate ?? globalThis.setTimeout;
  Promise.resolve().then(() => next(work));
};

/** Whether a failure is that of a few records, or may be: then the others are read without them. */
const isAboutRecords = (error) => error instanceof OdooAccessError || error instanceof OdooMissingError;
const mayBeAboutRecords = (error) => error instanceof OdooRpcError && !(error instanceof OdooNetworkError || error instanceof OdooAuthError);
const isSameError = (one, other) => one?.constructor === other?.constructor && one?.message === other?.message;

class Reads {
  #client;
  #read;
  #maxBatch;
  /** What is asked for in this tick, by what has to be the same. */
  #batches = new Map();
  /** The batch that the last call joined, and what of. */
  #last;

  constructor(client, maxBatch) {
    this.#client = client;
    this.#read = client.read;
    this.#maxBatch = maxBatch;
  }

  read(view, model, ids, fields, options) {
    // Most calls are like the one before, for one record: they are not looked at any closer.
    const last = this.#last;
    if (last !== undefined && options === undefined && isId(ids) && last.view === view && last.model === model && isSame(last.fields, fields)) {
      return last.batch.join([ids], undefined);
    }
    const list = isList(ids, isId) ? [...ids] : [ids];
    const { signal, timeoutMs, safetyLevel, context, readBody, binary } = options ?? {};
    const isOrdinary = isText(model) && list.length > 0 && list.every(isId) && new Set(list).size === list.length && readBody === undefined
      && (options === undefined || isObject(options)) && (fields === undefined || isList(fields, isText));
    // What is wrong or unusual goes its own way, and is told by the client itself.
    if (!isOrdinary) return this.#read.call(view, model, ids, fields, options);
    if (signal?.aborted) return Promise.reject(signal.reason);
    let batch;
    try {
      batch = this.#batchOf({ model, fields: fields && [...fields], timeoutMs, safetyLevel, binary, context: context || view[added] ? snapshotOf('options.context', { ...view[added], ...context }) : undefined });
    } catch {
      // A context that is no JSON.
      return this.#read.call(view, model, ids, fields, options);
    }
    if (options === undefined) this.#last = { view, model, fields: batch.shared.fields, batch };
    return batch.join(list, signal);
  }

  #batchOf(shared) {
    const key = JSON.stringify([shared.model, shared.fields ?? [], shared.timeoutMs, shared.safetyLevel, shared.binary, Object.entries(shared.context ?? {}).sort()]);
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
  #parts(callers) {
    const parts = [];
    let ids;
    for (const caller of callers) {
      if (!caller.isWaiting) continue;
      let more = 0;
      for (const id of caller.ids) if (!ids?.has(id)) more += 1;
      if (ids === undefined || ids.size + more > this.#maxBatch) {
        parts.push([]);
        ids = new Set();
      }
      for (const id of caller.ids) ids.add(id);
      parts[parts.length - 1].push(caller);
    }
    return parts;
  }

  async #ask(shared, callers) {
    const ids = new Set();
    let count = 0;
    for (const caller of callers) {
      count += caller.ids.length;
      for (const id of caller.ids) ids.add(id);
    }
    // A call is ended when nobody waits for it any more: who cannot leave, waits.
    const controller = callers.every(({ mayLeave }) => mayLeave) ? new AbortController() : undefined;
    if (controller) {
      const onLeave = () => callers.some(({ isWaiting }) => isWaiting) || controller.abort();
      for (const caller of callers) caller.onLeave = onLeave;
    }
    try {
      const records = new Map();
      for (const record of await this.#records(shared, [...ids], controller?.signal)) records.set(record.id, record);
      // A record that two ask for must not be shared: whoever changes it must not change that of another.
      const taken = count > ids.size ? new Set() : undefined;
      for (const caller of callers) {
        const own = [];
        for (const id of caller.ids) {
          const record = records.get(id);
          if (record !== undefined) own.push(taken?.has(id) ? JSON.parse(JSON.stringify(record)) : record);
          taken?.add(id);
        }
        caller.resolve(own);
      }
    } catch (error) {
      const waiting = callers.filter(({ isWaiting }) => isWaiting);
      if (waiting.length < 2 || !mayBeAboutRecords(error)) return waiting.forEach((caller) => caller.reject(error));
      if (!isAboutRecords(error) && await this.#isEverybodys(shared, waiting[0], error)) return waiting.forEach((caller) => caller.reject(error));
      const middle = waiting.length >> 1;
      this.#ask(shared, waiting.slice(0, middle));
      this.#ask(shared, waiting.slice(middle));
    }
  }

  /** Whether one caller alone meets the same failure, such as that of a field that does not exist: then nobody needs to be asked for. */
  async #isEverybodys(shared, { ids }, error) {
    try {
      await this.#records(shared, ids);
      return false;
    } catch (alone) {
      return isSameError(alone, error);
    }
  }

  /** The records of some ids: in several calls, where one caller alone asks for more than one may have. */
  async #records({ model, fields, ...options }, ids, signal) {
    const calls = [];
    const isBare = signal === undefined && Object.values(options).every((value) => value === undefined);
    const callOptions = isBare ? undefined : { ...options, signal };
    for (let at = 0; at < ids.length; at += this.#maxBatch) {
      calls.push(this.#read.call(this.#client, model, ids.slice(at, at + this.#maxBatch), fields, callOptions));
    }
    return calls.length === 1 ? calls[0] : (await Promise.all(calls)).flat();
  }
}

/** Those who ask for the same of one model in one tick. */
class Batch {
  callers = [];

  constructor(shared) {
    this.shared = shared;
  }

  join(ids, signal) {
    return new Promise((resolve, reject) => { this.callers.push(new Caller(ids, signal, resolve, reject)); });
  }
}

/** Somebody who waits for records. */
class Caller {
  constructor(ids, signal, resolve, reject) {
    this.ids = ids;
    this.isWaiting = true;
    this.settle = resolve;
    this.refuse = reject;
    /** Whether the signal of a program may end the waiting, and what is told then. */
    this.mayLeave = signal !== undefined && signal !== null;
    this.onLeave = undefined;
    this.end = undefined;
    if (this.mayLeave) this.listen(signal);
  }

  listen(signal) {
    this.end = onAbort(signal, () => {
      this.reject(signal.reason);
      this.onLeave?.();
    });
  }

  resolve(records) {
    if (this.leaves()) this.settle(records);
  }

  reject(error) {
    if (this.leaves()) this.refuse(error);
  }

  /** Ends the waiting, once. */
  leaves() {
    const { isWaiting } = this;
    this.isWaiting = false;
    this.end?.();
    return isWaiting;
  }
}

/** Whether two lists of fields are the same. */
function isSame(some, others) {
  if (some === undefined || others === undefined) return some === others;
  if (!Array.isArray(others) || some.length !== others.length) return false;
  for (let index = 0; index < some.length; index += 1) if (some[index] !== others[index]) return false;
  return true;
}
