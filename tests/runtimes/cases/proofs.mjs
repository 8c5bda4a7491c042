// A module of the package beside the client, where users run it: the runtimes that are not Node,
// and test runners in imitated browsers. Each runs the same program, which gives a proof.

import { bundleWorker, serveWorker } from '../workerd.mjs';

const mark = 'PROOF ';
const node = `node-${process.platform}-${process.arch}`;

/**
 * The cases of a module `name`: `{ entry, program, expected }`, where the program declares
 * `prove()`, which resolves to the `expected` text. In its scope are the client as `toolbox`,
 * `createSandbox`, and the module itself under the name of its `entry`, where that is another.
 */
export function proofsOf(name, { entry, program, expected }) {
  const imports = `
import * as toolbox from 'odoo-client-wasm';
import { createSandbox } from 'odoo-client-wasm/sandbox';
${entry ? `import * as ${entry} from 'odoo-client-wasm/${entry}';` : ''}
`;
  const requires = `
const toolbox = require('odoo-client-wasm');
const { createSandbox } = require('odoo-client-wasm/sandbox');
${entry ? `const ${entry} = require('odoo-client-wasm/${entry}');` : ''}
`;
  const print = `console.log('${mark}' + await prove());`;

  function proofIn(text) {
    const line = text.split('\n').find((each) => each.includes(mark));
    const proof = line?.slice(line.indexOf(mark) + mark.length).trim();
    if (proof !== expected) throw new Error(`"${expected}" was expected:\n${text.slice(-2000)}`);
    return proof;
  }

  const caseIn = (where, { dependencies, manifest }, run) => ({
    name: `${name} in ${where}`,
    dependencies,
    quick: ['Deno', 'Node 18', 'workerd'].includes(where),
    manifest,
    run,
  });

  const script = (where, dependency, version, path, args) =>
    caseIn(where, { dependencies: { [dependency]: version } }, async (workspace) => {
      await workspace.write('program.mjs', `${imports}${program}${print}`);
      return {
        version,
        proof: proofIn(
          await workspace.run(workspace.path('node_modules', ...path), [...args, 'program.mjs']),
        ),
      };
    });

  const cases = {
    deno: () =>
      script(
        'Deno',
        '@deno/linux-x64-glibc',
        '2.9.6',
        ['@deno', 'linux-x64-glibc', 'deno'],
        ['run', '--no-prompt', '--cached-only', '--allow-read'],
      ),
    bun: () =>
      script(
        'Bun',
        '@oven/bun-linux-x64-baseline',
        '1.4.5',
        ['@oven', 'bun-linux-x64-baseline', 'bin', 'bun'],
        ['run'],
      ),
    node18: () => script('Node 18', node, '18.20.8', [node, 'bin', 'node'], []),

    workerd: () =>
      caseIn(
        'workerd',
        { dependencies: { '@cloudflare/workerd-linux-64': '1.20261117.1' } },
        async (workspace) => {
          await workspace.write(
            'worker.mjs',
            `${imports}${program}export default { async fetch() { return Response.json('${mark}' + await prove()); } };`,
          );
          await bundleWorker(workspace, 'worker.mjs');
          const { version, answer } = await serveWorker(workspace, {
            compatibilityDate: '2026-11-01',
          });
          return { version, proof: proofIn(answer) };
        },
      ),

    vitest: (environment, dependencies) =>
      caseIn(
        `vitest, ${environment}`,
        { dependencies: { vitest: '4.1.12', vite: '7.3.8', ...dependencies } },
        async (workspace) => {
          await workspace.write(
            'vitest.config.mjs',
            `export default { test: { environment: '${environment}' } };\n`,
          );
          await workspace.write(
            'program.test.mjs',
            `${imports}import { test } from 'vitest';\n${program}test('it holds', async () => { ${print} });\n`,
          );
          return {
            version: '4.1.12',
            proof: proofIn(await workspace.run('npx', ['vitest', 'run'])),
          };
        },
      ),

    jest: (where, environment, dependencies = {}) =>
      caseIn(
        `jest, ${where}`,
        { dependencies: { jest: '30.5.2', ...dependencies }, manifest: { type: 'commonjs' } },
        async (workspace) => {
          await workspace.write(
            'jest.config.cjs',
            `module.exports = { testEnvironment: '${environment}', testMatch: ['**/program.test.js'] };\n`,
          );
          await workspace.write(
            'program.test.js',
            `${requires}${program}test('it holds', async () => { ${print} });\n`,
          );
          return { version: '30.5.2', proof: proofIn(await workspace.run('npx', ['jest'])) };
        },
      ),
  };
  /** Where each of the modules is seen to run. */
  const usual = [
    cases.deno(),
    cases.bun(),
    cases.node18(),
    cases.workerd(),
    cases.vitest('jsdom', { jsdom: '26.1.0' }),
    cases.jest('node', 'node'),
  ];
  return { ...cases, usual };
}
