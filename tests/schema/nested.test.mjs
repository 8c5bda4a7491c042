// Records read nested, and values in other forms, on every series.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connected, OdooClient, series } from './fixture.mjs';

const select = {
  name: true,
  partner_id: { name: true, country_id: { code: true } },
  user_id: true,
  tag_ids: true,
  order_line: { product_id: true, price_unit: true, $order: 'price_unit desc', $limit: 2 },
};

/**
 * A client whose server has no `web_search_read`, as behind a proxy, or for a user who may not call
 * it.
 */
class WithoutWeb extends OdooClient {
  async call(model, method, ...rest) {
    if (method === 'web_search_read')
      return super.call(model, 'web_search_read_that_is_not_there', ...rest);
    return super.call(model, method, ...rest);
  }
}

for (const odoo of series) {
  test(`${odoo} reads a selection in one request, and by level the same`, async () => {
    const { client, calls } = await connected(odoo);
    const found = await client.fetch('sale.order', [], { select, order: 'id', limit: 5 });
    // Odoo 20 is asked for the types of fields beside it, once for each model.
    assert.deepEqual(
      calls.filter((call) => !/^20.*fields_get$/.test(odoo + call)),
      ['sale.order.web_search_read'],
    );
    assert.equal(found.length, 2);
    for (const { id, name, partner_id: partner, user_id: user, order_line: lines } of found) {
      assert.equal(typeof id + typeof name, 'numberstring');
      assert.deepEqual(Object.keys(partner), ['id', 'name', 'country_id']);
      assert.ok(user === false || (typeof user[0] === 'number' && typeof user[1] === 'string'));
      assert.ok(lines.length <= 2);
      for (const line of lines) assert.equal(typeof line.price_unit, 'number');
      assert.deepEqual(
        lines.map((line) => line.price_unit),
        lines.map((line) => line.price_unit).sort((a, b) => b - a),
      );
    }
    assert.ok(found.some(({ order_line: lines }) => lines.length === 2));
    const other = await connected(odoo, { Class: WithoutWeb });
    assert.deepEqual(
      await other.client.fetch('sale.order', [], { select, order: 'id', limit: 5 }),
      found,
    );
    // One read for each relation, with the fields that say where it leads.
    assert.equal(other.calls.filter((call) => /\.search_read$/.test(call)).length, 4);
  });
}

test('a relation without records and a selection without fields are read as such', async () => {
  for (const Class of [OdooClient, WithoutWeb]) {
    const { client } = await connected('19.0', { Class });
    const id = await client.create('res.partner', { name: 'Alone' });
    const [alone] = await client.fetch('res.partner', [['id', '=', id]], {
      select: { country_id: { code: true }, child_ids: { name: true }, parent_id: true },
    });
    assert.deepEqual(alone, { id, country_id: false, child_ids: [], parent_id: false });
    assert.deepEqual(await client.fetch('res.partner', [['id', '=', id]], { select: {} }), [
      { id },
    ]);
  }
});

test('a selection that is none is refused before anything is sent, and what Odoo refuses is told', async () => {
  const { client, calls } = await connected('19.0');
  await assert.rejects(client.fetch('res.partner', [], {}), TypeError);
  await assert.rejects(
    client.fetch('res.partner', [], { select: { name: 'yes' } }),
    /select\.name/,
  );
  assert.deepEqual(calls, []);
  await assert.rejects(client.fetch('res.partner', [], { select: { nothing: true } }), /nothing/);
});

for (const odoo of series) {
  test(`${odoo} has dates as Date and many2one values as objects on request, to and fro`, async () => {
    const { client } = await connected(odoo);
    const view = client.with({ dates: 'Date', many2one: 'object' });
    const when = new Date('2026-03-15T10:00:00Z');
    const partner = await client.create('res.partner', { name: 'Ada' });
    const id = await view.create('sale.order', {
      partner_id: { id: partner, display_name: 'Ada' },
      date_order: when,
      validity_date: new Date('2026-04-01T00:00:00Z'),
    });
    const [order] = await view.read('sale.order', id, [
      'date_order',
      'validity_date',
      'partner_id',
    ]);
    assert.deepEqual(order, {
      id,
      date_order: when,
      validity_date: new Date('2026-04-01T00:00:00Z'),
      partner_id: { id: partner, display_name: 'Ada' },
    });
    assert.deepEqual(
      await client.read('sale.order', id, ['date_order', 'validity_date', 'partner_id']),
      [
        {
          id,
          date_order: '2026-03-15 10:00:00',
          validity_date: '2026-04-01',
          partner_id: [partner, 'Ada'],
        },
      ],
    );
    await view.write('sale.order', id, { validity_date: false });
    const [again] = await view.searchRead(
      'sale.order',
      [
        ['date_order', '=', when],
        ['id', '=', id],
      ],
      { fields: ['validity_date'] },
    );
    // With a condition inside a condition the client copies the domain, and a Date is a text then.
    const inside = [
      [
        'sale_order_ids',
        'any',
        [
          ['date_order', '>=', when],
          ['id', '=', id],
        ],
      ],
    ];
    assert.equal(await view.searchCount('res.partner', inside), 1);
    assert.deepEqual(again, { id, validity_date: false });
    const [nested] = await view.fetch('sale.order', [['id', '=', id]], {
      select: { date_order: true, partner_id: { create_date: true } },
    });
    assert.ok(nested.date_order instanceof Date && nested.partner_id.create_date instanceof Date);
    for (const Class of [OdooClient, WithoutWeb]) {
      const other = (await connected(odoo, { Class })).client.with({ many2one: 'object' });
      const [product] = await other.search('product.product', [], { limit: 1 });
      await other.write('sale.order', 2, {
        order_line: [[0, 0, { name: 'With a product', product_id: product }]],
      });
      const [named] = await other.fetch('sale.order', [], {
        select: { partner_id: true, order_line: { product_id: true, $order: 'id desc' } },
        order: 'id desc',
        limit: 1,
      });
      assert.deepEqual(Object.keys(named.partner_id), ['id', 'display_name']);
      assert.deepEqual(Object.keys(named.order_line[0].product_id), ['id', 'display_name']);
    }
    const before = await view.search('sale.order', [
      ['order_line.order_id.validity_date', '=', new Date('2026-04-01T12:00:00Z')],
    ]);
    assert.deepEqual(
      before,
      await client.search('sale.order', [['order_line.order_id.validity_date', '=', '2026-04-01']]),
    );
    await assert.rejects(view.write('sale.order', id, { date_order: new Date(1e15) }), TypeError);
    await assert.rejects(view.write('sale.order', id, { date_order: new Date(NaN) }), TypeError);
  });
}

