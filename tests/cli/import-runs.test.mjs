// import: rows that are refused; runs that are killed and run again.

import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { odoo, twoLines } from './fixture.mjs';
import { imported } from './imported.mjs';

const rows = Number(process.env.CLI_IMPORT_ROWS ?? 1_000);

describe('rows that are refused', () => {
  test('are in a file with their line and why; the others are stored; mended, that file is imported', async (t) => {
    const { code, stderr, cwd, run, records } = await imported(
      t,
      'p.csv',
      'ref,name,country_id,color\n1,A,Belgium,1\n2,B,Nowhere,1\n3,C,,x\n1,D,,1\n,E,,1\n6,,,1\n',
      ['--key', 'ref'],
    );
    assert.deepEqual([code, twoLines(stderr)], [9, true], stderr);
    assert.deepEqual(records, [['A', '1']]);
    const report = readFileSync(join(cwd, 'p.csv.refused.csv'), 'utf8');
    for (const text of [
      '3,"country_id: no record of res.country is called ""Nowhere"""',
      '4,"color: ""x"" is not a number"',
      '5,ref is that of line 2',
      '6,"ref is empty, and tells the record"',
    ])
      assert.ok(report.includes(text), `${text}\n${report}`);
    assert.equal(report.trimEnd().split('\r\n').length, 6);
    writeFileSync(
      join(cwd, 'p.csv.refused.csv'),
      '\ufeffref,name,country_id,color,_line,_why\r\n2,B,Belgium,1,3,mended\r\n',
    );
    const again = await run([
      'import',
      'p.csv.refused.csv',
      '-m',
      'res.partner',
      '--key',
      'ref',
      '--yes',
      '--json',
    ]);
    assert.deepEqual([again.code, JSON.parse(again.stdout).created], [0, 1], again.stderr);
  });

  test('by Odoo itself are told apart from those that were created, updated and left as they were', async (t) => {
    const models = {
      'x.row': {
        fields: { name: { type: 'char' }, code: { type: 'char' }, note: { type: 'char' } },
        constraints: [{ unique: ['name'], message: 'The name is taken.' }],
      },
    };
    for (const key of ['code', 'xmlid']) {
      const { run, cwd } = await odoo(t, {
        models,
        records: {
          'x.row': [
            { xml_id: 'a', name: 'A', code: 'sandbox.a', note: 'same' },
            { xml_id: 'b', name: 'B', code: 'sandbox.b', note: 'old' },
          ],
        },
      });
      writeFileSync(
        join(cwd, 'r.csv'),
        `${key},name,note\nsandbox.a,A,same\nsandbox.b,B,new\nsandbox.c,C,\nsandbox.d,A,\nsandbox.e,E,\n`,
      );
      const { code, stdout, stderr } = await run([
        'import',
        'r.csv',
        '-m',
        'x.row',
        '--key',
        key,
        '--yes',
        '--json',
      ]);
      assert.equal(code, 9, stderr);
      const { created, updated, unchanged, refused } = JSON.parse(stdout);
      assert.deepEqual(
        { created, updated, unchanged, refused },
        { created: 2, updated: 1, unchanged: 1, refused: 1 },
        key,
      );
      assert.match(
        readFileSync(join(cwd, 'r.csv.refused.csv'), 'utf8'),
        /^sandbox\.d,A,,5,.*The name is taken\./m,
      );
    }
  });

  test('a dry run counts what would be done, and writes nothing', async (t) => {
    const { run, cwd, sandbox } = await odoo(t, {
      records: {
        'res.partner': [
          { name: 'Same', ref: 's' },
          { name: 'Other', ref: 'o' },
        ],
      },
    });
    writeFileSync(join(cwd, 'p.csv'), 'ref,name\ns,Same\no,New name\nn,New\n');
    const { code, stdout, stderr } = await run([
      'import',
      'p.csv',
      '-m',
      'res.partner',
      '--key',
      'ref',
      '--dry-run',
      '--json',
    ]);
    assert.equal(code, 0, stderr);
    const { created, updated, unchanged, dryRun } = JSON.parse(stdout);
    assert.deepEqual([created, updated, unchanged, dryRun], [1, 1, 1, true]);
    assert.equal(
      sandbox.requests.filter(({ method }) =>
        ['create', 'write', 'load', 'unlink'].includes(method),
      ).length,
      0,
    );
  });

  test('a dry run says what new records need and no column has', async (t) => {
    const { run, cwd } = await odoo(t);
    const tried = async (model, text) => {
      writeFileSync(join(cwd, 'new.csv'), text);
      const key = text.split(',')[0];
      return run(['import', 'new.csv', '-m', model, '--key', key, '--dry-run', '--json']);
    };
    const without = await tried('crm.lead', 'email_from,phone\nada@example.com,1\n');
    assert.equal(without.code, 0, without.stderr);
    assert.match(
      without.stderr,
      /^new records of crm\.lead need name: no column is for it, and Odoo has no default/m,
    );
    const { created, missing } = JSON.parse(without.stdout);
    assert.deepEqual([created, missing], [1, [{ model: 'crm.lead', field: 'name' }]]);

    const whole = await tried('crm.lead', 'email_from,name\nada@example.com,Ada\n');
    assert.doesNotMatch(whole.stderr, /need/);
    assert.equal(JSON.parse(whole.stdout).missing, undefined);

    // A product makes its template beside.
    const product = await tried('product.product', 'default_code,barcode\nA-1,1\n');
    assert.match(product.stderr, /^new records of product\.product need name: /m);

    const lines = await tried('sale.order', 'client_order_ref,order_line/price_unit\nA-1,2\n');
    assert.match(lines.stderr, /^new records of sale\.order need .*\bpartner_id\b/m);
    assert.match(lines.stderr, /^new records of sale\.order\.line need /m);
    assert.doesNotMatch(lines.stderr, /order_id/);
  });
});

