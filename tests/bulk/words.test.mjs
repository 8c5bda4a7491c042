// The client checks its arguments in Rust, bulk work in TypeScript: a program cannot tell. SEED=…
// repeats a run.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anythingFrom, firstSeed } from '../generated.js';
import { bulk, connect, failure } from './fixture.mjs';

const { iterate, writeMany } = bulk;

/** A seed's value, whose texts JavaScript and Rust read alike: no half of a pair of code units. */
const given = (seed) => {
  const value = anythingFrom(seed);
  return typeof value === 'string' ? value.replaceAll('\ud800', '') : value;
};

test('the client and bulk work refuse wrong options with the same words', async () => {
  const { client } = await connect();
  const long = ['x'.repeat(40), 'x'.repeat(41), '😀'.repeat(40), '😀'.repeat(41), '"\\\n\u0001'];
  const first = firstSeed();
  const values = Array.from({ length: 400 }, (_, index) => () => given(first + index));
  let compared = 0;
  for (const make of [...values, ...long.map((text) => () => text)]) {
    const own = await client.search('res.partner', [], make()).catch((error) => error);
    if (!String(own).startsWith('TypeError: Invalid options:')) continue;
    compared += 1;
    for (const of of [
      async () => iterate(client, 'res.partner', [], make()).next(),
      async () => writeMany(client, 'res.partner', [], make()),
    ]) {
      const other = await failure(of());
      assert.equal(`${other}`, `${own}`, `SEED=${first}`);
      for (const decision of ['notSent', 'refused', 'transient', 'reason'])
        assert.equal(other[decision], own[decision]);
    }
  }
  assert.ok(compared > 100, `${compared} of ${values.length}`);
});
