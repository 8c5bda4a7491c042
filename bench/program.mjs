// What has a process of its own: one contender, one task, one line of JSON on its output.
//
//     node program.mjs '{"task": "iterate", "contender": "odoo-client-wasm/bulk", "server": {…}, "count": 100000, "pageSize": 1000}'

import { bare, everyone, open, oursInBulk } from './contenders.mjs';
import { fields, model } from './records.mjs';

const { task, contender: wanted, server, count, pageSize } = JSON.parse(process.argv[2]);
const contender = [...everyone, oursInBulk].find(({ name }) => name === wanted);

/**
 * What a program does with a record, and how it is seen that all of them came: it looks at each and
 * keeps none.
 */
const seen = { records: 0, ids: 0, names: 0 };
function see(id, name) {
  seen.records += 1;
  seen.ids += id;
  seen.names += name.length;
}

/** Ways of reading so many records; each connects and answers what is then timed. */
const tasks = {
  /** Nothing but the import. */
  idle: async () => {
    await contender.load();
    return () => {};
  },

  /** The import and the first client. */
  start: () => async () => {
    contender.make(await contender.load(), server);
  },

  /** A loop of `search_read`s, as everybody writes it. */
  async pages() {
    const { searchRead } = await open(contender, server);
    return async (wanted) => {
      for (let offset = 0; offset < wanted; offset += pageSize) {
        for (const { id, name } of await searchRead({
          fields,
          offset,
          limit: pageSize,
          order: 'id',
        }))
          see(id, name);
      }
    };
  },

  async iterate() {
    const { client } = await open(contender, server);
    return async (wanted) => {
      for await (const { id, name } of client.iterate(model, [], {
        fields,
        limit: wanted,
        pageSize,
      }))
        see(id, name);
    };
  },

  async columns() {
    const { client } = await open(contender, server);
    return async (wanted) => {
      for await (const page of client.readColumnPages(model, [], {
        fields,
        limit: wanted,
        pageSize,
      })) {
        const [ids, names] = [page.column('id').values, page.column('name')];
        for (let row = 0; row < page.length; row += 1) see(ids[row], names.get(row));
      }
    };
  },

  /** The server's own time: the same pages one after the other, their bytes not looked at. */
  async drained() {
    const { request, searchRead } = await open(bare, server);
    const ids = (await searchRead({ fields: ['id'], limit: count, order: 'id' })).map(
      ({ id }) => id,
    );
    return async (wanted) => {
      for (let from = 0; from < wanted; from += pageSize) {
        const domain = from ? [['id', '>', ids[from - 1]]] : [];
        const [url, headers, body] = request(model, 'search_read', [domain], {
          fields,
          limit: pageSize,
          order: 'id',
        });
        const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
        for await (const _ of response.body);
      }
    };
  },
};

/**
 * How many records are read before the clock starts: enough for the engine to have compiled what
 * reads them.
 */
const warmUp = 10_000;

const work = await tasks[task]();
if (count) {
  await work(Math.min(warmUp, count));
  Object.assign(seen, { records: 0, ids: 0, names: 0 });
}
const started = performance.now();
await work(count);
const time = performance.now() - started;
console.log(JSON.stringify({ time, peak: process.resourceUsage().maxRSS * 1024, ...seen }));
// Connections that are kept alive would keep the process, too.
process.exit();
