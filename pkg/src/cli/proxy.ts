// `proxy`: a page of a developer's own origin talks to one Odoo, which itself allows no other
// origin.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import type { Command } from 'commander';
import { addressOf } from './address.ts';
import { usageError } from './errors.ts';
import { forwarder } from './forward.ts';
import { type Globals, withGlobals } from './globals.ts';
import { listen } from './listen.ts';
import { say } from './output.ts';
import { parseCount } from './text.ts';

interface ProxyOptions extends Globals {
  origin: string[];
  readOnly?: true;
  port: number;
  host: string;
}

export function define(command: Command): void {
  command
    .argument('<url>', 'address of the Odoo')
    .requiredOption(
      '--origin <origin>',
      'an origin that may use it, such as http://localhost:5173; may be given more than once',
      (text: string, before: string[] = []) => [...before, text],
    )
    .option('--read-only', 'let reads through, and nothing that writes')
    .option(
      '--port <n>',
      'the port to listen on; 0 takes any that is free',
      parseCount('--port'),
      8070,
    )
    .option('--host <address>', 'the address to listen on', '127.0.0.1')
    .addHelpText(
      'after',
      '\nFor development: it listens on this machine alone, lets no other origin through, and ' +
        'only the\npaths that programs call.',
    )
    .action(proxy);
  withGlobals(command);
}

/** The paths that programs call. */
const paths = [
  /jsonrpc/,
  /web\/session\/(?:authenticate|destroy|get_session_info|modules)/,
  /web\/dataset\/call_(?:kw|button)(?:\/[\w./]*)?/,
  /web\/(?:webclient\/version_info|database\/list|version)/,
  /web\/(?:content|image)\/[\w./%-]*/,
  /json\/(?:2\/[\w.]+\/\w+|version)/,
  /doc-bearer\/[\w.]+/,
  /report\/(?:pdf|html|text)\/[\w./,-]+/,
].map(({ source }) => new RegExp(`^\\/${source}$`));

async function proxy(address: string, options: ProxyOptions): Promise<void> {
  const { root } = addressOf(address);
  const origins = new Set(options.origin.map(originOf));
  if (options.port > 65_535)
    throw usageError(`--port is "${options.port}"`, 'a port is a number from 0 to 65535');
  const { inferSafetyLevel } = await import('odoo-client-wasm');
  const forward = await forwarder(root);
  const server = createServer((request, response) => {
    handle(request, response).catch(() => request.socket.destroy());
  });
  const hosts = () => {
    const { port } = server.address() as AddressInfo;
    return new Set([
      `localhost:${port}`,
      `127.0.0.1:${port}`,
      `[::1]:${port}`,
      `${options.host}:${port}`,
    ]);
  };

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { origin, host } = request.headers;
    // A name that leads here by a trick of another page's is refused: only this machine's own names
    // are served.
    if (!hosts().has(host ?? '') && options.host === '127.0.0.1')
      return refuse(response, 403, `the host ${host} is not this proxy`);
    if (origin === undefined || !origins.has(origin))
      return refuse(
        response,
        403,
        `the origin ${origin ?? 'of no page'} is not allowed: --origin names those that are`,
      );
    response.setHeader('access-control-allow-origin', origin);
    response.setHeader('access-control-allow-credentials', 'true');
    response.setHeader('access-control-expose-headers', 'retry-after, content-disposition');
    response.setHeader('vary', 'origin');
    if (request.method === 'OPTIONS') return preflight(request, response);
    const path = (request.url ?? '/').replace(/[?#].*$/, '');
    if (!isPlain(path) || !paths.some((form) => form.test(path)))
      return refuse(response, 403, `${path} is not among the paths that are let through`);
    if (!['GET', 'HEAD', 'POST'].includes(request.method ?? ''))
      return refuse(response, 405, `${request.method} is not let through`);
    if (!options.readOnly) return forward(request, response);
    const body = await bodyOf(request);
    if (body === undefined) return refuse(response, 413, 'the body is too large');
    const reason = writeIn(path, request, body, inferSafetyLevel);
    if (reason) return refuse(response, 403, `read-only: ${reason}`);
    return forward(request, response, Readable.from(body.length ? [body] : []));
  }

  const mode = options.readOnly ? ', read-only' : '';
  process.stdout.write(`listening on ${await listen(server, options)}\n`);
  say(`  ${root} for ${[...origins].join(', ')}${mode}\n  Ctrl+C ends it.`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      server.close();
      server.closeAllConnections();
    });
  }
}

