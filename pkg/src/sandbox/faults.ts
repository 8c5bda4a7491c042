// What is to go wrong, and when.

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
   * Whether the call runs before the fault strikes: the records are changed, and the program never
   * hears of it. Default: only where an answer has to exist to be spoilt.
   */
  applyFirst?: boolean;
}

/** A fault that needs no more than its name. */
export type SandboxFaultName =
  /** No connection: `fetch` rejects with `ECONNREFUSED`. */
  | 'refuse'
  /** The connection breaks before the answer, or in the middle of its body. */
  | 'resetBefore'
  | 'resetMidBody'
  | 'truncate'
  /** Nothing is ever answered, or nothing after the headers: until the request is aborted. */
  | 'hangBeforeHeaders'
  | 'hangAfterHeaders'
  /** The body comes a few bytes at a time, in chunks, compressed. */
  | 'drip'
  | 'chunked'
  | 'gzip'
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
  | 'dropSession'
  | 'dropDatabase'
  /** The session gets a new id, sent as a cookie; the old one is good for two minutes more. */
  | 'rotateSession'
  /** The answer to another question: its JSON-RPC id is a wrong one. */
  | 'otherId'
  /** A result of 8 `megabytes`. */
  | 'bigBody'
  /** HTTP 500: every connection to the database is taken. */
  | 'poolFull'
  /** A transaction that lost against another; records someone else has locked. */
  | 'serialization'
  | 'lock'
  /** A `UserError`, or the exception `name`. */
  | 'error';

/** What is to go wrong, and when; see {@link Sandbox.failNext}. */
export type SandboxFault = SandboxFaultTarget &
  (
    | {
        fault: Exclude<
          SandboxFaultName,
          'delay' | 'html' | 'status' | 'body' | 'result' | 'redirect' | 'bigBody' | 'error'
        >;
      }
    | { fault: 'delay'; milliseconds?: number }
    | {
        fault: 'html' | 'status';
        status?: number;
        /** A `Retry-After`: seconds, or a date such as `new Date(…).toUTCString()`. */
        retryAfter?: number | string;
      }
    | {
        fault: 'body';
        /** What is sent as JSON. Default `null`. */
        body?: any;
        status?: number;
      }
    | {
        fault: 'result';
        /** What the method returns, in the form of the protocol. Default `null`. */
        value?: any;
      }
    | { fault: 'redirect'; location?: string; status?: number }
    | { fault: 'bigBody'; megabytes?: number }
    | {
        fault: 'error';
        /** Such as `'odoo.exceptions.AccessError'`. */
        name?: string;
        message?: string;
      }
  );
