// Logging in and out, and what holds for this connection.

import type { CallToolResult } from '@modelcontextprotocol/server';
import type { Call } from '../call.ts';
import { type ConnectionConfig, defaultName } from '../connections.ts';
import { ToolError } from '../errors.ts';
import { operations } from '../policy.ts';
import { clean, result } from '../result.ts';
import { argument, reads, type Tool, text } from '../tool.ts';

const protocols = ['auto', 'session', 'json2', 'jsonrpc'];

/** Who is logged in where; never a secret. */
async function described(call: Call, name: string): Promise<CallToolResult> {
  const { policy, shared } = call;
  const { client, url, database, uid, username } = await shared.connections.get(
    call.principal,
    name,
  );
  const session = client.getSession();
  const structured = {
    connection: name,
    url,
    database,
    uid,
    username,
    name: session?.name,
    version: session?.server_version,
    protocol: client.protocol,
    connections: shared.connections.names(call.principal),
    policy: Object.fromEntries(
      operations.map((operation) => [
        operation,
        policy.isReadOnly && operation !== 'read'
          ? 'deny'
          : (policy.rules.default?.[operation] ?? policy.decide(operation, 'x').decision),
      ]),
    ),
  };
  const version = structured.version ? `, Odoo ${structured.version}` : '';
  return result(
    `${name}: ${database} at ${url}${version}, user ${username} (${uid}). Policy: ${Object.entries(
      structured.policy,
    )
      .map(([operation, decision]) => `${operation} ${decision}`)
      .join(', ')}.`,
    clean(structured) as Record<string, unknown>,
  );
}

export const authenticate: Tool = {
  name: 'odoo_authenticate',
  title: 'Log in',
  description:
    'Log in to a database. Without arguments from .odoo.env or ODOO_* variables, which other tools do by themselves. connection names a further one.',
  input: {
    url: text(),
    database: text(),
    username: text(),
    password: text(),
    apiKey: text(),
    protocol: { type: 'string', enum: protocols },
    connection: argument.connection,
  },
  required: [],
  output: {
    connection: text(),
    url: text(),
    database: text(),
    uid: { type: 'integer' },
    username: text(),
  },
  annotations: {
    readOnlyHint: false,
    destructiveHint: false,
    idempotentHint: true,
    openWorldHint: true,
  },
  isWrite: false,
  run: async (call) => {
    const name = call.text('connection') ?? defaultName;
    if (!/^[a-z][\w-]{0,40}$/i.test(name) || ['schema', 'report'].includes(name)) {
      throw new ToolError('bad_argument', 'connection is a short name of letters and digits.');
    }
    const given = ['url', 'database', 'username', 'password', 'apiKey'].filter((one) =>
      call.text(one),
    );
    if (!given.length) return described(call, name);
    const url = call.text('url');
    // Settings are taken whole from one source: a password of the environment goes to no address
    // that was told here.
    const missing = [
      'url',
      'database',
      ...(call.text('apiKey') ? [] : ['username', 'password']),
    ].filter((one) => !given.includes(one));
    if (missing.length) {
      throw new ToolError(
        'bad_argument',
        `With ${given.join(', ')}, also ${missing.join(' and ')} must be given.`,
        'Give all of them, or none to use .odoo.env and the environment.',
      );
    }
    mayConnect(call, url as string);
    const config = Object.fromEntries(
      [...given, 'protocol'].flatMap((one) => (call.text(one) ? [[one, call.text(one)]] : [])),
    ) as unknown as ConnectionConfig;
    const {
      database,
      username,
      url: address,
    } = await call.shared.connections.give(call.principal, name, config);
    call.shared.audit.note({
      event: 'connected',
      principal: call.principal,
      connection: name,
      database,
      user: username,
      tool: call.tool,
      values: { url: address },
    });
    return described(call, name);
  },
};

/**
 * Refuses addresses that the rules do not name, and all of them where clients come over the
 * network.
 */
function mayConnect(call: Call, url: string): void {
  let host: string;
  try {
    host = new URL(url).hostname;
  } catch {
    throw new ToolError(
      'bad_argument',
      'url is not an address.',
      "Such as 'https://odoo.example.com'.",
    );
  }
  const { hosts } = call.policy.rules;
  if (hosts ? hosts.includes(host) : call.shared.takesAddresses) return;
  throw new ToolError(
    'denied_by_policy',
    `Connecting to ${host} is denied: the policy's hosts do not name it.`,
    'Tell the user. Connections from the environment need no entry.',
  );
}

export const session: Tool = {
  name: 'odoo_session',
  title: 'Session',
  description: 'Who is logged in, the connections and the policy. logout: true ends the session.',
  input: { logout: { type: 'boolean' }, connection: argument.connection },
  required: [],
  output: {
    connection: text(),
    database: text(),
    uid: { type: 'integer' },
    connections: { type: 'array' },
  },
  annotations: reads,
  isWrite: false,
  run: async (call) => {
    const name = call.text('connection') ?? defaultName;
    if (call.args.logout !== true) return described(call, name);
    const was = await call.shared.connections.close(call.principal, name);
    return result(`${name}: ${was ? 'logged out' : 'was not logged in'}.`, {
      connection: name,
      connections: call.shared.connections.names(call.principal),
    });
  },
};
