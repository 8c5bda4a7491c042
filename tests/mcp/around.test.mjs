// Ways around the rules that are none: side channels of domains, names, methods and values.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { configOf, OdooClient, start } from './fixture.mjs';

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
        assert.match(text, /hidden by the policy|not an operator|the policy hides some/);
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
      assert.match(text, /hidden by the policy|no field|not a relation|the policy hides/);
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
