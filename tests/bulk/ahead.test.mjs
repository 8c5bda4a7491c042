// Long readings by id: pages whose ends are found ahead, so that several are under way at once,
// whatever others do to the records meanwhile.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { answerOf, testChanges, testUnderWay, upTo } from '../server-of-ids.mjs';
import { bulk, connect, partners, standIn, tally, those } from './fixture.mjs';

const { iterate, readAll } = bulk;
const fields = ['name'];

const serverOf = (ids, meanwhile) => standIn(answerOf(ids, meanwhile));
const idsOf = (records) => records.map(({ id }) => id);
const read = async (answer, options) => idsOf(await readAll(standIn(answer), 'm', [], options));
const readsOf = ({ calls }) => calls.filter(({ method }) => method === 'search_read');

describe('requests', () => {
  test('a reading of a few pages asks for nothing but them', async () => {
    const { client, requests } = await connect();
    await partners(client, 12);
    requests.length = 0;
    assert.equal(
      (await client.readAll('res.partner', those(), { fields, pageSize: 5 })).length,
      12,
    );
    assert.deepEqual(tally(requests), { search_read: 4 });
  });

  test('a longer one searches for the ends of the pages to come, and has so many of them under way as `prefetch` says', async () => {
    const { client, requests } = await connect();
    const ids = await partners(client, 100);
    for (const prefetch of [1, 2, 4]) {
      requests.length = 0;
      const pages = client
        .iterate('res.partner', those(), { fields, pageSize: 5, prefetch })
        .pages();
      const seen = [];
      for (let page = 1; page <= 8; page += 1) seen.push(...(await pages.next()).value);
      await setTimeout(50);
      assert.deepEqual(idsOf(seen), ids.slice(0, 40));
      const { search_read: reads, search } = tally(requests);
      assert.deepEqual(
        [reads, search >= 1 && search <= 3],
        [8 + prefetch, true],
        `${prefetch}: ${search}`,
      );
      await pages.return();
    }
    requests.length = 0;
    assert.equal(
      (await client.readAll('res.partner', those(), { fields, pageSize: 5, prefetch: 0 })).length,
      100,
    );
    assert.deepEqual(tally(requests), { search_read: 21 });
  });

  testUnderWay((answer, options) => read(answer, { ...options, prefetch: 3 }), 4);

  test('the searches are small beside the records, and as many as are read', async () => {
    const client = serverOf(upTo(3000));
    await readAll(client, 'm', [], { pageSize: 10 });
    const asked = client.calls
      .filter(({ method }) => method === 'search')
      .map(({ kwargs }) => kwargs.limit);
    assert.equal(asked[0], 60);
    assert.ok(
      asked.length < 10 &&
        asked.every((limit, index) => index === 0 || limit <= 2 * asked[index - 1]),
      `${asked}`,
    );
    const large = serverOf(upTo(100_000));
    await readAll(large, 'm', [], { pageSize: 1000 });
    assert.ok(
      large.calls.every(({ method, kwargs: { limit } }) => method !== 'search' || limit <= 20_000),
    );
  });

  test('no more ids are asked for than a limit leaves, and never more than 20,000', async () => {
    const searches = async (count, options) => {
      const client = serverOf(upTo(count));
      await readAll(client, 'm', [], options);
      return client.calls
        .filter(({ method }) => method === 'search')
        .map(({ kwargs }) => kwargs.limit);
    };
    assert.deepEqual(await searches(100, { pageSize: 10, limit: 30 }), []);
    assert.deepEqual(await searches(100, { pageSize: 10, limit: 40 }), []);
    for (const limit of [60, 75, 100])
      for (const asked of await searches(100, { pageSize: 10, limit }))
        assert.ok(asked <= limit - 30, `${limit}: ${asked}`);
    assert.deepEqual(await searches(60_000, { pageSize: 15_000, prefetch: 4 }), []);
    for (const asked of await searches(60_000, { pageSize: 9000, prefetch: 4 }))
      assert.ok(asked <= 20_000, `${asked}`);
  });

  test('break ends a search that is under way', async () => {
    let signal;
    const client = serverOf(upTo(100), async ({ method, options }) => {
      if (method !== 'search') return;
      ({ signal } = options);
      await setTimeout(5000, undefined, { signal });
    });
    for await (const { id } of iterate(client, 'm', [], { pageSize: 5 })) if (id === 30) break;
    assert.equal(signal.aborted, true);
  });
});

