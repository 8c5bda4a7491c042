import { collect, footprint } from './footprint.mjs';
import { OdooClient } from '@odoo-toolbox/client';

/** Makes clients, uses what is made on first use, and lets go of all of them. */
function drop(count) {
  return Array.from({ length: count }, (_, index) => {
    const client = new OdooClient({
      url: `http://localhost:${8000 + index}`,
      database: 'demo',
      username: 'admin',
      password: 'admin',
    });
    client.mail;
    client.modules;
    return new WeakRef(client);
  });
}

drop(1000);
const before = await footprint();
const clients = drop(1000);
await collect();
const after = await footprint();
console.log(
  JSON.stringify({
    made: clients.length,
    alive: clients.filter((client) => client.deref()).length,
    wasmGrowth: after.wasm - before.wasm,
    tableGrowth: after.table - before.table,
  }),
);
