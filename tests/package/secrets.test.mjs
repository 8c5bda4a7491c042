// The password and the traceback show nowhere: not in what is logged, serialised or thrown.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { inspect } from 'node:util';
import { alias, freshFolder, toolbox } from './fixture.mjs';
import { clientOf, connect, fault, http, login, openWire } from './wire.mjs';

const { OdooClient } = toolbox;
const secret = login.password;

/** Every way a program prints an object without meaning to print what is in it. */
function* printed(value) {
  yield inspect(value);
  yield inspect(value, { depth: 12, showHidden: true, getters: true });
  yield JSON.stringify(value) ?? '';
  yield `${Object.entries(value)} ${Object.getOwnPropertyNames(value)}`;
  yield JSON.stringify({ ...value });
  if (value instanceof Error) {
    yield value.message;
    yield value.stack;
    yield JSON.stringify(value.toJSON?.() ?? '');
    if (value.cause instanceof Error) yield* printed(value.cause);
  } else {
    for (const key in value)
      yield `${key}=${typeof value[key] === 'function' ? '' : inspect(value[key], { depth: 12, showHidden: true })}`;
  }
}

function assertHidden(value, what, hidden = secret) {
  for (const text of printed(value))
    assert.ok(!text.includes(hidden), `${what}: ${text.slice(0, 2000)}`);
}

describe('a client shows no password', () => {
  for (const [when, prepare] of [
    ['when it was made', (wire) => clientOf(wire)],
    ['when it is logged in', (wire) => connect(wire)],
    [
      'after logout',
      async (wire) => {
        const client = await connect(wire);
        client.logout();
        return client;
      },
    ],
    [
      'when the login failed',
      async (wire) => {
        const client = clientOf(wire, { username: 'x' });
        wire.server.close();
        wire.server.closeAllConnections();
        await client.authenticate().catch(() => {});
        return client;
      },
    ],
  ]) {
    test(when, async (t) => {
      const client = await prepare(await openWire(t));
      assertHidden(client, 'client');
      assertHidden(client.mail, 'client.mail');
      assertHidden(client.modules, 'client.modules');
      assertHidden({ nested: [client] }, 'an object that holds the client');
      assertHidden(client.getSession() ?? {}, 'session');
    });
  }

  test('in a subclass with fields of its own', async (t) => {
    class Shop extends OdooClient {
      currency = 'EUR';
    }
    assertHidden(new Shop({ url: (await openWire(t)).url, ...login }), 'subclass');
  });
});