test('a view of a view has the context of both, and the forms of both', async () => {
  const { client } = await connected('19.0');
  const sent = [];
  class Watched extends OdooClient {
    async call(model, method, args, kwargs, ...rest) {
      const answer = await super.call(model, method, args, kwargs, ...rest);
      if (method === 'search_read')
        sent.push(await super.call('res.partner', 'default_get', [['lang']], {}));
      return answer;
    }
  }
  const { client: watched } = await connected('19.0', { Class: Watched });
  const view = watched
    .with({ dates: 'Date' })
    .withContext({ default_lang: 'fr_FR' })
    .with({ many2one: 'object' });
  const [partner] = await view.searchRead('res.partner', [['country_id', '!=', false]], {
    fields: ['create_date', 'country_id'],
    limit: 1,
  });
  assert.ok(partner.create_date instanceof Date);
  assert.deepEqual(Object.keys(partner.country_id), ['id', 'display_name']);
  assert.deepEqual(sent, [{ lang: 'fr_FR' }]);
  const [plain] = await client.searchRead('res.partner', [['country_id', '!=', false]], {
    fields: ['create_date'],
    limit: 1,
  });
  assert.equal(typeof plain.create_date, 'string');
});

test('what fetch is given in place of a selection is told with what it expects', async () => {
  const { client, calls } = await connected('19.0');
  const like = 'expected an object, like { name: true }';
  for (const options of [undefined, null, {}, { fields: ['name'] }, ['name']])
    await assert.rejects(client.fetch('res.partner', [], options), {
      name: 'TypeError',
      reason: 'argument',
      message: `Invalid select: ${like}, got undefined`,
    });
  for (const [select, message] of [
    [['name'], `Invalid select: ${like}, got a list`],
    [{ name: 'yes' }, 'Invalid select.name: expected true or an object, got "yes"'],
    [
      { child_ids: { country_id: ['code'] } },
      'Invalid select.child_ids.country_id: expected true or an object, got a list',
    ],
    [
      { child_ids: { name: true, $limt: 5 } },
      'Invalid select.child_ids: expected $limit, $order or $context, got "$limt"',
    ],
    [{ $where: 1 }, 'Invalid select: expected $limit, $order or $context, got "$where"'],
  ])
    await assert.rejects(client.fetch('res.partner', [], { select }), {
      name: 'TypeError',
      message,
    });
  assert.deepEqual(calls, []);
});

test('a selection below a field that leads to no records is refused, not answered with its value as an id', async () => {
  for (const odoo of series)
    for (const Class of [OdooClient, WithoutWeb]) {
      const { client } = await connected(odoo, { Class });
      const read = client.fetch('res.partner', [], { select: { name: { x: true } } });
      await assert.rejects(
        read,
        /^OdooError: fetch: (res\.partner\.)?name has no records: select it with true/,
      );
    }
});

test('forms that there are not are refused, and the usual ones can be named', async () => {
  const { client } = await connected('19.0');
  for (const [forms, message] of [
    [{ date: 'Date' }, 'Invalid forms: expected dates or many2one, got "date"'],
    [{ toString: 'Date' }, 'Invalid forms: expected dates or many2one, got "toString"'],
    [{ dates: 'date' }, "Invalid dates: expected 'text' or 'Date', got \"date\""],
    [{ many2one: true }, "Invalid many2one: expected 'pair' or 'object', got true"],
    [undefined, "Invalid forms: expected an object, like { dates: 'Date' }, got undefined"],
    ['Date', 'Invalid forms: expected an object, like { dates: \'Date\' }, got "Date"'],
  ])
    assert.throws(() => client.with(forms), { name: 'TypeError', reason: 'argument', message });
  const usual = client.with({ dates: 'text', many2one: 'pair' });
  const [order] = await usual.searchRead('sale.order', [], {
    fields: ['date_order', 'partner_id'],
    limit: 1,
  });
  assert.equal(typeof order.date_order, 'string');
  assert.ok(Array.isArray(order.partner_id));
  const [nested] = await usual.fetch('sale.order', [], { select: { partner_id: true }, limit: 1 });
  assert.ok(Array.isArray(nested.partner_id));
});
