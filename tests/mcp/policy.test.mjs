// The rules: every tool under allow, ask and deny; those of a model; which of several holds.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  connect,
  configOf,
  createOdooMcp,
  createSandbox,
  parsePolicy,
  PolicyError,
  start,
} from './fixture.mjs';

/** Each tool with arguments, and the operation that its rule is under. */
const tools = {
  odoo_search: ['read', { model: 'res.partner', limit: 1 }],
  odoo_read: ['read', { model: 'res.partner', ids: [8] }],
  odoo_count: ['read', { model: 'res.partner' }],
  odoo_group: ['read', { model: 'res.partner', groupby: ['country_id'] }],
  odoo_create: ['create', { model: 'res.partner', values: { name: 'x' } }],
  odoo_update: ['update', { model: 'res.partner', ids: [8], values: { name: 'x' } }],
  odoo_delete: ['delete', { model: 'res.partner', ids: [100] }],
  odoo_call: ['call', { model: 'res.partner', method: 'toggle_active', ids: [8] }],
  odoo_message: ['message', { model: 'res.partner', id: 8, body: 'x', kind: 'note' }],
  odoo_attachment: [
    'update',
    { action: 'add', model: 'res.partner', id: 8, name: 'x.txt', content: 'x' },
  ],
};
const readsOf = ['odoo_attachment', { action: 'list', model: 'res.partner', id: 8 }];

describe('every tool obeys its rule', () => {
  const cases = [
    ...Object.entries(tools).map(([name, [operation, args]]) => [name, operation, args]),
    [readsOf[0], 'read', readsOf[1]],
  ];
  for (const [name, operation, args] of cases) {
    const model =
      name === 'odoo_attachment' && operation === 'update'
        ? { 'ir.attachment': { create: 'allow' } }
        : {};
    for (const decision of ['allow', 'ask', 'deny']) {
      test(`${name} ${args.action ?? ''} with ${operation} = ${decision}`, async () => {
        const policy = { models: { 'res.partner': { [operation]: decision }, ...model } };
        const { call, writes, odoo } = await start({ policy });
        await call('odoo_fields', { model: 'res.partner' });
        const [before, answer] = [odoo.requests.length, await call(name, args)];
        const changed = () => writes().filter(({ method }) => method !== undefined).length;
        if (decision === 'deny') {
          assert.ok(answer.isError);
          assert.match(answer.text, /^denied_by_policy: .*\[models\."res\.partner"\]/);
          assert.equal(changed(), 0);
        } else if (decision === 'ask') {
          assert.equal(answer.data?.status, 'planned', answer.text);
          assert.equal(changed(), 0);
          const done = await call(name, { ...args, plan: answer.data.plan });
          assert.ok(!done.isError, done.text);
          assert.equal(changed(), operation === 'read' ? 0 : 1);
          assert.ok((await call(name, { ...args, plan: answer.data.plan })).isError);
        } else {
          assert.ok(!answer.isError, answer.text);
          assert.equal(changed(), operation === 'read' ? 0 : 1);
        }
        assert.ok(odoo.requests.length >= before);
      });
    }
  }

  for (const decision of ['allow', 'ask', 'deny']) {
    test(`odoo_call with a rule of its method = ${decision}`, async () => {
      const policy = {
        default: { call: 'deny' },
        models: { 'res.partner': { methods: { 'toggle_*': decision } } },
      };
      const { call, writes } = await start({ policy });
      const answer = await call(...Object.entries({ odoo_call: tools.odoo_call[1] })[0]);
      assert.equal(Boolean(answer.isError), decision === 'deny', answer.text);
      assert.equal(writes().length, decision === 'allow' ? 1 : 0);
    });
  }
});

