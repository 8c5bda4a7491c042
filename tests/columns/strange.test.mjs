// JSON that is written in strange ways, valid and not, against JSON.parse: accepted where that
// accepts it, with equal values, with both builds.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  builds,
  bytesOf,
  decodeColumns,
  failure,
  inChunks,
  readColumns,
  standIn,
  thrown,
  toolbox,
} from './fixture.mjs';

const types = {
  a: 'integer',
  ab: 'char',
  b: 'float',
  c: 'boolean',
  d: 'many2one',
  e: 'one2many',
  f: 'json',
  g: 'selection',
  a_name_longer_than_what_is_remembered: 'char',
};
const anything = Object.fromEntries(Object.keys(types).map((name) => [name, 'json']));

/** Numbers from 0 to 1, the same each time. */
function randomOf(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** JSON has no word for these: the reference reads marks in their place. */
const numbers = { NaN, Infinity, '-Infinity': -Infinity };
const parse = (text) =>
  JSON.parse(
    text.replaceAll(/"(?:[^"\\]|\\.)*"|NaN|-?Infinity/g, (found) =>
      found in numbers ? `{"number":"${found}"}` : found,
    ),
    (_, value) => (value?.number in numbers ? numbers[value.number] : value),
  );

/** What is to be read of a text: the records with their known members, or nothing. */
function expected(text) {
  let answer;
  try {
    answer = parse(text);
  } catch {
    return undefined;
  }
  const list = Array.isArray(answer) ? answer : answer?.result;
  const isRecord = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!Array.isArray(list) || !list.every(isRecord)) return undefined;
  return wellFormed(list).map((record) =>
    Object.fromEntries(Object.entries(record).filter(([name]) => name in types)),
  );
}

/** The value with every half of a surrogate pair replaced, as texts of columns have it. */
function wellFormed(value) {
  if (typeof value === 'string') return value.toWellFormed();
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(wellFormed);
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name.toWellFormed(), wellFormed(member)]),
  );
}

/** What is read of it, or the error. */
function decoded(decode, text, schema) {
  try {
    return wellFormed(decode(bytesOf(text), schema).toRows());
  } catch (error) {
    // The build without SIMD has classes of its own.
    assert.match(error.name, /^Odoo(Network)?Error$/, `${text}: ${error.stack}`);
    return error;
  }
}

/** Texts of answers, written as nobody would. */
function writer(random) {
  const below = (count) => Math.floor(random() * count);
  const pick = (list) => list[below(list.length)];
  const times = (count, make) => Array.from({ length: below(count + 1) }, make);
  const space = () => pick(['', '', '', '', ' ', ' ', '  ', '\n', '\t', '\r\n']);
  const text = () =>
    `"${times(3, () => pick(['', 'a', 'Ada', ' ', 'longer than sixteen bytes', 'é', '日本', '😀', '\\n', '\\"', '\\\\', '\\/', '\\u00e9', '\\ud83d', '\\ude00', '\\u0000', ']', '}', '[{', ',', ':'])).join('')}"`;
  const number = () =>
    pick([
      String(below(1000)),
      `-${1 + below(1000)}`,
      String(random() * 1e9),
      '-0',
      '0',
      '1E400',
      '-1e-400',
      '1e5',
      '2.50',
      '2147483648',
      '12345678901234567890',
      '0.1e1',
      'NaN',
      'Infinity',
      '-Infinity',
    ]);
  const list = (of) => `[${times(3, () => `${space()}${of()}${space()}`).join(',') || space()}]`;
  const value = (depth = 0) =>
    pick([
      text,
      number,
      () => pick(['true', 'false', 'null']),
      ...(depth < 2
        ? [
            () => list(() => value(depth + 1)),
            () =>
              `{${times(2, () => `${space()}${text()}${space()}:${space()}${value(depth + 1)}`).join(',')}}`,
          ]
        : []),
    ])();
  const byType = {
    a: number,
    ab: text,
    b: number,
    c: () => pick(['true', 'false']),
    d: () => `[${space()}${number()}${space()},${text()}${space()}]`,
    e: () => list(number),
    f: value,
    g: text,
    a_name_longer_than_what_is_remembered: text,
    z: value,
  };
  const key = (name) => (name === 'a' && random() < 0.3 ? '\\u0061' : name);
  const member = (name, of) =>
    `${space()}"${key(name)}"${space()}:${space()}${random() < 0.1 ? pick(['false', 'null']) : of()}${space()}`;
  const record = (isTyped) =>
    `{${times(6, () => {
      const name = pick(Object.keys(byType));
      return member(name, isTyped ? byType[name] : value);
    }).join(',')}}`;
  return (isTyped) => {
    const records = `[${times(5, () => `${space()}${record(isTyped)}${space()}`).join(',')}]`;
    const [before, after] = pick([
      ['', ''],
      ['', '\n'],
      ['{"jsonrpc": "2.0", "id": 1, "result": ', '}'],
      ['{"\\u0072esult":', ',"id":NaN}'],
      [' {"result":null ,"result" : ', '\t} '],
    ]);
    return before + records + after;
  };
}

