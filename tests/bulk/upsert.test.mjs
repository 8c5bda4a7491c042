// Jobs that may be run again: what is there is not made twice.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { alias, freshFolder } from '../package/fixture.mjs';
import { startSandbox, users } from '../package/sandbox.mjs';
import {
  bulk,
  combinations,
  connect,
  failure,
  OdooBulkError,
  partners,
  tally,
  those,
  toolbox,
} from './fixture.mjs';

const rows = (count, more = () => ({})) =>
  Array.from({ length: count }, (_, index) => ({
    ref: `x-${index}`,
    name: `Name ${index}`,
    ...more(index),
  }));
const named = (given) =>
  given.map(({ ref, ...values }) => ({ xmlid: `shop.${ref.replace('-', '_')}`, ref, ...values }));

for (const { name, ...combination } of combinations) {
  describe(name, () => {
    test('by a field: what is missing is created, what differs is written, what is equal is left alone', async () => {
      const { client, requests } = await connect(combination);
      const [belgium] = await client.search('res.country', [['code', '=', 'BE']]);
      const given = rows(30, (index) => ({
        country_id: index % 2 ? belgium : false,
        color: index % 3,
        active: index % 10 > 0,
      }));
      await client.create('res.partner', given.slice(0, 10));
      requests.length = 0;
      const ids = await client.upsert('res.partner', given, { key: 'ref', chunkSize: 20 });
      assert.deepEqual(tally(requests), { fields_get: 1, search_read: 1, create: 1 });
      assert.deepEqual([ids.created, ids.updated, ids.unchanged], [20, 0, 10]);
      requests.length = 0;
      assert.deepEqual(
        await client.upsert('res.partner', given, { key: 'ref', chunkSize: 20 }),
        ids,
      );
      assert.deepEqual(tally(requests), { fields_get: 1, search_read: 1 });
      requests.length = 0;
      const changed = given.map((row, index) => (index < 6 ? { ...row, color: 7 } : row));
      assert.deepEqual(
        await client.upsert(
          'res.partner',
          changed.map(({ name: _, ...row }) => row),
          { key: 'ref' },
        ),
        ids,
      );
      assert.deepEqual(tally(requests), { fields_get: 1, search_read: 1, write: 1 });
      const read = await client.read('res.partner', ids, [
        'ref',
        'name',
        'color',
        'country_id',
        'active',
      ]);
      assert.deepEqual(
        read.map(({ id: _, country_id: country, ...record }) => ({
          ...record,
          country_id: country ? country[0] : false,
        })),
        changed.map(({ ref, name: of, color, country_id, active }) => ({
          ref,
          name: of,
          color,
          active,
          country_id,
        })),
      );
      assert.equal(
        await client.searchCount('res.partner', those(), { context: { active_test: false } }),
        30,
      );
    });

    test('by external id: Odoo makes each record once, with its values', async () => {
      const { client, requests } = await connect(combination);
      const [belgium] = await client.search('res.country', [['code', '=', 'BE']]);
      const [tag] = await client.search('res.partner.category', []);
      const given = named(
        rows(30, (index) => ({
          country_id: index % 2 ? belgium : false,
          color: index % 3,
          is_company: index % 2 === 0,
          comment: index % 5 ? `<p>é ${index}</p>` : false,
          ...(index % 3 ? {} : { category_id: [[6, 0, [tag]]] }),
        })),
      );
      requests.length = 0;
      const ids = await client.upsert('res.partner', given, { key: 'xmlid', chunkSize: 7 });
      assert.deepEqual(tally(requests), { fields_get: 1, search_read: 1, load: 5 });
      requests.length = 0;
      const again = await client.upsert('res.partner', given, { key: 'xmlid' });
      assert.deepEqual([again, again.created, again.updated, again.unchanged], [ids, 0, 0, 30]);
      assert.deepEqual(tally(requests), { fields_get: 1, search_read: 2 });
      const read = await client.read('res.partner', ids, [
        'ref',
        'name',
        'color',
        'is_company',
        'country_id',
        'comment',
        'category_id',
      ]);
      for (const [index, record] of read.entries()) {
        const row = given[index];
        assert.deepEqual(
          [
            record.ref,
            record.name,
            record.color,
            record.is_company,
            record.country_id ? record.country_id[0] : false,
            record.category_id,
          ],
          [
            row.ref,
            row.name,
            row.color,
            row.is_company,
            row.country_id,
            row.category_id ? [tag] : [],
          ],
        );
        assert.equal(record.comment ? String(record.comment) : false, row.comment);
      }
      const found = await client.searchRead('ir.model.data', [['module', '=', 'shop']], {
        fields: ['name', 'res_id'],
      });
      assert.deepEqual(
        new Map(found.map(({ name: of, res_id: id }) => [`shop.${of}`, id])),
        new Map(given.map(({ xmlid }, index) => [xmlid, ids[index]])),
      );
      requests.length = 0;
      const other = await client.upsert('res.partner', [given[2], { ...given[3], name: 'Other' }], {
        key: 'xmlid',
      });
      assert.deepEqual([other, other.updated, other.unchanged], [[ids[2], ids[3]], 1, 1]);
      assert.deepEqual(tally(requests), { fields_get: 1, search_read: 2, load: 1 });
      assert.equal((await client.read('res.partner', ids[3], ['name']))[0].name, 'Other');
    });

    test('a call that got no answer is looked up by its field, and what is there is done', async () => {
      const { client, odoo } = await connect(combination);
      odoo.failNext({ fault: 'resetBefore', method: 'create', applyFirst: true });
      const ids = await client.upsert('res.partner', rows(5), { key: 'ref' });
      assert.deepEqual(
        (await client.read('res.partner', ids, ['ref'])).map(({ ref }) => ref),
        rows(5).map(({ ref }) => ref),
      );
      assert.equal(await client.searchCount('res.partner', those()), 5);
    });
  });
}

