// Reading everything: answers that no server should give.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { bulk, connect, failure, gone, partners, standIn, those, toolbox } from './fixture.mjs';

const { iterate, readAll } = bulk;
const fields = ['name', 'ref'];

describe('answers that no server should give', () => {
  const records = (...ids) => JSON.stringify(ids.map((id) => ({ id, name: `é${id}` })));
  const pagesOf = (...bodies) => standIn((_, number) => new Response(bodies[number] ?? '[]'));
  const options = { fields: ['name'], pageSize: 2 };

  test('a page that is shorter than was asked for is not the end', async () => {
    const client = standIn(({ args: [domain] }) => {
      const after = domain[0]?.[2] ?? 0;
      // A server that never gives more than one, whatever it is asked for.
      return new Response(after < 5 ? records(after + 1) : '[]');
    });
    assert.deepEqual((await gone(iterate(client, 'm', [], options))).seen, [1, 2, 3, 4, 5]);
    const byName = standIn(
      ({ kwargs: { offset } }) =>
        new Response(records(...[1, 2, 3, 4, 5].slice(offset, offset + 2))),
    );
    assert.deepEqual(
      (await gone(iterate(byName, 'm', [], { ...options, order: 'name', pageSize: 4 }))).seen,
      [1, 2, 3, 4, 5],
    );
  });

  test('a server that does not mind the id cannot make an iteration endless', async () => {
    const { seen, error } = await gone(
      iterate(
        standIn(() => new Response(records(1, 2))),
        'm',
        [],
        options,
      ),
    );
    assert.deepEqual([seen, error.constructor, error.row], [[1, 2], toolbox.OdooNetworkError, 2]);
    assert.match(
      error.message,
      /^The pages of m\.search_read do not go on: after id 2 came 1\. What to do: /,
    );
  });

  test('every text that the engine refuses has a place, and every place is one', async () => {
    // Of a right answer, each beginning, and each single mark replaced.
    const right = JSON.stringify({
      jsonrpc: '2.0',
      result: [
        { id: 1, a: [1.5e-3, null, true, { b: '\\"é' }], c: {} },
        { id: 2, a: [], c: '' },
      ],
    });
    const wrong = Array.from(right, (_, at) => [
      right.slice(0, at),
      ...Array.from('"{[]},:x0-', (mark) => right.slice(0, at) + mark + right.slice(at + 1)),
    ]).flat();
    let refused = 0;
    for (const text of wrong) {
      try {
        JSON.parse(text);
        continue;
      } catch {
        refused += 1;
      }
      const { error } = await gone(
        iterate(
          standIn(() => new Response(text)),
          'm',
          [],
          { pageSize: 2 },
        ),
      );
      assert.equal(error.constructor, toolbox.OdooNetworkError, text);
      assert.ok(
        error.offset >= 0 && error.offset <= Buffer.byteLength(text) && error.row <= 1,
        text,
      );
      // Up to there it is a beginning of JSON, or JSON.
      const start = Buffer.from(text).subarray(0, error.offset).toString();
      const { error: shorter } = await gone(
        iterate(
          standIn(() => new Response(start)),
          'm',
          [],
          { pageSize: 2 },
        ),
      );
      if (shorter)
        assert.match(shorter.message, /the answer breaks off|not a list of records$/, text);
    }
    assert.ok(refused > 500, `${refused} of ${wrong.length}`);
  });

  const bytes = (...parts) => Buffer.concat(parts.map((part) => Buffer.from(part)));
  for (const [what, body, offset, row, words] of [
    ['a body cut in the middle', records(3, 4).slice(0, 30), 31, 3, /the answer breaks off/],
    [
      'invalid UTF-8',
      bytes('[{"id": 3, "name": "', [0xc3, 0x28], '"}]'),
      21,
      2,
      /these bytes are not UTF-8/,
    ],
    [
      'UTF-8 that ends within a character',
      bytes('[{"id": 3, "name": "', [0xe2, 0x82]),
      22,
      2,
      /these bytes are not UTF-8/,
    ],
    ['something else than JSON', '[{"id": 3}, oops]', 12, 2, /oops/],
    ['a text that does not end', '[{"id": 3, "name": "é', 19, 2, /string/i],
    ['JSON that goes on after its end', '[{"id": 3}] []', 12, 2, /./],
    ['a list with nothing between commas', '[{"id": 3}, {"id": 4}, , {"id": 5}]', 23, 3, /./],
    ['a member without a name', '{"result": [{"id": 3}, {5: 4}]}', 24, 3, /./],
    ['a page of HTML', '<html>', 0, 2, /</],
  ]) {
    test(`${what} is an error with row and byte, and what was delivered stays`, async () => {
      const { seen, error } = await gone(iterate(pagesOf(records(1, 2), body), 'm', [], options));
      assert.deepEqual(seen, [1, 2]);
      assert.deepEqual(
        [error.constructor, error.model, error.method],
        [toolbox.OdooNetworkError, 'm', 'search_read'],
      );
      assert.deepEqual([error.offset, error.row], [offset, row]);
      assert.match(error.message, words);
      assert.match(
        error.message,
        new RegExp(
          `^Cannot read the answer of m\\.search_read: row ${row} \\(byte ${offset} of its page\\): `,
        ),
      );
    });
  }

  test('a page of HTML is called one', async () => {
    const page = '<!DOCTYPE html>\n<html><head><title> Odoo – Log in </title></head></html>';
    for (const [body, words] of [
      [
        page,
        /: the answer is a page 'Odoo – Log in' \("<!DOCTYPE html>.*"\), not JSON\. What to do: check the url/,
      ],
      ['Bad Gateway', /: the answer is "Bad Gateway", not JSON/],
    ]) {
      const { error } = await gone(
        iterate(
          standIn(() => new Response(body)),
          'm',
          [],
          options,
        ),
      );
      assert.equal(error.constructor, toolbox.OdooNetworkError);
      assert.match(error.message, words);
    }
  });

  test('of an answer that holds no records the client says the same as in any call', async () => {
    const { odoo, client } = await connect();
    const through = new bulk.OdooClient({
      url: odoo.url,
      database: 'demo',
      username: 'admin',
      password: 'admin',
      protocol: 'jsonrpc',
      retries: 0,
      fetch: (url, init) =>
        /"search_read"/.test(init.body ?? '')
          ? new Response('<html><title>Sign in</title></html>', {
              headers: { 'content-type': 'text/html' },
            })
          : odoo.fetch(url, init),
    });
    await through.authenticate();
    const expected = await failure(through.searchRead('res.partner', []));
    const { error } = await gone(through.iterate('res.partner'));
    assert.deepEqual(
      [error.constructor, error.message, error.method, error.row],
      [expected.constructor, expected.message, 'search_read', 0],
    );
    assert.ok(client);
  });

  test('a mark of the byte order is stepped over, however it is cut', async () => {
    const body = bytes([0xef, 0xbb, 0xbf], records(1, 2));
    for (const size of [1, 2, 3, 4, 1000]) {
      const chunks = (all) =>
        new Response(
          new ReadableStream({
            start(stream) {
              for (let at = 0; at < all.length; at += size)
                stream.enqueue(all.subarray(at, at + size));
              stream.close();
            },
          }),
        );
      const client = standIn((_, number) => (number === 0 ? chunks(body) : new Response('[]')));
      assert.deepEqual(
        (await gone(iterate(client, 'm', [], options))).seen,
        [1, 2],
        `chunks of ${size}`,
      );
      const { error } = await gone(
        iterate(
          standIn(() => chunks(body.subarray(0, -1))),
          'm',
          [],
          options,
        ),
      );
      assert.deepEqual([error.offset, error.row], [body.length - 1, 1]);
    }
    // And where the module makes the texts of large answers.
    const many = JSON.stringify(
      Array.from({ length: 20_000 }, (_, index) => ({
        id: index + 1,
        name: 'A name that is not so short, after all',
      })),
    );
    const large = standIn((_, number) => new Response(number === 0 ? `\ufeff${many}` : '[]'));
    assert.equal((await readAll(large, 'm', [], { pageSize: 20_000 })).length, 20_000);
    assert.ok(many.length > 1024 * 1024);
  });

  test('NaN and the infinities are numbers', async () => {
    for (const filler of ['', `"filler": "${'x'.repeat(1_100_000)}", `]) {
      const client = standIn(
        (_, number) =>
          new Response(
            number === 0
              ? `{"result": [{${filler}"id": 1, "a": NaN, "b": [-Infinity, Infinity], "c": "NaN"}]}`
              : '[]',
          ),
      );
      const [{ filler: _, ...record }] = await readAll(client, 'm', [], options);
      assert.deepStrictEqual(record, { id: 1, a: NaN, b: [-Infinity, Infinity], c: 'NaN' });
    }
    const { error } = await gone(
      iterate(
        standIn(() => new Response('[{"id": 1, "a": NaN, "b": nan}]')),
        'm',
        [],
        options,
      ),
    );
    assert.deepEqual(
      [error.constructor, error.offset, error.row],
      [toolbox.OdooNetworkError, 26, 0],
    );
  });

  test('a limit of false or null is all', async () => {
    const { client } = await connect();
    const ids = await partners(client, 12);
    for (const limit of [false, null, 0])
      assert.deepEqual(
        (await client.readAll('res.partner', those(), { fields, pageSize: 5, limit })).map(
          ({ id }) => id,
        ),
        ids,
      );
  });

  test('the byte is right where a wrong one comes in a later chunk, after characters that chunks divide', async () => {
    const body = bytes(
      JSON.stringify([{ id: 1, name: 'é€😀'.repeat(10) }]).slice(0, -3),
      [0xff],
      '"}]',
    );
    for (const size of [1, 2, 3, 5, 7, 1000]) {
      const chunks = Array.from({ length: Math.ceil(body.length / size) }, (_, index) =>
        body.subarray(index * size, (index + 1) * size),
      );
      const client = standIn(
        () =>
          new Response(
            new ReadableStream({
              start(stream) {
                for (const chunk of chunks) stream.enqueue(chunk);
                stream.close();
              },
            }),
          ),
      );
      const { error } = await gone(iterate(client, 'm', [], options));
      assert.equal(error.offset, body.indexOf(0xff), `chunks of ${size}`);
    }
  });

  test('an answer that is no list is an error that says so', async () => {
    const { error } = await gone(iterate(pagesOf('{"result": {"id": 1}}'), 'm', [], options));
    assert.deepEqual(
      [error.constructor, error.message],
      [toolbox.OdooNetworkError, 'The answer of m.search_read is not a list of records'],
    );
  });

  test('an answer with something else than a record in its list is an error that says so', async () => {
    for (const odd of ['null', '5', '"a"', 'false']) {
      for (const list of [`[${odd}]`, `[{"id": 1}, ${odd}]`, `[{"id": 1}, ${odd}, {"id": 2}]`]) {
        for (const order of ['id', 'name']) {
          const { seen, error } = await gone(
            iterate(pagesOf(list), 'm', [], { ...options, order, pageSize: 3 }),
          );
          assert.deepEqual(
            [seen, error.constructor, error.message, error.model, error.method, error.row],
            [
              [],
              toolbox.OdooNetworkError,
              'The answer of m.search_read is not a list of records',
              'm',
              'search_read',
              0,
            ],
          );
        }
      }
    }
  });

  test('an answer that cannot be read is asked for again by the client, and gives each record once', async () => {
    const { odoo, client } = await connect();
    const ids = await partners(client, 20);
    let broken = 0;
    const through = new bulk.OdooClient({
      url: odoo.url,
      database: 'demo',
      username: 'admin',
      password: 'admin',
      protocol: 'jsonrpc',
      async fetch(url, init) {
        const response = await odoo.fetch(url, init);
        if (!init.body?.includes('"search_read"') || (broken += 1) % 3 !== 2) return response;
        const text = await response.text();
        return new Response(text.slice(0, text.length * 0.7), {
          headers: { 'content-type': 'application/json' },
        });
      },
    });
    await through.authenticate();
    assert.deepEqual(
      (await gone(through.iterate('res.partner', those(), { fields, pageSize: 6 }))).seen,
      ids,
    );
    assert.ok(broken > 5, `${broken}`);
  });

  test('a client that knows nothing of bodies serves as well', async () => {
    const client = {
      call: async (model, method, [domain]) =>
        [1, 2, 3]
          .filter((id) => id > (domain[0]?.[2] ?? 0))
          .slice(0, 2)
          .map((id) => ({ id })),
    };
    assert.deepEqual(await readAll(client, 'm', [], options), [{ id: 1 }, { id: 2 }, { id: 3 }]);
  });

  test('the list of such a client stays as it is', async () => {
    const list = [{ id: 1 }, { id: 2 }];
    const client = { call: async (model, method, [domain]) => (domain.length ? [] : list) };
    assert.deepEqual((await gone(iterate(client, 'm', [], options))).seen, [1, 2]);
    assert.deepEqual(list, [{ id: 1 }, { id: 2 }]);
  });

  test('so does the list of a client whose `call` is overridden, to keep answers for example', async () => {
    const { client } = await connect();
    await partners(client, 3);
    const kept = new Map();
    const { call } = client;
    client.call = async function (...args) {
      const key = JSON.stringify(args.slice(0, 4));
      if (!kept.has(key)) kept.set(key, await call.apply(this, args));
      return kept.get(key);
    };
    const read = async () => (await gone(client.iterate('res.partner', those(), { fields }))).seen;
    assert.deepEqual(await read(), await read());
    assert.equal((await read()).length, 3);
  });

  test('answers that come at the same moment are those of one page after the other', async () => {
    // As those of a client that sends several calls in one request, and has more or less to do with
    // each answer.
    const ids = Array.from({ length: 23 }, (_, index) => index + 1);
    const steps = async (count) => {
      for (let step = 0; step < count; step += 1) await undefined;
    };
    for (const prefetch of [1, 2, 3]) {
      for (let odd = 0; odd < 8; odd += 1) {
        for (let even = 0; even < 8; even += 1) {
          let waiting = [];
          const client = {
            call: (model, method, args, { offset, limit }) =>
              new Promise((done) => {
                const records = ids.slice(offset, offset + limit).map((id) => ({ id }));
                waiting.push(() =>
                  steps(Math.ceil(offset / 5) % 2 ? odd : even).then(() => done(records)),
                );
                setImmediate(() => {
                  for (const answer of waiting) answer();
                  waiting = [];
                });
              }),
          };
          assert.deepEqual(
            (await readAll(client, 'm', [], { order: 'name', pageSize: 5, prefetch })).map(
              ({ id }) => id,
            ),
            ids,
            `${prefetch}, ${odd}, ${even}`,
          );
        }
      }
    }
  });

  test('a stand-in for fetch may have its body in any form', async () => {
    for (const response of [
      { text: async () => records(1) },
      { json: async () => [{ id: 1 }] },
      { arrayBuffer: async () => bytes(records(1)).buffer.slice(0) },
    ]) {
      const client = standIn((_, number) => (number === 0 ? response : new Response('[]')));
      if (response.arrayBuffer)
        response.arrayBuffer = async () => new TextEncoder().encode(records(1)).buffer;
      assert.deepEqual((await gone(iterate(client, 'm', [], options))).seen, [1]);
    }
  });
});
