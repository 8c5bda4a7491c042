/**
 * An in-memory Odoo for tests and demos: it answers over `/jsonrpc`, the web session and JSON-2 as Odoo 17, 18, 19 or 20 does, with
 * models, domains, access rights, record rules and transactions, inside your process and without a port.
 *
 * ```ts
 * import { OdooClient } from 'odoo-client-wasm';
 * import { createSandbox } from 'odoo-client-wasm/sandbox';
 *
 * const odoo = createSandbox({ odoo: '18.0', records: { 'res.partner': [{ name: 'Ada' }] } });
 * const client = new OdooClient({ url: odoo.url, fetch: odoo.fetch, database: 'demo', username: 'admin', password: 'admin' });
 * await client.authenticate();
 * ```
 *
 * Every database has the users `admin` (all rights), `demo` (an employee) and `portal` (a customer); their passwords are their logins.
 *
 * @packageDocumentation
 */

/** The runtime's own `fetch`, where its types are known; any function like it elsewhere. */
export type Fetch = typeof globalThis extends { fetch: infer F extends (...args: any[]) => any } ? F : (input: any, init?: any) => Promise<any>;

/** A field of a model, as {@link SandboxOptions.models} declares it. */
export interface SandboxField {
  /** Odoo's name of the kind of field: `'char'`, `'integer'`, `'many2one'`, `'selection'` and so on. */
  type: string;
  /** The label. Default: made of the name. */
  string?: string;
  /** The model a relational field leads to. */
  relation?: string;
  /** Whether a record needs a value. */
  required?: boolean;
  /** The value of new records that are given none. */
  default?: any;
  /** Whatever else a module file says of a field. */
  [attribute: string]: any;
}

/** A model, as {@link SandboxOptions.models} declares it; one that exists already is extended. */
export interface SandboxModel {
  /** The name people see. */
  description?: string;
  /** Fields by name. */
  fields?: Record<string, SandboxField>;
  /** What records are sorted by, such as `'sequence, id desc'`. */
  order?: string;
  /**
   * What the members of a group may do: letters of `rwcd` (read, write, create, delete) by the group's external id; `'*'` is
   * everyone. Default: employees (`base.group_user`) may do everything, customers nothing.
   *
   * @example { 'base.group_user': 'rwcd', 'base.group_portal': 'r' }
   */
  access?: Record<string, string>;
  /**
   * What records have to keep, each with what is said when it is broken: `unique`, fields whose values together are unique;
   * `check` and `validate`, a domain that holds for every record (told as a database's constraint, or as a `ValidationError`);
   * `no_recursion`, a many2one that makes no circles.
   */
  constraints?: { unique?: string[]; check?: any[]; validate?: any[]; no_recursion?: string; message: string }[];
  /**
   * Record rules: which records `operations` (letters of `rwcd`; default all) may touch; for the members of `groups`, or everyone.
   * In a domain, `'$user.id'`, `'$company_id'` and `'$company_ids'` are the user's own.
   *
   * @example [{ name: 'own records', groups: ['base.group_portal'], domain: [['create_uid', '=', '$user.id']] }]
   */
  rules?: { name: string; domain: any[]; groups?: string[]; operations?: string }[];
  /** Whatever else a module file says of a model. */
  [attribute: string]: any;
}

