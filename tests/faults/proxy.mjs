// What stands between the clients and a sandbox: each client has a way of its own through it (a
// path that is cut off again), on which one request can be struck by a fault. It knows what the
// sandbox really did, whatever the client was told.

import { once } from 'node:events';
import { Agent, createServer, request as send } from 'node:http';

/**
 * What clients are given as the administrator's password: a word that is looked for in errors
 * afterwards.
 */
export const password = 'pass-8f1c7be2-word';

/** Methods that change something. */
const changes = new Set(['create', 'write', 'unlink', 'copy', 'load']);

/** The call in a request's body: `{ model, method, ids }`. */
function callOf(path, json) {
  const { params } = json ?? {};
  if (path === '/jsonrpc' && params?.service === 'object')
    return { model: params.args[3], method: params.args[4], ids: params.args[5]?.[0] };
  const [, model, method] =
    /^\/(?:web\/dataset\/call_kw|json\/2)\/([^/]+)\/([^/?]+)/.exec(path) ?? [];
  return { model, method, ids: params?.args?.[0] ?? json?.ids };
}

const parsed = (text) => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Whether the sandbox did what it was asked. */
function isSuccess({ status, body }) {
  const json = parsed(body.toString());
  return status === 200 && !(json?.jsonrpc && json.error);
}

/** Starts a server on loopback that stops with the test run. */
export async function listen(handler) {
  const server = createServer(handler);
  server.keepAliveTimeout = 60_000;
  server.on('clientError', (error, socket) => socket.destroy());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  server.unref();
  return { server, url: `http://127.0.0.1:${server.address().port}` };
}

export async function startProxy(target, { foreign }) {
  const cells = new Map();
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const { hostname, port } = new URL(target);

  const forward = (method, path, headers, body) =>
    new Promise((done, fail) => {
      const { host: _, 'content-length': __, ...rest } = headers;
      const request = send(
        {
          hostname,
          port,
          agent,
          method,
          path,
          headers: { ...rest, 'content-length': body.length },
        },
        async (response) => {
          const chunks = [];
          for await (const chunk of response) chunks.push(chunk);
          done({
            status: response.statusCode,
            headers: response.headers,
            body: Buffer.concat(chunks),
          });
        },
      );
      request.on('error', fail);
      request.end(body);
    });

  const { server, url } = await listen((incoming, response) => {
    if (incoming.url === '/ping') return void response.end();
    const handling = handle(incoming, response);
    cells.get(incoming.url.split('/')[1])?.track(handling);
  });

  async function handle(incoming, response) {
    const chunks = [];
    try {
      for await (const chunk of incoming) chunks.push(chunk);
    } catch {
      return; // The client hung up while it was sending.
    }
    const [, name, path = '/'] = /^\/(cell-\d+)(\/.*)?$/.exec(incoming.url) ?? [];
    const cell = cells.get(name);
    if (!cell) return void response.writeHead(404).end();
    if (path.startsWith('/elsewhere')) cell.followed.push(incoming.url);
    const text = Buffer.concat(chunks).toString();
    const call = callOf(path, parsed(text));
    const apply = () =>
      cell.track(
        forward(
          incoming.method,
          path,
          incoming.headers,
          Buffer.from(text.replaceAll(password, 'admin')),
        ).then((real) => {
          cell.note(call, real);
          return real;
        }),
      );
    try {
      const fault = cell.strikes(call);
      if (fault) {
        const real = fault.isApplied ? await apply() : undefined;
        await fault.act({
          response,
          real,
          apply,
          id: parsed(text)?.id ?? null,
          protocol: cell.protocol,
          own: `${url}/${name}`,
          path,
          foreign,
          cell,
        });
      } else {
        const real = await apply();
        response.writeHead(real.status, real.headers);
        response.end(real.body);
      }
    } catch {
      response.destroy();
    }
  }

  let count = 0;
  return {
    url,
    stop: () => server.closeAllConnections(),
    /** A way through: `url`, and what is known of what went there. */
    cell(protocol) {
      const name = `cell-${(count += 1)}`;
      const pending = new Set();
      const cell = {
        name,
        url: `${url}/${name}`,
        protocol,
        /** How often each record was written or deleted, and what was done besides. */
        done: { write: new Map(), unlink: new Map(), create: 0, copy: 0, load: 0 },
        followed: [],
        sessions: new Set(),
        armed: undefined,
        /** Strikes one call that `matches`, after so many others. */
        arm(fault, matches, after = 0) {
          cell.armed = { fault, matches, after };
        },
        strikes(call) {
          const { armed } = cell;
          if (!armed || !call.method || !armed.matches(call) || (armed.after -= 1) >= 0)
            return undefined;
          cell.armed = undefined;
          return armed.fault;
        },
        note({ method, ids }, real) {
          for (const [, id] of String(real.headers['set-cookie'] ?? '').matchAll(
            /session_id=([^;]{20,})/g,
          ))
            cell.sessions.add(id);
          if (!changes.has(method) || !isSuccess(real)) return;
          const counted = cell.done[method];
          if (counted instanceof Map)
            for (const id of [ids].flat()) counted.set(id, (counted.get(id) ?? 0) + 1);
          else cell.done[method] += 1;
        },
        track(promise) {
          pending.add(promise);
          promise.finally(() => pending.delete(promise)).catch(() => {});
          return promise;
        },
        /** Waits for what is still on its way to the sandbox. */
        async rest() {
          // What the client sent before it gave up may not have been looked at yet.
          for (let round = 0; round < 2; round += 1) {
            await (await fetch(`${url}/ping`)).arrayBuffer();
            while (pending.size > 0) await Promise.allSettled([...pending]);
          }
        },
      };
      cells.set(name, cell);
      return cell;
    },
  };
}
