// A client from the environment, logged in.

import { OdooClient } from './client.ts';
import { configFromEnv } from './config.ts';

/**
 * Makes a client from {@link configFromEnv} and logs in.
 *
 * @param prefix Start of the variables' names; default `'ODOO'`.
 * @throws {OdooError} when settings are missing, and the errors of {@link OdooClient.authenticate}.
 * @example const client = await createClient();
 */
export async function createClient<S = unknown>(prefix?: string): Promise<OdooClient<S>> {
  const client = new OdooClient<S>(configFromEnv(prefix));
  await client.authenticate();
  return client;
}
