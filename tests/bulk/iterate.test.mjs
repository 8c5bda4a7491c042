// Reading everything: against the sandbox, page by page, and with wrong arguments.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  bulk,
  combinations,
  connect,
  failure,
  gone,
  partners,
  standIn,
  tally,
  those,
  toolbox,
} from './fixture.mjs';

const { iterate, readAll } = bulk;
const fields = ['name', 'ref'];

describe('against the sandbox', () => {
  for (const { name, ...combination } of combinations) {
    test(`${name}: an iteration gives what searchRead reads, in every order and with every size of pages`, async () => {
      const { client } = await connect(combination);
      await partners(client, 25);
      for (const order of [undefined, 'id desc', 'name', 'name desc, ref']) {
        for (const pageSize of [1, 4, 25, 1000]) {
          for (const [prefetch, limit] of [
            [0, 0],
            [1, 0],
            [3, 0],
            [1, 10],
            [2, 25],
          ]) {
            const all = await client.readAll('res.partner', those(), {
              fields,
              order,
              pageSize,
              prefetch,
              limit,
            });
            const expected = await client.searchRead('res.partner', those(), {
              fields,
              order: order === undefined || order === 'id desc' ? (order ?? 'id') : `${order}, id`,
              ...(limit ? { limit } : {}),
            });
            assert.deepStrictEqual(
              all,
              expected,
              JSON.stringify({ order, pageSize, prefetch, limit }),
            );
          }
        }
      }
    });
  }

  test('pages give the same records, a page at a time', async () => {
    const { client } = await connect();
    const ids = await partners(client, 25);
    const pages = [];
    for await (const page of client
      .iterate('res.partner', those(), { fields, pageSize: 10 })
      .pages())
      pages.push(page.map(({ id }) => id));
    assert.deepEqual(pages, [ids.slice(0, 10), ids.slice(10, 20), ids.slice(20)]);
  });

  test("all fields are read when none is named, and the model's archived records only when the context says so", async () => {
    const { client } = await connect();
    const ids = await partners(client, 3);
    await client.write('res.partner', ids[1], { active: false });
    const [first] = await client.readAll('res.partner', those());
    assert.ok(Object.keys(first).length > 20);
    assert.deepEqual(
      (await client.readAll('res.partner', those(), { fields })).map(({ id }) => id),
      [ids[0], ids[2]],
    );
    assert.deepEqual(
      (
        await client.readAll('res.partner', those(), { fields, context: { active_test: false } })
      ).map(({ id }) => id),
      ids,
    );
  });

  test('each loop over an iteration reads anew', async () => {
    const { client } = await connect();
    await partners(client, 3);
    const iteration = client.iterate('res.partner', those(), { fields });
    assert.equal((await gone(iteration)).seen.length, 3);
    await partners(client, 2);
    assert.equal((await gone(iteration)).seen.length, 5);
  });

  test('what is created and deleted meanwhile neither doubles nor hides other records', async () => {
    const { client } = await connect();
    const ids = await partners(client, 30);
    const seen = [];
    for await (const { id } of client.iterate('res.partner', those(), { fields, pageSize: 5 })) {
      seen.push(id);
      // Behind, at, and far ahead of the place where the reading is.
      if (seen.length === 10) await client.unlink('res.partner', [...ids.slice(0, 8), ids[29]]);
      if (seen.length === 12) await partners(client, 1);
    }
    assert.deepEqual(seen.slice(0, 29), ids.slice(0, 29));
    assert.equal(seen.length, 30);
    assert.equal(new Set(seen).size, 30);
  });

  test('records that vanish under another order are an error, and what came before stays', async () => {
    const { client } = await connect();
    const ids = await partners(client, 20);
    const seen = [];
    const reading = (async () => {
      for await (const { id } of client.iterate('res.partner', those(), {
        fields,
        order: 'id asc, name',
        pageSize: 5,
        prefetch: 0,
      })) {
        seen.push(id);
        if (seen.length === 10) await client.unlink('res.partner', ids.slice(0, 3));
      }
    })();
    const error = await failure(reading);
    assert.equal(error.constructor, toolbox.OdooError);
    assert.deepEqual([error.model, error.method, error.row], ['res.partner', 'search_read', 10]);
    assert.match(
      error.message,
      /^The records of res\.partner moved while they were read in the order 'id asc, name': .* What to do: read in the order of id, or once more$/,
    );
    assert.deepEqual(seen, ids.slice(0, 10));
  });

  test("a field that does not exist is the server's own error, before anything is given", async () => {
    const { client, requests } = await connect();
    const { seen, error } = await gone(client.iterate('res.partner', [], { fields: ['nmae'] }));
    assert.deepEqual([seen, error.constructor, error.row], [[], toolbox.OdooRpcError, 0]);
    assert.match(error.message, /nmae/);
    assert.deepEqual(requests, ['search_read']);
  });
});