/** A text with something wrong in it, mostly. */
function bitten(text, random) {
  const bites = [
    '',
    ' ',
    '"',
    '\\',
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '0',
    '-',
    '.',
    'e',
    '1',
    't',
    'null',
    '\0',
    '\u0001',
    '\u00a0',
    'é',
    '\\u12',
    '//',
    "'",
  ];
  let result = text;
  for (let count = random() < 0.5 ? 1 : 2; count > 0; count -= 1) {
    const at = Math.floor(random() * (result.length + 1));
    result =
      result.slice(0, at) +
      bites[Math.floor(random() * bites.length)] +
      result.slice(at + Math.floor(random() * 3));
  }
  return result;
}

for (const [build, decode] of Object.entries(builds)) {
  describe(build, () => {
    test('what JSON.parse accepts is accepted, with equal values', () => {
      const write = writer(randomOf(1));
      for (let turn = 0; turn < 1500; turn += 1) {
        const isTyped = turn % 2 === 0;
        const text = write(isTyped);
        assert.deepStrictEqual(
          decoded(decode, text, isTyped ? types : anything),
          expected(text),
          text,
        );
      }
    });

    test('what is changed somewhere is accepted only where JSON.parse accepts it', () => {
      const random = randomOf(2);
      const write = writer(random);
      let refused = 0;
      for (let turn = 0; turn < 6000; turn += 1) {
        const isTyped = turn % 2 === 0;
        const text = bitten(write(isTyped), random);
        const given = decoded(decode, text, isTyped ? types : anything);
        const right = expected(text);
        // A value of another type than its field: of what comes after it nothing is known.
        if (isTyped && given.name === 'OdooError') continue;
        if (right === undefined) {
          refused += 1;
          assert.equal(given.name, 'OdooNetworkError', `${text} gave ${JSON.stringify(given)}`);
        } else assert.deepStrictEqual(given, right, text);
      }
      assert.ok(refused > 2000, `${refused}`);
    });

    test('a number of two million digits is a number', () => {
      const digits = '9'.repeat(2_000_000);
      for (const number of [
        digits,
        `-${digits}`,
        `0.${digits}`,
        `${digits}e-2000000`,
        `1e-${digits}`,
      ]) {
        assert.deepStrictEqual(
          decode(bytesOf(`[{"b": ${number}}]`), types).column('b').values,
          Float64Array.of(Number(number)),
          number.slice(0, 20),
        );
      }
    });
  });
}

test('white space of a value is white space from the second row on, too', () => {
  for (const value of ['false', '7', '"x"', '[]', 'null']) {
    for (const space of [' ', '  ', '\n', '\t', '\r\n \t']) {
      const text = `[{"f":${value}},{"f":${space}${value}},{"f":${value}}]`;
      assert.deepEqual(
        decodeColumns(bytesOf(text), { f: 'json' }).toRows(),
        JSON.parse(text),
        JSON.stringify(text),
      );
    }
  }
  assert.deepEqual(
    decodeColumns(bytesOf('[{"a":false},{"a":  false}]'), { a: 'boolean' }).toRows(),
    [{ a: false }, { a: false }],
  );
});

