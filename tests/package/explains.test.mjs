// What errors say: what happened, to what, and what to do next; and that no secret is in any of it.

import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { createServer as createTlsServer } from 'node:https';
import { once } from 'node:events';
import { describe, test } from 'node:test';
import { inspect } from 'node:util';
import { toolbox } from './fixture.mjs';
import { clientOf, connect, fault, handled, http, login, openWire } from './wire.mjs';

const { OdooClient, OdooError, OdooNetworkError, OdooTimeoutError } = toolbox;
const html = { 'Content-Type': 'text/html; charset=utf-8' };

const rejection = (promise) =>
  promise.then(
    () => assert.fail('it was answered'),
    (error) => error,
  );
const refusal = (config) => {
  try {
    new OdooClient({ url: 'http://x', ...login, ...config });
  } catch (error) {
    return error;
  }
  return assert.fail('it was taken');
};

/** Every text that can be reached from a value, whatever it takes to get there. */
function everything(value, seen = new Set()) {
  if (typeof value === 'string') return [value];
  if (
    value === null ||
    (typeof value !== 'object' && typeof value !== 'function') ||
    seen.has(value)
  )
    return [];
  seen.add(value);
  const texts = [
    inspect(value, { depth: 20, showHidden: true, getters: true }),
    String(JSON.stringify(value)),
  ];
  for (const key of Reflect.ownKeys(value))
    texts.push(String(key), ...everything(Reflect.get(value, key), seen));
  return texts;
}

describe('credentials', () => {
  const secrets = ['top\nsecret', 'top\r\nsecret', 'top\0secret'];

  for (const name of ['apiKey', 'password', 'username']) {
    test(`a line break or NUL inside ${name} is refused without repeating it`, () => {
      for (const secret of secrets) {
        const error = refusal({ [name]: secret });
        assert.equal(error.constructor, OdooError);
        assert.match(error.message, new RegExp(`Invalid ${name} in the configuration`));
        for (const text of everything(error))
          assert.ok(!text.includes('top') || /^\s*at /m.test(text), text);
      }
    });
  }

  test('what no header can carry is no API key', () => {
    for (const apiKey of ['töp', 'to p', 'to\u2028p'])
      assert.match(refusal({ apiKey }).message, /Invalid apiKey/);
  });

  test('a key that ends in a line break is the key without it, over every protocol', async (t) => {
    const key = 'a1'.repeat(20);
    for (const protocol of ['jsonrpc', 'json2', 'auto']) {
      const wire = await openWire(t, ({ url }) =>
        url.includes('context_get')
          ? http(200, '{"uid":7}')
          : url.startsWith('/json/2')
            ? http(200, '[{}]')
            : true,
      );
      const client = clientOf(wire, { protocol, apiKey: ` ${key}\n` });
      await client.authenticate().catch(() => {});
      const sent = JSON.stringify(wire.requests.map(({ headers, text }) => [headers, text]));
      assert.ok(sent.includes(key) || sent.includes('correct horse'), sent);
      assert.ok(
        !sent.includes(`${key}\\\\n`) && !sent.includes(`${key}\\n`) && !sent.includes(` ${key} `),
        sent,
      );
    }
  });

  test('an address with an @ anywhere is refused and not repeated', () => {
    for (const url of [
      'http://u:hunter2@host',
      'http://u:12345/hunter2@host',
      'https://u:1?hunter2@host',
      'http://u:1#hunter2@host/web',
      'http://u:1/hunter2%40host',
      'u:hunter2@host',
      'ftp://u:hunter2@host',
      'HTTP://u:hunter2@host',
      '//u:hunter2@host',
    ]) {
      const error = refusal({ url });
      assert.equal(error.constructor, OdooError);
      for (const text of everything(error)) assert.ok(!text.includes('hunter2'), `${url}: ${text}`);
    }
  });
});

describe('headers of the configuration', () => {
  test('compare without case: the last of two counts, and JSON stays what the body is', async (t) => {
    const wire = await openWire(t);
    const client = await connect(wire, {
      headers: {
        'x-proxy': 'one',
        'X-Proxy': 'two',
        'content-type': 'text/plain',
        CONTENT_TYPE: 'kept',
        cookie: 'lb=1',
      },
    });
    await client.search('m');
    const { headers } = wire.requests.at(-1);
    assert.equal(headers['x-proxy'], 'two');
    assert.equal(headers['content-type'], 'application/json');
    assert.equal(headers.cookie, 'lb=1');
  });

  test('a cookie of the program goes along with that of the session', async (t) => {
    const wire = await openWire(
      t,
      ({ url }) =>
        url === '/web/session/authenticate'
          ? http(
              200,
              JSON.stringify({
                jsonrpc: '2.0',
                id: 1,
                result: { uid: 7, db: 'shop', username: 'ada' },
              }),
              { 'Set-Cookie': 'session_id=s1; HttpOnly' },
            )
          : true,
      { logins: false },
    );
    const client = clientOf(wire, { protocol: 'session', headers: { COOKIE: 'lb=1' } });
    await client.authenticate();
    await client.call('m', 'x').catch(() => {});
    assert.equal(wire.requests.at(-1).headers.cookie, 'lb=1; session_id=s1');
  });

  test('an Authorization beside an API key is refused, since both want the same header', () => {
    for (const [headers, more] of [
      [{ authorization: 'Basic hush' }, { apiKey: 'k3y' }],
      [{ AUTHORIZATION: 'Basic hush' }, { protocol: 'json2' }],
      [{ Authorization: 'Basic hush' }, { password: 'a1'.repeat(20) }],
    ]) {
      const error = refusal({ headers, ...more });
      assert.equal(error.constructor, OdooError);
      assert.match(error.message, /API key goes in the same header/);
      assert.ok(!everything(error).some((text) => text.includes('hush')));
    }
    for (const more of [{ apiKey: 'k3y', protocol: 'jsonrpc' }, {}])
      new OdooClient({ url: 'http://x', ...login, headers: { authorization: 'Basic x' }, ...more });
  });
});

