// Programs of a typed database: they compile, and only as they are; quickly, with each compiler
// people have.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import ts from 'typescript';
import { alias, freshFolder, installation, project } from '../package/fixture.mjs';
import { synthesised } from './synthesised.mjs';

const { typesOf } = createRequire(join(installation, 'requires.cjs'))(`${alias}/schema`);
const schema = synthesised();
const program = readFileSync(new URL('cases/typed.ts', import.meta.url), 'utf8');

const compilers = {
  'TypeScript 7': 'typescript-7',
  'TypeScript 6': 'typescript',
  'TypeScript 5.4': 'typescript-5.4',
};

const settings = {
  strict: true,
  skipLibCheck: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  target: 'es2022',
  lib: ['es2022', 'dom'],
  module: 'esnext',
  moduleResolution: 'bundler',
  types: [],
};

/** A folder with the types of the schema, and files beside them. */
function folderOf(t, files) {
  const folder = freshFolder(t);
  // The generated file imports the package by its own name.
  mkdirSync(join(folder, 'node_modules'), { recursive: true });
  symlinkSync(
    join(installation, 'node_modules', alias),
    join(folder, 'node_modules', 'odoo-client-wasm'),
  );
  writeFileSync(join(folder, 'odoo.d.ts'), typesOf(schema));
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }');
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({
      compilerOptions: { ...settings, noEmit: true, declaration: false },
      include: ['*.ts'],
    }),
  );
  return folder;
}

/** What a compiler prints, with the processor's time it took in seconds and the memory in MB. */
function compile(folder, compiler) {
  const cpu =
    "data:text/javascript,process.on('exit',()=>process.stderr.write(JSON.stringify(process.cpuUsage())))";
  return new Promise((done) => {
    execFile(
      process.execPath,
      [
        '--import',
        cpu,
        join(project, 'node_modules', compiler, 'bin', 'tsc'),
        '--project',
        folder,
        '--pretty',
        'false',
        '--extendedDiagnostics',
      ],
      { cwd: folder, maxBuffer: 1 << 26 },
      (_error, stdout, stderr) => {
        const used = /\{"user":(\d+),"system":(\d+)\}/.exec(stderr);
        done({
          errors: stdout
            .split('\n')
            .filter((line) => /error TS|^ {2}/.test(line) && !/^ {2,}\d|^Cache/.test(line))
            .filter((line) => /\S/.test(line))
            .join('\n'),
          seconds: used && Number(used[1]) / 1e6,
          megabytes: Number(/^Memory used:\s+(\d+)K/m.exec(stdout)?.[1]) / 1024,
          instantiations: Number(/^Instantiations:\s+(\d+)/m.exec(stdout)?.[1]),
        });
      },
    );
  });
}

test('the schema is as large as that of a real database', () => {
  const models = Object.values(schema.models);
  assert.ok(models.length >= 350);
  assert.ok(models.reduce((fields, model) => fields + Object.keys(model.fields).length, 0) > 8_000);
});

for (const [name, compiler] of Object.entries(compilers)) {
  test(`every misuse is an error with ${name}, and nothing else is, within 200 MB`, async (t) => {
    const { errors, megabytes, instantiations, seconds } = await compile(
      folderOf(t, { 'typed.ts': program }),
      compiler,
    );
    assert.equal(errors, '');
    t.diagnostic(
      `${megabytes.toFixed(0)} MB, ${instantiations} instantiations, ${seconds} s of the processor`,
    );
    assert.ok(megabytes < 200, `${megabytes} MB`);
    // What takes time is what is instantiated; a machine's mood is not in it.
    assert.ok(instantiations < 100_000, `${instantiations} instantiations`);
  });
}

