// The entries of the installed package, and a sandbox of each series in this process.

import { createRequire } from 'node:module';
import { join } from 'node:path';
import { alias, installation, toolbox } from '../package/fixture.mjs';

const require = createRequire(join(installation, 'requires.cjs'));

export const { OdooClient, OdooError } = toolbox;
export const schema = require(`${alias}/schema`);
export const { createSandbox } = require(`${alias}/sandbox`);

export const series = ['17.0', '18.0', '19.0', '20.0'];

/** A client of a new sandbox that is logged in; `calls` are the methods that were called. */
export async function connected(odoo, { login = 'admin', Class = OdooClient, options = {} } = {}) {
  const sandbox = createSandbox({ odoo, seed: 1, ...options });
  const calls = [];
  const client = new Class({
    url: sandbox.url,
    fetch: sandbox.fetch,
    database: 'demo',
    username: login,
    password: login,
    retries: 0,
    onRequest: ({ model, method }) => method && calls.push(`${model}.${method}`),
  });
  await client.authenticate();
  calls.length = 0;
  return { client, sandbox, calls };
}
