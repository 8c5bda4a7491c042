/** How to meet each class of error for real: what to press, and what is then done. */

import { OdooClient } from 'odoo-client-wasm';
import { newSandbox } from './in-page-sandbox.js';

const NO_SUCH_ID = 2 ** 31 - 1;
const PATIENCE_MS = 500;

/** A `fetch` whose request is never answered, only given up. */
const silence = (address, { signal }) =>
  new Promise((answered, abandoned) => {
    signal.addEventListener('abort', () => abandoned(signal.reason));
  });

/**
 * A `fetch` that answers a login as Odoo does where the password was right, and a second factor is
 * to follow.
 */
const secondFactor = async (address, { body }) =>
  Response.json({ jsonrpc: '2.0', id: JSON.parse(body).id, result: { uid: null } });

/**
 * The ways to provoke errors, by class: pairs of a label and an action. What no server can be asked
 * to do happens in a sandbox of its own, within the page.
 */
export function troubles({ client, url, session, sibling }) {
  const asUser = {
    protocol: 'jsonrpc',
    username: session.username,
    password: 'not-the-password',
    apiKey: undefined,
  };
  const signIn = (changes) => sibling({ ...asUser, ...changes }).authenticate();
  return {
    OdooSessionExpiredError: [
      [
        'Go on with a session that has ended',
        async () => {
          const { clientFor } = await otherServer(sibling);
          const owner = clientFor({ protocol: 'session' });
          await owner.authenticate();
          const visitor = clientFor({
            protocol: 'session',
            username: undefined,
            password: undefined,
          });
          await visitor.authenticate();
          await owner.logout();
          await visitor.searchCount('res.partner');
        },
      ],
    ],
    OdooAuthError: [
      ['Sign in with a wrong password', () => signIn({})],
      [
        'Sign in with a wrong API key',
        () =>
          signIn({
            protocol: 'json2',
            username: undefined,
            password: undefined,
            apiKey: 'not-the-key',
          }),
      ],
      ['Sign in with two-factor login', () => signIn({ protocol: 'session', fetch: secondFactor })],
    ],
    OdooTimeoutError: [
      [
        'Wait for a server that never answers',
        () => signIn({ fetch: silence, timeoutMs: PATIENCE_MS }),
      ],
    ],
    OdooRateLimitError: [
      [
        'Call a server that asks to slow down',
        async () => {
          const { odoo, clientFor } = await otherServer(sibling);
          odoo.failNext({ fault: 'status', status: 429, retryAfter: 30 });
          await clientFor({}).authenticate();
        },
      ],
    ],
    OdooNetworkError: [
      ['Call a server that is not there', () => signIn({ url: new URL('/nobody-here', url).href })],
    ],
    OdooRedirectWarning: [
      [
        'Archive the contact of your own user',
        () => client.write('res.partner', [partnerOf(session)], { active: false }),
      ],
    ],
    OdooValidationError: [
      ['Create a country without a name', () => client.create('res.country', { code: 'ZZ' })],
    ],
    OdooAccessError: [
      [
        'Read the system parameters',
        () =>
          client.call('ir.config_parameter', 'search_read', [[]], { fields: ['key'], limit: 1 }),
      ],
    ],
    OdooMissingError: [
      [
        'Write to a record that never was',
        () => client.write('res.partner', [NO_SUCH_ID], { city: 'Nowhere' }),
      ],
    ],
    OdooLockError: [
      [
        'Write to a record that is held elsewhere',
        async () => {
          const { odoo, clientFor } = await otherServer(sibling);
          const writer = clientFor({});
          await writer.authenticate();
          odoo.failNext({ fault: 'lock', method: 'write' });
          await writer.write('res.partner', [1], { city: 'Ghent' });
        },
      ],
    ],
    OdooSafetyError: [
      ['Delete something, and refuse', () => client.unlink('res.partner', [NO_SUCH_ID])],
    ],
    OdooBulkError: [
      [
        'Create contacts, one without a name',
        async () => {
          const { clientFor } = await otherServer(sibling);
          const { createMany } = await import('odoo-client-wasm/bulk');
          const importer = clientFor({});
          await importer.authenticate();
          const contacts = Array.from({ length: 40 }, (_, row) => ({
            name: row === 17 ? false : `Contact ${row}`,
          }));
          await createMany(importer, 'res.partner', contacts, {
            chunkSize: 10,
            onError: 'collect',
          });
        },
      ],
    ],
    OdooRpcError: [
      [
        'Search by a field that does not exist',
        () => client.searchRead('res.partner', [['no_such_field', '=', 1]], { limit: 1 }),
      ],
    ],
    OdooError: [
      [
        'Make a client with an impossible address',
        async () =>
          new OdooClient({ url: 'ftp://example', database: 'x', username: 'x', password: 'x' }),
      ],
    ],
  };
}

const partnerOf = ({ partner_id: partner }) => (Array.isArray(partner) ? partner[0] : partner);

/**
 * A sandbox of its own, and what makes clients for it: they are the administrator's, and give up at
 * once.
 */
async function otherServer(sibling) {
  const odoo = await newSandbox({ url: 'http://trouble.odoo.test' });
  const config = {
    url: odoo.url,
    fetch: odoo.fetch,
    database: 'demo',
    username: 'admin',
    password: 'admin',
    apiKey: undefined,
    protocol: 'jsonrpc',
    retries: 0,
  };
  return { odoo, clientFor: (changes) => sibling({ ...config, ...changes }) };
}
