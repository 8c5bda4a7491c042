// What is closed without a file of rules; what is closed in one place is so in the others.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { connect, configOf, createOdooMcp, createSandbox, start } from './fixture.mjs';

describe('without a file', async () => {
  const { call, client, writes } = await start({ answer: 'accept' });
  for (const [what, name, args] of [
    [
      'users are not created',
      'odoo_create',
      { model: 'res.users', values: { name: 'x', login: 'x' } },
    ],
    [
      'users are not created through a partner',
      'odoo_create',
      {
        model: 'res.partner',
        values: { name: 'x', user_ids: [[0, 0, { login: 'x', name: 'x' }]] },
      },
    ],
    [
      'users are not changed through a partner',
      'odoo_update',
      { model: 'res.partner', ids: [3], values: { user_ids: [[1, 2, { login: 'x' }]] } },
    ],
    [
      'users are not given to another partner',
      'odoo_update',
      { model: 'res.partner', ids: [8], values: { user_ids: [[4, 2]] } },
    ],
    [
      'groups are not changed',
      'odoo_update',
      { model: 'res.groups', ids: [1], values: { name: 'x' } },
    ],
    [
      'system parameters are not written',
      'odoo_create',
      { model: 'ir.config_parameter', values: { key: 'x', value: 'x' } },
    ],
    ['system parameters are not read', 'odoo_search', { model: 'ir.config_parameter' }],
    ['rules are not changed', 'odoo_delete', { model: 'ir.rule', ids: [1] }],
    [
      'code is not written',
      'odoo_create',
      { model: 'ir.actions.server', values: { name: 'x', code: 'x' } },
    ],
    ['code is not run', 'odoo_call', { model: 'ir.actions.server', method: 'run', ids: [1] }],
    [
      'modules are not installed',
      'odoo_call',
      { model: 'ir.module.module', method: 'button_immediate_install', ids: [1] },
    ],
    [
      'settings are not executed',
      'odoo_call',
      { model: 'res.config.settings', method: 'execute', ids: [1] },
    ],
    ['rights are not left', 'odoo_call', { model: 'res.partner', method: 'sudo' }],
    [
      'private methods are not called',
      'odoo_call',
      { model: 'res.partner', method: '_compute_display_name', ids: [1] },
    ],
    [
      'passwords are not changed',
      'odoo_call',
      { model: 'res.partner', method: 'action_reset_password', ids: [1] },
    ],
    [
      'a context writes no field past the rules',
      'odoo_create',
      {
        model: 'res.partner',
        values: { name: 'x' },
        context: { default_user_ids: [[0, 0, { login: 'x' }]] },
      },
    ],
  ]) {
    test(what, async () => {
      const { isError, text } = await call(name, args);
      assert.ok(isError, text);
      assert.match(text, /^denied_by_policy/);
    });
  }

  for (const method of [
    'read',
    'search_read',
    'web_search_read',
    'write',
    'create',
    'unlink',
    'copy',
    'web_save',
    'load',
    'name_create',
    'export_data',
    'read_group',
    'formatted_read_group',
    'name_search',
    'message_post',
    'fields_get',
    'onchange',
  ]) {
    test(`odoo_call makes no ${method}, which has rules of its own`, async () => {
      const { isError, text } = await call('odoo_call', { model: 'res.partner', method, ids: [8] });
      assert.ok(isError);
      assert.match(text, /tool of its own|denied_by_policy/);
    });
  }

  for (const [what, args] of Object.entries({
    'in a list of fields': ['odoo_search', { model: 'res.users', fields: ['login', 'password'] }],
    'in a domain': ['odoo_count', { model: 'res.users', domain: [['password', '=like', 'a%']] }],
    'through a relation': [
      'odoo_count',
      { model: 'res.partner', domain: [['user_ids.password', '=like', 'a%']] },
    ],
    'in a domain inside a domain': [
      'odoo_count',
      { model: 'res.partner', domain: [['user_ids', 'any', [['password', '=like', 'a%']]]] },
    ],
    'in an order': ['odoo_search', { model: 'res.users', order: 'password' }],
    'in a group': ['odoo_group', { model: 'res.users', groupby: ['password'] }],
    'in a sum': [
      'odoo_group',
      { model: 'res.users', groupby: ['login'], aggregates: ['password:max'] },
    ],
    'in values': ['odoo_update', { model: 'res.partner', ids: [8], values: { signup_token: 'x' } }],
  })) {
    test(`a credential is neither seen nor searched by: ${what}`, async () => {
      const { isError, text } = await call(...args);
      assert.ok(isError, text);
      assert.match(text, /hidden by the policy|no field|may not be written|denied/);
    });
  }

  test('a credential is no resource, and in no list of fields', async () => {
    await assert.rejects(
      client.readResource({ uri: 'odoo://default/res.users/2/password' }),
      /hidden by the policy/,
    );
    const { data } = await call('odoo_fields', { model: 'res.users', all: true });
    assert.ok(!data.rows.some(([name]) => /password|token/.test(name)));
  });

  test('nothing of all this has reached Odoo', () => assert.equal(writes().length, 0));
});

