// Creating, writing and deleting much: what is done, and the account of what is not.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  bulk,
  combinations,
  connect,
  failure,
  OdooBulkError,
  partners,
  tally,
  those,
  toolbox,
} from './fixture.mjs';

const rows = (count, change = {}) =>
  Array.from({ length: count }, (_, index) => ({
    name: `Name ${index}`,
    ref: `x-${index}`,
    ...change[index],
  }));
/** Values that Odoo refuses. */
const refused = { country_id: 999_999 };
const stored = async (client) =>
  (await client.searchRead('res.partner', those(), { fields: ['ref'], order: 'id' })).map(
    ({ ref }) => Number(ref.slice(2)),
  );
const numbers = (from, to) => Array.from({ length: to - from }, (_, index) => from + index);

for (const { name, ...combination } of combinations) {
  describe(name, () => {
    test('createMany gives the ids in the order of the values', async () => {
      const { client, requests } = await connect(combination);
      for (const concurrency of [1, 3]) {
        requests.length = 0;
        const ids = await client.createMany('res.partner', rows(50), {
          chunkSize: 20,
          concurrency,
        });
        assert.deepEqual(tally(requests), { create: 3 });
        const read = await client.read('res.partner', ids, ['ref']);
        assert.deepEqual(
          read.map(({ ref }) => ref),
          rows(50).map(({ ref }) => ref),
        );
        assert.equal(
          await client.unlinkMany('res.partner', ids, { chunkSize: 20, concurrency }),
          50,
        );
        assert.deepEqual(await stored(client), []);
      }
    });

    test('writeMany puts equal values into one call, whatever the order of the rows', async () => {
      const { client, requests } = await connect(combination);
      const ids = await partners(client, 12);
      requests.length = 0;
      const given = ids.map((id, index) => ({
        ids: index % 4 ? id : [id],
        values: { comment: `c${index % 3}`, color: index % 3 },
      }));
      assert.equal(await client.writeMany('res.partner', given), 12);
      assert.deepEqual(tally(requests), { write: 3 });
      const colors = (await client.read('res.partner', ids, ['color'])).map(({ color }) => color);
      assert.deepEqual(
        colors,
        ids.map((_, index) => index % 3),
      );
    });

    test('what the server refuses is told with its rows, and nothing of it is stored', async () => {
      const { client, requests } = await connect(combination);
      requests.length = 0;
      const error = await failure(
        client.createMany('res.partner', rows(50, { 23: refused }), { chunkSize: 10 }),
      );
      assert.equal(error.constructor, OdooBulkError);
      assert.deepEqual(
        error.done.map(({ row }) => row),
        numbers(0, 20),
      );
      assert.deepEqual(
        error.failed.map((failed) => failed.rows),
        [numbers(20, 30)],
      );
      assert.deepEqual([error.unknown, error.notTried], [[], numbers(30, 50)]);
      assert.ok(
        error.cause instanceof toolbox.OdooRpcError && error.failed[0].error === error.cause,
      );
      assert.deepEqual(await stored(client), numbers(0, 20));
      assert.deepEqual(
        (
          await client.read(
            'res.partner',
            error.done.map(({ id }) => id),
            ['ref'],
          )
        ).map(({ ref }) => ref),
        numbers(0, 20).map((row) => `x-${row}`),
      );
      assert.deepEqual(tally(requests).create, 3);
    });

    test('with collect, all but the rows that cannot be stored are', async () => {
      const { client } = await connect(combination);
      const error = await failure(
        client.createMany('res.partner', rows(50, { 3: refused, 23: { nmae: 'x' }, 24: refused }), {
          chunkSize: 20,
          onError: 'collect',
          concurrency: 2,
        }),
      );
      assert.deepEqual(
        error.failed.flatMap((failed) => failed.rows).sort((a, b) => a - b),
        [3, 23, 24],
      );
      assert.deepEqual([error.done.length, error.unknown, error.notTried], [47, [], []]);
      assert.match(error.failed.find((failed) => failed.rows[0] === 23).error.message, /nmae/);
      assert.deepEqual(
        (await stored(client)).sort((a, b) => a - b),
        numbers(0, 50).filter((row) => ![3, 23, 24].includes(row)),
      );
    });

    for (const fault of ['resetBefore', 'resetMidBody', 'truncate']) {
      test(`of an answer that is lost (${fault}), the outcome is unknown, and nothing is sent again`, async () => {
        const { client, odoo } = await connect(combination);
        odoo.failNext({ fault, method: 'create', after: 1, applyFirst: true });
        const error = await failure(
          client.createMany('res.partner', rows(30), { chunkSize: 10, onError: 'collect' }),
        );
        assert.deepEqual(
          error.unknown.map((unknown) => unknown.rows),
          [numbers(10, 20)],
        );
        assert.deepEqual(
          error.done.map(({ row }) => row),
          [...numbers(0, 10), ...numbers(20, 30)],
        );
        assert.match(
          error.message,
          /^create on res\.partner: 20 of 30 rows are done; of 10 rows the outcome is unknown \(10–19\): look whether they are there/,
        );
        // Each of them is there once.
        assert.deepEqual(
          (await stored(client)).sort((a, b) => a - b),
          numbers(0, 30),
        );
      });
    }
  });
}