/** What a sandbox is to be like. Everything has a default. */
export interface SandboxOptions {
  /**
   * The series it behaves like. Default `'19.0'`.
   *
   * 17, 18 and 19 are held against recordings of real servers. `'20.0'` is not: it is made after documents, and what they leave
   * open is as in 19. So is `'saas-19.3'`, a series of Odoo's own hosting: 19 without `ir.attachment.datas` and without `read_group`.
   */
  odoo?: '17.0' | '18.0' | '19.0' | 'saas-19.3' | '20.0';
  /** The name of its one database. Default `'demo'`. */
  database?: string;
  /** The names of its databases, where there are several (or none). */
  databases?: readonly string[];
  /** Whether there are sample records (contacts, leads, tasks …), as in a database with demo data. Default `true`. */
  samples?: boolean;
  /** Models of your own, and fields of your own on models there are, by model name. They are in every database. */
  models?: Record<string, SandboxModel>;
  /**
   * Records by model name, created in this order in every database. A relation is an id, an external id (`'base.be'`), or a list
   * of them; `xml_id` gives a record an external id of its own.
   *
   * @example { 'res.partner': [{ xml_id: 'ada', name: 'Ada', country_id: 'base.be' }, { name: 'Bob', parent_id: 'sandbox.ada' }] }
   */
  records?: Record<string, readonly Record<string, any>[]>;
  /** The texts of module files (TOML or JSON: `{ "models": …, "records": … }`), loaded before `models` and `records`. */
  data?: readonly string[];
  /** API keys by login, for JSON-2. @example { admin: 'a-key' } */
  apiKeys?: Record<string, string>;
  /**
   * Logins of users with two-factor authentication, for whom the password alone opens nothing: programs need an API key. A user of
   * `records` may say `totp_enabled: true` instead.
   */
  twoFactor?: readonly string[];
  /** The address it answers at; nothing ever leaves the process. Default `'http://odoo.test'`. */
  url?: string;
  /** How much longer every answer of `fetch` takes, in milliseconds. Default 0: no timer is involved. */
  latencyMs?: number;
  /**
   * More requests of `fetch` than this at a time find every connection to the database taken, and get HTTP 500 ("The Connection Pool
   * Is Full"). Only with `latencyMs` do requests meet. Default: no limit.
   */
  maxConnections?: number;
  /** How long a web session lives without a request, in milliseconds. Default: a week. */
  sessionLifetimeMs?: number;
  /** Whether `/sandbox/faults`, `/sandbox/requests`, `/sandbox/sessions` and `/sandbox/reset` answer, for tests in another process. Default `false`. */
  control?: boolean;
  /** What session ids and probabilities are drawn from; the same number, the same ids. Default: chance. */
  seed?: number;
}

/** The requests a fault strikes: those for which all that is given holds. */
export interface SandboxFaultTarget {
  /** Requests of this path or below it. */
  path?: string;
  /** Requests of this protocol. */
  protocol?: 'jsonrpc' | 'session' | 'json2' | 'xmlrpc' | 'http';
  /** Calls of this `/jsonrpc` service: `'common'`, `'object'` or `'db'`. */
  service?: string;
  /** Calls of this model. */
  model?: string;
  /** Calls of this method. */
  method?: string;
  /** So many of them pass before the first is struck. Default 0. */
  after?: number;
  /** So many are struck. Default 1, or all where there is a `probability`. */
  count?: number;
  /** Each is struck with this probability, from 0 to 1. */
  probability?: number;
  /**
   * Whether the call runs before the fault strikes: the records are changed, and the program never hears of it. Default: only
   * where an answer has to exist to be spoilt.
   */
  applyFirst?: boolean;
}

/** A fault that needs no more than its name. */
export type SandboxFaultName =
  /** No connection: `fetch` rejects with `ECONNREFUSED`. */
  | 'refuse'
  /** The connection breaks before the answer, or in the middle of its body. */
  | 'resetBefore' | 'resetMidBody' | 'truncate'
  /** Nothing is ever answered, or nothing after the headers: until the request is aborted. */
  | 'hangBeforeHeaders' | 'hangAfterHeaders'
  /** The body comes a few bytes at a time, in chunks, compressed. */
  | 'drip' | 'chunked' | 'gzip'
  /** The answer comes late, by `milliseconds`: 1,000. */
  | 'delay'
  /** A proxy's HTML page with `status`: 502. */
  | 'html'
  /** A bare status: 503. */
  | 'status'
  /** JSON that is not Odoo's, or not of this call. */
  | 'body'
  /** Another result of the method: `null`. */
  | 'result'
  /** The way to a login page on another host. */
  | 'redirect'
  /** The session, or the database, is gone. */
  | 'dropSession' | 'dropDatabase'
  /** The session gets a new id, sent as a cookie; the old one is good for two minutes more. */
  | 'rotateSession'
  /** The answer to another question: its JSON-RPC id is a wrong one. */
  | 'otherId'
  /** A result of 8 `megabytes`. */
  | 'bigBody'
  /** HTTP 500: every connection to the database is taken. */
  | 'poolFull'
  /** A transaction that lost against another; records someone else has locked. */
  | 'serialization' | 'lock'
  /** A `UserError`, or the exception `name`. */
  | 'error';

