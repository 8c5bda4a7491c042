// The suite for real servers (tests/live), against the sandbox: it passes with every series, leaves
// nothing behind, and says what it needs.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { series, startCombination } from './combinations.mjs';
import { project } from './fixture.mjs';
import { keys } from './sandbox.mjs';

/** Runs `npm run live` with these variables alone, and answers how it ended and what it printed. */
function live(variables) {
  const { PATH, ODOO_CLIENT_TARBALL } = process.env;
  const env = { PATH, ...(ODOO_CLIENT_TARBALL && { ODOO_CLIENT_TARBALL }), ...variables };
  return new Promise((done) => {
    execFile(
      'npm',
      ['run', '--silent', 'live'],
      { cwd: project, env, timeout: 300_000 },
      (error, stdout, stderr) => {
        // Of a run that had to be ended there is no code, and it did not end well.
        done({ code: error ? (error.code ?? error.signal) : 0, stdout, stderr });
      },
    );
  });
}

const account = (url, name = 'admin') => ({
  ODOO_URL: url,
  ODOO_DB: 'demo',
  ODOO_USER: name,
  ODOO_PASSWORD: name,
});

/** What a suite could leave behind. */
async function contents(client) {
  const all = client.withContext({ active_test: false });
  const counts = {};
  for (const model of ['res.partner', 'res.users', 'ir.attachment', 'mail.message', 'crm.lead'])
    counts[model] = await all.searchCount(model, []);
  const modules = (await client.modules.listModules({ state: 'installed' })).map(
    ({ name }) => name,
  );
  return { counts, modules };
}

describe('the suite for real servers', { concurrency: true }, () => {
  for (const number of series) {
    test(`passes with Odoo ${number}, over every protocol it has, and leaves nothing behind`, async (t) => {
      const sandbox = await startCombination({ series: number, protocol: 'session' });
      t.after(() => sandbox.stop());
      const client = await sandbox.connect();
      const before = await contents(client);
      const { code, stdout, stderr } = await live({
        ...account(sandbox.url),
        ODOO_API_KEY: keys.admin,
        ODOO_LIVE_MODULES: '1',
        ODOO_DEMO_USER: 'demo',
        ODOO_DEMO_PASSWORD: 'demo',
        ODOO_PORTAL_USER: 'portal',
        ODOO_PORTAL_PASSWORD: 'portal',
      });
      assert.equal(code, 0, stdout + stderr);
      const protocols = Number(number) >= 19 ? 'session, jsonrpc, json2' : 'session, jsonrpc';
      assert.match(stdout, new RegExp(`^over ${protocols}$`, 'm'));
      for (const protocol of protocols.split(', '))
        assert.match(stdout, new RegExp(`^✔ over ${protocol} `, 'm'));
      assert.match(stdout, /✔ are installed, upgraded and uninstalled/);
      assert.match(
        stdout,
        new RegExp(`✔ for an API key is ${Number(number) >= 19 ? 'JSON-2' : '/jsonrpc'}`),
      );
      assert.ok(!(stdout + stderr).includes(keys.admin), 'the key was printed');
      const { requests } = await sandbox.journal();
      assert.ok(requests.length > 200);
      assert.deepEqual(await contents(client), before);
      const passed = Number(/^ℹ pass (\d+)/m.exec(stdout)[1]);
      t.diagnostic(`Odoo ${number}: ${passed} tests over ${protocols}`);
    });
  }

  test('with no more than it needs, says what it leaves out', async (t) => {
    const sandbox = await startCombination({ series: '19', protocol: 'session' });
    t.after(() => sandbox.stop());
    const { code, stdout } = await live(account(sandbox.url));
    assert.equal(code, 0, stdout);
    assert.deepEqual(stdout.match(/^not tested: .*/gm), [
      'not tested: json2: ODOO_API_KEY is not set',
      'not tested: what the demo user may not do: ODOO_DEMO_USER is not set',
      'not tested: what the portal user may not do: ODOO_PORTAL_USER is not set',
      'not tested: installing a module: ODOO_LIVE_MODULES is not 1',
    ]);
    assert.doesNotMatch(stdout, /over json2/);
  });

  for (const [what, variables, words] of [
    [
      'nothing',
      {},
      /ODOO_URL, ODOO_DB, ODOO_USER, ODOO_PASSWORD are not set\n.*tests\/live\/README\.md/,
    ],
    [
      'no password',
      { ...account('http://127.0.0.1:9'), ODOO_PASSWORD: '' },
      /ODOO_PASSWORD is not set/,
    ],
    [
      'a portal user without a password',
      { ...account('http://127.0.0.1:9'), ODOO_PORTAL_USER: 'portal' },
      /ODOO_PORTAL_PASSWORD is not set/,
    ],
  ]) {
    test(`with ${what}, fails in a line that says what is missing`, async () => {
      const { code, stdout, stderr } = await live(variables);
      assert.equal(code, 1);
      assert.match(stderr, words);
      assert.doesNotMatch(stdout + stderr, /\n\s+at /);
    });
  }

  test('fails where the server is not there, and where the password is wrong', async (t) => {
    const sandbox = await startCombination({ series: '18', protocol: 'session' });
    t.after(() => sandbox.stop());
    const wrong = await live({ ...account(sandbox.url), ODOO_PASSWORD: 'not-this-one' });
    assert.equal(wrong.code, 1);
    assert.match(wrong.stdout, /OdooAuthError/);
    assert.ok(!(wrong.stdout + wrong.stderr).includes('not-this-one'), 'the password was printed');
    const nowhere = await live(account('http://127.0.0.1:9'));
    assert.equal(nowhere.code, 1);
    assert.match(nowhere.stdout + nowhere.stderr, /Cannot reach http:\/\/127\.0\.0\.1:9/);
  });
});
