// The client chooses the protocol by itself, and a program's stand-in for Odoo that knows nothing
// but `/jsonrpc` (a server, a proxy, a double of fetch) keeps working.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { toolbox } from './fixture.mjs';
import { clientOf, fault, http, login, openWire, uid } from './wire.mjs';

const { OdooAuthError, OdooClient, OdooNetworkError, OdooRpcError } = toolbox;

const html = { 'Content-Type': 'text/html' };
const automatic = { protocol: 'auto' };

/** Everything a program does first: logs in, asks who that is, searches. */
async function use(client) {
  const session = await client.authenticate();
  assert.deepEqual(
    [session.uid, session.username, client.protocol],
    [uid, login.username, 'jsonrpc'],
  );
  assert.deepEqual(client.getSession(), session);
  return client.search('res.partner', []);
}

describe('a server that knows only /jsonrpc', () => {
  for (const [what, elsewhere] of Object.entries({
    'answers 404 with a page': http(404, '<!doctype html><title>404 Not Found</title>', html),
    'answers 404 with nothing': http(404),
    'answers 403, as a proxy does that lets one path through': http(
      403,
      '<h1>Forbidden</h1>',
      html,
    ),
    'answers 405': http(405, 'Method Not Allowed', { 'Content-Type': 'text/plain' }),
    'answers 400': http(400, 'Bad Request', html),
    'sends everyone to a login page': http(303, '', { Location: '/login' }),
    'answers every path with the page of an app': http(
      200,
      '<!doctype html><div id="app"></div>',
      html,
    ),
    'answers 200 and JSON that is no JSON-RPC': http(200, '{"message": "no such route"}'),
    'reports an error in JSON-RPC': fault('werkzeug.exceptions.NotFound', '404: Not Found', {
      code: 404,
    }),
    'keeps cookies to itself': {
      result: { uid, db: login.database, username: login.username, user_context: {} },
    },
  })) {
    test(`is spoken to over /jsonrpc where it ${what}`, async (t) => {
      const wire = await openWire(t, ({ url }) => {
        if (url === '/jsonrpc') return [3];
        return 'result' in elsewhere ? elsewhere.result : elsewhere;
      });
      assert.deepEqual(await use(clientOf(wire, automatic)), [3]);
      const asked = wire.requests.map(({ url }) => url).filter((url) => url !== '/login');
      assert.deepEqual(asked, ['/web/session/authenticate', '/jsonrpc', '/jsonrpc', '/jsonrpc']);
    });
  }

  test('judges a wrong password once', async (t) => {
    const wire = await openWire(t, () => http(404, '', html));
    await assert.rejects(
      clientOf(wire, { ...automatic, password: 'wrong' }).authenticate(),
      (error) => error.constructor === OdooAuthError,
    );
    assert.deepEqual(
      wire.requests.map(({ url }) => url),
      ['/web/session/authenticate', '/jsonrpc'],
    );
  });

  test('is asked for a session only at a login, not at each call', async (t) => {
    const wire = await openWire(t, ({ url }) => (url === '/jsonrpc' ? [3] : http(404, '', html)));
    const client = clientOf(wire, automatic);
    await use(client);
    wire.forget();
    await Promise.all([client.search('m', []), client.create('m', {}), client.call('m', 'x')]);
    assert.deepEqual([...new Set(wire.requests.map(({ url }) => url))], ['/jsonrpc']);
  });
});

describe('a server in trouble', () => {
  for (const [status, Class] of [
    [500, OdooNetworkError],
    [502, OdooNetworkError],
    [503, OdooNetworkError],
    [429, toolbox.OdooRateLimitError],
  ]) {
    test(`is not taken for one that lacks the session: ${status}`, async (t) => {
      const wire = await openWire(t, () => http(status, '', html), { logins: false });
      await assert.rejects(
        clientOf(wire, automatic).authenticate(),
        (error) => error.constructor === Class && error.status === status,
      );
      assert.deepEqual(
        wire.requests.map(({ url }) => url),
        ['/web/session/authenticate'],
      );
    });
  }
});

