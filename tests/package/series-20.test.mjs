// What only 20.0 has, met by the client over every protocol. The sandbox has it from documents: no
// real server was asked.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { combinations, startCombination } from './combinations.mjs';
import { toolbox } from './fixture.mjs';
import { keys } from './sandbox.mjs';

const { OdooAuthError, OdooClient, OdooRpcError, OdooValidationError } = toolbox;

/** What a promise rejects with. */
const failure = (promise) =>
  promise.then(
    (value) => assert.fail(`it resolved to ${JSON.stringify(value)}`),
    (error) => error,
  );

for (const combination of combinations.filter(({ series }) => series === '20')) {
  describe(combination.name, () => {
    let sandbox;
    let client;
    before(async () => {
      sandbox = await startCombination(combination);
      client = await sandbox.connect();
    });
    after(() => sandbox?.stop());

    test('a method that returns None gives null, and one of a type its value', async () => {
      const parameters = (method, ...args) => client.call('ir.config_parameter', method, args);
      assert.equal(await parameters('set_int', 'a.number', 12), null);
      assert.equal(await parameters('get_int', 'a.number'), 12);
      assert.equal(await parameters('get_str', 'no.such.parameter', 'other'), 'other');
    });

    test('the first arguments of a message are names, and its id is a number', async () => {
      const partner = await client.create('res.partner', { name: 'Ada' });
      const posted = await client.call('res.partner', 'message_post', [[partner]], {
        body: 'Hello',
        partner_cc_ids: [],
      });
      assert.ok(Number.isInteger(posted), `${posted}`);
    });

    test('groups come as lists, in the order they were asked for', async () => {
      const domain = [['code', 'in', ['BE', 'FR']]];
      const groups = await client.call('res.country', 'read_group', [], {
        domain,
        groupby: ['code'],
        aggregates: ['__count'],
      });
      assert.deepEqual(groups, [
        ['BE', 1],
        ['FR', 1],
      ]);
    });

    test('what others need is not deleted, and that is an OdooValidationError', async () => {
      const [country] = await client.search('res.country', [['code', '=', 'BE']]);
      await client.create('res.partner', { name: 'Bob', country_id: country });
      const error = await failure(client.call('res.country', 'web_unlink', [[country]]));
      assert.equal(error.constructor, OdooValidationError, String(error));
      assert.match(error.data.name, /\.UnlinkBlockedError$/);
    });

    test('an error tells the second it happened in', async () => {
      const error = await failure(client.call('res.partner', 'write', [[1], { no_such_field: 1 }]));
      assert.equal(error.constructor, OdooRpcError, String(error));
      assert.ok(Math.abs(error.data.timestamp - Date.now() / 1000) < 60, `${error.data.timestamp}`);
    });

    test('a key made by a program logs in until it is revoked', async () => {
      const apiKeys = (method, ...args) => client.call('res.users.apikeys', method, args);
      const made = await apiKeys('generate', keys.admin, 'rpc', 'made by a program', false);
      const connect = async (protocol) => {
        const one = new OdooClient({
          url: sandbox.url,
          database: 'demo',
          username: 'admin',
          apiKey: made,
          protocol,
        });
        await one.authenticate();
        return one;
      };
      for (const protocol of ['json2', 'jsonrpc', 'auto'])
        assert.ok((await (await connect(protocol)).searchCount('res.country')) > 0);
      assert.equal(await apiKeys('revoke', made), null);
      for (const protocol of ['json2', 'jsonrpc'])
        assert.equal((await failure(connect(protocol))).constructor, OdooAuthError);
    });
  });
}
