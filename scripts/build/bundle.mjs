// Entry module + glue + WebAssembly module → the files of pkg/dist.

import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import {
  bulk,
  client,
  columns,
  columnsScalar,
  debug,
  packageDirectory,
  policy,
  projectVersion,
  sandbox,
  schema,
} from '../project.mjs';
import { embed } from './embed.mjs';
import { hostFile, hostSource } from './host.mjs';

/** Stands for a module's text until the lines of the bundle have their length. */
const placeholder = (file) => `@the module ${file}@`;

const dist = (name) => join(packageDirectory, 'dist', name);

/**
 * Gives an entry module its imports that exist only after a build: `<crate>-glue` (what
 * wasm-bindgen wrote) and `<crate>-bytes`: a module, as text inside the bundle, `imported` from the
 * file beside it, or read from where `read` says; with `lazily`, a function that gives it, unless it
 * is imported. A bundle that `imported` its module has no second one to choose from, and one `beside`
 * other entries imports those as they are. What the glue imports is led back to its source, which
 * wasm-bindgen has a copy of: one module, one set of error classes.
 */
const builtImports = (
  { crate, directory },
  { glue, embedded },
  { imported, lazily, read, beside = {} },
) => ({
  name: 'built-imports',
  setup({ onResolve, onLoad, esbuild }) {
    if (glue) {
      // Short names in the glue alone: it has functions of the same names as the package's own,
      // which programs see.
      onResolve({ filter: new RegExp(`^${crate}-glue$`) }, () => ({
        path: basename(glue),
        namespace: 'glue',
      }));
      onLoad({ filter: /./, namespace: 'glue' }, async () => {
        const { code } = await esbuild.transform(await readFile(glue, 'utf8'), {
          minify: true,
          format: 'esm',
        });
        return { contents: code, resolveDir: directory };
      });
    }
    for (const [index, { name, wasm, text, source }] of embedded.entries()) {
      const namespace = index === 0 ? 'embedded' : `embedded-${index}`;
      onResolve({ filter: new RegExp(`^${name}-bytes$`) }, () =>
        imported && index === 0
          ? { path: `./${basename(wasm)}`, external: true }
          : { path: basename(wasm), namespace },
      );
      onLoad({ filter: /./, namespace }, () =>
        imported
          ? { contents: 'export default undefined;' }
          : read
            ? {
                contents: `
          import { readFileSync } from 'node:fs';
          import { join } from 'node:path';
          export default ${lazily ? '() => ' : ''}readFileSync(${read(basename(wasm))});`,
              }
            : {
                contents: `import text from './${basename(text)}'; export default ${lazily ? '() => ' : ''}${source};`,
                resolveDir: directory,
              },
      );
    }
    onResolve({ filter: /^odoo-client-wasm(\/\w+)?$/ }, ({ path }) => ({
      path: `./${beside[path]}`,
      external: true,
    }));
    onResolve({ filter: /^\.\/snippets\/odoo-client-wasm-/ }, ({ path }) =>
      path.endsWith(hostFile) ? { path: hostSource } : undefined,
    );
  },
});

/**
 * Puts modules' texts in their places, each on a line of its own, and makes the source map follow:
 * it moves down what comes after, and leaves the texts out. Nobody debugs that.
 */
async function insertTexts(bundlePath, embedded) {
  const mapPath = `${bundlePath}.map`;
  let bundle = await readFile(bundlePath, 'utf8');
  const map = JSON.parse(await readFile(mapPath, 'utf8'));
  const lines = map.mappings.split(';');
  for (const { text, characters } of embedded) {
    map.sourcesContent = map.sourcesContent.map((content, index) =>
      map.sources[index].endsWith(basename(text)) ? null : content,
    );
    const [before, after] = bundle.split(`"${placeholder(basename(text))}"`);
    if (after === undefined) continue;
    bundle = `${before}\n"${characters}"\n${after}`;
    lines.splice(before.split('\n').length, 0, '', '');
  }
  map.mappings = lines.join(';');
  await writeFile(bundlePath, bundle);
  await writeFile(mapPath, JSON.stringify(map));
}

/** A module as text, under the name that its bytes are imported by. */
async function embeddable({ crate, bytes = crate, file }, directory, wasm) {
  const { text: characters, source } = embed(await readFile(wasm));
  const text = join(directory, `${file}.txt`);
  await writeFile(text, placeholder(basename(text)));
  return { name: bytes, wasm, text, source, characters };
}

const noticeOf = ({ brings }) =>
  `/*! odoo-client-wasm ${projectVersion()} | MIT OR Apache-2.0${brings ? ` | ${brings}` : ''} */`;

