// Workers in workerd: bundled as wrangler does it, served, and asked once.

import { build } from 'esbuild';
import { copyFile } from 'node:fs/promises';
import { freePort, Server } from './server.mjs';

const modules = [
  'odoo_bulk_wasm.wasm',
  'odoo_client_wasm.wasm',
  'odoo_columns_wasm.wasm',
  'odoo_sandbox_wasm.wasm',
];

/** Bundles a worker under workerd's conditions; WebAssembly modules are left as imports. */
export async function bundleWorker(workspace, entry) {
  await build({
    absWorkingDir: workspace.folder,
    entryPoints: [entry],
    outfile: workspace.path('bundle.js'),
    bundle: true,
    format: 'esm',
    conditions: ['workerd', 'worker', 'browser'],
    external: ['*.wasm'],
    logLevel: 'silent',
  });
  for (const wasm of modules)
    await copyFile(
      workspace.path('node_modules', 'odoo-client-wasm', 'dist', wasm),
      workspace.path(wasm),
    );
}

/** Serves the bundled worker and asks it once: `{ version, answer }`. */
export async function serveWorker(workspace, { compatibilityDate, variables = {} }) {
  const port = await freePort();
  const bindings = Object.entries(variables).map(
    ([name, value]) => `(name = ${JSON.stringify(name)}, text = ${JSON.stringify(value)})`,
  );
  await workspace.write(
    'config.capnp',
    `
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
    ${modules.map((wasm) => `(name = "./${wasm}", wasm = embed "${wasm}")`).join(', ')},
  ],
  bindings = [${bindings.join(', ')}],
  compatibilityDate = "${compatibilityDate}",
);
`,
  );
  const program = workspace.path(
    'node_modules',
    '@cloudflare',
    'workerd-linux-64',
    'bin',
    'workerd',
  );
  const server = await Server.start(workspace, program, ['serve', 'config.capnp'], {
    url: `http://127.0.0.1:${port}`,
  });
  try {
    const response = await fetch(server.url);
    if (!response.ok)
      throw new Error(`HTTP ${response.status}: ${await response.text()}\n${server.said}`);
    const version = (await workspace.run(program, ['--version'])).trim().replace(/^workerd /, '');
    return { version, answer: await response.json() };
  } finally {
    await server.stop();
  }
}
