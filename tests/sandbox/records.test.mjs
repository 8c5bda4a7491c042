// An Odoo in the process: clients of it create, find and are refused, in every series and with data
// of the test's own.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { connect, createSandbox, failure, required, series, toolbox } from './fixture.mjs';

test('import and require give the very same function', () => {
  assert.equal(required.createSandbox, createSandbox);
  assert.deepEqual(Object.keys(required), ['createSandbox']);
});

for (const odoo of series) {
  describe(`Odoo ${odoo}`, () => {
    test('says which series it is', async () => {
      const sandbox = createSandbox({ odoo });
      const answer = await sandbox.fetch(`${sandbox.url}/web/webclient/version_info`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{}',
      });
      assert.equal((await answer.json()).result.server_serie, odoo.replace('saas-', 'saas~'));
    });

    test('a record is created, found, changed and deleted', async () => {
      const client = await connect(createSandbox({ odoo }));
      const id = await client.create('res.partner', { name: 'Zoë 😀', city: 'Gent' });
      assert.deepEqual(
        await client.searchRead(
          'res.partner',
          [
            ['city', '=', 'Gent'],
            ['name', 'ilike', 'zoë'],
          ],
          { fields: ['name'] },
        ),
        [{ id, name: 'Zoë 😀' }],
      );
      assert.equal(await client.write('res.partner', [id], { name: 'Zoë' }), true);
      assert.equal(await client.unlink('res.partner', [id]), true);
      assert.ok(
        (await failure(client.write('res.partner', [id], {}))) instanceof toolbox.OdooMissingError,
      );
    });

    test('who may not is refused, and nothing is changed', async () => {
      const sandbox = createSandbox({ odoo });
      const portal = await connect(sandbox, 'portal');
      assert.ok(
        (await failure(portal.create('res.partner', { name: 'Not allowed' }))) instanceof
          toolbox.OdooAccessError,
      );
      assert.equal(
        await (await connect(sandbox)).searchCount('res.partner', [['name', '=', 'Not allowed']]),
        0,
      );
    });

    test('a wrong password is refused', async () => {
      assert.ok(
        (await failure(connect(createSandbox({ odoo }), 'admin', { password: 'wrong' }))) instanceof
          toolbox.OdooAuthError,
      );
    });

    test('records given are there, with relations by external id', async () => {
      const records = {
        'res.partner': [
          { xml_id: 'acme', name: 'ACME', is_company: true, country_id: 'base.be' },
          { name: 'Ada', parent_id: 'sandbox.acme' },
        ],
      };
      const client = await connect(createSandbox({ odoo, records }), 'demo');
      const [ada] = await client.searchRead(
        'res.partner',
        [
          ['parent_id.country_id.code', '=', 'BE'],
          ['name', '=', 'Ada'],
        ],
        { fields: ['parent_id'] },
      );
      assert.equal(ada.parent_id[1], 'ACME');
    });

    test('models given are there, with their constraints and access rights', async () => {
      const models = {
        'zoo.animal': {
          description: 'Animal',
          fields: { name: { type: 'char', required: true }, legs: { type: 'integer', default: 4 } },
          constraints: [{ unique: ['name'], message: 'There is one of that name.' }],
          access: { 'base.group_user': 'rwc' },
        },
        'zoo.keeper': { fields: { name: { type: 'char' } } },
        'res.partner': { fields: { x_favourite_id: { type: 'many2one', relation: 'zoo.animal' } } },
      };
      const sandbox = createSandbox({ odoo, models, records: { 'zoo.animal': [{ name: 'Rex' }] } });
      const client = await connect(sandbox, 'demo');
      const [rex] = await client.searchRead('zoo.animal', [], { fields: ['name', 'legs'] });
      assert.deepEqual({ name: rex.name, legs: rex.legs }, { name: 'Rex', legs: 4 });
      const id = await client.create('res.partner', { name: 'Ada', x_favourite_id: rex.id });
      assert.deepEqual(
        (await client.read('res.partner', [id], ['x_favourite_id']))[0].x_favourite_id,
        [rex.id, 'Rex'],
      );
      assert.match(
        (await failure(client.create('zoo.animal', { name: 'Rex' }))).message,
        /There is one of that name/,
      );
      assert.ok(
        (await failure(client.unlink('zoo.animal', [rex.id]))) instanceof toolbox.OdooAccessError,
      );
      const portal = await connect(sandbox, 'portal');
      for (const model of ['zoo.animal', 'zoo.keeper'])
        assert.ok((await failure(portal.search(model, []))) instanceof toolbox.OdooAccessError);
      // Whose access nobody speaks of is everything to employees.
      assert.equal(
        await client.unlink('zoo.keeper', [await client.create('zoo.keeper', { name: 'Eve' })]),
        true,
      );
    });
  });
}