describe('what others do meanwhile', () => {
  testChanges(read, (random) => ({ pageSize: 1 + random(6), prefetch: random(4) }));

  test('ids below 0, as models without a table have, are read as well', async () => {
    const ids = upTo(41).map((id) => id - 21);
    assert.deepEqual(idsOf(await readAll(serverOf(ids), 'm', [], { pageSize: 3 })), ids);
    assert.deepEqual(
      idsOf(await readAll(serverOf(ids), 'm', [], { pageSize: 3, order: 'id desc' })),
      [...ids].reverse(),
    );
  });

  test('the sandbox: deleting and creating in the middle of a long reading', async () => {
    const { client } = await connect();
    const ids = await partners(client, 120);
    const seen = [];
    let late;
    for await (const { id } of client.iterate('res.partner', those(), {
      fields,
      pageSize: 5,
      prefetch: 3,
    })) {
      seen.push(id);
      // Behind, whole pages ahead, single ends of pages, and new ones.
      if (seen.length === 40) {
        await client.unlink('res.partner', [
          ...ids.slice(0, 10),
          ...ids.slice(70, 85),
          ids[94],
          ids[99],
        ]);
        late = await partners(client, 7);
      }
    }
    const gone = new Set([...ids.slice(70, 85), ids[94], ids[99]]);
    assert.deepEqual(
      seen,
      [...ids, ...late].filter((id) => !gone.has(id)),
    );
  });

  test('records that come after a page was empty, and before its end was found, are given', async () => {
    const ids = upTo(15);
    let come;
    const isThere = new Promise((done) => {
      come = done;
    });
    const client = serverOf(ids, async ({ method, args: [domain] }) => {
      if (method === 'search') await isThere;
      if (method !== 'search_read' || domain[0]?.[2] !== 15) return;
      setTimeout(5).then(() => {
        ids.push(...upTo(40).slice(ids.length));
        come();
      });
    });
    const pages = iterate(client, 'm', [], { pageSize: 5 }).pages();
    const seen = [];
    for (let page = 1; page <= 3; page += 1) seen.push(...(await pages.next()).value);
    assert.deepEqual(idsOf(seen), upTo(15));
    await setTimeout(20);
    for await (const page of pages) seen.push(...page);
    assert.deepEqual(idsOf(seen), upTo(40));
  });

  test('a page whose end was found while it was under way, and that goes beyond it because records vanished, gives no record twice', async () => {
    const ids = upTo(60);
    let find;
    const areFound = new Promise((done) => {
      find = done;
    });
    const client = serverOf(ids, async ({ method, args: [domain] }) => {
      if (method === 'search') setTimeout(5).then(find);
      if (method !== 'search_read' || domain.length !== 1 || domain[0][2] !== 15) return;
      await areFound;
      await setTimeout(5);
      ids.splice(15, 3);
    });
    assert.deepEqual(
      idsOf(await readAll(client, 'm', [], { pageSize: 5 })),
      upTo(60).filter((id) => id < 16 || id > 18),
    );
    assert.ok(
      readsOf(client).some(
        ({ args: [domain] }) => JSON.stringify(domain) === '[["id",">",20],["id","<=",25]]',
      ),
    );
  });
});

describe('a server that does not help', () => {
  test('a search that hangs does not keep the pages from a client that makes one call at a time', async () => {
    const { client, odoo } = await connect({}, { maxConcurrent: 1 });
    const ids = await partners(client, 60);
    odoo.failNext({ fault: 'hangBeforeHeaders', method: 'search' });
    assert.deepEqual(
      idsOf(await client.readAll('res.partner', those(), { fields, pageSize: 5, timeoutMs: 1500 })),
      ids,
    );
    assert.ok(odoo.requests.some(({ fault }) => fault === 'hangBeforeHeaders'));
  });

  for (const [what, answer] of [
    [
      'fails',
      () => {
        throw new Error('no');
      },
    ],
    ['answers no list', () => ({ ids: [] })],
    ['answers no ids', () => ['a', 'b']],
    ['answers ids in no order', ({ kwargs: { limit } }) => upTo(limit).reverse()],
    ['does not mind the domain', ({ kwargs: { limit } }) => upTo(limit)],
    ['never answers', () => new Promise(() => {})],
  ]) {
    test(`a search that ${what} costs nothing but time`, async () => {
      let searches = 0;
      const ids = upTo(57);
      const helpful = serverOf(ids);
      const client = {
        async call(model, method, args, kwargs, options) {
          if (method !== 'search') return helpful.call(model, method, args, kwargs, options);
          searches += 1;
          return answer({ kwargs });
        },
      };
      assert.deepEqual(idsOf(await readAll(client, 'm', [], { pageSize: 4, prefetch: 2 })), ids);
      assert.equal(searches, 1);
    });
  }

  test('a server that does not mind the end of a page gives nothing twice', async () => {
    const ids = upTo(60);
    const helpful = serverOf(ids);
    const client = {
      call: (model, method, [domain], kwargs, options) =>
        helpful.call(
          model,
          method,
          [domain.filter(([, operator]) => operator !== '<=')],
          kwargs,
          options,
        ),
    };
    assert.deepEqual(idsOf(await readAll(client, 'm', [], { pageSize: 4, prefetch: 3 })), ids);
  });

  test('a server that begins to give fewer records a page loses none', async () => {
    const ids = upTo(90);
    let most = 5;
    const helpful = serverOf(ids, (_, number) => {
      if (number > 12) most = 2;
    });
    const client = {
      call: (model, method, args, kwargs, options) =>
        helpful.call(
          model,
          method,
          args,
          { ...kwargs, limit: method === 'search' ? kwargs.limit : Math.min(kwargs.limit, most) },
          options,
        ),
    };
    assert.deepEqual(idsOf(await readAll(client, 'm', [], { pageSize: 5, prefetch: 3 })), ids);
  });
});

