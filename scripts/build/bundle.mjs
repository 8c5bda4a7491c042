// Entry module + glue + WebAssembly module → the files of pkg/dist.

import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { inProject, packageDirectory, projectVersion, wasmDirectory } from '../project.mjs';
import { embed } from './embed.mjs';

const entry = inProject('src', 'js', 'index.js');
const dist = (name) => join(packageDirectory, 'dist', name);

/**
 * Gives the entry module its two imports that exist only after a build:
 * `odoo-client-wasm-glue` (what wasm-bindgen wrote) and `odoo-client-wasm-bytes` (the module).
 * The glue's copies of our own snippets are led back to the files they were copied from: one file,
 * one module, one set of error classes.
 */
const builtImports = ({ glue, wasm, embedded }, moduleIsImported) => ({
  name: 'built-imports',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^odoo-client-wasm-glue$/ }, () => ({ path: glue }));
    onResolve({ filter: /^odoo-client-wasm-bytes$/ }, () =>
      (moduleIsImported ? { path: `./${basename(wasm)}`, external: true } : { path: basename(wasm), namespace: 'embedded' }));
    onLoad({ filter: /./, namespace: 'embedded' }, () => ({
      contents: `import text from './${basename(embedded.file)}'; export default ${embedded.source};`,
      resolveDir: wasmDirectory,
    }));
    onResolve({ filter: /^\.\/snippets\/odoo-client-wasm-[^/]+\// }, ({ path }) => {
      const source = inProject(...path.split('/').slice(3));
      return existsSync(source) ? { path: source } : undefined;
    });
  },
});

/** Leaves the module's text out of a source map: nobody debugs that. */
async function slimSourceMap(path, left) {
  const map = JSON.parse(await readFile(path, 'utf8'));
  map.sourcesContent = map.sourcesContent.map((content, index) => (map.sources[index].endsWith(left) ? null : content));
  await writeFile(path, JSON.stringify(map));
}

/** Bundles every form of the package and answers the names it exports. */
export async function bundle(built) {
  const esbuild = await import('esbuild');
  const { text, source } = embed(await readFile(built.wasm));
  const embedded = { file: join(wasmDirectory, 'embedded.txt'), source };
  await writeFile(embedded.file, text);
  const form = async (outfile, options, moduleIsImported = false) => {
    const result = await esbuild.build(settings(outfile, options, moduleIsImported));
    await slimSourceMap(`${dist(outfile)}.map`, basename(embedded.file));
    return result;
  };
  const settings = (outfile, options, moduleIsImported) => ({
    entryPoints: [entry],
    outfile: dist(outfile),
    bundle: true,
    platform: 'neutral',
    target: 'es2022',
    charset: 'utf8',
    // Names and lines stay as they are: stack traces and console.log show them to users, and for an error nobody handles
    // Node prints the whole line it was made in. Less than half a kilobyte after gzip.
    minifySyntax: true,
    legalComments: 'none',
    banner: { js: `/*! odoo-client-wasm ${projectVersion()} | MIT OR Apache-2.0 */` },
    sourcemap: 'linked',
    metafile: true,
    loader: { '.txt': 'text' },
    // wasm-bindgen names a snippet that two Rust modules use once for each; both are the same import.
    logOverride: { 'duplicate-object-key': 'silent' },
    plugins: [builtImports({ ...built, embedded }, moduleIsImported)],
    ...options,
    define: { __REQUIRE__: options.format === 'cjs' ? 'require' : 'undefined' },
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
  await form('index.global.js', { format: 'iife', globalName: 'OdooClientWasm' });
  await form('workerd.js', { format: 'esm' }, true);
  await copyFile(built.wasm, dist(basename(built.wasm)));
  return names;
}
