// Long reads by id: the next page is under way while one comes in, whatever others do to the
// records meanwhile.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { answerOf, testChanges, testUnderWay, upTo } from '../server-of-ids.mjs';
import { connect, failure, readColumnPages, readColumns, standIn } from './fixture.mjs';

const types = { id: 'integer' };
const serverOf = (ids, meanwhile) => standIn(answerOf(ids, meanwhile), types);
const idsOf = (columns) => [...columns.column('id').values];
const read = async (answer, options) =>
  idsOf(await readColumns(standIn(answer, types), 'm', [], options));

describe('long reads by id', () => {
  testUnderWay(read, 2);

  testChanges(read, (random) => ({ pageSize: 1 + random(6) }));

  test('the ends of pages may vanish, also where the client makes one call at a time and the program calls in between', async () => {
    const { client } = await connect({}, { maxConcurrent: 1 });
    const ids = await client.create(
      'res.partner',
      upTo(100).map((number) => ({ name: `x ${number}`, ref: 'x' })),
    );
    const seen = [];
    for await (const page of readColumnPages(client, 'res.partner', [['ref', '=', 'x']], {
      fields: ['name'],
      pageSize: 5,
    })) {
      seen.push(...idsOf(page));
      if (seen.length === 30)
        await client.unlink(
          'res.partner',
          ids.filter((_, index) => index >= 40 && index % 5 === 4),
        );
      await client.searchCount('res.partner', []);
    }
    assert.deepEqual(
      seen,
      ids.filter((_, index) => index < 40 || index % 5 !== 4),
    );
  });

  test('a server that begins to give fewer records a page loses none', async () => {
    const ids = upTo(90);
    let most = 5;
    const answer = answerOf(ids, (_, number) => {
      if (number > 12) most = 2;
    });
    const client = standIn(
      (call, number) =>
        answer(
          call.method === 'search'
            ? call
            : { ...call, kwargs: { ...call.kwargs, limit: Math.min(call.kwargs.limit, most) } },
          number,
        ),
      types,
    );
    assert.deepEqual(idsOf(await readColumns(client, 'm', [], { pageSize: 5 })), ids);
  });

  test('a server that does not mind the end of a page is an error, and nothing is read twice', async () => {
    const ids = upTo(100);
    const answer = answerOf(ids, (_, number) => {
      if (number === 8) ids.splice(ids.indexOf(70), 1);
    });
    const client = standIn(
      (call, number) =>
        answer(
          { ...call, args: [call.args[0].filter(([, operator]) => operator !== '<=')] },
          number,
        ),
      types,
    );
    const seen = [];
    const error = await failure(
      (async () => {
        for await (const page of readColumnPages(client, 'm', [], { pageSize: 10 }))
          seen.push(...idsOf(page));
      })(),
    );
    assert.match(error.message, /^The pages of m\.search_read do not go on: /);
    assert.deepEqual(seen, upTo(seen.length));
  });

  for (const order of ['id', 'name']) {
    test(`${order}: a page that has to be asked for again does not wait for a place that the next one has`, async () => {
      const { client, odoo } = await connect({}, { maxConcurrent: 1 });
      const ids = await client.create(
        'res.partner',
        upTo(80).map((number) => ({ name: `x ${String(number).padStart(3, '0')}`, ref: 'x' })),
      );
      for (const fault of [
        { fault: 'status', status: 503 },
        { fault: 'resetMidBody' },
        { fault: 'truncate' },
        { fault: 'resetBefore' },
      ]) {
        for (const after of [1, 4, 5, 6]) {
          odoo.failNext({ ...fault, method: 'search_read', after });
          assert.deepEqual(
            idsOf(
              await readColumns(client, 'res.partner', [['ref', '=', 'x']], {
                fields: ['name'],
                pageSize: 5,
                order,
                timeoutMs: 5000,
              }),
            ),
            ids,
            `${fault.fault}, ${after}`,
          );
        }
      }
      assert.equal(odoo.requests.filter(({ fault }) => fault).length, 16);
    });
  }

  test('a page that came before its turn is told of with its own row, and an error of the server with its own class', async () => {
    const bodies = { 50: '[{"id": 51}, {"id": "no"}]', 60: '{"error": {"message": "not these"}}' };
    for (const [wrong, check] of [
      [50, (error) => assert.deepEqual([error.row, error.field], [51, 'id'])],
      [60, (error) => assert.equal(error.message, 'not these')],
    ]) {
      const answer = answerOf(upTo(100));
      const client = standIn(async (call, number) => {
        const [term] = call.args[0];
        // This one comes while the page before is still on its way.
        if (call.method === 'search_read' && term?.[2] === wrong)
          return new Response(bodies[wrong]);
        if (call.method === 'search_read') await setTimeout(10);
        return answer(call, number);
      }, types);
      const seen = [];
      const error = await failure(
        (async () => {
          for await (const page of readColumnPages(client, 'm', [], { pageSize: 10 }))
            seen.push(...idsOf(page));
        })(),
      );
      check(error);
      assert.deepEqual(seen, upTo(wrong));
    }
  });

  test('a signal ends a read with its reason, also of a client that knows nothing of signals', async () => {
    const reason = new Error('enough');
    for (const rounds of [1, 5]) {
      const controller = new AbortController();
      const client = serverOf(upTo(200), async ({ method }) => {
        await setTimeout(2);
        if (method === 'search_read' && client.calls.length >= 2 * rounds) controller.abort(reason);
      });
      assert.equal(
        await failure(readColumns(client, 'm', [], { pageSize: 10, signal: controller.signal })),
        reason,
      );
    }
  });

  test('break ends what is under way', async () => {
    const signals = [];
    const client = serverOf(upTo(200), async ({ args: [[term]], options: { signal } }) => {
      if (!(term?.[2] >= 60)) return;
      signals.push(signal);
      await setTimeout(5000, undefined, { signal });
    });
    for await (const page of readColumnPages(client, 'm', [], { pageSize: 10 }))
      if (idsOf(page).includes(60)) break;
    assert.ok(signals.length > 0 && signals.every(({ aborted }) => aborted), `${signals.length}`);
  });
});
