// A server over a sandbox in the same process, and the official client on the other side.

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Client, InMemoryTransport } from '@modelcontextprotocol/client';
import { encode } from 'gpt-tokenizer';
import { installed } from '../package/fixture.mjs';

const load = (file) => import(pathToFileURL(join(installed, 'dist', file)));
export const { createOdooMcp, parsePolicy, PolicyError } = await load('programs/mcp.mjs');
export const { createSandbox } = await load('sandbox.node.mjs');
export const { OdooClient } = await load('node.mjs');

/** The command of the installed package. */
export const program = join(installed, 'bin', 'odoo-client-wasm.mjs');

/** The revisions of the protocol, by how a client opens. */
export const revisions = { '2025-11-25': 'legacy', '2026-07-28': { pin: '2026-07-28' } };

export const tokens = (value) =>
  encode(typeof value === 'string' ? value : JSON.stringify(value)).length;

/** All that a result says in text. */
export const textOf = (result) =>
  result.content
    .filter(({ type }) => type === 'text')
    .map(({ text }) => text)
    .join('\n');

/** Methods that change something on the server. */
const writes = new Set([
  'create',
  'write',
  'unlink',
  'message_post',
  'action_confirm',
  'action_archive',
  'copy',
  'toggle_active',
  'action_set_won',
]);

export const configOf = (odoo, login = 'admin') => ({
  url: odoo.url,
  fetch: odoo.fetch,
  database: 'demo',
  username: login,
  password: login,
});

/**
 * Starts a sandbox and a server over it.
 *
 * @param answer Answers elicitations with `'accept'`, `'decline'`, `'cancel'` or what a function
 * says; absent: the client has none.
 */
export async function start({
  sandbox = {},
  answer,
  revision = '2026-07-28',
  odoo = createSandbox(sandbox),
  login,
  ...options
} = {}) {
  const mcp = createOdooMcp({ connections: { default: configOf(odoo, login) }, ...options });
  const connected = await connect(mcp, { answer, revision });
  return {
    odoo,
    mcp,
    ...connected,
    writes: () => odoo.requests.filter(({ method, reached }) => reached && writes.has(method)),
  };
}

/** Connects an official client to a server. */
export async function connect(mcp, { answer, revision = '2026-07-28' } = {}) {
  const [near, far] = InMemoryTransport.createLinkedPair();
  mcp.connect(far);
  const client = clientOf({ answer, revision });
  await client.connect(near);
  return { client, asked: client.asked, call: callWith(client) };
}

export function clientOf({ answer, revision = '2026-07-28' } = {}) {
  const client = new Client(
    { name: 'tests', version: '1.0.0' },
    {
      capabilities: answer ? { elicitation: { form: {} } } : {},
      versionNegotiation: { mode: revisions[revision] },
    },
  );
  client.asked = [];
  if (answer) {
    client.setRequestHandler('elicitation/create', async (request) => {
      client.asked.push(request.params.message);
      const action = typeof answer === 'function' ? await answer(request.params) : answer;
      return action === 'accept' ? { action, content: { confirm: true } } : { action };
    });
  }
  return client;
}

export const callWith =
  (client) =>
  async (name, args = {}, options) => {
    const result = await client.callTool({ name, arguments: args }, options);
    return { ...result, text: textOf(result), data: result.structuredContent };
  };
