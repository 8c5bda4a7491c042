// Reads of one tick that go out together: one call for all who ask for the same fields of the same model.

import { OdooAuthError, OdooNetworkError, OdooRpcError } from 'odoo-client-wasm';
import { check, isCount, isObject, isText, option } from '../../columns/wasm/js/checks.js';

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
  const reads = new Reads(client, option(options, 'maxBatch', usualBatch, (value) => isCount(value) && value > 0, 'a number of ids above 0'));
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

const isId = (value) => isCount(value) && value > 0;

/** Whether a failure may be that of a few records: then the others are read without them. */
const isAboutRecords = (error) => error instanceof OdooRpcError && !(error instanceof OdooNetworkError || error instanceof OdooAuthError);

class Reads {
  #client;
  #read;
  #maxBatch;
  /** What is asked for in this tick, by what has to be the same. */
  #batches = new Map();

  constructor(client, maxBatch) {
    this.#client = client;
    this.#read = client.read;
    this.#maxBatch = maxBatch;
  }

  read(view, model, ids, fields, options) {
    const list = Array.isArray(ids) ? [...ids] : [ids];
    const { signal, timeoutMs, safetyLevel, context, readBody } = options ?? {};
    const isOrdinary = isText(model) && list.length > 0 && list.every(isId) && new Set(list).size === list.length && readBody === undefined
      && (options === undefined || isObject(options)) && (fields === undefined || (Array.isArray(fields) && fields.every(isText)));
    // What is wrong or unusual goes its own way, and is told by the client itself.
    if (!isOrdinary) return this.#read.call(view, model, ids, fields, options);
    if (signal?.aborted) return Promise.reject(signal.reason);
    const shared = { model, fields, timeoutMs, safetyLevel, context: { ...view[added], ...context } };
    return new Promise((resolve, reject) => this.#join(shared, new Caller(list, signal, resolve, reject)));
  }

  #join(shared, caller) {
    const key = JSON.stringify([shared.model, shared.fields ?? [], shared.timeoutMs, shared.safetyLevel, Object.entries(shared.context).sort()]);
    let batch = this.#batches.get(key);
    if (!batch) {
      batch = { shared, callers: [] };
      this.#batches.set(key, batch);
      afterwards(() => {
        this.#batches.delete(key);
        for (const callers of this.#parts(batch.callers)) this.#ask(shared, callers);
      });
    }
    batch.callers.push(caller);
  }

  /** Callers who fit into one call together. */
  #parts(callers) {
    const parts = [];
    let ids;
    for (const caller of callers.filter(({ isWaiting }) => isWaiting)) {
      const more = caller.ids.filter((id) => !ids?.has(id));
      if (ids === undefined || ids.size + more.length > this.#maxBatch) {
        parts.push([]);
        ids = new Set();
      }
      for (const id of caller.ids) ids.add(id);
      parts[parts.length - 1].push(caller);
    }
    return parts;
  }

  async #ask(shared, callers) {
    const ids = [...new Set(callers.flatMap((caller) => caller.ids))];
    const controller = new AbortController();
    // A call is ended when nobody waits for it any more.
    for (const caller of callers) caller.onLeave = () => callers.some(({ isWaiting }) => isWaiting) || controller.abort();
    try {
      const records = new Map((await this.#records(shared, ids, controller.signal)).map((record) => [record.id, record]));
      const taken = new Set();
      for (const caller of callers) caller.resolve(caller.ids.filter((id) => records.has(id)).map((id) => own(records.get(id), taken)));
    } catch (error) {
      const waiting = callers.filter(({ isWaiting }) => isWaiting);
      if (waiting.length < 2 || !isAboutRecords(error)) return waiting.forEach((caller) => caller.reject(error));
      const middle = waiting.length >> 1;
      this.#ask(shared, waiting.slice(0, middle));
      this.#ask(shared, waiting.slice(middle));
    }
  }

  /** The records of some ids: in several calls, where one caller alone asks for more than one may have. */
  async #records({ model, fields, ...options }, ids, signal) {
    const calls = [];
    for (let at = 0; at < ids.length; at += this.#maxBatch) {
      calls.push(this.#read.call(this.#client, model, ids.slice(at, at + this.#maxBatch), fields, { ...options, signal }));
    }
    return (await Promise.all(calls)).flat();
  }
}

/** A record for one caller: whoever changes it must not change that of another. */
function own(record, taken) {
  if (taken.has(record)) return JSON.parse(JSON.stringify(record));
  taken.add(record);
  return record;
}

/** Somebody who waits for records. */
class Caller {
  isWaiting = true;
  onLeave = () => {};
  #signal;
  #settle;

  constructor(ids, signal, resolve, reject) {
    this.ids = ids;
    this.#signal = signal;
    this.#settle = { resolve, reject };
    signal?.addEventListener('abort', this.#leave);
  }

  #leave = () => {
    this.reject(this.#signal.reason);
    this.onLeave();
  };

  resolve(records) { this.#end('resolve', records); }

  reject(error) { this.#end('reject', error); }

  #end(how, value) {
    if (!this.isWaiting) return;
    this.isWaiting = false;
    this.#signal?.removeEventListener('abort', this.#leave);
    this.#settle[how](value);
  }
}
