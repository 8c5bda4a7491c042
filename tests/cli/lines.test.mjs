// import: records of one2many fields, in the row of their record and in the rows below that name
// none.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { odoo, twoLines } from './fixture.mjs';

const header =
  'client_order_ref;partner_id;order_line/product_id;order_line/product_uom_qty;Order Lines/Unit Price;order_line/name';
const orders = `${header}\nA-1;My Company;Lamp;2;10,50;first\n;;Training day;1;85,00;twice\n;;Training day;1;85,00;twice\nA-2;My Company;Lamp;3;1.234,50;other\n`;
const nothing = { created: 0, updated: 0, unchanged: 0, refused: 0, unknown: 0 };

/** A sandbox with files, and how to import them and to see all lines. */
async function shop(t, options) {
  const { run, cwd, ...rest } = await odoo(t, options);
  return {
    ...rest,
    run,
    cwd,
    put: (text, name = 'o.csv') => writeFileSync(join(cwd, name), text),
    report: (name = 'o.csv.refused.csv') =>
      readFileSync(join(cwd, name), 'utf8').replace('\ufeff', '').trimEnd().split('\r\n'),
    load: async (args = [], name = 'o.csv') => {
      const { code, stdout, stderr } = await run([
        'import',
        name,
        '-m',
        'sale.order',
        '--yes',
        '--json',
        ...args,
      ]);
      return { code, stderr, ...(stdout ? JSON.parse(stdout) : {}) };
    },
    lines: async (domain = 'id>3') =>
      JSON.parse(
        (
          await run([
            'search',
            'sale.order.line',
            domain,
            '--order',
            'id',
            '--limit',
            '0',
            '-f',
            'order_id,product_id,product_uom_qty,price_unit,name',
            '--json',
          ])
        ).stdout,
      ).map(
        ({
          order_id: [order],
          product_id: product,
          product_uom_qty: quantity,
          price_unit: price,
          name,
        }) => [order, product && product[1], quantity, price, name],
      ),
  };
}

describe('rows that name no record', () => {
  for (const key of [['--key', 'client_order_ref'], []]) {
    test(`${key.length ? 'by a key' : 'without a key'} go on with the record above; run again, they are stored once`, async (t) => {
      const { put, load, lines } = await shop(t);
      put(orders);
      const dry = await load([...key, '--dry-run']);
      assert.deepEqual(
        [dry.code, dry.created, dry.lines],
        [0, 2, { order_line: { ...nothing, created: 4 } }],
        dry.stderr,
      );
      assert.deepEqual(await lines(), []);
      const first = await load(key);
      assert.deepEqual(
        [first.code, first.rows, first.created, first.lines],
        [0, 4, 2, { order_line: { ...nothing, created: 4 } }],
        first.stderr,
      );
      const stored = await lines();
      const [one, two] = [stored[0][0], stored[3][0]];
      assert.deepEqual(stored, [
        [one, 'Lamp', 2, 10.5, 'first'],
        [one, 'Training day', 1, 85, 'twice'],
        [one, 'Training day', 1, 85, 'twice'],
        [two, 'Lamp', 3, 1234.5, 'other'],
      ]);
      assert.notEqual(one, two);
      const again = await load(key);
      assert.deepEqual(
        [again.created, again.unchanged, again.lines],
        [0, 2, { order_line: { ...nothing, unchanged: 4 } }],
      );
      assert.deepEqual(await lines(), stored);
    });
  }

  test('may have external ids, by which lines are changed instead of added', async (t) => {
    const { put, load, lines, report } = await shop(t);
    const file = (quantity) =>
      `client_order_ref,partner_id,order_line/id,order_line/product_id,order_line/product_uom_qty\nA-1,My Company,shop.a1,Lamp,${quantity}\n,,a2,Training day,1\n`;
    put(file(2));
    assert.equal((await load(['--key', 'client_order_ref'])).lines.order_line.created, 2);
    put(file(5));
    assert.deepEqual((await load(['--key', 'client_order_ref'])).lines.order_line, {
      ...nothing,
      updated: 1,
      unchanged: 1,
    });
    assert.deepEqual(
      (await lines()).map(([, product, quantity]) => [product, quantity]),
      [
        ['Lamp', 5],
        ['Training day', 1],
      ],
    );
    put('client_order_ref,order_line/id,order_line/name\nA-1,shop.a1,x\n,shop.a1,y\n');
    const twice = await load(['--key', 'client_order_ref']);
    assert.equal(twice.code, 9, twice.stderr);
    assert.match(report()[2], /order_line\/id is that of line 2$/);
  });

  test('come from NDJSON as well; a row without any value is none', async (t) => {
    const { put, load, lines } = await shop(t);
    put(`${header}\n;;;;;\nA-1;My Company;Lamp;2;1;x\n;;;;;\n;;Lamp;1;1;y\n`);
    const csv = await load(['--key', 'client_order_ref']);
    assert.deepEqual([csv.rows, csv.created, csv.lines.order_line.created], [2, 1, 2], csv.stderr);
    put(
      [
        {
          client_order_ref: 'N-1',
          partner_id: 1,
          'order_line/product_id': 'Lamp',
          'order_line/name': 'n',
        },
        { 'order_line/product_id': 'Lamp', 'order_line/name': 'm' },
      ]
        .map((row) => JSON.stringify(row))
        .join('\n'),
      'o.ndjson',
    );
    const json = await load([], 'o.ndjson');
    assert.deepEqual(
      [json.created, json.lines.order_line.created, (await lines()).length],
      [1, 2, 4],
      json.stderr,
    );
  });
});

