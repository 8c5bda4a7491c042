// `createSandbox`: an Odoo server as an object.

import { CookieJar } from './cookies.js';
import { makeFetch } from './fetch.js';
import { serverClass } from './instance.js';
import { Pool } from './pool.js';

const defaultUrl = 'http://odoo.test';

/** What `odoo.snapshot()` gave: who made it, and the module's own snapshot. */
const snapshots = new WeakMap();

class Snapshot {}

class Sandbox {
  #server;
  #origin;
  #jar = new CookieJar();

  constructor({ url = defaultUrl, latencyMs = 0, maxConnections = Infinity, seed = Math.random(), ...options }) {
    const { origin, host } = address(url);
    if (!Number.isFinite(latencyMs) || latencyMs < 0) throw new TypeError(`createSandbox: latencyMs is a number of milliseconds, not ${latencyMs}`);
    if (!(maxConnections > 0)) throw new TypeError(`createSandbox: maxConnections is a number of requests, not ${maxConnections}`);
    if (options.odoo !== undefined) options.odoo = String(options.odoo);
    const Server = serverClass();
    this.#server = inWords('createSandbox', () => new Server(JSON.stringify({ ...options, seed })));
    this.#origin = this.#server.snapshot();
    const fetch = makeFetch({ origin, host, latencyMs, pool: new Pool(maxConnections), jar: this.#jar, handle: (request) => this.handle(request) });
    Object.defineProperties(this, {
      url: { value: origin, enumerable: true },
      fetch: { value: fetch, enumerable: true },
    });
  }

  get requests() {
    return JSON.parse(this.#server.requests());
  }

  failNext(fault) {
    const rule = typeof fault === 'string' ? { fault } : fault;
    if (rule === null || typeof rule !== 'object') throw new TypeError("failNext: expected a fault's name, or an object such as { fault: 'status', status: 503 }");
    inWords('failNext', () => this.#server.fail(JSON.stringify(rule)));
  }

  snapshot() {
    const snapshot = Object.freeze(new Snapshot());
    snapshots.set(snapshot, { owner: this, state: this.#server.snapshot() });
    return snapshot;
  }

  reset(snapshot) {
    const { owner, state } = snapshot === undefined ? { owner: this, state: this.#origin } : snapshots.get(snapshot) ?? {};
    if (owner !== this) throw new TypeError('reset: expected nothing, or what snapshot() of this very sandbox gave');
    this.#server.restore(state);
    this.#jar.clear();
  }

  handle({ method = 'GET', path, query = '', headers = [], body = new Uint8Array(), remoteAddress = '127.0.0.1', poolFull = false }) {
    if (!ArrayBuffer.isView(body)) throw new TypeError('handle: body: expected a Uint8Array');
    const head = JSON.stringify({ method, path, query, headers, remoteAddress, now: Date.now() });
    const answer = inWords('handle', () => (poolFull ? this.#server.handleWithFullPool(head, body) : this.#server.handle(head, body)));
    const { status, headers: answered, effect } = JSON.parse(answer.head);
    const content = answer.takeBody();
    answer.free();
    return { status, headers: answered, body: content, effect };
  }
}

export function createSandbox(options = {}) {
  if (options === null || typeof options !== 'object') throw new TypeError('createSandbox: expected an object of options, or nothing');
  return new Sandbox(options);
}

/** Reads the address the sandbox is to have. */
function address(url) {
  let parsed;
  try {
    parsed = new URL(url);
  } catch {
    throw new TypeError(`createSandbox: url is an address such as ${defaultUrl}, not ${url}`);
  }
  if (!/^https?:$/.test(parsed.protocol) || parsed.pathname !== '/') throw new TypeError(`createSandbox: url is a server's address such as ${defaultUrl}, without a path, not ${url}`);
  return parsed;
}

/** Does `work`; what the module complains of is a complaint of `name`. */
function inWords(name, work) {
  try {
    return work();
  } catch (error) {
    // A panic is thrown as its bare text.
    if (typeof error === 'string') throw new Error(error);
    throw new TypeError(`${name}: ${error.message}`);
  }
}