test('a wrong name is told with what it could be', async (t) => {
  const { errors } = await compile(
    folderOf(t, {
      'wrong.ts': `import { OdooClient } from 'odoo-client-wasm';
import type { Odoo } from './odoo.js';
declare const client: OdooClient<Odoo>;
await client.searchCount('sale.order', [['partner_id.country_id.cod', '=', 'BE']]);
export {};
`,
    }),
    'typescript',
  );
  assert.match(errors, /wrong\.ts\(4,/);
  assert.match(
    errors,
    /partner_id\.country_id\.cod"' is not assignable to type .*partner_id\.country_id\.code/,
  );
});

test('where a schema has no methods, any method of a model takes anything', async (t) => {
  const folder = folderOf(t, {
    'any.ts': `import { OdooClient } from 'odoo-client-wasm';
import type { Odoo } from './odoo.js';
declare const client: OdooClient<Odoo>;
const answer: number = await client.call('sale.order', 'action_confirm', [[1]], { whatever: true });
await client.call('res.partner.category', 'copy', [['anything']]);
// @ts-expect-error no model of the database
await client.call('res.parter', 'copy', [[1]]);
export { answer };
`,
  });
  const bare = {
    ...schema,
    models: Object.fromEntries(
      Object.entries(schema.models).map(([name, { methods: _, ...model }]) => [name, model]),
    ),
  };
  writeFileSync(join(folder, 'odoo.d.ts'), typesOf(bare));
  assert.equal((await compile(folder, 'typescript-7')).errors, '');
});

describe('in the editor', () => {
  const lines = {
    model: "client.searchRead('@sale.', []);",
    field: "client.searchRead('sale.order', [], { fields: ['name', '@par'] });",
    term: "client.searchRead('sale.order', [['@par', '=', 1]]);",
    path: "client.searchRead('sale.order', [['partner_id.country_id.@co', '=', 'BE']]);",
    value: "client.create('sale.order', { @na: 'x' });",
  };
  const head =
    "import { OdooClient } from 'odoo-client-wasm';\nimport type { Odoo } from './odoo.js';\ndeclare const client: OdooClient<Odoo>;\n";
  let complete;
  let quickest;

  before((t) => {
    const folder = folderOf({ after: () => {} }, { 'editor.ts': `${head}export {};\n` });
    const file = join(folder, 'editor.ts');
    let text = readFileSync(file, 'utf8');
    let version = 0;
    const host = {
      getScriptFileNames: () => [file],
      getScriptVersion: (name) => (name === file ? String(version) : '1'),
      getScriptSnapshot: (name) => {
        const content = name === file ? text : ts.sys.readFile(name);
        return content === undefined ? undefined : ts.ScriptSnapshot.fromString(content);
      },
      getCurrentDirectory: () => folder,
      getCompilationSettings: () => ts.convertCompilerOptionsFromJson(settings, folder).options,
      getDefaultLibFileName: ts.getDefaultLibFilePath,
      fileExists: ts.sys.fileExists,
      readFile: ts.sys.readFile,
      readDirectory: ts.sys.readDirectory,
      directoryExists: ts.sys.directoryExists,
      getDirectories: ts.sys.getDirectories,
      realpath: ts.sys.realpath,
    };
    const service = ts.createLanguageService(host, ts.createDocumentRegistry());
    complete = (line) => {
      text = head + line.replace('@', '');
      version += 1;
      const begun = process.cpuUsage();
      const found = service.getCompletionsAtPosition(file, head.length + line.indexOf('@') + 1, {});
      const { user, system } = process.cpuUsage(begun);
      return {
        names: (found?.entries ?? []).map(({ name }) => name),
        milliseconds: (user + system) / 1000,
      };
    };
    complete(lines.model);
  });

  for (const [what, line, name] of [
    ['a model', lines.model, 'sale.order'],
    ['a field', lines.field, 'partner_id'],
    ['a field in a condition', lines.term, 'partner_id'],
    ['a path with dots', lines.path, 'partner_id.country_id.code'],
    ['a value', lines.value, 'note'],
  ]) {
    test(`${what} is completed, within 300 ms`, (t) => {
      // The quickest of some: whatever else the machine does only adds to a time.
      const tries = [1, 2, 3]
        .map(() => complete(line))
        .sort((one, other) => one.milliseconds - other.milliseconds);
      const [{ names, milliseconds }] = tries;
      t.diagnostic(`${names.length} names in ${milliseconds.toFixed(0)} ms`);
      assert.ok(names.includes(name), names.slice(0, 20).join(', '));
      // Processor time, counting the collection of garbage on other threads. The same machine may
      // be half as fast an hour later: then what counts is how much dearer it is than the name of a
      // model, which is most of all the compiler's own.
      quickest ??= milliseconds;
      assert.ok(
        milliseconds < Math.max(600, 4 * quickest),
        `${milliseconds} ms, and ${quickest} ms for a model`,
      );
    });
  }
});

test('types of a schema with anything in its texts compile', async (t) => {
  const hostile = {
    format: 1,
    series: '19.0*/',
    models: {
      "x'y\\\n": {
        description: 'ends */ here\n@deprecated',
        fields: {
          'a-b': {
            type: 'selection',
            string: '*/ alert(1) /*',
            help: 'one\r\n\u2028@internal two',
            selection: [
              ["it's", ''],
              ['\\', ''],
              ['*/', ''],
              [1, 'One'],
            ],
          },
          9: { type: 'many2one', relation: "'; evil" },
          __proto__x: { type: 'strange' },
          constructor: { type: 'char' },
        },
      },
      'a.b_c': { description: '', fields: {} },
      'a.b.c': { description: '', fields: {} },
    },
  };
  const folder = folderOf(t, {});
  cpSync(join(folder, 'odoo.d.ts'), join(folder, 'kept.d.ts'));
  writeFileSync(join(folder, 'odoo.ts'), typesOf(hostile));
  writeFileSync(join(folder, 'odoo.d.ts'), 'export {};');
  const { errors } = await compile(folder, 'typescript');
  assert.equal(errors, '');
});
