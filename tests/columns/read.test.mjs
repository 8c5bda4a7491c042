// Reading models page by page: against the sandbox, and against answers that no server should give.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { account, combinations } from '../package/combinations.mjs';
import { keys } from '../package/sandbox.mjs';
import {
  Columns,
  connect,
  failure,
  inChunks,
  python,
  readColumnPages,
  readColumns,
  standIn,
  toolbox,
} from './fixture.mjs';

const fields = [
  'name',
  'email',
  'country_id',
  'category_id',
  'is_company',
  'create_date',
  'color',
  'type',
];

describe('against the sandbox', () => {
  for (const odoo of ['17.0', '18.0', '19.0', '20.0']) {
    test(`Odoo ${odoo}: the columns hold what searchRead reads`, async () => {
      const { client } = await connect({ odoo });
      const expected = await client.searchRead('res.partner', [], { fields, order: 'id' });
      for (const pageSize of [1, 7, expected.length, 5000]) {
        const columns = await readColumns(client, 'res.partner', [], { fields, pageSize });
        assert.ok(columns instanceof Columns);
        assert.deepStrictEqual(columns.toRows(), expected);
      }
    });
  }

  for (const { series, protocol, name } of combinations) {
    test(`${name}: the client hands the bodies over, and errors are its own`, async () => {
      const { client, odoo } = await connect(
        { odoo: `${series}.0`, apiKeys: keys },
        account(protocol),
      );
      const answers = [];
      const { call } = client;
      client.call = async (...args) => {
        const answer = await call.apply(client, args);
        if (args[1] === 'search_read') answers.push(answer);
        return answer;
      };
      const columns = await readColumns(client, 'res.partner', [], { fields, pageSize: 100 });
      assert.equal(client.protocol, protocol);
      assert.deepEqual(answers.map(Array.isArray), [false, false, false, false]);
      delete client.call;
      assert.deepStrictEqual(
        columns.toRows(),
        await client.searchRead('res.partner', [], { fields, order: 'id' }),
      );

      odoo.failNext({ fault: 'error', name: 'odoo.exceptions.AccessError', method: 'search_read' });
      const refused = await failure(readColumns(client, 'res.partner', [], { fields: ['name'] }));
      assert.deepEqual(
        [refused.constructor, refused.model, refused.method],
        [toolbox.OdooAccessError, 'res.partner', 'search_read'],
      );
      const wrong = await failure(
        readColumns(client, 'res.partner', [], { fields: ['name'], types: { name: 'float' } }),
      );
      assert.deepEqual([wrong.constructor, wrong.row, wrong.field], [toolbox.OdooError, 0, 'name']);
      assert.match(
        wrong.message,
        /^Cannot read the answer of res\.partner\.search_read into columns: row 0, field 'name' \(byte \d+\): expected a number, found "/,
      );
    });
  }

  test('an answer that is lost on the way is read again, and counted once', async () => {
    const { client, odoo } = await connect();
    const expected = await client.searchRead('res.partner', [], { fields, order: 'id' });
    for (const fault of ['resetMidBody', 'truncate', 'resetBefore']) {
      odoo.failNext({ fault, method: 'search_read', after: 1 });
      const columns = await readColumns(client, 'res.partner', [], { fields, pageSize: 100 });
      assert.deepStrictEqual(columns.toRows(), expected, fault);
      assert.ok(
        odoo.requests.some((request) => request.fault === fault),
        `${fault} never struck`,
      );
    }
  });

  test('all fields of a model are read when none is named', async () => {
    const { client } = await connect();
    const columns = await readColumns(client, 'res.partner', [['id', '<', 20]]);
    assert.deepStrictEqual(
      columns.toRows(),
      await client.searchRead('res.partner', [['id', '<', 20]], {
        fields: columns.names,
        order: 'id',
      }),
    );
    assert.deepEqual(
      [...columns.names].sort(),
      Object.keys(
        await client.call('res.partner', 'fields_get', [], { attributes: ['type'] }),
      ).sort(),
    );
  });

  test('domain, order and limit are those of searchRead', async () => {
    const { client } = await connect();
    const domain = ['|', ['is_company', '=', true], ['email', '!=', false]];
    for (const order of ['id', 'id desc', ' id ASC ', 'name desc, id', 'is_company, name, id']) {
      for (const limit of [0, 1, 5, 10, 11, 1000]) {
        const columns = await readColumns(client, 'res.partner', domain, {
          fields: ['name'],
          order,
          limit,
          pageSize: 5,
        });
        const expected = await client.searchRead('res.partner', domain, {
          fields: ['name'],
          order,
          ...(limit ? { limit } : {}),
        });
        assert.deepStrictEqual(columns.toRows(), expected, `${order}, ${limit}`);
      }
    }
  });

  test('nothing found is columns without a row', async () => {
    const { client } = await connect();
    const columns = await readColumns(client, 'res.partner', [['id', '=', 0]], {
      fields: ['name'],
    });
    assert.deepEqual(
      [columns.length, columns.names, columns.toRows(), columns.toCsv()],
      [0, ['id', 'name'], [], 'id,name\r\n'],
    );
    for await (const page of readColumnPages(client, 'res.partner', [['id', '=', 0]]))
      assert.fail(`${page.length} rows`);
  });

  test('records that are made and deleted meanwhile make no row twice, and leave none out', async () => {
    const { client } = await connect();
    const before = await client.search('res.partner', [], { order: 'id' });
    const seen = [];
    for await (const page of readColumnPages(client, 'res.partner', [], {
      fields: ['name'],
      pageSize: 10,
    })) {
      seen.push(...page.column('id').values);
      if (seen.length === 10)
        await client.unlink('res.partner', await client.create('res.partner', { name: 'brief' }));
      if (seen.length === 20)
        await client.write(
          'res.partner',
          await client.search(
            'res.partner',
            [
              ['id', 'in', seen],
              ['user_ids', '=', false],
            ],
            { limit: 1 },
          ),
          { active: false },
        );
    }
    assert.deepEqual(seen, before);
  });

  test('pages are given one by one, and stay as they are', async () => {
    const { client } = await connect();
    const pages = [];
    for await (const page of readColumnPages(client, 'res.partner', [], {
      fields,
      pageSize: 50,
      order: 'name, id',
    }))
      pages.push([page, structuredClone(page.toRows())]);
    assert.ok(pages.length > 3);
    for (const [page, rows] of pages) assert.deepStrictEqual(page.toRows(), rows);
    const all = await client.searchRead('res.partner', [], { fields, order: 'name, id' });
    assert.deepStrictEqual(
      pages.flatMap(([, rows]) => rows),
      all,
    );
  });

  test('progress is told after each page', async () => {
    const { client } = await connect();
    const told = [];
    const columns = await readColumns(client, 'res.partner', [], {
      fields: ['name'],
      pageSize: 100,
      limit: 250,
      onProgress: (progress) => told.push(progress),
    });
    assert.deepEqual(
      told.map(({ done, total }) => [done, total]),
      [
        [100, 250],
        [200, 250],
        [250, 250],
      ],
    );
    assert.deepEqual(Object.keys(told[0]), ['done', 'total', 'elapsedMs', 'etaMs', 'bytes']);
    assert.ok(told[0].bytes > 1000 && told[0].bytes < told[1].bytes);
    assert.equal(columns.length, 250);
    const all = [];
    await readColumns(client, 'res.partner', [['id', '<', 20]], {
      fields: ['name'],
      limit: null,
      onProgress: (progress) => all.push(progress),
    });
    assert.deepEqual([all.length, all[0].done, all[0].etaMs], [1, all[0].total, 0]);
  });

  test('an exception of onProgress is reported, and ends nothing', async (t) => {
    const { client } = await connect();
    const reported = t.mock.method(console, 'error', () => {});
    const columns = await readColumns(client, 'res.partner', [['id', '<', 20]], {
      fields: ['name'],
      onProgress: () => {
        throw new Error('oops');
      },
    });
    assert.ok(columns.length > 0);
    assert.match(reported.mock.calls[0].arguments.join(' '), /onProgress threw Error: oops/);
  });

  test('a limit of false, null or 0 is all', async () => {
    const { client } = await connect();
    const count = await client.searchCount('res.partner', []);
    for (const limit of [false, null, 0, undefined])
      assert.equal(
        (await readColumns(client, 'res.partner', [], { fields: ['name'], limit })).length,
        count,
      );
  });

  test('types are asked for once for each field', async () => {
    const { client, odoo } = await connect();
    const asked = () => odoo.requests.filter(({ method }) => method === 'fields_get').length;
    await readColumns(client, 'res.partner', [], { fields: ['name', 'email'], limit: 1 });
    await readColumns(client, 'res.partner', [], { fields: ['email'], limit: 1 });
    assert.equal(asked(), 1);
    await readColumns(client, 'res.partner', [], { fields: ['email', 'phone'], limit: 1 });
    assert.equal(asked(), 2);
    await readColumns(client, 'res.partner', [], { limit: 1 });
    await readColumns(client, 'res.partner', [], { limit: 1 });
    assert.equal(asked(), 3);
    await readColumns(client, 'res.country', [], { fields: ['name'], limit: 1 });
    assert.equal(asked(), 4);
  });

  test('the context is that of the call', async () => {
    const { client } = await connect();
    const id = await client.create('res.partner', { name: 'archived', active: false });
    const read = (context) =>
      readColumns(client, 'res.partner', [['id', '=', id]], { fields: ['name'], context });
    assert.equal((await read()).length, 0);
    assert.equal((await read({ active_test: false })).length, 1);
  });

  test('a field that does not exist is named before anything is read', async () => {
    const { client, odoo } = await connect();
    // Every object of JavaScript has the latter two.
    for (const name of ['nmae', 'constructor', 'toString']) {
      const error = await failure(
        readColumns(client, 'res.partner', [], { fields: ['name', name] }),
      );
      assert.equal(error.constructor, toolbox.OdooError);
      assert.match(error.message, new RegExp(`^There is no field '${name}' on res\\.partner`));
      assert.deepEqual([error.model, error.field], ['res.partner', name]);
    }
    assert.ok(!odoo.requests.some(({ method }) => method === 'search_read'));
  });

  test('errors of the server are those of the client', async () => {
    const { client, odoo } = await connect();
    assert.equal(
      (await failure(readColumns(client, 'no.model', [], { fields: ['name'] }))).constructor,
      (await failure(client.search('no.model'))).constructor,
    );
    odoo.failNext({ fault: 'error', name: 'odoo.exceptions.AccessError', method: 'search_read' });
    const error = await failure(readColumns(client, 'res.partner', [], { fields: ['name'] }));
    assert.deepEqual(
      [error.constructor, error.model, error.method],
      [toolbox.OdooAccessError, 'res.partner', 'search_read'],
    );
    odoo.failNext({ fault: 'html', method: 'search_read', count: 20 });
    assert.ok(
      (await failure(
        readColumns(client, 'res.partner', [], { fields: ['name'], timeoutMs: 2000 }),
      )) instanceof toolbox.OdooNetworkError,
    );
  });

  test('an answer that breaks off in the middle is an OdooNetworkError', async () => {
    const { client, odoo } = await connect();
    for (const fault of ['truncate', 'resetMidBody']) {
      odoo.failNext({ fault, method: 'search_read', count: 20 });
      const error = await failure(
        readColumns(client, 'res.partner', [], { fields: ['name'], timeoutMs: 2000 }),
      );
      odoo.reset();
      assert.ok(error instanceof toolbox.OdooNetworkError, error);
    }
  });

  test('a signal ends a read, at any page', async () => {
    const { client } = await connect();
    assert.equal(
      (
        await failure(
          readColumns(client, 'res.partner', [], { signal: AbortSignal.abort(new Error('no')) }),
        )
      ).message,
      'no',
    );
    const controller = new AbortController();
    const reading = readColumns(client, 'res.partner', [], {
      fields: ['name'],
      pageSize: 10,
      signal: controller.signal,
      onProgress: ({ done }) => {
        if (done === 30) controller.abort(new Error('enough'));
      },
    });
    assert.equal((await failure(reading)).message, 'enough');
  });

  test('whoever stops in the middle may begin anew', async () => {
    const { client } = await connect();
    for (let turn = 0; turn < 5; turn += 1) {
      for await (const page of readColumnPages(client, 'res.partner', [], {
        fields: ['name'],
        pageSize: 10,
        order: 'name',
      }))
        if (page.length) break;
    }
    const columns = await readColumns(client, 'res.partner', [], { fields: ['name'] });
    assert.deepStrictEqual(
      columns.toRows(),
      await client.searchRead('res.partner', [], { fields: ['name'], order: 'id' }),
    );
  });

  test('many reads at once do not mix', async () => {
    const { client } = await connect();
    const domains = Array.from({ length: 8 }, (_, index) => [['id', '>', index * 20]]);
    const all = await Promise.all(
      domains.map((domain, index) =>
        readColumns(client, 'res.partner', domain, { fields, pageSize: 20 + index }),
      ),
    );
    for (const [index, columns] of all.entries()) {
      assert.deepStrictEqual(
        columns.toRows(),
        await client.searchRead('res.partner', domains[index], { fields, order: 'id' }),
      );
    }
  });

  test('a client whose call is overridden is read through all the same', async () => {
    const { client } = await connect();
    const calls = [];
    class Watched extends toolbox.OdooClient {
      call(model, method, args, kwargs) {
        calls.push(method);
        return client.call(model, method, args, kwargs);
      }
    }
    const watched = new Watched({
      url: 'http://localhost',
      database: 'demo',
      username: 'admin',
      password: 'admin',
    });
    const columns = await readColumns(watched, 'res.partner', [], {
      fields: ['name'],
      pageSize: 100,
    });
    assert.deepStrictEqual(
      columns.toRows(),
      await client.searchRead('res.partner', [], { fields: ['name'], order: 'id' }),
    );
    assert.deepEqual(calls, [
      'fields_get',
      'search_read',
      'search_read',
      'search_read',
      'search_read',
    ]);
  });
});

