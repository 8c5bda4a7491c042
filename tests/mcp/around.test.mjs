// Ways around the rules that are none: side channels of domains, names, methods, values, files and
// reports.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { startSandbox } from '../package/sandbox.mjs';
import { configOf, connect, createOdooMcp, createSandbox, OdooClient, start } from './fixture.mjs';

const policy = {
  default: { create: 'allow', update: 'allow', delete: 'allow', call: 'allow', message: 'allow' },
  models: {
    'res.partner': { hidden: ['phone', 'email*'], readonly: ['ref'] },
    'hr.*': { read: 'deny' },
    'crm.lead': { domain: [['type', '=', 'opportunity']] },
    'res.country': { read: 'ask' },
    'crm.stage': { hidden: ['name'] },
  },
};

describe('a hidden field is no side channel', async () => {
  const { call, odoo } = await start({ policy });
  const before = odoo.requests.length;
  const conditions = {
    'in a condition': ['res.partner', [['phone', 'like', '+32%']]],
    'by a pattern': ['res.partner', [['email_normalized', 'ilike', 'a']]],
    'behind an operator': ['res.partner', ['|', ['id', '=', 1], '!', ['phone', '!=', false]]],
    'through a relation': ['sale.order', [['partner_id.phone', 'like', '+32%']]],
    'through a relation back to the model': [
      'res.partner',
      [['parent_id.child_ids.phone', '!=', false]],
    ],
    'in any': ['sale.order', [['partner_id', 'any', [['phone', 'like', '+32%']]]]],
    'in not any': ['sale.order', [['partner_id', 'not any', [['phone', 'like', '+32%']]]]],
    'in any as text': ['sale.order', "[('partner_id', 'any', [('phone', 'like', '+32%')])]"],
    'in any within any': [
      'res.partner',
      [['child_ids', 'any', [['child_ids', 'any', [['phone', '!=', false]]]]]],
    ],
    'in ANY, which Odoo takes for any': [
      'sale.order',
      [['partner_id', 'ANY', [['phone', 'like', '+32%']]]],
    ],
    'in any!, which leaves the rights of the user': [
      'sale.order',
      [['partner_id', 'any!', [['phone', 'like', '+32%']]]],
    ],
    'in not any!': ['sale.order', [['partner_id', 'not any!', [['phone', 'like', '+32%']]]]],
    'by the display name, in which Odoo looks for addresses': [
      'res.partner',
      [['display_name', 'ilike', 'ada@']],
    ],
    'by a name of the relation': ['sale.order', [['partner_id', 'ilike', 'ada@']]],
    'by a name where ids belong': ['sale.order', [['partner_id', 'in', ['ada@example.com']]]],
    'by the display name of the relation': [
      'sale.order',
      [['partner_id.display_name', '=', 'ada@example.com']],
    ],
    'by the name of a parent': [
      'res.partner',
      [
        ['id', 'child_of', 'ada@example.com'],
        ['parent_id', 'child_of', 'ada@example.com'],
      ],
    ],
  };
  for (const [what, [model, domain]] of Object.entries(conditions)) {
    for (const tool of ['odoo_search', 'odoo_count', 'odoo_group']) {
      test(`${tool}: ${what}`, async () => {
        const { isError, text } = await call(tool, {
          model,
          domain,
          ...(tool === 'odoo_group' ? { groupby: ['create_uid'] } : {}),
        });
        assert.ok(isError, text);
        assert.match(text, /hidden by the policy|no operator|the policy hides some/);
      });
    }
  }

  for (const [what, [name, args]] of Object.entries({
    'in an order': ['odoo_search', { model: 'res.partner', order: 'phone' }],
    'in an order through a relation': [
      'odoo_search',
      { model: 'sale.order', order: 'partner_id.phone desc' },
    ],
    'in an order by what is called so': ['odoo_search', { model: 'crm.lead', order: 'stage_id' }],
    'in a group': ['odoo_group', { model: 'res.partner', groupby: ['phone'] }],
    'in a group through a relation': [
      'odoo_group',
      { model: 'sale.order', groupby: ['partner_id.phone'] },
    ],
    'in a sum': [
      'odoo_group',
      { model: 'res.partner', groupby: ['country_id'], aggregates: ['phone:count_distinct'] },
    ],
    'in a field that is a path': [
      'odoo_search',
      { model: 'sale.order', fields: ['partner_id.phone'] },
    ],
    'in the context, which puts the address into the name': [
      'odoo_search',
      { model: 'res.partner', fields: ['display_name'], context: { show_email: true } },
    ],
    'in the context of kwargs': [
      'odoo_call',
      { model: 'res.partner', method: 'name_do', kwargs: { context: { show_email: true } } },
    ],
  })) {
    test(what, async () => {
      const { isError, text } = await call(name, args);
      assert.ok(isError, text);
      assert.match(text, /hidden by the policy|no field|no relation|the policy hides/);
    });
  }

  test('ids, joins and other fields are searched as ever', async () => {
    for (const [model, domain] of [
      ['sale.order', [['partner_id', '=', 8]]],
      ['sale.order', [['partner_id', 'in', [8, false]]]],
      ['sale.order', [['partner_id.name', 'ilike', 'a']]],
      [
        'sale.order',
        ['|', ['partner_id', '=', false], ['partner_id', 'any', [['is_company', '=', true]]]],
      ],
      [
        'res.partner',
        [
          [1, '=', 1],
          ['id', 'child_of', 8],
        ],
      ],
      ['res.partner', "[('name', '=ilike', 'a%')]"],
    ]) {
      const { isError, text } = await call('odoo_count', { model, domain });
      assert.ok(!isError, text);
    }
  });

  test('what is called by a hidden name is shown by its id', async () => {
    const { data } = await call('odoo_group', { model: 'crm.lead', groupby: ['stage_id'] });
    assert.ok(data.rows.length > 1);
    for (const [stage] of data.rows) assert.equal(stage[1], '(hidden)');
  });

  test('no request of all that named a hidden field', () => {
    const told = JSON.stringify(
      odoo.requests
        .slice(before)
        .filter(({ method }) => method !== 'fields_get')
        .map(({ args, kwargs }) => [args, kwargs]),
    );
    assert.doesNotMatch(told, /phone|email|ada@/);
  });
});

