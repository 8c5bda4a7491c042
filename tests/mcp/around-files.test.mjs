// Ways around the rules that are none: files, messages, fields that repeat others, and reports.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { startSandbox } from '../package/sandbox.mjs';
import { configOf, connect, createOdooMcp, createSandbox, start } from './fixture.mjs';

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
