// A session that ends while a program works: it is renewed once, for all calls together, and
// nothing is done twice.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { combinations, series, startCombination } from './combinations.mjs';
import { toolbox } from './fixture.mjs';

const { OdooAuthError, OdooNetworkError, OdooSessionExpiredError } = toolbox;

const logins = ({ requests }) =>
  requests.filter(({ path }) => path === '/web/session/authenticate').length;

// With several databases a server without a session answers 404 and a page, with one an error of
// its own.
for (const databases of [['demo'], ['demo', 'other']]) {
  for (const number of series) {
    describe(`a session of Odoo ${number} with ${databases.length} database${databases.length > 1 ? 's' : ''} that ends`, () => {
      let sandbox;
      before(async () => {
        sandbox = await startCombination(
          { series: number, protocol: 'session' },
          ...databases.flatMap((name) => ['--db', name]),
        );
      });
      after(() => sandbox?.stop());

      /**
       * A client whose session the server drops with the next call; what was asked before is
       * forgotten.
       */
      async function expired(user, config) {
        const client = await sandbox.connect(user, config);
        await sandbox.forget();
        await sandbox.strike({ fault: 'dropSession', path: '/web/dataset' });
        return client;
      }

      test('is renewed, and the call is made again', async () => {
        const client = await expired();
        const before = client.getSession().session_id;
        assert.equal(await client.searchCount('res.country', [['code', '=', 'BE']]), 1);
        assert.equal(logins(await sandbox.journal()), 1);
        assert.notEqual(client.getSession().session_id, before);
        assert.equal(client.isAuthenticated(), true);
      });

      test('is renewed once for all calls that wait, and each of them gets its own answer', async () => {
        const client = await expired('admin', { maxConcurrent: 30 });
        const codes = ['BE', 'FR', 'DE', 'US', 'NL'];
        const answers = await Promise.all(
          Array.from({ length: 30 }, (_, index) =>
            client.searchRead('res.country', [['code', '=', codes[index % 5]]], ['code']),
          ),
        );
        assert.deepEqual(
          answers.map(([{ code }]) => code),
          Array.from({ length: 30 }, (_, index) => codes[index % 5]),
        );
        assert.equal(logins(await sandbox.journal()), 1);
      });

      test('lets a create run once', async () => {
        const client = await expired();
        const name = `Once ${number} ${databases.length}`;
        const ids = await Promise.all(
          Array.from({ length: 10 }, (_, index) =>
            client.create('res.partner', { name: `${name} ${index}` }),
          ),
        );
        assert.equal(new Set(ids).size, 10);
        assert.equal(await client.searchCount('res.partner', [['name', 'like', name]]), 10);
      });

      test('leaves every call with the error of the login when that fails, and nobody logged in', async () => {
        const login = `renewed-${databases.length}`;
        const admin = await sandbox.connect();
        const user = await admin.create('res.users', {
          name: 'Renewed',
          login,
          password: 'first-password',
        });
        const client = await sandbox.connect('demo', {
          username: login,
          password: 'first-password',
        });
        await admin.write('res.users', user, { password: 'second-password' });
        await sandbox.forget();
        await sandbox.strike({ fault: 'dropSession', path: '/web/dataset' });
        const outcomes = await Promise.allSettled(
          Array.from({ length: 8 }, () => client.searchCount('res.partner')),
        );
        for (const { reason } of outcomes)
          assert.equal(reason?.constructor, OdooAuthError, String(reason));
        assert.match(
          outcomes[0].reason.message,
          new RegExp(`wrong username or password for user .${login}`),
        );
        assert.equal(logins(await sandbox.journal()), 1);
        assert.deepEqual([client.isAuthenticated(), client.getSession()], [false, null]);
      });

      test('is not taken for a wrong password when the server cannot be reached at that moment', async () => {
        const client = await expired('admin', { retries: 0 });
        await sandbox.strike({ fault: 'resetBefore', path: '/web/session/authenticate' });
        await assert.rejects(
          client.searchCount('res.partner'),
          (error) => error.constructor === OdooNetworkError,
        );
        assert.equal(client.isAuthenticated(), true);
        assert.ok((await client.searchCount('res.partner')) > 0);
      });

      test("again at once is the caller's affair", async () => {
        const client = await expired();
        await sandbox.strike({ fault: 'dropSession', method: 'search_count' });
        await assert.rejects(
          client.searchCount('res.partner'),
          (error) =>
            error.constructor === OdooSessionExpiredError && error instanceof OdooAuthError,
        );
        assert.equal(logins(await sandbox.journal()), 1);
        await client.authenticate();
        assert.ok((await client.searchCount('res.partner')) > 0);
      });

      test('after a logout stays ended', async () => {
        const client = await expired();
        const waiting = client.searchCount('res.partner').then(
          () => 'answered',
          (error) => error,
        );
        await client.logout();
        await waiting;
        assert.equal(client.isAuthenticated(), false);
        await sandbox.heal();
      });
    });
  }
}

test('a session that nobody used for its whole lifetime is renewed', async () => {
  const sandbox = await startCombination(
    { series: '19', protocol: 'session' },
    '--session-lifetime',
    '300ms',
  );
  try {
    const client = await sandbox.connect();
    await sandbox.forget();
    await new Promise((done) => setTimeout(done, 600));
    assert.ok((await client.searchCount('res.partner')) > 0);
    assert.equal(logins(await sandbox.journal()), 1);
  } finally {
    await sandbox.stop();
  }
});

test('without a session there is nothing to drop: the other protocols do not notice', async () => {
  for (const combination of combinations.filter(({ protocol }) => protocol !== 'session')) {
    const sandbox = await startCombination(combination);
    try {
      const client = await sandbox.connect();
      await sandbox.strike({ fault: 'dropSession', count: 3 });
      await sandbox.forget();
      assert.equal(await client.searchCount('res.country', [['code', '=', 'BE']]), 1);
      assert.equal((await sandbox.journal()).total, 1);
    } finally {
      await sandbox.stop();
    }
  }
});