describe('a method is no way around', async () => {
  const { call, writes } = await start({ policy });
  for (const [what, args] of Object.entries({
    'a domain of its own': {
      model: 'res.partner',
      method: 'get_figures',
      args: [[['phone', 'like', '+32%']]],
    },
    'a domain in kwargs': {
      model: 'sale.order',
      method: 'get_figures',
      kwargs: { domain: [['partner_id.phone', '!=', false]] },
    },
    'a domain deep inside': {
      model: 'res.partner',
      method: 'get_figures',
      kwargs: { options: { filters: [{ domain: ['&', ['phone', '!=', false], ['id', '>', 0]] }] } },
    },
    'a list of fields': { model: 'res.partner', method: 'get_figures', args: [['name', 'phone']] },
    'fields in one text': {
      model: 'res.partner',
      method: 'get_figures',
      args: ['name, phone desc'],
    },
    'an aggregate': { model: 'res.partner', method: 'get_figures', args: [['phone:array_agg']] },
    'a specification': {
      model: 'res.partner',
      method: 'get_figures',
      kwargs: { specification: { phone: {} } },
    },
    'a path': { model: 'sale.order', method: 'get_figures', args: [['partner_id.phone']] },
    'a credential': { model: 'res.partner', method: 'get_figures', args: [['signup_token']] },
  })) {
    test(`${what} that names what is hidden`, async () => {
      const { isError, text } = await call('odoo_call', args);
      assert.ok(isError, text);
      assert.match(text, /hidden by the policy|the policy hides/);
    });
  }

  for (const method of [
    'export_data',
    'web_read',
    'web_search_read',
    'search_read',
    'read_group',
    'web_read_group',
    'formatted_read_group',
    'name_search',
    'web_name_search',
    'hierarchy_read',
    'get_gantt_data',
    'default_get',
    'copy_data',
    'web_archive',
  ]) {
    test(`${method} is not called where all calls are allowed`, async () => {
      const { isError, text } = await call('odoo_call', {
        model: 'res.partner',
        method,
        args: [[]],
      });
      assert.ok(isError);
      assert.match(text, /tool of its own|denied_by_policy/);
    });
  }

  test('methods of a model that may not be read are not called, since they return what they return', async () => {
    const { text } = await call('odoo_call', { model: 'hr.employee', method: 'get_figures' });
    assert.match(text, /^denied_by_policy.*\[models\."hr\.\*"\] read/);
    const named = await start({
      policy: { models: { 'hr.employee': { read: 'deny', call: 'ask' } } },
    });
    assert.equal(
      (await named.call('odoo_call', { model: 'hr.employee', method: 'get_figures' })).data?.status,
      'planned',
    );
  });

  test('methods that post are under the rule of messages', async () => {
    const { call: quiet, writes: sent } = await start({
      policy: { default: { call: 'allow', message: 'deny' } },
    });
    for (const method of [
      'message_notify',
      'message_mail_with_source',
      'message_subscribe',
      'activity_schedule',
    ]) {
      assert.match(
        (await quiet('odoo_call', { model: 'res.partner', method, ids: [8] })).text,
        /^denied_by_policy/,
        method,
      );
    }
    assert.equal(sent().length, 0);
  });

  for (const model of [
    'mail.template',
    'sms.template',
    'mail.alias',
    'ir.actions.server',
    'base.automation',
  ]) {
    test(`what ${model} says is run by Odoo, so it is not written`, async () => {
      assert.match(
        (await call('odoo_create', { model, values: { name: 'x' } })).text,
        /^denied_by_policy/,
      );
      assert.match(
        (await call('odoo_call', { model, method: 'send_mail', ids: [1] })).text,
        /^denied_by_policy/,
      );
    });
  }

  test('nothing of all that was sent', () => assert.equal(writes().length, 0));
});

