// How much memory columns take beside records of the same bytes, and what is left of many reads. Prints JSON.

import { decodeColumns } from '@odoo-toolbox/client/columns';

const types = {
  id: 'integer', name: 'char', email: 'char', active: 'boolean', color: 'integer', amount: 'float', date: 'date', create_date: 'datetime', state: 'selection', partner_id: 'many2one',
};
const records = Array.from({ length: 10_000 }, (_, id) => ({
  id, name: `Partner ${id} and Sons`, email: `partner${id}@example.com`, active: id % 3 > 0, color: id % 12, amount: id * 1.01, date: `2026-${10 + id % 3}-${10 + id % 18}`,
  create_date: `2026-01-${10 + id % 20} ${10 + id % 14}:${10 + id % 50}:${10 + id % 49}`, state: ['draft', 'done'][id % 2], partner_id: [id % 2000 + 1, `Customer ${id % 2000 + 1} of Brussels`],
}));
const bytes = new TextEncoder().encode(JSON.stringify(records));
records.length = 0;

function used() {
  for (let turn = 0; turn < 3; turn += 1) gc();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

function sizeOf(make) {
  const before = used();
  const made = make();
  return [used() - before, made][0];
}

// What a first time compiles is nobody's columns.
decodeColumns(bytes, types);
const kept = [];
const ofRecords = sizeOf(() => kept.push(JSON.parse(new TextDecoder().decode(bytes))));
const ofColumns = sizeOf(() => kept.push(decodeColumns(bytes, types)));
const before = used();
for (let turn = 0; turn < 200; turn += 1) decodeColumns(bytes, types);
console.log(JSON.stringify({ ofRecords, ofColumns, growth: used() - before }));
