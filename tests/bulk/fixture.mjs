// The bulk work as a user gets it: from the installed package, by `import` and by `require`.

import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { alias, installation, patiently } from '../package/fixture.mjs';
import { account } from '../package/combinations.mjs';
import { keys } from '../package/sandbox.mjs';
import { createSandbox } from '../sandbox/fixture.mjs';

export { installed, toolbox } from '../package/fixture.mjs';
export { account, combinations } from '../package/combinations.mjs';
export { createSandbox, failure } from '../sandbox/fixture.mjs';

const module = join(installation, 'bulk.mjs');

/** What `import … from '…/bulk'` gives. */
export const bulk = await import(pathToFileURL(module));
export const { OdooBulkError, OdooClient } = bulk;

/** What `require('…/bulk')` gives. */
export const required = createRequire(join(installation, 'requires.cjs'))(`${alias}/bulk`);

/**
 * A client of a sandbox, logged in; `requests` are the methods that are called from then on.
 * `options` are the sandbox's, `config` the client's.
 */
export async function connect(
  { protocol = 'session', series = process.env.ODOO_SANDBOX_SERIES ?? '19', ...options } = {},
  config = {},
) {
  const odoo = createSandbox({ odoo: `${series}.0`, apiKeys: keys, ...options });
  const requests = [];
  const client = new OdooClient({
    url: odoo.url,
    fetch: odoo.fetch,
    ...account(protocol),
    onRequest: ({ method }) => requests.push(method),
    ...config,
  });
  await client.authenticate(patiently);
  requests.length = 0;
  return { odoo, client, requests };
}

/** Makes so many partners with `ref`s `x-0`, `x-1` …; resolves to their ids. */
export const partners = (client, count, prefix = 'x') =>
  client.create(
    'res.partner',
    Array.from({ length: count }, (_, index) => ({
      name: `${prefix} ${index % 7}`,
      ref: `${prefix}-${index}`,
    })),
  );

/** The domain of those partners. */
export const those = (prefix = 'x') => [['ref', '=like', `${prefix}-%`]];

/** How often each method was called. */
export const tally = (requests) =>
  Object.fromEntries(
    [...new Set(requests)].map((method) => [
      method,
      requests.filter((each) => each === method).length,
    ]),
  );

/**
 * A client that gets its answers from `answer(call, number)`: a `Response`, or what else stands for
 * one. It treats bodies as the real one does: `readBody` in place of `response.json()`, then the
 * result of the envelope.
 */
export function standIn(answer) {
  const calls = [];
  return {
    calls,
    async call(model, method, args, kwargs, options) {
      const call = { model, method, args, kwargs, options };
      calls.push(call);
      const response = await answer(call, calls.length - 1);
      const envelope = await (options.readBody ? options.readBody(response) : response.json());
      return 'result' in Object(envelope) ? envelope.result : envelope;
    },
  };
}

/** What an iteration gives, as far as it comes, and what it ends with. */
export async function gone(iteration) {
  const seen = [];
  try {
    for await (const record of iteration) seen.push(record.id);
    return { seen };
  } catch (error) {
    return { seen, error };
  }
}

/** How many records an upsert created, updated and left as they were. */
export const counts = ({ created, updated, unchanged }) => [created, updated, unchanged];