describe('the session is chosen where the server has it', () => {
  const info = {
    uid,
    db: login.database,
    username: login.username,
    name: 'Ada Lovelace',
    partner_id: 31,
    user_context: { lang: 'en_GB', tz: 'Europe/London', uid },
  };
  const cookie = { 'Set-Cookie': 'session_id=0123456789abcdef; HttpOnly; Path=/' };

  test('in one request, and its cookie goes with every call', async (t) => {
    const wire = await openWire(t, ({ url, json }) => {
      if (url !== '/web/session/authenticate') return [3];
      return http(200, JSON.stringify({ jsonrpc: '2.0', id: json.id, result: info }), cookie);
    });
    const client = clientOf(wire, automatic);
    const session = await client.authenticate();
    assert.equal(wire.requests.length, 1);
    assert.deepEqual(wire.requests[0].json.params, {
      db: login.database,
      login: login.username,
      password: login.password,
    });
    assert.deepEqual(
      [client.protocol, session.uid, session.session_id, session.partner_id],
      ['session', uid, '0123456789abcdef', 31],
    );
    assert.deepEqual(session.context, info.user_context);
    assert.deepEqual(await client.search('res.partner', []), [3]);
    const { url, headers, json } = wire.requests.at(-1);
    assert.equal(url, '/web/dataset/call_kw/res.partner/search');
    assert.equal(headers.cookie, 'session_id=0123456789abcdef');
    assert.deepEqual(json.params, {
      model: 'res.partner',
      method: 'search',
      args: [[]],
      kwargs: {},
    });
  });

  test('and a new cookie takes the place of the old one', async (t) => {
    const wire = await openWire(t, ({ url, json, headers }) => {
      if (url === '/web/session/authenticate')
        return http(200, JSON.stringify({ jsonrpc: '2.0', id: json.id, result: info }), cookie);
      const result = JSON.stringify({ jsonrpc: '2.0', id: json.id, result: headers.cookie });
      // Odoo 19 sends it twice; a proxy adds one of its own.
      return json.params.method === 'rotate'
        ? http(200, result, {
            'Set-Cookie': [
              'lb=3; Path=/',
              'session_id=fedcba98; Path=/',
              'session_id=fedcba98; HttpOnly; Path=/',
            ],
          })
        : result;
    });
    const client = clientOf(wire, automatic);
    await client.authenticate();
    assert.equal(await client.call('m', 'rotate'), 'session_id=0123456789abcdef');
    await client.call('m', 'x');
    assert.equal(wire.requests.at(-1).headers.cookie, 'session_id=fedcba98');
    assert.equal(client.isAuthenticated(), true);
  });

  test('and a wrong password is tried once, not once for each protocol', async (t) => {
    const wire = await openWire(t, () => fault('odoo.exceptions.AccessDenied', 'Access Denied'), {
      logins: false,
    });
    await assert.rejects(
      clientOf(wire, automatic).authenticate(),
      (error) =>
        error.constructor === OdooAuthError && /wrong username or password/.test(error.message),
    );
    assert.equal(wire.requests.length, 1);
  });

  test("and too many failed logins are told in the server's words", async (t) => {
    const words = 'Too many login failures, please wait a bit before trying again.';
    const wire = await openWire(t, () => fault('odoo.exceptions.AccessDenied', words), {
      logins: false,
    });
    await assert.rejects(
      clientOf(wire, automatic).authenticate(),
      (error) => error.constructor === OdooAuthError && error.message === words,
    );
    assert.equal(wire.requests.length, 1);
  });

  test('but a user with a second factor is told that only an API key helps', async (t) => {
    const wire = await openWire(
      t,
      ({ url }) => (url === '/web/session/authenticate' ? { uid: null } : http(404, '', html)),
      { logins: false },
    );
    await assert.rejects(
      clientOf(wire, automatic).authenticate(),
      (error) => error.constructor === OdooAuthError && /two-factor.*API key/s.test(error.message),
    );
    assert.ok(
      wire.requests.every(
        ({ text, url }) => url === '/web/session/authenticate' || !text.includes(login.password),
      ),
      'the password went elsewhere',
    );
  });
});

