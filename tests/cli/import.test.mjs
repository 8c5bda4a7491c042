// import: files as people have them, and their values.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { writeXlsx } from 'hucre/xlsx';
import { odoo, twoLines } from './fixture.mjs';
import { imported } from './imported.mjs';

describe('files', () => {
  const text = 'Name;ref;Is a Company\nZoë „Ω“;1;ja\n"Semi; colon";2;nein\n';
  const latin = Buffer.from('Name;ref;Is a Company\nZo\xeb \x84x\x93;1;ja\n', 'latin1');
  for (const [name, contents, first] of [
    ['UTF-8', text, 'Zoë „Ω“'],
    ['UTF-8 with a byte-order mark', `\ufeff${text}`, 'Zoë „Ω“'],
    ['UTF-16 with a mark', Buffer.from(`\ufeff${text}`, 'utf16le'), 'Zoë „Ω“'],
    ['UTF-16, big end first', Buffer.from(`\ufeff${text}`, 'utf16le').swap16(), 'Zoë „Ω“'],
    ['Windows-1252', latin, 'Zoë „x“'],
    ['line ends of Windows', text.replaceAll('\n', '\r\n'), 'Zoë „Ω“'],
    ['UTF-16 without a mark', Buffer.from(text, 'utf16le'), 'Zoë „Ω“'],
    ["Excel's sep= line", `sep=;\r\n${text}`, 'Zoë „Ω“'],
    ['tabs', text.replaceAll('; colon', ' colon').replaceAll(';', '\t'), 'Zoë „Ω“'],
  ]) {
    test(`CSV in ${name} is read`, async (t) => {
      const { code, stderr, records } = await imported(t, 'p.csv', contents);
      assert.equal(code, 0, stderr);
      assert.equal(records[0][0], first);
    });
  }

  test('what an export writes can be imported again, names that are made of several fields too', async (t) => {
    const { run } = await odoo(t);
    assert.equal((await run(['export', 'res.partner', '-o', 'all.csv'])).code, 0);
    const { code, stderr } = await run([
      'import',
      'all.csv',
      '-m',
      'res.partner',
      '--key',
      'id',
      '--yes',
    ]);
    assert.equal(code, 0, stderr);
    assert.match(stderr, / 0 created, 0 updated, \d+ unchanged, 0 refused/);
    assert.doesNotMatch(stderr, / 0 unchanged/);
  });

  test('NDJSON has values of its own types, links as Odoo writes them', async (t) => {
    const lines = [
      { name: 'A', color: 3, is_company: true, country_id: [20, 'Belgium'], category_id: [1, 3] },
      { name: 'B', country_id: 'France' },
    ];
    const { code, stderr, records } = await imported(
      t,
      'p.ndjson',
      lines.map((line) => JSON.stringify(line)).join('\n'),
      [],
      { read: ['name', 'color', 'is_company', 'country_id'] },
    );
    assert.equal(code, 0, stderr);
    assert.deepEqual(records, [
      ['A', 3, true, [20, 'Belgium']],
      ['B', 0, false, [75, 'France']],
    ]);
  });

  test("XLSX has numbers, truth values and Excel's dates", async (t) => {
    const models = {
      'x.day': {
        fields: {
          name: { type: 'char' },
          day: { type: 'date' },
          at: { type: 'datetime' },
          price: { type: 'float' },
        },
      },
    };
    const { run, cwd } = await odoo(t, { models });
    const bytes = await writeXlsx({
      sheets: [
        {
          name: 'Days',
          rows: [
            ['name', 'day', 'at', 'price'],
            ['one', new Date('2026-01-31T00:00:00Z'), new Date('2026-02-28T13:45:00Z'), 1.5],
            ['serial', 46053, 46081.5, '2,5'],
          ],
        },
      ],
    });
    writeFileSync(join(cwd, 'd.xlsx'), bytes);
    const { code, stderr } = await run([
      'import',
      'd.xlsx',
      '-m',
      'x.day',
      '--yes',
      '--tz',
      'Europe/Brussels',
    ]);
    assert.equal(code, 0, stderr);
    const { stdout } = await run(['search', 'x.day', '-f', 'name,day,at,price', '--order', 'id']);
    assert.equal(
      stdout,
      'id\tname\tday\tat\tprice\n1\tone\t2026-01-31\t2026-02-28 12:45:00\t1.5\n2\tserial\t2026-01-31\t2026-02-28 11:00:00\t2.5\n',
    );
  });

  test('numbers of a spreadsheet are no ids in columns of links: they are names, codes and external ids like any other', async (t) => {
    const models = {
      'x.account': { fields: { name: { type: 'char' }, code: { type: 'char' } } },
      'x.move': {
        fields: {
          name: { type: 'char' },
          account_id: { type: 'many2one', relation: 'x.account' },
          account_ids: { type: 'many2many', relation: 'x.account' },
        },
      },
    };
    const { run, cwd } = await odoo(t, {
      models,
      records: {
        'x.account': [
          { name: '3', code: '1' },
          { name: 'Sales', code: '2' },
          { name: 'Last', code: '400' },
        ],
      },
    });
    const put = async (rows) => {
      writeFileSync(join(cwd, 'm.xlsx'), await writeXlsx({ sheets: [{ name: 'Moves', rows }] }));
    };
    const moves = async () =>
      JSON.parse(
        (await run(['search', 'x.move', '-f', 'account_id,account_ids', '--order', 'id', '--json']))
          .stdout,
      ).map(({ account_id: one, account_ids: many }) => [one && one[0], many]);
    await put([
      ['name', 'account_id'],
      ['by name', 3],
    ]);
    assert.equal((await run(['import', 'm.xlsx', '-m', 'x.move', '--yes'])).code, 0);
    await put([
      ['name', 'account_id/code'],
      ['by code', 400],
    ]);
    assert.equal((await run(['import', 'm.xlsx', '-m', 'x.move', '--yes'])).code, 0);
    await put([
      ['name', 'account_ids'],
      ['many, by name and by the id that an export has', '3,2'],
    ]);
    assert.equal((await run(['import', 'm.xlsx', '-m', 'x.move', '--yes'])).code, 0);
    assert.deepEqual(await moves(), [
      [1, []],
      [3, []],
      [false, [1, 2]],
    ]);
    await put([
      ['name', 'account_id'],
      ['no name', 2],
    ]);
    assert.equal((await run(['import', 'm.xlsx', '-m', 'x.move', '--yes'])).code, 9);
  });

  test('by id, what is exported with many2many links is unchanged; what differs is written', async (t) => {
    const { run, cwd, sandbox } = await odoo(t);
    const to = ['-m', 'res.partner', '--key', 'id'];
    for (const suffix of ['csv', 'xlsx', 'ndjson']) {
      assert.equal(
        (
          await run([
            'export',
            'res.partner',
            'id<60',
            '-f',
            'id,name,color,is_company,country_id,category_id',
            '-o',
            `i.${suffix}`,
          ])
        ).code,
        0,
      );
      const { created, updated, unchanged } = JSON.parse(
        (await run(['import', `i.${suffix}`, ...to, '--yes', '--json'])).stdout,
      );
      assert.deepEqual([created, updated, unchanged > 30], [0, 0, true], suffix);
    }
    writeFileSync(
      join(cwd, 'one.csv'),
      'id,name,country_id\n1,My Company,Belgium\n3,Administrator,\n',
    );
    assert.deepEqual(
      JSON.parse((await run(['import', 'one.csv', ...to, '--dry-run', '--json'])).stdout).unchanged,
      1,
    );
    const { updated } = JSON.parse(
      (await run(['import', 'one.csv', ...to, '--yes', '--json'])).stdout,
    );
    assert.deepEqual(
      [updated, sandbox.requests.filter(({ method }) => method === 'write').length],
      [1, 1],
    );
  });

  test('what was exported to Parquet, CSV, NDJSON or XLSX is imported as it was', async (t) => {
    const { run } = await odoo(t);
    for (const suffix of ['parquet', 'csv', 'ndjson', 'xlsx']) {
      assert.equal(
        (
          await run([
            'export',
            'res.partner',
            '-f',
            'xmlid,name,color,is_company,country_id.code',
            '-o',
            `p.${suffix}`,
          ])
        ).code,
        0,
      );
      const { code, stdout, stderr } = await run([
        'import',
        `p.${suffix}`,
        '-m',
        'res.partner',
        '--key',
        'xmlid',
        '--yes',
        '--json',
      ]);
      assert.equal(code, 0, stderr);
      const { created, updated, unchanged } = JSON.parse(stdout);
      assert.deepEqual([created, updated, unchanged > 200], [0, 0, true], suffix);
    }
  });

  for (const [name, contents, message] of [
    ['empty.csv', '', /is empty/],
    ['zip.csv', Buffer.from('PK\x03\x04xxxx'), /is not csv: it is a ZIP file/],
    ['page.csv', '<!DOCTYPE html><html>', /it is an HTML page/],
    ['text.xlsx', 'name\nAda\n', /is not xlsx/],
    ['text.parquet', 'name', /is not parquet/],
    ['quote.csv', 'name,ref\n"Ada,1\n', /a quote is opened and not closed/],
    ['wide.csv', 'name,ref\nAda,1,2\n', /line 2 of wide\.csv has 3 values, and the header has 2/],
    ['twice.csv', 'name,name\na,b\n', /two columns are called "name"/],
    ['bad.ndjson', '{"name": "a"}\n{oops\n', /line 2 of bad\.ndjson is not JSON/],
    ['broken.xlsx', Buffer.from('PK\x03\x04broken'), /cannot be read as XLSX/],
    [
      'utf32.csv',
      Buffer.concat([Buffer.from([0xff, 0xfe, 0, 0]), Buffer.from('n\0\0\0', 'latin1')]),
      /is UTF-32/,
    ],
    ['file.doc', 'x', /does not say its format/],
    ['unknown.csv', 'name,nickname\na,b\n', /"nickname"/],
    ['binary.csv', Buffer.from([0x41, 0, 0, 1, 2, 0]), /is not text/],
  ]) {
    test(`a wrong file is told in two lines: ${name}`, async (t) => {
      const { code, stderr, sandbox } = await imported(t, name, contents);
      assert.match(stderr, message);
      assert.ok([2, 11].includes(code) && twoLines(stderr), `${code} ${stderr}`);
      assert.equal(
        sandbox.requests.filter(({ method }) => ['create', 'load', 'write'].includes(method))
          .length,
        0,
      );
    });
  }
});

