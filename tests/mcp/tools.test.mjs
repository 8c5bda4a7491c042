import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { revisions, start, tokens } from './fixture.mjs';

for (const revision of Object.keys(revisions)) {
  test(`a client that speaks ${revision} is served by it, and finds at most 16 tools within 4,000 tokens`, async () => {
    const { client, call } = await start({ revision });
    assert.equal(client.getNegotiatedProtocolVersion(), revision);
    const { tools } = await client.listTools();
    assert.ok(tools.length <= 16);
    assert.ok(tokens(tools) <= 4000, `${tokens(tools)} tokens`);
    for (const tool of tools) {
      assert.match(tool.name, /^odoo_[a-z]+$/);
      assert.ok(tool.title && tool.description && tool.annotations, tool.name);
      assert.equal(tool.inputSchema.type, 'object');
      assert.equal(tool.outputSchema.type, 'object');
    }
    assert.equal((await call('odoo_count', { model: 'res.country' })).isError, undefined);
  });
}

describe('reading', async () => {
  const { call } = await start();

  test('rows come as a table whose names are there once, and as lists beside', async () => {
    const { text, data } = await call('odoo_search', {
      model: 'crm.lead',
      fields: ['name', 'stage_id'],
      limit: 3,
    });
    assert.deepEqual(data.fields, ['id', 'name', 'stage_id']);
    assert.equal(data.rows.length, 3);
    assert.equal(text.match(/stage_id/g).length, 1);
    const [id, name, [stage, label]] = data.rows[0];
    assert.ok(text.includes(`${id}|${name}|${stage} ${label}`), text);
  });

  test('a cursor goes on where the rows ended, until all were seen once', async () => {
    const seen = [];
    let cursor;
    let total;
    do {
      const { data } = await call('odoo_search', {
        model: 'crm.lead',
        fields: ['name'],
        limit: 25,
        ...(cursor ? { cursor } : {}),
      });
      seen.push(...data.rows.map(([id]) => id));
      ({ cursor, count: total } = data);
    } while (cursor);
    assert.equal(seen.length, total);
    assert.equal(new Set(seen).size, total);
  });

  test('a cursor of another question is refused', async () => {
    const { data } = await call('odoo_search', { model: 'crm.lead', limit: 2 });
    const { isError, text } = await call('odoo_search', {
      model: 'res.partner',
      limit: 2,
      cursor: data.cursor,
    });
    assert.ok(isError);
    assert.match(text, /another query/);
  });

  test("a domain may be a list, Odoo's own text, or a single condition", async () => {
    const counts = [];
    for (const domain of [
      [
        ['is_company', '=', true],
        ['name', 'ilike', 'a'],
      ],
      "[('is_company', '=', True), ('name', 'ilike', 'a')]",
      '["&", ["is_company","=",true], ["name","ilike","a"]]',
    ])
      counts.push((await call('odoo_count', { model: 'res.partner', domain })).data.count);
    assert.ok(counts[0] > 0);
    assert.deepEqual(counts, [counts[0], counts[0], counts[0]]);
    assert.equal(
      (await call('odoo_count', { model: 'res.partner', domain: "('is_company','=',True)" }))
        .isError,
      undefined,
    );
    assert.equal(
      (await call('odoo_count', { model: 'res.users', domain: "[('id','=',uid)]" })).data.count,
      1,
    );
  });

  test('fields that nobody named are those that people look at, and never files', async () => {
    for (const model of [
      'res.partner',
      'sale.order',
      'crm.lead',
      'account.move',
      'product.product',
      'project.task',
      'hr.employee',
      'res.users',
    ]) {
      const { data, text } = await call('odoo_search', { model, limit: 5 });
      assert.ok(data, text);
      assert.ok(
        data.fields.includes('name') || data.fields.includes('display_name'),
        `${model}: ${data.fields}`,
      );
      assert.ok(data.fields.length >= 3 && data.fields.length <= 10, `${model}: ${data.fields}`);
      assert.ok(
        !data.fields.some((name) => /image|avatar|password|message_/.test(name)),
        `${model}: ${data.fields}`,
      );
    }
  });

  test('groups are counted and added up', async () => {
    const { data } = await call('odoo_group', {
      model: 'crm.lead',
      groupby: ['stage_id'],
      aggregates: ['expected_revenue:sum'],
    });
    assert.deepEqual(data.fields, ['stage_id', 'count', 'expected_revenue:sum']);
    const all = await call('odoo_count', { model: 'crm.lead' });
    assert.equal(
      data.rows.reduce((sum, row) => sum + row[1], 0),
      all.data.count,
    );
  });

  test('files are addresses, and the address gives the bytes', async () => {
    const { client, call: change } = await start({
      policy: { default: { create: 'allow', update: 'allow' } },
    });
    const made = await change('odoo_attachment', {
      action: 'add',
      model: 'res.partner',
      id: 3,
      name: 'a.bin',
      content: Buffer.from([1, 2, 250]).toString('base64'),
      base64: true,
    });
    assert.equal(made.data?.status, 'done', made.text);
    const { content } = await change('odoo_attachment', {
      action: 'list',
      model: 'res.partner',
      id: 3,
    });
    const link = content.find(({ type }) => type === 'resource_link');
    const { contents } = await client.readResource({ uri: link.uri });
    assert.equal(contents[0].blob, Buffer.from([1, 2, 250]).toString('base64'));
  });
});

