// What a failed call says for certain: that nothing was done (`notSent`), that Odoo refused
// (`refused`), or neither. Counted on the server.

import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { after, describe, test } from 'node:test';
import { inspect } from 'node:util';
import { combinations, startCombination } from './combinations.mjs';
import { toolbox } from './fixture.mjs';

const { OdooClient, OdooError, OdooNetworkError, OdooSafetyError, OdooTimeoutError } = toolbox;

const claims = ({ notSent, refused }) => ({ notSent, refused });
const nothingDone = { notSent: true, refused: false };
const refused = { notSent: false, refused: true };
const unknown = { notSent: false, refused: false };

const failure = (promise) =>
  promise.then(
    (value) => assert.fail(`it resolved to ${inspect(value)}`),
    (error) => error,
  );

for (const combination of combinations) {
  describe(`${combination.protocol} on ${combination.series}`, async () => {
    const sandbox = await startCombination(combination);
    after(() => sandbox.stop());
    let number = 0;

    for (const [fault, expected] of [
      [{ fault: 'error', name: 'odoo.exceptions.ValidationError' }, refused],
      [{ fault: 'error', name: 'builtins.ValueError' }, refused],
      [{ fault: 'serialization' }, refused],
      [{ fault: 'status', status: 429 }, nothingDone],
      [{ fault: 'status', status: 502, applyFirst: true }, unknown],
      [{ fault: 'html', status: 504, applyFirst: true }, unknown],
      [
        {
          fault: 'body',
          status: 504,
          body: { name: 'GatewayTimeout', message: 'too slow' },
          applyFirst: true,
        },
        unknown,
      ],
      ...(combination.protocol === 'json2'
        ? []
        : [[{ fault: 'body', body: { error: { code: 504 } }, applyFirst: true }, unknown]]),
      [{ fault: 'resetBefore', applyFirst: true }, unknown],
      [{ fault: 'truncate' }, unknown],
    ]) {
      const name = `Certain ${combination.protocol} ${combination.series} ${(number += 1)}`;
      test(`${JSON.stringify(fault)} is told as ${JSON.stringify(expected)}`, async () => {
        const client = await sandbox.connect('admin', { retries: 0 });
        await sandbox.strike({ ...fault, method: 'create' });
        const outcome = await client.create('res.partner', { name }).then(
          () => assert.fail('it was created'),
          (error) => error,
        );
        assert.ok(outcome instanceof OdooError, inspect(outcome));
        assert.deepEqual(claims(outcome), expected);
        const stored = await client.searchCount('res.partner', [['name', '=', name]]);
        if (expected !== unknown) assert.equal(stored, 0);
      });
    }
  });
}

test('what was refused before it was sent says so, a TypeError too', async () => {
  const config = { url: 'http://127.0.0.1:9', database: 'demo', username: 'admin', password: 'x' };
  const client = new OdooClient(config);
  assert.deepEqual(claims(await failure(client.create('res.partner', {}))), nothingDone);
  assert.equal((await failure(client.search('res.partner', 5))).notSent, true);
  assert.throws(() => new OdooClient({ ...config, url: 'ftp://x' }), { notSent: true });
});

test('a connection that is refused, and a host that nobody knows, are not sent', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  for (const url of [`http://127.0.0.1:${port}`, 'http://no-such-host.invalid']) {
    const error = await failure(
      new OdooClient({ url, database: 'demo', username: 'admin', password: 'x' }).authenticate(),
    );
    assert.equal(error.constructor, OdooNetworkError);
    assert.deepEqual(claims(error), nothingDone, inspect(error.cause));
    assert.equal(error.transient, true, url);
  }
});

test('an error says whether the same call may well succeed a little later', async () => {
  const answers = [
    [503, '', true],
    [429, '', true],
    [404, '', false],
    [500, '', false],
    [
      200,
      '{"jsonrpc":"2.0","id":1,"error":{"code":200,"message":"x","data":{"name":"odoo.exceptions.LockError","message":"x","debug":""}}}',
      true,
    ],
    [
      200,
      '{"jsonrpc":"2.0","id":1,"error":{"code":200,"message":"x","data":{"name":"odoo.exceptions.UserError","message":"x","debug":""}}}',
      false,
    ],
  ];
  for (const [status, body, transient] of answers) {
    const fetch = async () =>
      new Response(body, { status, headers: { 'Content-Type': 'application/json' } });
    const config = {
      url: 'http://odoo.test',
      database: 'demo',
      username: 'admin',
      password: 'x',
      protocol: 'jsonrpc',
      retries: 0,
      fetch,
    };
    const error = await failure(new OdooClient(config).authenticate());
    assert.deepEqual(
      [error.transient, Object.keys(error).includes('transient')],
      [transient, false],
      `${status} ${body} ${inspect(error)}`,
    );
  }
});

test('errors that a program makes claim nothing, and the claims stand in no listing', () => {
  for (const error of [
    new OdooError('x'),
    new OdooNetworkError('x'),
    new OdooTimeoutError('x'),
    new OdooSafetyError({}),
  ]) {
    assert.deepEqual(claims(error), unknown);
    assert.equal(error.transient, false);
    assert.ok(!('notSent' in { ...error }));
    assert.ok(!JSON.stringify(error).includes('notSent'));
  }
});
