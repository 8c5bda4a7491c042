// docs/columns.md: every program of it runs as it stands there, and its tables leave nothing out.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { freshFolder, installed, project } from '../package/fixture.mjs';
import { startSandbox } from '../package/sandbox.mjs';
import { columns } from './fixture.mjs';

const document = readFileSync(join(project, 'docs', 'columns.md'), 'utf8');
const blocks = [...document.matchAll(/^```(\w*)(?: file=(\S+))?\n([^]*?)^```$/gm)].map(([, language, file, text]) => ({ language, file, text }));

/** What each program prints. */
const printed = {
  'reading.mjs': /^(\d+) rows\n\1 id name country_id category_id create_date type\nInt32Array \w+/,
  'csv.mjs': /^$/,
  'arrow.mjs': /^true Schema<\{ 0: id: Int32, 1: name: Utf8, 2: stage_id: Struct<\{id:Int32, name:Dictionary<Int32, Utf8>\}>, 3: expected_revenue: Float64 \}>\n$/,
  'decode.mjs': /^\{ id: 7, name: 'Ada', partner_id: \[ 3, 'Grace' \] \} Grace 1\n$/,
};

const sandbox = await startSandbox();

function workspace(t) {
  const folder = freshFolder(t);
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(installed, join(folder, 'node_modules', 'odoo-client-wasm'));
  for (const name of ['apache-arrow', 'flatbuffers', 'tslib', 'json-with-bigint']) symlinkSync(join(project, 'node_modules', name), join(folder, 'node_modules', name));
  writeFileSync(join(folder, '.odoo.env'), `ODOO_URL=${sandbox.url}\nODOO_DB=demo\nODOO_USER=admin\nODOO_PASSWORD=admin\n`);
  return folder;
}

test('every program of the document is run here', () => {
  assert.deepEqual(blocks.map(({ file }) => file), Object.keys(printed));
});

for (const [file, expected] of Object.entries(printed)) {
  test(`${file} runs to its end and prints what it says`, async (t) => {
    const folder = workspace(t);
    writeFileSync(join(folder, file), blocks.find((block) => block.file === file).text);
    const { error, stdout, stderr } = await new Promise((done) => {
      execFile(process.execPath, [file], { cwd: folder, env: { PATH: process.env.PATH }, timeout: 20_000 }, (...all) => done(Object.fromEntries(all.map((each, index) => [['error', 'stdout', 'stderr'][index], each]))));
    });
    assert.equal(error, null, stderr);
    assert.match(stdout, expected);
    if (file === 'csv.mjs') {
      const client = await sandbox.connect();
      const lines = readFileSync(join(folder, 'partners.csv'), 'utf8').trimEnd().split('\r\n');
      assert.equal(lines[0], 'id,name,email,country_id');
      assert.equal(lines.filter((line) => line.startsWith('id,')).length, 1);
      assert.equal(lines.filter((line) => /^\d+,/.test(line)).length, await client.searchCount('res.partner'));
    }
  });
}

test('the table of options leaves none out', () => {
  const types = readFileSync(join(installed, 'columns.d.ts'), 'utf8');
  const [, body] = /^export interface ReadColumnsOptions \{\n([^]*?)^\}/m.exec(types);
  const [section] = /^## Reading$[^]*?^## /m.exec(document);
  for (const [, option] of body.matchAll(/^ {2}(\w+)\?:/gm)) assert.match(section, new RegExp(`^\\| .*\`${option}\`.* \\|`, 'm'), option);
});

test('the kinds and arrays of the table are those the columns have', () => {
  const values = { number: 1, boolean: true, dictionary: 'a', many2one: [1, 'a'], x2many: [1], binary: 'AAEC', json: {} };
  const rows = [...document.matchAll(/^\| (`[^|]+) \| (`\w+`[^|]*) \| ([^|]+) \| [^|]+ \|$/gm)].map((cells) => cells.slice(1));
  assert.equal(rows.length, 9);
  const named = (cell) => [...cell.matchAll(/`([a-z]\w*)`/g)].map(([, name]) => name);
  for (const [types, kind, arrays] of rows) {
    for (const type of named(types)) {
      const [name] = named(kind);
      const column = columns.decodeColumns(new TextEncoder().encode(JSON.stringify([{ x: values[name] }])), { x: type }).column('x');
      assert.equal(column.kind, name, type);
      for (const array of named(arrays)) assert.ok(array in column || array in (column.dictionary ?? column.names ?? {}), `${type}: ${array}`);
    }
  }
});

test('links lead to headings and files that are there', () => {
  const headings = [...document.matchAll(/^#+ (.+)$/gm)].map(([, text]) => `#${text.toLowerCase().replaceAll(/[^\w -]/g, '').replaceAll(' ', '-')}`);
  for (const [, link] of document.matchAll(/\]\(([^)]+)\)/g)) assert.ok(/^https:/.test(link) || headings.includes(link) || existsSync(join(project, 'docs', link)), link);
});