describe('rules of a model', () => {
  const policy = parsePolicy(`
    max_write_rows = 2
    [default]
    update = "allow"
    delete = "allow"
    create = "allow"
    [models."res.partner"]
    domain = [["is_company", "=", true]]
    hidden = ["email"]
    readonly = ["vat", "comment"]
    max_rows = 5
    [models."crm.*"]
    read = "deny"
  `);

  test('the domain is part of every search, count and group', async () => {
    const { call, odoo } = await start({ policy });
    const { call: free } = await connect(
      createOdooMcp({ connections: { default: configOf(odoo) } }),
    );
    const companies = (
      await free('odoo_count', { model: 'res.partner', domain: [['is_company', '=', true]] })
    ).data.count;
    assert.ok(companies < (await free('odoo_count', { model: 'res.partner' })).data.count);
    assert.equal((await call('odoo_count', { model: 'res.partner' })).data.count, companies);
    for (const domain of [
      ['|', ['id', '>', 0], ['id', '<', 0]],
      ['!', ['id', '=', 0]],
      [
        ['id', '>', 0],
        ['id', '<', 10_000],
      ],
      "['|', ('is_company','=',False), ('id','>',0)]",
    ]) {
      assert.equal(
        (await call('odoo_count', { model: 'res.partner', domain })).data.count,
        companies,
        JSON.stringify(domain),
      );
    }
    const { data } = await call('odoo_group', { model: 'res.partner', groupby: ['is_company'] });
    assert.deepEqual(
      data.rows.map(([value]) => value),
      [true],
    );
  });

  test('an operator that is left open does not swallow the domain', async () => {
    const { call } = await start({ policy });
    for (const domain of [
      ['|', ['id', '>', 0]],
      ['!'],
      ['&'],
      ['|', '|', ['id', '>', 0], ['id', '>', 0]],
    ]) {
      assert.ok(
        (await call('odoo_count', { model: 'res.partner', domain })).isError,
        JSON.stringify(domain),
      );
    }
  });

  test('records outside the domain are not read, changed, deleted, called, written to or attached to by id', async () => {
    const { call, client, odoo, writes } = await start({
      policy: { ...policy, default: { ...policy.default, call: 'allow', message: 'allow' } },
    });
    const person = (
      await new (await import('./fixture.mjs')).OdooClient(configOf(odoo)).authenticate()
    ).partner_id;
    for (const [name, args] of [
      ['odoo_read', { ids: [person] }],
      ['odoo_update', { ids: [person], values: { name: 'x' } }],
      ['odoo_delete', { ids: [person] }],
      ['odoo_call', { ids: [person], method: 'toggle_active' }],
      ['odoo_call', { args: [[person]], method: 'toggle_active' }],
      ['odoo_message', { id: person, body: 'x', kind: 'note' }],
      ['odoo_attachment', { action: 'add', id: person, name: 'x', content: 'x' }],
      ['odoo_attachment', { action: 'list', id: person }],
    ]) {
      const { isError, text } = await call(name, { model: 'res.partner', ...args });
      assert.ok(isError, `${name}: ${text}`);
    }
    await assert.rejects(client.readResource({ uri: `odoo://default/res.partner/${person}` }));
    await assert.rejects(client.readResource({ uri: `odoo://default/res.partner/${person}/name` }));
    assert.equal(writes().length, 0);
  });

  test('hidden fields are gone, read-only ones stay as they are, and rows have their limits', async () => {
    const { call, writes } = await start({ policy });
    assert.match(
      (await call('odoo_search', { model: 'res.partner', fields: ['email'] })).text,
      /hidden by the policy/,
    );
    assert.ok(!(await call('odoo_search', { model: 'res.partner' })).data.fields.includes('email'));
    assert.match(
      (await call('odoo_update', { model: 'res.partner', ids: [8], values: { comment: 'x' } }))
        .text,
      /may not be written/,
    );
    assert.equal(
      (await call('odoo_search', { model: 'res.partner', limit: 100 })).data.rows.length,
      5,
    );
    assert.match(
      (await call('odoo_delete', { model: 'res.country', ids: [1, 2, 3] })).text,
      /more than the policy allows/,
    );
    assert.equal(writes().length, 0);
  });

  test('a model that may not be read is in no list, and no path, name or file leads into it', async () => {
    const { call, client } = await start({ policy });
    const { data } = await call('odoo_models', { limit: 1000 });
    assert.ok(!data.rows.some(([model]) => model.startsWith('crm.')));
    for (const [name, args] of [
      ['odoo_fields', { model: 'crm.lead' }],
      ['odoo_search', { model: 'crm.lead' }],
      ['odoo_count', { model: 'sale.order', domain: [['opportunity_id.name', 'ilike', 'a']] }],
      ['odoo_group', { model: 'sale.order', groupby: ['opportunity_id.name'] }],
      ['odoo_search', { model: 'sale.order', order: 'opportunity_id.name' }],
    ])
      assert.match((await call(name, args)).text, /denied by the policy/, name);
    const { data: orders } = await call('odoo_search', {
      model: 'sale.order',
      fields: ['team_id', 'name'],
      limit: 5,
    });
    for (const [, team] of orders.rows) if (team) assert.equal(team[1], '(hidden)');
    await assert.rejects(
      client.readResource({ uri: 'odoo://default/schema/crm.lead' }),
      /denied by the policy/,
    );
    assert.equal(
      (await call('odoo_count', { model: 'mail.message', domain: [['model', '=', 'crm.lead']] }))
        .data.count,
      0,
    );
  });

  test('a pattern opens no model that is guarded; its own name does', async () => {
    const wide = await start({
      policy: { models: { 'res.*': { update: 'allow' }, '*': { update: 'allow' } } },
    });
    assert.match(
      (await wide.call('odoo_update', { model: 'res.users', ids: [2], values: { name: 'x' } }))
        .text,
      /^denied_by_policy/,
    );
    // The name of a user is really that of a partner.
    const exact = await start({
      policy: { models: { 'res.users': { update: 'allow' }, 'res.partner': { update: 'allow' } } },
    });
    assert.equal(
      (await exact.call('odoo_update', { model: 'res.users', ids: [2], values: { name: 'x' } }))
        .data?.status,
      'done',
    );
  });
});

