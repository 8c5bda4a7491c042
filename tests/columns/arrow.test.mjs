// Columns as Arrow, read by apache-arrow.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tableFromIPC } from 'apache-arrow';
import { bytesOf, decodeColumns } from './fixture.mjs';

const types = {
  id: 'integer',
  name: 'char',
  city: 'char',
  amount: 'float',
  active: 'boolean',
  state: 'selection',
  partner_id: 'many2one',
  line_ids: 'one2many',
  image: 'binary',
  data: 'json',
  big: 'integer',
};

const recordsOf = (count) =>
  Array.from({ length: count }, (_, row) => ({
    id: row + 1,
    name: row % 7 === 3 ? false : `Partner ${row} é`,
    city: row % 5 === 4 ? false : ['Gent', 'Liège', ''][row % 3],
    amount: row % 4 === 1 ? false : row / 8,
    active: row % 2 === 0,
    state: row % 6 === 5 ? false : ['draft', 'done'][row % 2],
    partner_id:
      row % 3 === 2 ? false : row % 11 === 1 ? row : [(row % 20) + 1, `Customer ${(row % 20) + 1}`],
    line_ids:
      row % 8 === 0 ? false : Array.from({ length: row % 4 }, (_each, index) => index + row),
    image: row % 9 === 0 ? false : Buffer.from(`image ${row}`).toString('base64'),
    data: row % 10 === 0 ? null : { row, list: [1, 'é'] },
    big: 2 ** 40 + row,
  }));

/** A value of a record as Arrow has it. */
const expected = {
  number: (value) => value,
  text: (value) => value,
  partner_id: (value) =>
    Array.isArray(value) ? { id: value[0], name: value[1] } : { id: value, name: null },
  line_ids: (value) => value,
  image: (value) => Buffer.from(value, 'base64').toString('latin1'),
  data: (value) => JSON.stringify(value),
};

/** A value as apache-arrow gives it, made plain. */
function plain(value) {
  if (value === null || typeof value !== 'object') return value;
  if (value instanceof Uint8Array) return Buffer.from(value).toString('latin1');
  if (typeof value.toJSON === 'function' && 'id' in value.toJSON()) return { ...value.toJSON() };
  return [...value];
}

for (const format of ['stream', 'file']) {
  for (const count of [0, 1, 8, 1000]) {
    test(`apache-arrow reads ${count} rows of every type from a ${format}`, () => {
      const records = recordsOf(count);
      const table = tableFromIPC(
        decodeColumns(bytesOf(JSON.stringify(records)), types).toArrow({ format }),
      );
      assert.equal(table.numRows, count);
      assert.deepEqual(
        table.schema.fields.map(({ name }) => name),
        Object.keys(types),
      );
      for (const name of Object.keys(types)) {
        const vector = table.getChild(name);
        const isEmpty = (value) => value === null || (value === false && name !== 'active');
        for (const [row, record] of records.entries()) {
          const value = record[name];
          assert.deepEqual(
            plain(vector.get(row)),
            isEmpty(value) ? null : (expected[name] ?? expected.text)(value),
            `${name} of row ${row}`,
          );
        }
        assert.equal(
          vector.nullCount,
          records.filter((record) => isEmpty(record[name])).length,
          name,
        );
      }
    });
  }
}

test('the types in Arrow are those of the fields, however many of their texts are the same', () => {
  const schemaOf = (names) =>
    tableFromIPC(
      decodeColumns(bytesOf(JSON.stringify(names.map((name) => ({ name, state: name })))), {
        name: 'char',
        state: 'selection',
      }).toArrow(),
    ).schema.toString();
  const [same, different] = [
    Array.from({ length: 1000 }, () => 'Ada'),
    Array.from({ length: 1000 }, (_, row) => `Ada ${row}`),
  ].map(schemaOf);
  assert.equal(same, different);
  assert.equal(same, 'Schema<{ 0: name: Utf8, 1: state: Dictionary<Int32, Utf8> }>');
});

test('values in Arrow keep their bits', () => {
  const table = tableFromIPC(
    decodeColumns(bytesOf('[{"x": 0.1}, {"x": -0.0}, {"x": 5e-324}]'), { x: 'float' }).toArrow(),
  );
  assert.deepEqual([...table.getChild('x').toArray()], [0.1, -0, 5e-324]);
});
