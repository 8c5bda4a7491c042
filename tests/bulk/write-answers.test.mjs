// The account of a job whose answers are lost, or say something else: what is unknown.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { bulk, connect, failure, partners, toolbox } from './fixture.mjs';
import { numbers, rows, stored } from './rows.mjs';

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
            // As the client's own core says it.
            reason: 'tooLarge',
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
});
