// What the error of a login says that something else answers, or nothing.

import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { createServer as createTlsServer } from 'node:https';
import { once } from 'node:events';
import { describe, test } from 'node:test';
import { toolbox } from './fixture.mjs';
import { everything, rejection } from './told.mjs';
import { clientOf, fault, html, http, login, openWire } from './wire.mjs';

const { OdooClient, OdooNetworkError, OdooTimeoutError } = toolbox;

describe('a login that something else answers', () => {
  const page = (title) =>
    `<!DOCTYPE html><html><head><title>${title}</title></head><body><h1>x</h1></body></html>`;
  for (const [what, answer, ...parts] of [
    [
      "a proxy's 401",
      http(401, page('Corp &amp; Proxy'), html),
      /HTTP 401: Unauthorized \("Corp & Proxy"\)/,
      /login of its own/,
    ],
    [
      'a page with status 200',
      http(200, page('Login | My shop'), html),
      /A page came instead of JSON \("Login \| My shop"\)/,
    ],
    [
      "a firewall's 403",
      http(403, page('Request blocked'), html),
      /HTTP 403: Forbidden \("Request blocked"\)/,
    ],
    [
      "a gateway's JSON",
      http(403, '{"message":"No such consumer"}'),
      /HTTP 403: Forbidden \("No such consumer"\)/,
    ],
    [
      'a plain text for https',
      http(400, 'Client sent an HTTP request to an HTTPS server.', {
        'Content-Type': 'text/plain',
      }),
      /speaks https there\. Pass url: https:\/\/127/,
    ],
    ['an empty body', http(200, ''), /cut off or not JSON/],
    [
      'JSON that is no JSON-RPC',
      http(200, '{"hello":"world"}'),
      /not a (?:JSON-RPC response|user's context)/,
    ],
  ]) {
    for (const protocol of ['session', 'json2', 'jsonrpc', 'auto']) {
      test(`${what} is told, over ${protocol}`, async (t) => {
        const wire = await openWire(t, () => answer, { logins: false });
        const error = await rejection(
          clientOf(wire, {
            protocol,
            ...(protocol === 'json2' ? { apiKey: 'k3y' } : {}),
          }).authenticate(),
        );
        for (const part of protocol === 'json2' ? parts.slice(0, 1) : parts)
          assert.match(error.message, part);
        assert.ok(error.message.includes(wire.url), error.message);
        assert.doesNotMatch(error.message, /has no (session routes|JSON-2)/);
      });
    }
  }

  test('a title that repeats the request, and with it the password, is not repeated', async (t) => {
    for (const protocol of ['session', 'jsonrpc', 'json2', 'auto']) {
      for (const status of [200, 400, 401, 404, 500, 503]) {
        const wire = await openWire(
          t,
          ({ text, headers }) => http(status, page(`${text} ${headers.authorization}`), html),
          { logins: false },
        );
        const error = await rejection(
          clientOf(wire, { protocol, password: 'hunter22' }).authenticate(),
        );
        for (const text of everything(error))
          assert.ok(!text.includes('hunter22'), `${protocol} ${status}: ${text}`);
      }
    }
  });

  test('an address with a path is told with its root', async (t) => {
    const wire = await openWire(t, () => http(404, page('404 Not Found'), html), { logins: false });
    for (const protocol of ['session', 'jsonrpc', 'auto']) {
      const { message } = await rejection(
        new OdooClient({ url: `${wire.url}/odoo`, ...login, protocol }).authenticate(),
      );
      assert.ok(
        message.includes(`${wire.url}/odoo`) && message.includes(`perhaps it is ${wire.url}`),
        message,
      );
    }
  });

  test('a pasted address is cut to the root', async (t) => {
    const wire = await openWire(t);
    for (const path of [
      '/web',
      '/web/login',
      '/web#action=3&model=res.partner',
      '/odoo/action-123',
      '/jsonrpc',
      '/xmlrpc/2/common',
    ]) {
      await clientOf(wire, { url: `${wire.url}${path}` }).authenticate();
      assert.deepEqual([...new Set(wire.requests.map(({ url }) => url))], ['/jsonrpc'], path);
      wire.forget();
    }
  });

  test('a database that does not exist is told with the setting and with those that there are', async (t) => {
    const wire = await openWire(
      t,
      ({ url }) =>
        url === '/web/database/list'
          ? ['prod', 'test']
          : fault(
              'psycopg2.OperationalError',
              'connection to server at "db", port 5432 failed: FATAL:  database "shop" does not exist\n',
            ),
      { logins: false },
    );
    for (const protocol of ['session', 'jsonrpc', 'auto']) {
      const { message } = await rejection(clientOf(wire, { protocol }).authenticate());
      assert.equal(
        message,
        'Database not found: the database "shop" does not exist; check the setting database. The server has "prod", "test"',
      );
    }
  });

  test('two-factor users and keys are mentioned where they may be the reason', async (t) => {
    const wire = await openWire(
      t,
      ({ url }) =>
        url === '/jsonrpc' ? false : fault('odoo.exceptions.AccessDenied', 'Access Denied'),
      { logins: false },
    );
    assert.match((await rejection(clientOf(wire).authenticate())).message, /two-factor/);
    assert.match(
      (
        await rejection(
          clientOf(wire, { protocol: 'session', password: 'a1'.repeat(20) }).authenticate(),
        )
      ).message,
      /looks like an API key/,
    );
  });

  test("Odoo's own 401 says what may be wrong with a key", async (t) => {
    const report = {
      name: 'werkzeug.exceptions.Unauthorized',
      message: 'Invalid apikey',
      arguments: ['Invalid apikey', 401],
      context: {},
      debug: '',
    };
    const wire = await openWire(t, () => http(401, JSON.stringify(report)), { logins: false });
    const { message } = await rejection(
      clientOf(wire, { protocol: 'json2', apiKey: 'k3y' }).authenticate(),
    );
    assert.match(message, /Invalid apikey/);
    assert.match(message, /expired.*scope/);
  });

  test('one that hangs says after how long and where', async (t) => {
    const wire = await openWire(t, () => new Promise(() => {}), { logins: false });
    const error = await rejection(clientOf(wire, { timeoutMs: 50 }).authenticate());
    assert.ok(error instanceof OdooTimeoutError);
    assert.ok(error.message.includes('50 ms') && error.message.includes(wire.url), error.message);
  });

  test('has thirty seconds unless the configuration says otherwise', async (t) => {
    const wire = await openWire(t);
    const delays = [];
    const set = globalThis.setTimeout;
    t.mock.method(globalThis, 'setTimeout', (handler, delay, ...rest) => {
      delays.push(delay);
      return set(handler, delay, ...rest);
    });
    await clientOf(wire).authenticate();
    assert.ok(delays.includes(30_000) && !delays.includes(120_000), JSON.stringify(delays));
  });

  test('https where the server speaks http, and the reverse, is told with the address to pass', async (t) => {
    const wire = await openWire(t);
    const secure = await rejection(
      clientOf(wire, { url: wire.url.replace('http:', 'https:') }).authenticate(),
    );
    assert.ok(
      secure.message.includes(`does not speak https there. Pass url: ${wire.url}`),
      secure.message,
    );

    const closing = createServer((socket) =>
      socket
        .on('error', () => {})
        .once('data', () => socket.end(Buffer.from([0x15, 3, 1, 0, 2, 2, 22]))),
    );
    closing.listen(0, '127.0.0.1');
    await once(closing, 'listening');
    t.after(() => closing.close());
    const address = `127.0.0.1:${closing.address().port}`;
    const plain = await rejection(
      new OdooClient({
        url: `http://${address}`,
        ...login,
        protocol: 'jsonrpc',
        retries: 0,
      }).authenticate(),
    );
    assert.ok(plain instanceof OdooNetworkError);
    assert.ok(plain.message.includes(`https://${address}`), plain.message);
    assert.equal(typeof createTlsServer, 'function');
  });
});
