// This build beside another one of the package: what a change costs or gains.
//
//     npm run bench -- against <folder of the other package>
//
// Two builds in one process share what the engine has learnt of fetch, and the same build beside
// itself comes to 0.95 or 1.06 of itself. So each side has a process, as it has with its users;
// both take their rounds in turns; and there are some such pairs.

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { existsSync } from 'node:fs';
import { markdownTable } from '../scripts/markdown.mjs';
import { Refusal } from '../scripts/process.mjs';
import { packageDirectory } from '../scripts/project.mjs';
import { median, shuffled } from './measure.mjs';
import { fields, fill, model, partners } from './records.mjs';
import { milliseconds } from './report.mjs';

/** How much slower this build may be than the other. */
const tolerance = 1.05;

const columnTypes = {
  id: 'integer',
  name: 'char',
  email: 'char',
  phone: 'char',
  street: 'char',
  city: 'char',
  zip: 'char',
  is_company: 'boolean',
};

/** What is measured, by name: how often in one sample, how many samples, and the work. */
const works = {
  'one call, 1 record': {
    times: 200,
    rounds: 60,
    work: ({ client, ids }) => client.read(model, ids[0], fields),
  },
  'one call, 80 records': {
    times: 40,
    rounds: 40,
    work: ({ client, ids }) => client.read(model, ids.slice(0, 80), fields),
  },
  'one call, 1,000 records': {
    times: 4,
    rounds: 40,
    work: ({ client, ids }) => client.read(model, ids.slice(0, 1000), fields),
  },
  '500 reads, coalesced': {
    times: 1,
    rounds: 60,
    work: ({ view, ids }) =>
      Promise.all(ids.slice(0, 500).map((id) => view.read(model, id, fields))),
  },
  'iterate 10,000 records': {
    times: 1,
    rounds: 25,
    async work({ client }) {
      let count = 0;
      for await (const { id } of client.iterate(model, [], { fields, limit: 10_000 }))
        count += id > 0 ? 1 : 0;
      return count;
    },
  },
  'readColumns of 10,000 records': {
    times: 1,
    rounds: 25,
    work: ({ client }) => client.readColumns(model, [], { fields, limit: 10_000 }),
  },
  'decodeColumns of 10,000 rows': {
    times: 2,
    rounds: 40,
    work: ({ decodeColumns, bytes }) => decodeColumns(bytes, columnTypes),
  },
  'createMany of 1,000 rows': {
    times: 1,
    rounds: 15,
    work: ({ client }) => client.createMany(model, partners(1000)),
    afterwards: ({ client }, ids) => client.unlink(model, ids),
  },
};

const pairs = 4;

/**
 * What a process of one side does: it loads its build, and then a sample of each work that it is
 * asked for.
 */
async function takeSamples() {
  const tell = (message) =>
    new Promise((done) => {
      process.send(message, done);
    });
  const { directory, server } = await asked(process);
  const file = (name) => pathToFileURL(join(directory, 'dist', name)).href;
  const { OdooClient, coalesced } = await import(file('bulk.node.mjs'));
  const { decodeColumns } = await import(file('columns.node.mjs'));
  const { url, database, username, password } = server;
  const client = new OdooClient({ url, database, username, password, safety: null });
  await client.authenticate();
  const ids = await client.search(model, [], { limit: 1000, order: 'id' });
  const bytes = new TextEncoder().encode(
    JSON.stringify(partners(10_000).map((partner, index) => ({ id: index + 1, ...partner }))),
  );
  const having = { client, view: coalesced(client), decodeColumns, ids, bytes };
  await tell('ready');
  for (;;) {
    const { times, work, afterwards } = works[await asked(process)];
    // What the other side leaves behind is in another process, and what this one leaves is a part
    // of what it costs: no heap is freed here.
    for (let time = 0; time < times / 4; time += 1) {
      const result = await work(having);
      await afterwards?.(having, result);
    }
    const started = performance.now();
    let result;
    for (let time = 0; time < times; time += 1) result = await work(having);
    const elapsed = (performance.now() - started) / times;
    await afterwards?.(having, result);
    await tell(elapsed);
  }
}

const asked = async (other) => (await once(other, 'message'))[0];

/** Starts a side, which then answers each name of a work with the milliseconds of a sample. */
async function start(directory, server) {
  const child = fork(import.meta.filename, { stdio: 'inherit' });
  const failed = once(child, 'exit').then(() => {
    throw new Refusal(`the process that measures ${directory} ended`, 'see what it said');
  });
  failed.catch(() => {});
  const ask = (message) => {
    const answer = asked(child);
    child.send(message);
    return Promise.race([answer, failed]);
  };
  await ask({ directory, server });
  return { ask, stop: () => child.kill() };
}

export async function measure({ OdooClient, quickly = false, directory, ...server }) {
  if (!directory)
    throw new Refusal(
      '"against" needs the folder of the other package',
      'npm run bench -- against ../other/pkg',
    );
  const directories = { this: packageDirectory, other: resolve(directory) };
  if (!existsSync(join(directories.other, 'dist', 'bulk.node.mjs')))
    throw new Refusal(
      `${directories.other} is not a built package`,
      'name the folder that has dist/',
    );
  const { url, database, username, password } = server;
  const client = new OdooClient({ url, database, username, password });
  await client.authenticate();
  await fill(client, 10_000);

  const medians = Object.fromEntries(Object.keys(works).map((name) => [name, []]));
  for (let pair = 0; pair < (quickly ? 1 : pairs); pair += 1) {
    const sides = [];
    for (const [side, where] of shuffled(Object.entries(directories)))
      sides.push([side, await start(where, server)]);
    for (const [name, { rounds }] of Object.entries(works)) {
      const taken = { this: [], other: [] };
      const count = quickly ? 3 : Math.ceil(rounds / 2);
      for (let round = -Math.ceil(count / 2); round < count; round += 1) {
        for (const [side, { ask }] of shuffled(sides)) {
          const elapsed = await ask(name);
          if (round >= 0) taken[side].push(elapsed);
        }
      }
      medians[name].push({ this: median(taken.this), other: median(taken.other) });
    }
    for (const [, { stop }] of sides) stop();
  }
  const rows = Object.entries(medians).map(([name, each]) => {
    const [mine, its] = ['this', 'other'].map((side) => median(each.map((one) => one[side])));
    const ratios = each.map((one) => one.this / one.other).sort((a, b) => a - b);
    const ratio = median(ratios);
    return [
      name,
      milliseconds(mine),
      milliseconds(its),
      ratio.toFixed(3),
      `${ratios[0].toFixed(2)} to ${ratios.at(-1).toFixed(2)}`,
      ratio <= tolerance ? '✓' : '✗',
    ];
  });
  const table = markdownTable(
    ['', 'this build', 'the other', 'ratio', 'of the pairs', `≤ ${tolerance}`],
    rows,
  );
  return {
    table,
    note: `medians; each build in a process of its own, in turns; the ratio is the median of those of ${pairs} pairs of processes`,
  };
}

if (process.argv[1] === import.meta.filename) await takeSamples();
