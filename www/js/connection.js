/** One connection: a client, its session, its log, its safety guard and what it knows of models. */

import { OdooClient } from 'odoo-client-wasm';
import { breath } from './breath.js';
import { ModelInfo } from './model-info.js';
import { forgetSecrets, keepSecret } from './redact.js';
import { SafetyDialog } from './safety-dialog.js';

/**
 * Signs in and resolves to the connection; rejects with the client's own error. `known` is all that
 * is known of the user (`username`, `password`, `apiKey`), and `isSandbox` whether nobody's own
 * session is at stake.
 */
export async function connect(config, log, { known, isSandbox }) {
  for (const secret of [config.password, config.apiKey, known.password, known.apiKey])
    keepSecret(secret);
  const safety = new SafetyDialog(log);
  const client = logged({ ...config, safety }, log);
  const session = await client.authenticate();
  const isKey = client.protocol === 'json2' && !known.apiKey;
  return {
    client,
    session,
    log,
    isSandbox,
    url: config.url,
    protocol: config.protocol,
    models: new ModelInfo(client),
    /** The user's credentials. A password that signed in over JSON-2 was an API key. */
    known: {
      username: session.username,
      ...(isKey ? { apiKey: known.password } : { password: known.password, apiKey: known.apiKey }),
    },
    /**
     * Asks once whether a job of many calls may be done; `operation` tells what it writes. Resolves
     * to what the job's calls go through: they are this client's, and pass the guard where they are
     * of the operation's model and of one of `methods`.
     */
    async job(operation, methods) {
      const cover = await safety.allowJob({ ...operation, target: config.url });
      return {
        call: async (model, method, args, ...more) => {
          if (model === operation.model && methods.includes(method)) cover(args);
          await breath();
          return client.call(model, method, args, ...more);
        },
      };
    },
    /**
     * Makes another client like this one, but for what `changes` says; nobody is asked on its
     * behalf.
     */
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
