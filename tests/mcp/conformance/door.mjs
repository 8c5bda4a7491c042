// Doors between the suite, which speaks HTTP without a token, and the server: one to its HTTP, one
// to its pipe.

import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createServer, request } from 'node:http';
import { createInterface } from 'node:readline';
import { ours, theirs } from './standins.mjs';

async function textOf(stream) {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** A text of JSON with something else in its place; anything that is no JSON stays as it is. */
function changed(text, change) {
  try {
    return JSON.stringify(change(JSON.parse(text)));
  } catch {
    return text;
  }
}

async function listen(answer) {
  const server = createServer((incoming, outgoing) => {
    answer(incoming, outgoing).catch(() => outgoing.destroy());
  });
  server.listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  const close = () =>
    new Promise((done) => {
      server.close(done);
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${server.address().port}/mcp`, close };
}

/**
 * Passes requests on to a server at an address, with its token. `Host` and `Origin` stay as they
 * are.
 */
export function httpDoor(address, token) {
  return listen(async (incoming, outgoing) => {
    const given = await textOf(incoming);
    const body = given && changed(given, ours);
    const headers = { ...incoming.headers, authorization: `Bearer ${token}` };
    if (body) headers['content-length'] = String(Buffer.byteLength(body));
    // The newer revision repeats in headers what the body asks for.
    if (body !== given && headers['mcp-name']) {
      const { name, uri } = JSON.parse(body).params;
      headers['mcp-name'] = name ?? uri;
    }
    const sent = request(address, { method: incoming.method, headers });
    outgoing.once('close', () => sent.destroy());
    sent.once('error', () => outgoing.destroy());
    sent.once('response', (response) => {
      passBack(response, outgoing).catch(() => outgoing.destroy());
    });
    sent.end(body);
  });
}

/** Passes an answer on: a whole one, or events as they come. */
async function passBack(response, outgoing) {
  const { 'content-length': _, 'transfer-encoding': __, ...kept } = response.headers;
  outgoing.writeHead(response.statusCode, kept);
  outgoing.flushHeaders();
  if (!/event-stream/.test(kept['content-type']))
    return outgoing.end(changed(await textOf(response), theirs));
  let rest = '';
  response.setEncoding('utf8');
  for await (const chunk of response) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop();
    for (const line of lines)
      outgoing.write(
        `${line.startsWith('data: ') ? `data: ${changed(line.slice(6), theirs)}` : line}\n`,
      );
  }
  outgoing.end(rest);
}

/** A process of the server, and who waits for its lines. */
class Piped {
  waiting = new Map();
  open = new Set();
  #next = 0;

  constructor([command, ...args], options) {
    this.child = spawn(command, args, { ...options, stdio: ['pipe', 'pipe', 'inherit'] });
    createInterface({ input: this.child.stdout }).on('line', (line) =>
      this.#take(JSON.parse(line)),
    );
  }

  #take(message) {
    const asked = message.method === undefined && this.waiting.get(message.id);
    // What is no answer belongs to a call that is under way.
    if (!asked) return [...this.open].at(-1)?.write(`data: ${JSON.stringify(message)}\n\n`);
    this.waiting.delete(message.id);
    asked({ ...message, id: asked.id });
  }

  tell(message) {
    this.child.stdin.write(`${JSON.stringify(message)}\n`);
  }

  /** Sends a request; its answer, and what is told on the way to it, go to `outgoing` as events. */
  ask(message, outgoing, headers) {
    const id = `door-${this.#next++}`;
    outgoing.writeHead(200, { 'content-type': 'text/event-stream', ...headers });
    this.open.add(outgoing);
    outgoing.once('close', () => {
      this.open.delete(outgoing);
      this.waiting.delete(id);
    });
    const done = (answer) => outgoing.end(`data: ${JSON.stringify(theirs(answer))}\n\n`);
    this.waiting.set(id, Object.assign(done, { id: message.id }));
    this.tell({ ...message, id });
  }
}

/** Whether a message opens the newer revision as it must: with an envelope that names it. */
const isModern = ({ params }) =>
  params?._meta?.['io.modelcontextprotocol/protocolVersion'] === '2026-07-28' &&
  Boolean(params._meta['io.modelcontextprotocol/clientCapabilities']);

/**
 * Passes requests on to a process over its pipe: one for each session of the older revision, one
 * for all of the newer. What is of neither gets a process to itself, since the first message tells
 * a process which revision it speaks.
 */
export async function pipeDoor(command, options) {
  const processes = new Map();
  const processOf = (key) => {
    if (!processes.has(key)) processes.set(key, new Piped(command, options));
    return processes.get(key);
  };
  const door = await listen(async (incoming, outgoing) => {
    if (incoming.method !== 'POST') return outgoing.writeHead(405).end();
    const message = JSON.parse(await textOf(incoming));
    const isOpening = message.method === 'initialize';
    const session = isOpening ? randomUUID() : incoming.headers['mcp-session-id'];
    const piped = processOf(session ?? (isModern(message) ? 'modern' : randomUUID()));
    if (message.id !== undefined && message.method) {
      return piped.ask(ours(message), outgoing, isOpening ? { 'mcp-session-id': session } : {});
    }
    piped.tell(message);
    outgoing.writeHead(202).end();
  });
  return {
    url: door.url,
    async close() {
      for (const { child } of processes.values()) child.kill('SIGTERM');
      await door.close();
    },
  };
}
