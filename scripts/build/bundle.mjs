// Entry module + glue + WebAssembly module → the files of pkg/dist.

import { copyFile, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { inProject, packageDirectory, projectVersion } from '../project.mjs';

const entry = inProject('src', 'js', 'index.js');
const dist = (name) => join(packageDirectory, 'dist', name);

/**
 * Gives the entry module its two imports that exist only after a build:
 * `odoo-client-wasm-glue` (what wasm-bindgen wrote) and `odoo-client-wasm-bytes` (the module).
 * The glue's copies of our own snippets are led back to the files they were copied from: one file,
 * one module, one set of error classes.
 */
const builtImports = ({ glue, wasm }, moduleIsImported) => ({
  name: 'built-imports',
  setup({ onResolve }) {
    onResolve({ filter: /^odoo-client-wasm-glue$/ }, () => ({ path: glue }));
    onResolve({ filter: /^odoo-client-wasm-bytes$/ }, () =>
      (moduleIsImported ? { path: `./${basename(wasm)}`, external: true } : { path: wasm }));
    onResolve({ filter: /^\.\/snippets\/odoo-client-wasm-[^/]+\// }, ({ path }) => {
      const source = inProject(...path.split('/').slice(3));
      return existsSync(source) ? { path: source } : undefined;
    });
  },
});

/** Bundles every form of the package and answers the names it exports. */
export async function bundle(built) {
  const esbuild = await import('esbuild');
  const form = (outfile, options, moduleIsImported = false) => esbuild.build({
    entryPoints: [entry],
    outfile: dist(outfile),
    bundle: true,
    platform: 'neutral',
    target: 'es2022',
    charset: 'utf8',
    // Names stay as they are: stack traces and console.log show them to users.
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
    banner: { js: `/*! odoo-client-wasm ${projectVersion()} | MIT OR Apache-2.0 */` },
    sourcemap: 'linked',
    metafile: true,
    loader: { '.wasm': 'binary' },
    plugins: [builtImports(built, moduleIsImported)],
    ...options,
  });

  const { metafile } = await form('index.js', { format: 'esm' });
  const [{ exports }] = Object.values(metafile.outputs).filter((file) => file.entryPoint);
  const names = exports.filter((name) => name !== 'default').sort();
  const list = names.join(',');

  await form('index.cjs', {
    format: 'cjs',
    // Never executed: it tells lexers (Node's among them) which names `require` gives.
    footer: { js: `0&&(module.exports={${list}});` },
  });
  await writeFile(dist('node.mjs'), [
    '// The CommonJS build again: `import` and `require` share one instance and one set of classes.',
    "import all from './index.cjs';",
    `export const { ${names.join(', ')} } = all;`,
    '',
  ].join('\n'));
  await form('workerd.js', { format: 'esm' }, true);
  await copyFile(built.wasm, dist(basename(built.wasm)));
  return names;
}
