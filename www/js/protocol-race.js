/** Times one and the same call over each protocol. */

import { median } from './call-chart.js';

/** The protocols that a client can be told to use, and what each is called. */
export const PROTOCOLS = [
  ['jsonrpc', 'JSON-RPC', 'the password goes with every call'],
  ['session', 'Web session', 'a cookie after one login'],
  ['json2', 'JSON-2', 'an API key, from Odoo 19 on'],
];

const ROUNDS = 20;
const RECORDS = 80;

/**
 * Lets every protocol read the same records, in turns, so that a slow moment strikes them all alike.
 * Resolves to `{protocol, label, times, median, error}` for each; `onRound(done)` counts from 0 to 1.
 */
export async function race(connection, onRound) {
  const runners = await Promise.all(PROTOCOLS.map(([protocol, label, note]) => prepare(connection, { protocol, label, note })));
  const running = runners.filter(({ error }) => !error);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const runner of running) {
      const began = performance.now();
      await runner.client.searchRead('res.partner', [], { fields: ['name', 'email', 'city'], limit: RECORDS });
      runner.times.push(performance.now() - began);
    }
    onRound((round + 1) / ROUNDS);
  }
  for (const runner of running) runner.median = median(runner.times);
  return runners;
}

/** Signs in over one protocol; one that is not to be had is part of the answer, not a failure of the whole. */
async function prepare(connection, { protocol, label, note }) {
  const runner = { protocol, label, note, client: null, times: [], median: 0, error: null };
  try {
    runner.client = connection.sibling(protocol);
    await runner.client.authenticate();
    await runner.client.searchCount('res.partner', []);
  } catch (error) {
    runner.error = error;
  }
  return runner;
}
