// One call beside the other clients: the same records of the same server, over the protocol that
// each of them speaks.

import assert from 'node:assert/strict';
import { bare, everyone, open, opened, ours, versions } from './contenders.mjs';
import { markdownTable } from '../scripts/markdown.mjs';
import { medians } from './measure.mjs';
import { fields, fill } from './records.mjs';
import { milliseconds, rowsOf } from './report.mjs';

/** How many records are read, and how often. */
const cases = [
  { records: 1, rounds: 1000 },
  { records: 80, rounds: 300 },
  { records: 1000, rounds: 40 },
  { records: 10_000, rounds: 7 },
];

export async function measure({ quickly = false, ...server }) {
  const { client } = await open(ours, server);
  const most = Math.max(...cases.map(({ records }) => records));
  await fill(client, most);
  const kwargs = (records) => ({ fields, limit: records, order: 'id' });
  const { searchRead: bareSearchRead } = await open(bare, server);
  const expected = await bareSearchRead(kwargs(most));
  assert.equal(expected.length, most);
  // To the last value: XML-RPC has a form for all of these.
  const { ready, failed } = await opened(everyone, server, async ({ searchRead }) =>
    assert.deepEqual(await searchRead(kwargs(most)), expected),
  );
  const figures = {};
  const roundsOf = ({ rounds }) => (quickly ? Math.ceil(rounds / 10) : rounds);
  for (const each of cases) {
    const { records } = each;
    const rounds = roundsOf(each);
    const contenders = Object.fromEntries(
      Object.entries(ready).map(([name, { searchRead }]) => [
        name,
        () => searchRead(kwargs(records)),
      ]),
    );
    figures[records] = await medians(contenders, {
      rounds,
      warmUp: Math.ceil(rounds / 5),
      tidily: records >= 10_000,
      failed,
    });
    console.log(
      `  ${records.toLocaleString('en')}: ${Object.entries(figures[records])
        .map(([name, time]) => `${name} ${milliseconds(time)}`)
        .join(', ')}`,
    );
  }
  const rows = rowsOf(everyone, failed, ({ name }) =>
    cases.map(({ records }) => milliseconds(figures[records][name], figures[records][bare.name])),
  );
  const table = markdownTable(
    [
      '',
      'protocol',
      ...cases.map(
        ({ records }) => `${records.toLocaleString('en')} record${records === 1 ? '' : 's'}`,
      ),
    ],
    rows,
  );
  return { table, figures, note: `${versions()}; ${cases.map(roundsOf).join(', ')} rounds` };
}
