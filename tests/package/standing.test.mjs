// What ends a login, and that nothing of it stays open on the server: told by the server itself.

import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { inspect } from 'node:util';
import { combinations, startCombination } from './combinations.mjs';
import { toolbox } from './fixture.mjs';

const { OdooAccessError, OdooAuthError, OdooNetworkError, OdooRpcError } = toolbox;

const failure = (promise) =>
  promise.then(
    (value) => assert.fail(`it resolved to ${inspect(value)}`),
    (error) => error,
  );

for (const combination of combinations) {
  describe(combination.name, async () => {
    const sandbox = await startCombination(combination);
    after(() => sandbox.stop());

    test('a method that denies access is an OdooAccessError, and the next call works', async () => {
      const client = await sandbox.connect('demo');
      const error = await failure(client.modules.installModule('fleet'));
      assert.equal(error.constructor, OdooAccessError, inspect(error));
      assert.equal(error.refused, true);
      assert.equal(client.isAuthenticated(), true);
      assert.ok((await client.searchCount('res.partner')) > 0);
    });

    test('ten of them at once are looked after by one request', async () => {
      const client = await sandbox.connect('demo');
      await sandbox.forget();
      await sandbox.strike({
        fault: 'error',
        name: 'odoo.exceptions.AccessDenied',
        method: 'search_count',
        count: 8,
      });
      const errors = await Promise.all(
        Array.from({ length: 8 }, () => failure(client.searchCount('res.partner'))),
      );
      for (const error of errors) assert.equal(error.constructor, OdooAccessError);
      const { counts } = await sandbox.journal();
      assert.ok(counts['res.users.context_get'] < 8, inspect(counts));
      assert.equal(client.isAuthenticated(), true);
    });

    test("a proxy's 404 on one path neither repeats a write nor logs out", async () => {
      const client = await sandbox.connect();
      const name = `Once ${combination.name}`;
      await sandbox.forget();
      await sandbox.strike({
        fault: 'html',
        status: 404,
        method: 'create',
        applyFirst: true,
        count: 5,
      });
      const error = await failure(client.create('res.partner', { name }));
      await sandbox.heal();
      assert.deepEqual(
        [error.constructor, error.notSent, error.refused],
        [OdooNetworkError, false, false],
      );
      assert.equal((await sandbox.journal()).counts['res.partner.create'], 1);
      assert.equal(client.isAuthenticated(), true);
      assert.equal(await client.searchCount('res.partner', [['name', '=', name]]), 1);
    });

    for (const [what, fault] of Object.entries({
      'an empty object': { fault: 'result', value: {} },
      null: { fault: 'result', value: null },
      false: { fault: 'result', value: false },
      'a list of another length': { fault: 'result', value: [1, 2, 3] },
      'an error without an exception': { fault: 'body', body: { error: { code: 504 } } },
    })) {
      test(`a create that is answered with ${what} says that the record may have been made, and is not made again`, async () => {
        const client = await sandbox.connect();
        const name = `${what} ${combination.name}`;
        await sandbox.strike({ ...fault, method: 'create', applyFirst: true, count: 5 });
        const error = await failure(client.create('res.partner', { name }));
        await sandbox.heal();
        assert.ok(error instanceof OdooRpcError, inspect(error));
        assert.deepEqual([error.notSent, error.refused], [false, false]);
        if (fault.fault === 'result') assert.match(error.message, /may have been made/);
        assert.equal(await client.searchCount('res.partner', [['name', '=', name]]), 1);
      });
    }

    if (combination.protocol !== 'session') return;

    const open = async () => (await sandbox.sessions()).open;

    test('a logout during a login leaves no session open', async () => {
      await sandbox.reset();
      const client = sandbox.client();
      const login = client.authenticate();
      await client.logout();
      await login;
      assert.equal(client.isAuthenticated(), false);
      assert.equal(await open(), 0);
    });

    test('five logins at once leave one session open, and a logout none', async () => {
      await sandbox.reset();
      const client = sandbox.client();
      await Promise.all(Array.from({ length: 5 }, () => client.authenticate()));
      assert.equal(await open(), 1);
      assert.ok((await client.searchCount('res.partner')) > 0);
      await client.logout();
      assert.equal(await open(), 0);
    });

    test('a login that replaces another closes that one', async () => {
      await sandbox.reset();
      const client = await sandbox.connect();
      for (let count = 0; count < 3; count += 1) await client.authenticate();
      assert.equal(await open(), 1);
      assert.ok((await client.searchCount('res.partner')) > 0);
    });

    test('a session that the server replaced is closed under its new id', async () => {
      await sandbox.reset();
      const client = await sandbox.connect();
      await sandbox.strike({ fault: 'rotateSession', path: '/web/dataset', count: 3 });
      await Promise.all(Array.from({ length: 6 }, () => client.searchCount('res.partner')));
      await client.logout();
      assert.equal(await open(), 0);
    });

    test('"Too many login failures" keeps the session that is good', async () => {
      await sandbox.reset();
      const client = await sandbox.connect();
      const wrong = sandbox.client('admin', { password: 'wrong' });
      for (let count = 0; count < 11; count += 1) await failure(wrong.authenticate());
      const error = await failure(client.authenticate());
      assert.ok(error instanceof OdooAuthError);
      assert.match(error.message, /^Too many login failures/);
      assert.equal(client.isAuthenticated(), true);
      assert.ok((await client.searchCount('res.partner')) > 0);
    });
  });
}
