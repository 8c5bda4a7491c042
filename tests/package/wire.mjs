// A server whose every word a test decides, where the exact bytes on the wire matter: it records
// what arrives and answers logins by itself, so that a test speaks only of what it is about.

import { once } from 'node:events';
import { createServer } from 'node:http';
import { patiently, toolbox } from './fixture.mjs';

export const login = { database: 'shop', username: 'ada', password: 'correct horse battery' };
export const uid = 7;

const user = {
  id: uid,
  login: login.username,
  name: 'Ada Lovelace',
  partner_id: [31, 'Ada Lovelace'],
  lang: 'en_GB',
  tz: 'Europe/London',
};

/**
 * How a hand-made Odoo answers what every client asks when it logs in; undefined for everything
 * else.
 */
function answerLogin({ service, method, args } = {}) {
  if (service === 'common' && method === 'login') return args[2] === login.password ? uid : false;
  if (service !== 'object' || args[3] !== 'res.users') return undefined;
  if (args[4] === 'context_get') return { lang: user.lang, tz: user.tz, uid };
  if (args[4] === 'read' || args[4] === 'search_read') return [user];
  return undefined;
}

/**
 * Starts a server on loopback that is stopped when the test ends.
 *
 * `answer(request, response)` is asked about everything but logins. It returns the JSON-RPC
 * `result`, or an object with `error`, `status`, `headers`, `body` (text or bytes sent as they
 * are); or handles `response` itself and returns `handled`.
 */
export async function openWire(t, answer = () => true, { logins = true } = {}) {
  const requests = [];
  const server = createServer(async (incoming, response) => {
    const chunks = [];
    try {
      for await (const chunk of incoming) chunks.push(chunk);
    } catch {
      return; // the client hung up while it was sending
    }
    const text = Buffer.concat(chunks).toString('utf8');
    const request = {
      method: incoming.method,
      url: incoming.url,
      headers: incoming.headers,
      text,
      socket: incoming.socket,
      response,
    };
    try {
      request.json = JSON.parse(text);
    } catch {
      request.json = undefined;
    }
    requests.push(request);
    const known = logins ? answerLogin(request.json?.params) : undefined;
    const reply = known === undefined ? await answer(request, response) : known;
    if (reply !== handled) send(response, request, reply);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    return new Promise((done) => server.close(done));
  });
  const url = `http://127.0.0.1:${server.address().port}`;
  return {
    url,
    server,
    requests,
    /** The bodies of the `/jsonrpc` requests since the last `forget()`, as they were sent. */
    bodies: () => requests.map((request) => request.text),
    /** The last request's `params.args`, from the model on: `[model, method, args, kwargs]`. */
    lastCall: () => requests.at(-1).json.params.args.slice(3),
    /** Every model call since the last `forget()`, in the same form. */
    calls: () =>
      requests
        .filter(({ json }) => json?.params?.service === 'object')
        .map(({ json }) => json.params.args.slice(3)),
    forget: () => requests.splice(0),
  };
}

/** What `answer` returns when it has dealt with the response. */
export const handled = Symbol('handled');

/** What `answer` returns to fail as Odoo does. */
export function fault(name, message = 'It failed.', more = {}) {
  const { code = 200, data, ...rest } = more;
  return {
    error: {
      code,
      message: 'Odoo Server Error',
      data: {
        name,
        message,
        arguments: [message],
        context: {},
        debug: 'Traceback (most recent call last):\n  secret line\n',
        ...data,
      },
      ...rest,
    },
  };
}

/** What `answer` returns for a status, headers or a body of its own. */
export const http = (status, body = '', headers = {}) => ({ status, body, headers });

/** The headers of a page. */
export const html = { 'Content-Type': 'text/html; charset=utf-8' };

function send(response, request, reply) {
  const custom =
    reply !== null &&
    typeof reply === 'object' &&
    !Array.isArray(reply) &&
    ('status' in reply || 'body' in reply);
  if (custom) {
    const { status = 200, headers = {}, body = '' } = reply;
    response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
    response.end(body);
    return;
  }
  const failed = reply !== null && typeof reply === 'object' && 'error' in reply;
  response.writeHead(200, { 'Content-Type': 'application/json' });
  response.end(
    JSON.stringify({
      jsonrpc: '2.0',
      id: request.json?.id ?? null,
      ...(failed ? reply : { result: reply }),
    }),
  );
}

/**
 * A client of that server that is not logged in yet: it speaks `/jsonrpc`, and makes no call twice,
 * unless `config` says otherwise.
 */
export const clientOf = (wire, config = {}, { OdooClient } = toolbox) =>
  new OdooClient({ url: wire.url, ...login, protocol: 'jsonrpc', retries: 0, ...config });

/** A client of that server that is logged in; what it took to log in is forgotten. */
export async function connect(wire, config, exports) {
  const client = clientOf(wire, config, exports);
  await client.authenticate(patiently);
  wire.forget();
  return client;
}