describe('values', () => {
  const models = {
    'x.row': {
      fields: {
        name: { type: 'char' },
        day: { type: 'date' },
        price: { type: 'float' },
        state: {
          type: 'selection',
          selection: [
            ['new', 'New one'],
            ['old', 'Old'],
          ],
        },
        country_id: { type: 'many2one', relation: 'res.country' },
      },
    },
  };

  async function stored(t, contents, args = []) {
    const { run, cwd } = await odoo(t, { models });
    writeFileSync(join(cwd, 'r.csv'), contents);
    const result = await run(['import', 'r.csv', '-m', 'x.row', '--yes', ...args]);
    const { stdout } = await run([
      'search',
      'x.row',
      '-f',
      'day,price,state,country_id',
      '--order',
      'id',
    ]);
    return {
      ...result,
      rows: stdout
        .trimEnd()
        .split('\n')
        .slice(1)
        .map((line) => line.split('\t').slice(1)),
    };
  }

  test('dates of a column tell their order by all of its values', async (t) => {
    assert.deepEqual(
      (await stored(t, 'day\n03.02.2026\n31.01.2026\n2026-05-06\n')).rows.map(([day]) => day),
      ['2026-02-03', '2026-01-31', '2026-05-06'],
    );
    assert.deepEqual(
      (await stored(t, 'day\n3/2/26\n1/31/2026\n')).rows.map(([day]) => day),
      ['2026-03-02', '2026-01-31'],
    );
  });

  test('dates that fit two orders, and numbers that fit two decimal points, are asked for and not guessed', async (t) => {
    for (const [contents, message, args, expected] of [
      ['day\n03/02/2026\n', /fit several orders/, ['--date-format', 'DMY'], '2026-02-03'],
      ['day\n03/02/2026\n', /fit several orders/, ['--date-format', 'mdy'], '2026-03-02'],
      ['price\n"1,234"\n', /fit both decimal points/, ['--decimal', '.'], '1234'],
      ['price\n"1.234"\n', /fit both decimal points/, ['--decimal', ','], '1234'],
    ]) {
      const asked = await stored(t, contents);
      assert.deepEqual([asked.code, asked.rows.length, twoLines(asked.stderr)], [2, 0, true]);
      assert.match(asked.stderr, message);
      assert.ok((await stored(t, contents, args)).rows[0].includes(expected));
    }
  });

  test('numbers come with groups, currencies, brackets and other minus signs', async (t) => {
    const { rows: found, stderr } = await stored(
      t,
      'price\n"1.234,50"\n"€ 2,5"\n"(3,25)"\n"4 000,5"\n"−5,5"\n"1\'000,1"\n',
    );
    assert.deepEqual(
      found.map(([, price]) => Number(price)),
      [1234.5, 2.5, -3.25, 4000.5, -5.5, 1000.1],
      stderr,
    );
  });

  test('selections are told by key or label, links by name, external id or a field', async (t) => {
    const { rows: found, stderr } = await stored(t, 'state,country_id/code\nold,BE\nNew one,FR\n');
    assert.deepEqual(
      found.map(([, , state, country]) => [state, country]),
      [
        ['old', 'Belgium'],
        ['new', 'France'],
      ],
      stderr,
    );
    assert.deepEqual((await stored(t, 'country_id/id\nbase.be\n')).rows[0][3], 'Belgium');
    assert.deepEqual(
      (await stored(t, 'Country\nbase.be\nBelgium\n', ['--map', 'Country=country_id'])).rows.map(
        (row) => row[3],
      ),
      ['Belgium'],
    );
  });
});
