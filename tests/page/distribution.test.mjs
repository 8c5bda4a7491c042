// How values are counted for the chart: over real columns, page by page.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeColumns } from '../../pkg/dist/columns.node.mjs';
import { distribution, isCountable } from '../../www/js/distribution.js';

/** The distribution of the values of a field, in pages as long as these lists. */
function distributed(field, ...pages) {
  const columns = pages.map((values) => {
    const records = values.map((value, at) => ({ id: at + 1, x: value }));
    return decodeColumns(new TextEncoder().encode(JSON.stringify(records)), {
      id: 'integer',
      x: field.type,
    });
  });
  const [first, ...others] = columns;
  const counter = distribution('x', field, [first]);
  for (const page of others) counter.add(page);
  return counter.bars();
}

const pairs = ({ bars }) => bars.map(({ label, count }) => [label, count]);
const sum = ({ bars, others, empty }) =>
  bars.reduce((all, { count }) => all + count, 0) + others.count + empty;

test('links are counted by the record that they point to, over all pages, the most frequent first', () => {
  const found = distributed(
    { type: 'many2one' },
    [[1, 'Belgium'], [2, 'France'], false],
    [
      [2, 'France'],
      [2, 'France'],
      [3, 'Belgium'],
    ],
  );
  assert.deepEqual(pairs(found), [
    ['France', 3],
    ['Belgium', 1],
    ['Belgium', 1],
  ]);
  assert.equal(found.empty, 1);
  assert.equal(found.isRange, false);
});

test('of many different values the ten most frequent are told, and what the others are together', () => {
  const values = Array.from({ length: 15 }, (_, id) =>
    Array.from({ length: 15 - id }, () => [id + 1, `Country ${id + 1}`]),
  ).flat();
  const found = distributed({ type: 'many2one' }, values);
  assert.equal(found.bars.length, 10);
  assert.deepEqual(found.bars[0], { label: 'Country 1', count: 15 });
  assert.deepEqual(found.others, { values: 5, count: 5 + 4 + 3 + 2 + 1 });
});

test('a selection is told by its labels, a truth value by yes and no', () => {
  const selection = [
    ['contact', 'Contact'],
    ['invoice', 'Invoice address'],
  ];
  assert.deepEqual(
    pairs(distributed({ type: 'selection', selection }, ['invoice', 'contact', 'invoice', false])),
    [
      ['Invoice address', 2],
      ['Contact', 1],
    ],
  );
  assert.deepEqual(pairs(distributed({ type: 'boolean' }, [true, false, false])), [
    ['No', 2],
    ['Yes', 1],
  ]);
});

test('whole numbers that are few have a bar each, those between them too', () => {
  assert.deepEqual(pairs(distributed({ type: 'integer' }, [1, 4], [1, -1])), [
    ['-1', 1],
    ['0', 0],
    ['1', 2],
    ['2', 0],
    ['3', 0],
    ['4', 1],
  ]);
});

test('numbers fall into bars of a round width, and none is lost', () => {
  const values = Array.from({ length: 1000 }, (_, at) => at * 0.73 - 100);
  const found = distributed({ type: 'float' }, values.slice(0, 400), values.slice(400));
  assert.ok(found.bars.length >= 15 && found.bars.length <= 41, `${found.bars.length} bars`);
  assert.equal(sum(found), 1000);
  assert.equal(found.bars[0].label, '-100 – -80');
  assert.equal(found.bars[0].count, values.filter((value) => value < -80).length);
  assert.equal(sum(distributed({ type: 'monetary' }, [0.1, 0.2, 0.30000000000000004, 1e-9])), 4);
  assert.equal(sum(distributed({ type: 'float' }, [1e15, 0, -1e15])), 3);
});

test('dates are told by day, by month or by year, whichever fits', () => {
  assert.deepEqual(
    pairs(distributed({ type: 'date' }, ['2026-02-27', '2026-03-01', '2026-02-27', false])).map(
      ([, count]) => count,
    ),
    [2, 0, 1],
  );
  const months = distributed(
    { type: 'datetime' },
    ['2025-11-30 23:59:59', '2026-02-01 00:00:00'],
    ['2026-02-28 12:00:00'],
  );
  assert.deepEqual(
    months.bars.map(({ count }) => count),
    [1, 0, 0, 2],
  );
  assert.match(months.bars[1].label, /Dec 2025/);
  const years = distributed({ type: 'date' }, ['1971-05-01', '2026-05-01', '2025-01-01']);
  assert.equal(sum(years), 3);
  assert.ok(
    years.bars.length <= 30 && /^\d{4} – \d{4}$/.test(years.bars[0].label),
    years.bars[0].label,
  );
});

test('where no record has a value there are no bars, and the empty ones are told', () => {
  for (const type of ['many2one', 'date', 'selection'])
    assert.deepEqual(distributed({ type }, [false, false]), {
      isRange: type === 'date',
      bars: [],
      empty: 2,
      others: { values: 0, count: 0 },
    });
  assert.deepEqual(distributed({ type: 'float' }, []).bars, []);
});

test('texts and lists are not offered', () => {
  assert.deepEqual(
    ['char', 'html', 'one2many', 'binary'].filter((type) => isCountable({ type })),
    [],
  );
});
