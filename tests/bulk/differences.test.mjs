// An upsert sends what differs, and nothing else: counted at the sandbox.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { combinations, connect, counts, failure, tally, toolbox } from './fixture.mjs';

const rows = (count, more = () => ({})) =>
  Array.from({ length: count }, (_, index) => ({
    ref: `x-${index}`,
    name: `Name ${index}`,
    ...more(index),
  }));
const named = (given) => given.map((row, index) => ({ xmlid: `shop.row_${index}`, ...row }));

for (const { name, ...combination } of combinations.filter(
  ({ series, protocol }) => series === '19' || protocol === 'session',
)) {
  describe(name, () => {
    for (const key of ['ref', 'xmlid']) {
      test(`2,000 rows that are as they are to be cost their reads, by ${key}`, async () => {
        const { client, requests } = await connect(combination);
        const given = named(
          rows(2000, (index) => ({
            phone: `+32 2 ${index}`,
            comment: `<p>Note ${index} &amp; more</p>`,
            color: index % 10,
            is_company: index % 2 === 0,
          })),
        );
        const prepared = given.map(({ xmlid, ...row }) =>
          key === 'xmlid' ? { xmlid, ...row } : row,
        );
        const ids = await client.upsert('res.partner', prepared, { key });
        assert.deepEqual(counts(ids), [2000, 0, 0]);
        requests.length = 0;
        const same = await client.upsert('res.partner', prepared, { key });
        assert.deepEqual([same, counts(same)], [ids, [0, 0, 2000]]);
        assert.deepEqual(tally(requests), { fields_get: 1, search_read: key === 'xmlid' ? 2 : 1 });
        assert.deepEqual(Object.keys(same).length, 2000, 'the counts are no elements');
      });

      test(`the same value for 200 records is at most two calls, by ${key}`, async () => {
        const { client, requests } = await connect(combination);
        const given = named(rows(200)).map(({ xmlid, ...row }) =>
          key === 'xmlid' ? { xmlid, ...row } : row,
        );
        const ids = await client.upsert('res.partner', given, { key });
        requests.length = 0;
        const changed = await client.upsert(
          'res.partner',
          given.map((row) => ({ ...row, phone: '+32 2 290 34 90' })),
          { key },
        );
        assert.deepEqual([changed, counts(changed)], [ids, [0, 200, 0]]);
        const { write = 0, load = 0, create = 0 } = tally(requests);
        assert.ok(write + load <= 2 && create === 0, JSON.stringify(tally(requests)));
        assert.equal(
          await client.searchCount('res.partner', [
            ['phone', '=', '+32 2 290 34 90'],
            ['ref', '=like', 'x-%'],
          ]),
          200,
        );
      });
    }

    test('only the values that differ are written', async () => {
      const { client } = await connect(combination);
      const { call } = client;
      const written = [];
      client.call = function (model, method, args, ...rest) {
        if (method === 'write') written.push(args);
        return call.call(this, model, method, args, ...rest);
      };
      const ids = await client.upsert(
        'res.partner',
        rows(3, () => ({ color: 1, phone: '1' })),
        { key: 'ref' },
      );
      await client.upsert(
        'res.partner',
        rows(3, (index) => ({ color: index === 1 ? 2 : 1, phone: index === 2 ? '2' : '1' })),
        { key: 'ref' },
      );
      assert.deepEqual(written, [
        [[ids[1]], { color: 2 }],
        [[ids[2]], { phone: '2' }],
      ]);
    });
  });
}

