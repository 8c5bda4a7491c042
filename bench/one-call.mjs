// One call: what the client adds to the fetch and the JSON.parse that nobody can do without, over
// each protocol.

import assert from 'node:assert/strict';
import { bareFetch } from './bare-fetch.mjs';
import { medians } from './measure.mjs';
import { fields, fill, model } from './records.mjs';
import { markdownTable } from '../scripts/markdown.mjs';

/**
 * How many records an answer has, how often it is asked for, and what the client may cost over the
 * bare fetch.
 */
const cases = [
  { records: 1, rounds: 3000, allowed: 1.15 },
  { records: 80, rounds: 2000, allowed: 1.05 },
  { records: 1000, rounds: 300, allowed: 1.05 },
  { records: 10_000, rounds: 60, allowed: 1.05 },
];

/**
 * Measures every case over every protocol, all in one random order, and answers the table. `server`
 * is `{ url, database, username, password, apiKey }`; `quickly` makes a tenth of the rounds.
 */
export async function measure({ OdooClient, quickly = false, ...server }) {
  const { apiKey, password, ...login } = server;
  const protocols = Object.keys(bareFetch);
  const [clients, bare] = [{}, {}];
  for (const protocol of protocols) {
    clients[protocol] = new OdooClient({
      ...login,
      ...(protocol === 'json2' ? { apiKey } : { password }),
      protocol,
    });
    await clients[protocol].authenticate();
    bare[protocol] = await bareFetch[protocol]({ ...server, model });
  }
  await fill(clients.session, Math.max(...cases.map(({ records }) => records)));

  const rows = [];
  for (const { records, rounds: most, allowed } of cases) {
    const rounds = quickly ? Math.ceil(most / 10) : most;
    const kwargs = () => ({ fields, limit: records, order: 'id' });
    const contenders = Object.fromEntries(
      protocols.flatMap((protocol) => [
        [`${protocol} bare`, () => bare[protocol](kwargs())],
        [`${protocol} call`, () => clients[protocol].call(model, 'search_read', [[]], kwargs())],
        [`${protocol} searchRead`, () => clients[protocol].searchRead(model, [], kwargs())],
      ]),
    );
    const expected = await contenders[`${protocols[0]} bare`]();
    assert.equal(expected.length, records);
    for (const contender of Object.values(contenders))
      assert.deepEqual(await contender(), expected);

    const time = await medians(contenders, { rounds, warmUp: Math.ceil(rounds / 5) });
    for (const protocol of protocols) {
      const [least, call, searchRead] = ['bare', 'call', 'searchRead'].map(
        (name) => time[`${protocol} ${name}`],
      );
      const verdict = call / least <= allowed ? '✓' : '✗';
      rows.push([
        records.toLocaleString('en'),
        protocol,
        ...[least, call, searchRead].map((median) => `${median.toFixed(3)} ms`),
        (call / least).toFixed(3),
        (searchRead / least).toFixed(3),
        `≤ ${allowed.toFixed(2)} ${verdict}`,
        rounds,
      ]);
      console.log(`  ${rows.at(-1).join('  ')}`);
    }
  }
  return {
    table: markdownTable(
      [
        'records',
        'protocol',
        'bare `fetch` + `json()`',
        '`call()`',
        '`searchRead()`',
        'ratio',
        'of `searchRead`',
        'allowed',
        'rounds',
      ],
      rows,
    ),
  };
}