describe('lines that are refused', () => {
  test('before anything is sent keep their whole record out; all of its rows are in the report, which is imported when it is mended', async (t) => {
    for (const key of [['--key', 'client_order_ref'], []]) {
      const { put, load, lines, report, cwd } = await shop(t);
      put(`${orders}A-3;My Company;Lamp;1;1;x\n;;No such product;1;1;y\n`);
      const first = await load(key);
      assert.deepEqual(
        [first.code, twoLines(first.stderr), first.created, first.refused],
        [9, true, 2, 1],
        first.stderr,
      );
      assert.match(first.stderr, /2 rows of o\.csv are not stored/);
      assert.match(
        report()[1],
        /A-3,My Company,Lamp,1,1,x,6,its record is not stored: see line 7$/,
      );
      assert.match(
        report()[2],
        /,,No such product,1,1,y,7,"order_line\/product_id: no record of product\.product is called ""No such product"""$/,
      );
      writeFileSync(
        join(cwd, 'mended.csv'),
        report().join('\n').replace('No such product', 'Lamp'),
      );
      const mended = await load(key, 'mended.csv');
      assert.deepEqual(
        [mended.code, mended.created, mended.lines.order_line.created],
        [0, 1, 2],
        mended.stderr,
      );
      assert.equal((await lines()).length, 6);
      assert.deepEqual((await load(key, 'mended.csv')).lines.order_line, {
        ...nothing,
        unchanged: 2,
      });
    }
  });

  test('by Odoo itself are reported with their record, and find it again when they are mended', async (t) => {
    for (const key of [['--key', 'client_order_ref'], []]) {
      const { put, load, lines, report, cwd, sandbox } = await shop(t);
      put(
        'client_order_ref,partner_id,order_line/product_id,order_line/name\nA-1,My Company,Lamp,good\n,,Lamp,bad\n,,Lamp,worse\n',
      );
      for (const name of ['bad', 'worse'])
        sandbox.failNext({
          fault: 'error',
          name: 'odoo.exceptions.ValidationError',
          message: `${name} is not wanted.`,
          model: 'sale.order.line',
          method: 'load',
          count: 1,
        });
      const first = await load(key);
      const { created, refused } = first.lines.order_line;
      assert.deepEqual([first.created, created + refused, refused > 0], [1, 3, true], first.stderr);
      assert.equal(first.code, 9);
      assert.match(report()[1], /A-1,My Company,Lamp/);
      writeFileSync(join(cwd, 'mended.csv'), report().join('\n'));
      const mended = await load(key, 'mended.csv');
      assert.deepEqual(
        [mended.code, mended.created, mended.lines.order_line.created],
        [0, 0, refused],
        mended.stderr,
      );
      const all = await lines();
      assert.deepEqual([all.length, new Set(all.map(([order]) => order)).size], [3, 1]);
    }
  });

  for (const [text, message] of [
    [`${header}\n;;Lamp;1;1;x\n`, /the first row names no record/],
    ['name,order_line\nx,y\n', /give it a column for each field of them, such as order_line\/name/],
    ['name,order_line/.id\nx,1\n', /records of order_line are not found by their id/],
    [
      'name,order_line/nmae\nx,1\n',
      /"nmae" is not a field of sale\.order\.line to store; did you mean "name"\?/,
    ],
    ['name,order_line/id\nx,a.b\n', /order_line has a column of external ids alone/],
    ['name,order_line/name,Order Lines/Description\nx,a,b\n', /two columns are for name/],
  ]) {
    test(`a wrong header or first row is told before anything is sent: ${text.split('\n')[0].slice(0, 40)}`, async (t) => {
      const { put, load, sandbox } = await shop(t);
      put(text);
      const { code, stderr } = await load();
      assert.match(stderr, message);
      assert.ok([2, 11].includes(code) && twoLines(stderr), stderr);
      assert.equal(
        sandbox.requests.filter(({ method }) => ['create', 'load', 'write'].includes(method))
          .length,
        0,
      );
    });
  }
});

test('lines of a run that is killed three times and run again are stored once', {
  timeout: 120_000,
}, async (t) => {
  const { put, load, lines, begin, sandbox } = await shop(t);
  const count = 150;
  put(
    `client_order_ref,partner_id,order_line/product_id,order_line/name\n${Array.from({ length: count }, (_, index) => `K-${index},My Company,Lamp,one\n,,Lamp,two\n,,Lamp,two`).join('\n')}\n`,
  );
  const stored = () =>
    sandbox.requests.filter(({ method, model }) => method === 'load' && model === 'sale.order.line')
      .length;
  for (let round = 1; round <= 3; round += 1) {
    const before = stored();
    const child = begin([
      'import',
      'o.csv',
      '-m',
      'sale.order',
      '--key',
      'client_order_ref',
      '--chunk',
      '10',
      '--yes',
    ]);
    child.stdin.end();
    for (const out of [child.stdout, child.stderr]) out.resume();
    const ended = new Promise((done) => {
      child.on('close', (code, signal) => done(signal ?? code));
    });
    while (stored() < before + 3 && child.exitCode === null)
      await new Promise((over) => {
        setTimeout(over, 3);
      });
    child.kill('SIGKILL');
    assert.equal(await ended, 'SIGKILL');
  }
  const last = await load(['--key', 'client_order_ref']);
  const { created, unchanged } = last.lines.order_line;
  assert.deepEqual(
    [last.code, last.created + last.unchanged, created + unchanged],
    [0, count, count * 3],
    last.stderr,
  );
  assert.ok(unchanged >= 18, `${unchanged}`);
  const all = await lines();
  assert.deepEqual([all.length, new Set(all.map(([order]) => order)).size], [count * 3, count]);
});
