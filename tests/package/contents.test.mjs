// What is in the tarball, and what must never be.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { test } from 'node:test';
import ts from 'typescript';
import { embed } from '../../scripts/build/embed.mjs';
import { installed } from './fixture.mjs';
import { assertNamesNoFolder } from './folders.mjs';

const files = readdirSync(installed, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => relative(installed, join(entry.parentPath ?? entry.path, entry.name)))
  .sort();

/** The emitted declarations: of each room those that programs can see. */
const declarations = files.filter((file) => file.startsWith('types/') && file.endsWith('.d.ts'));

/** The files that hold a module as text. */
const clients = ['dist/index.js', 'dist/index.cjs', 'dist/index.global.js'];
const carriers = {
  ...Object.fromEntries(clients.map((file) => [file, 1])),
  'dist/columns.js': 2,
  'dist/columns.cjs': 2,
  'dist/policy.js': 1,
  'dist/policy.cjs': 1,
  'dist/sandbox.js': 1,
  'dist/schema.js': 1,
  'dist/schema.cjs': 1,
};

test('the tarball holds the built package and nothing else', (t) => {
  for (const file of files)
    t.diagnostic(`${String(statSync(join(installed, file)).size).padStart(9)} ${file}`);
  // The programs come in pieces that are named by what is in them.
  const pieces = files.filter((file) => /^dist\/programs\/chunk-[A-Z0-9]{8}\.mjs$/.test(file));
  assert.ok(pieces.length > 10);
  // So is the demo page, which changes with every work on it.
  const page = files.filter((file) => file.startsWith('dist/programs/www/'));
  assert.ok(page.includes('dist/programs/www/index.html'));
  assert.deepEqual(
    files.filter((file) => ![...pieces, ...page, ...declarations].includes(file)),
    [
      'CHANGELOG.md',
      'LICENSE-APACHE',
      'LICENSE-MIT',
      'README.md',
      'bin/odoo-client-wasm.mjs',
      'bulk.d.cts',
      'bulk.d.ts',
      'columns.d.cts',
      'columns.d.ts',
      'dist/bulk.cjs',
      'dist/bulk.cjs.map',
      'dist/bulk.js',
      'dist/bulk.js.map',
      'dist/bulk.node.cjs',
      'dist/bulk.node.cjs.map',
      'dist/bulk.node.mjs',
      'dist/bulk.workerd.js',
      'dist/bulk.workerd.js.map',
      'dist/client.node.cjs',
      'dist/client.node.cjs.map',
      'dist/columns.cjs',
      'dist/columns.cjs.map',
      'dist/columns.js',
      'dist/columns.js.map',
      'dist/columns.node.cjs',
      'dist/columns.node.cjs.map',
      'dist/columns.node.mjs',
      'dist/columns.workerd.js',
      'dist/columns.workerd.js.map',
      'dist/debug.cjs',
      'dist/debug.cjs.map',
      'dist/debug.js',
      'dist/debug.js.map',
      'dist/debug.node.mjs',
      'dist/index.cjs',
      'dist/index.cjs.map',
      'dist/index.global.js',
      'dist/index.global.js.map',
      'dist/index.js',
      'dist/index.js.map',
      'dist/node.cjs',
      'dist/node.mjs',
      'dist/node.mjs.map',
      'dist/odoo_bulk_wasm.wasm',
      'dist/odoo_client_wasm.wasm',
      'dist/odoo_columns_scalar_wasm.wasm',
      'dist/odoo_columns_wasm.wasm',
      'dist/odoo_sandbox_wasm.wasm',
      'dist/odoo_schema_wasm.wasm',
      'dist/policy.cjs',
      'dist/policy.cjs.map',
      'dist/policy.js',
      'dist/policy.js.map',
      'dist/policy.node.cjs',
      'dist/policy.node.cjs.map',
      'dist/policy.node.mjs',
      'dist/policy.workerd.js',
      'dist/policy.workerd.js.map',
      'dist/programs/LICENSES.txt',
      'dist/programs/cli.mjs',
      'dist/programs/forward.mjs',
      'dist/programs/mcp.mjs',
      'dist/programs/server.mjs',
      'dist/sandbox.cjs',
      'dist/sandbox.cjs.map',
      'dist/sandbox.js',
      'dist/sandbox.js.map',
      'dist/sandbox.node.mjs',
      'dist/sandbox.workerd.js',
      'dist/sandbox.workerd.js.map',
      'dist/schema.cjs',
      'dist/schema.cjs.map',
      'dist/schema.js',
      'dist/schema.js.map',
      'dist/schema.node.cjs',
      'dist/schema.node.cjs.map',
      'dist/schema.node.mjs',
      'dist/schema.workerd.js',
      'dist/schema.workerd.js.map',
      'dist/workerd.js',
      'dist/workerd.js.map',
      'index.d.cts',
      'index.d.ts',
      'mcp.d.ts',
      'package.json',
      'sandbox.d.cts',
      'sandbox.d.ts',
      'schema.d.cts',
      'schema.d.ts',
      'types/cjs/package.json',
    ],
  );
});

