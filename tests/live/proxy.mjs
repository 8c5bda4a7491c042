// A proxy in front of the tested server that does to an exchange what proxies do: answers in the
// server's place, loses an answer after the server did its work, sends the client elsewhere. It
// counts what came through.

import { createServer, request } from 'node:http';
import { request as secureRequest } from 'node:https';
import { once } from 'node:events';
import { url } from './server.mjs';

const target = new URL(url);
const send = target.protocol === 'https:' ? secureRequest : request;

/** The bytes of a message. */
async function bodyOf(message) {
  const chunks = [];
  for await (const chunk of message) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** What a request calls: the method of a model, whatever the protocol; else its path. */
function nameOf(path, body) {
  const json2 = /^\/json\/2\/([^/]+)\/([^/?]+)/.exec(path);
  if (json2) return `${json2[1]}.${json2[2]}`;
  try {
    const { params } = JSON.parse(body);
    if (params.model) return `${params.model}.${params.method}`;
    if (params.service === 'object') return `${params.args[3]}.${params.args[4]}`;
    return `${params.service ?? path}.${params.method ?? ''}`;
  } catch {
    return path;
  }
}

/** Passes a request on to the tested server. */
async function passOn(incoming, body) {
  const outgoing = send(new URL(incoming.url, target), {
    method: incoming.method,
    headers: { ...incoming.headers, host: target.host },
  });
  outgoing.end(body);
  const [answer] = await once(outgoing, 'response');
  return { status: answer.statusCode, headers: answer.headers, body: await bodyOf(answer) };
}

/**
 * Starts one. `strike(name, { apply, answer })` tampers with the calls of that name until `heal()`:
 * with `apply` the server does its work first; then the client gets `answer`
 * (`{ status, headers, body }`, or 'reset' for a connection that breaks).
 */
export async function startProxy() {
  const seen = [];
  const cookies = new Set();
  let rules = [];
  const server = createServer(async (incoming, outgoing) => {
    try {
      const body = await bodyOf(incoming);
      const name = nameOf(incoming.url, body);
      seen.push(name);
      const rule = rules.find((each) => each.name === name || each.name === '*');
      let answer = !rule || rule.apply ? await passOn(incoming, body) : undefined;
      for (const cookie of [answer?.headers['set-cookie'] ?? []].flat()) {
        const [, id] = /^session_id=([^;]+)/.exec(cookie) ?? [];
        if (id) cookies.add(id);
      }
      if (rule) answer = rule.answer;
      if (answer === 'reset') return void incoming.socket.destroy();
      const { 'transfer-encoding': _, ...headers } = answer.headers ?? {};
      outgoing.writeHead(answer.status, headers).end(answer.body);
    } catch {
      incoming.socket.destroy();
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    strike: (name, rule) => void rules.push({ name, ...rule }),
    heal: () => {
      rules = [];
    },
    /** How often a method was called through here. */
    count: (name) => seen.filter((each) => each === name).length,
    forget: () => {
      seen.length = 0;
    },
    /** The ids of all sessions that the server opened through here. */
    cookies: () => [...cookies],
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** An origin that nobody should reach: it remembers every request that did. */
export async function startStranger() {
  const requests = [];
  const server = createServer(async (incoming, outgoing) => {
    requests.push({
      path: incoming.url,
      headers: incoming.headers,
      body: String(await bodyOf(incoming)),
    });
    outgoing
      .writeHead(200, { 'content-type': 'application/json' })
      .end('{"jsonrpc":"2.0","id":1,"result":1}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${server.address().port}`, requests, stop: () => server.close() };
}
