// Creating, writing and deleting much: what is done, in which chunks, and with wrong arguments.

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
  toolbox,
} from './fixture.mjs';
import { numbers, refused, rows, stored } from './rows.mjs';

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
      /^Invalid valuesList\[1\]: expected an object of fields and values, got null$/,
    ],
    [
      'no list',
      () => bulk.createMany(unused, 'm', { name: 'x' }),
      /^Invalid valuesList: expected a list, got an object$/,
    ],
    [
      'a chunk of nothing',
      () => bulk.createMany(unused, 'm', [{}], { chunkSize: 0 }),
      /^Invalid options\.chunkSize: expected a number of records above 0, got 0$/,
    ],
    [
      'no concurrency',
      () => bulk.createMany(unused, 'm', [{}], { concurrency: -1 }),
      /^Invalid options\.concurrency: /,
    ],
    [
      'another way to fail',
      () => bulk.createMany(unused, 'm', [{}], { onError: 'skip' }),
      /^Invalid options\.onError: expected 'stop' or 'collect', got "skip"$/,
    ],
    [
      'ids that are none',
      () => bulk.writeMany(unused, 'm', [{ ids: [1, '2'], values: {} }]),
      /^Invalid rows\[0\]\.ids\[1\]: expected the id of a record, got "2"$/,
    ],
    [
      'no values',
      () => bulk.writeMany(unused, 'm', [{ ids: 1 }]),
      /^Invalid rows\[0\]\.values: expected an object of fields and values, got undefined$/,
    ],
    [
      'an id of 0',
      () => bulk.unlinkMany(unused, 'm', [1, 0]),
      /^Invalid ids\[1\]: expected the id of a record, got 0$/,
    ],
    [
      'options that are none',
      () => bulk.unlinkMany(unused, 'm', [1], 5),
      /^Invalid options: expected an object, got 5$/,
    ],
  ]) {
    test(`${what}: a TypeError that names it, before anything is sent`, async () => {
      const error = await failure(run());
      assert.equal(error.name, 'TypeError', error.stack);
      assert.match(error.message, words);
    });
  }
});