describe('the account of a job', () => {
  test('a server that refuses the connection has stored nothing', async () => {
    const { client, odoo } = await connect();
    let count = 0;
    const refusing = (url, init) => {
      if (!init.body?.includes('"create"') || (count += 1) !== 2) return odoo.fetch(url, init);
      throw new TypeError('fetch failed', {
        cause: Object.assign(new Error('connect ECONNREFUSED'), {
          code: 'ECONNREFUSED',
          syscall: 'connect',
        }),
      });
    };
    const through = new bulk.OdooClient({
      url: odoo.url,
      fetch: refusing,
      database: 'demo',
      username: 'admin',
      password: 'admin',
      retries: 0,
    });
    await through.authenticate();
    for (const [onError, left] of [
      ['stop', numbers(10, 30)],
      ['collect', numbers(10, 20)],
    ]) {
      count = 0;
      const error = await failure(
        through.createMany('res.partner', rows(30), { chunkSize: 10, onError }),
      );
      assert.deepEqual([error.failed, error.unknown, error.notTried], [[], [], left]);
      assert.ok(error.cause instanceof toolbox.OdooNetworkError && error.cause.notSent);
    }
    assert.equal((await stored(client)).length, 30);
    // And made again by the client itself, where it may.
    count = 0;
    const again = new bulk.OdooClient({
      url: odoo.url,
      fetch: refusing,
      database: 'demo',
      username: 'admin',
      password: 'admin',
    });
    await again.authenticate();
    assert.equal((await again.createMany('res.partner', rows(30), { chunkSize: 10 })).length, 30);
  });

  for (const status of [403, 404, 413, 500, 502, 503, 504]) {
    for (const onError of ['stop', 'collect']) {
      test(`HTTP ${status} leaves its rows unknown, and none is sent again (${onError})`, async () => {
        const { client, odoo } = await connect({}, { retries: 0 });
        odoo.failNext({ fault: 'status', status, method: 'create', applyFirst: true });
        const error = await failure(client.createMany('res.partner', rows(5), { onError }));
        assert.deepEqual(
          [error.unknown.map((each) => each.rows), error.failed, error.notTried],
          [[numbers(0, 5)], [], []],
        );
        assert.deepEqual(await stored(client), numbers(0, 5));
      });
    }
  }

  test('HTTP 429 means that the rows were not tried', async () => {
    const { client, odoo } = await connect({}, { retries: 0 });
    odoo.failNext({ fault: 'status', status: 429, method: 'create' });
    const error = await failure(client.createMany('res.partner', rows(5)));
    assert.deepEqual([error.notTried, error.failed, error.unknown], [numbers(0, 5), [], []]);
    assert.ok(error.cause instanceof toolbox.OdooRateLimitError);
  });

  for (const [what, rule] of [
    [
      "a gateway's 504 in JSON",
      {
        fault: 'body',
        status: 504,
        body: { name: 'GatewayTimeout', message: 'upstream took too long' },
      },
    ],
    ["a gateway's error with status 200", { fault: 'body', body: { error: { code: 504 } } }],
    ['an empty object', { fault: 'body', body: {} }],
    ['ids that are none', { fault: 'result', value: [null, null, null, null] }],
    ['ids that are false', { fault: 'result', value: [false, false, false, false] }],
    ['ids that are texts', { fault: 'result', value: ['1', '2', '3', '4'] }],
    ['one id for all', { fault: 'result', value: [7, 7, 7, 7] }],
    ['too few ids', { fault: 'result', value: [7, 8] }],
    ['nothing', { fault: 'result', value: null }],
  ]) {
    for (const protocol of ['session', 'jsonrpc', 'json2']) {
      test(`${what} in place of ids leaves the rows unknown, each of them once there (${protocol})`, async () => {
        const { client, odoo } = await connect({ protocol });
        odoo.failNext({ ...rule, method: 'create', applyFirst: true });
        const error = await failure(
          client.createMany('res.partner', rows(4), { onError: 'collect' }),
        );
        assert.deepEqual(
          [error.unknown.map((each) => each.rows), error.failed, error.notTried],
          [[numbers(0, 4)], [], []],
        );
        assert.deepEqual(await stored(client), numbers(0, 4));
      });
    }
  }

  for (const [protocol, before] of [
    ['session', 0],
    ['session', 1],
    ['jsonrpc', 0],
    ['json2', 1],
  ]) {
    test(`a write or an unlink that is answered by nothing is unknown where the method says true otherwise (${protocol}, after ${before})`, async () => {
      const { client, odoo } = await connect({ protocol });
      const ids = await partners(client, 4);
      odoo.failNext({ fault: 'result', value: null, method: 'write', after: before });
      const written = await failure(
        client.writeMany(
          'res.partner',
          ids.map((id, color) => ({ ids: id, values: { color } })),
          { onError: 'collect' },
        ),
      );
      assert.deepEqual(
        [written.unknown.map((each) => each.rows), written.done.length],
        [[[before]], 3],
      );
      odoo.failNext({ fault: 'result', value: null, method: 'unlink', after: before });
      const deleted = await failure(
        client.unlinkMany('res.partner', ids, { chunkSize: 1, onError: 'collect' }),
      );
      assert.deepEqual(
        [deleted.unknown.map((each) => each.rows), deleted.done.length],
        [[[before]], 3],
      );
    });
  }

  test('a method that never says anything has done what it was asked', async () => {
    const calls = [];
    const client = {
      call: async (model, method, [ids]) => {
        calls.push(ids);
        return null;
      },
    };
    assert.equal(
      await bulk.writeMany(client, 'm', [
        { ids: 1, values: { a: 1 } },
        { ids: 2, values: { a: 2 } },
      ]),
      2,
    );
    assert.equal(await bulk.unlinkMany(client, 'm', [1, 2]), 2);
    assert.deepEqual(calls, [[1], [], [2], [1, 2], []]);
  });

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

  test('an answer that does not account for its rows leaves them unknown', async () => {
    for (const answer of [[1, 2], 7, null]) {
      const error = await failure(
        bulk.createMany({ call: async () => answer }, 'res.partner', rows(3)),
      );
      assert.deepEqual(
        error.unknown.map((each) => each.rows),
        [[0, 1, 2]],
      );
      assert.match(error.message, /res\.partner\.create answered .* instead of 3 ids/);
    }
  });

  /** A stand-in for what lies between: the server has done it, and something else answers. */
  const answering = (method, body) => async (real, url, init) => {
    const response = await real(url, init);
    return init.body?.includes(`"${method}"`) || url.endsWith(`/${method}`)
      ? new Response(body, { headers: { 'content-type': 'application/json' } })
      : response;
  };

  for (const [what, body] of [
    ['other JSON', '{"status": "captive portal"}'],
    ['the answer to another question', '{"jsonrpc": "2.0", "id": 9999, "result": [1]}'],
    [
      'a result and an error',
      '{"jsonrpc": "2.0", "id": null, "result": [1], "error": {"code": 1, "message": "x"}}',
    ],
  ]) {
    for (const protocol of ['session', 'jsonrpc']) {
      test(`${what} in place of the server's answer (${protocol}) leaves the rows unknown, and is not sent again in parts`, async () => {
        const { client, odoo } = await connect({ protocol });
        const answer = answering('create', body);
        const through = new bulk.OdooClient({
          url: odoo.url,
          fetch: (url, init) => answer(odoo.fetch, url, init),
          database: 'demo',
          username: 'admin',
          password: 'admin',
          protocol,
        });
        await through.authenticate();
        const error = await failure(
          through.createMany('res.partner', rows(4), { onError: 'collect' }),
        );
        assert.deepEqual(
          [error.unknown.map((each) => each.rows), error.failed],
          [[numbers(0, 4)], []],
          error.message,
        );
        assert.deepEqual(await stored(client), numbers(0, 4));
      });
    }
  }

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

  test('a write and an unlink that are answered by something else are unknown', async () => {
    const client = { call: async () => ({ status: 'captive portal' }) };
    for (const job of [
      bulk.writeMany(client, 'm', [{ ids: 1, values: { a: 1 } }]),
      bulk.unlinkMany(client, 'm', [1]),
    ])
      assert.deepEqual(
        (await failure(job)).unknown.map((each) => each.rows),
        [[0]],
      );
  });

  test('after an unknown write, nothing more is written to records that come again', async () => {
    const calls = [];
    const client = {
      call: async (model, method, [ids]) => {
        calls.push(ids);
        throw new toolbox.OdooTimeoutError('late');
      },
    };
    const error = await failure(
      bulk.writeMany(
        client,
        'm',
        [
          { ids: 1, values: { a: 1 } },
          { ids: 1, values: { a: 2 } },
        ],
        { onError: 'collect' },
      ),
    );
    assert.deepEqual(
      [calls, error.unknown.map((each) => each.rows), error.notTried],
      [[[1]], [[0]], [1]],
    );
  });

  test('a body that is too large for what stands before the server is sent in parts', async () => {
    const client = {
      call: async (model, method, [values]) => {
        if (JSON.stringify(values).length > 100_000)
          throw Object.assign(new toolbox.OdooNetworkError('HTTP 413: Payload Too Large'), {
            status: 413,
          });
        return values.map((_, index) => index + 1);
      },
    };
    const large = Object.fromEntries(
      rows(10).map((_, row) => [row, { comment: 'x'.repeat(30_000) }]),
    );
    assert.equal(
      (await bulk.createMany(client, 'm', rows(10, large), { onError: 'collect' })).length,
      10,
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

describe('chunks and groups', () => {
  const recorder = () => {
    const calls = [];
    return {
      calls,
      call: async (model, method, args) => {
        calls.push([method, ...args]);
        return method === 'create' ? args[0].map((_, index) => index + 1) : true;
      },
    };
  };

  test('a body does not grow beyond what servers take, however large the rows are', async () => {
    const client = recorder();
    const large = 'x'.repeat(3 * 1024 * 1024);
    await bulk.createMany(
      client,
      'm',
      Array.from({ length: 7 }, () => ({ large })),
    );
    assert.deepEqual(
      client.calls.map(([, values]) => values.length),
      [2, 2, 2, 1],
    );
    client.calls.length = 0;
    await bulk.createMany(client, 'm', [{ large: large.repeat(4) }, { a: 1 }]);
    assert.deepEqual(
      client.calls.map(([, values]) => values.length),
      [1, 1],
    );
  });

  test('a record that is written twice has the last values', async () => {
    const client = recorder();
    const row = (ids, a) => ({ ids, values: { a } });
    assert.equal(
      await bulk.writeMany(
        client,
        'm',
        [row(1, 'x'), row([2, 3], 'y'), row(1, 'y'), row(3, 'x'), row(4, 'x')],
        { concurrency: 4 },
      ),
      4,
    );
    assert.deepEqual(client.calls, [
      ['write', [1], { a: 'x' }],
      ['write', [2, 3, 1], { a: 'y' }],
      ['write', [3, 4], { a: 'x' }],
    ]);
  });

  test('a row of more ids than a chunk takes is done when all of it is', async () => {
    let count = 0;
    const client = {
      call: async () => {
        if ((count += 1) === 2)
          throw Object.assign(new toolbox.OdooValidationError('no'), { refused: true });
        return true;
      },
    };
    const error = await failure(
      bulk.writeMany(
        client,
        'm',
        [
          { ids: [1, 2, 3], values: { a: 1 } },
          { ids: 4, values: { a: 2 } },
        ],
        { chunkSize: 2 },
      ),
    );
    assert.deepEqual(
      [error.done, error.failed.map((each) => [each.rows, each.ids]), error.notTried],
      [[], [[[0], [3]]], [1]],
    );
  });

  test('an id that is given twice is deleted once', async () => {
    const client = recorder();
    assert.equal(await bulk.unlinkMany(client, 'm', [5, 6, 5, 7], { chunkSize: 2 }), 3);
    assert.deepEqual(client.calls, [
      ['unlink', [5, 6]],
      ['unlink', [7]],
    ]);
  });

  test('nothing to do is nothing sent', async () => {
    const client = recorder();
    assert.deepEqual(
      [
        await bulk.createMany(client, 'm', []),
        await bulk.writeMany(client, 'm', []),
        await bulk.unlinkMany(client, 'm', []),
      ],
      [[], 0, 0],
    );
    assert.deepEqual(client.calls, []);
  });
});

describe('wrong arguments', () => {
  const cyclic = { name: 'x' };
  cyclic.self = cyclic;
  const unused = { call: async () => assert.fail('something was sent') };
  for (const [what, run, words] of [
    [
      'a cyclic row',
      () => bulk.createMany(unused, 'm', [{}, cyclic]),
      /^valuesList\[1\]: cannot be sent as JSON: .*circular/,
    ],
    [
      'a bigint',
      () => bulk.createMany(unused, 'm', [{ a: 1n }]),
      /^valuesList\[0\]\.a is a BigInt/,
    ],
    [
      'a NaN',
      () => bulk.createMany(unused, 'm', [{}, { a: [NaN] }]),
      /^valuesList\[1\]\.a\[0\] is NaN/,
    ],
    [
      'a Blob',
      () => bulk.writeMany(unused, 'm', [{ ids: [1], values: { image_1920: new Blob(['x']) } }]),
      /^rows\[0\]\.values\.image_1920 is a Blob; .*encodeBase64/,
    ],
    [
      'a row that is no object',
      () => bulk.createMany(unused, 'm', [{}, null]),
      /^valuesList\[1\]: expected an object of fields and values, got null$/,
    ],
    [
      'no list',
      () => bulk.createMany(unused, 'm', { name: 'x' }),
      /^valuesList: expected a list, got an object$/,
    ],
    [
      'a chunk of nothing',
      () => bulk.createMany(unused, 'm', [{}], { chunkSize: 0 }),
      /^options\.chunkSize: expected a number of records above 0, got 0$/,
    ],
    [
      'no concurrency',
      () => bulk.createMany(unused, 'm', [{}], { concurrency: -1 }),
      /^options\.concurrency: /,
    ],
    [
      'another way to fail',
      () => bulk.createMany(unused, 'm', [{}], { onError: 'skip' }),
      /^options\.onError: expected 'stop' or 'collect', got 'skip'$/,
    ],
    [
      'ids that are none',
      () => bulk.writeMany(unused, 'm', [{ ids: [1, '2'], values: {} }]),
      /^rows\[0\]\.ids\[1\]: expected the id of a record, got '2'$/,
    ],
    [
      'no values',
      () => bulk.writeMany(unused, 'm', [{ ids: 1 }]),
      /^rows\[0\]\.values: expected an object of fields and values, got undefined$/,
    ],
    [
      'an id of 0',
      () => bulk.unlinkMany(unused, 'm', [1, 0]),
      /^ids\[1\]: expected the id of a record, got 0$/,
    ],
    [
      'options that are none',
      () => bulk.unlinkMany(unused, 'm', [1], 5),
      /^options: expected an object, got 5$/,
    ],
  ]) {
    test(`${what}: a TypeError that names it, before anything is sent`, async () => {
      const error = await failure(run());
      assert.equal(error.name, 'TypeError', error.stack);
      assert.match(error.message, words);
    });
  }
});
