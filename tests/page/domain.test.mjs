// The domain field takes what people paste from Odoo's code, and says where it cannot.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allOf, anyOf, parseDomain } from '../../www/js/domain.js';

const reads = (text, domain) => assert.deepEqual(parseDomain(text), domain);
const refuses = (text, message, position) =>
  assert.throws(
    () => parseDomain(text),
    (error) => {
      assert.equal(error.name, 'DomainSyntaxError');
      assert.match(error.message, message);
      if (position !== undefined) assert.equal(error.position, position);
      return true;
    },
  );

test('a blank text is the domain that everything matches', () => {
  reads('', []);
  reads('  \n ', []);
  reads('[]', []);
});

test("Odoo's Python notation is read: tuples, True, False, None and a trailing comma", () => {
  reads("[('is_company', '=', True), ('parent_id', '=', False), ('ref', '!=', None),]", [
    ['is_company', '=', true],
    ['parent_id', '=', false],
    ['ref', '!=', null],
  ]);
});

test('JSON is read as well, numbers and escapes included', () => {
  reads('[["color", ">=", -1.5e2], ["name", "=", "caf\\u00e9 \\"x\\" \\n"]]', [
    ['color', '>=', -150],
    ['name', '=', 'café "x" \n'],
  ]);
});

test('quotes of the other kind need no escape', () =>
  reads(`[("name", "ilike", "O'Brien")]`, [['name', 'ilike', "O'Brien"]]));

test('a single condition needs no outer brackets', () => {
  reads("('name', 'ilike', 'a')", [['name', 'ilike', 'a']]);
  reads('["id", "in", [1, 2]]', [['id', 'in', [1, 2]]]);
});

test('operators in front of conditions are kept', () => {
  reads("['|', ('a', '=', 1), '!', ('b', '=', 2)]", ['|', ['a', '=', 1], '!', ['b', '=', 2]]);
  reads("['&', ('a', '=', 1), ('b', '=', 2), ('c', '=', 3)]", [
    '&',
    ['a', '=', 1],
    ['b', '=', 2],
    ['c', '=', 3],
  ]);
});

test('what is missing is said with its place', () => {
  refuses("[('name', 'ilike', 'a'", /never closed: \) is missing/, 1);
  refuses("[('name', 'ilike', 'a)]", /never closed: ' is missing/, 19);
  refuses("[('name' 'ilike', 'a')]", /comma is missing/, 9);
  refuses("[('name', 'ilike', 'a']", /where \) is expected/, 22);
  refuses("[('a','=',1)] x", /left over/, 14);
  refuses("('a','=',1), ('b','=',2)", /brackets around them/, 11);
});

test('names without quotes are recognised', () =>
  refuses('[(name, "=", 1)]', /quotes around name/, 2));

test('conditions are checked before anything is sent', () => {
  refuses("[('name', 'a')]", /three parts/);
  refuses("[('name', 'contains', 'a')]", /'contains' is not an operator/);
  refuses("['or', ('a', '=', 1)]", /'or'.*only '&', '\|' and '!'/);
  refuses("['|', ('a', '=', 1)]", /waits for a condition/);
  refuses("['&', '|', ('a', '=', 1)]", /waits for 2 conditions/);
  refuses("[('id', 'in', 3)]", /needs a list/);
  refuses('42', /domain is a list/);
});

test('endless nesting is refused, not followed', () =>
  refuses('['.repeat(100_000), /nested too deeply/));

test('domains join with and, conditions with or', () => {
  assert.deepEqual(allOf([['a', '=', 1]], []), [['a', '=', 1]]);
  assert.deepEqual(allOf(['|', ['a', '=', 1], ['b', '=', 2]], [['c', '=', 3]]), [
    '|',
    ['a', '=', 1],
    ['b', '=', 2],
    ['c', '=', 3],
  ]);
  assert.deepEqual(
    anyOf([
      ['a', '=', 1],
      ['b', '=', 2],
      ['c', '=', 3],
    ]),
    ['|', '|', ['a', '=', 1], ['b', '=', 2], ['c', '=', 3]],
  );
});