describe('requests', () => {
  test('the next page is asked for while this one is consumed, and no further one', async () => {
    const { client, requests } = await connect();
    await partners(client, 30);
    for (const [prefetch, most] of [
      [0, 1],
      [1, 2],
      [3, 4],
    ]) {
      for (const order of ['id', 'name']) {
        requests.length = 0;
        const pages = client
          .iterate('res.partner', those(), { fields, order, pageSize: 5, prefetch })
          .pages();
        await pages.next();
        await new Promise((done) => {
          setTimeout(done, 50);
        });
        assert.deepEqual(tally(requests), { search_read: most }, `${prefetch}, ${order}`);
        await pages.return();
      }
    }
  });

  test('break ends the requests that are under way, and no further one is made', async () => {
    const { client, requests, odoo } = await connect();
    await partners(client, 30);
    requests.length = 0;
    odoo.failNext({ fault: 'hangBeforeHeaders', method: 'search_read', after: 1 });
    let aborted;
    const call = client.call.bind(client);
    client.call = (model, method, args, kwargs, options) => {
      options.signal?.addEventListener('abort', () => {
        aborted = options.signal;
      });
      return call(model, method, args, kwargs, options);
    };
    for await (const { id } of client.iterate('res.partner', those(), { fields, pageSize: 5 }))
      if (id) break;
    assert.equal(aborted?.aborted, true);
    await new Promise((done) => {
      setTimeout(done, 20);
    });
    assert.equal(requests.length, 2);
  });

  test('a signal ends an iteration with its reason, at once and between pages', async () => {
    const { client } = await connect();
    await partners(client, 10);
    const reason = new Error('enough');
    const controller = new AbortController();
    const seen = [];
    const reading = (async () => {
      for await (const page of client
        .iterate('res.partner', those(), { fields, pageSize: 2, signal: controller.signal })
        .pages()) {
        seen.push(page.length);
        if (seen.length === 2) controller.abort(reason);
      }
    })();
    assert.equal(await failure(reading), reason);
    assert.deepEqual(seen, [2, 2]);
    assert.equal(
      (await gone(client.iterate('res.partner', [], { signal: AbortSignal.abort(reason) }))).error,
      reason,
    );
  });

  test('progress counts to the end, with the total of one search_count', async () => {
    const { client, requests } = await connect();
    await partners(client, 12);
    requests.length = 0;
    const told = [];
    await client.readAll('res.partner', those(), {
      fields,
      pageSize: 5,
      onProgress: (progress) => told.push(progress),
    });
    assert.deepEqual(
      told.map(({ done, total }) => [done, total]),
      [
        [5, 12],
        [10, 12],
        [12, 12],
        [12, 12],
      ],
    );
    assert.ok(told.every(({ elapsedMs, etaMs }) => elapsedMs >= 0 && etaMs >= 0));
    assert.equal(told.at(-1).etaMs, 0);
    assert.deepEqual(tally(requests), { search_count: 1, search_read: 4 });
    told.length = 0;
    await client.readAll('res.partner', those(), {
      fields,
      limit: 7,
      onProgress: (progress) => told.push(progress),
    });
    assert.deepEqual(told.at(0).total, 7);
  });

  test('no limit is told as to search: by 0, null, false or not at all', async () => {
    const { client } = await connect();
    await partners(client, 12);
    for (const limit of [undefined, null, false, 0])
      assert.equal(
        (await client.readAll('res.partner', those(), { fields, limit, pageSize: 5 })).length,
        12,
        String(limit),
      );
  });

  test('progress has one shape, with the bytes of the answers', async () => {
    const { client } = await connect();
    await partners(client, 12);
    const told = [];
    await client.readAll('res.partner', those(), {
      fields,
      pageSize: 5,
      onProgress: (progress) => told.push(progress),
    });
    for (const progress of told)
      assert.deepEqual(Object.keys(progress), ['done', 'total', 'elapsedMs', 'etaMs', 'bytes']);
    assert.ok(told[0].bytes > 5 * 10 && told.at(-1).bytes > told[0].bytes, JSON.stringify(told));
  });

  test('progress that throws is reported and changes nothing', async (t) => {
    const { client } = await connect();
    await partners(client, 3);
    const reported = t.mock.method(console, 'error', () => {});
    const all = await client.readAll('res.partner', those(), {
      fields,
      onProgress: () => {
        throw new Error('oops');
      },
    });
    assert.equal(all.length, 3);
    assert.match(reported.mock.calls[0].arguments.join(' '), /onProgress threw Error: oops/);
  });

  test('total that cannot be counted is reported, and the records come all the same', async (t) => {
    const { client, odoo } = await connect();
    const ids = await partners(client, 5);
    odoo.failNext({ fault: 'error', method: 'search_count', name: 'odoo.exceptions.UserError' });
    const reported = t.mock.method(console, 'error', () => {});
    const all = await client.readAll('res.partner', those(), { fields, onProgress: () => {} });
    assert.deepEqual(
      all.map(({ id }) => id),
      ids,
    );
    assert.match(reported.mock.calls[0].arguments[0], /could not be counted/);
  });

  test('a client that knows nothing of signals gives no page after an abort', async () => {
    const controller = new AbortController();
    let calls = 0;
    const client = {
      call: async () => {
        calls += 1;
        controller.abort(new Error('enough'));
        return [{ id: calls }];
      },
    };
    const { seen, error } = await gone(
      iterate(client, 'm', [], { pageSize: 1, signal: controller.signal }),
    );
    assert.deepEqual([seen, error.message, calls], [[], 'enough', 1]);
  });

  test('an answer that is lost on the way is asked for again', async () => {
    const { client, odoo } = await connect();
    const ids = await partners(client, 20);
    for (const fault of ['resetMidBody', 'truncate', 'resetBefore']) {
      odoo.failNext({ fault, method: 'search_read', after: 2 });
      assert.deepEqual(
        (await gone(client.iterate('res.partner', those(), { fields, pageSize: 4 }))).seen,
        ids,
        fault,
      );
      assert.ok(
        odoo.requests.some((request) => request.fault === fault),
        `${fault} never struck`,
      );
    }
  });
});

