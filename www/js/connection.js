/** One connection: a client, its session, its log, its safety guard and what it knows of models. */

import { OdooClient } from 'odoo-client-wasm';
import { ModelInfo } from './model-info.js';
import { forgetSecrets, keepSecret } from './redact.js';
import { SafetyDialog } from './safety-dialog.js';

/**
 * Signs in and resolves to the connection; rejects with the client's own error. `known` is all that is known of the user
 * (`username`, `password`, `apiKey`), and `isSandbox` whether nobody's own session is at stake.
 */
export async function connect(config, log, { known, isSandbox }) {
  for (const secret of [config.password, config.apiKey, known.password, known.apiKey]) keepSecret(secret);
  const client = logged({ ...config, safety: new SafetyDialog(log) }, log);
  const session = await client.authenticate();
  const isKey = client.protocol === 'json2' && !known.apiKey;
  return {
    client, session, log, isSandbox, url: config.url, protocol: config.protocol, models: new ModelInfo(client),
    /** The user's credentials. A password that signed in over JSON-2 was an API key. */
    known: { username: session.username, ...(isKey ? { apiKey: known.password } : { password: known.password, apiKey: known.apiKey }) },
    /** Makes another client like this one, but for what `changes` says; nobody is asked on its behalf. */
    sibling: (changes) => logged({ ...config, safety: null, ...changes }, log),
  };
}

/** Ends the session; the client forgets the password, and so does the page. */
export async function disconnect({ client }) {
  await client.logout();
  forgetSecrets();
}

/** A client whose logins, calls and requests the log hears of. */
function logged(config, log) {
  const recorder = log.recorder(config.url);
  const client = new OdooClient({ ...config, onResponse: recorder.heard });
  recorder.watch(client);
  return client;
}