/**
 * Whether a path means what it says: whoever decodes it finds neither a way up nor another
 * separator in it.
 */
function isPlain(path: string): boolean {
  let decoded = path;
  for (let round = 0; round < 3; round += 1) {
    if (/(?:^|\/)\.{1,2}(?:\/|$)|\/\/|[\\\p{Cc}]/u.test(decoded)) return false;
    try {
      const next = decodeURIComponent(decoded);
      if (next === decoded) return true;
      // A separator that is written as %2f is one to some servers, and none to others.
      if (next.split('/').length !== decoded.split('/').length) return false;
      decoded = next;
    } catch {
      return false;
    }
  }
  return false;
}

function originOf(text: string): string {
  try {
    const { origin, pathname, protocol } = new URL(text);
    if ((protocol === 'http:' || protocol === 'https:') && pathname === '/') return origin;
  } catch {
    // Told below.
  }
  throw usageError(
    `--origin is "${text}"`,
    'an origin looks like http://localhost:5173; * is none',
  );
}

function preflight({ headers }: IncomingMessage, response: ServerResponse): void {
  response.setHeader('access-control-allow-methods', 'GET, HEAD, POST');
  response.setHeader(
    'access-control-allow-headers',
    headers['access-control-request-headers'] ?? 'content-type, authorization',
  );
  response.setHeader('access-control-max-age', '600');
  if (headers['access-control-request-private-network'])
    response.setHeader('access-control-allow-private-network', 'true');
  response.writeHead(204).end();
}

function refuse(response: ServerResponse, status: number, why: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' });
  response.end(`odoo-client-wasm proxy: ${why}\n`);
}

const largest = 64_000_000;

async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request) {
    length += (part as Buffer).length;
    if (length > largest) return undefined;
    parts.push(part as Buffer);
  }
  return Buffer.concat(parts);
}

/** Why a request is no read; nothing, where it is one. What is not understood is no read. */
function writeIn(
  path: string,
  { method, headers }: IncomingMessage,
  body: Buffer,
  levelOf: (method: string) => string,
): string | undefined {
  if (headers['content-encoding'] || headers['transfer-encoding']?.includes('gzip'))
    return 'compressed bodies are not looked into';
  const read = (name: unknown) =>
    typeof name === 'string' && levelOf(name) === 'READ'
      ? undefined
      : `the method ${JSON.stringify(name ?? null)} may write`;
  if (path.startsWith('/json/2/')) return read(path.split('/')[4]);
  if (
    path.startsWith('/report/') ||
    path.startsWith('/web/content') ||
    path.startsWith('/web/image') ||
    path.startsWith('/doc-bearer')
  )
    return method === 'POST' ? 'this path is read with GET' : undefined;
  if (!path.startsWith('/web/dataset/') && path !== '/jsonrpc') return undefined;
  let params: { method?: unknown; service?: unknown; args?: unknown[] } | undefined;
  try {
    params = (JSON.parse(body.toString('utf8')) as { params?: typeof params }).params;
  } catch {
    return 'the body is not JSON';
  }
  if (path.startsWith('/web/dataset/call_button')) return 'buttons may write';
  if (path !== '/jsonrpc') return read(params?.method);
  if (params?.service === 'common') return undefined;
  if (params?.service === 'db')
    return ['list', 'server_version'].includes(String(params.method))
      ? undefined
      : 'the database service may write';
  return params?.method === 'execute_kw' || params?.method === 'execute'
    ? read(params.args?.[4])
    : 'this call is not understood';
}
