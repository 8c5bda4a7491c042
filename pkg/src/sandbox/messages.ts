// Requests and answers of a sandbox.

import type { SandboxFaultName } from './faults.ts';

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
  /**
   * The method's arguments by position, without those that are the protocol's own. Secrets are
   * hidden.
   */
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
  /**
   * What is to go wrong on the way, if a fault asks for that: only who owns the connection can do
   * it.
   */
  effect?: SandboxFaultName | { delay: number };
}