describe('a policy that is not understood is refused with its place', () => {
  for (const [text, said] of [
    ['read_olny = true', /read_olny is not understood\. Did you mean `read_only`/],
    ['[default]\nwrite = "deny"', /default\.write is not understood/],
    ['[default]\nupdate = "never"', /default\.update must be "allow", "ask" or "deny"/],
    ['[models."res.partner"]\ndomain = "x"', /models\."res\.partner"\.domain must be a list/],
    ['[models."res partner"]\nread = "deny"', /not a model name/],
    ['[models."res.partner".methods]\nx = true', /methods\.x must be/],
    ['max_rows = -1', /max_rows must be a whole number above 0/],
    ['models = 3', /models must be a table/],
    ['[connections.prod]\npassword = "x"', /connections\.prod\.password is not understood/],
    ['x = [', /is not TOML/],
    [
      '[models.res.partner]\nread = "deny"',
      /Names with dots need quotes: \[models\."res\.partner"\]/,
    ],
    ['[models."Res.Partner"]\nread = "deny"', /not a model name/],
    ['[models."res.?artner"]\nread = "deny"', /not a model name/],
    ['[models."res.partner"]\nhidden = ["em?il"]', /hidden must be a list of names of fields/],
    ['[models."res.partner"]\nreadonly = "vat"', /readonly must be a list of names of fields/],
    [
      '[models."res.partner".methods]\n"action_(.*)" = "allow"',
      /methods\."action_\(\.\*\)" is not a method name/,
    ],
    ['[models."res.partner"]\ndomain = ["|", ["a", "=", 1]]', /domain must be a list/],
    ['[models."res.partner"]\ndomain = [["a", "equals", 1]]', /domain must be a list/],
    ['[models."res.partner"]\ndomain = [["a", ">", 2026-01-01]]', /domain must be a list/],
    ['[models."res.partner"]\ndomain = [["a"]]', /domain must be a list/],
    ['plan_minutes = inf', /plan_minutes must be a number above 0, 1440 at most/],
    ['read_only = "true"', /read_only must be true or false/],
    ['hosts = ["https://odoo.example.com"]', /hosts must be a list of host names/],
    ['hosts = ["odoo.example.com:8069"]', /hosts must be a list of host names/],
    ['hosts = ["*.example.com"]', /hosts must be a list of host names/],
    ['[default]\nhidden = ["x"]', /default\.hidden is not understood/],
    ['[connections.prod]\nenv = ""', /connections\.prod\.env must be a text/],
  ]) {
    test(JSON.stringify(text), () =>
      assert.throws(
        () => parsePolicy(text),
        (error) => error instanceof PolicyError && said.test(error.message),
      ),
    );
  }
});

