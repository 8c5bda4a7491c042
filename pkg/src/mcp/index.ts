/**
 * An MCP server over the client, for agents: the one of `npx odoo-client-wasm mcp`, inside a
 * process of one's own. Node 20 or newer.
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

import { createMcpHandler, type Transport } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import type { OdooClientConfig, OdooKeyConfig } from 'odoo-client-wasm';
import { Audit, fileSink } from './audit.ts';
import type { Shared } from './call.ts';

import { type ConnectionConfig, Connections } from './connections.ts';
import { Plans } from './plans.ts';
import { type OdooMcpPolicy, Policy } from './policy.ts';
import { checkPolicy, readPolicyFile } from './policy-file.ts';
import { tools as allTools, makeServer } from './server.ts';
import { projectVersion } from './version.ts';

export type { OdooMcpAuditLine } from './audit.ts';
export type {
  OdooMcpDecision,
  OdooMcpDecisions,
  OdooMcpModelRules,
  OdooMcpPolicy,
} from './policy.ts';
export { PolicyError, parsePolicy } from './policy-file.ts';

/**
 * The tools by name, for manifests.
 *
 * @internal
 */
export const tools: readonly { name: string; title: string; description: string }[] = allTools.map(
  ({ name, title, description }) => ({ name, title, description }),
);

/** What a server is to be like. Everything has a default. */
export interface OdooMcpOptions {
  /** Connections by name, such as `{ default: { url, database, username, password } }`. */
  connections?: Record<string, OdooClientConfig | OdooKeyConfig>;
  /**
   * Whether `.odoo.env` and the environment are read. Default: where no `connections` are given.
   */
  environment?: boolean;
  /** The rules, or the path of a file of them. */
  policy?: OdooMcpPolicy | string;
  /** Whether nothing may be changed; on top of the rules. */
  readOnly?: boolean;
  /** Where the audit log goes: a file's path, or a function that takes a line of JSON. */
  audit?: string | ((line: string) => void);
  /**
   * Whether `odoo_authenticate` may be told any address. Default `true`; where the rules have
   * `hosts`, they decide.
   */
  takesAddresses?: boolean;
  /**
   * Finds the settings of the default connection, in place of the environment.
   *
   * @internal
   */
  settings?: () => Promise<ConnectionConfig>;
  /** The clock of plans, in milliseconds since 1970. For tests. */
  now?: () => number;
}

/** The runtime's own `Request`, where its types are known; anything elsewhere. */
export type OdooMcpRequest = typeof globalThis extends { Request: { prototype: infer R } }
  ? R
  : // biome-ignore lint/suspicious/noExplicitAny: a runtime without such types.
    any;
/** The runtime's own `Response`, where its types are known; anything elsewhere. */
export type OdooMcpResponse = typeof globalThis extends { Response: { prototype: infer R } }
  ? R
  : // biome-ignore lint/suspicious/noExplicitAny: a runtime without such types.
    any;

/** A transport of the official SDK. */
export interface OdooMcpTransport {
  /** Begins to take messages. */
  start(): Promise<void>;
  /** Sends a message. */
  send(message: unknown, options?: unknown): Promise<void>;
  /** Ends the connection. */
  close(): Promise<void>;
}

/** Who asks by HTTP, as the caller has found out: the SDK's `AuthInfo`. */
export interface OdooMcpAuthInfo {
  /** The token that was shown. */
  token: string;
  /** Whose it is. Plans and connections belong to that. */
  clientId: string;
  /** What it is good for. */
  scopes: string[];
  /** When it ends, in seconds since 1970. */
  expiresAt?: number;
}

/** A server that any number of clients can use. */
export interface OdooMcp {
  /**
   * Serves a client over a transport of the official SDK; absent: over standard input and output.
   *
   * @example mcp.connect(serverSideOfAPair);
   */
  connect(transport?: OdooMcpTransport): { close(): Promise<void> };
  /**
   * Answers a request of streamable HTTP. It checks neither token nor host: that is the caller's
   * part. Plans and connections belong to `authInfo.clientId`.
   *
   * @example export default { fetch: (request) => mcp.fetch(request, { authInfo: verified(request) }) };
   */
  fetch(
    request: OdooMcpRequest,
    options?: { authInfo?: OdooMcpAuthInfo; parsedBody?: unknown },
  ): Promise<OdooMcpResponse>;
  /** Ends all sessions with Odoo. */
  close(): Promise<void>;
}

/**
 * Largest message, in bytes. Larger ones than a tool takes are read, so that the tool can say so.
 */
const mostBytes = 64 * 1024 * 1024;

/**
 * Makes a server. Nothing is sent, and nothing but the policy is read, until a tool needs it.
 *
 * @throws {PolicyError} when the policy is not understood.
 */
export function createOdooMcp(options: OdooMcpOptions = {}): OdooMcp {
  const given =
    typeof options.policy === 'string'
      ? readPolicyFile(options.policy)
      : checkPolicy(options.policy ?? {});
  const policy = new Policy(
    options.readOnly === undefined
      ? given
      : { ...given, read_only: options.readOnly || given.read_only === true },
  );
  const audit = options.audit ?? given.audit;
  const servers = new Set<ReturnType<typeof makeServer>>();
  const changed = () => {
    for (const server of servers) if (server.isConnected()) server.sendResourceListChanged();
    handler.notify.resourcesChanged();
  };
  const connections = new Connections(
    policy,
    options.connections ?? {},
    changed,
    options.environment ?? options.connections === undefined,
    options.settings,
  );
  const shared: Shared = {
    policy,
    plans: new Plans(policy.planMilliseconds, options.now),
    audit: new Audit(typeof audit === 'string' ? fileSink(audit) : audit, connections.redact),
    connections,
    results: given.results ?? 'both',
    files: new Map(),
    takesAddresses: options.takesAddresses ?? true,
  };
  const version = projectVersion();
  const handler = createMcpHandler(
    ({ authInfo }) => makeServer(shared, version, authInfo?.clientId ?? 'local'),
    { maxRequestBodySize: mostBytes },
  );
  return {
    connect(transport) {
      return serveStdio(
        () => {
          const server = makeServer(shared, version, 'local');
          servers.add(server);
          server.server.onclose = () => servers.delete(server);
          return server;
        },
        transport ? { transport: transport as Transport } : {},
      );
    },
    fetch: handler.fetch,
    async close() {
      await handler.close();
      await connections.closeAll();
    },
  };
}

/**
 * Runs the command `odoo-client-wasm mcp` with the arguments after it. `find` has the settings that
 * options of the command line and profiles give; absent: there are none but those of the environment.
 */
export async function run(
  args: readonly string[],
  find?: (options: {
    [option: string]: string | undefined;
  }) => Promise<OdooClientConfig | OdooKeyConfig>,
): Promise<void> {
  const { command } = await import('./command.ts');
  await command(args, createOdooMcp, mostBytes, find);
}
