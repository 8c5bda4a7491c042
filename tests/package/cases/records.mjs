// Records: created, read, found, changed and deleted, with values of every kind.

import assert from 'node:assert/strict';
import { id } from './expected.mjs';

const only = (ids) => [['id', 'in', [ids].flat()]];

export const records = [
  [
    'a record is created, and its id is a number',
    ({ client }) => client.create('res.partner', { name: 'Ada' }),
    id,
  ],
  [
    'a list of one record gives a list of one id',
    async ({ client }) => {
      const ids = await client.create('res.partner', [{ name: 'Ada' }]);
      return [ids.length, Number.isInteger(ids[0])];
    },
    [1, true],
  ],
  [
    'records are created at once, in order',
    async ({ client }) => {
      const ids = await client.create('res.partner', [
        { name: 'First' },
        { name: 'Second' },
        { name: 'Third' },
      ]);
      return (await client.read('res.partner', ids, ['name'])).map(({ id: one, name }) => [
        ids.indexOf(one),
        name,
      ]);
    },
    [
      [0, 'First'],
      [1, 'Second'],
      [2, 'Third'],
    ],
  ],
  [
    'create(…) by call() gives what create() gives',
    ({ client }) => client.call('res.partner', 'create', [{ name: 'Ada' }]),
    id,
  ],
  ['no record at all gives no id', ({ client }) => client.create('res.partner', []), []],

  [
    'records are read by id',
    async ({ client, partner }) => {
      const one = await partner({ name: 'Ada', email: 'ada@example.com' });
      const records = await client.read('res.partner', one, ['name', 'email']);
      return records.map(({ id: read, ...rest }) => [read === one, rest]);
    },
    [[true, { name: 'Ada', email: 'ada@example.com' }]],
  ],
  [
    'every field is read when none is named',
    async ({ client }) => {
      const [country] = await client.searchRead('res.country', [['code', '=', 'BE']]);
      const [same] = await client.read('res.country', country.id);
      return ['id', 'name', 'code', 'display_name', 'create_date'].every(
        (field) => field in country && field in same,
      );
    },
    true,
  ],
  [
    'ids that do not exist are left out',
    ({ client }) => client.read('res.partner', [99_999_999], ['name']),
    [],
  ],
  [
    'records are found and read',
    async ({ client, partner }) => {
      const one = await partner({ name: 'Grace', ref: 'found-and-read' });
      const found = await client.searchRead('res.partner', [['ref', '=', 'found-and-read']], {
        fields: ['name', 'ref'],
      });
      assert.deepEqual(found, [{ id: one, name: 'Grace', ref: 'found-and-read' }]);
      return [
        await client.search('res.partner', [['ref', '=', 'found-and-read']]),
        await client.searchCount('res.partner', only(one)),
        await client.searchRead('res.partner', [['ref', '=', 'found-and-read']], ['ref']),
      ].map((value) => JSON.stringify(value).replaceAll(String(one), 'id'));
    },
    ['[id]', '1', '[{"id":id,"ref":"found-and-read"}]'],
  ],
  [
    'nothing found is nothing',
    async ({ client }) => [
      await client.search('res.partner', [['ref', '=', 'no such ref']]),
      await client.searchRead('res.partner', [['ref', '=', 'no such ref']], ['name']),
      await client.searchCount('res.partner', [['ref', '=', 'no such ref']]),
    ],
    [[], [], 0],
  ],
  [
    'pages neither overlap nor leave a gap',
    async ({ client }) => {
      const all = await client.search('res.country', [], { order: 'id' });
      const pages = [];
      for (let offset = 0; offset < all.length; offset += 50)
        pages.push(...(await client.search('res.country', [], { offset, limit: 50, order: 'id' })));
      assert.ok(all.length > 40);
      assert.deepEqual(pages, all);
      return (
        await client.searchRead('res.country', [['code', 'in', ['BE', 'FR', 'DE']]], {
          fields: ['code'],
          order: 'code desc',
          offset: 1,
        })
      ).map(({ code }) => code);
    },
    ['DE', 'BE'],
  ],
  [
    'domains with operators find what they say',
    async ({ client }) => {
      const made = await client.create('res.partner', [
        { name: 'A', ref: 'ops' },
        { name: 'B', ref: 'ops', email: 'b@example.com' },
        { name: 'C', ref: 'ops' },
      ]);
      const found = async (...terms) =>
        (await client.search('res.partner', [['ref', '=', 'ops'], ...terms], { order: 'id' })).map(
          (one) => made.indexOf(one),
        );
      return [
        await found(['email', '!=', false]),
        await found('|', ['name', '=', 'A'], ['name', '=', 'C']),
        await found('!', ['name', 'in', ['A', 'B']]),
        await found(['name', 'like', '%']),
      ];
    },
    [[1], [0, 2], [2], [0, 1, 2]],
  ],

  [
    'records are changed',
    async ({ client, partner }) => {
      const ids = [await partner(), await partner()];
      const changed = await client.write('res.partner', ids, { city: 'Namur' });
      return [
        changed,
        (await client.read('res.partner', ids, ['city'])).map(({ city }) => city),
        await client.write('res.partner', ids[0], { city: false }),
      ];
    },
    [true, ['Namur', 'Namur'], true],
  ],
  [
    'records are deleted',
    async ({ client, partner }) => {
      const one = await partner();
      return [
        await client.unlink('res.partner', one),
        await client.searchCount('res.partner', only(one)),
        await client.unlink('res.partner', []),
      ];
    },
    [true, 0, true],
  ],

  [
    'text of any script comes back unchanged',
    async ({ client, partner }) => {
      const name = 'Ångström 中文 العربية 😀👩‍👩‍👧 "quoted" \\ <b> \t \u2028 𝔘𝔫𝔦';
      const one = await partner({ name: 'x', comment: false, street: name });
      return (
        (await client.read('res.partner', one, ['street']))[0].street === name &&
        (await client.searchCount('res.partner', [['street', '=', name]])) === 1
      );
    },
    true,
  ],
  [
    'a file of 1 MB comes back unchanged',
    async ({ client }) => {
      const bytes = Buffer.from(
        Uint8Array.from({ length: 1_000_000 }, (_, index) => (index * 31 + (index >> 8)) & 255),
      );
      const datas = bytes.toString('base64');
      const one = await client.create('ir.attachment', { name: 'large.bin', datas });
      const [read] = await client.read('ir.attachment', one, ['datas', 'file_size', 'name']);
      return [
        read.datas === datas,
        read.file_size,
        read.name,
        await client.unlink('ir.attachment', one),
      ];
    },
    [true, 1_000_000, 'large.bin', true],
  ],
  [
    '2,000 records come back whole and in order',
    async ({ client }) => {
      const names = Array.from(
        { length: 2000 },
        (_, index) => `Crowd ${String(index).padStart(4, '0')} é`,
      );
      const ids = await client.create(
        'res.partner',
        names.map((name) => ({ name, ref: 'crowd' })),
      );
      const read = await client.searchRead('res.partner', [['ref', '=', 'crowd']], {
        fields: ['name'],
        order: 'id',
      });
      assert.deepEqual(
        read,
        ids.map((one, index) => ({ id: one, name: names[index] })),
      );
      return client.unlink('res.partner', ids);
    },
    true,
  ],
  [
    'values of every kind are kept',
    async ({ client }) => {
      const values = {
        name: 'Every kind',
        type: 'lead',
        expected_revenue: 1234.56,
        probability: 12.5,
        color: -3,
        date_deadline: '2026-02-28',
        description: '<p>Some <b>bold</b> text</p>',
        tag_ids: [[0, 0, { name: 'one tag' }]],
        active: true,
        referred: false,
      };
      const one = await client.create('crm.lead', values);
      const [{ id: read, tag_ids: tags, user_id: user, ...rest }] = await client.read(
        'crm.lead',
        one,
        Object.keys(values).concat('user_id'),
      );
      assert.equal(read, one);
      return {
        ...rest,
        tags: tags.length,
        user: [user.length, user[1] === client.getSession().name],
      };
    },
    {
      name: 'Every kind',
      type: 'lead',
      expected_revenue: 1234.56,
      probability: 12.5,
      color: -3,
      date_deadline: '2026-02-28',
      description: '<p>Some <b>bold</b> text</p>',
      active: true,
      referred: false,
      tags: 1,
      user: [2, true],
    },
  ],
  [
    'relations are read as pairs, and written by commands',
    async ({ client, partner }) => {
      const [country] = await client.searchRead('res.country', [['code', '=', 'BE']], ['name']);
      const one = await partner({ country_id: country.id, child_ids: [[0, 0, { name: 'Child' }]] });
      const [{ country_id: pair, child_ids: children }] = await client.read('res.partner', one, [
        'country_id',
        'child_ids',
      ]);
      await client.write('res.partner', one, {
        child_ids: [[2, children[0], 0]],
        country_id: false,
      });
      const [after] = await client.read('res.partner', one, ['country_id', 'child_ids']);
      return [pair[1], children.length, after.country_id, after.child_ids];
    },
    ['Belgium', 1, false, []],
  ],
  [
    'undefined, null and dates travel as in JSON',
    async ({ client, partner }) => {
      const one = await partner({
        name: 'Ada',
        email: undefined,
        phone: null,
        city: { toJSON: () => 'Paris' },
      });
      const [{ email, phone, city }] = await client.read('res.partner', one, [
        'email',
        'phone',
        'city',
      ]);
      return [email, phone, city];
    },
    [false, false, 'Paris'],
  ],

  [
    'a properties field is read with definitions, and written by name',
    async ({ client, toolbox }) => {
      const project = await client.create('project.project', {
        name: 'Moon',
        task_properties_definition: [
          { name: 'effort', type: 'integer', string: 'Effort' },
          { name: 'site', type: 'char', string: 'Site' },
        ],
      });
      const task = await client.create('project.task', {
        name: 'Land',
        project_id: project,
        task_properties: { effort: 3, site: 'Tycho' },
      });
      const read = async () =>
        (await client.read('project.task', task, ['task_properties']))[0].task_properties;
      const before = await read();
      await client.write('project.task', task, {
        task_properties: { ...toolbox.propertiesToWriteFormat(before), effort: 5 },
      });
      const after = await read();
      const { getPropertyValue: value, getPropertyDefinition: definition } = toolbox;
      return [
        value(before, 'effort'),
        value(after, 'effort'),
        value(after, 'site'),
        definition(after, 'site').string,
      ];
    },
    [3, 5, 'Tycho', 'Site'],
  ],
];
