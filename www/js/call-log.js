/**
 * Keeps the calls of clients: what was asked, by which requests, how long it took, how it ended.
 * Secrets are taken out on entry.
 */

import { redacted, withoutSecrets } from './redact.js';

const KEPT = 500;

/** Emits `change` whenever a call begins or ends. Newest entries come first. */
export class CallLog extends EventTarget {
  entries = [];
  #next = 1;

  /**
   * The record of one client of `server`: `heard` is its configuration's `onResponse`, and
   * `watch(client)` records its calls.
   */
  recorder(server) {
    const pending = new Set();
    const record = (asked, action) => this.#record({ server, ...asked }, pending, action);
    return {
      heard: (info) => told(pending, info),
      /**
       * Records every call made through `client.call`, and so every convenience method as well; and
       * every login.
       */
      watch(client) {
        const call = client.call.bind(client);
        const authenticate = client.authenticate.bind(client);
        client.call = (model, method, args, kwargs, options) =>
          record({ model, method, args: args ?? [], kwargs: kwargs ?? {} }, (entry) =>
            call(model, method, args, kwargs, weighed(options, entry)),
          );
        client.authenticate = (options) =>
          record({ method: 'authenticate', args: [], kwargs: {} }, () => authenticate(options));
      },
    };
  }

  /** Sets aside the time that a person takes to answer for this operation: it is not the call's. */
  async whileAsking(operation, question) {
    const entry = this.entries.find(
      ({ outcome, model, method }) =>
        outcome === 'pending' && model === operation.model && operation.name.endsWith(`.${method}`),
    );
    const began = performance.now();
    try {
      return await question();
    } finally {
      if (entry) entry.asked += performance.now() - began;
    }
  }

  /** Has whoever listens look again. */
  touch() {
    this.#changed(null);
  }

  /** Forgets every call. */
  clear() {
    this.entries = [];
    this.#changed(null);
  }

  /** Runs `action` and records it as one call. */
  async #record({ server, model, method, args, kwargs }, pending, action) {
    const entry = {
      id: this.#next++,
      at: new Date(),
      server,
      model: String(model ?? ''),
      method: String(method),
      args: redacted(args),
      kwargs: redacted(kwargs),
      outcome: 'pending',
      asked: 0,
      ms: 0,
      bytes: 0,
      received: undefined,
      error: '',
      protocol: '',
      requests: [],
    };
    this.entries.unshift(entry);
    this.entries.length = Math.min(this.entries.length, KEPT);
    this.#changed(entry);
    pending.add(entry);
    // Whoever listened has drawn by now: that is not the call's time either.
    const started = performance.now();
    const finish = (outcome, result) => {
      const ms = Math.max(0, performance.now() - started - entry.asked);
      pending.delete(entry);
      Object.assign(entry, outcome, { ms, bytes: entry.received ?? sizeOf(result) });
      this.#changed(entry);
    };
    try {
      const result = await action(entry);
      finish({ outcome: 'ok' }, result);
      return result;
    } catch (error) {
      const outcome = error?.name === 'OdooSafetyError' ? 'refused' : 'error';
      finish({
        outcome,
        error: `${error?.name ?? 'Error'}: ${withoutSecrets(error?.message ?? error)}`,
      });
      throw error;
    }
  }

  #changed(entry) {
    this.dispatchEvent(new CustomEvent('change', { detail: entry }));
  }
}

/**
 * Adds a request to the pending call that it was made for. Two calls of one method at once have the
 * same protocol and path, so it does not matter which is told; and a login in the midst of a call,
 * where a session has expired, is that call's.
 */
function told(pending, { model = '', method = 'authenticate', protocol, path, status }) {
  const entries = [...pending];
  const fitting = entries.filter((entry) => entry.model === model && entry.method === method);
  const entry = fitting.find(({ requests }) => !requests.length) ?? fitting[0] ?? entries[0];
  if (!entry) return;
  entry.protocol = protocol;
  entry.requests.push({ path, status });
}

/**
 * The options of a call. Where it reads the body itself, its result is not what came: the entry is
 * told the length that the server gives.
 */
function weighed(options, entry) {
  const { readBody } = options ?? {};
  if (!readBody) return options;
  return {
    ...options,
    readBody: (response) => {
      entry.received = Number(response.headers?.get('content-length') ?? 0);
      return readBody(response);
    },
  };
}

/** The size of a result as JSON, which is what came over the wire less its envelope. */
function sizeOf(result) {
  return result === undefined ? 0 : new Blob([JSON.stringify(result)]).size;
}