describe('what is closed in one place is closed in the others', async () => {
  const odoo = createSandbox({
    models: {
      'sale.order': {
        fields: { customer_mail: { type: 'char', related: 'partner_id.email', readonly: false } },
      },
    },
    records: {
      'ir.attachment': [{ name: 'secret.txt', raw: 'c2VjcmV0', res_model: 'crm.lead', res_id: 1 }],
    },
  });
  const policy = {
    models: {
      'res.partner': { hidden: ['email'] },
      'crm.lead': { read: 'deny', update: 'ask' },
      'hr.employee': { read: 'ask' },
    },
  };
  const { call, client } = await start({ odoo, policy });

  test('a field that repeats a hidden one is hidden', async () => {
    for (const args of [
      { fields: ['customer_mail'] },
      { domain: [['customer_mail', 'ilike', 'a']] },
      { order: 'customer_mail' },
    ]) {
      assert.match(
        (await call('odoo_search', { model: 'sale.order', ...args })).text,
        /hidden by the policy/,
        JSON.stringify(args),
      );
    }
    assert.match(
      (await call('odoo_update', { model: 'sale.order', ids: [1], values: { customer_mail: 'x' } }))
        .text,
      /may not be written/,
    );
    await assert.rejects(
      client.readResource({ uri: 'odoo://default/sale.order/1/customer_mail' }),
      /hidden/,
    );
  });

  test('the files of a model that may not be read are neither found nor read', async () => {
    const found = await call('odoo_search', {
      model: 'ir.attachment',
      domain: [['name', '=', 'secret.txt']],
    });
    assert.equal(found.data?.rows.length, 0, found.text);
    const free = await connect(createOdooMcp({ connections: { default: configOf(odoo) } }));
    const { data } = await free.call('odoo_search', {
      model: 'ir.attachment',
      domain: [['name', '=', 'secret.txt']],
    });
    const [id] = data.rows[0];
    await assert.rejects(
      client.readResource({ uri: `odoo://default/ir.attachment/${id}/datas` }),
      /denied/,
    );
    assert.match(
      (await call('odoo_read', { model: 'ir.attachment', ids: [id] })).text,
      /denied_by_policy/,
    );
  });

  test('the plan of a change tells nothing of a model that may not be read', async () => {
    const { data, text } = await call('odoo_update', {
      model: 'crm.lead',
      ids: [111],
      values: { name: 'x' },
    });
    assert.equal(data?.status, 'planned', text);
    assert.doesNotMatch(text, /Reception furniture/);
  });

  test('no path leads through a model that is asked about', async () => {
    assert.match(
      (
        await call('odoo_count', {
          model: 'res.users',
          domain: [['employee_ids.name', 'ilike', 'a']],
        })
      ).text,
      /needs consent|no field/,
    );
    assert.match(
      (
        await call('odoo_count', {
          model: 'hr.department',
          domain: [['manager_id.name', 'ilike', 'a']],
        })
      ).text,
      /needs consent/,
    );
  });

  test('a context inside kwargs is held to the rules, too', async () => {
    const { isError, text } = await call('odoo_call', {
      model: 'res.partner',
      method: 'x_do',
      kwargs: { context: { default_password: 'x' } },
    });
    assert.ok(isError);
    assert.match(text, /context may not have `default_password`/);
  });

  test('who gets a message is told by name and address', async () => {
    const { call: own } = await start({ odoo: createSandbox() });
    const { text } = await own('odoo_message', {
      model: 'crm.lead',
      id: 111,
      kind: 'message',
      body: 'x',
      partner_ids: [8],
    });
    assert.match(text, /And to 8 Juniper Consulting SA, \S+@\S+/);
  });

  test('a user without rights over models finds files and messages all the same', async () => {
    const { call: own } = await start({ odoo: createSandbox(), login: 'demo' });
    for (const model of ['ir.attachment', 'mail.message'])
      assert.ok(!(await own('odoo_search', { model, limit: 3 })).isError, model);
  });
});
