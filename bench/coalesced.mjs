// 500 single reads at once: put together into one call by `coalesced`, and each by itself.

import assert from 'node:assert/strict';
import { markdownTable } from '../scripts/markdown.mjs';
import { bare, open, opened, ours, oursInBulk, peers, versions } from './contenders.mjs';
import { medians } from './measure.mjs';
import { fill, fields, model } from './records.mjs';
import { milliseconds, perSecond, rowsOf, times, verdict } from './report.mjs';

const reads = 500;
/** How many times as fast as the best of the others. */
const required = 20;

/** This client, with its reads put together. */
const together = {
  ...oursInBulk,
  name: '`coalesced()`',
  async connect(made) {
    const { client } = await ours.connect(made);
    const { coalesced } = await oursInBulk.load();
    const view = coalesced(client);
    return { read: (id) => view.read(model, id, fields) };
  },
};

export async function measure({ quickly = false, ...server }) {
  const { client } = await open(ours, server);
  await fill(client, 2 * reads);
  const ids = await client.search(model, [], { limit: reads, order: 'id' });
  assert.equal(ids.length, reads);
  const expected = await client.read(model, ids, fields);
  const readAll = ({ read }) => Promise.all(ids.map(read));

  const everybody = [bare, together, ours, ...peers];
  const { ready, failed } = await opened(everybody, server, async (connection) =>
    assert.deepEqual((await readAll(connection)).flat(), expected),
  );
  const rounds = quickly ? 3 : 30;
  const contenders = Object.fromEntries(
    Object.entries(ready).map(([name, connection]) => [name, () => readAll(connection)]),
  );
  const wake = (name) => ready[name].read(ids[0]);
  const figures = await medians(contenders, {
    rounds,
    warmUp: Math.ceil(rounds / 2),
    pause: 50,
    wake,
    failed,
  });

  const mine = figures[together.name];
  const best = Math.min(...peers.map(({ name }) => figures[name] ?? Infinity));
  const rows = rowsOf(everybody, failed, ({ name }) => [
    milliseconds(figures[name]),
    perSecond(reads, figures[name]),
    name === together.name
      ? verdict(
          `≥ ${required}× as fast as the best other client: ${times(best / mine)}`,
          best / mine >= required,
        )
      : times(figures[name] / mine),
  ]);
  const table = markdownTable(
    ['', 'protocol', `${reads} reads`, 'reads a second', 'of `coalesced()`'],
    rows,
  );
  return {
    table,
    figures,
    note: `${versions()}; ${rounds} rounds; \`odoo-client-wasm\` without \`coalesced()\` sends 8 at a time`,
  };
}
