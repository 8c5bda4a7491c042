// export: every format read back by another program; resumed, compressed, interrupted, refused.

import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { tableFromIPC } from 'apache-arrow';
import readXlsx from 'read-excel-file/node';
import { odoo, twoLines } from './fixture.mjs';

const fields =
  'id,xmlid,name,is_company,country_id,country_id.code,category_id.name,create_date,color,partner_latitude';
const records = {
  'res.partner': [
    {
      xml_id: 'odd',
      name: 'Semi; "quoted", and\nmore',
      color: 7,
      is_company: true,
      country_id: 'base.be',
      partner_latitude: 50.5,
      ref: 'odd',
    },
    { name: ' blanks ', ref: '=1+1' },
  ],
};

const sql = async (text) => {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const result = await connection.run(text);
  return result.getRowsJson();
};

/** An export's file, as a buffer. */
async function exported(t, name, more = [], options = { records }) {
  const { run, cwd, sandbox } = await odoo(t, options);
  const { code, stderr } = await run([
    'export',
    'res.partner',
    '-f',
    fields,
    '-o',
    name,
    '--page-size',
    '50',
    ...more,
  ]);
  assert.equal(code, 0, stderr);
  assert.ok(!existsSync(join(cwd, `${name}.part`)) && !existsSync(join(cwd, `${name}.part.json`)));
  return { file: join(cwd, name), bytes: readFileSync(join(cwd, name)), sandbox };
}

describe('the formats', () => {
  test('Parquet is read by DuckDB with the types of the fields', async (t) => {
    const { file } = await exported(t, 'p.parquet');
    const types = Object.fromEntries(
      (await sql(`describe select * from '${file}'`)).map(([name, type]) => [name, type]),
    );
    assert.deepEqual(types, {
      id: 'BIGINT',
      xmlid: 'VARCHAR',
      name: 'VARCHAR',
      is_company: 'BOOLEAN',
      country_id: 'VARCHAR',
      'country_id.code': 'VARCHAR',
      'category_id.name': 'VARCHAR',
      create_date: 'TIMESTAMP',
      color: 'BIGINT',
      partner_latitude: 'DOUBLE',
    });
    assert.deepEqual(
      await sql(
        `select xmlid, name, is_company, country_id, "country_id.code", color, partner_latitude from '${file}' where xmlid = 'sandbox.odd'`,
      ),
      [['sandbox.odd', 'Semi; "quoted", and\nmore', true, 'Belgium', 'BE', '7', 50.5]],
    );
    const [[count, ids]] = await sql(`select count(*), count(distinct id) from '${file}'`);
    assert.equal(count, ids);
    assert.ok(Number(count) > 200);
  });

  test('CSV is read by DuckDB, the same as Parquet', async (t) => {
    const { file } = await exported(t, 'p.csv');
    assert.deepEqual(
      await sql(
        `select name, country_id from read_csv('${file}', all_varchar = true) where xmlid = 'sandbox.odd'`,
      ),
      [['Semi; "quoted", and\nmore', 'Belgium']],
    );
  });

  test('Arrow is read by apache-arrow, as a file and as a stream', async (t) => {
    for (const name of ['p.arrow', 'p.arrows']) {
      const table = tableFromIPC((await exported(t, name)).bytes);
      const row = table.toArray().find(({ xmlid }) => xmlid === 'sandbox.odd');
      assert.deepEqual([row.color, row.partner_latitude, row['country_id.code']], [7n, 50.5, 'BE']);
      assert.equal(
        String(table.schema.fields.find(({ name: each }) => each === 'create_date').type),
        'Timestamp<MILLISECOND, UTC>',
      );
    }
  });

  test('XLSX is read by another library, dates as dates', async (t) => {
    const { file } = await exported(t, 'p.xlsx');
    const sheets = await readXlsx(file);
    const rows = Array.isArray(sheets[0]) ? sheets : sheets[0].data;
    const at = (name) => rows[0].indexOf(name);
    const row = rows.find((each) => each[at('xmlid')] === 'sandbox.odd');
    assert.deepEqual(
      [row[at('name')], row[at('color')], row[at('is_company')]],
      ['Semi; "quoted", and\nmore', 7, true],
    );
    assert.ok(row[at('create_date')] instanceof Date);
  });

  test('XLSX is written and read where Node does not know deflate-raw by the name of the web', async (t) => {
    const { run, cwd } = await odoo(t);
    writeFileSync(
      join(cwd, 'old.mjs'),
      "for (const name of ['CompressionStream', 'DecompressionStream']) { const Own = globalThis[name]; globalThis[name] = class extends Own { constructor(format) { if (format === 'deflate-raw') throw new TypeError(format); super(format); } }; }",
    );
    const nodeArgs = ['--import', pathToFileURL(join(cwd, 'old.mjs')).href];
    assert.equal(
      (
        await run(
          ['export', 'res.partner', 'id<60', '-f', 'id,name,country_id', '-o', 'old.xlsx'],
          { nodeArgs },
        )
      ).code,
      0,
    );
    const sheets = await readXlsx(join(cwd, 'old.xlsx'));
    assert.ok((Array.isArray(sheets[0]) ? sheets : sheets[0].data).length > 30);
    const { code, stdout, stderr } = await run(
      ['import', 'old.xlsx', '-m', 'res.partner', '--key', 'id', '--yes', '--json'],
      { nodeArgs },
    );
    assert.deepEqual([code, JSON.parse(stdout).updated], [0, 0], stderr);
  });

  test('NDJSON, JSON and their gzip say the same', async (t) => {
    const lines = (await exported(t, 'p.ndjson')).bytes
      .toString()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const list = JSON.parse((await exported(t, 'p.json')).bytes);
    const unpacked = JSON.parse(gunzipSync((await exported(t, 'p.json.gz')).bytes));
    const keys = (rows) => rows.map(({ id, name, country_id }) => [id, name, country_id]);
    assert.deepEqual(keys(lines), keys(list));
    assert.deepEqual(keys(unpacked), keys(list));
    assert.deepEqual(list.find(({ xmlid }) => xmlid === 'sandbox.odd').country_id, [20, 'Belgium']);
  });

  test('an export of nothing is a whole file in every format', async (t) => {
    const { run, cwd } = await odoo(t);
    for (const name of ['e.csv', 'e.ndjson', 'e.json', 'e.parquet', 'e.arrow', 'e.xlsx']) {
      const { code, stderr } = await run([
        'export',
        'res.partner',
        'id=-1',
        '-f',
        'id,name',
        '-o',
        name,
      ]);
      assert.equal(code, 0, `${name}: ${stderr}`);
    }
    assert.equal(readFileSync(join(cwd, 'e.csv'), 'utf8'), 'id,name\r\n');
    assert.deepEqual(JSON.parse(readFileSync(join(cwd, 'e.json'))), []);
    assert.equal(tableFromIPC(readFileSync(join(cwd, 'e.arrow'))).numRows, 0);
    assert.deepEqual(await sql(`select count(*) from '${join(cwd, 'e.parquet')}'`), [['0']]);
  });
});

