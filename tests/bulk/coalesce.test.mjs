// Single reads that go out together: each caller has what its own call would have given.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  account,
  bulk,
  combinations,
  connect,
  failure,
  OdooClient,
  partners,
  tally,
  toolbox,
} from './fixture.mjs';

const { coalesced } = bulk;
const fields = ['name', 'ref'];

/** What each promise comes to, errors by class and message. */
const settled = async (promises) =>
  (await Promise.allSettled(promises)).map(
    ({ value, reason }) => value ?? `${reason.constructor.name}: ${reason.message}`,
  );

for (const { name, ...combination } of combinations) {
  test(`${name}: 500 reads of one record are one call, and each has its own`, async () => {
    const { client, requests } = await connect(combination);
    const ids = (await partners(client, 500)).reverse();
    requests.length = 0;
    const together = client.coalesced();
    const found = await Promise.all(ids.map((id) => together.read('res.partner', id, fields)));
    assert.deepEqual(tally(requests), { read: 1 });
    assert.deepEqual(
      found,
      (await client.read('res.partner', ids, fields)).map((record) => [record]),
    );
  });

  test(`${name}: ids that do not exist concern only those who ask for them`, async () => {
    const { client, requests } = await connect(combination);
    const [a, b] = await partners(client, 2);
    const asked = [[a, b], [b, a], 999_999, [a, 999_999, b], [999_998], a];
    const alone = await settled(asked.map((ids) => client.read('res.partner', ids, fields)));
    requests.length = 0;
    const together = client.coalesced();
    assert.deepEqual(
      await settled(asked.map((ids) => together.read('res.partner', ids, fields))),
      alone,
    );
    assert.deepEqual(tally(requests), { read: 1 });
  });

  test(`${name}: records that may not be read fail for those who ask for them, and for nobody else`, async () => {
    const { odoo, client: admin } = await connect(combination);
    const client = new OdooClient({
      url: odoo.url,
      fetch: odoo.fetch,
      ...account(combination.protocol, 'portal'),
    });
    await client.authenticate();
    const ids = [
      ...(await admin.search('res.partner', [], { limit: 40 })),
      client.getSession().partner_id,
    ];
    const alone = await settled(ids.map((id) => client.read('res.partner', id, ['name'])));
    const together = client.coalesced();
    assert.deepEqual(
      await settled(ids.map((id) => together.read('res.partner', id, ['name']))),
      alone,
    );
    const refused = alone.filter((each) => typeof each === 'string');
    assert.ok(
      refused.length > 0 && refused.length < alone.length,
      `${refused.length} of ${alone.length}`,
    );
    assert.match(refused[0], /^OdooAccessError: /);
  });
}

