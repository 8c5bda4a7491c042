// `createSandbox`: an Odoo server as an object.

import type { Server, Snapshot as State } from 'odoo-sandbox-wasm-glue';
import type { Sandbox as Contract, Fetch } from './contract.ts';
import { CookieJar } from './cookies.ts';
import type { SandboxFault, SandboxFaultName } from './faults.ts';
import { makeFetch } from './fetch.ts';
import { serverClass } from './instance.ts';
import type { SandboxAnswer, SandboxMessage, SandboxRequest, SandboxSnapshot } from './messages.ts';
import type { SandboxOptions } from './options.ts';
import { Pool } from './pool.ts';

const defaultUrl = 'http://odoo.test';

/** What `odoo.snapshot()` gave: who made it, and the module's own snapshot. */
const snapshots = new WeakMap<SandboxSnapshot, { owner: Sandbox; state: State }>();

class Snapshot {}

class Sandbox implements Contract {
  declare readonly url: string;
  declare readonly fetch: Fetch;
  readonly #server: Server;
  readonly #origin: State;
  readonly #jar = new CookieJar();

  constructor(options: SandboxOptions) {
    const { url = defaultUrl, latencyMs = 0, maxConnections = Infinity, ...ofServer } = options;
    const { origin, host } = address(url);
    if (!Number.isFinite(latencyMs) || latencyMs < 0) {
      throw new TypeError(`createSandbox: latencyMs is a number of milliseconds, not ${latencyMs}`);
    }
    if (!(maxConnections > 0)) {
      throw new TypeError(
        `createSandbox: maxConnections is a number of requests, not ${maxConnections}`,
      );
    }
    const { odoo, seed = Math.random(), ...rest } = ofServer;
    const series = odoo === undefined ? {} : { odoo: String(odoo) };
    const Server = serverClass();
    const text = JSON.stringify({ ...rest, ...series, seed });
    this.#server = inWords('createSandbox', () => new Server(text));
    this.#origin = this.#server.snapshot();
    const fetch = makeFetch({
      origin,
      host,
      latencyMs,
      pool: new Pool(maxConnections),
      jar: this.#jar,
      handle: (request) => this.handle(request),
    });
    Object.defineProperties(this, {
      url: { value: origin, enumerable: true },
      fetch: { value: fetch, enumerable: true },
    });
  }

  get requests(): SandboxRequest[] {
    return JSON.parse(this.#server.requests());
  }

  failNext(fault: SandboxFaultName | SandboxFault): void {
    const rule: unknown = typeof fault === 'string' ? { fault } : fault;
    if (rule === null || typeof rule !== 'object') {
      throw new TypeError(
        "failNext: expected a fault's name, or an object such as { fault: 'status', status: 503 }",
      );
    }
    inWords('failNext', () => this.#server.fail(JSON.stringify(rule)));
  }

  snapshot(): SandboxSnapshot {
    const snapshot = Object.freeze(new Snapshot());
    snapshots.set(snapshot, { owner: this, state: this.#server.snapshot() });
    return snapshot;
  }

  reset(snapshot?: SandboxSnapshot): void {
    const kept =
      snapshot === undefined ? { owner: this, state: this.#origin } : snapshots.get(snapshot);
    if (kept?.owner !== this) {
      throw new TypeError('reset: expected nothing, or what snapshot() of this very sandbox gave');
    }
    this.#server.restore(kept.state);
    this.#jar.clear();
  }

  handle({
    method = 'GET',
    path,
    query = '',
    headers = [],
    body = new Uint8Array(),
    remoteAddress = '127.0.0.1',
    poolFull = false,
  }: SandboxMessage): SandboxAnswer {
    if (!ArrayBuffer.isView(body)) throw new TypeError('handle: body: expected a Uint8Array');
    const message = { method, path, query, headers, remoteAddress, now: Date.now() };
    const head = JSON.stringify(message);
    const answer = inWords('handle', () =>
      poolFull ? this.#server.handleWithFullPool(head, body) : this.#server.handle(head, body),
    );
    const { status, headers: answered, effect } = JSON.parse(answer.head);
    const content = answer.takeBody();
    answer.free();
    return { status, headers: answered, body: content, effect };
  }
}

/**
 * Makes a sandbox. The first one compiles the WebAssembly module; later ones take some
 * milliseconds. A `TypeError` says which option is wrong.
 */
export function createSandbox(options: SandboxOptions = {}): Contract {
  if (options === null || typeof options !== 'object') {
    throw new TypeError('createSandbox: expected an object of options, or nothing');
  }
  return new Sandbox(options);
}

/** Reads the address the sandbox is to have. */
function address(url: string): URL {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    throw new TypeError(`createSandbox: url is an address such as ${defaultUrl}, not ${url}`);
  }
  if (!/^https?:$/.test(parsed.protocol) || parsed.pathname !== '/') {
    throw new TypeError(
      `createSandbox: url is a server's address such as ${defaultUrl}, without a path, not ${url}`,
    );
  }
  return parsed;
}

/** Does `work`; what the module complains of is a complaint of `name`. */
function inWords<T>(name: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    // A panic is thrown as its bare text.
    if (typeof error === 'string') throw new Error(error);
    throw new TypeError(`${name}: ${(error as Error).message}`);
  }
}
