// So many requests at once and no more: nothing is lost at a server that takes few, calls go out in
// their order, and one that is given up while it waits never goes out.

import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { describe, test } from 'node:test';
import { combinations, startCombination } from './combinations.mjs';
import { toolbox } from './fixture.mjs';
import { connect, openWire } from './wire.mjs';

const { OdooNetworkError, OdooTimeoutError } = toolbox;

const busy = ['--max-connections', '16', '--latency', '10ms'];
const lost = (outcomes) => outcomes.filter(({ status }) => status === 'rejected');

describe('a thousand calls at once against a server that takes sixteen', {
  concurrency: true,
}, () => {
  for (const combination of combinations) {
    test(`lose none: ${combination.name}`, async (t) => {
      const sandbox = await startCombination(combination, ...busy);
      t.after(() => sandbox.stop());
      const retries = [];
      const client = await sandbox.connect('admin', { onRetry: (info) => retries.push(info) });
      const calls = Array.from({ length: 1000 }, (_, index) =>
        index % 4
          ? client.searchRead('res.country', [['code', '=', 'BE']], {
              fields: ['code'],
              context: { index },
            })
          : client.create('res.partner', { name: `At once ${index}` }),
      );
      const outcomes = await Promise.allSettled(calls);
      assert.deepEqual(lost(outcomes), []);
      const ids = outcomes.filter((_, index) => index % 4 === 0).map(({ value }) => value);
      assert.equal(new Set(ids).size, 250);
      assert.ok(outcomes.every(({ value }, index) => index % 4 === 0 || value[0].code === 'BE'));
      const names = await client.searchRead('res.partner', [['name', 'like', 'At once ']], {
        fields: ['name'],
      });
      assert.deepEqual(
        names.map(({ id, name }) => [id, name]).sort(([a], [b]) => a - b),
        ids.map((id, index) => [id, `At once ${index * 4}`]).sort(([a], [b]) => a - b),
      );
      // The queue alone does it: nothing had to be asked twice.
      assert.deepEqual(retries, []);
    });
  }

  test('lose some without the queue: the server does refuse', async (t) => {
    const sandbox = await startCombination(combinations[0], ...busy);
    t.after(() => sandbox.stop());
    const client = await sandbox.connect('admin', { maxConcurrent: 1000, retries: 0 });
    const outcomes = await Promise.allSettled(
      Array.from({ length: 1000 }, () => client.searchCount('res.country')),
    );
    const errors = lost(outcomes).map(({ reason }) => reason);
    t.diagnostic(`${errors.length} of 1000 were lost without the queue`);
    assert.ok(errors.length > 100, String(errors.length));
    for (const error of errors) assert.ok(error instanceof OdooNetworkError, String(error));
    // As soon as they are over, the client works as before.
    assert.ok((await client.searchCount('res.country')) > 0);
  });

  test('lose no read where several clients share it, since reads are made again', async (t) => {
    const sandbox = await startCombination(combinations[0], ...busy);
    t.after(() => sandbox.stop());
    const clients = await Promise.all(
      Array.from({ length: 3 }, () => sandbox.connect('admin', { retries: 10 })),
    );
    const outcomes = await Promise.allSettled(
      Array.from({ length: 600 }, (_, index) => clients[index % 3].searchCount('res.country')),
    );
    assert.deepEqual(lost(outcomes), []);
  });
});