describe('what goes out together', () => {
  test('models, fields, contexts and timeouts are told apart; views of equal context are not', async () => {
    const { client, requests } = await connect();
    const [a, b] = await partners(client, 2);
    requests.length = 0;
    const together = client.coalesced();
    const expected = await client.read('res.partner', [a], fields);
    requests.length = 0;
    const utc = () => together.withContext({ tz: 'UTC' });
    await Promise.all([
      together.read('res.partner', a, fields),
      together.read('res.partner', b, fields),
      together.read('res.partner', a, ['name']),
      together.read('res.users', 2, fields.slice(0, 1)),
      utc().read('res.partner', a, fields),
      utc().read('res.partner', b, fields),
      together.read('res.partner', a, fields, { context: { tz: 'UTC' } }),
      together.read('res.partner', a, fields, { timeoutMs: 5000 }),
      utc().withContext({ active_test: false }).read('res.partner', a, fields),
    ]);
    assert.deepEqual(tally(requests), { read: 6 });
    requests.length = 0;
    assert.deepEqual(await together.read('res.partner', a, fields), expected);
    assert.deepEqual(tally(requests), { read: 1 });
  });

  test("a view's context reaches the server", async () => {
    const { client } = await connect();
    const contexts = [];
    const { call } = client;
    client.call = (...args) => {
      contexts.push(args[4]?.context ?? args[3]?.context);
      return call.apply(client, args);
    };
    await client
      .coalesced()
      .withContext({ tz: 'UTC', a: 1 })
      .withContext({ a: 2 })
      .read('res.partner', 1, fields, { context: { b: 3 } });
    assert.deepEqual(contexts, [{ tz: 'UTC', a: 2, b: 3 }]);
  });

  test('calls that were led to by the same thing go out together, later ones by themselves', async () => {
    const { client, requests } = await connect();
    const ids = await partners(client, 20);
    requests.length = 0;
    const together = client.coalesced();
    await Promise.all(
      ids.map(async (id) => {
        await null;
        await together.read('res.partner', id, fields);
        await together.read('res.partner', id, ['name']);
      }),
    );
    assert.deepEqual(tally(requests), { read: 2 });
  });

  test('a call has at most maxBatch ids, whoever asks for them', async () => {
    const { client, requests } = await connect();
    const ids = await partners(client, 25);
    requests.length = 0;
    const together = client.coalesced({ maxBatch: 10 });
    const sizes = [];
    const { call } = client;
    client.call = (...args) => {
      sizes.push(args[2][0].length);
      return call.apply(client, args);
    };
    const found = await Promise.all([
      together.read('res.partner', ids, fields),
      ...ids.map((id) => together.read('res.partner', id, fields)),
    ]);
    delete client.call;
    assert.deepEqual(found[0], await client.read('res.partner', ids, fields));
    assert.deepEqual(
      found.slice(1).map(([{ id }]) => id),
      ids,
    );
    assert.ok(Math.max(...sizes) === 10 && sizes.length === 6, sizes.join());
  });

  test("coalesce: true does it from the start, and the client's other methods are as ever", async () => {
    const { odoo, client: plain } = await connect();
    const requests = [];
    const client = new OdooClient({
      url: odoo.url,
      fetch: odoo.fetch,
      database: 'demo',
      username: 'admin',
      password: 'admin',
      coalesce: true,
      onRequest: ({ method }) => requests.push(method),
    });
    await client.authenticate();
    const ids = await partners(plain, 3);
    requests.length = 0;
    await Promise.all(ids.map((id) => client.read('res.partner', id, fields)));
    assert.deepEqual(requests, ['read']);
    assert.equal(await client.searchCount('res.partner', [['id', 'in', ids]]), 3);
    assert.ok(client instanceof toolbox.OdooClient && client.coalesced() instanceof OdooClient);
    assert.doesNotMatch(Object.keys(client).join(), /read|withContext/);
  });

  test('any client can be viewed, and knows nothing of it', async () => {
    const { odoo, requests, client: other } = await connect();
    const client = new toolbox.OdooClient({
      url: odoo.url,
      fetch: odoo.fetch,
      database: 'demo',
      username: 'admin',
      password: 'admin',
      onRequest: ({ method }) => requests.push(method),
    });
    await client.authenticate();
    const ids = await partners(other, 4);
    requests.length = 0;
    const together = coalesced(client);
    await Promise.all(ids.map((id) => together.read('res.partner', id, fields)));
    await Promise.all(ids.map((id) => client.read('res.partner', id, fields)));
    assert.deepEqual(tally(requests), { read: 5 });
  });
});

