// A server that has nothing but ids, for tests of what becomes of pages while records come and go.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';

/** A random number below `most`, the same ones for the same seed. */
function randomOf(seed) {
  let state = seed;
  return (most) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * most);
  };
}

export const upTo = (count) => Array.from({ length: count }, (_, index) => index + 1);

const compare = {
  '>': (id, other) => id > other,
  '<': (id, other) => id < other,
  '>=': (id, other) => id >= other,
  '<=': (id, other) => id <= other,
};

/**
 * What a server with records of these ids answers, which the test may change. `meanwhile` runs
 * before each answer.
 */
export const answerOf =
  (ids, meanwhile = () => {}) =>
  async (call, number) => {
    await meanwhile(call, number);
    const {
      method,
      args: [domain],
      kwargs: { limit, order },
    } = call;
    const found = ids
      .filter((id) => domain.every(([, operator, value]) => compare[operator](id, value)))
      .sort((a, b) => (order === 'id desc' ? b - a : a - b))
      .slice(0, limit);
    return new Response(JSON.stringify(method === 'search' ? found : found.map((id) => ({ id }))));
  };

/**
 * Declares the tests of what others may do while ids are read. `read(answer, options)` resolves to
 * the ids that a client reads from a server that answers so; `optionsOf(random)` makes options
 * besides order and limit.
 */
export function testChanges(read, optionsOf) {
  for (const order of ['id', 'id desc']) {
    test(`${order}: what is there all the time is read once and in order, what comes and goes at most once`, async () => {
      for (let seed = 1; seed <= 150; seed += 1) {
        const random = randomOf(seed);
        const ids = upTo(60 + random(60)).filter(() => random(3) > 0);
        const [always, ever] = [new Set(ids), new Set(ids)];
        const change = () => {
          const id = random(3) === 0 ? 1 + Math.max(...ever) : 1 + random(130);
          const at = ids.indexOf(id);
          if (at >= 0) ids.splice(at, 1);
          else ids.push(id);
          always.delete(id);
          ever.add(id);
        };
        const options = { order, ...optionsOf(random) };
        const seen = await read(
          answerOf(ids, () => {
            for (let left = random(4); left > 0; left -= 1) change();
          }),
          options,
        );
        const told = `seed ${seed}, ${JSON.stringify(options)}: ${seen}`;
        assert.deepEqual(
          seen,
          [...new Set(seen)].sort((a, b) => (order === 'id' ? a - b : b - a)),
          told,
        );
        assert.deepEqual(
          [...always].filter((id) => !seen.includes(id)),
          [],
          told,
        );
        assert.deepEqual(
          seen.filter((id) => !ever.has(id)),
          [],
          told,
        );
      }
    });
  }

  test('a limit is kept when records vanish and others come', async () => {
    for (let seed = 1; seed <= 60; seed += 1) {
      const random = randomOf(seed);
      const ids = upTo(150);
      const answer = answerOf(ids, () => {
        if (random(2)) ids.splice(random(100), 1 + random(3));
        else ids.push(ids.at(-1) + 1);
      });
      const limit = 20 + random(30);
      const seen = await read(answer, { limit, ...optionsOf(random) });
      assert.deepEqual([seen.length, new Set(seen).size], [limit, limit], `seed ${seed}`);
    }
  });
}

/**
 * Declares the test of pages that are under way at once, `most` of them; `read` is that of {@link
 * testChanges}.
 */
export function testUnderWay(read, most) {
  test(`pages are under way at once, ${most} of them, which neither overlap nor leave out ids`, async () => {
    let [underWay, seen] = [0, 0];
    const ends = [];
    const answer = answerOf(upTo(200), async ({ method, args: [domain] }) => {
      if (method !== 'search_read') return;
      if (domain.length === 2) ends.push(domain.map(([, , id]) => id));
      underWay += 1;
      seen = Math.max(seen, underWay);
      await setTimeout(2);
      underWay -= 1;
    });
    assert.deepEqual(await read(answer, { pageSize: 10 }), upTo(200));
    assert.equal(seen, most);
    assert.ok(ends.length > 10, `${ends.length}`);
    assert.deepEqual(
      ends,
      ends.map((_, index) => [ends[0][0] + 10 * index, ends[0][0] + 10 * (index + 1)]),
    );
  });
}
