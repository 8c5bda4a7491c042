// What Odoo refuses, and as what.

import { refused } from './expected.mjs';

/** A rule of the sandbox's: the next call of `method` raises that exception. */
const raise = async ({ sandbox, client }, name, message) => {
  await sandbox.strike({
    fault: 'error',
    name,
    message,
    model: 'res.partner',
    method: 'action_archive',
  });
  return client.call('res.partner', 'action_archive', [[1]]);
};

/** The next write meets that fault. */
const writeMeeting =
  (fault) =>
  async ({ sandbox, client }) => {
    await sandbox.strike({ fault, model: 'res.partner', method: 'write' });
    return client.write('res.partner', [1], { name: 'x' });
  };

export const refusals = [
  [
    'a model that does not exist',
    ({ client }) => client.search('no.such.model'),
    refused('OdooRpcError', /^Object no\.such\.model doesn't exist: /),
  ],
  [
    'creating in a model that does not exist',
    ({ client }) => client.create('no.such.model', {}),
    refused('OdooRpcError', /^Object no\.such\.model doesn't exist: /),
  ],
  [
    'a method that does not exist',
    ({ client }) => client.call('res.partner', 'no_such_method', [[1]]),
    refused('OdooRpcError', /no_such_method/),
  ],
  [
    'a method that does not exist, with arguments',
    ({ client }) => client.call('res.partner', 'no_such_method', [[1], 'x', { y: 1 }]),
    refused('OdooRpcError', /no_such_method/),
  ],
  [
    'a field that does not exist, in a domain',
    ({ client }) => client.search('res.partner', [['no_such_field', '=', 1]]),
    refused('OdooRpcError', /no_such_field/),
  ],
  [
    'a field that does not exist, read',
    ({ client }) => client.searchRead('res.partner', [], ['no_such_field']),
    refused('OdooRpcError', /no_such_field/),
  ],
  [
    'a field that does not exist, written',
    ({ client }) => client.create('res.partner', { name: 'x', no_such_field: 1 }),
    refused('OdooRpcError', /no_such_field/),
  ],
  [
    'an operator that does not exist',
    ({ client }) => client.search('res.partner', [['name', 'sounds like', 'x']]),
    refused('OdooRpcError', /./),
  ],

  [
    'changing what does not exist',
    ({ client }) => client.write('res.partner', [99_999_999], { name: 'x' }),
    refused('OdooMissingError', /does not exist/),
  ],
  [
    'deleting what does not exist',
    ({ client }) => client.unlink('res.partner', [99_999_999]),
    refused('OdooMissingError', /does not exist/),
  ],
  [
    'copying what does not exist',
    ({ client }) => client.call('res.partner', 'copy', [[99_999_999]]),
    refused('OdooMissingError', /does not exist/),
  ],

  [
    'a change without the right',
    async ({ connect }) => (await connect('demo')).write('res.company', [1], { name: 'Hacked' }),
    refused('OdooAccessError', /res\.company/),
  ],
  [
    'a model that portal users may not read',
    async ({ connect }) => (await connect('portal')).search('crm.lead', []),
    refused('OdooAccessError', /crm\.lead/),
  ],
  [
    'a record that a rule hides',
    async ({ connect, partner }) => {
      const one = await partner();
      return (await connect('portal')).read('res.partner', one, ['name']);
    },
    refused('OdooAccessError', /res\.partner|contact/i),
  ],
  [
    'a refusal leaves the user logged in',
    async ({ connect }) => {
      const client = await connect('demo');
      await client.write('res.company', [1], { name: 'Hacked' }).catch(() => {});
      return [
        client.isAuthenticated(),
        await client.searchCount('res.country', [['code', '=', 'BE']]),
      ];
    },
    [true, 1],
  ],

  [
    'a circle of parents',
    async ({ client, partner }) => {
      const one = await partner();
      return client.write('res.partner', [one], { parent_id: one });
    },
    refused('OdooValidationError', /recursive/i),
  ],
  [
    'a value that is required',
    ({ client }) => client.create('crm.lead', { type: 'lead' }),
    refused('OdooValidationError', /required|name/i),
  ],
  [
    'a value that is there already',
    async ({ client }) => {
      await client.create('crm.tag', { name: 'only once' });
      return client.create('crm.tag', { name: 'only once' });
    },
    refused('OdooValidationError', /already exists/),
  ],
  [
    'a value that is no choice',
    ({ client }) => client.create('crm.lead', { name: 'x', type: 'no such type' }),
    refused('OdooRpcError', /no such type/),
  ],
  [
    'deleting the superuser',
    ({ client }) => client.unlink('res.users', [1]),
    refused('OdooValidationError', /./),
  ],
  [
    'what was refused was not done',
    async ({ client }) => {
      await client
        .create('res.partner', [
          { name: 'half', ref: 'rolled back' },
          { name: 'half', ref: 'rolled back', no_such_field: 1 },
        ])
        .catch(() => {});
      return client.searchCount('res.partner', [['ref', '=', 'rolled back']]);
    },
    0,
  ],

  [
    'a UserError',
    (world) => raise(world, 'odoo.exceptions.UserError', 'Not today.'),
    refused('OdooValidationError', /^Not today\.$/),
  ],
  [
    'what is better done elsewhere, with the way there',
    async ({ client }) => {
      const error = await client
        .call('res.partner', 'action_archive', [[client.getSession().partner_id]])
        .catch((caught) => caught);
      return [
        error.name,
        error.message.split('\n')[0],
        error.message.includes('ir.actions'),
        error.action?.res_model,
        error.action?.res_id === client.getSession().uid,
        error.buttonText,
      ];
    },
    [
      'OdooRedirectWarning',
      'You cannot archive contacts linked to an active user.',
      false,
      'res.users',
      true,
      'Go to users',
    ],
  ],
  [
    'a RedirectWarning',
    (world) => raise(world, 'odoo.exceptions.RedirectWarning', 'Look there instead.'),
    refused('OdooRedirectWarning', /Look there instead/),
  ],
  [
    'an AccessDenied',
    async (world) => {
      const client = await world.connect();
      return raise({ ...world, client }, 'odoo.exceptions.AccessDenied', 'Access Denied');
    },
    refused('OdooAccessError', /Access Denied/),
  ],
  [
    'an AccessDenied of a method is no logout',
    async (world) => {
      const client = await world.connect();
      await raise({ ...world, client }, 'odoo.exceptions.AccessDenied', 'Access Denied').catch(
        () => {},
      );
      return client.isAuthenticated();
    },
    true,
  ],
  ['a lock', writeMeeting('lock'), refused('OdooLockError', /lock/)],
  [
    'a serialisation failure',
    writeMeeting('serialization'),
    refused('OdooRpcError', /could not serialize/),
  ],
  [
    'an exception of Python',
    (world) => raise(world, 'builtins.ZeroDivisionError', 'division by zero'),
    refused('OdooRpcError', /division by zero/),
  ],
];