describe('an iterator by hand', () => {
  const options = { pageSize: 3 };

  test('calls that are made at once are answered one after the other', async () => {
    const iterator = iterate(serverOf(upTo(10)), 'm', [], options)[Symbol.asyncIterator]();
    const answers = await Promise.all(Array.from({ length: 12 }, () => iterator.next()));
    assert.deepEqual(
      answers.map(({ value, done }) => (done ? 'done' : value.id)),
      [...upTo(10), 'done', 'done'],
    );
  });

  test('return and throw end it, also before it has begun', async () => {
    for (const steps of [0, 1, 4]) {
      const client = serverOf(upTo(10));
      const iterator = iterate(client, 'm', [], options)[Symbol.asyncIterator]();
      for (let step = 0; step < steps; step += 1) await iterator.next();
      const { length } = client.calls;
      assert.deepEqual(await iterator.return('that is all'), { value: 'that is all', done: true });
      assert.deepEqual(await iterator.next(), { value: undefined, done: true });
      const other = iterate(client, 'm', [], options)[Symbol.asyncIterator]();
      const error = new Error('enough');
      await assert.rejects(other.throw(error), error);
      assert.deepEqual(await other.next(), { value: undefined, done: true });
      await setTimeout(5);
      assert.equal(client.calls.length, length);
    }
  });

  test('after an error it is done', async () => {
    const iterator = iterate(
      standIn(() => new Response('oops')),
      'm',
      [],
      options,
    )[Symbol.asyncIterator]();
    await assert.rejects(iterator.next(), /oops/);
    assert.deepEqual(await iterator.next(), { value: undefined, done: true });
    assert.equal(iterator[Symbol.asyncIterator](), iterator);
  });
});

describe('many megabytes', () => {
  const long = 'Straße '.repeat(100_000);
  const body = (...ids) => JSON.stringify(ids.map((id) => ({ id, long })));
  const gone = async (client) => {
    const seen = [];
    try {
      for await (const { id, long: text } of iterate(client, 'm', [], { pageSize: 2 })) {
        assert.ok(text === long);
        seen.push(id);
      }
      return { seen };
    } catch (error) {
      return { seen, error };
    }
  };
  const pagesOf = (...bodies) => standIn((_, number) => new Response(bodies[number] ?? '[]'));

  test('are read as the few before them', async () => {
    assert.deepEqual(await gone(pagesOf(body(1, 2), body(3, 4), body(5))), {
      seen: [1, 2, 3, 4, 5],
    });
  });

  test('an error after them has its row and byte', async () => {
    const right = Buffer.from(body(5, 6));
    for (const [wrong, offset, words] of [
      [right.subarray(0, right.length - 10), right.lastIndexOf('"Straße'), /string/i],
      [right.subarray(0, right.length - 1), right.length - 1, /breaks off/],
      [
        Buffer.concat([
          right.subarray(0, right.length - 3),
          Buffer.from([0xff]),
          right.subarray(right.length - 3),
        ]),
        right.length - 3,
        /not UTF-8/,
      ],
    ]) {
      const { seen, error } = await gone(pagesOf(body(1, 2), body(3, 4), wrong));
      assert.deepEqual([seen, error.offset, error.row], [[1, 2, 3, 4], offset, 5]);
      assert.match(error.message, words);
    }
  });

  test('they are read without the module, where the engine refuses another one', async (t) => {
    const { Instance } = WebAssembly;
    t.after(() => {
      WebAssembly.Instance = Instance;
    });
    let refused = 0;
    WebAssembly.Instance = function () {
      refused += 1;
      throw new WebAssembly.CompileError('not here');
    };
    // An instance of before may be idle: those that ask at the same time need others.
    const readings = Array.from({ length: 3 }, () =>
      gone(pagesOf(body(1, 2), body(3, 4), body(5))),
    );
    for (const reading of await Promise.all(readings))
      assert.deepEqual(reading, { seen: [1, 2, 3, 4, 5] });
    assert.ok(refused <= 3, `${refused}`);
  });
});