describe('what each caller has', () => {
  test('a record that two ask for is not shared: changing one changes no other', async () => {
    const { client } = await connect();
    const together = client.coalesced();
    const [[a], [b]] = await Promise.all([
      together.read('res.partner', 1, ['name', 'country_id']),
      together.read('res.partner', 1, ['name', 'country_id']),
    ]);
    assert.deepEqual(a, b);
    a.country_id[1] = 'Nowhere';
    assert.notDeepEqual(a, b);
  });

  test('what is unusual or wrong goes its own way', async () => {
    const { client } = await connect();
    const together = client.coalesced();
    const odd = [
      [5, []],
      [5, [1, 1]],
      [5, [0]],
      [5, 'x'],
      [5, undefined],
      [5, [1.5]],
    ];
    for (const [, ids] of odd) {
      assert.deepEqual(
        await settled([together.read('res.partner', ids, fields)]),
        await settled([client.read('res.partner', ids, fields)]),
        String(ids),
      );
    }
    assert.deepEqual(
      await settled([together.read('', 1, fields)]),
      await settled([client.read('', 1, fields)]),
    );
    assert.deepEqual(
      await settled([together.read('res.partner', 1, 'name')]),
      await settled([client.read('res.partner', 1, 'name')]),
    );
    assert.equal((await together.read('res.partner', 1))[0].id, 1);
  });

  test('who aborts hears of it at once, and the others have their records', async () => {
    const { client, odoo } = await connect();
    const ids = await partners(client, 3);
    odoo.failNext({ fault: 'delay', milliseconds: 50, method: 'read' });
    const together = client.coalesced();
    const reason = new Error('changed my mind');
    const controller = new AbortController();
    const reads = ids.map((id, index) =>
      together.read('res.partner', id, fields, index === 1 ? { signal: controller.signal } : {}),
    );
    setTimeout(() => controller.abort(reason), 10);
    assert.equal(await failure(reads[1]), reason);
    assert.deepEqual(
      (await Promise.all([reads[0], reads[2]])).map(([{ id }]) => id),
      [ids[0], ids[2]],
    );
    assert.equal(
      await failure(together.read('res.partner', 1, fields, { signal: AbortSignal.abort(reason) })),
      reason,
    );
  });

  test('when all have aborted, so is the call', async () => {
    const { client, odoo } = await connect();
    odoo.failNext({ fault: 'hangBeforeHeaders', method: 'read' });
    let signal;
    const { call } = client;
    client.call = (...args) => {
      ({ signal } = args[4]);
      return call.apply(client, args);
    };
    const together = client.coalesced();
    const controllers = [new AbortController(), new AbortController()];
    const reads = controllers.map((controller, index) =>
      together.read('res.partner', index + 1, fields, { signal: controller.signal }),
    );
    await new Promise((done) => {
      setTimeout(done, 10);
    });
    controllers[0].abort(new Error('one'));
    assert.equal(signal.aborted, false);
    controllers[1].abort(new Error('two'));
    assert.equal(signal.aborted, true);
    assert.deepEqual(await settled(reads), ['Error: one', 'Error: two']);
  });

  test("a field that does not exist is everybody's failure, and not looked for one by one", async () => {
    const { client, requests } = await connect();
    const together = client.coalesced();
    const found = await settled(
      Array.from({ length: 50 }, (_, index) => together.read('res.partner', index + 1, ['nmae'])),
    );
    assert.ok(
      found.every((each) => each === found[0] && /nmae/.test(each)),
      found[0],
    );
    assert.deepEqual(requests, ['read', 'read']);
  });

  test('a context that is no JSON rejects, as it does without', async () => {
    const { client } = await connect();
    const context = {};
    context.self = context;
    const [alone] = await settled([client.read('res.partner', 1, fields, { context })]);
    assert.deepEqual(
      await settled([client.coalesced().read('res.partner', 1, fields, { context })]),
      [alone],
    );
  });

  test("a failure of the network is everybody's, and the call is not divided", async () => {
    const { client, odoo, requests } = await connect({}, { retries: 0 });
    odoo.failNext({ fault: 'status', status: 503, method: 'read' });
    const together = client.coalesced();
    const found = await settled([1, 2, 3].map((id) => together.read('res.partner', id, fields)));
    assert.ok(
      found.every((each) => /^OdooNetworkError: /.test(each)),
      found.join(),
    );
    assert.deepEqual(requests, ['read']);
  });

  test('an expired session is renewed by one login, and all have their records', async () => {
    const { client, odoo, requests } = await connect();
    const ids = await partners(client, 5);
    requests.length = 0;
    odoo.failNext({ fault: 'dropSession', method: 'read' });
    const together = client.coalesced();
    assert.deepEqual(
      (await Promise.all(ids.map((id) => together.read('res.partner', id, fields)))).map(
        ([{ id }]) => id,
      ),
      ids,
    );
    assert.equal(requests.filter((method) => method === 'read').length, 2);
  });
});

test('wrong options are a TypeError that names them', () => {
  assert.throws(() => coalesced({}), {
    name: 'TypeError',
    message: /^Invalid client: expected an OdooClient/,
  });
  for (const maxBatch of [0, -1, 1.5, '5']) {
    assert.throws(
      () =>
        new OdooClient({
          url: 'http://localhost',
          database: 'd',
          username: 'u',
          password: 'p',
          coalesce: { maxBatch },
        }),
      {
        name: 'TypeError',
        message: /^Invalid options\.maxBatch: expected a number of ids above 0/,
      },
    );
  }
});
