// A sandbox behind Node's HTTP server, with what goes wrong on the way.

import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as after } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type { Sandbox, SandboxAnswer, SandboxMessage } from 'odoo-client-wasm/sandbox';
import { urlOf } from '../listen.ts';

/** Bodies this large are not kept: the sandbox refuses them by their length. */
const largest = 64_000_000;
/** Time for what was sent to arrive before the connection is cut. */
const beforeTheCut = 50;
/** The pace of a dripping body, and the size of chunks. */
const drips = 100;
const betweenDrips = 10;
const chunk = 1024;

/** Waits, unless there is nothing else left to wait for: a server that is closed. */
const wait = (milliseconds: number) => after(milliseconds, undefined, { ref: false });

/** How slow and how narrow the way to the sandbox is. */
export interface Way {
  latencyMs?: number;
  maxConnections?: number;
}

/** A server that is open. */
export interface Served {
  url: string;
  close(): void;
}

type Handle = (message: SandboxMessage) => Promise<SandboxAnswer>;

/** The listener of an HTTP server that answers as the sandbox. */
export function listener(
  odoo: Sandbox,
  { latencyMs = 0, maxConnections = Number.POSITIVE_INFINITY }: Way = {},
) {
  let busy = 0;
  const handle: Handle = async (message) => {
    const poolFull = busy >= maxConnections;
    busy += 1;
    if (latencyMs > 0) await wait(latencyMs);
    busy -= 1;
    return odoo.handle({ ...message, poolFull });
  };
  return (request: IncomingMessage, response: ServerResponse): void => {
    answer(handle, request, response).catch(() => request.socket.destroy());
  };
}

/** Opens the port and resolves to `{ url, close() }`; rejects when it cannot be opened. */
export async function serve(
  odoo: Sandbox,
  { host, port, ...way }: Way & { host: string; port: number },
): Promise<Served> {
  const server = createServer(listener(odoo, way));
  server.listen(port, host);
  await once(server, 'listening');
  return {
    url: urlOf(server),
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function answer(
  handle: Handle,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const message = await read(request);
  await send(await handle(message), request, response);
}

/** Reads a request as `handle` takes it. */
async function read(request: IncomingMessage): Promise<SandboxMessage> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request) {
    length += part.length;
    if (length < largest) parts.push(part);
    else parts.length = 0;
  }
  const target = request.url ?? '/';
  const at = `${target}?`.indexOf('?');
  const { rawHeaders } = request;
  const headers = rawHeaders
    .filter((_, index) => index % 2 === 0)
    .map((name, index): [string, string] => [name, rawHeaders[index * 2 + 1] ?? '']);
  return {
    method: request.method ?? 'GET',
    path: target.slice(0, at),
    query: target.slice(at + 1),
    headers: length < largest ? headers : [['content-length', String(length)], ...headers],
    body: Buffer.concat(length < largest ? parts : []),
    remoteAddress: request.socket.remoteAddress ?? '',
  };
}

async function send(
  { status, headers, body, effect }: SandboxAnswer,
  { socket }: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (effect === 'refuse') return void socket.destroy();
  if (effect === 'resetBefore') return void socket.resetAndDestroy();
  if (effect === 'hangBeforeHeaders') return;
  if (typeof effect === 'object') await wait(effect.delay);
  response.statusCode = status;
  for (const [name, value] of headers) append(response, name, value);
  if (effect === 'gzip') {
    response.setHeader('content-encoding', 'gzip');
    return void response.end(gzipSync(body));
  }
  if (effect === 'chunked') {
    for (const piece of pieces(body, chunk)) response.write(piece);
    return void response.end();
  }
  response.setHeader('content-length', body.length);
  switch (effect) {
    case 'hangAfterHeaders':
      return void response.flushHeaders();
    case 'resetMidBody':
    case 'truncate':
      response.write(body.subarray(0, body.length / 2));
      await wait(beforeTheCut);
      return void (effect === 'truncate' ? socket.destroy() : socket.resetAndDestroy());
    case 'drip':
      for (const piece of pieces(body, Math.max(1, Math.ceil(body.length / drips)))) {
        response.write(piece);
        await wait(betweenDrips);
      }
      return void response.end();
    default:
      return void response.end(body);
  }
}

/** Adds a header beside one of the same name. */
function append(response: ServerResponse, name: string, value: string): void {
  const known = response.getHeader(name);
  response.setHeader(name, known === undefined ? value : [known, value].flat().map(String));
}

function* pieces(bytes: Uint8Array, size: number): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