/** What is to go wrong, and when; see {@link Sandbox.failNext}. */
export type SandboxFault = SandboxFaultTarget & (
  | { fault: Exclude<SandboxFaultName, 'delay' | 'html' | 'status' | 'body' | 'result' | 'redirect' | 'bigBody' | 'error'> }
  | { fault: 'delay'; milliseconds?: number }
  | { fault: 'html' | 'status'; status?: number; /** A `Retry-After`: seconds, or a date such as `new Date(…).toUTCString()`. */ retryAfter?: number | string }
  | { fault: 'body'; /** What is sent as JSON. Default `null`. */ body?: any; status?: number }
  | { fault: 'result'; /** What the method returns, in the form of the protocol. Default `null`. */ value?: any }
  | { fault: 'redirect'; location?: string; status?: number }
  | { fault: 'bigBody'; megabytes?: number }
  | { fault: 'error'; /** Such as `'odoo.exceptions.AccessError'`. */ name?: string; message?: string }
);

/** A request the sandbox answered. */
export interface SandboxRequest {
  /** The protocol it came by. */
  protocol: 'jsonrpc' | 'session' | 'json2' | 'xmlrpc' | 'http';
  /** The service of `/jsonrpc`: `'common'`, `'object'` or `'db'`. */
  service?: string;
  /** The model that was called. */
  model?: string;
  /** The method that was called. */
  method?: string;
  /** The method's arguments by position, without those that are the protocol's own. Secrets are hidden. */
  args: any[];
  /** The method's arguments by name; in JSON-2, the body. Secrets are hidden. */
  kwargs: Record<string, any>;
  /** The HTTP verb. */
  verb: string;
  /** The path. */
  path: string;
  /** Whether the call got through to Odoo, rather than a fault, or a full pool, keeping it back. */
  reached: boolean;
  /** The HTTP status of the answer. Errors of Odoo have 200 but in JSON-2. */
  status: number;
  /** The fault that struck it. */
  fault?: SandboxFaultName;
  /** When it came, in milliseconds since 1970. */
  time: number;
}

/** The records and sessions of a sandbox at one moment; only the sandbox it is of can use it. */
export interface SandboxSnapshot {
  /** Keeps anything else from being one. */
  readonly __snapshot?: never;
}

/** A request as {@link Sandbox.handle} takes it. */
export interface SandboxMessage {
  /** The verb. Default `'GET'`. */
  method?: string;
  /** The path, percent-encoded, without the query. */
  path: string;
  /** The query, without its `?`. */
  query?: string;
  /** Names and values, in order. */
  headers?: readonly (readonly [string, string])[];
  /** The body. */
  body?: Uint8Array;
  /** The address it came from: failed logins are counted by it. */
  remoteAddress?: string;
  /** Whether it finds every connection to the database taken. Default `false`. */
  poolFull?: boolean;
}

/** An answer as {@link Sandbox.handle} gives it. */
export interface SandboxAnswer {
  /** The HTTP status. */
  status: number;
  /** Names and values, in order. */
  headers: [string, string][];
  /** The body. */
  body: Uint8Array;
  /** What is to go wrong on the way, if a fault asks for that: only who owns the connection can do it. */
  effect?: SandboxFaultName | { delay: number };
}

/** An Odoo server as an object. */
export interface Sandbox {
  /** Its address, for `new OdooClient({ url })`. */
  readonly url: string;
  /**
   * A `fetch` that reaches this sandbox and nothing else: another address is refused with a `TypeError`, and nothing is sent. It
   * needs no `this`. In browsers it keeps cookies, as their own does; elsewhere `set-cookie` is there to be read.
   */
  readonly fetch: Fetch;
  /** The requests answered since the start or the last {@link Sandbox.reset}, oldest first. */
  readonly requests: SandboxRequest[];
  /**
   * Has the next request, or the next that fits, go wrong.
   *
   * @example
   * odoo.failNext('refuse');
   * odoo.failNext({ fault: 'status', status: 429, retryAfter: 2 });
   * odoo.failNext({ fault: 'error', name: 'odoo.exceptions.AccessError', model: 'res.partner', method: 'write' });
   * odoo.failNext({ fault: 'resetBefore', applyFirst: true });
   */
  failNext(fault: SandboxFaultName | SandboxFault): void;
  /** Keeps records and sessions as they are now. Cheap: nothing is copied until it changes. */
  snapshot(): SandboxSnapshot;
  /** Goes back to the start, or to a snapshot: records and sessions. Faults are lifted, requests forgotten. */
  reset(snapshot?: SandboxSnapshot): void;
  /** Answers a request given in parts, for servers of your own: what `fetch` and `npx odoo-client-wasm sandbox` are made of. */
  handle(message: SandboxMessage): SandboxAnswer;
}

/**
 * Makes a sandbox. The first one compiles the WebAssembly module; later ones take some milliseconds. A `TypeError` says which
 * option is wrong.
 */
export function createSandbox(options?: SandboxOptions): Sandbox;
