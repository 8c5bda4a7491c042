// Values that JSON cannot carry, or that Odoo would empty a field for, are refused by all jobs
// before anything is sent.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { bulk, connect, failure, toolbox } from './fixture.mjs';

const refused = {
  NaN: () => NaN,
  Infinity: () => Infinity,
  '-Infinity': () => -Infinity,
  'a Blob': () => new Blob(['x']),
  'a Map': () => new Map([[1, 2]]),
  'a Set': () => new Set([1]),
  'a promise': () => Promise.resolve(1),
  'a typed array': () => new Uint8Array([1]),
  'a Buffer': () => Buffer.from('x'),
  'an ArrayBuffer': () => new ArrayBuffer(1),
  'a function': () => () => 1,
  'a symbol': () => Symbol('x'),
  'a BigInt': () => 1n,
  'an invalid date': () => new Date(NaN),
};

const jobs = {
  createMany: [
    (client, row) => client.createMany('res.partner', [{ name: 'a' }, { name: 'b' }, row]),
    /^valuesList\[2\]\.field/,
  ],
  writeMany: [
    (client, row) =>
      client.writeMany('res.partner', [
        { ids: 1, values: { name: 'a' } },
        { ids: [1, 2], values: row },
      ]),
    /^rows\[1\]\.values\.field/,
  ],
  upsert: [
    (client, row) =>
      client.upsert('res.partner', [{ ref: 'a' }, { ref: 'b', ...row }], { key: 'ref' }),
    /^rows\[1\]\.field/,
  ],
};

for (const [job, [run, path]] of Object.entries(jobs)) {
  describe(job, () => {
    for (const [what, make] of Object.entries(refused)) {
      test(`${what} is refused with its row and field, before anything is sent`, async () => {
        for (const wrap of [
          (value) => value,
          (value) => [[0, 0, { inner: value }]],
          (value) => ({ deep: [value] }),
        ]) {
          const { client, requests } = await connect();
          const error = await failure(run(client, { field: wrap(make()) }));
          assert.equal(error.name, 'TypeError', error.stack);
          assert.match(error.message, path);
          assert.deepEqual(requests, []);
        }
      });
    }

    test('-0, null, false, dates and deep lists are sent', async () => {
      const calls = [];
      const client = {
        call: async (model, method, args) => {
          calls.push(JSON.stringify(args));
          if (method === 'fields_get')
            return { ref: { type: 'char' }, name: { type: 'char' }, field: { type: 'json' } };
          if (method === 'search_read') return [];
          return method === 'create' ? args[0].map((_, index) => index + 1) : true;
        },
      };
      const field = [-0, null, false, new Date(0), [[]], 'x'];
      const of = Object.assign(
        Object.create(client),
        Object.fromEntries(
          ['createMany', 'writeMany', 'upsert'].map((name) => [
            name,
            (...args) => bulk[name](client, ...args),
          ]),
        ),
      );
      await run(of, { field });
      assert.ok(
        calls.at(-1).includes('[0,null,false,"1970-01-01T00:00:00.000Z",[[]],"x"]') ||
          calls.some((text) => text.includes('1970-01-01T00:00:00.000Z')),
        calls.join('\n'),
      );
    });
  });
}

describe('a link as it is read, [id, name]', () => {
  test('is refused by jobs that do not know the type of the field, and is the id where it is known', async () => {
    const { client, requests } = await connect();
    const [belgium] = await client.search('res.country', [['code', '=', 'BE']]);
    const pair = [belgium, 'Belgium'];
    requests.length = 0;
    const created = await failure(
      client.createMany('res.partner', [{ name: 'a' }, { name: 'b', country_id: pair }]),
    );
    const written = await failure(
      client.writeMany('res.partner', [{ ids: 1, values: { country_id: pair } }]),
    );
    assert.match(
      created.message,
      new RegExp(
        `^valuesList\\[1\\]\\.country_id: send ${belgium}, not \\[${belgium}, "Belgium"\\]`,
      ),
    );
    assert.match(written.message, /^rows\[0\]\.values\.country_id: send /);
    assert.deepEqual(requests, []);
    for (const [key, row] of [
      ['ref', { ref: 'a', name: 'a', country_id: pair }],
      ['xmlid', { xmlid: 'shop.a', name: 'a', country_id: pair }],
    ]) {
      const [id] = await client.upsert('res.partner', [row], { key });
      assert.equal(
        (await client.read('res.partner', id, ['country_id']))[0].country_id[0],
        belgium,
      );
    }
  });
});