test('no file names a folder of the machine it was built on', () => {
  for (const file of files) {
    // README and types may well speak of folders; what the compiler wrote may not.
    assertNamesNoFolder(readFileSync(join(installed, file), 'latin1'), file, {
      written: !/\.(wasm|[cm]?js|map)$/.test(file),
    });
  }
});

const clientModule = readFileSync(join(installed, 'dist/odoo_client_wasm.wasm'));
const sandboxModule = readFileSync(join(installed, 'dist/odoo_sandbox_wasm.wasm'));
/**
 * What the embedding has to cope with: nothing, each byte, one byte for long, what repeats from far
 * away, and a real module.
 */
const eachByte = Uint8Array.from({ length: 256 }, (_, byte) => byte);
const contents = {
  nothing: new Uint8Array(),
  'each byte': eachByte,
  'the same byte': new Uint8Array(1000).fill(7),
  'a repetition from far away': Buffer.concat([eachByte, clientModule, eachByte]),
};

for (const [what, bytes] of Object.entries(contents)) {
  test(`${what} survives its embedding in JavaScript, byte by byte`, () => {
    const { text, source } = embed(bytes);
    assert.match(text, /^[\x20-\x7e]*$/);
    assert.doesNotMatch(text, /["'`\\<&$]/);
    assert.deepEqual(
      Buffer.from(new Function('text', `return ${source}`)(text)),
      Buffer.from(bytes),
    );
  });
}

test('every form of the client carries the very module that lies beside it', () => {
  const { text } = embed(clientModule);
  for (const file of clients)
    assert.ok(readFileSync(join(installed, file), 'latin1').includes(text), file);
});

test('the sandbox carries the very module that lies beside it, and no form of the client does', () => {
  const { text } = embed(sandboxModule);
  assert.ok(readFileSync(join(installed, 'dist/sandbox.js'), 'latin1').includes(text));
  for (const file of clients)
    assert.ok(!readFileSync(join(installed, file), 'latin1').includes(text.slice(0, 1000)), file);
});

test('the columns carry both builds of their module, and no form of the client does', () => {
  for (const module of ['odoo_columns_wasm', 'odoo_columns_scalar_wasm']) {
    const { text } = embed(readFileSync(join(installed, `dist/${module}.wasm`)));
    for (const file of ['dist/columns.js', 'dist/columns.cjs'])
      assert.ok(readFileSync(join(installed, file), 'latin1').includes(text), file);
    for (const file of clients)
      assert.ok(!readFileSync(join(installed, file), 'latin1').includes(text.slice(0, 1000)), file);
  }
});

/** The forms of the client by the kind of form that imports them. */
const kinds = {
  '.js': 'index.js',
  '.cjs': 'index.cjs',
  '.node.cjs': 'node.cjs',
  '.workerd.js': 'workerd.js',
};

for (const [entry, others] of [
  ['policy', []],
  ['columns', ['policy']],
  ['bulk', ['columns', 'policy']],
  ['schema', []],
]) {
  test(`each form of the ${entry} imports the forms of its own kind, and has no errors of the client's`, () => {
    for (const [kind, client] of Object.entries(kinds)) {
      const file = `${entry}${kind}`;
      const beside = [client, ...others.map((name) => `${name}${kind}`)];
      const text = readFileSync(join(installed, 'dist', file), 'utf8');
      const imported = [...text.matchAll(/(?:from|require\()\s*"(\.\/[^"]+\.[cm]?js)"/g)].map(
        ([, path]) => path,
      );
      assert.deepEqual(
        [...new Set(imported)].sort(),
        beside.map((name) => `./${name}`).sort(),
        file,
      );
      assert.doesNotMatch(text, /OdooError\s*=\s*class|class OdooError/, file);
    }
  });
}

test('the line that holds the module holds nothing else, since Node prints the line of an uncaught error', () => {
  for (const [file, modules] of Object.entries(carriers)) {
    const long = readFileSync(join(installed, file), 'utf8')
      .split('\n')
      .filter((line) => line.length > 2000);
    assert.equal(long.length, modules, file);
    for (const line of long)
      assert.ok(/^"[^"]*"$/.test(line), `${file}: ${line.slice(0, 100)} … ${line.slice(-100)}`);
  }
});

test('every path in the manifest leads to a file', () => {
  const manifest = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
  const paths = [];
  const collect = (value) =>
    typeof value === 'string' ? paths.push(value) : Object.values(value).forEach(collect);
  [
    manifest.exports,
    manifest.main,
    manifest.module,
    manifest.types,
    manifest.typesVersions,
    manifest.bin,
  ].forEach(collect);
  assert.ok(paths.length > 10);
  for (const path of paths) assert.ok(files.includes(relative('.', path)), path);
});

test('types for require are the types for import, and lead to one another', () => {
  for (const name of ['index', 'columns', 'bulk', 'sandbox']) {
    const [forRequire, forImport] = ['cts', 'ts'].map((kind) =>
      readFileSync(join(installed, `${name}.d.${kind}`), 'utf8'),
    );
    assert.equal(
      forRequire,
      forImport
        .replaceAll(/( from '\.\/\w+)\.js'/g, "$1.cjs'")
        .replace('./types/esm/', './types/cjs/'),
    );
    assert.doesNotMatch(forRequire, /from '\.\/\w+\.js'/);
  }
  const [esm, cjs] = ['esm', 'cjs'].map((form) =>
    declarations.filter((file) => file.startsWith(`types/${form}/`)),
  );
  assert.ok(esm.length > 10);
  assert.deepEqual(
    cjs,
    esm.map((file) => file.replace('/esm/', '/cjs/')),
  );
  for (const file of esm) {
    const [one, other] = [file, file.replace('/esm/', '/cjs/')].map((path) =>
      readFileSync(join(installed, path), 'utf8'),
    );
    assert.equal(one, other, file);
    for (const { fileName: path } of ts.preProcessFile(one).importedFiles) {
      assert.ok(
        files.includes(join(dirname(file), path.replace(/\.js$/, '.d.ts'))),
        `${file} leads to ${path}`,
      );
    }
  }
  assert.deepEqual(JSON.parse(readFileSync(join(installed, 'types/cjs/package.json'), 'utf8')), {
    type: 'commonjs',
  });
});

test('each source map names sources of the project and carries their text', () => {
  for (const file of files.filter((name) => name.endsWith('.map'))) {
    const { sources, sourcesContent } = JSON.parse(readFileSync(join(installed, file), 'utf8'));
    assert.ok(sources.length > 1, file);
    for (const [index, source] of sources.entries()) {
      assert.match(
        source,
        /^(\.\.\/src\/|\.\.\/\.\.\/(target\/wasm|node_modules\/flatbuffers)\/|(embedded|embedded-1):odoo_(bulk|client|columns|columns_scalar|sandbox|schema)_wasm\.wasm$|glue:odoo_(bulk|client|sandbox)_wasm\.js$)/,
        file,
      );
      if (!source.endsWith('.txt')) assert.equal(typeof sourcesContent[index], 'string', source);
    }
  }
});
