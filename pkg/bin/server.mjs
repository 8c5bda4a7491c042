// A sandbox behind Node's HTTP server, with what goes wrong on the way.

import { once } from 'node:events';
import { createServer } from 'node:http';
import { setTimeout as after } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';

/** Bodies this large are not kept: the sandbox refuses them by their length. */
const largest = 64_000_000;
/** Time for what was sent to arrive before the connection is cut. */
const beforeTheCut = 50;
/** The pace of a dripping body, and the size of chunks. */
const drips = 100;
const betweenDrips = 10;
const chunk = 1024;

/** Waits, unless there is nothing else left to wait for: a server that is closed. */
const wait = (milliseconds) => after(milliseconds, undefined, { ref: false });

/** The listener of an HTTP server that answers as the sandbox. */
export function listener(odoo, { latencyMs = 0, maxConnections = Infinity } = {}) {
  let busy = 0;
  const handle = async (message) => {
    const poolFull = busy >= maxConnections;
    busy += 1;
    if (latencyMs > 0) await wait(latencyMs);
    busy -= 1;
    return odoo.handle({ ...message, poolFull });
  };
  return (request, response) => {
    answer(handle, request, response).catch(() => request.socket.destroy());
  };
}

/** Opens the port and resolves to `{ url, close() }`; rejects when it cannot be opened. */
export async function serve(odoo, { host, port, latencyMs, maxConnections }) {
  const server = createServer(listener(odoo, { latencyMs, maxConnections }));
  server.listen(port, host);
  await once(server, 'listening');
  const { address, family, port: found } = server.address();
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${found}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function answer(handle, request, response) {
  const message = await read(request);
  await send(await handle(message), request, response);
}

/** Reads a request as `handle` takes it. */
async function read(request) {
  const parts = [];
  let length = 0;
  for await (const part of request) {
    length += part.length;
    if (length < largest) parts.push(part);
    else parts.length = 0;
  }
  const at = `${request.url}?`.indexOf('?');
  const { rawHeaders } = request;
  const headers = rawHeaders.filter((_, index) => index % 2 === 0).map((name, index) => [name, rawHeaders[index * 2 + 1]]);
  return {
    method: request.method,
    path: request.url.slice(0, at),
    query: request.url.slice(at + 1),
    headers: length < largest ? headers : [['content-length', String(length)], ...headers],
    body: Buffer.concat(length < largest ? parts : []),
    remoteAddress: request.socket.remoteAddress ?? '',
  };
}

async function send({ status, headers, body, effect }, { socket }, response) {
  if (effect === 'refuse') return socket.destroy();
  if (effect === 'resetBefore') return socket.resetAndDestroy();
  if (effect === 'hangBeforeHeaders') return;
  if (effect?.delay !== undefined) await wait(effect.delay);
  response.statusCode = status;
  for (const [name, value] of headers) append(response, name, value);
  if (effect === 'gzip') {
    response.setHeader('content-encoding', 'gzip');
    return response.end(gzipSync(body));
  }
  if (effect === 'chunked') {
    for (const piece of pieces(body, chunk)) response.write(piece);
    return response.end();
  }
  response.setHeader('content-length', body.length);
  switch (effect) {
    case 'hangAfterHeaders':
      return response.flushHeaders();
    case 'resetMidBody':
    case 'truncate':
      response.write(body.subarray(0, body.length / 2));
      await wait(beforeTheCut);
      return effect === 'truncate' ? socket.destroy() : socket.resetAndDestroy();
    case 'drip':
      for (const piece of pieces(body, Math.max(1, Math.ceil(body.length / drips)))) {
        response.write(piece);
        await wait(betweenDrips);
      }
      return response.end();
    default:
      return response.end(body);
  }
}

/** Adds a header beside one of the same name. */
function append(response, name, value) {
  const known = response.getHeader(name);
  response.setHeader(name, known === undefined ? value : [known, value].flat());
}

function* pieces(bytes, size) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