test('record rules given are kept', async () => {
  const models = {
    'x.note': {
      fields: { name: { type: 'char' } },
      access: { 'base.group_user': 'rwcd', 'base.group_portal': 'rwc' },
      rules: [
        {
          name: 'own notes',
          groups: ['base.group_portal'],
          domain: [['create_uid', '=', '$user.id']],
        },
      ],
    },
  };
  const odoo = createSandbox({ models });
  const [demo, portal] = await Promise.all(['demo', 'portal'].map((user) => connect(odoo, user)));
  const theirs = await demo.create('x.note', { name: 'of the house' });
  const own = await portal.create('x.note', { name: 'of the customer' });
  assert.deepEqual(await portal.search('x.note', []), [own]);
  assert.ok(
    (await failure(portal.write('x.note', [theirs], { name: 'x' }))) instanceof
      toolbox.OdooAccessError,
  );
  assert.equal(await demo.searchCount('x.note', []), 2);
});

test('an API key opens JSON-2', async () => {
  const odoo = createSandbox({ odoo: '19.0', apiKeys: { demo: 'a-key' } });
  const ask = (key) =>
    odoo.fetch(`${odoo.url}/json/2/res.partner/search_count`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: '{"domain": []}',
    });
  assert.ok(Number.isInteger(await (await ask('a-key')).json()));
  assert.equal((await ask('another')).status, 401);
});

test('several databases keep their records apart', async () => {
  const odoo = createSandbox({
    databases: ['one', 'two'],
    records: { 'res.partner': [{ name: 'Everywhere' }] },
  });
  const [one, two] = await Promise.all(
    ['one', 'two'].map((database) => connect(odoo, 'admin', { database })),
  );
  await one.create('res.partner', { name: 'Only in one' });
  const count = (client, name) => client.searchCount('res.partner', [['name', '=', name]]);
  assert.deepEqual(
    await Promise.all([
      count(one, 'Everywhere'),
      count(two, 'Everywhere'),
      count(one, 'Only in one'),
      count(two, 'Only in one'),
    ]),
    [1, 1, 1, 0],
  );
});

test('two sandboxes side by side share nothing, not even their series', async () => {
  const [old, young] = ['17.0', '19.0'].map((odoo) => createSandbox({ odoo }));
  const [a, b] = await Promise.all([connect(old), connect(young)]);
  const [made] = await Promise.all([
    a.create('res.partner', { name: 'Old' }),
    b.create('res.partner', { name: 'Young' }),
  ]);
  assert.ok(Number.isInteger(made));
  assert.deepEqual(
    await Promise.all([
      a.searchCount('res.partner', [['name', '=', 'Young']]),
      b.searchCount('res.partner', [['name', '=', 'Old']]),
    ]),
    [0, 0],
  );
  old.failNext('refuse');
  await b.searchCount('res.partner', []);
  assert.equal(young.requests.filter(({ fault }) => fault).length, 0);
});

test('without samples, contacts are those of a new database', async () => {
  const client = await connect(createSandbox({ samples: false }));
  assert.equal(await client.searchCount('crm.lead', []), 0);
  assert.ok((await client.searchCount('res.partner', [])) > 0);
});

test("dates are the program's own", async (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: new Date('2031-02-03T04:05:06Z') });
  const client = await connect(createSandbox(), 'admin', { timeoutMs: 0 });
  const id = await client.create('res.partner', { name: 'Later' });
  assert.equal(
    (await client.read('res.partner', [id], ['create_date']))[0].create_date,
    '2031-02-03 04:05:06',
  );
});

test("an address of the program's choice is where it answers", async () => {
  const odoo = createSandbox({ url: 'https://erp.example.com' });
  assert.equal(odoo.url, 'https://erp.example.com');
  await connect(odoo);
});
