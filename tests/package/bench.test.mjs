// The benchmarks: they run, they check what they time, and they leave nobody out.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { bare, everyone, opened, ours } from '../../bench/contenders.mjs';
import { measure } from '../../bench/creates.mjs';
import { medians } from '../../bench/measure.mjs';
import { rowsOf } from '../../bench/report.mjs';
import { startSandbox } from './sandbox.mjs';

const sandbox = await startSandbox();
const server = { url: sandbox.url, database: 'demo', username: 'admin', password: 'admin' };

test('a benchmark has a row for each contender, with its time or with the reason why there is none', async () => {
  const { table, figures } = await measure({ ...server, quickly: true });
  for (const { name } of everyone)
    assert.match(table, new RegExp(`^\\| ${name} .*(\\d m?s|fails: \\w)`, 'm'));
  for (const name of [bare.name, ours.name, '`createMany()`'])
    assert.ok(figures[name] > 0, `${name}\n${table}`);
});

describe('a contender', () => {
  test('that does something else than the others is not timed', async () => {
    const wrong = { ...ours, name: 'wrong', connect: async () => ({ searchRead: async () => [] }) };
    const absent = { ...ours, name: 'absent', load: () => import('no-such-client') };
    const { ready, failed } = await opened(
      [bare, wrong, absent],
      server,
      async ({ searchRead }) => {
        assert.equal(
          (await searchRead({ fields: ['name'], limit: 3 })).length,
          3,
          'too few records',
        );
      },
    );
    assert.deepEqual(Object.keys(ready), [bare.name]);
    assert.equal(failed.wrong, 'too few records');
    assert.match(failed.absent, /no-such-client/);
  });

  test('that fails in the middle keeps its reason, and the others their times', async () => {
    const failed = {};
    let calls = 0;
    const times = await medians(
      {
        steady: async () => {
          calls += 1;
        },
        weary: async () => {
          if (calls > 2) throw new Error('enough\nof that');
        },
      },
      { rounds: 10, warmUp: 1, failed },
    );
    assert.deepEqual([Object.keys(times), failed, calls], [['steady'], { weary: 'enough' }, 11]);
    const rows = rowsOf(
      [
        { name: 'steady', protocol: 'session' },
        { name: 'weary', protocol: 'xmlrpc' },
      ],
      failed,
      () => ['1 ms', '2'],
    );
    assert.deepEqual(rows, [
      ['steady', 'session', '1 ms', '2'],
      ['weary', 'xmlrpc', 'fails: enough', ''],
    ]);
  });
});