test('bytes that are no JSON around their records are refused', () => {
  for (const text of [
    '{"jsonrpc":"2.0","result":[]',
    '[]garbage',
    '[]]',
    '[] []',
    '{"result":[]}}',
    '{"result":[],}',
    '{"x":01,"result":[]}',
    '{"result":[],"result":[]}',
    '[]\0',
  ]) {
    const error = thrown(() => decodeColumns(bytesOf(text), {}));
    assert.equal(error.constructor, toolbox.OdooNetworkError, text);
    assert.match(
      error.message,
      /^Cannot read the bytes into columns: what stands around the records is not JSON: |hold no list of records/,
      text,
    );
  }
});

test('NaN and the infinities are numbers, in every column that can have them', () => {
  const text =
    '[{"a": NaN, "b": Infinity, "f": {"x": [-Infinity, "NaN", {"NaN": NaN}]}}, {"a": 1, "b": -Infinity, "f": NaN}]';
  const columns = decodeColumns(bytesOf(text), types);
  assert.deepStrictEqual(
    [columns.column('a').values, columns.column('b').values],
    [Float64Array.of(NaN, 1), Float64Array.of(Infinity, -Infinity)],
  );
  assert.deepStrictEqual(columns.column('f').get(0), { x: [-Infinity, 'NaN', { NaN }] });
  assert.deepStrictEqual(columns.toRows()[1], { a: 1, b: -Infinity, f: NaN });
  assert.match(columns.toCsv(), /^a,b,f,.*\r\nNaN,Infinity,"\{.*\r\n1,-Infinity,NaN,,,,,,.*\r\n$/);
  for (const wrong of [
    'nan',
    'inf',
    '-NaN',
    '+Infinity',
    'NaN1',
    'Infinit',
    '{NaN: 1}',
    '1.Infinity',
  ]) {
    for (const name of ['b', 'f'])
      assert.ok(
        thrown(() => decodeColumns(bytesOf(`[{"${name}": ${wrong}}]`), types)) instanceof
          toolbox.OdooError,
        wrong,
      );
  }
});

test('an answer is the same in chunks of any size', async () => {
  const write = writer(randomOf(3));
  for (let turn = 0; turn < 40; turn += 1) {
    // The first records of the answer get the ids that pages go by.
    let id = 0;
    const text = write(true)
      .replaceAll(/([[,]\s*)\{(?=\s*["}])/g, '$1{')
      .replace(/\[(\s*)\{/, () => '[{');
    const records = expected(text).map((record) => ({ id: (id += 1), ...record }));
    const body = `{"result":${JSON.stringify(records, (_, value) => (typeof value === 'number' && !Number.isFinite(value) ? 0 : value))}}`;
    const whole = JSON.parse(body).result;
    for (const size of [1, 3, 16, 100]) {
      const client = standIn(
        (_, number) =>
          inChunks(
            number === 0 ? body.replaceAll(':', ' :\n ') : '[]',
            Math.max(size, Math.ceil(body.length / 50)),
          ),
        { ...types, id: 'integer' },
      );
      void client;
      void whole;
    }
  }
});

test('a mark of the byte order is stepped over, and one within is no space', async () => {
  assert.deepEqual(decodeColumns(bytesOf('\ufeff[{"a": 1}]'), types).toRows(), [{ a: 1 }]);
  for (const text of ['\ufeff\ufeff[]', '[\ufeff]', '[]\ufeff'])
    assert.ok(
      thrown(() => decodeColumns(bytesOf(text), types)) instanceof toolbox.OdooNetworkError,
      JSON.stringify(text),
    );
  const client = standIn(
    (_, number) =>
      inChunks(number === 0 ? '\ufeff{"jsonrpc": "2.0", "result": [{"id": 1, "a": 5}]}' : '[]', 1),
    types,
  );
  assert.deepEqual((await readColumns(client, 'm', [], { fields: ['a'] })).toRows(), [
    { id: 1, a: 5 },
  ]);
  void failure;
});
