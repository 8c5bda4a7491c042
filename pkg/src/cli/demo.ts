// `demo`: the demo page from the package itself, over the sandbox in this process or over a real
// Odoo.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Command } from 'commander';
import sirv from 'sirv';
import { addressOf } from './address.ts';
import { milliseconds } from './connection.ts';
import { usageError } from './errors.ts';
import { forwarder } from './forward.ts';
import { type Globals, withGlobals } from './globals.ts';
import { listen } from './listen.ts';
import { listener } from './sandbox/server.ts';
import { parseCount } from './text.ts';

interface DemoOptions extends Globals {
  odoo?: string;
  port: number;
  latency: string;
}

export function define(command: Command): void {
  command
    .option('--odoo <url>', 'a real Odoo, in place of the sandbox')
    .option(
      '--port <n>',
      'the port to listen on; 0 takes any that is free',
      parseCount('--port'),
      8069,
    )
    .option('--latency <time>', 'how much longer every answer takes, such as 50ms', '0ms')
    .action(demo);
  withGlobals(command);
}

const users =
  'sign in with database demo, user admin, password admin (or demo/demo, portal/portal)';

/** Paths that are Odoo's own, whatever stands below them. */
const ofOdoo = /^\/(?:jsonrpc|web|json|doc-bearer|websocket|odoo|xmlrpc|report|sandbox)(?:\/|$)/;

async function demo(options: DemoOptions): Promise<void> {
  if (options.port > 65_535)
    throw usageError(`--port is "${options.port}"`, 'a port is a number from 0 to 65535');
  const latencyMs = milliseconds(options.latency, '--latency');
  const here = fileURLToPath(new URL('.', import.meta.url));
  const odoo = options.odoo === undefined ? undefined : addressOf(options.odoo).root;
  const toOdoo: (request: IncomingMessage, response: ServerResponse) => unknown = odoo
    ? await forwarder(odoo, latencyMs)
    : await sandbox(here, latencyMs);
  const [page, pkg] = [join(here, 'www'), join(here, '..', '..')].map((folder) =>
    sirv(folder, { dev: true }),
  );
  const server = createServer((request, response) => {
    const [path = '/'] = (request.url ?? '/').split('?');
    if (ofOdoo.test(path)) return void toOdoo(request, response);
    if (!path.startsWith('/pkg/')) return void page?.(request, response);
    request.url = (request.url as string).slice('/pkg'.length);
    pkg?.(request, response);
  });
  const url = await listen(server, { host: '127.0.0.1', port: options.port });
  process.stdout.write(`the demo is at ${url}/${odoo ? '?preset=own' : ''}
${odoo ? `it talks to ${odoo}` : users}
Ctrl+C ends it.
`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      server.close();
      server.closeAllConnections();
    });
  }
}

async function sandbox(here: string, latencyMs: number) {
  const { createSandbox } = await import('odoo-client-wasm/sandbox');
  const { DEMO_KEYS } = (await import(
    pathToFileURL(join(here, 'www', 'js', 'demo-keys.js')).href
  )) as { DEMO_KEYS: Record<string, string> };
  return listener(createSandbox({ apiKeys: DEMO_KEYS }), { latencyMs });
}
