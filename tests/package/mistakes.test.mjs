// What is misspelt, or no server could take, is told with what was meant, and never at length.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { config, connect } from './answering.mjs';
import { toolbox } from './fixture.mjs';

const { OdooClient } = toolbox;

describe('a name that is wrong by a letter or two', () => {
  test('among the options of any method is told with the one that was meant', async () => {
    const sent = [];
    const client = await connect((call) => {
      sent.push(call);
      return 1;
    });
    for (const [use, said] of [
      [
        () => client.searchRead('m', [], { feilds: ['name'] }),
        "'feilds' of options: did you mean 'fields'?",
      ],
      [() => client.search('m', [], { ordre: 'id' }), "'ordre' of options: did you mean 'order'?"],
      [
        () => client.searchCount('m', [], { timeoutMS: 5 }),
        "'timeoutMS' of options: did you mean 'timeoutMs'?",
      ],
      [
        () => client.call('m', 'x', [], {}, { contxt: {} }),
        "'contxt' of options: did you mean 'context'?",
      ],
      [
        () => client.read('m', 1, [], { singal: null }),
        "'singal' of options: did you mean 'signal'?",
      ],
      [
        () => client.authenticate({ timeoutms: 5 }),
        "'timeoutms' of options: did you mean 'timeoutMs'?",
      ],
      [
        () => client.modules.listModules({ sate: 'installed' }),
        "'sate' of options: did you mean 'state'?",
      ],
      [
        () => client.mail.postOpenMessage('m', 1, 'x', { partnerIDs: [1] }),
        "'partnerIDs' of options: did you mean 'partnerIds'?",
      ],
      [
        () => client.mail.postOpenMessage('m', 1, { boddy: 'x' }),
        "'boddy' of body: did you mean 'body'?",
      ],
    ]) {
      await assert.rejects(
        use,
        (error) =>
          (error.constructor === TypeError && error.message.includes(said)) ||
          assert.fail(error.message),
      );
    }
    assert.deepEqual(sent, []);
    await client.searchRead('m', [], { verbose: true, sort: 'id', count: 1 });
    assert.equal(sent.length, 1);
  });

  test('in a configuration is told as well', () => {
    for (const [wrong, meant] of [
      ['pasword', 'password'],
      ['databse', 'database'],
      ['Url', 'url'],
      ['timeoutMS', 'timeoutMs'],
      ['apikey', 'apiKey'],
      ['retrys', 'retries'],
      ['header', 'headers'],
    ]) {
      const { [meant]: given, ...rest } = config;
      assert.throws(
        () => new OdooClient({ ...rest, [wrong]: given ?? 1 }),
        (error) =>
          (error instanceof toolbox.OdooError &&
            error.message.includes(`'${wrong}' of the configuration: did you mean '${meant}'?`)) ||
          assert.fail(error.message),
      );
    }
    assert.doesNotThrow(
      () =>
        new OdooClient({
          ...config,
          uri: 'x',
          user: 'x',
          db: 'x',
          port: 1,
          verbose: true,
          passwords: [],
        }),
    );
  });
});

describe('options that were not awaited', () => {
  test('are refused by every method, which would ask for every record', async () => {
    const sent = [];
    const client = await connect((call) => {
      sent.push(call);
      return 1;
    });
    const promised = () => Promise.resolve({ limit: 1, fields: ['name'] });
    for (const use of [
      () => client.search('m', [], promised()),
      () => client.searchRead('m', [], promised()),
      () => client.searchCount('m', [], promised()),
      () => client.read('m', 1, [], promised()),
      () => client.call('m', 'x', [], {}, promised()),
      () => client.unlink('m', 1, promised()),
      () => client.readGroup('m', [], promised()),
      () => client.modules.listModules(promised()),
      () => client.authenticate(promised()),
    ]) {
      await assert.rejects(use, {
        constructor: TypeError,
        message: 'options cannot be read: it is a promise; await it first. Nothing was sent',
      });
    }
    assert.deepEqual(sent, []);
    assert.throws(
      () => new OdooClient(Promise.resolve(config)),
      /^OdooError: the configuration cannot be read: it is a promise; await it first/,
    );
  });
});

describe('a long text', () => {
  const long = 'B'.repeat(1e6);

  test('of an exception, a name of a header or a prefix makes no long message', async () => {
    const client = await connect(() => 1);
    const toJSON = () => {
      throw new Error(`${long}\nand more`);
    };
    await assert.rejects(client.create('m', { toJSON }), (error) =>
      /^values: cannot be sent as JSON: B{200}\. Nothing was sent$/.test(error.message),
    );
    for (const use of [
      () => new OdooClient({ ...config, headers: { [long]: 5 } }),
      () => toolbox.configFromEnv(long),
    ])
      assert.throws(use, (error) => error.message.length < 200 && error.message.includes('nvalid'));
  });
});

describe('a domain that no server takes', () => {
  test('is told before anything is sent', async () => {
    const sent = [];
    const client = await connect((call) => {
      sent.push(call);
      return 1;
    });
    for (const [domain, said] of [
      [['name', '=', 'x'], 'did you mean [["name", "=", "x"]]?'],
      [['&', ['a', '=', 1]], '1 condition is missing'],
      [['!'], '1 condition is missing'],
      [[['name', 'x']], 'domain[0]: expected [field, operator, value], got a list of 2'],
      [[['a', '=', 1, 2]], 'domain[0]: expected [field, operator, value], got a list of 4'],
      [[['a', '=', 1], 'or', ['b', '=', 1]], 'domain[1]: expected a condition'],
    ]) {
      for (const use of [
        () => client.search('m', domain),
        () => client.searchRead('m', domain),
        () => client.searchCount('m', domain),
        () => client.call('m', 'search', [domain]),
        () => client.call('m', 'search_count', [], { domain }),
      ]) {
        await assert.rejects(
          use,
          (error) =>
            (error.constructor === TypeError &&
              error.message.includes(said.replace(/^domain/, ''))) ||
            assert.fail(error.message),
        );
      }
    }
    assert.deepEqual(sent, []);
    for (const domain of [
      [],
      [[1, '=', 1]],
      ['|', ['a', '=', 1], '!', ['b', '=', 2], ['c', '=', 3]],
      [['a', 'any', [['b', '=', 1]]]],
    ])
      await client.search('m', domain);
    assert.equal(sent.length, 4);
  });
});
