// What a client needs to know, and where it can be read from.

import { configFromEnv as read } from 'odoo-client-wasm-glue';
import type { OdooError } from './errors.ts';
import type { SafetyContext } from './guard.ts';
import { ready } from './instance.ts';
import type { BinaryForm } from './options.ts';
import type { OdooContext } from './records.ts';

/** What `new OdooClient` needs to know: where the server is and who calls. */
export interface OdooClientConfig {
  /**
   * Root of the Odoo server, with or without a trailing slash. It must start with `http://` or
   * `https://`. What follows the root in an address copied from a browser (`/web#action=…`,
   * `/web/login`, `/odoo/action-…`) or meant for another protocol (`/jsonrpc`, `/json/2`,
   * `/xmlrpc/2`) is cut; any other path is kept, `/odoo` alone too, for servers under a path. An
   * `@` is refused: credentials are settings of their own.
   *
   * @example 'https://odoo.example.com'
   */
  url: string;
  /** Name of the database. One client talks to one database. */
  database: string;
  /** Login of the user, often an e-mail address. */
  username: string;
  /**
   * Password of the user, or one of the user's API keys. It never shows in errors, logs,
   * `console.log` or JSON. Line breaks at its end are dropped, as at that of `username`; one inside
   * is refused.
   */
  password: string;
  /**
   * API key of the user, for JSON-2 or `/jsonrpc`. It never shows either. White space around it is
   * dropped: it comes from files.
   */
  apiKey?: string | undefined;
  /**
   * How to speak to Odoo. `'auto'` (the default) takes the best that works: outside browsers the
   * web session, the cheapest for Odoo; JSON-2 for an API key where the server has it (Odoo 19 and
   * later); `/jsonrpc` everywhere else, and always in browsers, where a login over the session
   * would replace the visitor's own. {@link OdooClient.protocol} is the one in use.
   */
  protocol?: 'auto' | OdooProtocol | undefined;
  /**
   * Who is asked before the client writes or deletes. `undefined` (or absent): the process-wide
   * default of {@link setDefaultSafetyContext}; `null`: nobody, every operation passes.
   */
  safety?: SafetyContext | null | undefined;
  /**
   * Longest time one call may take, in milliseconds; then it is aborted with an
   * {@link OdooTimeoutError}. Default 120,000, the time Odoo itself gives a request; `0` is no
   * limit. Module installs and upgrades have no limit unless this is set, a login has 30,000.
   */
  timeoutMs?: number | undefined;
  /**
   * How many bytes an answer may have, decompressed; one that has more is an
   * {@link OdooNetworkError}, and not read any further. Default 1,000,000,000. (A text of half a
   * gigabyte is more than most engines can hold; columns and files come in pieces.)
   */
  maxBodyBytes?: number | undefined;
  /** Context sent with every call; a context given in a call is merged over it, key by key. */
  context?: OdooContext | undefined;
  /**
   * How reads give the values of binary fields. Default `'base64'`, whatever the server's version
   * sends; see {@link CallOptions.binary}.
   */
  binary?: BinaryForm | undefined;
  /**
   * Extra HTTP headers sent with every request, for a proxy's token for example. Names compare
   * without case. `Authorization` cannot go along with an API key, which has the same header; a
   * `Cookie` goes along with that of the session.
   *
   * @example { 'X-Proxy-Token': 'abc' }
   */
  headers?: Record<string, string> | undefined;
  /**
   * Makes the HTTP requests, instead of the runtime's own `fetch`: a proxy's, or that of a sandbox
   * (`odoo-client-wasm/sandbox`) in tests.
   */
  fetch?: ((url: string, init: any) => Promise<any>) | undefined;
  /**
   * How many requests are under way at once at most; the rest wait in order. Default 8: Odoo loses
   * calls that come by the hundred.
   */
  maxConcurrent?: number | undefined;
  /**
   * How often a call is retried after a failure that may pass: 2 unless set, `0` never. Reads are
   * retried after network failures, HTTP 429, 502, 503, 504, a full connection pool, lost
   * transactions and locks; writes only where nothing can have reached Odoo.
   */
  retries?: number | undefined;
  /** Called before each request. Its exceptions are reported on the console and change nothing. */
  onRequest?: ((info: RequestInfo) => void) | undefined;
  /** Called after each request. */
  onResponse?: ((info: ResponseInfo) => void) | undefined;
  /** Called before a call is retried. */
  onRetry?: ((info: RetryInfo) => void) | undefined;
}

/**
 * A configuration with an API key: the key says who the user is. (`/jsonrpc` wants the login as
 * well.)
 */
export type OdooKeyConfig = Omit<OdooClientConfig, 'username' | 'password' | 'apiKey'> & {
  /** API key of the user. */
  apiKey: string;
  /** Login of the user. */
  username?: string | undefined;
};

/** A configuration for a page that Odoo itself serves: the client acts as its logged-in user. */
export type OdooVisitorConfig = Omit<
  OdooClientConfig,
  'database' | 'username' | 'password' | 'apiKey' | 'protocol'
> & {
  /** The visitor's session is a web session. */
  protocol: 'session';
};

/** A way to speak to Odoo: `/jsonrpc`, the web session, or JSON-2 (Odoo 19 and later). */
export type OdooProtocol = 'jsonrpc' | 'session' | 'json2';

/**
 * What {@link OdooClientConfig.onRequest} gets. No secret is in it: neither headers nor bodies.
 */
export interface RequestInfo {
  /** The protocol of the request. */
  protocol: OdooProtocol;
  /** Model of the call; absent for a login. */
  model?: string;
  /** Method of the call; absent for a login. */
  method?: string;
  /** Path of the request, such as `'/web/dataset/call_kw/res.partner/search_read'`. */
  path: string;
  /** Which try of the call this is, from 1. */
  attempt: number;
}

/** What {@link OdooClientConfig.onResponse} gets. */
export interface ResponseInfo extends RequestInfo {
  /** The HTTP status; absent when no answer came. */
  status?: number;
  /** Milliseconds from the request to the end of the body. */
  durationMs: number;
  /** Bytes of the body, where the server says how many. */
  size?: number;
}

/** What {@link OdooClientConfig.onRetry} gets. */
export interface RetryInfo {
  /** The protocol of the call. */
  protocol: OdooProtocol;
  /** Model of the call. */
  model: string;
  /** Method of the call. */
  method: string;
  /** The try that failed, from 1. */
  attempt: number;
  /** Milliseconds until the next try. */
  delayMs: number;
  /** Why it failed. */
  error: OdooError;
}

/**
 * Reads the connection from `.odoo.env` in the working directory (Node, Deno, Bun) and then from
 * the environment; the file wins. Reads `<prefix>_URL`, `<prefix>_DB` or `<prefix>_DATABASE`,
 * `<prefix>_USER` or `<prefix>_USERNAME`, `<prefix>_PASSWORD`, and `<prefix>_API_KEY`, with which
 * neither user nor password is missing. An empty value counts as missing. Where the file and the
 * environment name different servers, everything comes from the file.
 *
 * @param prefix Start of the names; default `'ODOO'`.
 * @throws {OdooError} that says where it looked and which names are missing, or which line of the
 * file is malformed.
 * @example const client = new OdooClient({ ...configFromEnv('ODOO_PROD'), timeoutMs: 10_000 });
 */
export function configFromEnv(prefix?: string): OdooClientConfig {
  ready();
  return read(prefix);
}