describe('a double of fetch', () => {
  const json = (body) =>
    new Response(JSON.stringify(body), { headers: { 'Content-Type': 'application/json' } });
  const results = ({ service, method, args }) => {
    if (service === 'common') return args[2] === login.password ? uid : false;
    return method === 'execute_kw' && args[4] === 'read'
      ? [
          {
            id: uid,
            login: login.username,
            name: 'Ada',
            partner_id: [31, 'Ada'],
            lang: 'en_GB',
            tz: 'UTC',
          },
        ]
      : [3];
  };

  const doubles = {
    'throws an Error for an address it does not know': () => {
      throw new Error('unexpected request');
    },
    'rejects with a TypeError': () => Promise.reject(new TypeError('Failed to fetch')),
    'rejects with a text': () => Promise.reject('no such route'),
    'gives nothing': () => undefined,
    'gives a Response with status 404': () => new Response('not found', { status: 404 }),
    'gives a bare object that is not ok': () => ({
      ok: false,
      status: 404,
      json: async () => ({}),
    }),
    'gives a bare object whose body is no JSON': () => ({
      ok: true,
      status: 200,
      json: async () => {
        throw new SyntaxError('no JSON');
      },
    }),
  };
  for (const [what, otherwise] of Object.entries(doubles)) {
    test(`that ${what}`, async () => {
      const seen = [];
      const double = async (url, { body }) => {
        seen.push(new URL(url).pathname);
        if (!url.endsWith('/jsonrpc')) return otherwise();
        const { id, params } = JSON.parse(body);
        return json({ jsonrpc: '2.0', id, result: results(params) });
      };
      const client = new OdooClient({ url: 'http://odoo.test', ...login, fetch: double });
      assert.deepEqual(await use(client), [3]);
      assert.deepEqual(seen, ['/web/session/authenticate', '/jsonrpc', '/jsonrpc', '/jsonrpc']);
    });
  }

  test('that is put in the place of the global one', async (t) => {
    t.mock.method(globalThis, 'fetch', async (url, { body }) => {
      if (!String(url).endsWith('/jsonrpc')) throw new Error(`no answer is prepared for ${url}`);
      const { id, params } = JSON.parse(body);
      return json({ jsonrpc: '2.0', id, result: results(params) });
    });
    assert.deepEqual(await use(new OdooClient({ url: 'http://odoo.test', ...login })), [3]);
  });

  for (const [what, wrap] of [
    ['a Response', (result) => json({ jsonrpc: '2.0', id: 1, result })],
    [
      'a bare object with ok and json',
      (result) => ({ ok: true, json: async () => ({ jsonrpc: '2.0', id: 1, result }) }),
    ],
    [
      'a bare object with nothing but json',
      (result) => ({ json: async () => ({ result, jsonrpc: '2.0' }) }),
    ],
  ]) {
    test(`that looks at nothing but the order of the requests, and answers with ${what}`, async () => {
      const answers = [
        uid,
        results({ service: 'object', method: 'execute_kw', args: [, , , , 'read'] }),
        [3],
      ];
      let next = 0;
      // A Response of a real server would carry the id of the request.
      const double = async (url, { body }) => {
        const response = wrap(answers[next++]);
        return response instanceof Response
          ? json({ ...(await response.json()), id: JSON.parse(body).id })
          : response;
      };
      assert.deepEqual(
        await use(new OdooClient({ url: 'http://odoo.test', ...login, fetch: double })),
        [3],
      );
      assert.equal(next, 3);
    });
  }

  test('that answers in order, a wrong password with false', async () => {
    let requests = 0;
    const double = async () => {
      requests += 1;
      return { ok: true, json: async () => ({ jsonrpc: '2.0', id: 1, result: false }) };
    };
    await assert.rejects(
      new OdooClient({ url: 'http://odoo.test', ...login, fetch: double }).authenticate(),
      (error) => error.constructor === OdooAuthError,
    );
    assert.equal(requests, 1);
  });

  test('that answers in order, a missing database with an error', async () => {
    const missing = fault('psycopg2.OperationalError', 'FATAL:  database "shop" does not exist');
    const double = async () => ({
      ok: true,
      json: async () => ({ jsonrpc: '2.0', id: 1, ...missing }),
    });
    await assert.rejects(
      new OdooClient({ url: 'http://odoo.test', ...login, fetch: double }).authenticate(),
      (error) =>
        error instanceof OdooRpcError &&
        !(error instanceof OdooAuthError) &&
        /"shop" does not exist/.test(error.message),
    );
  });
});
