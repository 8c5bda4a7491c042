// Creating 5,000 records: `createMany`, and one call each.

import assert from 'node:assert/strict';
import { markdownTable } from '../scripts/markdown.mjs';
import { bare, open, opened, ours, oursInBulk, peers, versions } from './contenders.mjs';
import { medians } from './measure.mjs';
import { model, partners } from './records.mjs';
import { milliseconds, perSecond, rowsOf, times, verdict } from './report.mjs';

/** How many times as fast as one call each. */
const required = 10;

/** This client, with many records a call. */
const many = {
  ...oursInBulk,
  name: '`createMany()`',
  async connect(made) {
    const { client } = await ours.connect(made);
    return { createAll: (list) => client.createMany(model, list) };
  },
};

/** One after the other, as a loop does it. */
async function oneByOne(create, list) {
  const ids = [];
  for (const values of list) ids.push(await create(values));
  return ids;
}

export async function measure({ quickly = false, ...server }) {
  const { client } = await open(ours, server);
  const createAll = (connection, list) =>
    connection.createAll ? connection.createAll(list) : oneByOne(connection.create, list);
  const remove = (ids) => client.unlink(model, ids);

  const everybody = [bare, many, ours, ...peers];
  const { ready, failed } = await opened(everybody, server, async (connection) => {
    const list = partners(3);
    const ids = await createAll(connection, list);
    const created = await client.read(model, ids, Object.keys(list[0]));
    assert.deepEqual(
      created,
      list.map((values, index) => ({ id: ids[index], ...values })),
    );
    await remove(ids);
  });
  const list = partners(quickly ? 500 : 5000);
  const rounds = quickly ? 1 : 3;
  const contenders = Object.fromEntries(
    Object.entries(ready).map(([name, connection]) => [name, () => createAll(connection, list)]),
  );
  const figures = await medians(contenders, { rounds, warmUp: 1, afterwards: remove, failed });

  const mine = figures[many.name];
  const alone = figures[ours.name];
  const rows = rowsOf(everybody, failed, ({ name }) => [
    milliseconds(figures[name]),
    perSecond(list.length, figures[name]),
    name === many.name
      ? verdict(
          `≥ ${required}× as fast as one call each: ${times(alone / mine)}`,
          alone / mine >= required,
        )
      : times(figures[name] / mine),
  ]);
  const table = markdownTable(
    [
      '',
      'protocol',
      `${list.length.toLocaleString('en')} creates`,
      'records a second',
      'of `createMany()`',
    ],
    rows,
  );
  return {
    table,
    figures,
    note: `${versions()}; ${rounds} rounds; \`createMany()\` sends 200 a call, the others one after the other`,
  };
}