test('arguments of the wrong type are refused before anything is sent', async () => {
  const { client, odoo } = await connect();
  const sent = odoo.requests.length;
  for (const [args, words] of [
    [[{}, 'res.partner'], /^client: expected an OdooClient, got an object$/],
    [[client, 5], /^model: expected the name of a model, got 5$/],
    [[client, ''], /^model: /],
    [[client, 'res.partner', 'name'], /^domain: expected a list, got 'name'$/],
    [[client, 'res.partner', [], null], /^options: expected an object, got null$/],
    ...[
      ['fields', 'name', "a list of field names, got 'name'"],
      ['fields', [5], 'a list of field names, got a list'],
      ['pageSize', 0, 'a number of records above 0, got 0'],
      ['pageSize', -5, 'a number of records above 0, got -5'],
      ['pageSize', 1.5, 'a number of records above 0, got 1.5'],
      ['pageSize', '10', "a number of records above 0, got '10'"],
      ['pageSize', NaN, 'a number of records above 0, got NaN'],
      ['limit', -1, 'a number of records, 0 for all, got -1'],
      ['order', ['id'], "fields to sort by, such as 'date desc, id', got a list"],
      ['types', 'json', "an object of fields and types, got 'json'"],
      ['types', { name: 5 }, 'an object of fields and types, got an object'],
      ['onProgress', true, 'a function, got true'],
      ['signal', 5, 'an AbortSignal, got 5'],
    ].map(([name, value, words]) => [
      [client, 'res.partner', [], { [name]: value }],
      new RegExp(`^options\\.${name}: expected ${words}$`),
    ]),
  ]) {
    for (const error of [
      await failure(readColumns(...args)),
      await failure(readColumnPages(...args).next()),
    ]) {
      assert.ok(error instanceof TypeError, error);
      assert.match(error.message, words);
    }
  }
  assert.equal(odoo.requests.length, sent);
});

test('a domain that goes round in circles is refused', async () => {
  const { client } = await connect();
  const domain = [['name', '=', 'x']];
  domain.push(domain);
  assert.ok(
    (await failure(readColumns(client, 'res.partner', domain, { fields: ['name'] }))) instanceof
      TypeError,
  );
});

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

  test('what is no list of records is told', async () => {
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
      assert.match(error.message, /^The answer of m\.search_read is no list of records/);
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
    assert.match(error.message, /^The pages of m\.search_read do not go on: after id 10 came 10/);
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
