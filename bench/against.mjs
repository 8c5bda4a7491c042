// This build beside another one of the package, in one process: what a change costs or gains.
//
//     npm run bench -- against <folder of the other package>

import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { existsSync } from 'node:fs';
import { markdownTable } from '../scripts/markdown.mjs';
import { Refusal } from '../scripts/process.mjs';
import { packageDirectory } from '../scripts/project.mjs';
import { collectGarbage, median, shuffled } from './measure.mjs';
import { fields, fill, model, partners } from './records.mjs';
import { milliseconds } from './report.mjs';

/** How much slower this build may be than the other. */
const tolerance = 1.05;

const columnTypes = { id: 'integer', name: 'char', email: 'char', phone: 'char', street: 'char', city: 'char', zip: 'char', is_company: 'boolean' };

/** What is measured, by name: how often in one sample, how many samples, and the work. */
const works = {
  'one call, 1 record': { times: 200, rounds: 60, work: ({ client, ids }) => client.read(model, ids[0], fields) },
  'one call, 80 records': { times: 40, rounds: 40, work: ({ client, ids }) => client.read(model, ids.slice(0, 80), fields) },
  'one call, 1,000 records': { times: 4, rounds: 40, work: ({ client, ids }) => client.read(model, ids.slice(0, 1000), fields) },
  '500 reads, coalesced': {
    times: 1, rounds: 60,
    work: ({ view, ids }) => Promise.all(ids.slice(0, 500).map((id) => view.read(model, id, fields))),
  },
  'iterate 10,000 records': {
    times: 1, rounds: 25,
    async work({ client }) {
      let count = 0;
      for await (const { id } of client.iterate(model, [], { fields, limit: 10_000 })) count += id > 0 ? 1 : 0;
      return count;
    },
  },
  'readColumns of 10,000 records': { times: 1, rounds: 25, work: ({ client }) => client.readColumns(model, [], { fields, limit: 10_000 }) },
  'decodeColumns of 10,000 rows': { times: 2, rounds: 40, work: ({ decodeColumns, bytes }) => decodeColumns(bytes, columnTypes) },
  'createMany of 1,000 rows': {
    times: 1, rounds: 15,
    work: ({ client }) => client.createMany(model, partners(1000)),
    afterwards: ({ client }, ids) => client.unlink(model, ids),
  },
};

async function load(directory, { url, database, username, password }) {
  const file = (name) => pathToFileURL(join(directory, 'dist', name)).href;
  const { OdooClient, coalesced } = await import(file('bulk.node.mjs'));
  const { decodeColumns } = await import(file('columns.node.mjs'));
  const client = new OdooClient({ url, database, username, password, safety: null });
  await client.authenticate();
  return { client, view: coalesced(client), decodeColumns };
}

export async function measure({ quickly = false, directory, ...server }) {
  if (!directory) throw new Refusal('"against" needs the folder of the other package', 'npm run bench -- against ../other/pkg');
  const other = resolve(directory);
  if (!existsSync(join(other, 'dist', 'bulk.node.mjs'))) throw new Refusal(`${other} is not a built package`, 'name the folder that has dist/');
  const sides = { this: await load(packageDirectory, server), other: await load(other, server) };
  await fill(sides.this.client, 10_000);
  const ids = await sides.this.client.search(model, [], { limit: 1000, order: 'id' });
  const bytes = new TextEncoder().encode(JSON.stringify(partners(10_000).map((partner, index) => ({ id: index + 1, ...partner }))));
  for (const side of Object.values(sides)) Object.assign(side, { ids, bytes });

  const rows = [];
  for (const [name, { times, rounds, work, afterwards }] of Object.entries(works)) {
    const taken = { this: [], other: [] };
    const count = quickly ? 3 : rounds;
    for (let round = -Math.ceil(count / 4); round < count; round += 1) {
      for (const [side, having] of shuffled(Object.entries(sides))) {
        collectGarbage();
        await having.client.searchCount(model);
        const started = performance.now();
        let result;
        for (let time = 0; time < times; time += 1) result = await work(having);
        const elapsed = (performance.now() - started) / times;
        if (round >= 0) taken[side].push(elapsed);
        await afterwards?.(having, result);
      }
    }
    const [mine, its] = [median(taken.this), median(taken.other)];
    const ratio = median(taken.this.map((time, round) => time / taken.other[round]));
    rows.push([name, milliseconds(mine), milliseconds(its), ratio.toFixed(3), ratio <= tolerance ? '✓' : '✗']);
  }
  const table = markdownTable(['', 'this build', 'the other', 'ratio', `≤ ${tolerance}`], rows);
  return { table, note: 'the ratio is the median of the rounds\' ratios; both builds in one process, in a new random order each round' };
}
