// Tokens: what answers cost, and that none costs more than it may.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createSandbox, start, tokens } from './fixture.mjs';

/** What a host passes on: the text, or the structured content. */
const sizes = ({ text, data }) => ({ text: tokens(text), structured: tokens(data) });

const orders = Array.from({ length: 12 }, (_, index) => ({
  partner_id: 8 + index,
  client_order_ref: `REF/${index}`,
  order_line: [[0, 0, { product_id: 1, product_uom_qty: 2, price_unit: 120.5 }]],
}));
const odoo = createSandbox({ records: { 'sale.order': orders } });

describe('usual answers stay within their tokens', async () => {
  const { call } = await start({ odoo });
  for (const [what, most, name, args, expected] of [
    ['10 partners, no fields named', 700, 'odoo_search', { model: 'res.partner', limit: 10 }, 10],
    [
      '10 sales orders, no fields named',
      800,
      'odoo_search',
      { model: 'sale.order', limit: 10 },
      10,
    ],
    [
      '20 leads, 3 fields',
      450,
      'odoo_search',
      { model: 'crm.lead', fields: ['name', 'stage_id', 'expected_revenue'], limit: 20 },
      20,
    ],
    ['fields of sale.order', 1800, 'odoo_fields', { model: 'sale.order' }, 20],
    ['models', 1500, 'odoo_models', { limit: 100 }, 30],
    [
      'leads by stage, with a sum',
      150,
      'odoo_group',
      { model: 'crm.lead', groupby: ['stage_id'], aggregates: ['expected_revenue:sum'] },
      4,
    ],
  ]) {
    test(`${what}: at most ${most}`, async (t) => {
      const answer = await call(name, args);
      assert.ok(answer.data.rows.length >= expected, `${answer.data.rows.length} rows`);
      const { text, structured } = sizes(answer);
      t.diagnostic(`${text} tokens of text, ${structured} of structured content`);
      assert.ok(text <= most && structured <= most, `${text}, ${structured}`);
    });
  }
});

describe('no answer is over the budget', async () => {
  const jumble = (length, letters) =>
    Array.from(
      { length },
      (_, index) => letters[(index * 7919 + ((index * index) % 101)) % letters.length],
    ).join('');
  const letters = {
    base64: [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'],
    digits: [...'0123456789'],
    Chinese: [...'的一是不了人我在有他这中大来上个国们到说时'],
    emoji: [...'😀🎉🚀💡🔥👩‍💻🇧🇪'],
    punctuation: [...'|"\\{}[]<>#*_~`'],
    consonants: [...'bcdfghjklmnpqrstvwxz'],
    Thai: [...'กขคงจฉชซญฐฑฒ'],
    spaces: [...' \n\t a'],
  };
  const records = Object.entries(letters).flatMap(([kind, signs]) =>
    Array.from({ length: 40 }, (_, index) => ({
      name: `${kind} ${index} ${jumble(80, signs)}`,
      comment: `<p>${jumble(3000, signs)}</p>`,
      ref: kind,
      street: jumble(60, signs),
    })),
  );
  const own = createSandbox({ records: { 'res.partner': records } });
  for (const maxTokens of [600, 2000, 8000]) {
    const { call, client } = await start({
      odoo: own,
      policy: { max_tokens: maxTokens, default: { call: 'allow' } },
    });
    for (const kind of Object.keys(letters)) {
      test(`of ${maxTokens}, whatever the records hold: ${kind}`, async () => {
        for (const [name, args] of [
          [
            'odoo_search',
            {
              model: 'res.partner',
              domain: [['ref', '=', kind]],
              fields: ['name', 'street', 'comment'],
              limit: 500,
            },
          ],
          ['odoo_search', { model: 'res.partner', domain: [['ref', '=', kind]], limit: 500 }],
          ['odoo_group', { model: 'res.partner', domain: [['ref', '=', kind]], groupby: ['name'] }],
        ]) {
          const answer = await call(name, args);
          assert.ok(!answer.isError, answer.text);
          const all = tokens(answer.text) + tokens(answer.data);
          assert.ok(all <= maxTokens, `${name}: ${all} of ${maxTokens}`);
          if (answer.data.rows.length < answer.data.count) assert.ok(answer.data.cursor);
          assert.ok(answer.data.rows.length >= 1);
        }
        const { data } = await call('odoo_search', {
          model: 'res.partner',
          domain: [['ref', '=', kind]],
          limit: 1,
        });
        const one = await call('odoo_read', {
          model: 'res.partner',
          ids: [data.rows[0][0]],
          fields: ['name', 'comment'],
        });
        assert.ok(tokens(one.text) + tokens(one.data) <= Math.max(maxTokens, 4000 * 2));
        const { contents } = await client.readResource({
          uri: `odoo://default/res.partner/${data.rows[0][0]}/comment`,
        });
        assert.ok(tokens(contents[0].text) <= maxTokens, `${tokens(contents[0].text)}`);
      });
    }
    test(`of ${maxTokens}, for fields, models and records`, async () => {
      for (const [name, args] of [
        ['odoo_fields', { model: 'res.partner', all: true }],
        ['odoo_models', { limit: 1000 }],
      ]) {
        const answer = await call(name, args);
        assert.ok(tokens(answer.text) + tokens(answer.data) <= maxTokens, name);
      }
      for (const uri of [
        'odoo://default/schema/res.partner',
        'odoo://default/res.partner/8',
        'odoo://default',
      ]) {
        const { contents } = await client.readResource({ uri });
        assert.ok(tokens(contents[0].text) <= maxTokens, `${uri}: ${tokens(contents[0].text)}`);
      }
    });
  }
});

test('pages that the budget cut lead through all rows, each once', async () => {
  const { call } = await start({ odoo, policy: { max_tokens: 500 } });
  const seen = [];
  let cursor;
  do {
    const { data, isError, text } = await call('odoo_search', {
      model: 'crm.lead',
      fields: ['name', 'stage_id'],
      limit: 60,
      ...(cursor ? { cursor } : {}),
    });
    assert.ok(!isError, text);
    assert.ok(data.rows.length < 60);
    seen.push(...data.rows.map(([id]) => id));
    ({ cursor } = data);
  } while (cursor);
  assert.equal(new Set(seen).size, seen.length);
  assert.equal(seen.length, (await call('odoo_count', { model: 'crm.lead' })).data.count);
});

for (const kind of ['text', 'structured']) {
  test(`results = "${kind}" has the rows there alone`, async () => {
    const { call } = await start({ odoo, policy: { results: kind } });
    const { text, data } = await call('odoo_search', {
      model: 'crm.lead',
      fields: ['name'],
      limit: 3,
    });
    assert.equal(data.rows === undefined, kind === 'text');
    assert.equal(text.split('\n').length > 2, kind === 'text');
  });
}
