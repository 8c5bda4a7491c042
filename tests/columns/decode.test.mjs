// Bytes → columns → records: what JSON.parse makes of the same bytes, with both builds of the
// decoder.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  builds,
  bytesOf,
  Columns,
  columns,
  decodeColumns,
  python,
  required,
  thrown,
  toolbox,
  withoutSimd,
} from './fixture.mjs';

const types = {
  id: 'integer',
  name: 'char',
  comment: 'html',
  amount: 'monetary',
  active: 'boolean',
  color: 'integer',
  date: 'date',
  write_date: 'datetime',
  state: 'selection',
  partner_id: 'many2one',
  line_ids: 'one2many',
  image: 'binary',
  properties: 'properties',
  res_id: 'many2one_reference',
};

/** Numbers from 0 to 1, the same each time. */
function randomOf(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Records of all types, with everything there is in texts and numbers. */
function recordsOf(count, seed) {
  const random = randomOf(seed);
  const below = (number) => Math.floor(random() * number);
  const pick = (list) => list[below(list.length)];
  const parts = [
    '',
    'a',
    'Ada',
    ' ',
    '"',
    '\\',
    '/',
    '\n',
    '\t',
    '\u0000',
    '\u001f',
    'é',
    'Żółć',
    '日本',
    '😀',
    '\u2028',
    '\ufeff',
    'longer than sixteen bytes',
    '[{',
    '}]',
  ];
  const text = () => Array.from({ length: below(6) }, () => pick(parts)).join('');
  const number = () =>
    pick([
      below(10),
      -below(1000),
      below(2 ** 31),
      2 ** 31,
      -(2 ** 31) - 1,
      random() * 1e6,
      Math.round(random() * 1e6) / 100,
      random() * 1e-9,
      1e300,
      2 ** 53 + 2,
      0.1 + 0.2,
    ]);
  const integer = () => pick([below(10), -below(1000), below(2 ** 31)]);
  const base64 = () =>
    Buffer.from(Array.from({ length: below(20) }, () => below(256))).toString('base64');
  const kinds = {
    integer,
    monetary: number,
    boolean: () => random() < 0.5,
    char: text,
    html: text,
    date: () => `2026-0${1 + below(9)}-1${below(10)}`,
    datetime: () => `2026-01-31 1${below(10)}:${10 + below(50)}:00`,
    selection: () => pick(['draft', 'done', 'sent', 'à faire']),
    many2one: () => {
      const id = 1 + below(50);
      return [id, `Partner ${id} ${id % 3 ? '' : 'é'}`];
    },
    one2many: () => Array.from({ length: below(4) }, integer),
    binary: base64,
    many2one_reference: integer,
    properties: () =>
      pick([
        [],
        [{ name: 'a', type: 'char', value: text() }],
        { deep: [[[null, true, 1.5]]] },
        text(),
        number(),
        true,
      ]),
  };
  return Array.from({ length: count }, () =>
    Object.fromEntries(
      Object.entries(types).map(([name, type]) => {
        const value = kinds[type]();
        return [name, random() < 0.1 ? false : random() < 0.03 ? null : value];
      }),
    ),
  );
}

test('import and require give the same names and the very same things', () => {
  assert.deepEqual(Object.keys(columns).sort(), [
    'Columns',
    'decodeColumns',
    'encodeBase64',
    'jsonText',
    'readColumnPages',
    'readColumns',
  ]);
  assert.deepEqual(Object.keys(required).sort(), Object.keys(columns).sort());
  for (const name of Object.keys(columns)) assert.equal(required[name], columns[name], name);
});

for (const [build, decode] of Object.entries(builds)) {
  describe(build, () => {
    test('records come out as JSON.parse has them, members in the same order', () => {
      for (let seed = 1; seed <= 60; seed += 1) {
        const records = recordsOf([0, 1, 7, 80, 700][seed % 5], seed);
        for (const write of [JSON.stringify, python]) {
          for (const text of [
            write(records),
            `{"jsonrpc": "2.0", "id": 1, "result": ${write(records)}}`,
          ]) {
            const given = decode(bytesOf(text), types).toRows();
            const parsed = JSON.parse(text);
            const expected = parsed.result ?? parsed;
            assert.equal(given.length, expected.length);
            for (const [row, record] of given.entries()) {
              assert.deepStrictEqual(record, expected[row]);
              assert.deepStrictEqual(Object.keys(record), Object.keys(expected[row]));
            }
          }
        }
      }
    });

    test('a record is the same whether it is made alone or with all others', () => {
      const records = JSON.parse(JSON.stringify(recordsOf(300, 5)));
      const given = decode(bytesOf(python(records)), types);
      assert.deepStrictEqual([...given], records);
      assert.deepStrictEqual(
        [0, 299].map((row) => given.get(row)),
        [records[0], records[299]],
      );
      for (const row of [-1, 300]) assert.equal(given.get(row), undefined);
      for (const row of [NaN, undefined])
        assert.throws(
          () => given.get(row),
          /^TypeError: Invalid row: expected a whole number, got /,
        );
    });

    test('many records of many bytes come out as they went in', () => {
      const records = Array.from({ length: 20_000 }, (_, id) => ({
        id,
        name: `Partner ${id} ${id % 9 ? '' : 'ż'}`,
        partner_id: [((id * 7) % 5000) + 1, `Customer ${(id * 7) % 5000}`],
        amount: id / 8,
      }));
      assert.deepStrictEqual(
        decode(bytesOf(python(records)), types).toRows(),
        records.map((record) => ({ ...record })),
      );
    });
  });
}

test('both builds make the same arrays', () => {
  const bytes = bytesOf(python(recordsOf(500, 9)));
  const [one, other] = Object.values(builds).map((decode) => decode(bytes, types));
  for (const name of one.names)
    assert.deepEqual(
      structuredClone({ ...other.column(name) }),
      structuredClone({ ...one.column(name) }),
      name,
    );
  assert.ok(!(withoutSimd.decodeColumns(bytesOf('[]'), {}) instanceof Columns));
});

test('keys in another order, missing or unknown, are where JSON.parse has them', () => {
  const text =
    '[{"b": "x", "a": 1, "c": {"d": [1]}}, {"a": 2}, {}, {"b": null, "a": false}, {"a": 3, "a": 4}]';
  const given = decodeColumns(bytesOf(text), { a: 'integer', b: 'char' });
  assert.deepStrictEqual(
    given.toRows(),
    JSON.parse(text).map(({ c, ...rest }) => rest),
  );
  assert.deepEqual(given.names, ['b', 'a']);
  assert.equal(given.column('b').get(2), undefined);
});

test('a member called __proto__ is a member', () => {
  const text = '[{"__proto__": "x", "constructor": "y"}]';
  const [record] = decodeColumns(
    bytesOf(text),
    JSON.parse('{"__proto__": "char", "constructor": "char"}'),
  ).toRows();
  assert.deepEqual(Object.entries(record), [
    ['__proto__', 'x'],
    ['constructor', 'y'],
  ]);
});

describe('columns', () => {
  const given = (type, values) =>
    decodeColumns(bytesOf(`[${values.map((value) => `{"x": ${value}}`).join(', ')}]`), {
      x: type,
    }).column('x');

  test('of numbers are 32-bit integers where all of them are, and floats otherwise', () => {
    assert.deepEqual(given('integer', ['1', 'false', '-2']).values, Int32Array.of(1, 0, -2));
    assert.deepEqual(given('integer', ['1', '2147483648']).values, Float64Array.of(1, 2 ** 31));
    assert.deepEqual(given('integer', ['1', '0.5']).values, Float64Array.of(1, 0.5));
    assert.deepEqual(given('float', ['1', '2.5']).values, Float64Array.of(1, 2.5));
    assert.deepEqual(
      given('integer', ['9007199254740993']).values,
      Float64Array.of(JSON.parse('9007199254740993')),
    );
  });

  test('tell which rows have a value', () => {
    const column = given('integer', ['1', 'false', '3', 'null', '0', '1', '1', '1', '1', 'false']);
    assert.deepEqual(column.validity, Uint8Array.of(0b1111_0101, 0b01));
    assert.equal(column.nullCount, 3);
    assert.deepEqual(
      [0, 1, 3, 4, 10, -1].map((row) => column.isValid(row)),
      [true, false, false, true, false, false],
    );
    assert.deepEqual([...column], [1, false, 3, null, 0, 1, 1, 1, 1, false]);
    assert.deepEqual([...given('char', ['"a"', '"b"', '"c"']).validity], [0b111]);
    assert.equal(given('char', ['"a"']).nullCount, 0);
  });

  test('of truth values are bits', () => {
    const column = given('boolean', ['true', 'false', 'true', 'true']);
    assert.deepEqual(
      [column.values, column.get(1), column.get(2)],
      [Uint8Array.of(0b1101), false, true],
    );
  });

  test('of texts are a dictionary while that saves something, and the texts themselves otherwise', () => {
    const few = given(
      'char',
      Array.from({ length: 1000 }, (_, row) => `"text ${row % 3}"`),
    );
    assert.deepEqual(
      [few.kind, few.dictionary.length, few.dictionary.get(2), few.codes[4]],
      ['dictionary', 3, 'text 2', 1],
    );
    const many = given(
      'char',
      Array.from({ length: 1000 }, (_, row) => `"text ${row}"`),
    );
    assert.deepEqual(
      [
        many.kind,
        many.get(999),
        new TextDecoder().decode(many.bytes.subarray(many.offsets[2], many.offsets[3])),
      ],
      ['text', 'text 999', 'text 2'],
    );
    assert.equal(few.codes.BYTES_PER_ELEMENT, 1);
    assert.equal(
      given(
        'selection',
        Array.from({ length: 1000 }, (_, row) => `"text ${row}"`),
      ).kind,
      'dictionary',
    );
  });

  test('of many2one values are ids and names', () => {
    const column = given('many2one', ['[3, "Ada"]', 'false', '[4, "Grace"]', '[3, "Ada"]', '7']);
    assert.deepEqual(
      [column.ids, column.names.length, column.nameOf(3), column.nameOf(1), column.nameOf(4)],
      [Int32Array.of(3, 0, 4, 3, 7), 2, 'Ada', undefined, undefined],
    );
    assert.deepEqual([...column], [[3, 'Ada'], false, [4, 'Grace'], [3, 'Ada'], 7]);
  });

  test('of x2many values are ids and where each list begins', () => {
    const column = given('many2many', ['[1, 2]', 'false', '[]', '[3]']);
    assert.deepEqual(
      [column.offsets, column.ids],
      [Int32Array.of(0, 2, 2, 2, 3), Int32Array.of(1, 2, 3)],
    );
    assert.deepEqual([...column], [[1, 2], false, [], [3]]);
  });

  test('of binary values are bytes, and texts where the server sent sizes', () => {
    const column = given('binary', ['"AAEC"', 'false', '"/w=="']);
    assert.deepEqual(
      [column.kind, column.get(0), column.get(1), column.get(2)],
      ['binary', Uint8Array.of(0, 1, 2), false, Uint8Array.of(255)],
    );
    const sizes = given('binary', ['"12.50 Kb"', '"AAEC"']);
    assert.deepEqual(
      [sizes.kind, ...sizes],
      ['dictionary', 'text'].includes(sizes.kind) ? [sizes.kind, '12.50 Kb', 'AAEC'] : [],
    );
  });

  test('of binary values make the base64 they were, however long', () => {
    const base64 = Buffer.from(
      Uint8Array.from({ length: 200_001 }, (_, index) => index * 7),
    ).toString('base64');
    assert.deepEqual(decodeColumns(bytesOf(`[{"x": "${base64}"}]`), { x: 'binary' }).toRows(), [
      { x: base64 },
    ]);
  });

  test('there are none of another name', () => {
    assert.match(
      thrown(() => decodeColumns(bytesOf('[]'), { a: 'char', b: 'char' }).column('c')).message,
      /no column 'c', only a, b/,
    );
  });
});

test('a schema may be what fields_get answers', () => {
  const given = decodeColumns(bytesOf('[{"a": [1, "x"]}]'), {
    a: { type: 'many2one', relation: 'res.partner', string: 'A' },
  });
  assert.deepEqual([given.column('a').kind, given.column('a').type], ['many2one', 'many2one']);
});

test('bytes may be in any view or buffer', () => {
  const bytes = bytesOf('  [{"a": 1}]  ');
  const { buffer } = bytes;
  for (const view of [
    bytes,
    buffer,
    new DataView(buffer),
    Buffer.from(bytes),
    new Uint8Array(new SharedArrayBuffer(bytes.length)).fill(32).map((_, index) => bytes[index]),
  ]) {
    assert.deepEqual(decodeColumns(view, { a: 'integer' }).toRows(), [{ a: 1 }]);
  }
});

test('arguments of the wrong type are refused with their name', () => {
  const bytes = bytesOf('[]');
  for (const [work, words] of [
    [
      () => decodeColumns('[]', {}),
      /^Invalid bytes: expected a Uint8Array or an ArrayBuffer, got "\[\]"$/,
    ],
    [() => decodeColumns(null, {}), /^Invalid bytes: .* got null$/],
    [() => decodeColumns(bytes, null), /^Invalid schema: expected an object/],
    [() => decodeColumns(bytes, ['a']), /^Invalid schema: expected an object/],
    [
      () => decodeColumns(bytes, { a: 5 }),
      /^Invalid schema\.a: expected a type, such as 'char', got 5$/,
    ],
    [() => decodeColumns(bytes, {}).toCsv({ delimiter: '""' }), /^Invalid options\.delimiter: /],
    [() => decodeColumns(bytes, {}).toCsv({ many2one: 'both' }), /^Invalid options\.many2one: /],
    [() => decodeColumns(bytes, {}).toArrow({ format: 'parquet' }), /^Invalid options\.format: /],
  ]) {
    const error = thrown(work);
    assert.ok(error instanceof TypeError, error);
    assert.match(error.message, words);
  }
});

describe('what is broken is told with row and byte', () => {
  const schema = { id: 'integer', amount: 'float', name: 'char' };
  const cases = {
    'a text in a column of numbers': [
      '[{"id": 1, "amount": 1.5}, {"id": 2, "amount": "n/a"}]',
      toolbox.OdooError,
      { row: 1, offset: 47, field: 'amount' },
      /field 'amount' \(byte 47\): expected a number, found "n\/a".*types: \{ amount: 'json' \}/,
    ],
    'a number in a column of texts': [
      '[{"name": 5}]',
      toolbox.OdooError,
      { row: 0, offset: 10, field: 'name' },
      /expected a text, found 5/,
    ],
    'a body that is cut': [
      '[{"id": 1}, {"id": 2, "na',
      toolbox.OdooNetworkError,
      { row: 1, offset: 25 },
      /row 1 \(byte 25\): the answer breaks off/,
    ],
    'something else than JSON': [
      '[{"id": 1}, oops]',
      toolbox.OdooNetworkError,
      { row: 1, offset: 12 },
      /expected a record, found oops/,
    ],
    'something else than records': [
      '[1, 2]',
      toolbox.OdooNetworkError,
      { row: 0, offset: 1 },
      /expected a record, found 1/,
    ],
  };
  for (const [name, [text, Class, place, words]] of Object.entries(cases)) {
    test(name, () => {
      const error = thrown(() => decodeColumns(bytesOf(text), schema));
      assert.equal(error.constructor, Class);
      assert.match(error.message, words);
      assert.deepEqual(
        { row: error.row, offset: error.offset, ...(error.field ? { field: error.field } : {}) },
        place,
      );
    });
  }

  test('bytes that are not UTF-8', () => {
    const bytes = bytesOf('[{"name": "fine"}, {"name": "not _ fine"}]');
    bytes[33] = 0xff;
    const error = thrown(() => decodeColumns(bytes, schema));
    assert.deepEqual(
      [error.constructor, error.row, error.offset],
      [toolbox.OdooNetworkError, 1, 33],
    );
    assert.match(error.message, /not UTF-8/);
  });

  test('an answer that is an error', () => {
    for (const text of ['{"error": {"code": 200}}', '{}', '', 'null', '<html>']) {
      assert.match(
        thrown(() => decodeColumns(bytesOf(text), schema)).message,
        /^The bytes hold no list of records/,
      );
    }
  });

  test('and the next bytes are read as if nothing had been', () => {
    assert.deepEqual(decodeColumns(bytesOf('[{"id": 1}]'), schema).toRows(), [{ id: 1 }]);
  });
});

test('columns stay as they are whatever is read after', () => {
  const first = decodeColumns(bytesOf(python(recordsOf(300, 3))), types);
  const before = structuredClone(first.toRows());
  for (let seed = 20; seed < 30; seed += 1)
    decodeColumns(bytesOf(python(recordsOf(700, seed))), types);
  assert.throws(() => decodeColumns(bytesOf('[{"id": oops'), types));
  assert.deepStrictEqual(first.toRows(), before);
});