describe('errors tell what to do', async () => {
  const { call } = await start();
  for (const [what, name, args, said] of [
    [
      'a model that is not there',
      'odoo_search',
      { model: 'res.parner' },
      /no model `res.parner`.*`res\.partner`/,
    ],
    [
      'a field that is not there',
      'odoo_search',
      { model: 'res.partner', fields: ['partnr_id', 'name'] },
      /no field `partnr_id`/,
    ],
    [
      'a field of a domain',
      'odoo_count',
      { model: 'res.partner', domain: [['nmae', '=', 'x']] },
      /Did you mean `name`/,
    ],
    [
      'a field in the middle of a path',
      'odoo_count',
      { model: 'crm.lead', domain: [['partner_id.contry_id.code', '=', 'BE']] },
      /res\.partner has no field `contry_id`.*`country_id`/,
    ],
    [
      'a field of an order',
      'odoo_search',
      { model: 'res.partner', order: 'nmae desc' },
      /Did you mean `name`/,
    ],
    [
      'a value of a selection',
      'odoo_create',
      { model: 'crm.lead', values: { name: 'x', type: 'oportunity' } },
      /"lead", "opportunity".*Did you mean `opportunity`/s,
    ],
    [
      'a name in place of an id',
      'odoo_create',
      { model: 'crm.lead', values: { name: 'x', stage_id: 'New' } },
      /id of a record.*crm\.stage/s,
    ],
    [
      "an argument's name",
      'odoo_search',
      { model: 'res.partner', feilds: ['name'] },
      /Did you mean `fields`/,
    ],
    ['an argument that is missing', 'odoo_read', { model: 'res.partner' }, /`ids` is missing/],
    [
      'an argument of the wrong type',
      'odoo_search',
      { model: 'res.partner', limit: 'ten' },
      /limit/,
    ],
    [
      'a text that is no domain',
      'odoo_count',
      { model: 'res.partner', domain: "[('name', '=', " },
      /not a domain/,
    ],
    [
      'a word in a domain',
      'odoo_count',
      { model: 'res.partner', domain: "[('user_id', '=', me)]" },
      /`me` has no value/,
    ],
    [
      'a record that is gone',
      'odoo_read',
      { model: 'res.partner', ids: [987654] },
      /missing_record/,
    ],
    [
      'a read through odoo_call',
      'odoo_call',
      { model: 'res.partner', method: 'search_read' },
      /Use odoo_search/,
    ],
  ]) {
    test(what, async () => {
      const { isError, text } = await call(name, args);
      assert.ok(isError, text);
      assert.match(text, said);
    });
  }
});
