// readGroup: the same rows from every version. What the servers answer is recorded; over the
// sandbox all of it comes together.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { project, toolbox } from './fixture.mjs';
import { keyOptions, keys, startSandbox, users } from './sandbox.mjs';

const { OdooClient, OdooError, OdooRpcError } = toolbox;
const recorded = (series, name) =>
  JSON.parse(readFileSync(join(project, 'tests/exchanges', series, `${name}.json`), 'utf8'))
    .response.body;
const leads = [['name', '=like', 'rec lead%']];

/** A client of a server of that version, whose calls are answered by `answers`, in order. */
function clientOf(version, ...answers) {
  const calls = [];
  class Double extends OdooClient {
    getSession() {
      return version === undefined ? { uid: 2 } : { uid: 2, server_version: version };
    }
    async call(...args) {
      calls.push(args);
      const answer = answers.shift();
      if (answer instanceof Error) throw answer;
      return answer;
    }
  }
  return {
    client: new Double({ url: 'http://x', database: 'd', username: 'u', password: 'p' }),
    calls,
  };
}

/** A refusal as the client makes it: the fault table has decided why. */
const refusalOf = (message, decisions) => Object.assign(new OdooRpcError(message), decisions);

/** The rows of a group, and the call that they came from. */
async function rowsOf(version, options, answer) {
  const { client, calls } = clientOf(version, answer);
  return { rows: await client.readGroup('crm.lead', leads, options), call: calls[0] };
}

const renamed = (rows, from, to) =>
  rows.map(({ [from]: value, ...row }) => ({ ...row, [to]: value }));

describe('rows', () => {
  test('of two groups with sums are the same from both methods', async () => {
    const options = {
      groupBy: ['priority', 'date_deadline:month'],
      aggregates: ['expected_revenue:sum'],
    };
    const newer = await rowsOf('19.0', options, recorded('19.0', 'group-formatted-two').result);
    assert.deepEqual(newer.call, [
      'crm.lead',
      'formatted_read_group',
      [leads],
      { groupby: options.groupBy, aggregates: ['expected_revenue:sum', '__count'] },
    ]);
    assert.deepEqual(newer.rows[1], {
      priority: '0',
      'date_deadline:month': ['2027-03-01', 'March 2027'],
      'expected_revenue:sum': 25.5,
      __count: 1,
      __extra_domain: [
        '&',
        '&',
        ['priority', '=', '0'],
        ['date_deadline', '>=', '2027-03-01'],
        ['date_deadline', '<', '2027-04-01'],
      ],
      __range: { 'date_deadline:month': { from: '2027-03-01', to: '2027-04-01' } },
    });
    for (const series of ['17.0', '18.0']) {
      const older = await rowsOf(
        series,
        options,
        renamed(recorded(series, 'group-lazy-false').result, 'expected_revenue', 'a0'),
      );
      assert.deepEqual(older.call, [
        'crm.lead',
        'read_group',
        [],
        {
          domain: leads,
          fields: ['a0:sum(expected_revenue)'],
          groupby: options.groupBy,
          lazy: false,
        },
      ]);
      assert.deepEqual(older.rows, newer.rows, series);
    }
  });

  test('of dates have start, label and range in the time zone of the user', async () => {
    const options = { groupBy: 'date_deadline:day', aggregates: ['allocated_hours:sum'] };
    const newer = await rowsOf(
      '19.0',
      options,
      recorded('19.0', 'group-formatted-datetime-tz').result.map((row) => ({ ...row, __count: 1 })),
    );
    assert.deepEqual(newer.rows[0]['date_deadline:day'], ['2026-03-27 23:00:00', '28 Mar 2026']);
    assert.deepEqual(newer.rows[3].__extra_domain, [['date_deadline', '=', false]]);
    for (const series of ['17.0', '18.0']) {
      const older = await rowsOf(
        series,
        options,
        renamed(recorded(series, 'group-datetime-day-tz').result, 'allocated_hours', 'a0'),
      );
      assert.deepEqual(older.rows, newer.rows, series);
    }
  });

  test('of parts of dates are numbers', async () => {
    const options = { groupBy: ['date_deadline:month_number'] };
    const newer = await rowsOf(
      '19.0',
      options,
      recorded('19.0', 'group-formatted-month-number').result,
    );
    const older = await rowsOf('18.0', options, recorded('18.0', 'group-date-month-number').result);
    assert.deepEqual(older.rows, newer.rows);
    assert.deepEqual(newer.rows[0].__extra_domain, [['date_deadline.month_number', '=', 1]]);
  });

  test('of a date without granularity are by month', async () => {
    const older = await rowsOf(
      '17.0',
      { groupBy: ['date_deadline'] },
      recorded('17.0', 'group-date-default').result,
    );
    // What the newer method says of a date alone was not recorded; it is asked again where it
    // refuses.
    const refusal = refusalOf("Granularity not set on a date(time) field: 'date_deadline'", {
      reason: 'granularity',
      field: 'date_deadline',
    });
    const { client, calls } = clientOf('19.0', refusal, [
      recorded('19.0', 'group-formatted-two').result[0],
    ]);
    const [row] = await client.readGroup('crm.lead', leads, { groupBy: ['date_deadline'] });
    assert.deepEqual(calls[1][3].groupby, ['date_deadline:month']);
    assert.deepEqual(row.date_deadline, older.rows[0].date_deadline);
    assert.deepEqual(row.__range, older.rows[0].__range);
  });

  test('of records are pairs, and are found by the id', async () => {
    for (const series of ['17.0', '19.0', '20.0']) {
      const answer = [
        { partner_id: [7, 'Ada'], __count: 2, __extra_domain: [] },
        { partner_id: false, __count: 1, __extra_domain: [] },
      ];
      const { rows } = await rowsOf(series, { groupBy: ['partner_id'] }, answer);
      assert.deepEqual(
        rows,
        [
          { partner_id: [7, 'Ada'], __count: 2, __extra_domain: [['partner_id', '=', 7]] },
          { partner_id: false, __count: 1, __extra_domain: [['partner_id', '=', false]] },
        ],
        series,
      );
    }
  });

  test('of no group at all are one', async () => {
    const options = { aggregates: ['__count', 'expected_revenue:sum'] };
    const newer = await rowsOf('19.0', options, recorded('19.0', 'group-formatted-none').result);
    assert.deepEqual(newer.rows, [
      { __count: 5, 'expected_revenue:sum': 375.6, __extra_domain: [[1, '=', 1]] },
    ]);
    for (const series of ['17.0', '18.0']) {
      const older = await rowsOf(
        series,
        options,
        renamed(recorded(series, 'group-none').result, 'expected_revenue', 'a0'),
      );
      assert.deepEqual(older.rows, newer.rows, series);
    }
  });
});

