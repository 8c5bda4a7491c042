// Whatever a server answers fits the types that are written for it: held against them by the
// compiler itself, on every series.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { alias, freshFolder, installation, project } from '../package/fixture.mjs';
import { connected, schema as entry, series } from './fixture.mjs';

const { checkRecords, readSchema, typesOf } = entry;

const compile = (folder) =>
  new Promise((done) => {
    execFile(
      process.execPath,
      [
        join(project, 'node_modules', 'typescript-7', 'bin', 'tsc'),
        '--project',
        folder,
        '--pretty',
        'false',
      ],
      { cwd: folder, maxBuffer: 1 << 26 },
      (_error, stdout) => done(stdout),
    );
  });

for (const odoo of series) {
  test(`what the sandbox of ${odoo} reads is assignable to its types, of every model`, async (t) => {
    const { client } = await connected(odoo);
    const schema = await readSchema(client);
    assert.equal(schema.series, odoo);
    const folder = freshFolder(t);
    const lines = [];
    const types = new Set();
    for (const model of Object.keys(schema.models)) {
      const records = await client.searchRead(model, [], { limit: 25 }).catch((error) => {
        if (error.refused) return [];
        throw error;
      });
      assert.deepEqual(checkRecords(schema, model, records), [], model);
      for (const name of Object.keys(records[0] ?? {}))
        types.add(schema.models[model].fields[name].type);
      if (records.length)
        lines.push(
          `export const m${lines.length}: Row<Odoo, ${JSON.stringify(model)}>[] = ${JSON.stringify(records)};`,
        );
    }
    assert.ok(lines.length > 20, `${lines.length} models`);
    for (const type of [
      'char',
      'many2one',
      'one2many',
      'many2many',
      'selection',
      'date',
      'datetime',
      'binary',
      'monetary',
      'float',
      'boolean',
      'html',
      'text',
      'integer',
    ])
      assert.ok(types.has(type), type);
    mkdirSync(join(folder, 'node_modules'), { recursive: true });
    symlinkSync(
      join(installation, 'node_modules', alias),
      join(folder, 'node_modules', 'odoo-client-wasm'),
    );
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    writeFileSync(join(folder, 'odoo.d.ts'), typesOf(schema));
    writeFileSync(
      join(folder, 'answers.ts'),
      `import type { Row } from 'odoo-client-wasm';\nimport type { Odoo } from './odoo.js';\n${lines.join('\n')}\n`,
    );
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({
        compilerOptions: {
          strict: true,
          skipLibCheck: false,
          exactOptionalPropertyTypes: true,
          target: 'es2022',
          lib: ['es2022', 'dom'],
          module: 'esnext',
          moduleResolution: 'bundler',
          types: [],
          noEmit: true,
        },
        include: ['*.ts'],
      }),
    );
    assert.equal(await compile(folder), '');
    // The same check finds what does not fit.
    writeFileSync(
      join(folder, 'answers.ts'),
      `import type { Row } from 'odoo-client-wasm';\nimport type { Odoo } from './odoo.js';\nexport const wrong: Row<Odoo, 'res.partner', 'name' | 'country_id'> = { id: 1, name: 'x', country_id: 20 };\n`,
    );
    assert.match(await compile(folder), /answers\.ts\(3,/);
  });
}

test('a required field that is empty all the same and a key of no selection are found, and lenient types take them', async () => {
  const { client } = await connected('19.0');
  const schema = await readSchema(client, { models: 'sale.order' });
  const findings = checkRecords(schema, 'sale.order', [
    { id: 1, name: false, state: 'x_waiting' },
    { id: 2, name: 'S2', state: 'sale', partner_id: 7 },
  ]);
  assert.deepEqual(
    findings.map(({ row, field }) => [row, field]),
    [
      [0, 'name'],
      [0, 'state'],
      [1, 'partner_id'],
    ],
  );
  assert.match(findings[0].message, /required, and empty all the same.*--lenient/);
  assert.match(findings[1].message, /not a key of the selection/);
  assert.match(typesOf(schema, { lenient: true }), /state: f\.SelectionField<.*\(string & \{\}\)/);
});