test('a date-time that Odoo refuses gets the text to send, and a job of known types sends it', async () => {
  const { client } = await connect();
  const [project] = await client.create('project.project', [{ name: 'p' }]);
  const row = { name: 'x-1', project_id: project, date_deadline: new Date('2026-07-01T12:30:00Z') };
  const error = await failure(client.createMany('project.task', [row]));
  assert.ok(error.cause instanceof toolbox.OdooRpcError);
  assert.match(
    error.cause.message,
    /^time data '2026-07-01T12:30:00\.000Z' does not match format .* What to do: send '2026-07-01 12:30:00', a date-time in UTC/,
  );
  const [id] = await client.upsert('project.task', [row], { key: 'name' });
  assert.equal(
    (await client.read('project.task', id, ['date_deadline']))[0].date_deadline,
    '2026-07-01 12:30:00',
  );
});

describe('an option that is written wrongly by a letter or two', () => {
  const unused = { call: async () => assert.fail('something was sent') };
  for (const [what, run, meant] of [
    ['createMany', () => bulk.createMany(unused, 'm', [{}], { chunksize: 5 }), 'chunkSize'],
    [
      'writeMany',
      () => bulk.writeMany(unused, 'm', [{ ids: 1, values: {} }], { onEror: 'collect' }),
      'onError',
    ],
    ['unlinkMany', () => bulk.unlinkMany(unused, 'm', [1], { concurency: 2 }), 'concurrency'],
    ['upsert', () => bulk.upsert(unused, 'm', [{}], { keys: 'ref' }), 'key'],
    ['readAll', () => bulk.readAll(unused, 'm', [], { feilds: ['name'] }), 'fields'],
    ['iterate', async () => bulk.iterate(unused, 'm', [], { timeoutMS: 5 }), 'timeoutMs'],
    ['readColumns', () => bulk.readColumns(unused, 'm', [], { feild: ['name'] }), 'fields'],
    [
      'uploadAttachment',
      () =>
        bulk.uploadAttachment(
          unused,
          { name: 'a', data: new Uint8Array(1) },
          { onprogress: () => {} },
        ),
      'onProgress',
    ],
    [
      'uploadAttachment, of its file,',
      () =>
        bulk.uploadAttachment(unused, {
          name: 'a',
          data: new Uint8Array(1),
          res_model: 'res.partner',
          res_id: 1,
        }),
      'resModel',
    ],
    [
      'coalesced',
      async () => bulk.coalesced({ ...unused, read: unused.call }, { maxbatch: 5 }),
      'maxBatch',
    ],
  ]) {
    test(`is told by ${what} before anything is sent`, async () => {
      const error = await failure(run());
      assert.equal(error.constructor.name, 'TypeError', error.stack);
      assert.match(error.message, new RegExp(`did you mean '${meant}'\\?`));
    });
  }

  test('is not looked for among names that mean something else', async () => {
    const client = { call: async (model, method, [values]) => values.map((_, index) => index + 1) };
    assert.deepEqual(
      await bulk.createMany(client, 'm', [{}], {
        tag: 'x',
        chunkSize: 1,
        chunksize: 5,
        fieldsOfMine: 1,
      }),
      [1],
    );
  });
});

test('a many2one as it is read is refused with the id to send, but where its type is known', async () => {
  const { client, requests } = await connect();
  const link = { id: 7, display_name: 'Azure' };
  for (const [job, said] of [
    [
      () => client.createMany('res.partner', [{}, { parent_id: link }]),
      'valuesList[1].parent_id: send 7, not { id: 7, display_name: "Azure" }',
    ],
    [
      () => client.createMany('res.partner', [{ parent_id: [7, false] }]),
      'valuesList[0].parent_id: send 7, not [7, false]',
    ],
    [
      () => client.writeMany('res.partner', [{ ids: 1, values: { parent_id: link } }]),
      'rows[0].values.parent_id: send 7, not { id: 7, display_name: "Azure" }',
    ],
    [
      () =>
        client.upsert(
          'res.partner',
          [{ ref: 'a', child_ids: [[0, 0, { country_id: [7, 'x'] }]] }],
          { key: 'ref' },
        ),
      'rows[0].child_ids[0][2].country_id: send 7, not [7, "x"]',
    ],
  ]) {
    const error = await failure(job());
    assert.equal(error.name, 'TypeError', error.stack);
    assert.ok(error.message.startsWith(said), error.message);
  }
  assert.deepEqual(requests, []);
  const [id] = await client
    .with({ many2one: 'object' })
    .createMany('res.partner', [{ name: 'a', parent_id: { id: 1, display_name: 'x' } }]);
  assert.equal((await client.read('res.partner', id, ['parent_id']))[0].parent_id[0], 1);
});
