// The programs of the package (command line, agent server): TypeScript and the libraries it uses →
// pkg/dist/programs.
//
// They run in Node alone. The package stays free of dependencies: what they use of libraries is
// bundled, in chunks that are loaded when a command needs them. The client itself is not bundled
// again: all entries share one.

import { readdirSync, readFileSync } from 'node:fs';
import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inProject, packageDirectory, projectVersion } from '../project.mjs';

/**
 * The entries: each file of pkg/dist/programs that others import, with its source. The demo of a
 * checkout serves with the sandbox's server and forwards as the command `demo` does.
 */
const entries = Object.fromEntries(
  Object.entries({
    cli: 'cli/main.ts',
    server: 'cli/sandbox/server.ts',
    forward: 'cli/forward.ts',
    mcp: 'mcp/index.ts',
  }).map(([name, file]) => [name, inProject('pkg', 'src', ...file.split('/'))]),
);

/** The package's own entries, which stay imports of the files beside. */
const own = {
  'odoo-client-wasm': '../node.mjs',
  'odoo-client-wasm/bulk': '../bulk.node.mjs',
  'odoo-client-wasm/columns': '../columns.node.mjs',
  'odoo-client-wasm/sandbox': '../sandbox.node.mjs',
  'odoo-client-wasm/schema': '../schema.node.mjs',
};

const ownEntries = {
  name: 'own-entries',
  setup({ onResolve }) {
    onResolve({ filter: /^odoo-client-wasm(\/\w+)?$/ }, ({ path }) => ({
      path: own[path],
      external: true,
    }));
  },
};

/** The libraries that a bundle holds, by the folder of each in node_modules. */
const librariesOf = ({ inputs }) =>
  [
    ...new Set(
      Object.keys(inputs)
        .map((path) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(path)?.[0])
        .filter(Boolean),
    ),
  ].sort();

/**
 * What the licences of the bundled libraries ask for: name, version and the text of the licence of
 * each.
 */
function notices(metafile) {
  const texts = librariesOf(metafile).map((folder) => {
    const { name, version, license } = JSON.parse(
      readFileSync(inProject(folder, 'package.json'), 'utf8'),
    );
    if (!allowed.has(license))
      throw new Error(`${name} is under ${license}, which is not among ${[...allowed].join(', ')}`);
    const files = readdirSync(inProject(folder))
      .filter((file) => /^(licen[cs]e|copying|notice)/i.test(file))
      .sort();
    const text = files
      .map((file) => readFileSync(inProject(folder, file), 'utf8').trim())
      .join('\n\n');
    return `${name} ${version} (${license})\n\n${text || `Its package names the licence ${license} and holds no text of it.`}`;
  });
  return `The programs in this folder contain these libraries.\n\n${texts.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}

const allowed = new Set(['MIT', 'ISC', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD']);

export async function bundlePrograms() {
  const esbuild = await import('esbuild');
  const { metafile } = await esbuild.build({
    metafile: true,
    absWorkingDir: inProject(),
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
  await writeFile(join(packageDirectory, 'dist', 'programs', 'LICENSES.txt'), notices(metafile));
  // The page of `demo`.
  await cp(inProject('www'), join(packageDirectory, 'dist', 'programs', 'www'), {
    recursive: true,
  });
}
