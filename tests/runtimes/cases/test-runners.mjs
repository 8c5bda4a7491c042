// Test runners: the programs that test users' programs, in Node's surroundings and in imitated browsers.

import { printReport } from '../workspace.mjs';

const vitest = (environment, dependencies = {}) => ({
  name: `vitest, ${environment}`,
  dependencies: { vitest: '4.1.12', vite: '7.3.8', ...dependencies },
  async run(workspace) {
    const url = await workspace.sandbox();
    // The imitated browser's page comes from the sandbox, so that its fetch stays on one origin.
    await workspace.write('vitest.config.mjs', `export default { test: {
  environment: '${environment}', testTimeout: 60_000, silent: false,
  environmentOptions: { jsdom: { url: '${url}/' }, happyDOM: { url: '${url}/' } },
} };\n`);
    await workspace.write('program.test.mjs', `
import * as toolbox from 'odoo-client-wasm';
import { test } from 'vitest';
import { smoke } from './smoke.mjs';
test('smoke', async () => {${printReport(url)}});
`);
    return { version: '4.1.12', ...await workspace.report('npx', ['vitest', 'run']) };
  },
});

const jest = (name, environment, dependencies = {}) => ({
  name: `jest, ${name}`,
  dependencies: { jest: '30.5.2', esbuild: '0.28.2', ...dependencies },
  manifest: { type: 'commonjs' },
  async run(workspace) {
    const url = await workspace.sandbox();
    await workspace.run('npx', ['esbuild', 'smoke.mjs', '--format=cjs', '--outfile=smoke.cjs']);
    await workspace.write('jest.config.cjs', `module.exports = {
  testEnvironment: '${environment}', testTimeout: 60_000, testMatch: ['**/program.test.js'],
  testEnvironmentOptions: { url: '${url}/' },
};\n`);
    await workspace.write('program.test.js', `
const toolbox = require('odoo-client-wasm');
const { smoke } = require('./smoke.cjs');
test('smoke', async () => {${printReport(url)}});
`);
    return { version: '30.5.2', ...await workspace.report('npx', ['jest']) };
  },
});

export const testRunnerCases = [
  vitest('node'),
  vitest('happy-dom', { 'happy-dom': '21.0.4' }),
  vitest('jsdom', { jsdom: '26.1.0' }),
  jest('node', 'node'),
  // jest's own jsdom hides fetch and TextDecoder; the package says so there, and names this environment.
  jest('jsdom with Node\'s globals', 'jest-fixed-jsdom', { 'jest-environment-jsdom': '30.5.2', 'jest-fixed-jsdom': '0.0.11' }),
];
