// Construction, session and configuration, as a user's program has them.
import {
  OdooClient,
  configFromEnv,
  createClient,
  type OdooClientConfig,
  type OdooContext,
  type OdooSessionInfo,
  type SafetyContext,
} from '@odoo-toolbox/client';
import { same } from './expect.js';

const config: OdooClientConfig = {
  url: process.env.ODOO_URL || 'http://localhost:8069',
  database: process.env.ODOO_DB || 'odoo',
  username: process.env.ODOO_USER || 'admin',
  password: process.env.ODOO_PASSWORD || 'admin',
};
const client = new OdooClient(config);

new OdooClient({ ...config, safety: null });
new OdooClient({ ...config, safety: undefined });
new OdooClient({ ...config, safety: { confirm: async (operation) => operation.level === 'WRITE' } });
new OdooClient({ ...config, safety: { confirm: () => true } });
new OdooClient({ ...config, timeoutMs: 0, context: { lang: 'fr_FR', allowed_company_ids: [1] }, headers: { 'X-Token': 'x' } });

// @ts-expect-error a configuration is needed
new OdooClient();
// @ts-expect-error the password is missing
new OdooClient({ url: 'http://localhost:8069', database: 'odoo', username: 'admin' });
// @ts-expect-error the key is `database`
new OdooClient({ url: 'http://localhost:8069', db: 'odoo', username: 'admin', password: 'admin' });
// @ts-expect-error a URL object is not text
new OdooClient({ ...config, url: new URL('http://localhost:8069') });
// @ts-expect-error milliseconds are a number
new OdooClient({ ...config, timeoutMs: '10s' });
// @ts-expect-error header values are text
new OdooClient({ ...config, headers: { 'X-Count': 1 } });
// @ts-expect-error `confirm` answers with a boolean
new OdooClient({ ...config, safety: { confirm: () => 'yes' } });
// @ts-expect-error a safety context has `confirm`
new OdooClient({ ...config, safety: {} });
// @ts-expect-error there is no such setting
new OdooClient({ ...config, timeout: 10 });

export async function session(): Promise<void> {
  const opened = await client.authenticate();
  same<typeof opened, OdooSessionInfo>();
  same<typeof opened.uid, number>();
  same<typeof opened.session_id, string>();
  same<typeof opened.db, string>();
  same<typeof opened.username, string>();
  same<typeof opened.context, OdooContext>();
  same<typeof opened.partner_id, number>();
  same<typeof opened.name, string>();

  const current = client.getSession();
  same<typeof current, OdooSessionInfo | null>();
  console.log(current?.uid, current?.context.lang);
  // @ts-expect-error there may be no session
  console.log(current.uid);

  const authenticated = client.isAuthenticated();
  same<typeof authenticated, boolean>();

  client.logout();
  await client.logout();
}

const readOnly: SafetyContext = { confirm: async () => false };
client.setSafetyContext(readOnly);
client.setSafetyContext(null);
client.setSafetyContext(undefined);
// @ts-expect-error a function is not a safety context
client.setSafetyContext(() => true);
// @ts-expect-error the services are made by the client
client.mail = null;

export async function environment(): Promise<void> {
  const fromEnvironment = configFromEnv();
  same<typeof fromEnvironment, OdooClientConfig>();
  new OdooClient({ ...configFromEnv('ODOO_PROD'), timeoutMs: 10_000 });
  const connected = await createClient('ODOO_PROD');
  same<typeof connected, OdooClient>();
  // @ts-expect-error a prefix is text
  configFromEnv(1);
  // @ts-expect-error createClient gives a promise
  createClient().search('res.partner');
}
