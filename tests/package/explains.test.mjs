// What errors say: what happened, to what, and what to do next; and that no secret is in any of it.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { inspect } from 'node:util';
import { toolbox } from './fixture.mjs';
import { everything, rejection } from './told.mjs';
import { clientOf, connect, fault, handled, html, http, login, openWire } from './wire.mjs';

const { OdooClient, OdooError } = toolbox;

const refusal = (config) => {
  try {
    new OdooClient({ url: 'http://x', ...login, ...config });
  } catch (error) {
    return error;
  }
  return assert.fail('it was taken');
};

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
