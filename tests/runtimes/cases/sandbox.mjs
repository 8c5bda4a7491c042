// The sandbox where users' tests run.

import { proofsOf } from './proofs.mjs';

/**
 * A client creates, finds, is refused, meets a fault, and goes back. `toolbox` and `createSandbox`
 * must be in scope.
 */
const program = `
async function prove() {
  const odoo = createSandbox({ odoo: '18.0', records: { 'res.partner': [{ name: 'Ada' }] } });
  const connect = async (user) => {
    const client = new toolbox.OdooClient({ url: odoo.url, fetch: odoo.fetch, database: 'demo', username: user, password: user });
    await client.authenticate();
    return client;
  };
  const admin = await connect('admin');
  const snapshot = odoo.snapshot();
  await admin.create('res.partner', { name: 'Ada 😀' });
  const found = await admin.searchRead('res.partner', [['name', '=like', 'Ada%']], { fields: ['name'], order: 'id' });
  const names = found.map(({ name }) => name).join();
  if (names !== 'Ada,Ada 😀') throw new Error(names);
  const caught = async (promise) => (await promise.then(() => null, (error) => error))?.name;
  const refused = await caught((await connect('portal')).create('res.partner', { name: 'x' }));
  odoo.reset(snapshot);
  odoo.failNext('hangBeforeHeaders');
  const aborted = await caught(odoo.fetch('/web/health', { signal: AbortSignal.timeout(20) }));
  const session = await odoo.fetch('/web/session/authenticate', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"params":{"db":"demo","login":"demo","password":"demo"}}' });
  const { result } = await session.json();
  return [refused, aborted, result.username, await admin.searchCount('res.partner', [['name', '=', 'Ada 😀']]), odoo.requests.length].join(' ');
}
`;
const expected = 'OdooAccessError TimeoutError demo 0 3';

const sandbox = proofsOf('Sandbox', { program, expected });

export const sandboxCases = [
  sandbox.deno(),
  sandbox.bun(),
  sandbox.node18(),
  sandbox.workerd(),
  sandbox.vitest('jsdom', { jsdom: '26.1.0' }),
  sandbox.vitest('happy-dom', { 'happy-dom': '21.0.4' }),
  sandbox.jest('node', 'node'),
  sandbox.jest("jsdom with Node's globals", 'jest-fixed-jsdom', {
    'jest-environment-jsdom': '30.5.2',
    'jest-fixed-jsdom': '0.0.11',
  }),
];
