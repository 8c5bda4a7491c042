/** Keeps the calls of a client: what was asked, how long it took, how it ended. Secrets are taken out on entry. */

import { redacted, withoutSecrets } from './redact.js';

const KEPT = 500;

/** Emits `change` whenever a call begins or ends. Newest entries come first. */
export class CallLog extends EventTarget {
  entries = [];
  #next = 1;

  /** Records every call made through `client.call`, and so every convenience method as well. */
  watch(client) {
    const call = client.call.bind(client);
    client.call = (model, method, args, kwargs, options) =>
      this.record({ model, method, args: args ?? [], kwargs: kwargs ?? {} }, () => call(model, method, args, kwargs, options));
  }

  /** Runs `action` and records it as one call. */
  async record({ model, method, args, kwargs }, action) {
    const entry = {
      id: this.#next++, at: new Date(), started: performance.now(), asked: 0,
      model: String(model ?? ''), method: String(method), args: redacted(args), kwargs: redacted(kwargs),
      outcome: 'pending', ms: 0, bytes: 0, error: '',
    };
    this.entries.unshift(entry);
    this.entries.length = Math.min(this.entries.length, KEPT);
    this.#changed(entry);
    try {
      const result = await action();
      this.#finish(entry, { outcome: 'ok', bytes: sizeOf(result) });
      return result;
    } catch (error) {
      const outcome = error?.name === 'OdooSafetyError' ? 'refused' : 'error';
      this.#finish(entry, { outcome, error: `${error?.name ?? 'Error'}: ${withoutSecrets(error?.message ?? error)}` });
      throw error;
    }
  }

  /** Sets aside the time that a person takes to answer for this operation: it is not the call's. */
  async whileAsking(operation, question) {
    const entry = this.entries.find(({ outcome, model, method }) =>
      outcome === 'pending' && model === operation.model && operation.name.endsWith(`.${method}`));
    const began = performance.now();
    try {
      return await question();
    } finally {
      if (entry) entry.asked += performance.now() - began;
    }
  }

  /** Forgets every call. */
  clear() {
    this.entries = [];
    this.#changed(null);
  }

  #finish(entry, outcome) {
    Object.assign(entry, outcome, { ms: Math.max(0, performance.now() - entry.started - entry.asked) });
    this.#changed(entry);
  }

  #changed(entry) {
    this.dispatchEvent(new CustomEvent('change', { detail: entry }));
  }
}

/** The size of a result as JSON, which is what came over the wire less its envelope. */
function sizeOf(result) {
  return result === undefined ? 0 : new Blob([JSON.stringify(result)]).size;
}
