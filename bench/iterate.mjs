// Reading everything, page by page: time, and the memory of the process at its peak.

import assert from 'node:assert/strict';
import { markdownTable } from '../scripts/markdown.mjs';
import { apart } from './apart.mjs';
import { bare, open, ours, oursInBulk, peers, versions } from './contenders.mjs';
import { firstLine, median, shuffled } from './measure.mjs';
import { fill, model } from './records.mjs';
import { megabytes, milliseconds, perSecond, rowsOf, times, verdict } from './report.mjs';

const pageSize = 1000;
/** What the 200,000 may take: bytes above an idle process, and times the server's own time. */
const required = { memory: 64 * 2 ** 20, ratio: 1.1 };

const ways = [
  { ...oursInBulk, name: '`iterate()`', task: 'iterate' },
  { ...oursInBulk, name: '`readColumnPages()`', task: 'columns' },
  ...[bare, ours, ...peers].map((contender) => ({ ...contender, task: 'pages' })),
].map((way) => ({ ...way, contender: way.task === 'pages' ? way.name : oursInBulk.name }));
const drained = {
  name: 'the server alone',
  protocol: 'session',
  task: 'drained',
  contender: bare.name,
};

/**
 * Runs ways in a new random order each round; answers by name the medians of time and memory, and
 * why others failed.
 */
async function medianRuns(list, { rounds, server, count }) {
  const [runs, failed] = [{}, {}];
  for (let round = 0; round < rounds; round += 1) {
    for (const { name, task, contender } of shuffled(list)) {
      if (failed[name]) continue;
      try {
        const idle = await apart({ task: 'idle', contender });
        const { time, peak, records, ids, names } = await apart({
          task,
          contender,
          server,
          count,
          pageSize,
        });
        (runs[name] ??= []).push({
          time,
          memory: Math.max(0, peak - idle.peak),
          saw: [records, ids, names],
        });
      } catch (error) {
        failed[name] = firstLine(error);
      }
    }
  }
  const medians = Object.fromEntries(
    Object.entries(runs)
      .filter(([name]) => !failed[name])
      .map(([name, all]) => [
        name,
        {
          time: median(all.map(({ time }) => time)),
          memory: median(all.map(({ memory }) => memory)),
          saw: all[0].saw,
        },
      ]),
  );
  return { medians, failed };
}

export async function measure({ quickly = false, ...server }) {
  const [some, all] = quickly ? [5000, 10_000] : [100_000, 200_000];
  const { client } = await open(ours, server);
  await fill(client, all);

  const { medians, failed } = await medianRuns(ways, {
    rounds: quickly ? 1 : 3,
    server,
    count: some,
  });
  const saw = medians[bare.name].saw;
  assert.equal(saw[0], some);
  for (const [name, run] of Object.entries(medians))
    if (String(run.saw) !== String(saw))
      failed[name] = `it saw other records: ${run.saw} instead of ${saw}`;
  const rows = rowsOf(ways, failed, ({ name }) => {
    const { time, memory } = medians[name] ?? {};
    return [
      some.toLocaleString('en'),
      milliseconds(time),
      perSecond(some, time),
      memory === undefined ? '–' : megabytes(memory),
      '',
    ];
  });

  const [iterating] = ways;
  const { medians: long, failed: longFailed } = await medianRuns([iterating, drained], {
    rounds: quickly ? 1 : 7,
    server,
    count: all,
  });
  const ratio = long[iterating.name]?.time / long[drained.name]?.time;
  rows.push(
    ...rowsOf([iterating, drained], longFailed, ({ name }) => {
      const { time, memory } = long[name];
      const met = ratio <= required.ratio && memory <= required.memory;
      return [
        all.toLocaleString('en'),
        milliseconds(time),
        perSecond(all, time),
        megabytes(memory),
        name === drained.name
          ? ''
          : verdict(
              `≤ ${required.ratio}× the server's time: ${times(ratio)}; ≤ ${megabytes(required.memory)}`,
              met,
            ),
      ];
    }),
  );
  const table = markdownTable(
    ['', 'protocol', 'records', 'time', 'records a second', 'peak above idle', 'required'],
    rows,
  );
  return {
    table,
    figures: { [some]: medians, [all]: long },
    note:
      `${versions()}; pages of ${pageSize.toLocaleString('en')}, the others by a loop of \`search_read\` with \`offset\`; each in a process of its own, which looks at every ` +
      'record and keeps none; "the server alone" is the same pages one after the other, their bytes not looked at',
  };
}