describe('an interruption', () => {
  for (const name of [
    'r.csv',
    'r.csv.gz',
    'r.ndjson',
    'r.json',
    'r.parquet',
    'r.arrow',
    'r.xlsx',
  ]) {
    test(`${name} goes on with --resume and is the same as in one go`, async (t) => {
      const { run, cwd, sandbox } = await odoo(t);
      const args = [
        'export',
        'res.partner',
        '-f',
        'id,name,country_id.code,create_date',
        '--page-size',
        '50',
        '-o',
      ];
      assert.equal((await run([...args, `whole-${name}`])).code, 0);
      // The third page and all tries of it fail.
      sandbox.failNext({
        fault: 'error',
        name: 'odoo.exceptions.UserError',
        message: 'Not now.',
        model: 'res.partner',
        method: 'search_read',
        after: 2,
        count: 1,
      });
      const broken = await run([...args, name]);
      assert.deepEqual([broken.code, twoLines(broken.stderr)], [7, true], broken.stderr);
      assert.ok(!existsSync(join(cwd, name)));
      sandbox.failNext({ fault: 'delay', milliseconds: 0 });
      const other = await run(['export', 'res.partner', '-f', 'id', '-o', name, '--resume']);
      if (existsSync(join(cwd, `${name}.part.json`))) assert.equal(other.code, 2, other.stderr);
      else return assert.match(name, /parquet/);
      const resumed = await run([...args, name, '--resume']);
      assert.equal(resumed.code, 0, resumed.stderr);
      const [one, two] = [`whole-${name}`, name].map((each) => readFileSync(join(cwd, each)));
      if (/csv$|json$/.test(name)) assert.equal(one.toString(), two.toString());
      else if (name.endsWith('.gz'))
        assert.equal(gunzipSync(one).toString(), gunzipSync(two).toString());
      else if (name.endsWith('.arrow'))
        assert.deepEqual(
          tableFromIPC(one).toArray().map(String),
          tableFromIPC(two).toArray().map(String),
        );
      else if (name.endsWith('.xlsx'))
        assert.deepEqual(
          await readXlsx(join(cwd, name)),
          await readXlsx(join(cwd, `whole-${name}`)),
        );
    });
  }

  test('by Ctrl-C says what there is and how to go on', async (t) => {
    const { begin, run, cwd } = await odoo(t);
    const child = begin([
      'export',
      'res.partner',
      '-f',
      'id,name',
      '--page-size',
      '1',
      '-o',
      'c.csv',
    ]);
    let stderr = '';
    child.stderr.on('data', (part) => {
      stderr += part;
    });
    while (!existsSync(join(cwd, 'c.csv.part.json')))
      await new Promise((over) => {
        setTimeout(over, 20);
      });
    child.kill('SIGINT');
    assert.equal(
      await new Promise((done) => {
        child.on('close', done);
      }),
      130,
      stderr,
    );
    assert.match(
      stderr,
      /interrupted; \d+ of \d+ records are in c\.csv\.part\n {2}run it again with --resume/,
    );
    assert.equal(
      (
        await run([
          'export',
          'res.partner',
          '-f',
          'id,name',
          '--page-size',
          '100',
          '-o',
          'c.csv',
          '--resume',
        ])
      ).code,
      0,
    );
    const ids = readFileSync(join(cwd, 'c.csv'), 'utf8')
      .trimEnd()
      .split('\r\n')
      .slice(1)
      .map((line) => line.split(',')[0]);
    assert.equal(new Set(ids).size, Number((await run(['count', 'res.partner'])).stdout));
    assert.equal(new Set(ids).size, ids.length);
  });
});

