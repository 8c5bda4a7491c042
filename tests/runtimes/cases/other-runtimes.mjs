// Deno, Bun and workerd: the servers that are not Node.

import { bundleWorker, serveWorker } from '../workerd.mjs';
import { printReport } from '../workspace.mjs';

const load = "await import('odoo-client-wasm')";

async function writeProgram(workspace) {
  await workspace.write(
    'program.mjs',
    `
import * as toolbox from 'odoo-client-wasm';
import { smoke } from './smoke.mjs';
${printReport(await workspace.sandbox())}`,
  );
}

const deno = {
  name: 'Deno',
  quick: true,
  dependencies: { '@deno/linux-x64-glibc': '2.9.6' },
  async run(workspace) {
    await writeProgram(workspace);
    const program = workspace.path('node_modules', '@deno', 'linux-x64-glibc', 'deno');
    const run = ['run', '--no-prompt', '--allow-net=127.0.0.1', '--allow-read', '--cached-only'];
    const gzip = await workspace.onlyOfPackage('index.js');
    const report = await workspace.report(program, [...run, 'program.mjs']);
    const milliseconds = await workspace.loadingTime(program, run, load);
    return {
      version: /^deno (\S+)/.exec(await workspace.run(program, ['--version']))[1],
      ...report,
      gzip,
      milliseconds,
    };
  },
};

const bun = {
  name: 'Bun',
  quick: true,
  dependencies: { '@oven/bun-linux-x64-baseline': '1.4.5' },
  async run(workspace) {
    await writeProgram(workspace);
    const program = workspace.path('node_modules', '@oven', 'bun-linux-x64-baseline', 'bin', 'bun');
    const gzip = await workspace.onlyOfPackage('index.js');
    const report = await workspace.report(program, ['run', 'program.mjs']);
    const milliseconds = await workspace.loadingTime(program, ['run'], load);
    return {
      version: (await workspace.run(program, ['--version'])).trim(),
      ...report,
      gzip,
      milliseconds,
    };
  },
};

const workerd = (compatibilityDate) => ({
  name: `workerd, compatibility date ${compatibilityDate}`,
  quick: true,
  dependencies: { '@cloudflare/workerd-linux-64': '1.20261117.1' },
  async run(workspace) {
    await workspace.write(
      'worker.mjs',
      `
import * as toolbox from 'odoo-client-wasm';
import { smoke } from './smoke.mjs';
const url = ${JSON.stringify(await workspace.sandbox())};
export default { async fetch() { return Response.json({ checks: await smoke(toolbox, url) }); } };
`,
    );
    await bundleWorker(workspace, 'worker.mjs');
    const { version, answer } = await serveWorker(workspace, { compatibilityDate });
    // How long it takes to load is not to be seen: inside, the clock stands still until something
    // comes from outside.
    return { version, ...answer, gzip: await workspace.gzip('bundle.js', 'odoo_client_wasm.wasm') };
  },
});

export const otherRuntimeCases = [deno, bun, workerd('2022-03-21'), workerd('2026-11-01')];
