import { footprint } from './footprint.mjs';
import { OdooClient, OdooError } from '@odoo-toolbox/client';

// Calls that fail in every way, of a client whose configuration is the first argument; the second
// are the rules of the faults.
const [config, rules] = process.argv.slice(2).map((text) => JSON.parse(text));
const client = new OdooClient({ ...config, timeoutMs: 300, retries: 1 });
await client.authenticate({ timeoutMs: 30_000 });
const control = (method, body) =>
  fetch(`${config.url}/sandbox/faults`, { method, body: body && JSON.stringify(body) }).then(
    (answer) => answer.text(),
  );
const ends = {};

/**
 * A session that is lost twice within one call is lost: whoever meets that logs in again, once for
 * all.
 */
let login;
const logInAgain = () =>
  (login ??= client.authenticate().finally(() => {
    login = undefined;
  }));

async function call(count) {
  let made = 0;
  const one = async () => {
    while (made < count) {
      made += 1;
      const { signal } = made % 7 === 0 ? { signal: AbortSignal.timeout(20) } : {};
      const end = await client.searchCount('res.partner', [], { signal }).then(
        () => 'answered',
        (error) => error,
      );
      if (end !== 'answered' && !(end instanceof OdooError) && end.name !== 'TimeoutError')
        throw end;
      const name = end === 'answered' ? end : end.name;
      ends[name] = (ends[name] ?? 0) + 1;
      if (!client.isAuthenticated()) await logInAgain();
    }
  };
  await Promise.all(Array.from({ length: 20 }, one));
}

await control('POST', rules);
await call(800);
const before = await footprint();
await call(1600);
const after = await footprint();
await control('DELETE');
console.log(
  JSON.stringify({
    ends,
    heapGrowth: after.heap - before.heap,
    wasmGrowth: after.wasm - before.wasm,
    tableGrowth: after.table - before.table,
    timers: process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length,
  }),
);