describe('what differs', () => {
  for (const [what, before, after] of [
    ['the text of html', { comment: '<p>a b</p>' }, { comment: '<p>a  c</p>' }],
    [
      'the address of a link in html',
      { comment: '<p><a href="/a">x</a></p>' },
      { comment: '<p><a href="/b">x</a></p>' },
    ],
    ['an element of html', { comment: '<p><b>x</b></p>' }, { comment: '<p><i>x</i></p>' }],
    ['case', { phone: 'a' }, { phone: 'A' }],
    ['white space', { phone: 'a' }, { phone: 'a ' }],
    ['a text that goes', { phone: 'a' }, { phone: false }],
    ['the last digit', { partner_latitude: 1.0000001 }, { partner_latitude: 1.0000002 }],
    ['a boolean', { is_company: true }, { is_company: false }],
    ['a number that becomes 0', { color: 3 }, { color: 0 }],
  ]) {
    test(`${what} is written`, async () => {
      const { client } = await connect();
      await client.upsert('res.partner', [{ ref: 'x-1', name: 'x', ...before }], { key: 'ref' });
      const ids = await client.upsert('res.partner', [{ ref: 'x-1', name: 'x', ...after }], {
        key: 'ref',
      });
      assert.deepEqual(counts(ids), [0, 1, 0]);
    });
  }

  for (const [key, rows] of [
    ['name', [{ name: 'v', date_deadline: new Date('2026-01-31'), country_id: 21 }]],
    ['date_deadline', [{ name: 'v', date_deadline: new Date('2026-01-31') }]],
    ['country_id', [{ name: 'v', country_id: { id: 21, display_name: 'Belgium' } }]],
    ['xmlid', [{ xmlid: 'shop.v', name: 'v', date_open: new Date('2026-01-31T10:00:00Z') }]],
  ])
    test(`a view whose values have other forms finds by ${key} what it stored, and changes nothing`, async () => {
      const { client, requests } = await connect();
      const view = client.with({ dates: 'Date', many2one: 'object' });
      assert.deepEqual(counts(await view.upsert('crm.lead', rows, { key })), [1, 0, 0]);
      requests.length = 0;
      assert.deepEqual(counts(await view.upsert('crm.lead', rows, { key })), [0, 0, 1]);
      assert.ok(!requests.some((method) => /^(write|create|load)$/.test(method)), `${requests}`);
    });

  test('of two external ids of one record the later row is refused, and the earlier one is stored', async () => {
    const { client } = await connect();
    const [id] = await client.create('res.partner', [{ name: 'before' }]);
    await client.create(
      'ir.model.data',
      ['a', 'b'].map((of) => ({ module: 'shop', name: of, model: 'res.partner', res_id: id })),
    );
    const rows = [
      { xmlid: 'shop.a', name: 'first' },
      { xmlid: 'shop.b', city: 'second' },
      { xmlid: 'shop.c', name: 'other' },
    ];
    const error = await failure(
      client.upsert('res.partner', rows, { key: 'xmlid', onError: 'collect' }),
    );
    assert.deepEqual(
      error.failed.map(({ rows }) => rows),
      [[1]],
    );
    assert.match(
      error.failed[0].error.message,
      /^Invalid rows\[1\]\.xmlid: an earlier row names the record of "shop\.b" already/,
    );
    assert.deepEqual([error.updated, error.created], [1, 1]);
    const [{ name, city }] = await client.read('res.partner', id, ['name', 'city']);
    assert.deepEqual([name, city], ['first', false]);
  });

  test('an external id whose record is gone makes a new one, and one of another model is refused in words', async () => {
    const { client } = await connect();
    const [id] = await client.upsert('res.partner', [{ xmlid: 'shop.a', name: 'x' }], {
      key: 'xmlid',
    });
    await client.unlink('res.partner', id);
    const ids = await client.upsert('res.partner', [{ xmlid: 'shop.a', name: 'x' }], {
      key: 'xmlid',
    });
    assert.ok(ids[0] !== id && ids.created === 1);
    const error = await failure(
      client.upsert('res.partner', [{ xmlid: 'base.be', name: 'x' }], { key: 'xmlid' }),
    );
    assert.match(
      error.message,
      /The external id base\.be is that of a record of res\.country \(\d+\), not of res\.partner\. What to do: /,
    );
    assert.deepEqual(
      error.failed.map((each) => each.rows),
      [[0]],
    );
  });

  test('a row that gives its record another ref does so once', async () => {
    const { client } = await connect();
    const [id] = await client.upsert('res.partner', [{ xmlid: 'shop.a', ref: 'old', name: 'x' }], {
      key: 'xmlid',
    });
    for (const expected of [
      [0, 1, 0],
      [0, 0, 1],
    ]) {
      const ids = await client.upsert('res.partner', [{ xmlid: 'shop.a', ref: 'new', name: 'x' }], {
        key: 'xmlid',
      });
      assert.deepEqual([ids, counts(ids)], [[id], expected]);
    }
  });

  test('a write that got no answer is looked up, and what holds its values is done', async () => {
    const { client, odoo } = await connect();
    await client.upsert('res.partner', rows(3), { key: 'ref' });
    odoo.failNext({ fault: 'resetBefore', method: 'write', applyFirst: true });
    const ids = await client.upsert(
      'res.partner',
      rows(3, () => ({ color: 4 })),
      { key: 'ref' },
    );
    assert.deepEqual(counts(ids), [0, 3, 0]);
    odoo.failNext({ fault: 'resetBefore', method: 'write' });
    const error = await failure(
      client.upsert(
        'res.partner',
        rows(3, () => ({ color: 5 })),
        { key: 'ref' },
      ),
    );
    assert.deepEqual([error.unknown.map((each) => each.rows), error.done], [[[0, 1, 2]], []]);
  });

  test('a load that got no answer is looked up by the external ids', async () => {
    const { client, odoo } = await connect();
    odoo.failNext({ fault: 'truncate', method: 'load', applyFirst: true });
    const ids = await client.upsert('res.partner', named(rows(3)), { key: 'xmlid' });
    assert.deepEqual(counts(ids), [3, 0, 0]);
    assert.equal(await client.searchCount('res.partner', [['ref', '=like', 'x-%']]), 3);
  });

  test('who may not read external ids has all rows stored by load', async () => {
    const { client, odoo, requests } = await connect();
    const ids = await client.upsert('res.partner', named(rows(3)), { key: 'xmlid' });
    odoo.failNext({
      fault: 'error',
      name: 'odoo.exceptions.AccessError',
      message: 'You are not allowed to access External Identifiers.',
      model: 'ir.model.data',
      method: 'search_read',
    });
    requests.length = 0;
    const again_ = await client.upsert('res.partner', named(rows(3)), { key: 'xmlid' });
    assert.deepEqual([again_, counts(again_), tally(requests).load], [ids, [0, 3, 0], 1]);
  });

  test('no rows are no calls', async () => {
    const { client, requests } = await connect();
    for (const key of ['ref', 'xmlid']) {
      const ids = await client.upsert('res.partner', [], { key });
      assert.deepEqual([[...ids], counts(ids)], [[], [0, 0, 0]]);
    }
    assert.deepEqual(requests, []);
  });

  test('two keys that Odoo stores as one are told before anything is stored', async () => {
    const { client, requests } = await connect();
    const error = await failure(
      client.upsert(
        'crm.lead',
        [
          { date_deadline: '2026-01-05', name: 'a' },
          { date_deadline: '2026-1-5', name: 'b' },
        ],
        { key: 'date_deadline' },
      ),
    );
    assert.match(
      error.message,
      /^Invalid rows\[1\]\.date_deadline: "2026-1-5" is that of rows\[0\] as well$/,
    );
    assert.deepEqual(requests, ['fields_get']);
    assert.equal(error.constructor, TypeError);
    assert.ok(!(error instanceof toolbox.OdooError));
  });
});

