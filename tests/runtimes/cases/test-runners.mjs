// Test runners: the programs that test users' programs, in Node's surroundings and in imitated
// browsers.

import { clock, loadedByNode, printReport, stopClock } from '../workspace.mjs';

const vitest = (environment, dependencies = {}) => ({
  name: `vitest, ${environment}`,
  dependencies: { vitest: '4.1.12', vite: '7.3.8', ...dependencies },
  async run(workspace) {
    const url = await workspace.sandbox();
    // The imitated browser's page comes from the sandbox, so that its fetch stays on one origin.
    await workspace.write(
      'vitest.config.mjs',
      `export default { test: {
  environment: '${environment}', testTimeout: 60_000, silent: false,
  environmentOptions: { jsdom: { url: '${url}/' }, happyDOM: { url: '${url}/' } },
} };\n`,
    );
    await workspace.write('clock.mjs', clock);
    await workspace.write(
      'program.test.mjs',
      `
import './clock.mjs';
import * as toolbox from 'odoo-client-wasm';
import { test } from 'vitest';
import { smoke } from './smoke.mjs';
${stopClock}
test('smoke', async () => {${printReport(url)}});
`,
    );
    const gzip = await workspace.onlyOfPackage(...loadedByNode.import);
    return { version: '4.1.12', ...(await workspace.report('npx', ['vitest', 'run'])), gzip };
  },
});

const jest = (name, environment, dependencies = {}) => ({
  name: `jest, ${name}`,
  dependencies: { jest: '30.5.2', esbuild: '0.28.2', ...dependencies },
  manifest: { type: 'commonjs' },
  async run(workspace) {
    const url = await workspace.sandbox();
    await workspace.run('npx', ['esbuild', 'smoke.mjs', '--format=cjs', '--outfile=smoke.cjs']);
    await workspace.write(
      'jest.config.cjs',
      `module.exports = {
  testEnvironment: '${environment}', testTimeout: 60_000, testMatch: ['**/program.test.js'],
  testEnvironmentOptions: { url: '${url}/' },
};\n`,
    );
    await workspace.write(
      'program.test.js',
      `
${clock}
const toolbox = require('odoo-client-wasm');
${stopClock}
const { smoke } = require('./smoke.cjs');
test('smoke', async () => {${printReport(url)}});
`,
    );
    const gzip = await workspace.onlyOfPackage(...loadedByNode.require);
    return { version: '30.5.2', ...(await workspace.report('npx', ['jest'])), gzip };
  },
});

/**
 * jest's own jsdom hides fetch and TextDecoder: there the package says what is missing, and which
 * environment has it.
 */
const bareJsdom = {
  name: 'jest, its own jsdom: says what to do',
  dependencies: { jest: '30.5.2', 'jest-environment-jsdom': '30.5.2' },
  manifest: { type: 'commonjs' },
  async run(workspace) {
    await workspace.write(
      'jest.config.cjs',
      "module.exports = { testEnvironment: 'jsdom', testMatch: ['**/program.test.js'] };\n",
    );
    await workspace.write(
      'program.test.js',
      `
test('it says what to do', () => {
  let refusal;
  try { require('odoo-client-wasm'); } catch (error) { refusal = error; }
  expect(refusal?.name).toBe('OdooError');
  console.log(refusal.message);
});
`,
    );
    const [proof] = /there is no Text(De|En)coder here\. What to do: .*jest-fixed-jsdom.*/.exec(
      await workspace.run('npx', ['jest']),
    );
    return { version: '30.5.2', proof };
  },
};

export const testRunnerCases = [
  vitest('node'),
  vitest('happy-dom', { 'happy-dom': '21.0.4' }),
  vitest('jsdom', { jsdom: '26.1.0' }),
  jest('node', 'node'),
  jest("jsdom with Node's globals", 'jest-fixed-jsdom', {
    'jest-environment-jsdom': '30.5.2',
    'jest-fixed-jsdom': '0.0.11',
  }),
  bareJsdom,
];
