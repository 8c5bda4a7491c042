// Construction, login, session, logout.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { toolbox } from './fixture.mjs';
import { clientOf, connect, fault, http, login, openWire, uid } from './wire.mjs';

const { OdooAccessError, OdooAuthError, OdooClient, OdooError, OdooNetworkError, OdooRpcError } =
  toolbox;

describe('the constructor', () => {
  const config = { url: 'http://127.0.0.1:1', ...login };

  test('opens nothing', async (t) => {
    const wire = await openWire(t);
    clientOf(wire);
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.equal(wire.requests.length, 0);
  });

  const wrong = [
    ['a number', 12],
    ['an object', {}],
    ['a list', ['x']],
    ['true', true],
  ];
  const missing = [
    ['undefined', undefined],
    ['null', null],
  ];
  const named = (key) => (error) => {
    assert.ok(error instanceof TypeError || error instanceof OdooError, String(error));
    assert.ok(!(error instanceof OdooNetworkError), String(error));
    assert.match(error.message, new RegExp(`\\b${key}\\b`));
    return true;
  };

  for (const [keys, values] of [
    [
      ['url', 'database'],
      [...wrong, ...missing],
    ],
    [['username', 'password'], wrong],
  ]) {
    for (const key of keys) {
      for (const [what, value] of values) {
        test(`refuses ${what} as ${key} with an error that names it`, () => {
          assert.throws(() => new OdooClient({ ...config, [key]: value }), named(key));
        });
      }
    }
  }

  for (const key of ['username', 'password']) {
    for (const [what, value] of missing) {
      test(`or the login refuses ${what} as ${key} by name, before anything is sent`, async (t) => {
        const wire = await openWire(t);
        await assert.rejects(
          async () => clientOf(wire, { [key]: value }).authenticate(),
          named(key),
        );
        assert.equal(wire.requests.length, 0);
      });
    }
  }

  for (const key of ['url', 'database']) {
    test(`refuses an empty ${key}`, () => {
      assert.throws(() => new OdooClient({ ...config, [key]: '' }), new RegExp(`\\b${key}\\b`));
    });
  }

  for (const [what, value] of [
    ['no configuration', undefined],
    ['null', null],
    ['text', 'http://localhost:8069'],
    ['a number', 1],
  ]) {
    test(`refuses ${what} with a TypeError or an OdooError`, () => {
      assert.throws(
        () => new OdooClient(value),
        (error) => error instanceof TypeError || error instanceof OdooError,
      );
    });
  }

  for (const url of [
    'localhost:8069',
    '//localhost',
    'odoo.example.com',
    'ftp://odoo.example.com',
    'file:///etc/passwd',
    'http://',
    'http://a b/',
    'http://host:port',
    'javascript:1',
  ]) {
    test(`refuses the URL ${url} with an OdooError that names url`, () => {
      assert.throws(
        () => new OdooClient({ ...config, url }),
        (error) => error instanceof OdooError && /\burl\b/i.test(error.message),
      );
    });
  }

  test('cannot be called without new', () => {
    assert.throws(() => OdooClient(config), TypeError);
  });
});

describe('the URL', () => {
  for (const [suffix, path] of [
    ['', '/jsonrpc'],
    ['/', '/jsonrpc'],
    ['//', '/jsonrpc'],
    ['/?debug=1', '/jsonrpc'],
    ['?db=shop', '/jsonrpc'],
    ['/#home', '/jsonrpc'],
    ['/erp', '/erp/jsonrpc'],
    ['/erp//', '/erp/jsonrpc'],
  ]) {
    test(`server + '${suffix}' posts to ${path}`, async (t) => {
      const wire = await openWire(t);
      const client = new OdooClient({ ...login, protocol: 'jsonrpc', url: wire.url + suffix });
      await client.authenticate();
      await client.search('res.partner');
      assert.deepEqual([...new Set(wire.requests.map(({ url }) => url))], [path]);
      assert.deepEqual([...new Set(wire.requests.map(({ method }) => method))], ['POST']);
    });
  }
});

