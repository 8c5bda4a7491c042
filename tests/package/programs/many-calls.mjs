import { footprint } from './footprint.mjs';
import { OdooClient, OdooError } from '@odoo-toolbox/client';

const client = new OdooClient({
  url: process.argv[2],
  database: 'demo',
  username: 'admin',
  password: 'admin',
});
await client.authenticate();
const ids = await client.search('res.partner', [], { limit: 20 });

/** Calls of every outcome, ten at a time: numbers, records, and one in ten that is refused. */
async function call(count) {
  let made = 0;
  const one = async () => {
    while (made < count) {
      const turn = made;
      made += 1;
      if (turn % 10 === 0) {
        const refused = await client.call('res.partner', 'no_such_method').catch((error) => error);
        if (!(refused instanceof OdooError))
          throw new Error('a call that should have been refused was not');
      } else if (turn % 2) {
        await client.searchCount('res.partner', [['id', 'in', ids]]);
      } else {
        await client.read('res.partner', ids[turn % ids.length], ['name', 'email']);
      }
    }
  };
  await Promise.all(Array.from({ length: 10 }, one));
  return made;
}

await call(2000);
const before = await footprint();
const calls = await call(10_000);
const after = await footprint();
console.log(
  JSON.stringify({
    calls,
    heapGrowth: after.heap - before.heap,
    wasmGrowth: after.wasm - before.wasm,
    tableGrowth: after.table - before.table,
  }),
);
