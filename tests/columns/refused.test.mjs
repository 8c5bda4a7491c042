// What programs pass to columns that is nothing which they take: one form of error for all of it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytesOf, columns, connect, decodeColumns, failure, thrown } from './fixture.mjs';

const revoked = (target = {}) => {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
};
const fail = () => {
  throw new Error('a getter');
};
const thrower = () => new Proxy({}, { get: fail, ownKeys: fail, getPrototypeOf: fail });

const few = () =>
  decodeColumns(bytesOf('[{"id": 1, "name": "Ada"}, {"id": 2, "name": "Bob"}]'), {
    id: 'integer',
    name: 'char',
  });

/** A work's error is of an argument, and says this. */
function refuses(work, message) {
  const error = thrown(work);
  assert.ok(error instanceof TypeError, error);
  assert.deepEqual([error.reason, error.notSent], ['argument', true], error.message);
  if (typeof message === 'string') assert.equal(error.message, message);
  else assert.match(error.message, message);
}

test('a row is a whole number, in columns and in each of them: nothing is made up between two rows', () => {
  const two = few();
  for (const [row, words] of [
    [0.5, '0.5'],
    ['0', '"0"'],
    [NaN, 'NaN'],
    [undefined, 'undefined'],
    [Symbol('row'), 'a value that JSON cannot carry'],
    [revoked(), 'an object'],
  ]) {
    const message = `Invalid row: expected a whole number, got ${words}`;
    refuses(() => two.get(row), message);
    refuses(() => two.column('name').get(row), message);
    refuses(() => two.column('name').isValid(row), message);
  }
  assert.deepEqual(
    [two.get(-1), two.get(2), two.get(1), two.column('name').get(-0)],
    [undefined, undefined, { id: 2, name: 'Bob' }, 'Ada'],
  );
});

test('a column that is not there is refused whatever it is called, and no message is long', () => {
  const two = few();
  refuses(() => two.column('nam'), "Invalid name: there is no column 'nam', only id, name");
  for (const [name, words] of [
    [Symbol('id'), 'a value that JSON cannot carry'],
    [revoked(), 'an object'],
    [5, '5'],
    [Object.create(null), 'an object'],
  ])
    refuses(() => two.column(name), `Invalid name: expected the name of a column, got ${words}`);
  const cut = `${'n'.repeat(40)}…`;
  refuses(
    () => two.column('n'.repeat(1e6)),
    `Invalid name: there is no column '${cut}', only id, name`,
  );
  const wide = Array.from({ length: 900 }, (_, index) => [`${'x'.repeat(100)}${index}`, 'char']);
  const record = Object.fromEntries(wide.map(([name]) => [name, 'a']));
  const many = decodeColumns(bytesOf(JSON.stringify([record])), Object.fromEntries(wide));
  refuses(() => many.column('id'), /^.{1000,2000} and 860 others$/);
  refuses(() => decodeColumns(bytesOf('[]'), { ['n'.repeat(1e6)]: 5 }), new RegExp(`\\.${cut}:`));
});

test('options of columns that are none, or cannot be read, are refused by toArrow and toCsv alike', () => {
  const two = few();
  for (const write of ['toArrow', 'toCsv']) {
    for (const [given, words] of [
      [null, 'null'],
      [NaN, 'NaN'],
      ['file', '"file"'],
      [[], 'a list'],
      [revoked([]), 'an object'],
      [Promise.resolve({}), 'a promise; await it first'],
    ]) {
      if (given !== null && typeof given === 'object' && words === 'an object')
        refuses(() => two[write](given), /^options cannot be read: .*revoked.* Nothing was sent$/);
      else refuses(() => two[write](given), `Invalid options: expected an object, got ${words}`);
    }
    refuses(() => two[write](thrower()), 'options cannot be read: a getter. Nothing was sent');
  }
  refuses(
    () => two.toArrow({ format: 'files' }),
    "Invalid options.format: expected 'stream' or 'file', got \"files\"",
  );
  refuses(
    () => two.toArrow({ fromat: 'file' }),
    "Unknown member 'fromat' of options: did you mean 'format'? Nothing was sent",
  );
});

test('bytes and schemas that cannot be read are refused as what is none', () => {
  for (const given of [revoked(), revoked([]), thrower()]) {
    const words = 'Invalid bytes: expected a Uint8Array or an ArrayBuffer, got an object';
    refuses(() => decodeColumns(given, {}), words);
    refuses(() => columns.encodeBase64(given), words);
    refuses(() => decodeColumns(bytesOf('[]'), given), /^schema cannot be read: /);
    refuses(() => decodeColumns(bytesOf('[]'), { name: given }), /^schema\.name cannot be read: /);
  }
});

test('what cannot be read among the arguments of a read is refused before anything is sent', async () => {
  const { client, odoo } = await connect();
  const sent = odoo.requests.length;
  for (const given of [revoked(), thrower()]) {
    for (const [args, message] of [
      [[given, 'res.partner', [], {}], 'Invalid client: expected an OdooClient, got an object'],
      [[client, 'res.partner', [], given], /^options cannot be read: .* Nothing was sent$/],
      [
        [client, 'res.partner', [], { signal: given }],
        'Invalid options.signal: expected an AbortSignal, got an object',
      ],
      [
        [client, 'res.partner', [], { types: given }],
        'Invalid options.types: expected an object of fields and types, got an object',
      ],
    ]) {
      const error = await failure(columns.readColumns(...args));
      refuses(() => {
        throw error;
      }, message);
    }
  }
  const getter = await failure(
    columns.readColumns(
      client,
      'res.partner',
      [],
      Object.defineProperty({}, 'limit', { get: fail }),
    ),
  );
  assert.equal(getter.message, 'options cannot be read: a getter. Nothing was sent');
  const promised = await failure(
    columns.readColumns(client, 'res.partner', [], Promise.resolve({})),
  );
  assert.equal(
    promised.message,
    'Invalid options: expected an object, got a promise; await it first',
  );
  assert.equal(odoo.requests.length, sent);
});

test('a field that is not there is named by the beginning of a long name', async () => {
  const { client } = await connect();
  const error = await failure(
    columns.readColumns(client, 'res.partner', [], { fields: ['n'.repeat(1e6)] }),
  );
  assert.match(error.message, /^There is no field 'n{40}…' on res\.partner, or /);
});
