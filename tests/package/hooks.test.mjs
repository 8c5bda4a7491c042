// What a program is told of its requests (onRequest, onResponse, onRetry), and what DEBUG prints:
// over every protocol, and never a secret.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { account, combinations, startCombination } from './combinations.mjs';
import { alias, freshFolder, toolbox } from './fixture.mjs';
import { keys } from './sandbox.mjs';

const secrets = [keys.admin, 'Ada the secret', 'session_id'];
const hidden = (text) => {
  for (const secret of secrets) assert.ok(!text.includes(secret), `${secret} in ${text}`);
};

for (const combination of combinations.filter(({ series }) => series === '19')) {
  describe(combination.name, () => {
    let sandbox;
    const { protocol } = combination;
    const pathOf = (method) =>
      ({
        session: `/web/dataset/call_kw/res.partner/${method}`,
        jsonrpc: '/jsonrpc',
        json2: `/json/2/res.partner/${method}`,
      })[protocol];
    before(async () => {
      sandbox = await startCombination(combination);
    });
    after(() => sandbox?.stop());

    /** A client that is logged in, and what its hooks are told from then on, in order. */
    async function watched(config) {
      const told = [];
      const hooks = Object.fromEntries(
        ['onRequest', 'onResponse', 'onRetry'].map((name) => [
          name,
          (info) => told.push([name, info]),
        ]),
      );
      const client = await sandbox.connect('admin', { ...hooks, ...config });
      hidden(JSON.stringify(told));
      const login = told.splice(0);
      return { client, told, login };
    }

    test('a login is told of, by its path', async () => {
      const { login } = await watched();
      assert.ok(login.length >= 2 && login.length % 2 === 0);
      for (const [, info] of login) {
        assert.equal(info.protocol, protocol);
        assert.match(
          info.path,
          {
            session: /^\/web\/session\/authenticate$/,
            jsonrpc: /^\/jsonrpc$/,
            json2: /^\/json\/2\/res\.users\//,
          }[protocol],
        );
      }
    });

    test('a call is told of before and after, with what it took and how large the answer is', async () => {
      const { client, told } = await watched();
      await client.create('res.partner', { name: 'Ada the secret' });
      const about = {
        protocol,
        model: 'res.partner',
        method: 'create',
        path: pathOf('create'),
        attempt: 1,
      };
      const [[first, request], [second, { durationMs, size, ...response }], ...more] = told;
      assert.deepEqual(
        [first, request, second, response, more],
        ['onRequest', about, 'onResponse', { ...about, status: 200 }, []],
      );
      assert.ok(durationMs >= 0 && durationMs < 10_000, String(durationMs));
      assert.ok(Number.isInteger(size) && size > 0, String(size));
      hidden(JSON.stringify(told));
    });

    test('every try is told of, and each pause before the next', async () => {
      const { client, told } = await watched();
      await sandbox.strike({ fault: 'status', status: 503, model: 'res.partner', count: 2 });
      await client.searchCount('res.partner');
      assert.deepEqual(
        told.map(([name, { attempt, status }]) => [name, attempt, status]),
        [
          ['onRequest', 1, undefined],
          ['onResponse', 1, 503],
          ['onRetry', 1, undefined],
          ['onRequest', 2, undefined],
          ['onResponse', 2, 503],
          ['onRetry', 2, undefined],
          ['onRequest', 3, undefined],
          ['onResponse', 3, 200],
        ],
      );
      for (const [, { error, delayMs, model, method }] of told.filter(
        ([name]) => name === 'onRetry',
      )) {
        assert.equal(error.constructor, toolbox.OdooNetworkError);
        assert.deepEqual([error.status, model, method], [503, 'res.partner', 'search_count']);
        assert.ok(delayMs >= 0 && delayMs <= 500, String(delayMs));
      }
    });

    test('a request without an answer is told to be over', async () => {
      const { client, told } = await watched({ retries: 0 });
      await sandbox.strike({ fault: 'resetBefore', model: 'res.partner' });
      await assert.rejects(client.searchCount('res.partner'), toolbox.OdooNetworkError);
      const [, [name, { status }]] = told;
      assert.deepEqual([told.length, name, status], [2, 'onResponse', undefined]);
    });

    test('a hook that throws is reported, and the call does not suffer', async (t) => {
      const reported = t.mock.method(console, 'error', () => {});
      const client = await sandbox.connect('admin', {
        onRequest: () => {
          throw new Error('not my day');
        },
      });
      const id = await client.create('res.partner', { name: 'All the same' });
      assert.equal(await client.searchCount('res.partner', [['id', '=', id]]), 1);
      assert.ok(
        reported.mock.calls.some(
          ({ arguments: [text, error] }) =>
            /onRequest/.test(text) && error.message === 'not my day',
        ),
      );
    });

    for (const [wanted, prints] of [
      ['odoo-client:*', true],
      ['*', true],
      ['odoo-client:rpc', true],
      ['express:*', false],
      ['*,-odoo-client:*', false],
      ['', false],
    ]) {
      test(`DEBUG=${wanted} prints ${prints ? 'every call on stderr, without secrets' : 'nothing'}`, async (t) => {
        const file = join(freshFolder(t), 'program.mjs');
        writeFileSync(
          file,
          `
          import { OdooClient } from '${alias}';
          const client = new OdooClient(${JSON.stringify({ url: sandbox.url, ...account(protocol) })});
          await client.authenticate();
          await client.create('res.partner', { name: 'Ada the secret' });
          console.log('done');
        `,
        );
        const { stdout, stderr } = await new Promise((done) => {
          execFile(
            process.execPath,
            [file],
            { env: { PATH: process.env.PATH, DEBUG: wanted } },
            (error, out, err) => done({ stdout: out, stderr: err }),
          );
        });
        assert.equal(stdout, 'done\n');
        if (!prints) return assert.equal(stderr, '');
        const lines = stderr.trimEnd().split('\n');
        assert.ok(
          lines.length >= 4 && lines.every((line) => line.startsWith('odoo-client:rpc ')),
          stderr,
        );
        const [request, response] = lines.slice(-2);
        assert.ok(
          request.includes('res.partner.create') &&
            request.includes(pathOf('create')) &&
            request.includes(protocol),
          request,
        );
        assert.match(response, /res\.partner\.create .*200 in \d/);
        hidden(stderr);
      });
    }
  });
}
