// What is wrong with an option is said at once, and in words.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connect, createSandbox, toolbox } from './fixture.mjs';

const wrong = [
  [5, /^createSandbox: expected an object of options/],
  [null, /^createSandbox: expected an object of options/],
  [{ recrods: {} }, /^createSandbox: unknown field `recrods`, expected one of `odoo`, `database`/],
  [{ odoo: '16.0' }, /^createSandbox: odoo: .*use 17, 18, 19, 20 or saas-19\.3/],
  [{ database: 'a', databases: ['b'] }, /^createSandbox: give database or databases, not both/],
  [{ databases: ['a', 'a'] }, /^createSandbox: databases: there are two called a/],
  [{ databases: 'demo' }, /^createSandbox: invalid type: string "demo", expected a sequence/],
  [{ records: { 'no.model': [{}] } }, /^createSandbox: records of no\.model: unknown model/],
  [
    { records: { 'res.partner': [{ nmae: 'Ada' }] } },
    /^createSandbox: records of res\.partner: unknown field nmae/,
  ],
  [
    { records: { 'res.partner': [{ country_id: 'base.nowhere' }] } },
    /unknown external id base\.nowhere/,
  ],
  [
    { models: { 'x.y': { fields: { name: { type: 'text!' } } } } },
    /^createSandbox: .*x\.y\.name.*text!/,
  ],
  [{ data: ['models = 5'] }, /^createSandbox: data\[0\]: /],
  [{ apiKeys: { nobody: 'x' } }, /^createSandbox: apiKeys: there is no user nobody/],
  [{ twoFactor: ['nobody'] }, /^createSandbox: twoFactor: there is no user nobody/],
  [{ maxConnections: 0 }, /^createSandbox: maxConnections is a number of requests, not 0/],
  [{ url: 'odoo' }, /^createSandbox: url is an address such as http:\/\/odoo\.test, not odoo/],
  [{ url: 'ftp://odoo.test' }, /^createSandbox: url is a server's address/],
  [{ url: 'http://odoo.test/path' }, /^createSandbox: url is a server's address .* without a path/],
  [{ latencyMs: '20ms' }, /^createSandbox: latencyMs is a number of milliseconds, not 20ms/],
  [{ latencyMs: -1 }, /^createSandbox: latencyMs is a number of milliseconds, not -1/],
];

for (const [options, message] of wrong) {
  test(`createSandbox(${JSON.stringify(options)}) is refused`, () => {
    assert.throws(
      () => createSandbox(options),
      (error) => {
        assert.equal(error.constructor, TypeError);
        assert.match(error.message, message);
        assert.doesNotMatch(error.message, / at line \d/);
        return true;
      },
    );
  });
}

test('the series may be a number, as on the command line', () => {
  for (const odoo of [18, 20, '20', '20.0', 'saas-19.3', 'saas~19.3', 19.3])
    assert.doesNotThrow(() => createSandbox({ odoo }), `${odoo}`);
});

test('a user with a second factor gets in with an API key alone', async () => {
  const odoo = createSandbox({ twoFactor: ['admin'], apiKeys: { admin: 'a-key' } });
  await assert.rejects(connect(odoo), toolbox.OdooAuthError);
  const client = await connect(odoo, 'admin', { apiKey: 'a-key' });
  assert.ok((await client.searchCount('res.partner', [])) > 0);
});

test('after an option was refused, the next sandbox works', async () => {
  assert.throws(() => createSandbox({ records: { 'no.model': [], 'no.other': [{}] } }));
  const odoo = createSandbox();
  assert.equal((await odoo.fetch(`${odoo.url}/web/health`)).status, 200);
});

test('what shows of a sandbox is its address, and no secret', async () => {
  const { inspect } = await import('node:util');
  const odoo = createSandbox({ apiKeys: { admin: 'a-secret-key' } });
  assert.deepEqual(Object.keys(odoo), ['url', 'fetch']);
  assert.equal(JSON.stringify(odoo), '{"url":"http://odoo.test"}');
  assert.doesNotMatch(inspect(odoo, { depth: 9, showHidden: true }), /a-secret-key/);
});
