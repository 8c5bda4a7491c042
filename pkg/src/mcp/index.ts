// `odoo-client-wasm/mcp`: an MCP server over the client, for agents. Importing it starts nothing.

import { createMcpHandler } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { Audit, type AuditSink, fileSink } from './audit.ts';
import type { Shared } from './call.ts';
import { type ConnectionConfig, Connections } from './connections.ts';
import { Plans } from './plans.ts';
import { Policy, type PolicyRules } from './policy.ts';
import { checkPolicy, readPolicyFile } from './policy-file.ts';
import { tools as allTools, makeServer } from './server.ts';
import { projectVersion } from './version.ts';

export { PolicyError, parsePolicy } from './policy-file.ts';

/** The tools by name, for manifests. */
export const tools: readonly { name: string; title: string; description: string }[] = allTools.map(
  ({ name, title, description }) => ({ name, title, description }),
);

/** What a server is to be like. Everything has a default. */
export interface OdooMcpOptions {
  /** Connections by name, such as `{ default: { url, database, username, password } }`. */
  connections?: Record<string, ConnectionConfig>;
  /** Whether `.odoo.env` and the environment are read. Default: where no `connections` are given. */
  environment?: boolean;
  /** The rules, or the path of a file of them. */
  policy?: PolicyRules | string;
  /** Whether nothing may be changed; over the policy's own. */
  readOnly?: boolean;
  /** Where the audit log goes: a file's path, or a function that takes a line. */
  audit?: string | AuditSink;
  /** Whether `odoo_authenticate` may be told any address. Default `true`; the policy's `hosts` go before. */
  takesAddresses?: boolean;
  /** The clock of plans, in milliseconds since 1970; for tests. */
  now?: () => number;
}

type HttpHandler = ReturnType<typeof createMcpHandler>;

/** A server that any number of clients can use. */
export interface OdooMcp {
  /** Serves one client over a transport of the SDK: a pipe, or a pair in memory. */
  connect(
    transport?: Parameters<typeof serveStdio>[1] extends infer O
      ? NonNullable<O>['transport' & keyof NonNullable<O>]
      : never,
  ): { close(): Promise<void> };
  /** Answers one HTTP request. Who may ask is for the caller to check. */
  fetch: HttpHandler['fetch'];
  /** Ends all sessions. */
  close(): Promise<void>;
}

/** Largest message, in bytes. Larger ones than a tool takes are read, so that the tool can say so. */
const mostBytes = 64 * 1024 * 1024;

/**
 * Makes a server. Nothing is sent and nothing is read but the policy; a database is logged in to when a tool needs it.
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
        transport ? { transport } : {},
      );
    },
    fetch: handler.fetch,
    async close() {
      await handler.close();
      await connections.closeAll();
    },
  };
}

/** Runs the command `odoo-client-wasm mcp`. */
export async function run(args: readonly string[]): Promise<void> {
  const { command } = await import('./command.ts');
  await command(args, createOdooMcp, mostBytes);
}