describe('an error shows no password', () => {
  const cases = {
    'a server that is not there': (t, wire) => {
      wire.server.close();
      wire.server.closeAllConnections();
    },
    'a refused operation': (t, wire, client) => client.setSafetyContext({ confirm: () => false }),
  };
  for (const [what, break_] of Object.entries(cases)) {
    test(`for ${what}`, async (t) => {
      const wire = await openWire(t);
      const client = await connect(wire);
      await break_(t, wire, client);
      await assert.rejects(client.write('m', [1], { a: 1 }), (error) => {
        assertHidden(error, what);
        return true;
      });
    });
  }

  for (const [what, answer] of Object.entries({
    'a fault': () => fault('odoo.exceptions.UserError'),
    AccessDenied: () => fault('odoo.exceptions.AccessDenied'),
    'an HTTP error whose page repeats the request': ({ text }) =>
      http(500, `<pre>${text}</pre>`, { 'Content-Type': 'text/html' }),
    'a page with status 200 that repeats the request': ({ text }) =>
      http(200, `<pre>${text}</pre>`, { 'Content-Type': 'text/html' }),
    'broken JSON that repeats the request': ({ text }) => http(200, text.slice(0, -2)),
    'a timeout': () => new Promise(() => {}),
  })) {
    test(`for ${what}`, async (t) => {
      const client = await connect(await openWire(t, answer), { timeoutMs: 600 });
      await assert.rejects(client.write('m', [1], { a: 1 }), (error) => {
        assertHidden(error, what);
        return true;
      });
    });
  }

  test('for an exception of Odoo that repeats the request, and numbers stay what they are', async (t) => {
    const said = ({ text, json }) =>
      json.params.service === 'common'
        ? 2
        : text.includes('"read"')
          ? [{ id: 2, name: 'Ada' }]
          : {
              error: {
                code: 200,
                message: 'Odoo Server Error',
                data: {
                  name: 'odoo.exceptions.UserError',
                  message: text,
                  arguments: [text, 135792468],
                  debug: text,
                },
              },
            };
    const client = await connect(await openWire(t, said, { logins: false }), {
      password: '135792',
    });
    await assert.rejects(client.write('m', [1], { a: 1 }), (error) => {
      assert.equal(error.name, 'OdooValidationError');
      for (const text of [
        error.message,
        error.stack,
        error.data.message,
        error.data.debug,
        error.data.arguments[0],
      ]) {
        assert.ok(text.includes('***') && !text.includes('135792'), text);
      }
      assert.equal(error.data.arguments[1], 135792468);
      return true;
    });
  });

  test('for a wrong password', async (t) => {
    const client = clientOf(await openWire(t), { password: 'not-the-right-one' });
    await assert.rejects(client.authenticate(), (error) => {
      assertHidden(error, 'login', 'not-the-right-one');
      return true;
    });
  });

  test('for a configuration that is refused', () => {
    for (const config of [
      { url: 'ftp://x' },
      { url: 5 },
      { database: 5 },
      { timeoutMs: 'x' },
      { headers: { Authorization: 5 } },
    ]) {
      assert.throws(
        () => new OdooClient({ url: 'http://x', ...login, ...config }),
        (error) => {
          assertHidden(error, 'configuration');
          return true;
        },
      );
    }
  });

  test('for a password that is given in the wrong type', () => {
    assert.throws(
      () => new OdooClient({ url: 'http://x', ...login, password: { secret } }),
      (error) => {
        assertHidden(error, 'configuration');
        return true;
      },
    );
    assert.throws(
      () => new OdooClient({ url: 'http://x', ...login, password: [secret] }),
      (error) => {
        assertHidden(error, 'configuration');
        return true;
      },
    );
  });

  test('for a URL with a user and a password in it', async () => {
    let client;
    try {
      client = new OdooClient({ ...login, url: 'http://proxy:hush-hush@127.0.0.1:9/' });
    } catch (error) {
      assertHidden(error, 'constructor', 'hush-hush');
      return;
    }
    assertHidden(client, 'client', 'hush-hush');
    await assert.rejects(client.authenticate(), (error) => {
      assertHidden(error, 'login', 'hush-hush');
      return true;
    });
  });

  test('for arguments that cannot be sent', async (t) => {
    const client = await connect(await openWire(t));
    await assert.rejects(
      client.write('res.users', [1], { password: 'hush-hush', n: 1n }),
      (error) => {
        assertHidden(error, 'arguments', 'hush-hush');
        return true;
      },
    );
    await assert.rejects(
      client.write('res.users', 'hush-hush-hush-hush-hush-hush-hush-hush-hush-hush-hush', {}),
      (error) => {
        assert.ok(error.message.length < 300);
        return true;
      },
    );
  });
});

describe('headers with tokens', () => {
  test('show neither in the client nor in errors', async (t) => {
    const wire = await openWire(t, () => http(502));
    const client = await connect(wire, { headers: { Authorization: 'Bearer hush-hush' } });
    assertHidden(client, 'client', 'hush-hush');
    await assert.rejects(client.search('m'), (error) => {
      assertHidden(error, 'error', 'hush-hush');
      return true;
    });
  });
});

test('a program that logs everything it gets, with DEBUG set, prints no password and no traceback', async (t) => {
  const wire = await openWire(t, ({ json }) =>
    json.params.args[4] === 'fail' ? fault('odoo.exceptions.UserError') : true,
  );
  const program = join(freshFolder(t), 'logs.mjs');
  writeFileSync(
    program,
    `
    import { OdooClient } from '${alias}';
    const client = new OdooClient(${JSON.stringify({ url: wire.url, ...login, protocol: 'jsonrpc' })});
    console.log(client);
    console.log(await client.authenticate());
    console.dir(client, { depth: null, showHidden: true });
    console.log(await client.search('m'), client.mail, client.modules);
    await client.call('m', 'fail').catch((error) => { console.log(error); console.error('%O %j %s', error, error, error); });
    client.logout();
    console.log(client);
    throw await client.call('m', 'x').catch((error) => error);
  `,
  );
  const output = await new Promise((done) => {
    execFile(
      process.execPath,
      [program],
      { env: { PATH: process.env.PATH, DEBUG: '*', NODE_DEBUG: '' } },
      (error, stdout, stderr) => done({ code: error?.code ?? 0, text: stdout + stderr }),
    );
  });
  assert.match(output.text, /OdooValidationError: It failed\./);
  assert.match(output.text, /OdooAuthError: Client not authenticated/);
  assert.equal(output.code, 1);
  for (const hidden of [secret, 'Traceback']) {
    const at = output.text.indexOf(hidden);
    assert.equal(at, -1, output.text.slice(Math.max(0, at - 500), at + 100));
  }
});