test('an export that was interrupted is gone on with by the same arguments alone, and takes along what was added meanwhile', async (t) => {
  const { run, cwd, sandbox } = await odoo(t, { apiKeys: { demo: 'ab'.repeat(20) } });
  const args = ['export', 'res.partner', '-f', 'id,name', '--page-size', '50', '-o', 'd.csv'];
  sandbox.failNext({
    fault: 'error',
    name: 'odoo.exceptions.UserError',
    message: 'Not now.',
    model: 'res.partner',
    method: 'search_read',
    after: 2,
    count: 1,
  });
  assert.equal((await run(args)).code, 7);
  for (const [what, more, env] of [
    ['domain', ['is_company=true']],
    ['context', ['--context', '{"x": 1}']],
    ['delimiter', ['--delimiter', ';']],
    ['archived', ['--archived']],
    ['user', [], { ODOO_USER: 'demo', ODOO_PASSWORD: 'demo' }],
    ['escape', ['--escape-formulas']],
    ['fields', ['-f', 'id,email']],
  ]) {
    const other = await run([...args, ...more, '--resume'], { env });
    assert.deepEqual([other.code, twoLines(other.stderr)], [2, true], `${what}: ${other.stderr}`);
    assert.match(other.stderr, /is of another export/, what);
  }
  assert.equal((await run(['create', 'res.partner', 'name=Added meanwhile', '--yes'])).code, 0);
  assert.equal(
    (
      await run([
        'delete',
        'res.partner',
        (
          await run([
            'search',
            'res.partner',
            '--ids',
            '--order',
            'id desc',
            '--offset',
            '5',
            '--limit',
            '1',
          ])
        ).stdout.trim(),
        '--yes',
      ])
    ).code,
    0,
  );
  assert.equal((await run([...args, '--resume'])).code, 0);
  const ids = readFileSync(join(cwd, 'd.csv'), 'utf8')
    .trimEnd()
    .split('\r\n')
    .slice(1)
    .map((line) => line.split(',')[0]);
  const { stdout } = await run(['search', 'res.partner', '--ids', '--order', 'id', '--limit', '0']);
  assert.deepEqual(ids, stdout.trim().split('\n'));
});