describe('conditions on groups', () => {
  test('with an order and a page work where the server knows none', async () => {
    const options = {
      groupBy: ['priority'],
      having: [
        ['__count', '>', 1],
        ['expected_revenue:avg', '<', 1000],
      ],
      order: 'expected_revenue:sum desc, priority',
      limit: 1,
      offset: 1,
    };
    const { call } = await rowsOf('19.0', options, []);
    assert.deepEqual(call[3], {
      groupby: ['priority'],
      aggregates: ['__count'],
      having: options.having,
      order: options.order,
      offset: 1,
      limit: 1,
    });
    const row = (priority, __count, a0) => ({ priority, __count, a0, a1: 1 });
    const older = await rowsOf('17.0', options, [
      row('1', 2, 100),
      row('3', 1, 50),
      row('2', 9, 5000),
      row('0', 2, 62.8),
      row('4', 2, 1),
    ]);
    assert.deepEqual(older.call[3], {
      domain: leads,
      fields: ['a0:avg(expected_revenue)', 'a1:sum(expected_revenue)'],
      groupby: ['priority'],
      lazy: false,
      orderby: 'a1 desc, priority',
    });
    assert.deepEqual(older.rows, [
      { priority: '0', __count: 2, __extra_domain: [['priority', '=', '0']] },
    ]);
  });

  test('combine as in any domain', async () => {
    for (const [having, kept] of [
      [[['__count', '=', 2]], 1],
      [[['__count', '!=', 2]], 0],
      [['!', ['__count', '=', 2]], 0],
      [['|', ['__count', '<', 2], ['__count', '>=', 2]], 1],
      [['&', ['__count', '<=', 2], ['__count', '>', 2]], 0],
      [[['__count', 'in', [1, 2]]], 1],
      [[['__count', 'not in', [1, 2]]], 0],
      [[['date:max', '=', false]], 1],
      [[['date:max', '>', '2026-01-01']], 0],
      [
        [
          ['date:max', '=', null],
          ['__count', '=', 2],
        ],
        1,
      ],
    ]) {
      const { rows } = await rowsOf('17.0', { having }, [{ __count: 2, a0: false }]);
      assert.equal(rows.length, kept, JSON.stringify(having));
    }
    for (const having of [
      ['&', ['__count', '=', 2]],
      [['__count', '=']],
      [['__count', 'like', '2']],
      [7],
      [['__count', 'in', 2]],
      [['__count', 'toString', 2]],
    ]) {
      await assert.rejects(
        rowsOf('17.0', { having }, [{ __count: 2 }]),
        TypeError,
        JSON.stringify(having),
      );
    }
  });
});

