// How much memory columns take beside records of the same bytes, and what is left of many reads.
// Prints JSON.

import { decodeColumns } from '@odoo-toolbox/client/columns';

const types = {
  id: 'integer',
  name: 'char',
  email: 'char',
  active: 'boolean',
  color: 'integer',
  amount: 'float',
  date: 'date',
  create_date: 'datetime',
  state: 'selection',
  partner_id: 'many2one',
};
const records = Array.from({ length: 10_000 }, (_, id) => ({
  id,
  name: `Partner ${id} and Sons`,
  email: `partner${id}@example.com`,
  active: id % 3 > 0,
  color: id % 12,
  amount: id * 1.01,
  date: `2026-${10 + (id % 3)}-${10 + (id % 18)}`,
  create_date: `2026-01-${10 + (id % 20)} ${10 + (id % 14)}:${10 + (id % 50)}:${10 + (id % 49)}`,
  state: ['draft', 'done'][id % 2],
  partner_id: [(id % 2000) + 1, `Customer ${(id % 2000) + 1} of Brussels`],
}));
const bytes = new TextEncoder().encode(JSON.stringify(records));
records.length = 0;

async function used() {
  for (let turn = 0; turn < 3; turn += 1) {
    // What is referred to weakly is kept until the job has ended.
    await new Promise(setImmediate);
    gc();
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

const kept = [];

/** How many bytes what `make` makes takes. */
async function sizeOf(make) {
  const before = await used();
  kept.push(make());
  return (await used()) - before;
}

// What a first time compiles is nobody's columns.
decodeColumns(bytes, types);
const ofRecords = await sizeOf(() => JSON.parse(new TextDecoder().decode(bytes)));
const ofColumns = await sizeOf(() => decodeColumns(bytes, types));
const before = await used();
for (let turn = 0; turn < 200; turn += 1) decodeColumns(bytes, types);
console.log(JSON.stringify({ ofRecords, ofColumns, growth: (await used()) - before }));
