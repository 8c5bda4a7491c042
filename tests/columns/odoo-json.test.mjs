// NaN and the infinities, as Odoo writes them: the reader of JSON texts beside the decoder of
// bytes. What one of them takes, the other takes too, and as the same value.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { build } from 'esbuild';
import { fileURLToPath } from 'node:url';
import { builds, bytesOf } from './fixture.mjs';

const source = fileURLToPath(new URL('../../pkg/src/body/json.ts', import.meta.url));
const {
  outputFiles: [{ text: code }],
} = await build({ entryPoints: [source], write: false, format: 'esm' });
const { parseJson } = await import(`data:text/javascript,${encodeURIComponent(code)}`);

/** What a function gives, or that it throws. */
function tried(work) {
  try {
    return { value: work() };
  } catch (error) {
    assert.ok(error instanceof Error);
    return { isRefused: true };
  }
}

/** Numbers from 0 below 1, the same in every run. */
function numbers(seed) {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

const scalars = [
  'NaN',
  'Infinity',
  '-Infinity',
  '0',
  '-0',
  '1.5e3',
  'true',
  'false',
  'null',
  '""',
  '"NaN"',
  '"Infinity, NaN"',
  '"a\\"NaN"',
  '"\\\\"',
  '"\\\\\\"NaN"',
  '"[NaN]:"',
  '"é \\u00e9"',
];
const strays = [
  'NaN',
  'Infinity',
  '-Infinity',
  '-',
  '-NaN',
  '+',
  'N',
  'nan',
  'NaNs',
  'Infinity5',
  '1',
  '5',
  'x',
  '"',
  '\\',
  ',',
  ':',
  '[',
  ']',
  '{',
  '}',
  ' ',
  '\n',
  '1e999',
  '[NaN]',
  '{NaN: 1}',
  '{"NaN": NaN}',
];

/** Parts of a random value. */
function partsOf(random, depth = 0) {
  const pick = (list) => list[Math.floor(random() * list.length)];
  const space = () => (random() < 0.2 ? [pick([' ', '\n', '\t ', '  '])] : []);
  const form = random();
  if (depth > 3 || form < 0.5) return [...space(), pick(scalars), ...space()];
  const isList = form < 0.75;
  const parts = [isList ? '[' : '{'];
  const count = Math.floor(random() * 4);
  for (let index = 0; index < count; index += 1) {
    if (index > 0) parts.push(',');
    if (!isList)
      parts.push(...space(), pick(['"a"', '"NaN"', '"x\\"Infinity"', '"b"']), ...space(), ':');
    parts.push(...partsOf(random, depth + 1));
  }
  return [...parts, isList ? ']' : '}'];
}

/**
 * The parts as a text, with a part that is lost, doubled or put there by mistake, where `isBroken`.
 */
function textOf(parts, random, isBroken) {
  if (!isBroken) return parts.join('');
  const at = Math.floor(random() * (parts.length + 1));
  const stray = strays[Math.floor(random() * strays.length)];
  const form = random();
  return [
    ...parts.slice(0, at),
    ...(form < 0.7 ? [stray] : []),
    ...parts.slice(form > 0.5 ? at + 1 : at),
  ].join('');
}

const isOneRecord = (value) =>
  Array.isArray(value) &&
  value.length === 1 &&
  value[0] !== null &&
  typeof value[0] === 'object' &&
  !Array.isArray(value[0]) &&
  'x' in value[0];

for (const [build, decode] of Object.entries(builds)) {
  describe(build, () => {
    test('10,000 texts, half of them broken, are taken or refused by both, and as the same values', () => {
      const random = numbers(7);
      const counts = { taken: 0, refused: 0 };
      for (let round = 0; round < 10_000; round += 1) {
        const text = `[{"x": ${textOf(partsOf(random), random, round % 2 === 1)}}]`;
        const parsed = tried(() => parseJson(text));
        const decoded = tried(() => decode(bytesOf(text), { x: 'json' }).toRows());
        if (parsed.value !== undefined && !isOneRecord(parsed.value)) continue;
        assert.equal(decoded.isRefused, parsed.isRefused, text);
        if (parsed.isRefused) {
          counts.refused += 1;
          continue;
        }
        counts.taken += 1;
        assert.deepEqual(decoded.value, [{ x: parsed.value[0].x }], text);
      }
      assert.ok(counts.taken > 5000 && counts.refused > 2000, JSON.stringify(counts));
    });
  });
}

test('a number that is none stays wrong where no value may stand', () => {
  for (const text of [
    '{NaN: 1}',
    '{Infinity: 1}',
    '[1NaN]',
    '[NaN1]',
    '[-NaN]',
    '[1Infinity]',
    '[Infinity5]',
    '[--Infinity]',
    '[1-Infinity]',
    '[NaN NaN]',
    '["a"NaN]',
    '[NaN"a"]',
    '[NaN',
    'NaN]',
    '[nan]',
    '["NaN]',
  ]) {
    assert.throws(() => parseJson(text), SyntaxError, text);
  }
});

test('an error is that of the text as it came', () => {
  assert.throws(
    () => parseJson('[NaN, nonsense]'),
    (error) => error instanceof SyntaxError && !/\d\.\d/.test(error.message),
  );
});

test('texts that hold such words keep them', () => {
  for (const text of ['NaN', 'Infinity and -Infinity', '\\"NaN', ' [NaN] ', 'NaN 0.5'])
    assert.deepEqual(parseJson(`[NaN, ${JSON.stringify(text)}]`), [NaN, text]);
});
