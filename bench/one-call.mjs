// One call: what the client adds to the fetch and the JSON.parse that nobody can do without.

import assert from 'node:assert/strict';
import { medians } from './measure.mjs';
import { markdownTable } from '../scripts/markdown.mjs';

const model = 'res.partner';
const fields = ['name', 'email', 'phone', 'street', 'city', 'zip', 'country_id', 'is_company', 'create_date', 'category_id'];
/** How many records an answer has, how often it is asked for, and what the client may cost over the bare fetch. */
const cases = [
  { records: 1, rounds: 3000, allowed: 1.1 },
  { records: 80, rounds: 2000, allowed: 1.05 },
  { records: 1000, rounds: 300, allowed: 1.05 },
  { records: 10_000, rounds: 60, allowed: 1.05 },
];

/** Makes sure the largest case finds as many records as it reads. */
async function fill(client) {
  const wanted = Math.max(...cases.map(({ records }) => records));
  const chunk = 1000;
  for (let have = await client.searchCount(model); have < wanted; have += chunk) {
    await client.create(model, Array.from({ length: Math.min(chunk, wanted - have) }, (_, index) => ({
      name: `Partner ${have + index} – Żółć & Søn`, email: `partner${have + index}@example.com`, phone: '+32 2 290 34 90',
      street: `${index} Rue du Laid Burniat`, city: 'Ottignies-Louvain-la-Neuve', zip: '1348', is_company: index % 3 === 0,
    })));
  }
}

/** The least a program has to do: one request and one `response.json()`. */
function bareFetch({ url, database, password }, uid) {
  let id = 0;
  return async (method, args, kwargs) => {
    const response = await fetch(`${url}/jsonrpc`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({
        jsonrpc: '2.0', method: 'call', id: (id += 1),
        params: { service: 'object', method: 'execute_kw', args: [database, uid, password, model, method, args, kwargs] },
      }),
    });
    return (await response.json()).result;
  };
}

/** Measures every case and answers the table as Markdown. */
export async function oneCall({ client, ...server }) {
  await fill(client);
  const call = bareFetch(server, client.getSession().uid);
  const rows = [];
  for (const { records, rounds, allowed } of cases) {
    const kwargs = () => ({ fields, limit: records, order: 'id' });
    const contenders = {
      bare: () => call('search_read', [[]], kwargs()),
      client: () => client.call(model, 'search_read', [[]], kwargs()),
      searchRead: () => client.searchRead(model, [], kwargs()),
    };
    const expected = await contenders.bare();
    for (const contender of [contenders.client, contenders.searchRead]) {
      const given = await contender();
      assert.equal(given.length, records);
      assert.deepEqual(given, expected);
    }

    const time = await medians(contenders, { rounds, warmUp: Math.ceil(rounds / 5) });
    const ratio = (name) => (time[name] / time.bare).toFixed(3);
    const verdict = ratio('client') <= allowed ? '✓' : '✗';
    rows.push([
      records.toLocaleString('en'), ...Object.values(time).map((median) => `${median.toFixed(3)} ms`),
      ratio('client'), ratio('searchRead'), `≤ ${allowed.toFixed(2)} ${verdict}`, rounds,
    ]);
    console.log(`  ${rows.at(-1).join('  ')}`);
  }
  return markdownTable([
    'records', 'bare `fetch` + `json()`', '`call()`', '`searchRead()`', 'ratio', 'of `searchRead`', 'allowed', 'rounds',
  ], rows);
}
