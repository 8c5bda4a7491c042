// Reading models page by page: bodies in every form, and answers that no server should give.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  failure,
  inChunks,
  python,
  readColumnPages,
  readColumns,
  standIn,
  toolbox,
} from './fixture.mjs';

describe('bodies', () => {
  const records = Array.from({ length: 30 }, (_, index) => ({
    id: index + 1,
    name: `Name ${index} é`,
    amount: index / 4,
  }));
  const types = { name: 'char', amount: 'float' };
  const envelope = (list) => `{"jsonrpc": "2.0", "id": 1, "result": ${python(list)}}`;
  /** Answers of a server that has those records. */
  const server = (respond) =>
    standIn(({ method, args: [domain], kwargs: { limit, offset } }) => {
      // It finds no ends of pages ahead.
      if (method === 'search') return new Response('[]');
      const last = domain[0]?.[2];
      const from = offset ?? (last === undefined ? 0 : records.findIndex(({ id }) => id > last));
      return respond(from < 0 ? [] : records.slice(from, from + limit));
    }, types);

  const forms = {
    'a stream of web streams': (text) => new Response(text),
    'chunks of one byte': (text) => inChunks(text, 1),
    'chunks of seven bytes': (text) => inChunks(text, 7),
    'a body that can only be iterated': (text) => ({
      body: (async function* chunks() {
        yield new TextEncoder().encode(text);
      })(),
    }),
    'an arrayBuffer()': (text) => ({
      arrayBuffer: async () => new TextEncoder().encode(text).buffer,
    }),
    'a text()': (text) => ({ text: async () => text }),
    'a json()': (text) => ({ json: async () => JSON.parse(text) }),
  };
  for (const [name, form] of Object.entries(forms)) {
    test(`${name} of JSON-RPC and of JSON-2 give the records`, async () => {
      for (const wrap of [envelope, python, JSON.stringify]) {
        for (const order of [undefined, 'name']) {
          const columns = await readColumns(
            server((list) => form(wrap(list))),
            'm',
            [],
            { pageSize: 10, order },
          );
          assert.deepStrictEqual(columns.toRows(), records);
        }
      }
    });
  }

  test('the envelope comes through as it is', async () => {
    let seen;
    const client = server(
      (list) =>
        new Response(`{"jsonrpc": "2.0", "result": ${python(list)}, "id": 7, "more": {"a": []}}`),
    );
    const { call } = client;
    client.call = (model, method, args, kwargs, options) =>
      call(model, method, args, kwargs, {
        ...options,
        readBody: async (response) => (seen = await options.readBody(response)),
      });
    await readColumns(client, 'm', [], { fields: ['name'] });
    assert.deepEqual(
      [seen.jsonrpc, seen.id, seen.more, Array.isArray(seen.result)],
      ['2.0', 7, { a: [] }, false],
    );
  });

  test('an error in the envelope stays one', async () => {
    for (const size of [3, 1000]) {
      const client = standIn(
        () =>
          inChunks(
            '{"jsonrpc": "2.0", "id": 1, "error": {"message": "Odoo [{ Server Error", "data": {"debug": "x"}}}',
            size,
          ),
        types,
      );
      assert.equal((await failure(readColumns(client, 'm', []))).message, 'Odoo [{ Server Error');
    }
  });

  test('what is not a list of records is told', async () => {
    for (const answer of [
      '{"jsonrpc": "2.0", "id": 1, "result": {"records": []}}',
      '5',
      'false',
      '{"result": null}',
    ]) {
      const error = await failure(
        readColumns(
          standIn(() => new Response(answer), types),
          'm',
          [],
        ),
      );
      assert.equal(error.constructor, toolbox.OdooNetworkError);
      assert.match(error.message, /^The answer of m\.search_read is not a list of records/);
    }
  });

  describe('where no field is named', () => {
    // As on models whose fields_get knows more than an unnamed read gives, and not what computed
    // fields hold.
    const own = {
      name: 'char',
      amount: 'monetary',
      tag_ids: 'many2many',
      partner_id: 'many2one',
      image: 'binary',
      hidden: 'char',
      note: 'html',
    };
    const given = Array.from({ length: 30 }, (_, index) => ({
      id: index + 1,
      name: `Name ${index}`,
      amount: index % 3 ? index / 4 : 0,
      tag_ids: index % 2 ? [index] : false,
      partner_id: [3, 'Ada'],
      image: 'AAEC',
      note: false,
    }));
    given[4].amount = { currency: 'EUR', value: 'n/a' };
    given[5].partner_id = [7, false];
    given[6].tag_ids = [[1, 'a']];
    given[7].note = 5;
    given[8].image = 3.5;
    const ofAll = () =>
      standIn(
        ({ args: [domain], kwargs: { limit } }) =>
          inChunks(
            python(
              given
                .filter(({ id }) =>
                  domain.every(([, operator, bound]) =>
                    operator === '>' ? id > bound : id <= bound,
                  ),
                )
                .slice(0, limit),
            ),
            500,
          ),
        own,
      );

    test('the columns are what searchRead gives: names it leaves out are left out, and values of another type stay what they are', async () => {
      const client = ofAll();
      const columns = await readColumns(client, 'sale.order', [], { pageSize: 7 });
      assert.deepStrictEqual(columns.toRows(), given);
      assert.deepEqual(columns.names, Object.keys(given[0]));
      assert.deepEqual(
        columns.names.map((name) => columns.column(name).kind),
        ['number', 'dictionary', 'json', 'json', 'json', 'json', 'json'],
      );
      assert.deepEqual(
        [
          columns.column('amount').type,
          columns.column('amount').get(4),
          columns.column('note').nullCount,
        ],
        ['monetary', { currency: 'EUR', value: 'n/a' }, 29],
      );
      assert.ok(client.calls.every(({ kwargs }) => !('fields' in kwargs)));
      assert.equal(
        columns.toCsv().split('\r\n')[5],
        '5,Name 4,"{""currency"":""EUR"",""value"":""n/a""}",,"[3,""Ada""]","""AAEC""",',
      );
    });

    test('the first page tells what kinds the columns of all pages have', async () => {
      const pages = [];
      for await (const page of readColumnPages(ofAll(), 'm', [], { pageSize: 10 }))
        pages.push(page);
      assert.deepStrictEqual(
        pages.flatMap((page) => page.toRows()),
        given,
      );
      for (const page of pages)
        assert.deepEqual(
          ['amount', 'partner_id', 'name'].map((name) => page.column(name).kind),
          ['json', 'json', 'dictionary'],
        );
    });

    test('a field that is named with such values is an error that says how to read it', async () => {
      const error = await failure(readColumns(ofAll(), 'm', [], { fields: ['amount'] }));
      assert.deepEqual(
        [error.constructor, error.row, error.field],
        [toolbox.OdooError, 4, 'amount'],
      );
      assert.match(
        error.message,
        /expected a number, found \{"currency".*types: \{ amount: 'json' \}/,
      );
    });

    test('an answer that is broken stays an error', async () => {
      for (const broken of ['"a', '[1,]', '{"a" 1}', '"\\x"', 'nul', '[1 2]']) {
        const error = await failure(
          readColumns(
            standIn(() => inChunks(`[{"id": 1, "amount": ${broken}}]`, 5), own),
            'm',
            [],
          ),
        );
        assert.equal(error.constructor, toolbox.OdooNetworkError, broken);
      }
    });
  });

  test('an error of the third page tells the row of them all, and leaves the pages before as they were', async () => {
    for (const order of [undefined, 'name']) {
      let page = 0;
      const client = server((list) =>
        inChunks(
          envelope(
            list.map((record) => ({ ...record, ...((page += 1) > 25 ? { amount: 'n/a' } : {}) })),
          ),
          11,
        ),
      );
      const pages = [];
      const error = await failure(
        (async () => {
          for await (const columns of readColumnPages(client, 'm', [], { pageSize: 10, order }))
            pages.push(columns);
        })(),
      );
      assert.deepEqual(
        [error.constructor, error.row, error.field, error.model, error.method],
        [toolbox.OdooError, 25, 'amount', 'm', 'search_read'],
      );
      assert.match(
        error.message,
        /row 25, field 'amount' \(byte \d+\): expected a number, found "n\/a"/,
      );
      assert.deepStrictEqual(
        pages.flatMap((columns) => columns.toRows()),
        records.slice(0, 20),
      );
    }
  });

  test('a page that is cut tells where, and an exception of the body is itself', async () => {
    const cut = await failure(
      readColumns(
        server((list) => inChunks(envelope(list).slice(0, -300), 50)),
        'm',
        [],
      ),
    );
    assert.equal(cut.constructor, toolbox.OdooNetworkError);
    assert.match(
      cut.message,
      /^Cannot read the answer of m\.search_read into columns: row \d+ \(byte \d+\): the answer breaks off$/,
    );
    const broken = new Response(
      new ReadableStream({ pull: (controller) => controller.error(new Error('reset')) }),
    );
    assert.equal(
      (
        await failure(
          readColumns(
            server(() => broken),
            'm',
            [],
          ),
        )
      ).message,
      'reset',
    );
  });

  test('a body that a client reads once more is counted once', async () => {
    const client = server((list) => new Response(envelope(list)));
    const { call } = client;
    // A client that tries again what failed: the first answer of each page breaks off.
    client.call = (model, method, args, kwargs, options) =>
      call(
        model,
        method,
        args,
        kwargs,
        !options.readBody
          ? options
          : {
              ...options,
              async readBody(response) {
                const text = await response.text();
                await failure(options.readBody(inChunks(text.slice(0, -40), 64)));
                return options.readBody(inChunks(text, 64));
              },
            },
      );
    for (const order of [undefined, 'name']) {
      assert.deepStrictEqual(
        (await readColumns(client, 'm', [], { pageSize: 10, order })).toRows(),
        records,
      );
    }
  });

  test('a server whose pages do not go on is not asked for ever', async () => {
    const client = standIn(() => new Response(envelope(records.slice(0, 10))), types);
    const error = await failure(readColumns(client, 'm', [], { pageSize: 10 }));
    assert.match(
      error.message,
      /^The pages of m\.search_read do not go on: after id 10 came 1\. What to do: /,
    );
  });

  test('rows that are equal in the order asked for have one by id, so that none is read twice', async () => {
    const orders = [];
    const client = standIn(({ kwargs: { order } }) => {
      orders.push(order);
      return new Response(envelope([]));
    }, types);
    for (const order of ['name', 'name desc, id desc', 'amount,name'])
      await readColumns(client, 'm', [], { order });
    assert.deepEqual(orders, ['name, id', 'name desc, id desc', 'amount,name, id']);
  });

  test('a page that is shorter than was asked for is not the end', async () => {
    // A server that never gives more than two, whatever it is asked for.
    const byId = standIn(
      ({ args: [domain] }) =>
        new Response(envelope(records.filter(({ id }) => id > (domain[0]?.[2] ?? 0)).slice(0, 2))),
      types,
    );
    assert.deepEqual((await readColumns(byId, 'm', [], { pageSize: 5 })).toRows(), records);
    const byName = standIn(
      ({ kwargs: { offset } }) =>
        new Response(envelope(records.slice(offset, offset + (offset < 5 ? 5 : 2)))),
      types,
    );
    const error = await failure(readColumns(byName, 'm', [], { pageSize: 5, order: 'name' }));
    assert.equal(error.constructor, toolbox.OdooError);
    assert.match(
      error.message,
      /^The rows of m moved while they were read: after a page that came short there were more/,
    );
  });

  test('types that the program gives go over those of the server', async () => {
    const client = standIn(
      () => new Response('[{"id": 1, "amount": "n/a"}, {"id": 2, "amount": 5}]'),
      types,
    );
    const columns = await readColumns(client, 'm', [], {
      fields: ['amount'],
      types: { amount: 'json' },
      limit: 2,
    });
    assert.deepEqual(columns.toRows(), [
      { id: 1, amount: 'n/a' },
      { id: 2, amount: 5 },
    ]);
  });

  test('a page is decoded while it comes in', async () => {
    let sent = 0;
    const text = envelope(
      Array.from({ length: 5000 }, (_, id) => ({ id, name: `Name ${id}`, amount: 1 })),
    );
    const bytes = new TextEncoder().encode(text);
    const client = standIn(
      () =>
        new Response(
          new ReadableStream({
            pull(controller) {
              controller.enqueue(bytes.slice(sent, (sent += 4096)));
              // The rest would never come.
              if (sent > bytes.length / 2) controller.enqueue(new TextEncoder().encode('!'));
            },
          }),
        ),
      types,
    );
    const error = await failure(readColumns(client, 'm', []));
    assert.ok(error.row > 2000 && error.row < 3000, error.message);
    assert.ok(sent < bytes.length * 0.6);
  });

  test('where pages are told by their offset, two requests are under way at once from the second page on', async () => {
    for (const [order, expected] of [
      ['id', [1, 1, 1, 1]],
      ['name', [1, 1, 2, 2, 2]],
    ]) {
      let underWay = 0;
      const seen = [];
      const client = server((list) => inChunks(envelope(list), 500));
      const { call } = client;
      client.call = async (...args) => {
        if (args[1] !== 'search_read') return call(...args);
        seen.push((underWay += 1));
        const answer = await call(...args);
        underWay -= 1;
        return answer;
      };
      assert.deepStrictEqual(
        (await readColumns(client, 'm', [], { pageSize: 10, order })).toRows(),
        records,
      );
      assert.deepEqual(seen, expected, order);
    }
  });

  test('the next page is asked for before this one is given', async () => {
    const events = [];
    const respond = (list) => {
      events.push(`asked for ${list[0]?.id ?? 'the end'}`);
      return inChunks(envelope(list), 100);
    };
    const expected = [
      'asked for 1',
      'asked for 11',
      'given 1',
      'asked for 21',
      'given 11',
      'asked for the end',
      'given 21',
    ];
    // By their offset, one page after the last is asked for too.
    for (const [order, more] of [
      [undefined, []],
      ['name', ['asked for the end']],
    ]) {
      events.length = 0;
      for await (const page of readColumnPages(server(respond), 'm', [], { pageSize: 10, order })) {
        events.push(`given ${page.get(0).id}`);
        // Whatever is under way has time to come.
        await new Promise((done) => {
          setTimeout(done, 50);
        });
      }
      assert.deepEqual(events, [...expected, ...more], order);
    }
  });
});
