// Entry module + glue + WebAssembly module → the files of pkg/dist.

import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { client, debug, inProject, packageDirectory, projectVersion, sandbox } from '../project.mjs';
import { embed } from './embed.mjs';
import { pack } from './pack.mjs';

/** Stands for the module's text until the lines of the bundle have their length. */
const placeholder = '@the module@';

const dist = (name) => join(packageDirectory, 'dist', name);

/**
 * Gives an entry module its two imports that exist only after a build:
 * `<crate>-glue` (what wasm-bindgen wrote) and `<crate>-bytes`: the module, as text inside the bundle, `imported` from the
 * file beside it, or `read` from there; with `lazily`, a function that gives it, unless it is imported.
 * The glue's copies of our own snippets are led back to the files they were copied from: one file,
 * one module, one set of error classes.
 */
const builtImports = ({ crate, directory }, { glue, wasm, embedded }, { imported, lazily, read }) => ({
  name: 'built-imports',
  setup({ onResolve, onLoad }) {
    const named = (what) => new RegExp(`^${crate}-${what}$`);
    onResolve({ filter: named('glue') }, () => ({ path: glue }));
    onResolve({ filter: named('bytes') }, () =>
      (imported ? { path: `./${basename(wasm)}`, external: true } : { path: basename(wasm), namespace: 'embedded' }));
    onLoad({ filter: /./, namespace: 'embedded' }, () => (read ? {
      contents: `
        import { readFileSync } from 'node:fs';
        import { join } from 'node:path';
        export default ${lazily ? '() => ' : ''}readFileSync(join(__dirname, '${basename(wasm)}'));`,
    } : {
      contents: `import text from './${basename(embedded.file)}'; export default ${lazily ? '() => ' : ''}${embedded.source};`,
      resolveDir: directory,
    }));
    onResolve({ filter: /^\.\/snippets\/odoo-[^/]+\// }, ({ path }) => {
      const source = inProject(...path.split('/').slice(3));
      return existsSync(source) ? { path: source } : undefined;
    });
  },
});

/**
 * Puts the module's text in its place, on a line of its own, and makes the source map follow: it moves down what comes
 * after, and leaves the text out. Nobody debugs that.
 */
async function insertText(bundlePath, text, embeddedName) {
  const mapPath = `${bundlePath}.map`;
  const [bundle, map] = [await readFile(bundlePath, 'utf8'), JSON.parse(await readFile(mapPath, 'utf8'))];
  map.sourcesContent = map.sourcesContent.map((content, index) => (map.sources[index].endsWith(embeddedName) ? null : content));
  const [before, after] = bundle.split(`"${placeholder}"`);
  if (after !== undefined) {
    await writeFile(bundlePath, `${before}\n"${text}"\n${after}`);
    const lines = map.mappings.split(';');
    lines.splice(before.split('\n').length, 0, '', '');
    map.mappings = lines.join(';');
  }
  await writeFile(mapPath, JSON.stringify(map));
}

/** Prepares the bundling of a module: answers `form(outfile, options, how)`, which writes one form of it. */
async function forms(module, built) {
  const esbuild = await import('esbuild');
  // Packed where each byte counts: the text takes four times as long to decode.
  const { text, source } = await (module.smallest ? pack : embed)(await readFile(built.wasm));
  const embedded = { file: join(module.directory, 'embedded.txt'), source };
  await writeFile(embedded.file, placeholder);
  return async (outfile, options, how = {}) => {
    const result = await esbuild.build({
      entryPoints: [join(module.js, 'index.js')],
      outfile: dist(outfile),
      bundle: true,
      platform: 'neutral',
      external: ['node:*'],
      target: 'es2022',
      charset: 'utf8',
      // Names stay as they are, and lines short: stack traces and console.log show them to users, and for an error nobody
      // handles Node prints the whole line it was made in.
      minifySyntax: true,
      minifyWhitespace: true,
      lineLimit: 120,
      legalComments: 'none',
      banner: { js: `/*! odoo-client-wasm ${projectVersion()} | MIT OR Apache-2.0 */` },
      sourcemap: 'linked',
      metafile: true,
      loader: { '.txt': 'text' },
      // wasm-bindgen names a snippet that two Rust modules use once for each; both are the same import.
      logOverride: { 'duplicate-object-key': 'silent' },
      plugins: [builtImports(module, { ...built, embedded }, how)],
      ...options,
      define: { __REQUIRE__: options.format === 'cjs' ? 'require' : 'undefined' },
    });
    await insertText(dist(outfile), text, basename(embedded.file));
    return result;
  };
}

/** The names the entry module exports, as a bundle tells them. */
function exportsOf({ metafile }) {
  const [{ exports }] = Object.values(metafile.outputs).filter((file) => file.entryPoint);
  return exports.filter((name) => name !== 'default').sort();
}

/** Options of a CommonJS form. The footer is never executed: it tells lexers (Node's among them) which names `require` gives. */
const commonJs = (names) => ({ format: 'cjs', footer: { js: `0&&(module.exports={${names.join(',')}});` } });

/** Writes the module that gives `import` what `require` gives. */
const shareCommonJs = (outfile, cjs, names) => writeFile(dist(outfile), [
  '// The CommonJS build again: `import` and `require` share one instance and one set of classes.',
  `import all from './${cjs}';`,
  `export const { ${names.join(', ')} } = all;`,
  '',
].join('\n'));

/** Bundles every form of the client. */
export async function bundleClient(built) {
  const form = await forms(client, built);
  const names = exportsOf(await form('index.js', { format: 'esm' }));
  await form('index.cjs', commonJs(names));
  // Node has the module beside its JavaScript: nothing to decode, which is half of the time a start takes.
  await form('node.cjs', commonJs(names), { read: true });
  await shareCommonJs('node.mjs', 'node.cjs', names);
  await form('index.global.js', { format: 'iife', globalName: 'OdooClientWasm' });
  await form('workerd.js', { format: 'esm' }, { imported: true });
  await copyFile(built.wasm, dist(basename(built.wasm)));
}

/** Bundles the client's debug build: for `import`, for `require`, and both of one set of classes in Node. */
export async function bundleDebug(built) {
  const form = await forms(debug, built);
  const names = exportsOf(await form('debug.js', { format: 'esm' }));
  await form('debug.cjs', commonJs(names));
  await shareCommonJs('debug.node.mjs', 'debug.cjs', names);
}

/**
 * Bundles every form of the sandbox. It is large: it becomes a module at the first use only, and `require`, which is a test
 * runner's, reads it from its file.
 */
export async function bundleSandbox(built) {
  const form = await forms(sandbox, built);
  const names = exportsOf(await form('sandbox.js', { format: 'esm' }, { lazily: true }));
  await form('sandbox.cjs', commonJs(names), { lazily: true, read: true });
  await shareCommonJs('sandbox.node.mjs', 'sandbox.cjs', names);
  await form('sandbox.workerd.js', { format: 'esm' }, { imported: true });
  await copyFile(built.wasm, dist(basename(built.wasm)));
}
