// The account of a job that a guard, a signal, a time limit or an exception stops; what it says.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { bulk, connect, failure, OdooBulkError, toolbox } from './fixture.mjs';
import { numbers, refused, rows, stored } from './rows.mjs';

describe('the account of a job', () => {
  test('an exception of a guard leaves the rows not tried, and so does an abort while a chunk waits in the queue', async () => {
    const oops = new Error('no one to ask');
    let asked = 0;
    const { client } = await connect(
      {},
      {
        safety: {
          confirm: () => {
            if ((asked += 1) === 2) throw oops;
            return true;
          },
        },
      },
    );
    const error = await failure(
      client.createMany('res.partner', rows(30), { chunkSize: 10, onError: 'collect' }),
    );
    assert.deepEqual(
      [error.done.length, error.unknown, error.failed, error.notTried, error.cause],
      [20, [], [], numbers(10, 20), oops],
    );

    const { client: narrow, odoo } = await connect({}, { maxConcurrent: 1 });
    const controller = new AbortController();
    odoo.failNext({ fault: 'delay', milliseconds: 60, method: 'create', applyFirst: true });
    setTimeout(() => controller.abort('enough'), 20);
    const aborted = await failure(
      narrow.createMany('res.partner', rows(30), {
        chunkSize: 10,
        concurrency: 3,
        signal: controller.signal,
      }),
    );
    assert.deepEqual(
      [aborted.unknown.map((each) => each.rows), aborted.notTried, aborted.cause],
      [[numbers(0, 10)], numbers(10, 30), 'enough'],
    );
  });

  test('a timeout leaves its rows unknown', async () => {
    const { client, odoo } = await connect();
    odoo.failNext({ fault: 'hangBeforeHeaders', method: 'create', applyFirst: true });
    const error = await failure(client.createMany('res.partner', rows(5), { timeoutMs: 50 }));
    assert.deepEqual(
      error.unknown.map((each) => each.rows),
      [numbers(0, 5)],
    );
    assert.ok(error.cause instanceof toolbox.OdooTimeoutError);
    assert.deepEqual(await stored(client), numbers(0, 5));
  });

  test('a signal stops the job: what is under way is unknown, the rest is not tried', async () => {
    const { client, odoo } = await connect();
    const controller = new AbortController();
    const reason = new Error('enough');
    odoo.failNext({ fault: 'hangBeforeHeaders', method: 'create', after: 1 });
    setTimeout(() => controller.abort(reason), 30);
    const error = await failure(
      client.createMany('res.partner', rows(30), {
        chunkSize: 10,
        signal: controller.signal,
        onError: 'collect',
      }),
    );
    assert.deepEqual(
      [error.done.length, error.unknown.map((each) => each.rows), error.notTried],
      [10, [numbers(10, 20)], numbers(20, 30)],
    );
    assert.equal(error.cause, reason);
    assert.equal(
      await failure(
        client.createMany('res.partner', rows(3), { signal: AbortSignal.abort(reason) }),
      ),
      reason,
    );
  });

  test('a signal that aborts between two calls leaves nothing unknown', async () => {
    const { client } = await connect();
    const controller = new AbortController();
    const onProgress = ({ done }) => done === 20 && controller.abort(new Error('enough'));
    const error = await failure(
      client.createMany('res.partner', rows(30), {
        chunkSize: 10,
        signal: controller.signal,
        onProgress,
      }),
    );
    assert.deepEqual(
      [error.done.length, error.failed, error.unknown, error.notTried],
      [20, [], [], numbers(20, 30)],
    );
  });

  test('a guard that says no is a failure, and is not asked about every part', async () => {
    let asked = 0;
    const { client } = await connect({}, { safety: { confirm: () => (asked += 1) < 2 } });
    const error = await failure(
      client.createMany('res.partner', rows(30), { chunkSize: 10, onError: 'collect' }),
    );
    assert.deepEqual(
      [error.done.length, error.failed.map((each) => each.rows), asked],
      [10, [numbers(10, 20), numbers(20, 30)], 3],
    );
    assert.ok(error.cause instanceof toolbox.OdooSafetyError);
  });

  for (const onError of ['stop', 'collect']) {
    test(`an abort for a reason that looks like a refusal leaves what was sent unknown (${onError})`, async () => {
      const { client, odoo } = await connect();
      odoo.failNext({ fault: 'hangBeforeHeaders', method: 'create', applyFirst: true });
      const controller = new AbortController();
      setTimeout(() => controller.abort(new toolbox.OdooError('the user pressed cancel')), 20);
      const error = await failure(
        client.createMany('res.partner', rows(4), { signal: controller.signal, onError }),
      );
      assert.deepEqual(
        [error.unknown.map((each) => each.rows), error.failed, error.notTried],
        [[numbers(0, 4)], [], []],
      );
      assert.deepEqual(await stored(client), numbers(0, 4));
    });
  }

  test("an exception of a program's own call says nothing of what was stored", async () => {
    const { client } = await connect();
    const { call } = client;
    client.call = async (...args) => {
      const result = await call.apply(client, args);
      return args[1] === 'create' ? result.nothing.there : result;
    };
    const error = await failure(client.createMany('res.partner', rows(4), { onError: 'collect' }));
    assert.deepEqual(
      error.unknown.map((each) => each.rows),
      [numbers(0, 4)],
    );
    assert.deepEqual(
      await stored({
        searchRead: (...args) =>
          toolbox.OdooClient.prototype.searchRead.apply(Object.assign(client, { call }), args),
      }),
      numbers(0, 4),
    );
  });

  test('a rejection without a reason is a failure all the same', async () => {
    const error = await failure(
      bulk.createMany({ call: () => Promise.reject(undefined) }, 'res.partner', rows(2)),
    );
    assert.ok(error instanceof OdooBulkError);
    assert.deepEqual(
      error.unknown.map((each) => each.rows),
      [[0, 1]],
    );
  });

  test('progress counts what is done', async () => {
    const { client } = await connect();
    const told = [];
    await client.createMany('res.partner', rows(25), {
      chunkSize: 10,
      onProgress: (progress) => told.push(progress),
    });
    assert.deepEqual(
      told.map(({ done, total }) => [done, total]),
      [
        [10, 25],
        [20, 25],
        [25, 25],
      ],
    );
    assert.equal(told.at(-1).etaMs, 0);
  });

  test("the error is one of the client's, and tells all as JSON without a secret", async () => {
    const { client } = await connect();
    const error = await failure(
      client.createMany('res.partner', rows(6, { 3: refused }), {
        chunkSize: 2,
        onError: 'collect',
      }),
    );
    assert.ok(
      error instanceof toolbox.OdooError &&
        error instanceof bulk.OdooError &&
        error instanceof OdooBulkError,
    );
    assert.equal(error.name, 'OdooBulkError');
    const json = JSON.parse(JSON.stringify(error));
    assert.deepEqual(
      [json.error, json.message, json.details.model, json.details.method],
      ['BULK_ERROR', error.message, 'res.partner', 'create'],
    );
    assert.deepEqual(json.details.failed, [{ rows: [3], error: error.cause.message }]);
    assert.deepEqual(json.details.done.length, 5);
    assert.match(
      error.message,
      /^create on res\.partner: 5 of 6 rows are done; 1 row failed \(3\)\. The first failure: /,
    );
  });
});