test('where the version is unknown the newer method is tried, and what came of it is remembered', async () => {
  for (const series of ['17.0', '18.0']) {
    const { message } = recorded(series, 'kw-formatted-read-group').error.data;
    const refusal = refusalOf(message, { reason: 'unknownMethod' });
    const { client, calls } = clientOf(undefined, refusal, [], []);
    await client.readGroup('crm.lead', leads, { groupBy: ['priority'] });
    await client.readGroup('crm.lead', leads, { groupBy: ['priority'] });
    assert.deepEqual(
      calls.map(([, method]) => method),
      ['formatted_read_group', 'read_group', 'read_group'],
    );
  }
  const { client, calls } = clientOf(undefined, new OdooRpcError('Something else'));
  await assert.rejects(client.readGroup('crm.lead', leads), /Something else/);
  assert.equal(calls.length, 1);
});

/** A list that cannot be read any more. */
function revokedList() {
  const { proxy, revoke } = Proxy.revocable([], {});
  revoke();
  return proxy;
}

test('what is wrong is refused before anything is sent', async () => {
  for (const [options, word] of [
    [{ groupBy: revokedList() }, /^Invalid groupBy: expected a list of texts, got an object$/],
    [{ aggregates: revokedList() }, /^Invalid aggregates: expected a list of texts, got an object/],
    [
      { having: revokedList() },
      /^Invalid having: expected a list of conditions, .* got an object$/,
    ],
    [Promise.resolve({ limit: 1 }), /^options cannot be read: it is a promise; await it first\. /],
    [{ groupBy: [7] }, /groupBy/],
    [{ groupBy: 7 }, /groupBy/],
    [{ aggregates: ['amount'] }, /aggregates\[0\]/],
    [{ aggregates: ['__count', 'amount:'] }, /aggregates\[1\]/],
    [{ aggregates: ['x:sum(amount)'] }, /aggregates\[0\]/],
    [{ aggregates: ['id:recordset'] }, /aggregates\[0\]/],
    [{ having: 'x' }, /having/],
    [{ order: 5 }, /order/],
    [{ limit: -1 }, /limit/],
    [{ offset: '1' }, /offset/],
    [7, /options/],
    [[], /options/],
    [{ groupby: ['x'] }, /did you mean 'groupBy'/],
    [{ agregates: ['x:sum'] }, /did you mean 'aggregates'/],
    [
      {
        get having() {
          throw new Error('no');
        },
      },
      /cannot be read/,
    ],
  ]) {
    const { client, calls } = clientOf('19.0');
    await assert.rejects(
      client.readGroup('m', [], options),
      (error) => error instanceof TypeError && word.test(error.message),
      String(word),
    );
    await assert.rejects(client.readGroup('', []), TypeError);
    await assert.rejects(client.readGroup('m', 'x'), TypeError);
    await assert.rejects(client.readGroup('m', ['name', '=', 'x']), TypeError);
    assert.deepEqual(calls, []);
  }
});

describe('over the sandbox', { concurrency: 2 }, () => {
  const options = {
    groupBy: ['is_company', 'create_date:year'],
    aggregates: ['__count', 'id:min', 'color:sum'],
    having: [['__count', '>', 0]],
    order: '__count desc, is_company',
    limit: 5,
  };
  let reference;
  for (const series of ['17.0', '18.0', '19.0', '20.0']) {
    test(`Odoo ${series} gives the same rows over every protocol, and an old call only where it means the same`, async () => {
      const sandbox = await startSandbox('--odoo', series, ...keyOptions);
      for (const protocol of ['session', 'jsonrpc', ...(series >= '19' ? ['json2'] : [])]) {
        const client = new OdooClient({
          url: sandbox.url,
          ...users.admin,
          protocol,
          ...(protocol === 'json2' ? { apiKey: keys.admin } : {}),
        });
        await client.authenticate();
        const rows = await client.readGroup('res.partner', [['id', '<', 40]], options);
        assert.ok(rows.length > 0 && rows.every((row) => row.__count > 0));
        for (const row of rows) {
          const found = await client.searchCount('res.partner', [
            '&',
            ['id', '<', 40],
            ...row.__extra_domain,
          ]);
          assert.equal(found, row.__count, JSON.stringify(row));
        }
        const shape = rows.map((row) => Object.keys(row));
        reference ??= shape;
        assert.deepEqual(shape[0], reference[0], `${series} ${protocol}`);
        const old = client.call('res.partner', 'read_group', [[], ['id:count'], ['is_company']]);
        if (series === '20.0') {
          await assert.rejects(
            old,
            (error) =>
              error instanceof OdooError &&
              error.notSent &&
              /client\.readGroup/.test(error.message),
            protocol,
          );
        } else {
          assert.ok((await old).length > 0);
        }
      }
    });
  }
});