describe('the records outside a domain', async () => {
  const { call, odoo, writes } = await start({ policy });
  const direct = new OdooClient(configOf(odoo));
  await direct.authenticate();
  const [lead] = await direct.search('crm.lead', [['type', '!=', 'opportunity']], { limit: 1 });
  const outside = lead ?? (await direct.create('crm.lead', { name: 'Outside', type: 'lead' }));
  const sent = writes().length;

  for (const [what, name, args] of [
    [
      'are not looked into by a path',
      'odoo_count',
      { model: 'sale.order', domain: [['opportunity_id.name', 'ilike', 'a']] },
    ],
    [
      'are not looked into by any',
      'odoo_count',
      { model: 'sale.order', domain: [['opportunity_id', 'any', [['id', '>', 0]]]] },
    ],
    [
      'are not grouped by through a path',
      'odoo_group',
      { model: 'sale.order', groupby: ['opportunity_id.user_id'] },
    ],
    [
      'are not linked to',
      'odoo_update',
      { model: 'sale.order', ids: [1], values: { opportunity_id: outside } },
    ],
    [
      'are not linked to by a new record',
      'odoo_create',
      { model: 'sale.order', values: { partner_id: 8, opportunity_id: outside } },
    ],
    [
      'are not changed as lines',
      'odoo_update',
      {
        model: 'res.partner',
        ids: [8],
        values: { opportunity_ids: [[1, outside, { name: 'x' }]] },
      },
    ],
    [
      'are not deleted as lines',
      'odoo_update',
      { model: 'res.partner', ids: [8], values: { opportunity_ids: [[2, outside]] } },
    ],
    [
      'are not taken over as lines',
      'odoo_update',
      { model: 'res.partner', ids: [8], values: { opportunity_ids: [[6, 0, [outside]]] } },
    ],
    [
      'get no file',
      'odoo_create',
      { model: 'ir.attachment', values: { name: 'x', res_model: 'crm.lead', res_id: outside } },
    ],
    [
      'get no message',
      'odoo_create',
      { model: 'mail.message', values: { body: 'x', model: 'crm.lead', res_id: outside } },
    ],
  ]) {
    test(what, async () => {
      const { isError, text } = await call(name, args);
      assert.ok(isError, text);
      assert.match(text, /limits the records|outside what the policy shows|no field/);
    });
  }

  test('nothing of all that was sent', () => assert.equal(writes().length, sent));
});

describe('what hangs on a record', async () => {
  const odoo = createSandbox({
    records: {
      'ir.attachment': [{ name: 'own.txt', raw: 'c2VjcmV0', res_model: 'crm.lead', res_id: 111 }],
    },
  });
  const rules = {
    default: { create: 'allow', update: 'allow', delete: 'allow', call: 'allow' },
    models: {
      'crm.lead': { update: 'deny', message: 'deny' },
      'hr.employee': { read: 'deny' },
      'sale.order': { readonly: ['signature'] },
    },
  };
  const { call, writes } = await start({ odoo, policy: rules });
  const free = await connect(createOdooMcp({ connections: { default: configOf(odoo) } }));
  const { data } = await free.call('odoo_search', {
    model: 'ir.attachment',
    domain: [['name', '=', 'own.txt']],
  });
  const [[file]] = data.rows;

  for (const [what, name, args] of [
    [
      'a file is not put on a record that may not be changed',
      'odoo_create',
      { model: 'ir.attachment', values: { name: 'x', res_model: 'crm.lead', res_id: 111 } },
    ],
    [
      'a file is not moved to one',
      'odoo_update',
      { model: 'ir.attachment', ids: [file], values: { res_model: 'crm.lead', res_id: 112 } },
    ],
    [
      'the file of one is not changed',
      'odoo_update',
      { model: 'ir.attachment', ids: [file], values: { name: 'y' } },
    ],
    ['the file of one is not deleted', 'odoo_delete', { model: 'ir.attachment', ids: [file] }],
    [
      'no method is called on the file of one',
      'odoo_call',
      { model: 'ir.attachment', method: 'action_do', ids: [file] },
    ],
    [
      'a message is not written on one',
      'odoo_create',
      { model: 'mail.message', values: { body: 'x', model: 'crm.lead', res_id: 111 } },
    ],
    [
      'a file is not put into a field that may not be written',
      'odoo_create',
      {
        model: 'ir.attachment',
        values: { name: 'x', res_model: 'sale.order', res_id: 1, res_field: 'signature' },
      },
    ],
  ]) {
    test(what, async () => {
      const { isError, text } = await call(name, args);
      assert.ok(isError, text);
      assert.match(text, /^denied_by_policy/);
    });
  }

  test('nothing of all that was sent', () => assert.equal(writes().length, 0));
});

