// Programs of a typed database: they compile, and only as they are; quickly, with each compiler
// people have.

import assert from 'node:assert/strict';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import ts from 'typescript';
import { compile, compilers, folderOf, schema, settings, typesOf } from './programs.mjs';

const program = readFileSync(new URL('cases/typed.ts', import.meta.url), 'utf8');

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
    "import { OdooClient } from 'odoo-client-wasm';\nimport { readAll } from 'odoo-client-wasm/bulk';\nimport type { Odoo } from './odoo.js';\ndeclare const client: OdooClient<Odoo>;\n";
  let complete;
  let shown;
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
    shown = (line) => {
      text = head + line;
      version += 1;
      const at = head.length + line.lastIndexOf('(') - 1;
      const { documentation, tags } = service.getQuickInfoAtPosition(file, at);
      return [ts.displayPartsToString(documentation), tags.map(({ name }) => name)];
    };
    complete(lines.model);
  });

  test('a method and a function are shown with their whole description and an example', () => {
    for (const [line, words] of [
      ["client.searchRead('res.partner');", /^Finds records and reads them in one request\.$/],
      ["client.create('res.partner', {});", /a list of values, creates a record for each/],
      ["new OdooClient({} as any).searchRead('x');", /^Finds records and reads them/],
      ["readAll(client, 'res.partner');", /Where the records are many, columns take a third/],
    ]) {
      const [text, tags] = shown(line);
      assert.match(text, words, line);
      assert.ok(tags.includes('example') && tags.includes('throws'), `${line} has ${tags}`);
    }
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