describe('what cannot be done', () => {
  test('a call that got no answer and left nothing is unknown, and may be run again', async () => {
    const { client, odoo } = await connect();
    odoo.failNext({ fault: 'hangBeforeHeaders', method: 'create' });
    const error = await failure(
      client.upsert('res.partner', rows(5), { key: 'ref', timeoutMs: 50 }),
    );
    assert.deepEqual(
      [error.constructor, error.method, error.unknown.map((each) => each.rows), error.failed],
      [OdooBulkError, 'upsert', [[0, 1, 2, 3, 4]], []],
    );
    assert.equal((await client.upsert('res.partner', rows(5), { key: 'ref' })).length, 5);
    assert.equal(await client.searchCount('res.partner', those()), 5);
  });

  test('a search that fails has stored nothing', async () => {
    const { client, odoo } = await connect({}, { retries: 0 });
    odoo.failNext({ fault: 'status', status: 502, method: 'search_read' });
    const error = await failure(client.upsert('res.partner', rows(3), { key: 'ref' }));
    assert.deepEqual([error.failed.map((each) => each.rows), error.unknown], [[[0, 1, 2]], []]);
    assert.ok(error.cause instanceof toolbox.OdooNetworkError);
  });

  test('two records of one key are an error that names the row; the others are done with collect', async () => {
    const { client } = await connect();
    await client.create('res.partner', [
      { name: 'a', ref: 'x-1' },
      { name: 'b', ref: 'x-1' },
    ]);
    const error = await failure(
      client.upsert('res.partner', rows(4), { key: 'ref', onError: 'collect' }),
    );
    assert.deepEqual(
      [error.done.map(({ row }) => row), error.failed.map((each) => each.rows)],
      [[0, 2, 3], [[1]]],
    );
    assert.match(
      error.cause.message,
      /^2 records of res\.partner have ref = "x-1" \(row 1\): .* What to do: merge them, or use another key$/,
    );
  });

  test('what load refuses is told with its row and field, and nothing of its chunk is stored', async () => {
    const { client } = await connect();
    const given = named(rows(6, (index) => ({ type: index === 4 ? 'nonsense' : 'contact' })));
    const error = await failure(
      client.upsert('res.partner', given, { key: 'xmlid', chunkSize: 3 }),
    );
    assert.deepEqual(
      [error.method, error.done.map(({ row }) => row), error.failed.map((each) => each.rows)],
      ['load', [0, 1, 2], [[3, 4, 5]]],
    );
    assert.ok(error.cause instanceof toolbox.OdooValidationError);
    assert.match(
      error.cause.message,
      /^row 4, field 'type': Value 'nonsense' not found in selection field/,
    );
    const collected = await failure(
      client.upsert('res.partner', given, { key: 'xmlid', onError: 'collect' }),
    );
    assert.deepEqual(
      [collected.done.map(({ row }) => row), collected.failed.map((each) => each.rows)],
      [[0, 1, 2, 3, 5], [[4]]],
    );
    assert.equal(await client.searchCount('res.partner', those()), 5);
  });

  test('a field that does not exist is told before anything is stored', async () => {
    const { client } = await connect();
    const byId = await failure(
      client.upsert('res.partner', named(rows(2, () => ({ nmae: 'x' }))), { key: 'xmlid' }),
    );
    assert.deepEqual([byId.constructor, byId.row, byId.field], [toolbox.OdooError, 0, 'nmae']);
    assert.match(byId.message, /^There is no field 'nmae' on res\.partner \(row 0\)/);
    const byField = await failure(
      client.upsert(
        'res.partner',
        rows(2, () => ({ nmae: 'x' })),
        { key: 'ref' },
      ),
    );
    assert.match(byField.message, /nmae/);
    assert.equal(await client.searchCount('res.partner', those()), 0);
  });

  test('a field that load cannot store says what to do', async () => {
    const { client } = await connect();
    const error = await failure(
      client.upsert('res.partner', named(rows(1, () => ({ child_ids: [[0, 0, { name: 'x' }]] }))), {
        key: 'xmlid',
      }),
    );
    assert.match(
      error.message,
      /^Field 'child_ids' of res\.partner \(row 0\) is a one2many, which Odoo's load cannot store from values\. What to do: /,
    );
  });

  for (const [what, given, key, words] of [
    [
      'no key',
      [{ name: 'x' }],
      'ref',
      /^Invalid rows\[0\]\.ref: expected a text, as ref is of the type char, to tell the record, got undefined$/,
    ],
    [
      'a number for a text, which would be stored as one',
      [{ ref: 17 }],
      'ref',
      /^Invalid rows\[0\]\.ref: expected a text, .* got 17$/,
    ],
    [
      'a text for a number',
      [{ color: '5' }],
      'color',
      /^Invalid rows\[0\]\.color: expected a whole number, .* got "5"$/,
    ],
    [
      'a field of amounts as key',
      [{ partner_latitude: 5 }],
      'partner_latitude',
      /^Invalid options\.key: partner_latitude is of the type float, by which no record can be found again/,
    ],
    [
      'the id as key',
      [{ id: 5 }],
      'id',
      /^Invalid options\.key: expected 'xmlid' or the name of a field other than id, got "id"$/,
    ],
    [
      'an id in a row',
      [{ xmlid: 'shop.a', id: 5 }],
      'xmlid',
      /^Invalid rows\[0\]\.id: not a field to store\. What to do: /,
    ],
    [
      'a path in a row',
      [{ ref: 'a', 'country_id/id': 'base.be' }],
      'ref',
      /^Invalid rows\[0\]\.country_id\/id: not a field to store/,
    ],
    [
      'an external id without a module',
      [{ xmlid: 'plain' }],
      'xmlid',
      /^Invalid rows\[0\]\.xmlid: expected an external id, such as 'shop\.customer_17' to tell the record, got "plain"$/,
    ],
    [
      'a command that would be done again',
      [{ ref: 'a', child_ids: [[0, 0, { name: 'x' }]] }],
      'ref',
      /^Invalid rows\[0\]\.child_ids: expected \[\[6, 0, ids\]\], since other commands would be done again/,
    ],
    ['a key that is false', [{ ref: false }], 'ref', /^Invalid rows\[0\]\.ref: .* got false$/],
    [
      'an external id that is none',
      [{ xmlid: 5 }],
      'xmlid',
      /^Invalid rows\[0\]\.xmlid: expected an external id, such as 'shop\.customer_17' to tell the record, got 5$/,
    ],
    [
      'a key twice',
      [{ ref: 'a' }, { ref: 'b' }, { ref: 'a' }],
      'ref',
      /^Invalid rows\[2\]\.ref: "a" is that of rows\[0\] as well$/,
    ],
    [
      'no name of a key',
      [{ ref: 'a' }],
      undefined,
      /^Invalid options\.key: expected 'xmlid' or the name of a field other than id, got undefined$/,
    ],
    [
      'a number in a text',
      [{ xmlid: 'shop.a', name: 5 }],
      'xmlid',
      /^Invalid rows\[0\]\.name: expected a text, or false, got 5$/,
    ],
    [
      'a text in a number',
      [{ xmlid: 'shop.a', color: '5' }],
      'xmlid',
      /^Invalid rows\[0\]\.color: expected a number, got "5"$/,
    ],
  ]) {
    test(`${what}: a TypeError that names the row, before anything is stored`, async () => {
      const { client, requests } = await connect();
      const error = await failure(client.upsert('res.partner', given, { key }));
      assert.equal(error.name, 'TypeError', error.stack);
      assert.match(error.message, words);
      assert.ok(
        requests.every((method) => method === 'fields_get'),
        requests.join(),
      );
    });
  }

  test('rows of other fields are stored by calls of their own, and none is emptied by another', async () => {
    const { client } = await connect();
    await client.upsert(
      'res.partner',
      [
        { xmlid: 'shop.a', name: 'A', ref: 'x-a', phone: '1' },
        { xmlid: 'shop.b', name: 'B', ref: 'x-b' },
      ],
      { key: 'xmlid' },
    );
    const ids = await client.upsert(
      'res.partner',
      [
        { xmlid: 'shop.a', name: 'A2' },
        { xmlid: 'shop.b', name: 'B', phone: '2' },
      ],
      { key: 'xmlid' },
    );
    assert.deepEqual(
      (await client.read('res.partner', ids, ['name', 'ref', 'phone'])).map(
        ({ name, ref, phone }) => [name, ref, phone],
      ),
      [
        ['A2', 'x-a', '1'],
        ['B', 'x-b', '2'],
      ],
    );
  });
});

