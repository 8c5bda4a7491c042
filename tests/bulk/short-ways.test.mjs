// What goes a short way comes to what the long way makes of it: rows that are looked at quickly and
// closely, JSON the same, and reads that go out together, however they are answered. SEED=… repeats
// a run.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { build } from 'esbuild';
import { sources } from '../../scripts/project.mjs';
import {
  anythingFrom,
  closely,
  firstSeed,
  randomFrom,
  renamed,
  rowFrom,
  valuesFrom,
} from '../generated.js';
import { bulk } from './fixture.mjs';

/** Modules that are no entries of the package, from their sources. */
async function fromSources(text) {
  const { outputFiles } = await build({
    stdin: { contents: text, resolveDir: sources, loader: 'ts' },
    tsconfig: join(sources, 'tsconfig.json'),
    bundle: true,
    format: 'esm',
    write: false,
  });
  return import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
}
const { jsonOf, plain, rowsOf } = await fromSources(`
  export { jsonOf, plain } from '#plain/index.ts';
  export { rowsOf } from '#bulk/rows.ts';
`);

const first = firstSeed();

/** Holds for each of many seeds; answers how often `holds` said that it was the short way. */
function ofMany(count, holds) {
  let short = 0;
  for (let seed = first; seed < first + count; seed += 1) if (holds(seed)) short += 1;
  return short;
}

/** What some work comes to: its JSON, or its error. */
function outcome(work) {
  try {
    return JSON.stringify(work()) ?? 'undefined';
  } catch (error) {
    return `${error.name}: ${error.message}`;
  }
}

const isObject = (value) => typeof value === 'object' && value !== null;

/** Whether a row is one that may go the short way. */
function isUsual(row) {
  try {
    return Object.getPrototypeOf(row) === Object.prototype && Object.values(row).length >= 0;
  } catch {
    return false;
  }
}

describe('the quick look', () => {
  for (const [made, from] of [
    ['anything', anythingFrom],
    ['values', (seed) => valuesFrom(seed)[1]],
  ]) {
    test(`of ${made} takes what the close one takes, and refuses it with the same words`, () => {
      const refused = ofMany(5000, (seed) => {
        const look = (work) => (isObject(from(seed)) ? outcome(work) : 'not looked at');
        const closelyPlain = () => {
          try {
            return plain('values', closely(from(seed))).value;
          } catch (error) {
            throw renamed(error, 'values');
          }
        };
        const expected = look(closelyPlain);
        const quick = look(() => plain('values', from(seed)));
        assert.equal(quick, expected, `seed ${seed}`);
        const json = look(() => {
          const text = jsonOf('values', from(seed));
          return text === undefined ? undefined : JSON.parse(text);
        });
        assert.equal(json, expected, `seed ${seed}`);
        return expected.startsWith('TypeError: ');
      });
      assert.ok(refused > 250, `only ${refused} were refused, from the seed ${first} on`);
    });
  }

  test('of a row makes the copy that its JSON says', () => {
    // A client that takes links as they are read, and one that does not.
    const clients = [{}, { call() {} }, undefined];
    const flat = ofMany(5000, (seed) => {
      const client = clients[seed % 3];
      const rows = (row) => {
        const { values, sizes } = rowsOf('rows', [row], client);
        return { row: values[0], size: sizes[0] };
      };
      const row = rowFrom(seed);
      // What is not given has no place in JSON, and sends a row the long way.
      const long = rowFrom(seed);
      if (isUsual(long)) Object.defineProperty(long, 'not given', { enumerable: true });
      assert.equal(
        outcome(() => rows(row)),
        outcome(() => rows(long)),
        `seed ${seed}`,
      );
      return isUsual(row) && Object.values(row).every((value) => !isObject(value));
    });
    assert.ok(flat > 500, `only ${flat} were flat, from the seed ${first} on`);
  });
});

describe('reads that go out together', () => {
  const recordOf = (id) => ({ id, name: `n${id}`, tags: [id] });

  /** Has callers read together from a server that answers in an order, and notes what each gets. */
  async function read(asked, exists, order) {
    let calls = 0;
    const client = {
      async read(_model, ids) {
        calls += 1;
        return order([...new Set(ids)].filter(exists).map(recordOf));
      },
    };
    const together = bulk.coalesced(client);
    const given = await Promise.all(asked.map((ids) => together.read('m', ids, ['name'])));
    // What one caller does to its records, no other one sees.
    const shown = given.map((records) => JSON.stringify(records));
    for (const records of given) for (const record of records) record.tags.push('mine');
    const seen = given.flat().map(({ tags }) => tags.length);
    assert.ok(
      seen.every((length) => length === 2),
      'a record was shared',
    );
    return { calls, shown };
  }

  test('give each caller the same, in whatever order the server answers', async () => {
    let short = 0;
    for (let seed = first; seed < first + 300; seed += 1) {
      const random = randomFrom(seed);
      const isShared = random.chance(0.3);
      let next = 1;
      const id = () => {
        next += 1 + random.below(3);
        return isShared ? 1 + random.below(9) : next;
      };
      const asked = [[id()], ...random.listOf(5, () => [id(), ...random.listOf(4, id)])];
      // Distinct within a caller, as a list of records is.
      const ids = asked.map((each) => [...new Set(each)]);
      const missing = random.chance(0.3) ? random.below(12) : undefined;
      const exists = (each) => each !== missing;
      const expected = ids.map((each) => JSON.stringify(each.filter(exists).map(recordOf)));
      const orders = [
        (records) => records,
        (records) => records.reverse(),
        (records) => [...records, recordOf(-1)],
      ];
      for (const order of orders) {
        const { calls, shown } = await read(ids, exists, order);
        assert.deepEqual([calls, shown], [1, expected], `seed ${seed}`);
      }
      if (!isShared && missing === undefined) short += 1;
    }
    assert.ok(short > 60, `only ${short} went the short way, from the seed ${first} on`);
  });
});