describe('where the fields of a model cannot be asked for', () => {
  /** A sandbox that keeps the fields of partners from this server. */
  async function startWithout(rules) {
    const odoo = createSandbox({
      models: {
        'sale.order': {
          fields: { customer_mail: { type: 'char', related: 'partner_id.email', readonly: false } },
        },
      },
    });
    const fetch = (input, init) => {
      const { method, model } = JSON.parse(init?.body ?? '{}').params ?? {};
      const isIt = method === 'fields_get' && model === 'res.partner';
      return isIt
        ? Promise.resolve(new Response('busy', { status: 503 }))
        : odoo.fetch(input, init);
    };
    const mcp = createOdooMcp({
      connections: { default: { ...configOf(odoo), fetch, retries: 0 } },
      policy: rules,
    });
    return { odoo, ...(await connect(mcp)) };
  }

  test('a field that is stored there is not written', async () => {
    const { call, odoo } = await startWithout({
      default: { update: 'allow' },
      models: { 'res.partner': { update: 'deny' } },
    });
    const { isError, text } = await call('odoo_update', {
      model: 'sale.order',
      ids: [1],
      values: { customer_mail: 'x' },
    });
    assert.ok(isError, text);
    assert.ok(!odoo.requests.some(({ method }) => method === 'write'));
  });

  test('nor shown, nor searched by', async () => {
    const { call } = await startWithout({ models: { 'res.partner': { hidden: ['email'] } } });
    for (const args of [
      { fields: ['customer_mail'] },
      { domain: [['customer_mail', '=', 'x']] },
      { order: 'customer_mail' },
    ]) {
      assert.ok(
        (await call('odoo_search', { model: 'sale.order', ...args })).isError,
        JSON.stringify(args),
      );
    }
  });
});

test('fields that repeat one another are followed to where they are stored', async () => {
  const odoo = createSandbox({
    models: {
      'sale.order': {
        fields: { customer_mail: { type: 'char', related: 'partner_id.email', readonly: false } },
      },
      'sale.order.line': {
        fields: {
          customer_mail: { type: 'char', related: 'order_id.customer_mail', readonly: false },
        },
      },
    },
  });
  const { call } = await start({
    odoo,
    policy: {
      default: { update: 'allow' },
      models: { 'res.partner': { update: 'deny', hidden: ['email'] } },
    },
  });
  assert.match(
    (await call('odoo_search', { model: 'sale.order.line', fields: ['customer_mail'] })).text,
    /hidden by the policy/,
  );
  const written = await start({
    odoo,
    policy: { default: { update: 'allow' }, models: { 'res.partner': { update: 'deny' } } },
  });
  const { text } = await written.call('odoo_update', {
    model: 'sale.order.line',
    ids: [1],
    values: { customer_mail: 'x' },
  });
  assert.match(text, /^denied_by_policy: Changing res\.partner/);
});

test('a name in a path of a group is hidden where its model may not be read', async () => {
  const { call } = await start({ policy: { models: { 'res.country': { read: 'deny' } } } });
  for (const groupby of [['country_id'], ['parent_id.country_id']]) {
    const { data, text } = await call('odoo_group', { model: 'res.partner', groupby });
    for (const [country] of data?.rows ?? [])
      if (Array.isArray(country)) assert.equal(country[1], '(hidden)', text);
  }
});

test('a printed report is kept for the user that had it printed, and for no other', async () => {
  const odoo = await startSandbox();
  const settings = { url: odoo.url, database: 'demo' };
  const { client, call } = await connect(
    createOdooMcp({
      connections: { default: { ...settings, username: 'admin', password: 'admin' } },
    }),
  );
  const printed = await call('odoo_report', { report: 'sale.report_saleorder', ids: [1] });
  assert.ok(!printed.isError, printed.text);
  await client.readResource({ uri: printed.data.uri });
  const { isError, text } = await call('odoo_authenticate', {
    ...settings,
    username: 'portal',
    password: 'portal',
  });
  assert.ok(!isError, text);
  await assert.rejects(client.readResource({ uri: printed.data.uri }));
});