const program = `
import { OdooClient } from '${alias}/bulk';
const [url, key] = process.argv.slice(2);
const client = new OdooClient({ url, ...${JSON.stringify(users.admin)} });
await client.authenticate();
const rows = Array.from({ length: 5000 }, (_, index) => ({ ...(key === 'xmlid' ? { xmlid: 'shop.c_' + index } : {}), ref: 'x-' + index, name: 'Name ' + index }));
const ids = await client.upsert('res.partner', rows, { key, chunkSize: 100, onProgress: ({ done }) => console.log(done) });
console.log('ids ' + new Set(ids).size);
`;

for (const key of ['ref', 'xmlid']) {
  test(`5,000 records by ${key}: killed in the middle and run again, each is there once`, async (t) => {
    // A latency, so that there is a middle.
    const sandbox = await startSandbox('--latency', '5ms');
    t.after(() => sandbox.stop());
    const folder = freshFolder(t);
    const path = join(folder, 'import.mjs');
    writeFileSync(path, program);
    const run = (until) =>
      new Promise((done) => {
        const child = spawn(process.execPath, [path, sandbox.url, key], {
          stdio: ['ignore', 'pipe', 'inherit'],
        });
        let output = '';
        child.stdout.setEncoding('utf8').on('data', (text) => {
          output += text;
          if (until && output.split('\n').includes(String(until))) child.kill('SIGKILL');
        });
        child.once('close', (code, signal) => done({ code, signal, output }));
      });
    const client = await sandbox.connect();
    for (const until of [1500, 3300]) {
      const { signal, output } = await run(until);
      assert.equal(signal, 'SIGKILL', output);
      const count = await client.searchCount('res.partner', those());
      assert.ok(count >= until && count < 5000, `${count}`);
    }
    const { code, output } = await run();
    assert.deepEqual([code, output.trim().split('\n').at(-1)], [0, 'ids 5000']);
    const refs = (await client.searchRead('res.partner', those(), { fields: ['ref'] })).map(
      ({ ref }) => ref,
    );
    t.diagnostic(`${refs.length} records, ${new Set(refs).size} of them different`);
    assert.deepEqual([refs.length, new Set(refs).size], [5000, 5000]);
  });
}
