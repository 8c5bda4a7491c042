// The programs of the package (command line, agent server): TypeScript and the libraries it uses → pkg/dist/programs.
//
// They run in Node alone. The package stays free of dependencies: what they use of libraries is bundled, in chunks that
// are loaded when a command needs them. The client itself is not bundled again: all entries share one.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { inProject, packageDirectory, projectVersion } from '../project.mjs';

/** The entries: each file of pkg/dist/programs that others import, with its source. */
const entries = Object.fromEntries(
  Object.entries({ cli: 'cli/main.ts', mcp: 'mcp/index.ts' })
    .map(([name, file]) => [name, inProject('pkg', 'src', ...file.split('/'))])
    .filter(([, file]) => existsSync(file)),
);

/** The package's own entries, which stay imports of the files beside. */
const own = {
  'odoo-client-wasm': '../node.mjs',
  'odoo-client-wasm/bulk': '../bulk.node.mjs',
  'odoo-client-wasm/columns': '../columns.node.mjs',
  'odoo-client-wasm/sandbox': '../sandbox.node.mjs',
};

const ownEntries = {
  name: 'own-entries',
  setup({ onResolve }) {
    onResolve({ filter: /^odoo-client-wasm(\/\w+)?$/ }, ({ path }) => ({ path: own[path], external: true }));
  },
};

export async function bundlePrograms() {
  const esbuild = await import('esbuild');
  await esbuild.build({
    entryPoints: entries,
    outdir: join(packageDirectory, 'dist', 'programs'),
    outExtension: { '.js': '.mjs' },
    chunkNames: 'chunk-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node18',
    charset: 'utf8',
    minifySyntax: true,
    minifyWhitespace: true,
    lineLimit: 160,
    legalComments: 'none',
    banner: {
      // Libraries of the CommonJS form ask for Node's own modules by `require`.
      js: `/*! odoo-client-wasm ${projectVersion()} | MIT OR Apache-2.0 */\nimport { createRequire as $require } from 'node:module'; const require = $require(import.meta.url);`,
    },
    plugins: [ownEntries],
  });
}
