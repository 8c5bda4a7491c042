// Node: four release lines, `import` and `require`, and both in one process.

import assert from 'node:assert/strict';
import { transform } from 'esbuild';
import { readFile } from 'node:fs/promises';
import { loadedByNode, printReport } from '../workspace.mjs';

const platform = `node-${process.platform}-${process.arch}`;
const releases = { 18: '18.20.8', 20: '20.20.2', 22: '22.23.3', 24: '24.21.0' };

const sandboxUrl = (workspace) => workspace.sandbox();

const programs = {
  import: async (workspace) => {
    await workspace.write(
      'program.mjs',
      `
import * as toolbox from 'odoo-client-wasm';
import { smoke } from './smoke.mjs';
${printReport(await sandboxUrl(workspace))}`,
    );
    return 'program.mjs';
  },

  require: async (workspace) => {
    const { code } = await transform(await readFile(workspace.path('smoke.mjs'), 'utf8'), {
      format: 'cjs',
    });
    await workspace.write('smoke.cjs', code);
    await workspace.write(
      'program.cjs',
      `
const toolbox = require('odoo-client-wasm');
const { smoke } = require('./smoke.cjs');
(async () => {${printReport(await sandboxUrl(workspace))}})();`,
    );
    return 'program.cjs';
  },

  // Classes of `import` and errors of `require`, mixed: only one set of classes passes.
  'import and require': async (workspace) => {
    await workspace.write('required.cjs', "module.exports = require('odoo-client-wasm');\n");
    await workspace.write(
      'program.mjs',
      `
import * as imported from 'odoo-client-wasm';
import required from './required.cjs';
import { smoke } from './smoke.mjs';
for (const name of Object.keys(imported)) {
  if (imported[name] !== required[name]) throw new Error(name + ' is not the same by import and by require');
}
const toolbox = { ...required, OdooClient: imported.OdooClient };
${printReport(await sandboxUrl(workspace))}`,
    );
    return 'program.mjs';
  },
};

/** Node 16 cannot compile a module of today, and has no fetch: the first use says what to do. */
const tooOld = {
  name: 'Node 16: says what to do',
  quick: true,
  dependencies: { [platform]: '16.20.2' },
  async run(workspace) {
    const node = workspace.path('node_modules', platform, 'bin', 'node');
    await workspace.write(
      'program.cjs',
      `
const { OdooClient } = require('odoo-client-wasm');
try { new OdooClient({ url: 'http://127.0.0.1:1', database: 'demo', username: 'admin', password: 'admin' }); } catch ({ name, message }) { console.log(name + ': ' + message); }
`,
    );
    const said = (await workspace.run(node, ['program.cjs'])).trim();
    assert.match(
      said,
      /^OdooError: odoo-client-wasm cannot start: .*What to do: .*Node 18 or newer/,
    );
    return { version: (await workspace.run(node, ['--version'])).trim().slice(1), proof: said };
  },
};

const nodeLines = Object.entries(releases).flatMap(([line, version]) =>
  Object.entries(programs).map(([how, prepare]) => ({
    name: `Node ${line}, ${how}`,
    quick: line === '18' ? how === 'import and require' : line === '24' && how === 'import',
    dependencies: { [platform]: version },
    async run(workspace) {
      const node = workspace.path('node_modules', platform, 'bin', 'node');
      const gzip = await workspace.onlyOfPackage(...loadedByNode[how]);
      const report = await workspace.report(node, [await prepare(workspace)]);
      const [load, extension] =
        how === 'require'
          ? ["require('odoo-client-wasm')", 'cjs']
          : ["await import('odoo-client-wasm')", 'mjs'];
      const milliseconds = await workspace.loadingTime(node, [], load, extension);
      return {
        version: (await workspace.run(node, ['--version'])).trim().slice(1),
        ...report,
        gzip,
        milliseconds,
      };
    },
  })),
);

export const nodeCases = [...nodeLines, tooOld];
