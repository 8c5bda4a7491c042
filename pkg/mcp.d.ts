/**
 * An MCP server over the client, for agents: the one of `npx odoo-client-wasm mcp`, inside a process of one's own. Node 20 or newer.
 *
 * ```ts
 * import { createOdooMcp } from 'odoo-client-wasm/mcp';
 *
 * const mcp = createOdooMcp({ policy: { default: { update: 'allow' }, models: { 'hr.*': { read: 'deny' } } } });
 * mcp.connect(); // over standard input and output, until the client goes
 * ```
 *
 * @packageDocumentation
 */

import { OdooClientConfig, OdooKeyConfig } from './index.js';

/** What is decided of an operation: it is done, someone is asked, or it is refused. */
export type OdooMcpDecision = 'allow' | 'ask' | 'deny';

/** Decisions by kind of operation. */
export interface OdooMcpDecisions {
  /** Searching, reading, grouping, printing. Default `'allow'`. */
  read?: OdooMcpDecision;
  /** Creating records. Default `'ask'`, as for all that follow. */
  create?: OdooMcpDecision;
  /** Changing records. */
  update?: OdooMcpDecision;
  /** Deleting records. */
  delete?: OdooMcpDecision;
  /** Calling other methods. */
  call?: OdooMcpDecision;
  /** Posting notes and messages. */
  message?: OdooMcpDecision;
}

/** The rules of a model, or of all models that a pattern such as `hr.*` fits. */
export interface OdooMcpModelRules extends OdooMcpDecisions {
  /** Decisions by method, for `odoo_call`; names may be patterns. */
  methods?: Record<string, OdooMcpDecision>;
  /** Fields that are neither shown nor searched by. Credentials are hidden in any case. */
  hidden?: string[];
  /** Fields that are never written. */
  readonly?: string[];
  /** A domain that all searches, reads and changes are held to. */
  domain?: any[];
  /** Most records of one answer, and of one change. */
  max_rows?: number;
}

/** The rules of a server: what `odoo-mcp.toml` holds, under the same names. */
export interface OdooMcpPolicy {
  /** Whether nothing may be changed. Default `false`. */
  read_only?: boolean;
  /** Most tokens of an answer. Default 8000. */
  max_tokens?: number;
  /** Most records of an answer. Default 500. */
  max_rows?: number;
  /** Most records of a change. Default 200. */
  max_write_rows?: number;
  /** How long a plan is good for, in minutes. Default 10. */
  plan_minutes?: number;
  /** Whether only a person's answer is consent, so that clients without elicitation cannot change what is asked about. Default `false`. */
  ask_person?: boolean;
  /** The file of the audit log. Default: none. */
  audit?: string;
  /** The hosts that `odoo_authenticate` may be told to connect to. Default: any; over HTTP none. */
  hosts?: string[];
  /** Where rows are: in the text, in the structured content, or both. Default `'both'`. */
  results?: 'both' | 'text' | 'structured';
  /** Decisions for models that no other rule names. */
  default?: OdooMcpDecisions;
  /** Rules by model or pattern. */
  models?: Record<string, OdooMcpModelRules>;
  /** Further connections: the start of the names of their variables, such as `{ prod: { env: 'ODOO_PROD' } }`. */
  connections?: Record<string, { env: string }>;
}

/** A line of the audit log, as JSON. Lines of one change have the same `change`. */
export interface OdooMcpAuditLine {
  /** When, in ISO 8601. */
  time: string;
  /** `'sent'` comes before the request goes out; `'unknown'`: it may have been done. Of `'planned'` and `'refused'`, nothing was sent. */
  event: 'connected' | 'planned' | 'refused' | 'sent' | 'done' | 'failed' | 'unknown';
  /** What links the lines of one change. */
  change?: string;
  /** Who asked: `'local'` over a pipe, the client of the token over HTTP. */
  principal: string;
  /** The name of the connection. */
  connection: string;
  /** The database. */
  database?: string;
  /** The login of the user in Odoo. */
  user?: string;
  /** The tool. */
  tool: string;
  /** The model. */
  model?: string;
  /** The method that is called. */
  method?: string;
  /** The records, at most 200 of them. */
  ids?: number[];
  /** Values or arguments: credentials hidden, long texts cut. */
  values?: unknown;
  /** Who agreed: the rules, a person, or the holder of a plan. */
  consent?: 'policy' | 'person' | 'plan';
  /** The rule that decided. */
  rule?: string;
  /** What came of it: ids. */
  result?: unknown;
  /** What went wrong. */
  error?: string;
  /** How long the request took, in milliseconds. */
  ms?: number;
}

/** What a server is to be like. Everything has a default. */
export interface OdooMcpOptions {
  /** Connections by name, such as `{ default: { url, database, username, password } }`. */
  connections?: Record<string, OdooClientConfig | OdooKeyConfig>;
  /** Whether `.odoo.env` and the environment are read. Default: where no `connections` are given. */
  environment?: boolean;
  /** The rules, or the path of a file of them. */
  policy?: OdooMcpPolicy | string;
  /** Whether nothing may be changed; on top of the rules. */
  readOnly?: boolean;
  /** Where the audit log goes: a file's path, or a function that takes a line of JSON. */
  audit?: string | ((line: string) => void);
  /** Whether `odoo_authenticate` may be told any address. Default `true`; where the rules have `hosts`, they decide. */
  takesAddresses?: boolean;
  /** The clock of plans, in milliseconds since 1970. For tests. */
  now?: () => number;
}

/** A server that any number of clients can use. */
export interface OdooMcp {
  /**
   * Serves a client over a transport of the official SDK; absent: over standard input and output.
   *
   * @example mcp.connect(serverSideOfAPair);
   */
  connect(transport?: any): { close(): Promise<void> };
  /**
   * Answers a request of streamable HTTP. It checks neither token nor host: that is the caller's part. Plans and connections belong to
   * `authInfo.clientId`.
   *
   * @example export default { fetch: (request) => mcp.fetch(request, { authInfo: verified(request) }) };
   */
  fetch(request: any, options?: { authInfo?: any; parsedBody?: unknown }): Promise<any>;
  /** Ends all sessions with Odoo. */
  close(): Promise<void>;
}

/** A policy that is not understood; the message names the place. Nothing is served with half a policy. */
export class PolicyError extends Error {}

/**
 * Makes a server. Nothing is sent, and nothing but the policy is read, until a tool needs it.
 *
 * @throws {PolicyError} when the policy is not understood.
 */
export function createOdooMcp(options?: OdooMcpOptions): OdooMcp;

/**
 * Reads rules from the text of a policy file.
 *
 * @param content TOML.
 * @param name What errors call the file.
 * @throws {PolicyError} when it is not understood.
 * @example const policy = parsePolicy(readFileSync('odoo-mcp.toml', 'utf8'));
 */
export function parsePolicy(content: string, name?: string): OdooMcpPolicy;

/** Runs the command `odoo-client-wasm mcp` with the arguments after it. */
export function run(args: readonly string[]): Promise<void>;