test('a session tells its id by name only', async (t) => {
  const wire = await openWire(
    t,
    () =>
      http(
        200,
        JSON.stringify({
          jsonrpc: '2.0',
          id: 1,
          result: { uid: 7, db: 'shop', username: 'ada', user_context: {} },
        }),
        { 'Set-Cookie': 'session_id=live-session; HttpOnly' },
      ),
    { logins: false },
  );
  const client = clientOf(wire, { protocol: 'session' });
  for (const session of [await client.authenticate(), client.getSession()]) {
    assert.equal(session.session_id, 'live-session');
    for (const text of [
      inspect(session),
      JSON.stringify(session),
      Object.keys(session).join(),
      JSON.stringify(structuredClone(session)),
      JSON.stringify({ ...session }),
    ]) {
      assert.ok(!text.includes('live-session') && !text.includes('session_id'), text);
    }
  }
});

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

describe('a create whose answer was lost', () => {
  for (const [what, answer, more] of [
    ['by a 502', http(502)],
    ['by a 504 with a name', http(504, '{"name":"GatewayTimeout","message":"late"}')],
    ['by a page', http(200, '<title>x</title>', html)],
    ['in the middle of its body', http(200, '{"jsonrpc":"2.0","id":')],
    [
      'by a connection that broke',
      ({ socket }) => {
        socket.destroy();
        return handled;
      },
    ],
    ['in time', () => new Promise(() => {}), { timeoutMs: 100 }],
  ]) {
    test(`${what} says that the record may have been made, and never to try again`, async (t) => {
      const client = await connect(
        await openWire(t, (request) => (typeof answer === 'function' ? answer(request) : answer)),
      );
      const error = await rejection(client.create('res.partner', { name: 'x' }, {}, more));
      assert.match(error.message, /The record may have been made all the same: search for it/);
      assert.doesNotMatch(error.message, /try again/i);
      assert.equal(error.notSent, false);
    });
  }

  test('says nothing of the kind where Odoo refused it, or nothing was sent', async (t) => {
    const wire = await openWire(t, () => fault('odoo.exceptions.ValidationError', 'No.'));
    const client = await connect(wire);
    assert.equal((await rejection(client.create('res.partner', {}))).message, 'No.');
    wire.server.close();
    wire.server.closeAllConnections();
    await new Promise((done) => setTimeout(done, 50)); // until the client's side has noticed
    assert.doesNotMatch(
      (await rejection(client.create('res.partner', {}))).message,
      /may have been made/,
    );
  });
});

describe('an error', () => {
  test('prints its message once', async (t) => {
    const client = await connect(
      await openWire(t, () => fault('odoo.exceptions.UserError', 'The shop is closed today.')),
    );
    const error = await rejection(client.call('m', 'x'));
    const printed = inspect(error);
    assert.equal(printed.split('The shop is closed today.').length, 2, printed);
    assert.match(printed, /odoo\.exceptions\.UserError/);
    assert.deepEqual(error.data.arguments, ['The shop is closed today.']);
    assert.equal(JSON.parse(JSON.stringify(error)).details.message, 'The shop is closed today.');
    class Own extends toolbox.OdooValidationError {}
    assert.equal(
      inspect(new Own('Once.', { data: { message: 'Once.' } })).split('Once.').length,
      2,
    );
    assert.match(inspect({ deep: { error } }), /OdooValidationError: The shop/);
  });

  test("says which HTTP status a server of one's own should answer", () => {
    const expected = {
      OdooError: 500,
      OdooRpcError: 500,
      OdooAuthError: 502,
      OdooSessionExpiredError: 502,
      OdooNetworkError: 502,
      OdooTimeoutError: 504,
      OdooRateLimitError: 503,
      OdooValidationError: 422,
      OdooRedirectWarning: 422,
      OdooAccessError: 403,
      OdooMissingError: 404,
      OdooLockError: 409,
      OdooSafetyError: 403,
    };
    const classes = Object.keys(toolbox).filter((name) => /^Odoo.*(Error|Warning)$/.test(name));
    assert.deepEqual(classes.sort(), Object.keys(expected).sort());
    for (const name of classes) {
      const error = new toolbox[name]('x');
      assert.equal(error.httpStatus, expected[name], name);
      assert.ok(!Object.keys(error).includes('httpStatus'));
      error.httpStatus = 418;
      assert.equal(error.httpStatus, 418);
    }
  });

  test('names a key that Odoo did not find', async (t) => {
    const client = await connect(await openWire(t, () => fault('builtins.KeyError', 'nme')));
    const error = await rejection(client.call('res.partner', 'create', [{ nme: 'x' }]));
    assert.match(error.message, /^KeyError: 'nme'\. .*check the names of fields/);
    assert.equal(error.data.message, 'nme');
  });

  test("keeps to itself where Odoo's database is", async (t) => {
    const client = await connect(
      await openWire(t, () =>
        fault(
          'psycopg2.OperationalError',
          'connection to server at "10.0.0.7", port 5432 failed: FATAL:  sorry, too many clients already\n',
        ),
      ),
    );
    const error = await rejection(client.call('m', 'x'));
    assert.equal(
      error.message,
      "Odoo cannot reach its database (sorry, too many clients already). The server's administrator has to look at it",
    );
  });
});