test('formulas are written as the texts that they are, and made harmless for spreadsheets when asked', async (t) => {
  const texts = ['=1+1', '+1', '-2', '@x', 'plain'];
  const { run } = await odoo(t, {
    records: {
      'res.partner': texts.map((name) => ({ name, ref: 'formula', partner_latitude: -1.5 })),
    },
  });
  const lines = async (...more) =>
    (
      await run(['export', 'res.partner', 'ref=formula', '-f', 'name,partner_latitude', ...more])
    ).stdout
      .trimEnd()
      .split('\r\n')
      .slice(1);
  assert.deepEqual(
    await lines(),
    texts.map((text) => `${text},-1.5`),
  );
  assert.deepEqual(await lines('--escape-formulas'), [
    "'=1+1,-1.5",
    "'+1,-1.5",
    "'-2,-1.5",
    "'@x,-1.5",
    'plain,-1.5',
  ]);
});

describe('what cannot be', () => {
  test('a text too long for a cell of XLSX is named, with its record', async (t) => {
    const { run } = await odoo(t, {
      records: { 'res.partner': [{ name: 'Long', ref: 'long', comment: 'x'.repeat(40_000) }] },
    });
    const { code, stderr } = await run([
      'export',
      'res.partner',
      'ref=long',
      '-f',
      'id,comment',
      '-o',
      'x.xlsx',
    ]);
    assert.deepEqual([code, twoLines(stderr)], [7, true]);
    assert.match(
      stderr,
      /comment of record \d+ has 40,\d+ characters, and a cell of XLSX holds 32,767/,
    );
    assert.equal(
      (await run(['export', 'res.partner', 'ref=long', '-f', 'id,comment', '-o', 'x.csv'])).code,
      0,
    );
  });

  test('a file system that takes no more is an error that says so; no half file bears the name', async (t) => {
    const { run, cwd } = await odoo(t);
    const { code, stderr } = await run(
      ['export', 'res.partner', '-f', 'id,name,email,phone', '-o', 'full.csv'],
      { shell: 'ulimit -f 8; "$@"' },
    );
    assert.deepEqual(
      [code, twoLines(stderr), existsSync(join(cwd, 'full.csv'))],
      [11, true, false],
      stderr,
    );
    const nowhere = await run(['export', 'res.partner', '-o', join('no', 'folder', 'x.csv')]);
    assert.deepEqual([nowhere.code, twoLines(nowhere.stderr)], [11, true]);
  });

  test('a pipe or a device is written to, and neither replaced nor removed', async (t) => {
    const { run, cwd } = await odoo(t);
    execFileSync('mkfifo', [join(cwd, 'pipe.csv')]);
    const read = new Promise((done) => {
      execFile('cat', [join(cwd, 'pipe.csv')], (_, stdout) => done(stdout));
    });
    const { code, stderr } = await run([
      'export',
      'res.partner',
      'id=1',
      '-f',
      'id,name',
      '-o',
      'pipe.csv',
    ]);
    assert.deepEqual([code, await read], [0, 'id,name\r\n1,My Company\r\n'], stderr);
    assert.ok(statSync(join(cwd, 'pipe.csv')).isFIFO());
    assert.equal(
      (await run(['export', 'res.partner', 'id=1', '-F', 'xlsx', '-o', 'pipe.csv'])).code,
      2,
    );
    writeFileSync(join(cwd, 'r.csv'), 'name,color\nA,x\n');
    const report = new Promise((done) => {
      execFile('cat', [join(cwd, 'pipe.csv')], (_, stdout) => done(stdout));
    });
    assert.equal(
      (await run(['import', 'r.csv', '-m', 'res.partner', '--yes', '--report', 'pipe.csv'])).code,
      9,
    );
    assert.match(await report, /color: ""x"" is not a number/);
    const full = await run(['export', 'res.partner', 'id=1', '-F', 'csv', '-o', '/dev/full']);
    assert.deepEqual(
      [full.code, twoLines(full.stderr), statSync('/dev/full').isCharacterDevice()],
      [11, true, true],
      full.stderr,
    );
  });

  test('an unknown field, of a linked record too, is told before anything is written', async (t) => {
    const { run, cwd } = await odoo(t);
    for (const [paths, message] of [
      ['nmae', /no field "nmae"; did you mean "name"/],
      ['country_id.cod', /res\.country has no field "cod"; did you mean "code"/],
      ['name.code', /leads to no other record/],
    ]) {
      const { code, stderr } = await run(['export', 'res.partner', '-f', paths, '-o', 'x.csv']);
      assert.ok([2, 6].includes(code), stderr);
      assert.match(stderr, message);
      assert.ok(!existsSync(join(cwd, 'x.csv.part')));
    }
    writeFileSync(join(cwd, 'x.csv.part.json'), '{');
    assert.equal((await run(['export', 'res.partner', '-o', 'x.csv', '--resume'])).code, 11);
  });
});