describe('wrong arguments', () => {
  for (const [options, words] of [
    [{ pageSize: 0 }, /^Invalid options\.pageSize: expected a number of records above 0, got 0$/],
    [{ pageSize: -5 }, /^Invalid options\.pageSize: expected a number of records above 0, got -5$/],
    [{ pageSize: '10' }, /^Invalid options\.pageSize: .* got "10"$/],
    [{ prefetch: -1 }, /^Invalid options\.prefetch: expected a number of pages, got -1$/],
    [{ limit: 1.5 }, /^Invalid options\.limit: /],
    [{ fields: 'name' }, /^Invalid options\.fields: expected a list of field names, got "name"$/],
    [{ order: ['id'] }, /^Invalid options\.order: /],
    [{ onProgress: true }, /^Invalid options\.onProgress: expected a function, got true$/],
    [{ signal: {} }, /^Invalid options\.signal: expected an AbortSignal, got an object$/],
  ]) {
    test(`${JSON.stringify(options)} is a TypeError that names it, before anything is sent`, async () => {
      const client = standIn(() => new Response('[]'));
      assert.throws(() => iterate(client, 'm', [], options), { name: 'TypeError', message: words });
      const error = await failure(readAll(client, 'm', [], options));
      assert.deepEqual([error.name, client.calls.length], ['TypeError', 0]);
    });
  }

  test('so are client, model and domain', () => {
    assert.throws(() => iterate({}, 'm'), {
      name: 'TypeError',
      message: /^Invalid client: expected an OdooClient, got an object$/,
    });
    assert.throws(() => iterate(standIn(), 5), {
      name: 'TypeError',
      message: /^Invalid model: expected the name of a model, got 5$/,
    });
    assert.throws(() => iterate(standIn(), 'm', { id: 1 }), {
      name: 'TypeError',
      message: /^Invalid domain: expected a list, got an object$/,
    });
  });
});
