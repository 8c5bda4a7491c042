// The sandbox as a user gets it: from the installed package, by `import` and by `require`.

import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { alias, installation, patiently, toolbox } from '../package/fixture.mjs';

export { toolbox } from '../package/fixture.mjs';

const module = join(installation, 'sandbox.mjs');

/** What `import … from '…/sandbox'` gives. */
export const { createSandbox } = await import(pathToFileURL(module));

/** What `require('…/sandbox')` gives. */
export const required = createRequire(join(installation, 'requires.cjs'))(`${alias}/sandbox`);

export const series = ['17.0', '18.0', '19.0', 'saas-19.3', '20.0'];

/** A client of a sandbox, logged in as `user`. */
export async function connect(odoo, user = 'admin', config = {}) {
  const client = new toolbox.OdooClient({
    url: odoo.url,
    fetch: odoo.fetch,
    database: 'demo',
    username: user,
    password: user,
    ...config,
  });
  await client.authenticate(patiently);
  return client;
}

/** What a promise rejects with. */
export const failure = (promise) =>
  promise.then(
    (value) => {
      throw new Error(`resolved to ${JSON.stringify(value)}`);
    },
    (error) => error,
  );

/** A JSON-RPC call as fetch takes it. */
export const rpc = (params, init = {}) => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ jsonrpc: '2.0', id: 7, params }),
  ...init,
});
