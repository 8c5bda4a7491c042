// Any method of a model: by position and by name, what it returns, and the context it runs in.

import assert from 'node:assert/strict';
import { id, refused } from './expected.mjs';

export const methods = [
  [
    'a method that returns None gives null',
    async ({ client, partner }) =>
      client.call('res.partner', 'onchange_parent_id', [[await partner()]]),
    null,
  ],
  [
    'copy of one record gives an id',
    async ({ client, partner }) => {
      const one = await partner({ name: 'Ada' });
      const copy = await client.call('res.partner', 'copy', [[one]]);
      id(copy);
      return [copy > one, (await client.read('res.partner', copy, ['name']))[0].name];
    },
    [true, 'Ada (copy)'],
  ],
  [
    'copy takes an id alone, and other values',
    async ({ client, partner }) => {
      const one = await partner();
      const copy = (...rest) => client.call('res.partner', 'copy', ...rest);
      const copies = [
        await copy([one]),
        await copy([[one], { name: 'Another' }]),
        await copy([[one]], { default: { name: 'By name' } }),
      ];
      copies.forEach(id);
      return (await client.read('res.partner', copies.slice(1), ['name'])).map(({ name }) => name);
    },
    ['Another', 'By name'],
  ],
  [
    'message_post gives an id',
    async ({ client, partner }) =>
      client.call('res.partner', 'message_post', [[await partner()]], {
        body: 'Hello',
        message_type: 'comment',
      }),
    id,
  ],
  [
    'context_get tells the language',
    async ({ client }) => (await client.call('res.users', 'context_get')).lang,
    'en_US',
  ],
  [
    'fields_get takes fields and attributes by position',
    ({ client }) =>
      client.call('res.partner', 'fields_get', [
        ['name', 'country_id'],
        ['type', 'relation'],
      ]),
    { name: { type: 'char' }, country_id: { type: 'many2one', relation: 'res.country' } },
  ],
  [
    'and by name',
    ({ client }) =>
      client.call('res.partner', 'fields_get', [], { allfields: ['name'], attributes: ['type'] }),
    { name: { type: 'char' } },
  ],
  [
    'name_search by position',
    async ({ client }) =>
      (await client.call('res.country', 'name_search', ['Belg'])).map(([, name]) => name),
    ['Belgium'],
  ],
  [
    'name_create',
    async ({ client }) => (await client.call('res.partner', 'name_create', ['Made by name']))[1],
    'Made by name',
  ],
  [
    'default_get',
    ({ client }) => client.call('crm.lead', 'default_get', [['type', 'priority']]),
    { type: 'opportunity', priority: '0' },
  ],
  [
    'search by position, with offset, limit and order',
    async ({ client }) => {
      const ids = await client.call('res.country', 'search', [
        [['code', 'in', ['BE', 'DE', 'FR']]],
        1,
        1,
        'code',
      ]);
      return (await client.read('res.country', ids, ['code'])).map(({ code }) => code);
    },
    ['DE'],
  ],
  [
    'search_read by position',
    async ({ client }) =>
      (await client.call('res.country', 'search_read', [[['code', '=', 'BE']], ['code']])).map(
        ({ code }) => code,
      ),
    ['BE'],
  ],
  [
    'search_count with a limit',
    ({ client }) => client.call('res.country', 'search_count', [[]], { limit: 7 }),
    7,
  ],
  [
    'read by name',
    async ({ client, partner }) =>
      (
        await client.call('res.partner', 'read', [[await partner({ name: 'Ada' })]], {
          fields: ['name'],
        })
      )[0].name,
    'Ada',
  ],
  [
    'groups by position, of read_group or what is in its place',
    async ({ client, series }) => {
      await client.create('res.partner', [
        { name: 'A', ref: 'grouped', city: 'Namur' },
        { name: 'B', ref: 'grouped', city: 'Namur' },
        { name: 'C', ref: 'grouped', city: 'Liège' },
      ]);
      const groups =
        Number(series) < 20
          ? await client.call('res.partner', 'read_group', [
              [['ref', '=', 'grouped']],
              ['city'],
              ['city'],
            ])
          : await client.call('res.partner', 'formatted_read_group', [
              [['ref', '=', 'grouped']],
              ['city'],
              ['__count'],
            ]);
      return groups.map(({ city, city_count: count, __count: formatted }) => [
        city,
        count ?? formatted,
      ]);
    },
    [
      ['Liège', 1],
      ['Namur', 2],
    ],
  ],
  [
    'get_metadata',
    async ({ client, partner }) => {
      const one = await partner();
      const [{ id: told, create_uid: creator }] = await client.call('res.partner', 'get_metadata', [
        [one],
      ]);
      return [told === one, creator[0] === client.getSession().uid];
    },
    [true, true],
  ],
  [
    'a method of a module, with arguments by position',
    async ({ client, partner }) => {
      const one = await partner({ name: 'Firm', is_company: true });
      return Object.keys(
        await client.call('res.partner', 'address_get', [[one], ['invoice', 'delivery']]),
      ).sort();
    },
    ['contact', 'delivery', 'invoice'],
  ],
  [
    'message_subscribe by position',
    async ({ client, partner }) => {
      const [one, follower] = [await partner(), await partner()];
      const subscribed = await client.call('res.partner', 'message_subscribe', [[one], [follower]]);
      const [{ message_partner_ids: followers }] = await client.read('res.partner', one, [
        'message_partner_ids',
      ]);
      return [subscribed, followers.includes(follower)];
    },
    [true, true],
  ],
  [
    'action_archive hides, action_unarchive shows',
    async ({ client, partner }) => {
      const one = await partner();
      const active = async () => (await client.read('res.partner', one, ['active']))[0].active;
      await client.call('res.partner', 'action_archive', [[one]]);
      const archived = await active();
      await client.call('res.partner', 'action_unarchive', [[one]]);
      return [
        archived,
        await active(),
        await client.searchCount('res.partner', [['id', '=', one]]),
      ];
    },
    [false, true, 1],
  ],

  [
    'the context of a call reaches Odoo',
    async ({ client, partner }) => {
      const one = await partner();
      await client.call('res.partner', 'action_archive', [[one]]);
      const found = (options) =>
        client.search('res.partner', [['id', '=', one]], options).then(({ length }) => length);
      const view = client.withContext({ active_test: false });
      return [
        await found(),
        await found({ context: { active_test: false } }),
        await view.searchCount('res.partner', [['id', '=', one]]),
        (await view.searchRead('res.partner', [['id', '=', one]], { fields: ['name'] })).length,
        await view.searchCount('res.partner', [['id', '=', one]], {
          context: { active_test: true },
        }),
        (
          await client.call('res.partner', 'search', [[['id', '=', one]]], {
            context: { active_test: false },
          })
        ).length,
      ];
    },
    [0, 1, 1, 1, 0, 1],
  ],
  [
    'a context of the configuration goes under it',
    async ({ connect, partner, client }) => {
      const one = await partner();
      await client.call('res.partner', 'action_archive', [[one]]);
      const seeing = await connect('admin', { context: { active_test: false } });
      return [
        await seeing.searchCount('res.partner', [['id', '=', one]]),
        await seeing
          .withContext({ active_test: true })
          .searchCount('res.partner', [['id', '=', one]]),
        await seeing.searchCount('res.partner', [['id', '=', one]], {
          context: { active_test: true },
        }),
      ];
    },
    [1, 0, 0],
  ],
  [
    'create with default_… in its context',
    async ({ client }) => {
      const one = await client.create(
        'crm.lead',
        { name: 'With a default' },
        { default_type: 'lead' },
      );
      const other = await client
        .withContext({ default_type: 'lead' })
        .create('crm.lead', { name: 'With a default' });
      return (await client.read('crm.lead', [one, other], ['type'])).map(({ type }) => type);
    },
    ['lead', 'lead'],
  ],

  [
    'an argument too many is refused',
    ({ client }) =>
      client
        .call('res.partner', 'search_count', [[], 5, 6, 7])
        .catch((error) => {
          assert.ok(error.message.includes('search_count'), error.message);
          throw error;
        })
        .then(
          () => 'answered',
          (error) => error.name.startsWith('Odoo'),
        ),
    true,
  ],
  [
    'an argument that does not exist is refused',
    ({ client }) =>
      client.call('res.partner', 'search_count', [[]], { no_such_argument: 1 }).then(
        () => 'answered',
        (error) => [error instanceof Error, /no_such_argument/.test(error.message)],
      ),
    [true, true],
  ],
  [
    'a private method is refused',
    async ({ client, partner }) =>
      client.call('res.partner', '_compute_display_name', [[await partner()]]),
    refused('OdooAccessError', /_compute_display_name|private/i),
  ],
];
