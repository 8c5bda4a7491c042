// Reading models page by page: against the sandbox, and with wrong arguments.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { account, combinations } from '../package/combinations.mjs';
import { keys } from '../package/sandbox.mjs';
import { Columns, connect, failure, readColumnPages, readColumns, toolbox } from './fixture.mjs';

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
    [[{}, 'res.partner'], /^Invalid client: expected an OdooClient, got an object$/],
    [[client, 5], /^Invalid model: expected the name of a model, got 5$/],
    [[client, ''], /^Invalid model: /],
    [[client, 'res.partner', 'name'], /^Invalid domain: expected a list, got "name"$/],
    [[client, 'res.partner', [], null], /^Invalid options: expected an object, got null$/],
    ...[
      ['fields', 'name', 'a list of field names, got "name"'],
      ['fields', [5], 'a list of field names, got a list'],
      ['pageSize', 0, 'a number of records above 0, got 0'],
      ['pageSize', -5, 'a number of records above 0, got -5'],
      ['pageSize', 1.5, 'a number of records above 0, got 1.5'],
      ['pageSize', '10', 'a number of records above 0, got "10"'],
      ['pageSize', NaN, 'a number of records above 0, got NaN'],
      ['limit', -1, 'a number of records, 0 for all, got -1'],
      ['order', ['id'], "fields to sort by, such as 'date desc, id', got a list"],
      ['types', 'json', 'an object of fields and types, got "json"'],
      ['types', { name: 5 }, 'an object of fields and types, got an object'],
      ['onProgress', true, 'a function, got true'],
      ['signal', 5, 'an AbortSignal, got 5'],
    ].map(([name, value, words]) => [
      [client, 'res.partner', [], { [name]: value }],
      new RegExp(`^Invalid options\\.${name}: expected ${words}$`),
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
