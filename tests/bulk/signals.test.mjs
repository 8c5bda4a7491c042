// A program's signal, shared by many jobs.

import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { describe, test } from 'node:test';
import { bulk, connect, failure, partners, those } from './fixture.mjs';

const fields = ['name'];

/** What may wait for a signal, many at once. */
const jobs = {
  readAll: (client, signal) => client.readAll('res.partner', those(), { fields, signal }),
  readColumns: (client, signal) => client.readColumns('res.partner', those(), { fields, signal }),
  coalesced: (client, signal) => bulk.coalesced(client).read('res.partner', 1, fields, { signal }),
  report: (client, signal) => client.report('sale.report_saleorder', [1], { signal }),
};

describe('one signal for fifty jobs', () => {
  for (const [name, job] of Object.entries(jobs)) {
    test(`of ${name} has few listeners, and none when they are over`, async () => {
      const { client } = await connect();
      await partners(client, 3);
      const { signal } = new AbortController();
      let most = 0;
      const look = setInterval(() => {
        most = Math.max(most, getEventListeners(signal, 'abort').length);
      }, 0);
      const running = Promise.allSettled(Array.from({ length: 50 }, () => job(client, signal)));
      most = Math.max(most, getEventListeners(signal, 'abort').length);
      await running;
      clearInterval(look);
      assert.ok(most > 0 && most < 5, `${most} listeners`);
      assert.equal(getEventListeners(signal, 'abort').length, 0);
    });

    test(`of ${name} ends them all with its reason`, async () => {
      const { client } = await connect();
      const controller = new AbortController();
      const running = Array.from({ length: 50 }, () => failure(job(client, controller.signal)));
      const reason = new Error('enough');
      controller.abort(reason);
      for (const error of await Promise.all(running)) assert.equal(error, reason);
    });
  }
});