describe('a run that ends in the middle', () => {
  for (const key of [['--key', 'ref'], []]) {
    test(`${key.length ? 'by a key' : 'without a key'}: ${rows} rows, killed three times and run again, are ${rows} records, none twice`, {
      timeout: 600_000,
    }, async (t) => {
      const { run, begin, cwd, sandbox } = await odoo(t);
      writeFileSync(
        join(cwd, 'big.csv'),
        `ref,name,Country\n${Array.from({ length: rows }, (_, index) => `big-${index},Customer ${index},Belgium`).join('\n')}\n`,
      );
      const args = ['import', 'big.csv', '-m', 'res.partner', ...key, '--yes', '--chunk', '25'];
      const stored = () =>
        sandbox.requests.filter(({ method }) => method === 'create' || method === 'load').length;
      for (let round = 1; round <= 3; round += 1) {
        const before = stored();
        const child = begin(args);
        child.stdin.end();
        for (const out of [child.stdout, child.stderr]) out.resume();
        const ended = new Promise((done) => {
          child.on('close', (code, signal) => done(signal ?? code));
        });
        while (stored() < before + 4)
          await new Promise((over) => {
            setTimeout(over, 3);
          });
        child.kill('SIGKILL');
        assert.equal(await ended, 'SIGKILL');
      }
      const last = await run([...args, '--json']);
      assert.equal(last.code, 0, last.stderr);
      const { created, unchanged, updated, refused, total, complete, report } = JSON.parse(
        last.stdout,
      );
      assert.deepEqual(
        [created + unchanged + updated, refused, total, complete, report],
        [rows, 0, rows, true, null],
      );
      assert.ok(unchanged >= 150, `${unchanged} unchanged`);
      const { stdout } = await run([
        'export',
        'res.partner',
        '["ref", "=like", "big-%"]',
        '-f',
        'ref',
      ]);
      const refs = stdout.trimEnd().split('\r\n').slice(1);
      assert.deepEqual([refs.length, new Set(refs).size], [rows, rows]);
      const again = JSON.parse((await run([...args, '--json'])).stdout);
      assert.deepEqual([again.created, again.updated, again.unchanged], [0, 0, rows]);
    });
  }

  test('by Ctrl-C tells what was done, and the rerun goes on', async (t) => {
    const { run, begin, cwd, sandbox } = await odoo(t);
    writeFileSync(
      join(cwd, 'c.csv'),
      `ref,name\n${Array.from({ length: 2_000 }, (_, index) => `c-${index},C ${index}`).join('\n')}\n`,
    );
    const args = ['import', 'c.csv', '-m', 'res.partner', '--key', 'ref', '--yes', '--chunk', '20'];
    const child = begin(args);
    let stderr = '';
    child.stderr.on('data', (part) => {
      stderr += part;
    });
    while (!sandbox.requests.some(({ method }) => method === 'create'))
      await new Promise((over) => {
        setTimeout(over, 3);
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
      /interrupted; of 2,000 rows of c\.csv: [\d,]+ created, .*\n {2}run the same command again/,
    );
    const { code, stdout } = await run([...args, '--json']);
    assert.equal(code, 0);
    assert.equal(JSON.parse(stdout).created + JSON.parse(stdout).unchanged, 2_000);
    assert.ok(!existsSync(join(cwd, 'c.csv.refused.csv')));
  });
});
