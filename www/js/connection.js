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
  const session = await login(client, log);
  return {
    client, session, log, url: config.url, models: new ModelInfo(client),
    /** Makes another client like this one, but for what `changes` says; nobody is asked on its behalf. */
    sibling: (changes) => new OdooClient({ ...config, safety: null, ...changes }),
  };
}

/** Signs `client` in, as one call of the log. */
export function login(client, log) {
  return log.record({ method: 'authenticate', args: [], kwargs: {} }, () => client.authenticate());
}

/** Ends the session; the client forgets the password, and so does the page. */
export async function disconnect({ client }) {
  await client.logout();
  forgetSecrets();
}
