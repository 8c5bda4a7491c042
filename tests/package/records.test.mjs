// What each method puts on the wire, to the byte where bytes matter.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { clientOf, connect, login, openWire, uid } from './wire.mjs';

const domain = [['is_company', '=', true]];

/** `[model, method, args, kwargs]` of the one request that `use` makes. */
async function sentBy(t, use, answer) {
  const wire = await openWire(t, answer);
  const client = await connect(wire);
  await use(client);
  assert.equal(wire.requests.length, 1);
  return wire.lastCall();
}

describe('a call', () => {
  test('is posted as execute_kw, to the byte', async (t) => {
    const wire = await openWire(t);
    const client = await connect(wire);
    await client.call('res.partner', 'name_search', ['Ada'], { limit: 5, operator: 'ilike' });
    const { json, text, headers, method, url } = wire.requests[0];
    assert.equal(
      text,
      '{"jsonrpc":"2.0","method":"call","params":{"service":"object","method":"execute_kw","args":' +
        `["shop",${uid},"${login.password}","res.partner","name_search",["Ada"],{"limit":5,"operator":"ilike"}]},"id":${json.id}}`,
    );
    assert.equal(method, 'POST');
    assert.equal(url, '/jsonrpc');
    assert.match(headers['content-type'], /^application\/json/);
  });

  test('numbers its requests 1, 2, 3 …', async (t) => {
    const wire = await openWire(t);
    const client = clientOf(wire);
    await client.authenticate();
    await client.search('res.partner');
    await Promise.all([client.search('res.partner'), client.search('res.partner')]);
    assert.deepEqual(
      wire.requests.map(({ json }) => json.id).sort(),
      wire.requests.map((_, index) => index + 1),
    );
  });

  test('sends empty args and kwargs unless given', async (t) => {
    assert.deepEqual(await sentBy(t, (client) => client.call('res.users', 'context_refresh')), [
      'res.users',
      'context_refresh',
      [],
      {},
    ]);
  });

  test('takes undefined for the defaults', async (t) => {
    assert.deepEqual(
      await sentBy(t, (client) => client.call('res.users', 'x', undefined, undefined, undefined)),
      ['res.users', 'x', [], {}],
    );
  });

  test('resolves to what the method returned', async (t) => {
    const wire = await openWire(t, () => [[1, 'Ada']]);
    const client = await connect(wire);
    assert.deepEqual(await client.call('res.partner', 'name_search'), [[1, 'Ada']]);
  });

  for (const value of [false, true, 0, '', null, [], {}, 'text', 1.5, -1]) {
    test(`passes ${JSON.stringify(value)} through`, async (t) => {
      const wire = await openWire(t, () => value);
      const client = await connect(wire);
      assert.deepEqual(await client.call('res.partner', 'x'), value);
    });
  }

  test('resolves to null when the method returned None and Odoo left the result out', async (t) => {
    const wire = await openWire(t, ({ json }) => ({
      body: JSON.stringify({ jsonrpc: '2.0', id: json.id }),
    }));
    const client = await connect(wire);
    assert.equal(await client.call('res.partner', 'onchange_parent_id', [[1]]), null);
  });
});

describe('search', () => {
  test('sends an empty domain and no options unless given', async (t) => {
    assert.deepEqual(
      await sentBy(
        t,
        (client) => client.search('res.partner'),
        () => [],
      ),
      ['res.partner', 'search', [[]], {}],
    );
  });

  test('sends each option that is given, 0 too, in the order offset, limit, order', async (t) => {
    const [, , args, kwargs] = await sentBy(
      t,
      (client) => client.search('res.partner', domain, { order: 'name', limit: 0, offset: 0 }),
      () => [],
    );
    assert.deepEqual(args, [domain]);
    assert.equal(JSON.stringify(kwargs), '{"offset":0,"limit":0,"order":"name"}');
  });

  test('leaves out options that are undefined', async (t) => {
    const [, , , kwargs] = await sentBy(
      t,
      (client) =>
        client.search('res.partner', [], { offset: undefined, limit: 3, order: undefined }),
      () => [],
    );
    assert.deepEqual(kwargs, { limit: 3 });
  });

  test('resolves to the ids', async (t) => {
    const wire = await openWire(t, () => [3, 1, 2]);
    assert.deepEqual(await (await connect(wire)).search('res.partner'), [3, 1, 2]);
  });
});

describe('read', () => {
  test('wraps a single id and sends no named arguments', async (t) => {
    assert.deepEqual(
      await sentBy(
        t,
        (client) => client.read('res.partner', 5, ['name']),
        () => [],
      ),
      ['res.partner', 'read', [[5], ['name']], {}],
    );
  });

  test('sends a list of ids and an empty list of fields unless given', async (t) => {
    assert.deepEqual(
      await sentBy(
        t,
        (client) => client.read('res.partner', [5, 6]),
        () => [],
      ),
      ['res.partner', 'read', [[5, 6], []], {}],
    );
  });

  test('sends an empty list of ids to the server', async (t) => {
    assert.deepEqual(
      await sentBy(
        t,
        (client) => client.read('res.partner', [], ['name']),
        () => [],
      ),
      ['res.partner', 'read', [[], ['name']], {}],
    );
  });
});

