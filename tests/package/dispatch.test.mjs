// Methods reach the server through the object's own `call`, services through the client's own
// methods.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { toolbox } from './fixture.mjs';
import { clientOf, connect, login, openWire } from './wire.mjs';

const { MailService, ModuleManager, OdooClient } = toolbox;

const uses = {
  search: [
    (client) => client.search('m', [['a', '=', 1]], { limit: 2 }),
    ['m', 'search', [[['a', '=', 1]]], { limit: 2 }],
  ],
  read: [(client) => client.read('m', 1, ['a']), ['m', 'read', [[1], ['a']], {}]],
  searchRead: [
    (client) => client.searchRead('m', [], { fields: ['a'] }),
    ['m', 'search_read', [[]], { fields: ['a'] }],
  ],
  searchCount: [(client) => client.searchCount('m'), ['m', 'search_count', [[]], {}]],
  create: [(client) => client.create('m', { a: 1 }), ['m', 'create', [{ a: 1 }], { context: {} }]],
  write: [
    (client) => client.write('m', [1], { a: 1 }, { b: 2 }),
    ['m', 'write', [[1], { a: 1 }], { context: { b: 2 } }],
  ],
  unlink: [(client) => client.unlink('m', [1]), ['m', 'unlink', [[1]], {}]],
};

/** What Odoo answers to each of them. */
const results = {
  search: [],
  read: [],
  search_read: [],
  search_count: 0,
  create: 1,
  write: true,
  unlink: true,
};
const asOdoo = ({ json }) =>
  json?.params.service === 'object' ? results[json.params.args[4]] : {};

const withDefaults = ([model, method, args = [], kwargs = {}]) => [model, method, args, kwargs];

describe('a call replaced on the instance', () => {
  for (const [name, [use, expected]] of Object.entries(uses)) {
    test(`is what ${name} goes through, even without a login, and gives its result`, async (t) => {
      const wire = await openWire(t);
      const client = clientOf(wire);
      const seen = [];
      const answer = { given: 'by the test' };
      client.call = async function call(...args) {
        assert.equal(this, client);
        seen.push(args);
        return answer;
      };
      assert.equal(await use(client), answer);
      assert.deepEqual(seen.map(withDefaults), [expected]);
      assert.equal(wire.requests.length, 0);
    });
  }

  test('may answer without a promise, and its exceptions reach the caller', async (t) => {
    const client = clientOf(await openWire(t));
    client.call = () => [1, 2];
    assert.deepEqual(await client.search('m'), [1, 2]);
    const boom = new Error('refused by the test');
    client.call = () => {
      throw boom;
    };
    await assert.rejects(
      async () => client.search('m'),
      (error) => error === boom,
    );
  });
});

describe('a subclass', () => {
  test('that overrides call sees every method and may pass on to super', async (t) => {
    const wire = await openWire(t, asOdoo);
    const seen = [];
    class Logged extends OdooClient {
      async call(model, method, ...rest) {
        seen.push(`${model}.${method}`);
        return super.call(model, method, ...rest);
      }
    }
    const client = new Logged({ url: wire.url, ...login });
    await client.authenticate();
    wire.forget();
    seen.length = 0;
    for (const [use] of Object.values(uses)) await use(client);
    assert.deepEqual(seen, [
      'm.search',
      'm.read',
      'm.search_read',
      'm.search_count',
      'm.create',
      'm.write',
      'm.unlink',
    ]);
    assert.deepEqual(
      wire.calls(),
      Object.values(uses).map(([, expected]) => expected),
    );
    assert.ok(client instanceof Logged && client instanceof OdooClient);
  });

  test('has its own constructor, fields, getters and methods', async (t) => {
    const wire = await openWire(t, () => 3);
    class Shop extends OdooClient {
      #secret = 5;
      currency = 'EUR';
      constructor(url) {
        super({ url, ...login });
      }
      get secret() {
        return this.#secret;
      }
      async countProducts() {
        return this.searchCount('product.product');
      }
      async authenticate() {
        const session = await super.authenticate();
        return { ...session, currency: this.currency };
      }
    }
    const shop = new Shop(wire.url);
    assert.equal((await shop.authenticate()).currency, 'EUR');
    assert.equal(await shop.countProducts(), 3);
    assert.equal(shop.secret, 5);
    assert.equal(shop.constructor, Shop);
  });

  test('that overrides create is seen by the mail service', async (t) => {
    const wire = await openWire(t, () => []);
    class Recording extends OdooClient {
      created = [];
      async call(model, method, args) {
        if (method === 'search_read' || method === 'search' || method === 'check_object_reference')
          return super.call(model, method, args);
        this.created.push([model, method]);
        return 77;
      }
    }
    const client = new Recording({ url: wire.url, ...login });
    await client.authenticate();
    client.created.length = 0;
    wire.forget();
    await client.mail.postOpenMessage('res.partner', 1, 'Hello').catch(() => {});
    assert.ok(client.created.length > 0, 'the message did not go through the overridden call');
  });
});

describe('methods', () => {
  test('are on the prototype, where they can be wrapped for every client', async (t) => {
    const wire = await openWire(t, () => [9]);
    const client = await connect(wire);
    const original = OdooClient.prototype.call;
    const seen = [];
    t.after(() => {
      OdooClient.prototype.call = original;
    });
    OdooClient.prototype.call = function call(...args) {
      seen.push(args[1]);
      return original.apply(this, args);
    };
    assert.deepEqual(await client.search('m'), [9]);
    assert.deepEqual(seen, ['search']);
  });

  test('of a mocked instance can be put back', async (t) => {
    const wire = await openWire(t, () => [9]);
    const client = await connect(wire);
    const mocked = t.mock.method(client, 'call', async () => 'mocked');
    assert.equal(await client.search('m'), 'mocked');
    mocked.mock.restore();
    assert.deepEqual(await client.search('m'), [9]);
  });

  test('give promises', async (t) => {
    const client = await connect(await openWire(t, asOdoo));
    for (const [name, [use]] of Object.entries(uses)) {
      const promise = use(client);
      assert.ok(promise instanceof Promise, name);
      await promise;
    }
  });
});

describe('mail and modules', () => {
  test('are made on first use and the same objects afterwards', async (t) => {
    const wire = await openWire(t);
    const client = clientOf(wire);
    assert.ok(client.mail instanceof MailService);
    assert.ok(client.modules instanceof ModuleManager);
    assert.equal(client.mail, client.mail);
    assert.equal(client.modules, client.modules);
    assert.notEqual(client.mail, clientOf(wire).mail);
  });

  test('use the client they belong to, replaced methods included', async (t) => {
    const wire = await openWire(t);
    const client = await connect(wire);
    const { modules } = client;
    const asked = [];
    client.searchRead = async (model) => {
      asked.push(model);
      return [{ id: 5, name: 'crm', state: 'installed' }];
    };
    assert.equal(await modules.isModuleInstalled('crm'), true);
    assert.deepEqual(asked, ['ir.module.module']);
    assert.equal(wire.requests.length, 0);
  });
});