test('a run again of 2,000 unchanged rows takes at most one and a half times as long as reading them', async (t) => {
  const { client } = await connect();
  const given = rows(2000, (index) => ({
    phone: `+32 2 ${index}`,
    comment: `<p>Note ${index}</p>`,
    city: `City ${index % 50}`,
    zip: `${1000 + index}`,
    street: `Street ${index}`,
  }));
  await client.upsert('res.partner', given, { key: 'ref' });
  // The client and the sandbox are one process: its own time does not depend on what else the
  // machine does.
  const took = async (work) => {
    const before = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  };
  const domain = [['ref', 'in', given.map(({ ref }) => ref)]];
  const reading = () => client.readAll('res.partner', domain, { fields: Object.keys(given[0]) });
  // The best of several: collected garbage only adds.
  const [reads, upserts] = [[], []];
  for (let round = 0; round < 12; round += 1) {
    reads.push(await took(reading));
    upserts.push(await took(() => client.upsert('res.partner', given, { key: 'ref' })));
  }
  const [read, upserted] = [Math.min(...reads), Math.min(...upserts)];
  t.diagnostic(`read in ${read.toFixed(0)} ms, compared in ${upserted.toFixed(0)} ms`);
  assert.ok(upserted <= 1.5 * read, `${upserted} ms instead of ${1.5 * read}`);
});