describe('authenticate', () => {
  test('logs in by common.login, to the byte', async (t) => {
    const wire = await openWire(t);
    await clientOf(wire).authenticate();
    assert.equal(
      wire.requests[0].text,
      `{"jsonrpc":"2.0","method":"call","params":{"service":"common","method":"login","args":["shop","ada","${login.password}"]},"id":1}`,
    );
    assert.match(wire.requests[0].headers['content-type'], /^application\/json/);
  });

  test('resolves to the session of the user', async (t) => {
    const wire = await openWire(t);
    const session = await clientOf(wire).authenticate();
    assert.equal(session.uid, uid);
    assert.equal(session.db, 'shop');
    assert.equal(session.username, 'ada');
    assert.equal(session.name, 'Ada Lovelace');
    assert.equal(session.partner_id, 31);
    assert.equal(typeof session.session_id, 'string');
    assert.deepEqual(session.context, { lang: 'en_GB', tz: 'Europe/London', uid });
    assert.ok(!JSON.stringify(session).includes(login.password));
  });

  test("asks for the user's own record once, and nothing more", async (t) => {
    const wire = await openWire(t);
    await clientOf(wire).authenticate();
    assert.equal(wire.requests.length, 2);
    const [model, , args] = wire.lastCall();
    assert.equal(model, 'res.users');
    assert.deepEqual(args[0], [uid]);
  });

  test('still logs in where the user may not read the own record', async (t) => {
    const wire = await openWire(
      t,
      ({ json }) => (json.params.service === 'common' ? uid : fault('odoo.exceptions.AccessError')),
      { logins: false },
    );
    const client = clientOf(wire);
    const session = await client.authenticate();
    assert.equal(session.uid, uid);
    assert.equal(session.username, 'ada');
    assert.equal(client.isAuthenticated(), true);
  });

  test('may be called again', async (t) => {
    const wire = await openWire(t);
    const client = await connect(wire);
    const session = await client.authenticate();
    assert.equal(session.uid, uid);
    client.logout();
    await client.authenticate();
    assert.equal(client.isAuthenticated(), true);
  });

  test('rejects wrong credentials with OdooAuthError', async (t) => {
    const wire = await openWire(t);
    const client = clientOf(wire, { password: 'wrong' });
    await assert.rejects(client.authenticate(), OdooAuthError);
    assert.equal(client.isAuthenticated(), false);
    assert.equal(client.getSession(), null);
    assert.equal(wire.requests.length, 1);
  });

  test('rejects AccessDenied with OdooAuthError', async (t) => {
    const wire = await openWire(t, () => fault('odoo.exceptions.AccessDenied', 'Access Denied'), {
      logins: false,
    });
    await assert.rejects(
      clientOf(wire).authenticate(),
      (error) => error instanceof OdooAuthError && error.message === 'Access Denied',
    );
  });

  test('says that the server cannot be reached rather than that the password is wrong', async (t) => {
    const wire = await openWire(t);
    wire.server.close();
    wire.server.closeAllConnections();
    await assert.rejects(clientOf(wire).authenticate(), (error) => {
      assert.ok(
        error instanceof OdooNetworkError && !(error instanceof OdooAuthError),
        String(error),
      );
      assert.ok(error.cause instanceof Error);
      return true;
    });
  });

  test('says that the name of the server is unknown', async () => {
    const client = new OdooClient({ ...login, url: 'http://no-such-host.invalid' });
    await assert.rejects(
      client.authenticate(),
      (error) => error instanceof OdooNetworkError && error.cause !== undefined,
    );
  });

  test('passes HTTP errors on as OdooNetworkError', async (t) => {
    const wire = await openWire(t, () => http(502), { logins: false });
    await assert.rejects(
      clientOf(wire).authenticate(),
      (error) => error instanceof OdooNetworkError && error.message === 'HTTP 502: Bad Gateway',
    );
  });

  test('says that the database does not exist', async (t) => {
    const message =
      'connection to server at "127.0.0.1", port 5432 failed: FATAL:  database "shop" does not exist\n';
    const wire = await openWire(t, () => fault('psycopg2.OperationalError', message), {
      logins: false,
    });
    await assert.rejects(clientOf(wire).authenticate(), (error) => {
      assert.ok(
        error instanceof OdooRpcError &&
          !(error instanceof OdooAuthError) &&
          !(error instanceof OdooNetworkError),
        String(error),
      );
      assert.match(error.message, /database "?shop"? does not exist/);
      return true;
    });
  });

  test('leaves the old session when a second login fails on the network', async (t) => {
    let down = false;
    const wire = await openWire(
      t,
      ({ json }) => {
        if (down) return http(503);
        return json.params.service === 'common' ? uid : [];
      },
      { logins: false },
    );
    const client = clientOf(wire);
    await client.authenticate();
    down = true;
    await assert.rejects(client.authenticate(), OdooNetworkError);
    down = false;
    await client.authenticate();
    assert.equal(client.isAuthenticated(), true);
  });
});