/**
 * Prepares the bundling of a module, with perhaps another build of it to choose from: answers
 * `form(outfile, options, how)`, which writes one form of it.
 */
async function forms(module, built, alternative) {
  const esbuild = await import('esbuild');
  const embedded = [];
  if (built) embedded.push(await embeddable(module, module.directory, built.wasm));
  if (alternative)
    embedded.push(await embeddable(alternative.module, module.directory, alternative.built.wasm));
  return async (outfile, options, how = {}) => {
    const result = await esbuild.build({
      entryPoints: [module.entry],
      outfile: dist(outfile),
      bundle: true,
      platform: 'neutral',
      external: ['node:*'],
      // Of the libraries that a module brings along, whichever form they have.
      mainFields: ['module', 'main'],
      target: 'es2022',
      // A single '→' in a message, and an engine keeps the whole file at two bytes a character:
      // 0.5 MB more of `index.js`, and half a millisecond more to parse `node.cjs`.
      charset: 'ascii',
      // Names stay as they are, and lines short: stack traces and console.log show them to users,
      // and for an error nobody handles Node prints the whole line it was made in.
      minifySyntax: true,
      minifyWhitespace: true,
      lineLimit: 160,
      legalComments: 'none',
      banner: { js: noticeOf(module) },
      sourcemap: 'linked',
      metafile: true,
      loader: { '.txt': 'text' },
      // wasm-bindgen names a snippet that two Rust modules use once for each; both are the same
      // import.
      logOverride: { 'duplicate-object-key': 'silent' },
      plugins: [builtImports(module, { ...built, embedded }, how)],
      ...options,
      define: { __REQUIRE__: options.format === 'cjs' ? 'require' : 'undefined' },
    });
    await insertTexts(dist(outfile), embedded);
    return result;
  };
}

/** The names the entry module exports, as a bundle tells them. */
function exportsOf({ metafile }) {
  const [{ exports }] = Object.values(metafile.outputs).filter((file) => file.entryPoint);
  return exports.filter((name) => name !== 'default').sort();
}

/**
 * Options of a CommonJS form. The footer is never executed: it tells lexers (Node's among them)
 * which names `require` gives.
 */
const commonJs = (names) => ({
  format: 'cjs',
  footer: { js: `0&&(module.exports={${names.join(',')}});` },
});

/**
 * Writes the module that gives `import` what `require` gives. It requires it itself: to `import` a
 * CommonJS file, Node first looks through its text for names, and a start takes 25 ms instead of
 * 15.
 */
const shareCommonJs = (outfile, cjs, names) =>
  writeFile(
    dist(outfile),
    [
      '// The CommonJS build again: `import` and `require` share one instance and one set of classes.',
      "import { createRequire } from 'node:module';",
      'const require = createRequire(import.meta.url);',
      `export const { ${names.join(', ')} } = require('./${cjs}');`,
      '',
    ].join('\n'),
  );

/** Where a CommonJS file finds the module that is beside it. */
const besideIt = (file) => `join(__dirname, '${file}')`;

/**
 * What the two forms of the client for Node know of each other, by the folder that they are in: a
 * program that loads both has one instance, and one set of classes. Either takes the other one's
 * alone: who has a form loaded anew gets a new one.
 */
const formsIn = (folder) =>
  `const all = (globalThis[Symbol.for('odoo-client-wasm.forms')] ??= new Map());
const folder = ${folder};
if (!all.has(folder)) all.set(folder, {});
const forms = all.get(folder);`;

/**
 * Bundles the client's forms for Node, where the module is in a file beside them: nothing to
 * decode, which is half of the time a start takes. That for `import` holds the client as that for
 * `require` does: a start by way of a CommonJS file takes 2 ms of 12 more. Their exports are plain
 * members, and no getters, which is a third of a millisecond.
 */
async function bundleForNode(form, names, wasm) {
  const all = names.join(', ');
  const common = {
    entryPoints: undefined,
    stdin: {
      contents: `import { ${all} } from './index.ts';\nmodule.exports = { ${all} };`,
      resolveDir: client.room,
      // So that it is a source of the project in source maps.
      sourcefile: join(client.room, 'for-node.ts'),
      loader: 'ts',
    },
    format: 'cjs',
  };
  const banner = { js: `${noticeOf(client)}\n'use strict';` };
  await form('client.node.cjs', { ...common, banner }, { read: besideIt });
  await writeFile(
    dist('node.cjs'),
    `${noticeOf(client)}
'use strict';
${formsIn("require('node:url').pathToFileURL(`${__dirname}/`).href")}
module.exports = forms.import ?? (forms.require = require('./client.node.cjs'));
${commonJs(names).footer.js}
`,
  );
  await form(
    'node.mjs',
    {
      ...common,
      banner: {
        js: `${noticeOf(client)}
const wasm = new URL('./${basename(wasm)}', import.meta.url);
const require =
  process.getBuiltinModule ?? (await import('node:module')).createRequire(import.meta.url);
${formsIn("new URL('.', import.meta.url).href")}
const module = { exports: forms.require };
if (!forms.require) (function () {`,
      },
      footer: {
        js: `})();
forms.import = module.exports;
export const { ${all} } = module.exports;`,
      },
    },
    { read: () => 'wasm' },
  );
}

