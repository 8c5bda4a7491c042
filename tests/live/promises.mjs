// What the client promises when things go wrong, against a real Odoo: nothing is written twice, no
// secret goes elsewhere, one failed call ends no login, and every error says what to do.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { inspect } from 'node:util';
import { bulk } from '../bulk/fixture.mjs';
import { toolbox } from '../package/fixture.mjs';
import { startProxy, startStranger } from './proxy.mjs';
import { client, connect, keep, mark, url, users } from './server.mjs';
import { testValues } from './values.mjs';

const {
  OdooAccessError,
  OdooAuthError,
  OdooClient,
  OdooNetworkError,
  OdooRpcError,
  OdooTimeoutError,
} = toolbox;
const model = 'res.partner';

const caught = (promise) =>
  promise.then(
    (value) => assert.fail(`it resolved to ${inspect(value)}`),
    (error) => error,
  );
const gatewayPage = {
  status: 504,
  headers: { 'content-type': 'text/html' },
  body: '<html><title>504 Gateway Time-out</title></html>',
};
const gatewayJson = {
  status: 504,
  headers: { 'content-type': 'application/json' },
  body: '{"name":"GatewayTimeout","message":"too slow"}',
};

/** Declares the tests of a protocol; `admin()` resolves to a client. */
export function testPromises(protocol, admin) {
  describe('promises', () => {
    let proxy;
    let stranger;
    let through;
    let count = 0;
    const fresh = () => `${mark} ${protocol} promise ${(count += 1)}`;
    /** The records of that name; each is deleted in the end. */
    const stored = async (name) =>
      keep(
        model,
        await (await admin()).search(model, [['name', '=like', `${name}%`]], {
          context: { active_test: false },
        }),
      );
    const secrets = () =>
      [users.admin.password, through?.getSession()?.session_id].filter(
        (secret) => secret && secret.length > 5,
      );

    before(async () => {
      [proxy, stranger] = await Promise.all([startProxy(), startStranger()]);
      through = await connect(protocol, { url: proxy.url });
    });
    after(async () => {
      await through?.logout();
      proxy.stop();
      stranger.stop();
    });

    for (const status of [301, 302, 303, 307, 308]) {
      test(`a create that is redirected with ${status} goes nowhere else, and names the target`, async () => {
        const name = fresh();
        proxy.forget();
        proxy.strike(`${model}.create`, {
          answer: { status, headers: { location: `${stranger.url}/elsewhere` } },
        });
        const error = await caught(through.create(model, { name }));
        proxy.heal();
        assert.ok(error instanceof OdooNetworkError, inspect(error));
        assert.ok(error.message.includes(stranger.url), error.message);
        assert.deepEqual(
          [stranger.requests.length, proxy.count(`${model}.create`), (await stored(name)).length],
          [0, 1, 0],
        );
      });
    }

    test('a login that is redirected sends the password nowhere else', async () => {
      proxy.strike('*', { answer: { status: 307, headers: { location: `${stranger.url}/` } } });
      const error = await caught(client(protocol, { url: proxy.url }).authenticate());
      proxy.heal();
      assert.ok(
        error instanceof OdooNetworkError && error.message.includes(stranger.url),
        inspect(error),
      );
      assert.equal(stranger.requests.length, 0);
    });

    for (const [what, answer] of [
      ["a gateway's page", gatewayPage],
      ["a gateway's JSON", gatewayJson],
      ['a broken connection', 'reset'],
    ]) {
      test(`a create whose answer is lost to ${what} is made once, and the error says that it may be there`, async () => {
        const name = fresh();
        proxy.forget();
        proxy.strike(`${model}.create`, { apply: true, answer });
        const error = await caught(through.create(model, { name }));
        proxy.heal();
        assert.deepEqual(
          [error.notSent, proxy.count(`${model}.create`), (await stored(name)).length],
          [false, 1, 1],
          inspect(error),
        );
        assert.match(error.message, /may have been/);
        for (const secret of secrets()) assert.ok(!inspect(error, { depth: 9 }).includes(secret));
      });

      test(`createMany with a chunk lost to ${what} stores no row twice, and calls the rows unknown`, async () => {
        const name = fresh();
        proxy.forget();
        proxy.strike(`${model}.create`, { apply: true, answer });
        const rows = Array.from({ length: 4 }, (_, index) => ({ name: `${name} ${index}` }));
        const error = await caught(bulk.createMany(through, model, rows, { onError: 'collect' }));
        proxy.heal();
        assert.ok(error instanceof bulk.OdooBulkError, inspect(error));
        assert.deepEqual(
          [error.unknown.flatMap((part) => part.rows), error.failed, error.done],
          [[0, 1, 2, 3], [], []],
        );
        assert.deepEqual([proxy.count(`${model}.create`), (await stored(name)).length], [1, 4]);
      });
    }

    test('a read whose answer is lost is repeated', async () => {
      proxy.forget();
      proxy.strike(`${model}.search_count`, { answer: gatewayPage });
      const counted = through.searchCount(model, [['id', '=', 1]]);
      while (proxy.count(`${model}.search_count`) === 0)
        await new Promise((done) => setTimeout(done, 5));
      proxy.heal();
      assert.equal(await counted, 1);
    });

    test('a 404 of a proxy ends no login and repeats no write', async () => {
      const name = fresh();
      proxy.forget();
      proxy.strike(`${model}.create`, {
        apply: true,
        answer: {
          status: 404,
          headers: { 'content-type': 'text/html' },
          body: '<html><title>404 Not Found</title><body><center><h1>404 Not Found</h1></center><hr><center>nginx</center></body></html>',
        },
      });
      await caught(through.create(model, { name }));
      proxy.heal();
      assert.deepEqual(
        [through.isAuthenticated(), proxy.count(`${model}.create`), (await stored(name)).length],
        [true, 1, 1],
      );
      assert.equal(await through.searchCount(model, [['id', '=', 1]]), 1);
    });

    test('rows changed by the caller after createMany was called do not reach the wire', async () => {
      const name = fresh();
      const rows = Array.from({ length: 6 }, (_, index) => ({
        name: `${name} ${index}`,
        city: 'before',
      }));
      const making = bulk.createMany(await admin(), model, rows, { chunkSize: 2 });
      for (const row of rows) row.city = 'after';
      rows.length = 0;
      const ids = keep(model, await making);
      assert.deepEqual(
        (await (await admin()).read(model, ids, ['city'])).map(({ city }) => city),
        Array(6).fill('before'),
      );
    });

    test('a session is readable by name and hidden from inspection', async () => {
      const session = (await admin()).getSession();
      const { session_id: id } = session;
      if (protocol === 'session') assert.ok(id.length >= 40);
      if (id)
        for (const text of [inspect(session, { depth: 9 }), JSON.stringify(session)])
          assert.ok(!text.includes(id), text);
    });

    if (protocol === 'session') {
      test('no session stays open: not of a login replaced, nor of five at once, nor of one that a logout overtakes', async () => {
        const own = await startProxy();
        const one = client(protocol, { url: own.url });
        await one.authenticate();
        await one.authenticate();
        await Promise.allSettled(Array.from({ length: 5 }, () => one.authenticate()));
        await one.logout();
        const late = client(protocol, { url: own.url });
        const login = late.authenticate();
        await late.logout();
        await Promise.allSettled([login]);
        // A logout may still be on its way.
        await new Promise((done) => setTimeout(done, 500));
        assert.ok(own.cookies().length >= 2);
        for (const cookie of own.cookies()) {
          const answer = await fetch(new URL('/web/session/get_session_info', url), {
            method: 'POST',
            headers: { 'content-type': 'application/json', cookie: `session_id=${cookie}` },
            body: '{"jsonrpc":"2.0","method":"call","params":{}}',
          });
          const text = await answer.text();
          assert.ok(!/"uid": ?\d/.test(text), 'a session is still open');
        }
        own.stop();
      });
    }

    if (protocol !== 'json2' && users.demo) {
      test('a missing right in the middle of a method is an OdooAccessError, and no logout', async () => {
        const one = await connect(protocol, {}, 'demo');
        const error = await caught(one.call('ir.module.module', 'button_immediate_install', [[1]]));
        assert.equal(error.constructor, OdooAccessError, inspect(error));
        assert.equal(one.isAuthenticated(), true);
        assert.equal(await one.searchCount('res.country', [['code', '=', 'BE']]), 1);
        await one.logout();
      });
    }

    test('options that throw reject one call and harm no other', async () => {
      const one = await admin();
      const { proxy: revoked, revoke } = Proxy.revocable({}, {});
      revoke();
      const odd = {
        get timeoutMs() {
          throw new Error('on purpose');
        },
      };
      await caught(one.modules.isModuleInstalled('base', odd));
      await caught(one.modules.listModules(revoked));
      await caught(one.call(model, 'search_count', [[]], revoked));
      assert.equal(await one.searchCount('res.country', [['code', '=', 'BE']]), 1);
    });

    test('what cannot be meant is refused before anything is sent', async () => {
      proxy.forget();
      for (const call of [
        () => through.search(model, ['name', '=', 'x']),
        () => through.search(model, [['name', '=']]),
        () => through.searchRead(model, [], { feilds: ['name'] }),
        () => through.call('..', 'resequence'),
        () => through.create(model, { name: mark, color: NaN }),
        () => through.create(model, { name: mark, image_1920: new Blob(['x']) }),
        () => through.create(model, { name: mark, country_id: [1, 'Belgium'] }),
      ]) {
        const error = await caught(Promise.resolve().then(call));
        assert.ok(!(error instanceof OdooRpcError), inspect(error));
      }
      assert.equal(
        ['search', 'search_read', 'create', 'resequence'].reduce(
          (sum, method) => sum + proxy.count(`${model}.${method}`),
          0,
        ),
        0,
      );
    });

    test("an unknown field is named, with the exception's class", async () => {
      const error = await caught((await admin()).read(model, [1], ['nme']));
      assert.match(error.message, /nme/);
      assert.notEqual(error.message, 'nme');
      assert.notEqual(error.message, "'nme'");
    });

    test('an unknown model is an OdooRpcError, on every series and protocol', async () => {
      const error = await caught((await admin()).search('no.such.model'));
      assert.equal(error.constructor, OdooRpcError, inspect(error));
      assert.ok(error.message.includes('no.such.model'), error.message);
    });

    test('an address that was pasted from the browser works, or is named with its root', async () => {
      for (const path of ['/web', '/web/login', '/odoo', '/web#action=1&model=res.partner']) {
        try {
          const one = client(protocol, { url: `${url.replace(/\/+$/, '')}${path}` });
          await one.authenticate();
          assert.equal(await one.searchCount('res.country', [['code', '=', 'BE']]), 1);
          await one.logout();
        } catch (error) {
          assert.ok(error.message.includes(new URL(url).host), inspect(error));
        }
      }
    });

    test('a database that is not there is named with its setting', async () => {
      const error = await caught(
        client(protocol, { database: 'no_such_database_at_all' }).authenticate(),
      );
      assert.match(error.message, /database/);
      assert.doesNotMatch(error.message, /5432|connection to server/);
    });

    test('a login that hangs ends, and says where and after how long', async () => {
      const { createServer } = await import('node:http');
      const silent = createServer(() => {});
      await new Promise((done) => silent.listen(0, '127.0.0.1', done));
      const address = `http://127.0.0.1:${silent.address().port}`;
      const error = await caught(
        client(protocol, { url: address }).authenticate({ timeoutMs: 300 }),
      );
      silent.closeAllConnections();
      silent.close();
      assert.equal(error.constructor, OdooTimeoutError, inspect(error));
      assert.ok(error.message.includes(address), error.message);
    });

    describe('upsert', () => {
      test('of rows that have not changed writes nothing', async () => {
        const rows = Array.from({ length: 30 }, (_, index) => ({
          ref: `${mark} ${protocol} unchanged ${index}`,
          name: `${mark} ${protocol} unchanged ${index}`,
          city: 'Namur',
          comment: '<p>Hello <b>Ada</b></p>',
          color: index % 5,
          is_company: true,
        }));
        const ids = keep(model, await bulk.upsert(through, model, rows, { key: 'ref' }));
        assert.deepEqual([ids.created, ids.updated, ids.unchanged], [30, 0, 0]);
        proxy.forget();
        const again = await bulk.upsert(through, model, rows, { key: 'ref' });
        assert.deepEqual(
          [[...again], again.created, again.updated, again.unchanged],
          [[...ids], 0, 0, 30],
        );
        assert.deepEqual([proxy.count(`${model}.write`), proxy.count(`${model}.create`)], [0, 0]);
        proxy.forget();
        const called = await bulk.upsert(
          through,
          model,
          rows.map((row) => ({ ...row, phone: '+32 81 00 00 00' })),
          { key: 'ref' },
        );
        assert.equal(called.updated, 30);
        assert.ok(proxy.count(`${model}.write`) <= 2, `${proxy.count(`${model}.write`)} writes`);
      });

      test('of rows that have not changed writes nothing, by external id', async () => {
        const rows = Array.from({ length: 8 }, (_, index) => ({
          xmlid: `odoo_client_wasm_live.same_${protocol}_${process.pid}_${index}`,
          name: `${mark} ${protocol} same ${index}`,
          city: 'Namur',
        }));
        const ids = keep(model, await bulk.upsert(through, model, rows, { key: 'xmlid' }));
        const [before] = await through.read(model, ids[0], ['write_date']);
        proxy.forget();
        const again = await bulk.upsert(through, model, rows, { key: 'xmlid' });
        assert.deepEqual([[...again], again.unchanged], [[...ids], 8]);
        assert.deepEqual([proxy.count(`${model}.load`), proxy.count(`${model}.write`)], [0, 0]);
        assert.deepEqual(await through.read(model, ids[0], ['write_date']), [before]);
      });
    });

    test("every error says which HTTP status an API of one's own should answer", async () => {
      const one = await admin();
      const missing = await caught(one.write(model, [999_999_999], { city: 'x' }));
      assert.equal(missing.httpStatus, 404, inspect(missing));
      const unauthenticated = await caught(
        new OdooClient({ url, database: 'x', username: 'x', password: 'x' }).searchCount(model),
      );
      assert.ok(
        unauthenticated instanceof OdooAuthError && unauthenticated.httpStatus >= 400,
        inspect(unauthenticated),
      );
      assert.equal(
        inspect(missing).split(missing.message).length,
        2,
        'the message is printed once',
      );
    });

    testValues(protocol, admin, fresh);
  });
}