describe('the session', () => {
  test('is null before authenticate and after logout', async (t) => {
    const wire = await openWire(t);
    const client = clientOf(wire);
    assert.equal(client.getSession(), null);
    assert.equal(client.isAuthenticated(), false);
    await client.authenticate();
    assert.equal(client.getSession().uid, uid);
    assert.equal(client.isAuthenticated(), true);
    client.logout();
    assert.equal(client.getSession(), null);
    assert.equal(client.isAuthenticated(), false);
  });

  test('is gone at once after logout, and await client.logout() works too', async (t) => {
    const wire = await openWire(t);
    const client = await connect(wire);
    await client.logout();
    await client.logout();
    assert.equal(client.getSession(), null);
  });

  test('survives an AccessDenied of a method, and is gone once the server refuses the user', async (t) => {
    const denied = () => fault('odoo.exceptions.AccessDenied', 'Access Denied');
    const wire = await openWire(t, denied);
    const client = await connect(wire);
    await assert.rejects(client.search('res.partner'), OdooAccessError);
    assert.equal(client.isAuthenticated(), true);

    const strict = await openWire(
      t,
      ({ json: { params } }) =>
        params.service === 'common' ? 7 : params.args[4] === 'read' ? [{ id: 7 }] : denied(),
      { logins: false },
    );
    const refused = await connect(strict);
    await assert.rejects(refused.search('res.partner'), OdooAuthError);
    assert.equal(refused.isAuthenticated(), false);
  });

  test('survives an AccessError', async (t) => {
    const wire = await openWire(t, () => fault('odoo.exceptions.AccessError'));
    const client = await connect(wire);
    await assert.rejects(client.search('res.partner'));
    assert.equal(client.isAuthenticated(), true);
  });

  test('cannot be changed through what getSession returned', async (t) => {
    const wire = await openWire(t);
    const client = await connect(wire);
    try {
      client.getSession().uid = 1;
    } catch {
      // a frozen object is as good as a copy
    }
    await client.search('res.partner');
    assert.equal(wire.requests.at(-1).json.params.args[1], uid);
  });
});

describe('a call without a login', () => {
  for (const [name, call] of Object.entries({
    call: (client) => client.call('res.partner', 'x'),
    search: (client) => client.search('res.partner'),
    read: (client) => client.read('res.partner', 1),
    searchRead: (client) => client.searchRead('res.partner'),
    searchCount: (client) => client.searchCount('res.partner'),
    create: (client) => client.create('res.partner', {}),
    write: (client) => client.write('res.partner', [1], {}),
    unlink: (client) => client.unlink('res.partner', [1]),
    note: (client) => client.mail.postInternalNote('res.partner', 1, 'x'),
    modules: (client) => client.modules.listModules(),
  })) {
    test(`rejects (${name}) before anything is sent and before the guard is asked`, async (t) => {
      const wire = await openWire(t);
      const client = clientOf(wire, {
        safety: { confirm: () => assert.fail('the guard was asked') },
      });
      await assert.rejects(call(client), (error) => {
        assert.ok(error instanceof OdooAuthError, String(error));
        assert.equal(error.message, 'Client not authenticated. Call authenticate() first.');
        return true;
      });
      assert.equal(wire.requests.length, 0);
    });
  }

  test('rejects after logout too, and the password is forgotten', async (t) => {
    const wire = await openWire(t);
    const client = await connect(wire);
    client.logout();
    await assert.rejects(client.search('res.partner'), OdooAuthError);
    assert.equal(wire.requests.length, 0);
  });
});
