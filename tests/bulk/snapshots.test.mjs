// What a job was given counts as it was when it was given: whatever the program does to its objects
// afterwards.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bulk, connect, partners, those } from './fixture.mjs';

/** Objects of a program that it goes on using. */
function used() {
  const tags = [1, 2];
  const due = new Date('2026-01-05T10:00:00Z');
  const command = [6, 0, tags];
  const row = {
    name: 'right',
    ref: 'x-0',
    category_id: [command],
    due,
    context: { deep: { list: [1] } },
  };
  const change = () => {
    Object.assign(row, { name: 'WRONG', ref: 'WRONG', extra: 'WRONG' });
    row.context.deep.list.push('WRONG');
    due.setFullYear(1999);
    tags.push(999);
    command[0] = 'WRONG';
  };
  return { row, change };
}

/** A client whose answers come later, and what it was asked. */
function recorder(answers = {}) {
  const calls = [];
  return {
    calls,
    call: async (model, method, args, kwargs, options) => {
      calls.push(JSON.stringify([method, args, kwargs, options.context, options.timeoutMs]));
      await new Promise((done) => {
        setTimeout(done, 5);
      });
      if (method === 'create') return args[0].map((_, index) => calls.length * 100 + index);
      return method in answers ? answers[method] : true;
    },
  };
}

for (const [name, run] of [
  [
    'createMany',
    (client, row, list, options) => {
      list.push(row, { ...row });
      return bulk.createMany(client, 'm', list, options);
    },
  ],
  [
    'writeMany',
    (client, row, list, options) => {
      list.push({ ids: [1, 2], values: row }, { ids: 3, values: { ...row } });
      return bulk.writeMany(client, 'm', list, options);
    },
  ],
  [
    'unlinkMany',
    (client, row, list, options) => {
      list.push(1, 2);
      return bulk.unlinkMany(client, 'm', list, options);
    },
  ],
  [
    'upsert',
    (client, row, list, options) => {
      list.push(row, { ...row, ref: 'x-1' });
      return bulk.upsert(client, 'm', list, { ...options, key: 'ref' });
    },
  ],
]) {
  test(`${name} sends what it was given, and not what becomes of it`, async () => {
    const types = {
      name: 'char',
      ref: 'char',
      category_id: 'many2many',
      due: 'datetime',
      context: 'json',
    };
    const answers = {
      fields_get: Object.fromEntries(
        Object.entries(types).map(([field, type]) => [field, { type }]),
      ),
      search_read: [],
    };
    const texts = [];
    for (const isChanged of [false, true]) {
      const client = recorder(answers);
      const { row, change } = used();
      const options = {
        chunkSize: 1,
        context: { lang: 'fr_FR', deep: { list: [1] } },
        timeoutMs: 1000,
      };
      const list = [];
      const job = run(client, row, list, options);
      if (isChanged) {
        change();
        for (const each of list) if (Array.isArray(each?.ids)) each.ids.push(999);
        list.push({ name: 'WRONG' });
        list[0] = 999;
        options.context.lang = 'WRONG';
        options.context.deep.list.push('WRONG');
        Object.assign(options, { chunkSize: 99, timeoutMs: 99 });
      }
      await job;
      texts.push(client.calls);
    }
    assert.ok(texts[0].length >= 2);
    assert.deepEqual(texts[1], texts[0]);
    assert.ok(!/WRONG|999/.test(texts[1].join()), texts[1].join());
  });
}

test('a reading asks for the same page after page, whatever becomes of its domain, fields and context', async () => {
  const { client } = await connect();
  await partners(client, 30);
  const [domain, fields, context] = [those(), ['ref'], { lang: 'en_US' }];
  const records = client.iterate('res.partner', domain, { fields, context, pageSize: 10 });
  domain[0][2] = 'nothing';
  domain.push(['id', '=', 0]);
  fields.push('nonsense');
  context.lang = 'nonsense';
  const all = [];
  for await (const record of records) all.push(record);
  assert.equal(all.length, 30);
  assert.deepEqual(Object.keys(all[0]).sort(), ['id', 'ref']);
});

test('a file is what its bytes were when it was given', async () => {
  const { client } = await connect();
  const data = new Uint8Array(1000).fill(65);
  const upload = client.uploadAttachment({ name: 'a.txt', data });
  data.fill(66);
  assert.deepEqual(
    [...(await client.readBinary('ir.attachment', await upload, 'datas'))],
    Array(1000).fill(65),
  );
});

test('a read that goes out with others has the context it was given', async () => {
  const contexts = [];
  const { client } = await connect();
  const [id] = await partners(client, 1);
  const { read } = client;
  client.read = function (model, ids, fields, options) {
    contexts.push(options?.context);
    return read.call(this, model, ids, fields, options);
  };
  const together = bulk.coalesced(client);
  const context = { deep: { list: [1] } };
  const both = Promise.all([
    together.read('res.partner', id, ['ref'], { context }),
    together.read('res.partner', id, ['ref'], { context }),
  ]);
  context.deep.list.push(2);
  await both;
  assert.deepEqual(contexts, [{ deep: { list: [1] } }]);
});
