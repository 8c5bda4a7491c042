// Who is logged in, and who is not.

import assert from 'node:assert/strict';
import { keys } from '../sandbox.mjs';
import { refused } from './expected.mjs';

/** The session, without what only a session on the server has. */
const told = ({ uid, db, username, name, partner_id, context }) => ({
  uid,
  db,
  username,
  name,
  partner_id,
  context,
});

/** The configuration with another password, or another key. */
const withSecret = (secret) => ({ password: secret, apiKey: secret });

export const login = [
  ...['admin', 'demo', 'portal'].map((user) => [
    `${user} is told who that is, with the context of the own user`,
    async ({ connect }) => {
      const client = await connect(user);
      return {
        ...told(client.getSession()),
        isAuthenticated: client.isAuthenticated(),
        own: await client.call('res.users', 'context_get'),
      };
    },
    ({ uid, db, username, name, partner_id, context, isAuthenticated, own }) => {
      assert.deepEqual([db, username, isAuthenticated, context.uid], ['demo', user, true, uid]);
      assert.ok(Number.isInteger(partner_id) && name.length > 0);
      assert.deepEqual(context, own);
    },
  ]),

  [
    'a second login gives the same',
    async ({ client }) => {
      const before = client.getSession();
      const again = await client.authenticate();
      return [told(before), told(again)];
    },
    ([before, again]) => assert.deepEqual(again, before),
  ],

  ['the protocol in use is told', ({ client, protocol }) => client.protocol === protocol, true],

  [
    'after a logout nothing is left, and nothing is sent',
    async ({ connect, sandbox }) => {
      const client = await connect();
      await client.logout();
      const { total } = await sandbox.journal();
      const error = await client.search('res.partner', []).catch((caught) => caught);
      const after = await sandbox.journal();
      return [
        client.isAuthenticated(),
        client.getSession(),
        error.name,
        error.message,
        after.total - total,
      ];
    },
    [false, null, 'OdooAuthError', 'Client not authenticated. Call authenticate() first.', 0],
  ],

  [
    'after a logout a login brings everything back',
    async ({ connect }) => {
      const client = await connect();
      client.logout();
      await client.authenticate();
      return client.searchCount('res.country', [['code', '=', 'BE']]);
    },
    1,
  ],

  [
    'a wrong password or key is refused',
    ({ client: of, make }) => make('admin', withSecret('wrong')).authenticate(),
    refused('OdooAuthError', /^Authentication failed/),
  ],

  [
    'a wrong password or key leaves nobody logged in',
    async ({ make }) => {
      const client = make('admin', withSecret('wrong'));
      await client.authenticate().catch(() => {});
      return [client.isAuthenticated(), client.getSession()];
    },
    [false, null],
  ],

  [
    'a user that does not exist is refused',
    ({ make }) => make('admin', { username: 'nobody' }).authenticate(),
    refused('OdooAuthError', /^Authentication failed/),
  ],

  [
    'a key of another user is refused',
    async ({ make, protocol }) => {
      // Elsewhere a key is a password, and the wrong one for this user.
      const secret = keys.demo;
      return make(
        'admin',
        protocol === 'json2' ? { apiKey: secret } : { password: secret },
      ).authenticate();
    },
    refused('OdooAuthError', /^Authentication failed/),
  ],

  [
    'a database that does not exist is named',
    ({ make }) => make('admin', { database: 'no_such_db' }).authenticate(),
    refused('OdooRpcError', /no_such_db/),
  ],

  [
    'where there is no Odoo, the address is what is wrong',
    async ({ make, sandbox, protocol }) => {
      const error = await make('admin', { url: `${sandbox.url}/nowhere` })
        .authenticate()
        .catch((caught) => caught);
      return [
        error.constructor.name.startsWith('Odoo'),
        /HTTP 404|no session routes|no JSON-2 API/.test(error.message),
      ];
    },
    [true, true],
  ],
];
