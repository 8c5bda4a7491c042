// The types of the columns against the columns.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { declarationsOf, lookedAt, realMembersOf } from './declared.mjs';

const { exports: columns, checker, membersOf, signaturesOf, typeOf } = declarationsOf('columns');

const values = {
  NumberColumn: ['integer', 1],
  BooleanColumn: ['boolean', true],
  TextColumn: ['char', ...Array.from({ length: 300 }, (_, row) => `${row}`)],
  DictionaryColumn: ['selection', 'a'],
  Many2oneColumn: ['many2one', [1, 'a']],
  X2manyColumn: ['one2many', [1]],
  BinaryColumn: ['binary', 'AAEC'],
  JsonColumn: ['json', {}],
};
const decoded = ([type, ...given]) =>
  columns.decodeColumns(new TextEncoder().encode(JSON.stringify(given.map((x) => ({ x })))), {
    x: type,
  });

describe('the declared members are the real ones', () => {
  test('of Columns', () => {
    assert.deepEqual(membersOf('Columns'), realMembersOf(decoded(values.NumberColumn)));
  });

  for (const [name, given] of Object.entries(values)) {
    test(`of ${name}`, () => {
      const column = decoded(given).column('x');
      assert.equal(column.constructor.name, name);
      assert.deepEqual(membersOf(name), realMembersOf(column));
      const kind = checker.getTypeOfSymbol(typeOf(name).getProperty('kind'));
      assert.equal(column.kind, kind.value);
    });
  }

  test('of Dictionary', () => {
    assert.deepEqual(
      membersOf('Dictionary'),
      realMembersOf(decoded(values.DictionaryColumn).column('x').dictionary),
    );
  });

  test('of Column, which is each of them', () => {
    assert.deepEqual(
      typeOf('Column')
        .types.map(({ symbol }) => symbol.name)
        .sort(),
      Object.keys(values).sort(),
    );
  });
});

test('the declared options are those that are looked at', async () => {
  const { looked, options } = lookedAt();
  await columns.readColumns(
    { call: async (_model, method) => (method === 'fields_get' ? {} : []) },
    'm',
    [],
    options,
  );
  assert.deepEqual(membersOf('ReadColumnsOptions'), [...looked].sort());
  for (const [name, write] of [
    ['ArrowOptions', 'toArrow'],
    ['CsvOptions', 'toCsv'],
  ]) {
    looked.clear();
    decoded(values.NumberColumn)[write](options);
    assert.deepEqual(membersOf(name), [...looked].sort());
  }
});

test('progress has the declared members', async () => {
  let told;
  await columns.readColumns(
    { call: async (_model, method) => (method === 'fields_get' ? {} : [{ id: 1 }]) },
    'm',
    [],
    {
      limit: 1,
      onProgress: (progress) => {
        told = progress;
      },
    },
  );
  assert.deepEqual(membersOf('ColumnsProgress'), Object.keys(told).sort());
});

test('an error has the declared members', async () => {
  const error = await columns
    .readColumns(
      {
        call: async (_model, method) =>
          method === 'fields_get' ? { x: { type: 'char' } } : [{ x: 1 }],
      },
      'm',
    )
    .catch((caught) => caught);
  const own = Object.keys(error);
  assert.deepEqual(
    membersOf('ColumnsError').filter(
      (name) => !['name', 'message', 'stack', 'cause'].includes(name),
    ),
    own.sort(),
  );
});

test('a function has one signature, which an editor shows with its example', () => {
  for (const name of ['readColumns', 'readColumnPages']) {
    const signatures = signaturesOf(name);
    assert.equal(signatures.length, 1, name);
    const tags = signatures[0].getJsDocTags().map((tag) => tag.name);
    assert.ok(tags.includes('example') && tags.includes('throws'), `${name} has ${tags}`);
  }
});
