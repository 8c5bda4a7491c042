// The sandbox where users' tests run: the runtimes that are not Node, and test runners in imitated browsers.

import { bundleWorker, serveWorker } from '../workerd.mjs';

const mark = 'PROOF ';
const node = `node-${process.platform}-${process.arch}`;

/** A client creates, finds, is refused, meets a fault, and goes back. `toolbox` and `createSandbox` must be in scope. */
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

const imports = `
import * as toolbox from 'odoo-client-wasm';
import { createSandbox } from 'odoo-client-wasm/sandbox';
`;
const print = `console.log('${mark}' + await prove());`;

function proofIn(text) {
  const line = text.split('\n').find((each) => each.includes(mark));
  const proof = line?.slice(line.indexOf(mark) + mark.length).trim();
  if (proof !== expected) throw new Error(`"${expected}" was expected:\n${text.slice(-2000)}`);
  return proof;
}

const sandboxIn = (name, { dependencies, quick = false, manifest }, run) => ({ name: `Sandbox in ${name}`, dependencies, quick, manifest, run });

const script = (name, dependency, version, path, args) => sandboxIn(name, { dependencies: { [dependency]: version }, quick: true }, async (workspace) => {
  await workspace.write('program.mjs', `${imports}${program}${print}`);
  return { version, proof: proofIn(await workspace.run(workspace.path('node_modules', ...path), [...args, 'program.mjs'])) };
});

const vitest = (environment, dependencies) => sandboxIn(`vitest, ${environment}`, { dependencies: { vitest: '4.1.12', vite: '7.3.8', ...dependencies } }, async (workspace) => {
  await workspace.write('vitest.config.mjs', `export default { test: { environment: '${environment}' } };\n`);
  await workspace.write('program.test.mjs', `${imports}import { test } from 'vitest';\n${program}test('it holds', async () => { ${print} });\n`);
  return { version: '4.1.12', proof: proofIn(await workspace.run('npx', ['vitest', 'run'])) };
});

const jest = (name, environment, dependencies = {}) => sandboxIn(`jest, ${name}`, { dependencies: { jest: '30.5.2', ...dependencies }, manifest: { type: 'commonjs' } }, async (workspace) => {
  await workspace.write('jest.config.cjs', `module.exports = { testEnvironment: '${environment}', testMatch: ['**/program.test.js'] };\n`);
  await workspace.write('program.test.js', `
const toolbox = require('odoo-client-wasm');
const { createSandbox } = require('odoo-client-wasm/sandbox');
${program}test('it holds', async () => { ${print} });\n`);
  return { version: '30.5.2', proof: proofIn(await workspace.run('npx', ['jest'])) };
});

const workerd = sandboxIn('workerd', { dependencies: { '@cloudflare/workerd-linux-64': '1.20261117.1' }, quick: true }, async (workspace) => {
  await workspace.write('worker.mjs', `${imports}${program}export default { async fetch() { return Response.json('${mark}' + await prove()); } };`);
  await bundleWorker(workspace, 'worker.mjs');
  const { version, answer } = await serveWorker(workspace, { compatibilityDate: '2026-11-01' });
  return { version, proof: proofIn(answer) };
});

export const sandboxCases = [
  script('Deno', '@deno/linux-x64-glibc', '2.9.6', ['@deno', 'linux-x64-glibc', 'deno'], ['run', '--no-prompt', '--cached-only', '--allow-read']),
  script('Bun', '@oven/bun-linux-x64-baseline', '1.4.5', ['@oven', 'bun-linux-x64-baseline', 'bin', 'bun'], ['run']),
  script('Node 18', node, '18.20.8', [node, 'bin', 'node'], []),
  workerd,
  vitest('jsdom', { jsdom: '26.1.0' }),
  vitest('happy-dom', { 'happy-dom': '21.0.4' }),
  jest('node', 'node'),
  jest('jsdom with Node\'s globals', 'jest-fixed-jsdom', { 'jest-environment-jsdom': '30.5.2', 'jest-fixed-jsdom': '0.0.11' }),
];
