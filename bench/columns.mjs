// Columns: decoding the bytes of an answer, against `JSON.parse` of the same bytes into records.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { markdownTable } from '../scripts/markdown.mjs';
import { packageDirectory } from '../scripts/project.mjs';
import { collectGarbage, medians } from './measure.mjs';
import { megabytes } from './report.mjs';

/**
 * How many rows an answer has, how often it is decoded, and how much faster and smaller than
 * records columns have to be.
 */
const cases = [
  { rows: 1000, rounds: 300 },
  { rows: 10_000, rounds: 60, faster: 2.5, share: 1 / 3 },
  { rows: 100_000, rounds: 15, faster: 2.5, share: 1 / 3 },
];

const types = {
  id: 'integer',
  name: 'char',
  email: 'char',
  active: 'boolean',
  color: 'integer',
  amount_total: 'float',
  date_order: 'date',
  create_date: 'datetime',
  state: 'selection',
  partner_id: 'many2one',
};

/** So many records of ten fields, as a sale has them: the same ones each time. */
function recordsOf(count) {
  let seed = 42;
  const random = () => (seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff) / 0x80000000;
  const below = (number) => Math.floor(random() * number);
  const cities = ['Brussels', 'Ghent', 'Liège', 'Antwerp', 'Namur', 'Leuven', 'Bruges', 'Mons'];
  return Array.from({ length: count }, (_, row) => {
    const date = new Date(1.6e12 + below(2e11)).toISOString();
    const partner = 1 + below(2000);
    return {
      id: row + 1,
      name: `Partner ${row} ${row % 10 ? 'and Sons' : 'Żółć & Søn'}`,
      email: below(10) ? `partner${row}@example.com` : false,
      active: below(10) > 0,
      color: below(12),
      amount_total: below(1e8) / 100,
      date_order: date.slice(0, 10),
      create_date: date.slice(0, 19).replace('T', ' '),
      state: ['draft', 'sent', 'sale', 'done', 'cancel'][below(5)],
      partner_id: below(20) ? [partner, `Customer ${partner}, ${cities[partner % 8]}`] : false,
    };
  });
}

/** JSON as Odoo writes it: a space after commas and colons, nothing but ASCII. */
const python = (records) =>
  `[${records
    .map((record) =>
      JSON.stringify(record, null, 1)
        .replaceAll(/\n */g, ' ')
        .replaceAll(/([[{]) | ([\]}])/g, '$1$2'),
    )
    .join(', ')}]`.replaceAll(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/**
 * The decoder as an engine without SIMD has it: a copy of the module of its own, which is told so
 * when it looks.
 */
async function withoutSimd() {
  const { decodeColumns } = await import(
    `${join(packageDirectory, 'dist', 'columns.js')}?without-simd`
  );
  const { validate } = WebAssembly;
  WebAssembly.validate = () => false;
  decodeColumns(new TextEncoder().encode('[]'), {});
  WebAssembly.validate = validate;
  return decodeColumns;
}

/** How many bytes what `make` makes takes, on the heap and beside it. */
async function memoryOf(make) {
  const used = async () => {
    for (let turn = 0; turn < 3; turn += 1) {
      // What is referred to weakly is kept until the job has ended.
      await new Promise(setImmediate);
      collectGarbage();
    }
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  };
  const before = await used();
  const made = make();
  const after = await used();
  assert.ok(made);
  return after - before;
}

/** Measures every case and answers the table. */
export async function measure({ quickly = false } = {}) {
  const { decodeColumns } = await import(join(packageDirectory, 'dist', 'columns.node.mjs'));
  const decodeWithoutSimd = await withoutSimd();
  const rows = [];
  for (const { rows: count, rounds: most, faster, share } of cases) {
    const rounds = quickly ? Math.ceil(most / 10) : most;
    const bytes = new TextEncoder().encode(
      `{"jsonrpc": "2.0", "id": 1, "result": ${python(recordsOf(count))}}`,
    );
    const contenders = {
      parse: () => JSON.parse(new TextDecoder().decode(bytes)).result,
      columns: () => decodeColumns(bytes, types),
      scalar: () => decodeWithoutSimd(bytes, types),
    };
    assert.deepEqual(contenders.columns().toRows(), contenders.parse());
    const [ofRecords, ofColumns] = [
      await memoryOf(contenders.parse),
      await memoryOf(contenders.columns),
    ];
    const time = await medians(contenders, { rounds, warmUp: Math.ceil(rounds / 5) });
    const [ratio, ratioWithout, part] = [
      time.parse / time.columns,
      time.parse / time.scalar,
      ofColumns / ofRecords,
    ];
    const verdict =
      faster === undefined
        ? ''
        : `≥ ${faster.toFixed(1)}×, ≤ ⅓ ${ratio >= faster && part <= share ? '✓' : '✗'}`;
    rows.push([
      count.toLocaleString('en'),
      megabytes(bytes.length),
      `${time.parse.toFixed(2)} ms`,
      `${time.columns.toFixed(2)} ms`,
      `${ratio.toFixed(1)}×`,
      `${ratioWithout.toFixed(1)}×`,
      megabytes(ofRecords),
      megabytes(ofColumns),
      verdict,
      rounds,
    ]);
    console.log(`  ${rows.at(-1).join('  ')}`);
  }
  return {
    table: markdownTable(
      [
        'rows',
        'answer',
        '`JSON.parse`',
        'columns',
        'faster',
        'without SIMD',
        'records',
        'columns take',
        'allowed',
        'rounds',
      ],
      rows,
    ),
  };
}
