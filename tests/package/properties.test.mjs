import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { toolbox } from './fixture.mjs';

const { getPropertyDefinition, getPropertyValue, propertiesToWriteFormat } = toolbox;

/** A properties field as Odoo 19 reads it. */
const read = [
  { name: 'p_char', type: 'char', string: 'Char', value: 'hello' },
  { name: 'p_int', type: 'integer', string: 'Int', value: 0 },
  { name: 'p_bool', type: 'boolean', string: 'Bool', value: false },
  {
    name: 'p_sel',
    type: 'selection',
    string: 'Sel',
    selection: [
      ['a', 'A'],
      ['b', 'B'],
    ],
    value: 'a',
  },
  {
    name: 'p_m2o',
    type: 'many2one',
    string: 'Partner',
    comodel: 'res.partner',
    value: [1, 'My Company'],
  },
  {
    name: 'p_m2m',
    type: 'many2many',
    string: 'Partners',
    comodel: 'res.partner',
    value: [
      [1, 'My Company'],
      [3, 'Administrator'],
    ],
  },
  {
    name: 'p_tags',
    tags: [
      ['x', 'X', 1],
      ['y', 'Y', 2],
    ],
    type: 'tags',
    string: 'Tags',
    value: ['x'],
  },
  { name: 'p_sep', type: 'separator', string: 'More' },
  { name: 'p_date', type: 'date', string: 'Date', value: '2026-01-02' },
];

describe('getPropertyValue', () => {
  for (const [name, value] of [
    ['p_char', 'hello'],
    ['p_int', 0],
    ['p_bool', false],
    ['p_sel', 'a'],
    ['p_tags', ['x']],
  ]) {
    test(`gives the value of ${name}`, () => assert.deepEqual(getPropertyValue(read, name), value));
  }

  test('gives the very value that was read', () => {
    assert.equal(getPropertyValue(read, 'p_m2o'), read[4].value);
    assert.deepEqual(getPropertyValue(read, 'p_m2o'), [1, 'My Company']);
  });

  test('gives undefined for a name that is absent, for a property without a value and for an empty field', () => {
    assert.equal(getPropertyValue(read, 'nope'), undefined);
    assert.equal(getPropertyValue(read, 'p_sep'), undefined);
    assert.equal(getPropertyValue([], 'p_char'), undefined);
  });
});

describe('getPropertyDefinition', () => {
  test('gives the very definition', () =>
    assert.equal(getPropertyDefinition(read, 'p_sel'), read[3]));
  test('gives undefined for a name that is absent', () =>
    assert.equal(getPropertyDefinition(read, 'nope'), undefined));
});

describe('propertiesToWriteFormat', () => {
  test('gives names and values, records as ids', () => {
    assert.deepEqual(propertiesToWriteFormat(read.filter(({ name }) => name !== 'p_sep')), {
      p_char: 'hello',
      p_int: 0,
      p_bool: false,
      p_sel: 'a',
      p_m2o: 1,
      p_m2m: [1, 3],
      p_tags: ['x'],
      p_date: '2026-01-02',
    });
  });

  test('gives no value to a separator', () => {
    assert.equal(propertiesToWriteFormat(read).p_sep, undefined);
    assert.ok(!('p_sep' in JSON.parse(JSON.stringify(propertiesToWriteFormat(read)))));
  });

  test('keeps the order of the properties', () => {
    assert.deepEqual(Object.keys(propertiesToWriteFormat(read)).slice(0, 3), [
      'p_char',
      'p_int',
      'p_bool',
    ]);
  });

  test('keeps empty relations empty', () => {
    assert.deepEqual(
      propertiesToWriteFormat([
        { name: 'one', type: 'many2one', string: 'One', comodel: 'res.partner', value: false },
        { name: 'many', type: 'many2many', string: 'Many', comodel: 'res.partner', value: [] },
      ]),
      { one: false, many: [] },
    );
  });

  test('takes ids that are ids already', () => {
    assert.deepEqual(
      propertiesToWriteFormat([
        { name: 'one', type: 'many2one', string: 'One', comodel: 'res.partner', value: 5 },
        { name: 'many', type: 'many2many', string: 'Many', comodel: 'res.partner', value: [5, 6] },
      ]),
      { one: 5, many: [5, 6] },
    );
  });

  test('gives an ordinary object for an empty field', () => {
    const empty = propertiesToWriteFormat([]);
    assert.deepEqual(empty, {});
    assert.equal(Object.getPrototypeOf(empty), Object.prototype);
  });

  test('leaves what was read alone', () => {
    const before = JSON.stringify(read);
    propertiesToWriteFormat(read);
    assert.equal(JSON.stringify(read), before);
  });
});

describe('a field that holds nothing', () => {
  for (const nothing of [false, undefined, null, []]) {
    test(`has no properties: ${JSON.stringify(nothing)}`, () => {
      assert.equal(getPropertyValue(nothing, 'x'), undefined);
      assert.equal(getPropertyDefinition(nothing, 'x'), undefined);
      assert.deepEqual(propertiesToWriteFormat(nothing), {});
    });
  }
});
