// Deno, Bun and workerd: the servers that are not Node.

import { build } from 'esbuild';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { spawn } from 'node:child_process';
import { copyFile } from 'node:fs/promises';
import { printReport } from '../workspace.mjs';

const load = "await import('odoo-client-wasm')";

async function writeProgram(workspace) {
  await workspace.write('program.mjs', `
import * as toolbox from 'odoo-client-wasm';
import { smoke } from './smoke.mjs';
${printReport(await workspace.sandbox())}`);
}

const deno = {
  name: 'Deno',
  quick: true,
  dependencies: { '@deno/linux-x64-glibc': '2.9.6' },
  async run(workspace) {
    await writeProgram(workspace);
    const program = workspace.path('node_modules', '@deno', 'linux-x64-glibc', 'deno');
    const run = ['run', '--no-prompt', '--allow-net=127.0.0.1', '--allow-read', '--cached-only'];
    const report = await workspace.report(program, [...run, 'program.mjs']);
    const milliseconds = await workspace.loadingTime(program, run, load);
    return { version: /^deno (\S+)/.exec(await workspace.run(program, ['--version']))[1], milliseconds, ...report };
  },
};

const bun = {
  name: 'Bun',
  quick: true,
  dependencies: { '@oven/bun-linux-x64-baseline': '1.4.5' },
  async run(workspace) {
    await writeProgram(workspace);
    const program = workspace.path('node_modules', '@oven', 'bun-linux-x64-baseline', 'bin', 'bun');
    const report = await workspace.report(program, ['run', 'program.mjs']);
    const milliseconds = await workspace.loadingTime(program, ['run'], load);
    return { version: (await workspace.run(program, ['--version'])).trim(), milliseconds, ...report };
  },
};

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/** A Worker, bundled as wrangler does it: conditions of workerd, WebAssembly modules left as imports. */
const workerd = (compatibilityDate) => ({
  name: `workerd, compatibility date ${compatibilityDate}`,
  quick: true,
  dependencies: { '@cloudflare/workerd-linux-64': '1.20261117.1' },
  async run(workspace) {
    const url = await workspace.sandbox();
    await workspace.write('worker.mjs', `
import * as toolbox from 'odoo-client-wasm';
import { smoke } from './smoke.mjs';
export default { async fetch() { return Response.json({ checks: await smoke(toolbox, ${JSON.stringify(url)}) }); } };
`);
    await build({
      absWorkingDir: workspace.folder, entryPoints: ['worker.mjs'], outfile: workspace.path('bundle.js'), bundle: true,
      format: 'esm', conditions: ['workerd', 'worker', 'browser'], external: ['*.wasm'], logLevel: 'silent',
    });
    await copyFile(workspace.path('node_modules', 'odoo-client-wasm', 'dist', 'odoo_client_wasm.wasm'), workspace.path('odoo_client_wasm.wasm'));
    const port = await freePort();
    await workspace.write('config.capnp', `
using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .main),
    (name = "internet", network = (allow = ["public", "private"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")],
);
const main :Workerd.Worker = (
  modules = [
    (name = "bundle.js", esModule = embed "bundle.js"),
    (name = "./odoo_client_wasm.wasm", wasm = embed "odoo_client_wasm.wasm"),
  ],
  compatibilityDate = "${compatibilityDate}",
);
`);
    const program = workspace.path('node_modules', '@cloudflare', 'workerd-linux-64', 'bin', 'workerd');
    const server = spawn(program, ['serve', 'config.capnp'], { cwd: workspace.folder, stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    server.stderr.on('data', (chunk) => { said += chunk; });
    try {
      const report = await answerOf(`http://127.0.0.1:${port}/`, server).catch((error) => { throw new Error(`${error.message}\n${said}`); });
      return { version: (await workspace.run(program, ['--version'])).trim().replace(/^workerd /, ''), ...report };
    } finally {
      server.kill();
    }
  },
});

/** What a server that is still starting answers in the end. */
async function answerOf(url, server) {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    if (server.exitCode !== null) throw new Error(`the server ended with code ${server.exitCode}`);
    const response = await fetch(url).catch(() => null);
    if (response?.ok) return response.json();
    if (response) throw new Error(`HTTP ${response.status}: ${await response.text()}`);
    await new Promise((later) => setTimeout(later, 100));
  }
  throw new Error('the server did not start');
}

export const otherRuntimeCases = [deno, bun, workerd('2022-03-21'), workerd('2026-11-01')];