/** Bundles every form of the client. */
export async function bundleClient(built) {
  const form = await forms(client, built);
  const names = exportsOf(await form('index.js', { format: 'esm' }));
  await form('index.cjs', commonJs(names));
  await bundleForNode(form, names, built.wasm);
  await form('index.global.js', { format: 'iife', globalName: 'OdooClientWasm' });
  await form('workerd.js', { format: 'esm' }, { imported: true });
  await copyFile(built.wasm, dist(basename(built.wasm)));
}

/**
 * Bundles the client's debug build: for `import`, for `require`, and both of one set of classes in
 * Node.
 */
export async function bundleDebug(built) {
  const form = await forms(debug, built);
  const names = exportsOf(await form('debug.js', { format: 'esm' }));
  await form('debug.cjs', commonJs(names));
  await shareCommonJs('debug.node.mjs', 'debug.cjs', names);
}

/**
 * Bundles every form of the sandbox. It is large: it becomes a module at the first use only, and
 * `require`, which is a test runner's, reads it from its file.
 */
export async function bundleSandbox(built) {
  const form = await forms(sandbox, built);
  const names = exportsOf(await form('sandbox.js', { format: 'esm' }, { lazily: true }));
  await form('sandbox.cjs', commonJs(names), { lazily: true, read: besideIt });
  await shareCommonJs('sandbox.node.mjs', 'sandbox.cjs', names);
  await form('sandbox.workerd.js', { format: 'esm' }, { imported: true });
  await copyFile(built.wasm, dist(basename(built.wasm)));
}

/** The forms of the client, of the columns and of the policy, by the form of what imports them. */
const kinds = {
  '.js': {
    'odoo-client-wasm': 'index.js',
    'odoo-client-wasm/columns': 'columns.js',
    'odoo-client-wasm/policy': 'policy.js',
  },
  '.cjs': {
    'odoo-client-wasm': 'index.cjs',
    'odoo-client-wasm/columns': 'columns.cjs',
    'odoo-client-wasm/policy': 'policy.cjs',
  },
  '.node.cjs': {
    'odoo-client-wasm': 'node.cjs',
    'odoo-client-wasm/columns': 'columns.node.cjs',
    'odoo-client-wasm/policy': 'policy.node.cjs',
  },
  '.workerd.js': {
    'odoo-client-wasm': 'workerd.js',
    'odoo-client-wasm/columns': 'columns.workerd.js',
    'odoo-client-wasm/policy': 'policy.workerd.js',
  },
};

/**
 * Bundles every form of an entry beside the client. Its errors are the client's: each form imports
 * the client's form of its kind. A module of its own is made at the first use.
 */
async function bundleBeside(module, built, alternative) {
  const { name } = module;
  const form = await forms(module, built, alternative);
  const names = exportsOf(
    await form(`${name}.js`, { format: 'esm' }, { lazily: true, beside: kinds['.js'] }),
  );
  await form(`${name}.cjs`, commonJs(names), { lazily: true, beside: kinds['.cjs'] });
  await form(`${name}.node.cjs`, commonJs(names), {
    lazily: true,
    read: besideIt,
    beside: kinds['.node.cjs'],
  });
  await shareCommonJs(`${name}.node.mjs`, `${name}.node.cjs`, names);
  await form(
    `${name}.workerd.js`,
    { format: 'esm' },
    { imported: true, beside: kinds['.workerd.js'] },
  );
}

/** Bundles every form of the columns, with both builds of their decoder. */
export async function bundleColumns(built, scalar) {
  await bundleBeside(columns, built, { module: columnsScalar, built: scalar });
  for (const { wasm } of [built, scalar]) await copyFile(wasm, dist(basename(wasm)));
}

/** Bundles every form of what bulk work decides. */
export async function bundlePolicy(built) {
  await bundleBeside(policy, built);
  await copyFile(built.wasm, dist(basename(built.wasm)));
}

/** Bundles every form of the bulk work. */
export const bundleBulk = () => bundleBeside(bulk);

/** Bundles every form of the schema. */
export async function bundleSchema(built) {
  await bundleBeside(schema, built);
  await copyFile(built.wasm, dist(basename(built.wasm)));
}
