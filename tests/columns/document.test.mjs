// docs/columns.md: every program of it runs as it stands there, and its tables leave nothing out.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { documentOf, testOptions, testPrograms } from '../document.mjs';
import { startSandbox } from '../package/sandbox.mjs';
import { columns } from './fixture.mjs';

const document = documentOf('columns.md');

/** What each program prints. */
const printed = {
  'reading.mjs': /^(\d+) rows\n\1 id name country_id category_id create_date type\nInt32Array \w+/,
  'csv.mjs': /^$/,
  'arrow.mjs':
    /^true Schema<\{ 0: id: Int32, 1: name: Utf8, 2: stage_id: Struct<\{id:Int32, name:Dictionary<Int32, Utf8>\}>, 3: expected_revenue: Float64 \}>\n$/,
  'decode.mjs': /^\{ id: 7, name: 'Ada', partner_id: \[ 3, 'Grace' \] \} Grace 1\n$/,
};

const sandbox = await startSandbox();

testPrograms(document, printed, {
  sandbox,
  libraries: ['apache-arrow', 'flatbuffers', 'tslib', 'json-with-bigint'],
  async more(file, folder) {
    if (file !== 'csv.mjs') return;
    const client = await sandbox.connect();
    const lines = readFileSync(join(folder, 'partners.csv'), 'utf8').trimEnd().split('\r\n');
    assert.equal(lines[0], 'id,name,email,country_id');
    assert.equal(lines.filter((line) => line.startsWith('id,')).length, 1);
    assert.equal(
      lines.filter((line) => /^\d+,/.test(line)).length,
      await client.searchCount('res.partner'),
    );
  },
});
testOptions(document, { types: 'columns.d.ts', heading: 'Reading', named: 'ReadColumnsOptions' });

test('the kinds and arrays of the table are those the columns have', () => {
  const values = {
    number: 1,
    boolean: true,
    dictionary: 'a',
    many2one: [1, 'a'],
    x2many: [1],
    binary: 'AAEC',
    json: {},
  };
  const rows = [...document.matchAll(/^\| (`[^|]+) \| (`\w+`[^|]*) \| ([^|]+) \| [^|]+ \|$/gm)].map(
    (cells) => cells.slice(1),
  );
  assert.equal(rows.length, 9);
  const named = (cell) => [...cell.matchAll(/`([a-z]\w*)`/g)].map(([, name]) => name);
  for (const [types, kind, arrays] of rows) {
    for (const type of named(types)) {
      const [name] = named(kind);
      const column = columns
        .decodeColumns(new TextEncoder().encode(JSON.stringify([{ x: values[name] }])), { x: type })
        .column('x');
      assert.equal(column.kind, name, type);
      for (const array of named(arrays))
        assert.ok(
          array in column || array in (column.dictionary ?? column.names ?? {}),
          `${type}: ${array}`,
        );
    }
  }
});