describe('searchRead', () => {
  test('sends an empty domain and no options unless given', async (t) => {
    assert.deepEqual(
      await sentBy(
        t,
        (client) => client.searchRead('res.partner'),
        () => [],
      ),
      ['res.partner', 'search_read', [[]], {}],
    );
  });

  test('sends fields, offset, limit and order in that order', async (t) => {
    const options = { order: 'id', limit: 80, offset: 0, fields: ['name', 'email'] };
    const [, , args, kwargs] = await sentBy(
      t,
      (client) => client.searchRead('res.partner', domain, options),
      () => [],
    );
    assert.deepEqual(args, [domain]);
    assert.equal(
      JSON.stringify(kwargs),
      '{"fields":["name","email"],"offset":0,"limit":80,"order":"id"}',
    );
  });

  test('leaves out an empty list of fields', async (t) => {
    const [, , , kwargs] = await sentBy(
      t,
      (client) => client.searchRead('res.partner', [], { fields: [], limit: 0 }),
      () => [],
    );
    assert.deepEqual(kwargs, { limit: 0 });
  });

  test('takes a list in the place of the options for the fields', async (t) => {
    const [, , args, kwargs] = await sentBy(
      t,
      (client) => client.searchRead('res.partner', domain, ['name']),
      () => [],
    );
    assert.deepEqual(args, [domain]);
    assert.deepEqual(kwargs, { fields: ['name'] });
  });
});

describe('searchCount', () => {
  test('sends the domain and resolves to the number', async (t) => {
    const wire = await openWire(t, () => 12);
    const client = await connect(wire);
    assert.equal(await client.searchCount('res.partner', domain), 12);
    assert.equal(await client.searchCount('res.partner'), 12);
    assert.deepEqual(wire.calls(), [
      ['res.partner', 'search_count', [domain], {}],
      ['res.partner', 'search_count', [[]], {}],
    ]);
  });
});

describe('create', () => {
  test('sends the values and always a context, to the byte', async (t) => {
    const wire = await openWire(t, () => 41);
    const client = await connect(wire);
    assert.equal(await client.create('res.partner', { name: 'Ada', email: false }), 41);
    assert.ok(
      wire.requests[0].text.includes(
        '"res.partner","create",[{"name":"Ada","email":false}],{"context":{}}]}',
      ),
      wire.requests[0].text,
    );
  });

  test('sends the context it is given', async (t) => {
    const [, , args, kwargs] = await sentBy(
      t,
      (client) => client.create('res.partner', { name: 'Ada' }, { lang: 'fr_FR' }),
      () => 1,
    );
    assert.deepEqual(args, [{ name: 'Ada' }]);
    assert.deepEqual(kwargs, { context: { lang: 'fr_FR' } });
  });

  test('sends a list of values in one request and resolves to the ids', async (t) => {
    const wire = await openWire(t, () => [41, 42]);
    const client = await connect(wire);
    assert.deepEqual(
      await client.create('res.partner', [{ name: 'Ada' }, { name: 'Grace' }]),
      [41, 42],
    );
    assert.deepEqual(wire.calls(), [
      ['res.partner', 'create', [[{ name: 'Ada' }, { name: 'Grace' }]], { context: {} }],
    ]);
  });
});

describe('write', () => {
  test('sends ids, values and always a context', async (t) => {
    assert.deepEqual(
      await sentBy(t, (client) => client.write('res.partner', [1, 2], { name: 'Ada' })),
      ['res.partner', 'write', [[1, 2], { name: 'Ada' }], { context: {} }],
    );
  });

  test('sends a single id as a list of one, and the context it is given', async (t) => {
    assert.deepEqual(
      await sentBy(t, (client) =>
        client.write('res.partner', 1, { name: 'Ada' }, { lang: 'fr_FR' }),
      ),
      ['res.partner', 'write', [[1], { name: 'Ada' }], { context: { lang: 'fr_FR' } }],
    );
  });

  test('resolves to a boolean', async (t) => {
    const wire = await openWire(t, () => true);
    assert.equal(await (await connect(wire)).write('res.partner', [1], {}), true);
  });
});

describe('unlink', () => {
  test('sends the ids and nothing else', async (t) => {
    assert.deepEqual(await sentBy(t, (client) => client.unlink('res.partner', [1, 2])), [
      'res.partner',
      'unlink',
      [[1, 2]],
      {},
    ]);
  });

  test('sends a single id as a list of one', async (t) => {
    assert.deepEqual(await sentBy(t, (client) => client.unlink('res.partner', 1)), [
      'res.partner',
      'unlink',
      [[1]],
      {},
    ]);
  });

  test('sends an empty list of ids to the server', async (t) => {
    assert.deepEqual(await sentBy(t, (client) => client.unlink('res.partner', [])), [
      'res.partner',
      'unlink',
      [[]],
      {},
    ]);
  });
});