describe('the queue', () => {
  /**
   * A server that answers when it is told to: `open` are the requests it has not answered, in the
   * order of arrival.
   */
  async function held(t, config) {
    const open = [];
    const arrived = [];
    let most = 0;
    const wire = await openWire(
      t,
      ({ json }) =>
        new Promise((answer) => {
          open.push(answer);
          arrived.push(json.params.args[5][0]);
          most = Math.max(most, open.length);
        }),
    );
    const client = await connect(wire, config);
    /** What can go out has gone out once so many have arrived, and no more for a while. */
    const settled = async (least) => {
      for (let before = -1; before !== arrived.length || before < least; ) {
        before = arrived.length;
        await new Promise((done) => setTimeout(done, 150));
      }
    };
    return {
      client,
      arrived,
      most: () => most,
      settled,
      /** Answers, a batch at a time, until the calls are over. */
      async answerAll(calls) {
        const over = Promise.all(calls).then(() => true);
        // On a slow machine, too, nothing arrives for a while.
        do {
          await settled(0);
          open.splice(0).forEach((answer, index) => answer(index));
        } while (!(await Promise.race([over, false])));
      },
    };
  }
  const call = (client, number, options) => client.call('m', 'x', [number], {}, options);

  test('lets eight out unless it is told otherwise, and the rest in order', async (t) => {
    const { client, arrived, most, settled, answerAll } = await held(t);
    const calls = Array.from({ length: 40 }, (_, index) => call(client, index));
    await settled(8);
    assert.deepEqual(
      [...arrived].sort((a, b) => a - b),
      [0, 1, 2, 3, 4, 5, 6, 7],
    );
    await answerAll(calls);
    assert.equal(most(), 8);
    // Within a batch the network may turn them round, between batches nothing can.
    for (let batch = 0; batch < 5; batch += 1)
      assert.deepEqual(
        arrived.slice(batch * 8, batch * 8 + 8).sort((a, b) => a - b),
        Array.from({ length: 8 }, (_, index) => batch * 8 + index),
      );
  });

  test('lets one out at a time when it is told so, in order to the last', async (t) => {
    const { client, arrived, most, answerAll } = await held(t, { maxConcurrent: 1 });
    const calls = Array.from({ length: 12 }, (_, index) => call(client, index));
    await answerAll(calls);
    assert.equal(most(), 1);
    assert.deepEqual(
      arrived,
      Array.from({ length: 12 }, (_, index) => index),
    );
  });

  test('is one for a client and its views', async (t) => {
    const { client, most, answerAll } = await held(t, { maxConcurrent: 2 });
    const views = [
      client,
      client.withContext({ lang: 'fr_FR' }),
      client.withContext({ lang: 'de_DE' }),
    ];
    const calls = Array.from({ length: 12 }, (_, index) => call(views[index % 3], index));
    await answerAll(calls);
    assert.equal(most(), 2);
  });

  test('never lets out a call that timed out or was aborted while it waited, and lets the others pass', async (t) => {
    const { client, arrived, settled, answerAll } = await held(t, {
      maxConcurrent: 1,
      timeoutMs: 20_000,
    });
    const [first, stop] = [call(client, 'first'), new AbortController()];
    const late = call(client, 'late', { timeoutMs: 30 });
    const aborted = call(client, 'aborted', { signal: stop.signal });
    const last = call(client, 'last', { signal: stop.signal });
    const other = call(client, 'other');
    await assert.rejects(late, (error) => error.constructor === OdooTimeoutError);
    stop.abort('not any more');
    await assert.rejects(aborted, (reason) => reason === 'not any more');
    await assert.rejects(last, (reason) => reason === 'not any more');
    await settled(1);
    assert.deepEqual(arrived, ['first']);
    await answerAll([first, other]);
    assert.deepEqual(arrived, ['first', 'other']);
    assert.equal(getEventListeners(stop.signal, 'abort').length, 0);
  });

  test('gives the place of a call that timed out on its way to the next', async (t) => {
    const { client, arrived, settled, answerAll } = await held(t, { maxConcurrent: 1 });
    const hung = call(client, 'hung', { timeoutMs: 60 });
    const next = call(client, 'next');
    await assert.rejects(hung, (error) => error.constructor === OdooTimeoutError);
    await settled(2);
    assert.deepEqual(arrived, ['hung', 'next']);
    await answerAll([next]);
  });

  test('holds up no call while another pauses before its next try', async (t) => {
    const seen = [];
    const wire = await openWire(t, ({ json }) => {
      const [, , , , method, [number]] = json.params.args;
      seen.push(number);
      return method === 'search' && seen.filter((one) => one === number).length === 1
        ? { status: 429, headers: { 'Retry-After': '1' }, body: '' }
        : [number];
    });
    const client = await connect(wire, { maxConcurrent: 1, retries: 1 });
    const [paused, meanwhile] = [
      client.call('m', 'search', ['paused']),
      client.call('m', 'x', ['meanwhile']),
    ];
    assert.deepEqual(await meanwhile, ['meanwhile']);
    assert.deepEqual(seen, ['paused', 'meanwhile']);
    assert.deepEqual(await paused, ['paused']);
  });
});
