/** One connection: a client, its session, its log, its safety guard and what it knows of models. */

import { OdooClient } from 'odoo-client-wasm';
import { ModelInfo } from './model-info.js';
import { forgetSecrets, keepSecret } from './redact.js';
import { SafetyDialog } from './safety-dialog.js';

/** Signs in and resolves to the connection; rejects with the client's own error. */
export async function connect(config, log) {
  keepSecret(config.password);
  const client = new OdooClient({ ...config, safety: new SafetyDialog(log) });
  log.watch(client);
  const session = await log.record({ method: 'authenticate', args: [], kwargs: {} }, () => client.authenticate());
  return { client, session, log, url: config.url, models: new ModelInfo(client) };
}

/** Ends the session; the client forgets the password, and so does the page. */
export async function disconnect({ client }) {
  await client.logout();
  forgetSecrets();
}