describe('of several rules', () => {
  const decide = async (models, model = 'sale.order') => {
    const { call } = await start({ policy: { default: { read: 'ask' }, models } });
    const { isError, data } = await call('odoo_count', { model });
    return isError ? 'deny' : data.status === 'planned' ? 'ask' : 'allow';
  };
  test('the own name goes before patterns, a longer pattern before a shorter one, the default last', async () => {
    assert.equal(
      await decide({
        '*': { read: 'deny' },
        'sale.*': { read: 'deny' },
        'sale.order': { read: 'allow' },
      }),
      'allow',
    );
    assert.equal(await decide({ '*': { read: 'deny' }, 'sale.*': { read: 'allow' } }), 'allow');
    assert.equal(await decide({ 'sale.*': { read: 'deny' }, '*': { read: 'allow' } }), 'deny');
    assert.equal(
      await decide({ 'sale.order': { update: 'deny' }, 'sale.*': { read: 'allow' } }),
      'allow',
    );
    assert.equal(await decide({ 'crm.*': { read: 'deny' } }), 'ask');
  });
  test('a pattern fits whole names, and its dots are dots', async () => {
    assert.equal(
      await decide({
        'sale.ord': { read: 'deny' },
        'ale.order': { read: 'deny' },
        'sale_order*': { read: 'deny' },
      }),
      'ask',
    );
    assert.equal(await decide({ 'sale*r': { read: 'deny' } }), 'deny');
    assert.equal(await decide({ '*.order': { read: 'allow' } }), 'allow');
    assert.equal(await decide({ 'sale.order*': { read: 'deny' } }, 'sale.order.line'), 'deny');
  });
  test('hidden fields and domains of all of them hold', async () => {
    const { call } = await start({
      policy: {
        models: {
          'res.*': { hidden: ['phone'], domain: ['|', ['id', '<', 3], ['id', '>', 5]] },
          'res.partner': { hidden: ['email'], domain: ['|', ['id', '<', 2], ['id', '>', 6]] },
        },
      },
    });
    for (const field of ['phone', 'email'])
      assert.match(
        (await call('odoo_search', { model: 'res.partner', fields: [field] })).text,
        /hidden/,
      );
    const { data } = await call('odoo_search', {
      model: 'res.partner',
      fields: ['name'],
      order: 'id',
      limit: 500,
    });
    for (const [id] of data.rows) assert.ok((id < 3 || id > 5) && (id < 2 || id > 6), String(id));
  });
});

test('an audit log that cannot be written stops the change', async () => {
  const { call, writes } = await start({
    policy: { default: { create: 'allow' } },
    audit: () => {
      throw new Error('disk full');
    },
  });
  const { isError, text } = await call('odoo_create', {
    model: 'res.partner',
    values: { name: 'x' },
  });
  assert.ok(isError);
  assert.match(text, /audit log cannot be written: disk full/);
  assert.equal(writes().length, 0);
});

test('credentials are hidden in the audit log', async () => {
  const lines = [];
  const { call } = await start({
    policy: { models: { 'res.partner': { methods: { 'x_*': 'allow' } } } },
    audit: (line) => lines.push(line),
    odoo: createSandbox(),
  });
  await call('odoo_call', {
    model: 'res.partner',
    method: 'x_login',
    kwargs: { login: 'ada', password: 'geheim', nested: [{ api_key: 'geheim' }] },
  });
  // By position, and as a parameter: the method or the key says what the text beside it is.
  await call('odoo_call', {
    model: 'res.users',
    method: 'change_password',
    args: ['admin', 'geheim'],
  });
  await call('odoo_call', {
    model: 'res.partner',
    method: 'x_set',
    args: ['mail.password', 'geheim'],
  });
  await call('odoo_update', {
    model: 'ir.config_parameter',
    ids: [1],
    values: { key: 'mail.password', value: 'geheim' },
  });
  assert.ok(lines.length > 0);
  assert.ok(!lines.join().includes('geheim'));
  assert.ok(lines.join().includes('ada'));
});
