// What an upsert takes for equal, value by value as Odoo stores them: it sends nothing.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, test } from 'node:test';
import { bulk, connect, counts, tally } from './fixture.mjs';

/** What an upsert of a row does when it is run again. */
async function again(client, requests, model, row, key) {
  await client.upsert(model, [row], { key });
  requests.length = 0;
  const ids = await client.upsert(model, [row], { key });
  const { write, create, load, ...reads } = tally(requests);
  return {
    counts: counts(ids),
    changes: [write, create, load].filter(Boolean).length,
    reads,
    id: ids[0],
  };
}

const belgium = async (client) => (await client.search('res.country', [['code', '=', 'BE']]))[0];
const moment = new Date('2026-07-01T12:30:45.678Z');

describe('what is equal to what Odoo stores', () => {
  for (const [what, model, values] of [
    ['html of one form', 'res.partner', { comment: '<p>a <b>b</b></p>' }],
    ['html in other words', 'res.partner', { comment: "<P class='x'>a &#38; b<BR></P>" }],
    ['bare text in an html field', 'res.partner', { comment: 'call back & ask' }],
    ['html with a script', 'res.partner', { comment: '<p>a</p><script>alert(1)</script>' }],
    ['no html', 'res.partner', { comment: '' }],
    ['an empty text', 'res.partner', { phone: '' }],
    ['false for a text', 'res.partner', { phone: false }],
    ['null for a text', 'res.partner', { phone: null }],
    ['white space, which Odoo keeps', 'res.partner', { phone: '  1  ' }],
    ['a number for a text', 'res.partner', { phone: 17 }],
    ['false for a number', 'res.partner', { color: false }],
    ['a number with a fraction in a field of whole numbers', 'res.partner', { color: 4.7 }],
    ['a number as text', 'res.partner', { color: '6' }],
    [
      'an amount with more digits than the field has',
      'res.partner',
      { partner_latitude: 50.123456789012 },
    ],
    ['a negative amount at a half', 'res.partner', { partner_latitude: -1.00000005 }],
    ['a boolean that is null', 'res.partner', { is_company: null }],
    ['no selection', 'res.partner', { lang: false }],
    ['a link that is false', 'res.partner', { country_id: false }],
    ['a link that is null', 'res.partner', { country_id: null }],
    [
      'what Odoo itself fills in',
      'res.partner',
      { create_date: '2020-01-01 00:00:00', write_uid: 1 },
    ],
  ]) {
    for (const series of ['17', '19']) {
      test(`${what} (Odoo ${series})`, async () => {
        const { client, requests } = await connect({ series });
        const { counts: told, changes } = await again(
          client,
          requests,
          model,
          { ref: 'x-1', name: 'x', ...values },
          'ref',
        );
        assert.deepEqual([told, changes], [[0, 0, 1], 0]);
      });
    }
  }

  for (const [what, field, value, stored] of [
    ['a Date in a field of moments', 'date_deadline', moment, '2026-07-01 12:30:45'],
    ['a moment in ISO 8601', 'date_deadline', '2026-07-01T14:30:45+02:00', '2026-07-01 12:30:45'],
    ['a moment without seconds', 'date_deadline', '2026-07-01 12:30', '2026-07-01 12:30:00'],
    ['a day in a field of moments', 'date_deadline', '2026-07-01', '2026-07-01 00:00:00'],
    ['no moment', 'date_deadline', null, false],
  ]) {
    test(`${what}, which is stored as ${stored}`, async () => {
      const { client, requests } = await connect();
      const [project] = await client.create('project.project', [{ name: 'p' }]);
      const row = { name: 'x-1', project_id: project, [field]: value };
      const {
        counts: told,
        changes,
        id,
      } = await again(client, requests, 'project.task', row, 'name');
      assert.deepEqual([told, changes], [[0, 0, 1], 0]);
      assert.equal((await client.read('project.task', id, [field]))[0][field], stored);
    });
  }

  for (const [what, value, stored] of [
    ['a Date', moment, '2026-07-01'],
    ['a day', '2026-07-01', '2026-07-01'],
    ['a moment', '2026-07-01 23:59:59', '2026-07-01'],
    ['no day', false, false],
  ]) {
    test(`${what} in a field of days, which is stored as ${stored}`, async () => {
      const { client, requests } = await connect();
      const {
        counts: told,
        changes,
        id,
      } = await again(client, requests, 'crm.lead', { name: 'x-1', date_deadline: value }, 'name');
      assert.deepEqual([told, changes], [[0, 0, 1], 0]);
      assert.equal((await client.read('crm.lead', id, ['date_deadline']))[0].date_deadline, stored);
    });
  }

  test('links by id, as they are read, and by commands that may be given again', async () => {
    const { client, requests } = await connect();
    const country = await belgium(client);
    const tags = await client.create('res.partner.category', [{ name: 'a' }, { name: 'b' }]);
    for (const values of [
      { country_id: country },
      { country_id: [country, 'Belgium'] },
      { country_id: { id: country, display_name: 'Belgium' } },
      { category_id: [[6, 0, tags]] },
      { category_id: [[6, 0, [...tags].reverse()]] },
      { category_id: [[4, tags[0]]] },
      {
        category_id: [
          [4, tags[0], 0],
          [4, tags[1], 0],
        ],
      },
      { category_id: [[3, tags[0]]] },
      { category_id: [[5]] },
      { category_id: [[5], [4, tags[1]]] },
    ]) {
      const {
        counts: told,
        changes,
        id,
      } = await again(client, requests, 'res.partner', { ref: 'x-1', name: 'x', ...values }, 'ref');
      assert.deepEqual([told, changes], [[0, 0, 1], 0], JSON.stringify(values));
      const [{ country_id: [own] = [] }] = await client
        .read('res.partner', id, ['country_id'])
        .then((read) => read.map((record) => ({ country_id: record.country_id || [] })));
      if (values.country_id) assert.equal(own, country);
    }
  });

  test('an image is compared by its checksum, and its contents are not read', async () => {
    const pixel =
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
    const attachments = [
      {
        id: 9,
        res_field: 'image_1920',
        res_id: 1,
        checksum: createHash('sha1').update(Buffer.from(pixel, 'base64')).digest('hex'),
      },
    ];
    for (const [image, stored, expected] of [
      [pixel, attachments, [0, 0, 1]],
      [false, [], [0, 0, 1]],
      [false, attachments, [0, 1, 0]],
      [`${pixel.slice(0, 40)}AAAA`, attachments, [0, 1, 0]],
      [pixel, [], [0, 1, 0]],
    ]) {
      const asked = [];
      const client = {
        call: async (model, method, args, kwargs, { context }) => {
          if (method === 'fields_get')
            return { ref: { type: 'char' }, image_1920: { type: 'binary', attachment: true } };
          if (method === 'write') return true;
          asked.push([model, kwargs.fields, context?.active_test]);
          return model === 'ir.attachment' ? stored : [{ id: 1, ref: 'x-1' }];
        },
      };
      const ids = await bulk.upsert(client, 'res.partner', [{ ref: 'x-1', image_1920: image }], {
        key: 'ref',
      });
      assert.deepEqual(counts(ids), expected);
      assert.deepEqual(asked[0], ['res.partner', ['ref'], false]);
      assert.deepEqual(
        asked.slice(1).map(([model, fields]) => [model, fields]),
        [['ir.attachment', ['res_field', 'res_id', 'checksum']]],
      );
    }
  });

  test('amounts of a currency are compared as they are rounded to it, whose rounding is asked for once', async () => {
    const asked = [];
    const records = [
      [10.005, 10.01, 1],
      [2.5, 3, 2],
      [1.23456789, 1.23456789, 1],
      [1, 1.01, 1],
      [1.23, 1.23456789, 1],
    ].map(([given, stored, currency], index) => ({
      given,
      record: { id: index + 1, ref: `x-${index}`, amount: stored, currency_id: [currency, 'x'] },
    }));
    const client = {
      call: async (model, method, args, kwargs) => {
        if (method === 'fields_get')
          return {
            ref: { type: 'char' },
            amount: { type: 'monetary', currency_field: 'currency_id' },
          };
        if (method === 'write') return asked.push(args[0]) && true;
        if (model === 'res.currency')
          return (
            asked.push('currencies') && [
              { id: 1, rounding: 0.01 },
              { id: 2, rounding: 1 },
            ]
          );
        return records.map(({ record }) => record);
      },
    };
    const ids = await bulk.upsert(
      client,
      'm',
      records.map(({ given, record: { ref } }) => ({ ref, amount: given })),
      { key: 'ref' },
    );
    assert.deepEqual(
      [counts(ids), asked],
      [
        [0, 2, 3],
        ['currencies', [4], [5]],
      ],
    );
  });
});
