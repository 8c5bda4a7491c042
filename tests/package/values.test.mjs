// Values: what goes in is what arrives, and what is answered is what comes out.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { connect, openWire, uid } from './wire.mjs';
import { toolbox } from './fixture.mjs';

const { OdooError } = toolbox;

/** The text of the positional arguments as they arrived. */
async function argsAsSent(t, args) {
  const wire = await openWire(t);
  await (await connect(wire)).call('x.y', 'z', args);
  const [, sent] =
    /"x\.y","z",(\[.*\]),\{\}\]\},"id":\d+\}$/s.exec(wire.requests[0].text) ??
    assert.fail(wire.requests[0].text);
  return sent;
}

/** What the caller gets when the server's answer holds that text as its result. */
async function resultOf(t, text) {
  const wire = await openWire(t, ({ json }) => ({
    body: `{"jsonrpc":"2.0","id":${json.id},"result":${text}}`,
  }));
  return (await connect(wire)).call('x.y', 'z');
}

class Money {
  constructor(amount) {
    this.amount = amount;
  }
  toJSON() {
    return { amount: this.amount.toFixed(2) };
  }
}

describe('arguments are serialised as JSON.stringify does', () => {
  for (const [what, value] of [
    ['undefined members are dropped', { a: undefined, b: 1 }],
    ['undefined in a list is null', [1, undefined, 2]],
    ['a Date is its ISO text', { at: new Date(Date.UTC(2026, 0, 2, 3, 4, 5, 6)) }],
    ['toJSON is honoured', { price: new Money(2) }],
    ['key order is kept', { zebra: 1, apple: 2, 10: 'ten', 9: 'nine', mango: { z: 1, a: 2 } }],
    ['members with a symbol for a name are dropped', { [Symbol('s')]: () => {}, n: 1 }],
    ['a toJSON that gives nothing drops its member', { gone: { toJSON() {} }, n: 1 }],
    ['a list with holes has null in them', [1, , 3]],
    [
      'an object that only calls itself something gives its members',
      { [Symbol.toStringTag]: 'Money', amount: 2 },
    ],
    ['boxed values are unboxed', [Object(1), Object('a'), Object(true)]],
    ['nested nulls stay', { a: null, b: [null, [null, { c: null }]] }],
    ['numbers up to 2^53 stay', [2 ** 53, -(2 ** 53), 2 ** 53 - 1, 0.1, 1e-7, 1e21, -0]],
    [
      'text in any script stays',
      ['Ångström', '中文', 'العربية', '😀👩‍👩‍👧', '\u0000\u001f"\\/\b', '\u2028\u2029'],
    ],
    ['lone surrogates stay', ['\ud800', 'a\udc00b', '\udfff\ud800']],
    ['objects without a prototype work', Object.assign(Object.create(null), { a: 1 })],
    [
      'class instances give their own members',
      [
        new (class {
          x = 1;
          get y() {
            return 2;
          }
        })(),
      ],
    ],
    ['keys such as __proto__ stay', JSON.parse('{"__proto__":{"a":1},"constructor":1}')],
    ['deep nesting stays', JSON.parse(`${'['.repeat(500)}1${']'.repeat(500)}`)],
  ]) {
    test(what, async (t) => {
      assert.equal(await argsAsSent(t, [value]), JSON.stringify([value]));
    });
  }

  test("the caller's objects are left alone", async (t) => {
    const wire = await openWire(t, () => 1);
    const client = await connect(wire);
    const values = Object.freeze({
      name: 'Ada',
      tags: Object.freeze([Object.freeze([6, 0, Object.freeze([1])])]),
    });
    const context = Object.freeze({ lang: 'fr_FR' });
    await client.create('res.partner', values, context);
    await client.search('res.partner', Object.freeze([]), Object.freeze({ limit: 1 }));
    assert.deepEqual(wire.calls()[0], [
      'res.partner',
      'create',
      [{ name: 'Ada', tags: [[6, 0, [1]]] }],
      { context: { lang: 'fr_FR' } },
    ]);
  });

  test('what is sent is what the objects held when the method was called', async (t) => {
    const wire = await openWire(t, () => 1);
    const client = await connect(wire);
    const values = { name: 'before' };
    const created = client.create('res.partner', values);
    values.name = 'after';
    await created;
    assert.equal(wire.lastCall()[2][0].name, 'before');
  });
});

describe('what JSON would make something else of is refused by its path before anything is sent', () => {
  const bytes = new Uint8Array([1, 2, 3]);
  for (const [what, value, said] of [
    ['NaN', NaN, 'is NaN'],
    ['Infinity', Infinity, 'is Infinity'],
    ['-Infinity', -Infinity, 'is -Infinity'],
    ['a boxed NaN', Object(NaN), 'is NaN'],
    ['a Blob', new Blob(['x']), 'is a Blob; .*encodeBase64'],
    [
      'a File',
      new (
        globalThis.File ??
        class File extends Blob {
          get [Symbol.toStringTag]() {
            return 'File';
          }
        }
      )(['x'], 'x.txt'),
      'is a File; .*encodeBase64',
    ],
    ['a typed array', bytes, 'is a Uint8Array; .*encodeBase64'],
    ['a Buffer', Buffer.from('x'), 'is a Uint8Array; .*encodeBase64'],
    ['an ArrayBuffer', bytes.buffer, 'is an ArrayBuffer; .*encodeBase64'],
    ['a DataView', new DataView(bytes.buffer), 'is a DataView; .*encodeBase64'],
    ['a Map', new Map([[1, 2]]), 'is a Map; .*fromEntries'],
    ['a Set', new Set([1]), 'is a Set; send \\[\\.\\.\\.set\\]'],
    ['a promise', Promise.resolve('x'), 'is a promise; await it'],
    ['a thenable', { then() {} }, 'is a promise; await it'],
    ['a function', () => 1, 'is a function'],
    ['a class', class {}, 'is a function'],
    ['a symbol', Symbol('s'), 'is a symbol'],
    ['a BigInt', 1n, 'is a BigInt'],
    ['an invalid date', new Date(NaN), 'is an invalid date'],
    ['a regular expression', /x/, 'is a RegExp'],
    ['an error', new Error('x'), 'is an Error'],
    ['a WeakMap', new WeakMap(), 'is a WeakMap'],
    ['what toJSON gives', { toJSON: () => NaN }, 'is NaN'],
  ]) {
    test(what, async (t) => {
      const wire = await openWire(t);
      const client = await connect(wire);
      for (const [path, rejected] of [
        ['args[0]', () => client.call('x.y', 'z', [value])],
        ['args[0].a[1]', () => client.call('x.y', 'z', [{ a: [0, value] }])],
        ['kwargs.value', () => client.call('x.y', 'z', [], { value })],
        ['kwargs.context["a b"]', () => client.call('x.y', 'z', [], { context: { 'a b': value } })],
        [
          'options.context.lang',
          () => client.call('x.y', 'z', [], {}, { context: { lang: value } }),
        ],
        ['values.image_1920', () => client.create('x.y', { image_1920: value })],
        [
          'values[1].lines[0][2].qty',
          () => client.create('x.y', [{}, { lines: [[0, 0, { qty: value }]] }]),
        ],
        ['context.lang', () => client.create('x.y', {}, { lang: value })],
        ['values.image_1920', () => client.write('x.y', [1], { image_1920: value })],
        ['domain[0][2]', () => client.search('x.y', [['a', '=', value]])],
        ['domain[0][2][1]', () => client.searchRead('x.y', [['a', 'in', [1, value]]], ['a'])],
        ['domain[0][2]', () => client.searchCount('x.y', [['a', '=', value]])],
        ['context.lang', async () => client.withContext({ lang: value })],
      ]) {
        await assert.rejects(rejected, (error) => {
          assert.equal(error.constructor, TypeError);
          assert.ok(error.message.startsWith(`${path} `), `${path}: ${error.message}`);
          assert.match(error.message, new RegExp(`${said}.*Nothing was sent$`));
          return true;
        });
      }
      assert.equal(wire.requests.length, 0);
      assert.equal(await client.call('x.y', 'z'), true);
    });
  }

  test('a many2one as it is read, with the id to send', async (t) => {
    const wire = await openWire(t);
    const client = await connect(wire);
    class Logged extends toolbox.OdooClient {
      call(...args) {
        return super.call(...args);
      }
    }
    const logged = await connect(wire, {}, { OdooClient: Logged });
    for (const [rejected, said] of [
      [
        () => client.write('x.y', 1, { partner_id: [7, 'Azure'] }),
        'values.partner_id: send 7, not [7, "Azure"]',
      ],
      [
        () => client.write('x.y', 1, { partner_id: [7, false] }),
        'values.partner_id: send 7, not [7, false]',
      ],
      [
        () => client.create('x.y', { partner_id: [7, 'Azure'] }),
        'values.partner_id: send 7, not [7, "Azure"]',
      ],
      [
        () => client.create('x.y', [{}, { partner_id: [7, ''] }]),
        'values[1].partner_id: send 7, not [7, ""]',
      ],
      [
        () => client.create('x.y', { line_ids: [[0, 0, { product_id: [3, 'Desk'] }]] }),
        'values.line_ids[0][2].product_id: send 3, not [3, "Desk"]',
      ],
      [
        () => client.create('x.y', { partner_id: { id: 7, display_name: 'Azure' } }),
        'values.partner_id: send 7, not { id: 7, display_name: "Azure" }',
      ],
      [
        () => logged.write('x.y', 1, { partner_id: { id: 7, display_name: false } }),
        'values.partner_id: send 7, not { id: 7, display_name: false }',
      ],
      [
        () =>
          client.write('x.y', 1, {
            line_ids: [
              [4, 2],
              [1, 2, { product_id: [3, 'Desk'] }],
            ],
          }),
        'values.line_ids[1][2].product_id: send 3, not [3, "Desk"]',
      ],
    ]) {
      await assert.rejects(
        rejected,
        (error) =>
          (error.constructor === TypeError && error.message.startsWith(said)) ||
          assert.fail(error.message),
      );
    }
    assert.equal(wire.requests.length, 0);
    // What else is a list is as good as ever, and `call` says what it says.
    await client.write('x.y', 1, {
      a: [[6, 0, [1, 2]]],
      b: [[4, 3]],
      c: [1, 2],
      d: [],
      e: ['a', 'b'],
      f: [[5]],
      g: [[0, 0, { name: 'x' }]],
      h: { id: 7 },
      i: { id: 'a', display_name: 'b' },
    });
    await client.call('x.y', 'write', [[1], { partner_id: [7, 'Azure'] }]);
    assert.equal(wire.requests.length, 2);
  });
});

describe('what JSON cannot hold is refused before anything is sent', () => {
  const cyclic = { name: 'x' };
  cyclic.self = cyclic;
  for (const [what, value] of [
    ['a BigInt', { n: 1n }],
    ['a cycle', cyclic],
    [
      'a cyclic list',
      (() => {
        const list = [];
        list.push(list);
        return list;
      })(),
    ],
  ]) {
    test(`${what} in the arguments`, async (t) => {
      const wire = await openWire(t);
      const client = await connect(wire);
      for (const rejected of [
        () => client.call('x.y', 'z', [value]),
        () => client.call('x.y', 'z', [], { value }),
        () => client.create('x.y', { value }),
        () => client.write('x.y', [1], { value }),
        () => client.search('x.y', [['id', '=', value]]),
      ]) {
        await assert.rejects(
          rejected,
          (error) =>
            (error instanceof TypeError || error instanceof OdooError) &&
            !(error instanceof toolbox.OdooNetworkError),
        );
      }
      assert.equal(wire.requests.length, 0);
      assert.equal(await client.call('x.y', 'z'), true);
    });
  }

  test('an exception in toJSON is the cause of the error', async (t) => {
    const wire = await openWire(t);
    const client = await connect(wire);
    const boom = new RangeError('no JSON today');
    await assert.rejects(
      client.create('x.y', {
        toJSON() {
          throw boom;
        },
      }),
      (error) => (error instanceof TypeError || error instanceof OdooError) && error.cause === boom,
    );
    assert.equal(wire.requests.length, 0);
  });
});

describe('results are what JSON.parse gives', () => {
  for (const [what, text] of [
    [
      'ordinary objects and lists',
      '[{"id":1,"name":"Ada","tags":[1,2],"parent_id":[3,"X"],"email":false}]',
    ],
    ['key order', '{"zebra":1,"apple":2,"mango":{"z":1,"a":2}}'],
    ['numbers up to 2^53', '[9007199254740992,-9007199254740992,9007199254740991,0.1,1e-7,1e21]'],
    ['text in any script', '["Ångström","中文","😀👩‍👩‍👧","\\u2028"]'],
    ['lone surrogates', '["\\ud800","a\\udc00b"]'],
    ['nested nulls', '{"a":null,"b":[null,[null,{"c":null}]]}'],
    ['keys such as __proto__', '{"__proto__":{"polluted":true},"constructor":1}'],
    ['deep nesting', `${'['.repeat(500)}1${']'.repeat(500)}`],
  ]) {
    test(what, async (t) => {
      const result = await resultOf(t, text);
      const expected = JSON.parse(text);
      assert.deepEqual(result, expected);
      assert.equal(JSON.stringify(result), JSON.stringify(expected));
      assert.equal(Object.getPrototypeOf(result), Object.getPrototypeOf(expected));
      assert.equal({}.polluted, undefined);
    });
  }

  test('numbers that are none are what Odoo writes for them', async (t) => {
    const text =
      '[{"id":1,"a":NaN,"b":Infinity,"c":-Infinity,"t":"NaN, \\"Infinity\\\\"},{"id":2,"a": NaN ,"b":[-Infinity]}]';
    const wire = await openWire(t, ({ json }) => ({
      body: `{"jsonrpc":"2.0","id":${json.id},"result":${text}}`,
    }));
    const client = await connect(wire, { retries: 2 });
    assert.deepEqual(await client.searchRead('x.y'), [
      { id: 1, a: NaN, b: Infinity, c: -Infinity, t: 'NaN, "Infinity\\' },
      { id: 2, a: NaN, b: [-Infinity] },
    ]);
    assert.equal(wire.requests.length, 1);
  });

  test('numbers that are none count only where a value stands', async (t) => {
    for (const text of ['{NaN:1}', '[-NaN]', '[NaN NaN]', '[nan]', '[Infinit]', '[1,NaN']) {
      const wire = await openWire(t, ({ json }) => ({
        body: `{"jsonrpc":"2.0","id":${json.id},"result":${text}}`,
      }));
      await assert.rejects(
        (await connect(wire)).call('x.y', 'z'),
        (error) => error instanceof toolbox.OdooNetworkError,
        text,
      );
    }
  });

  test('records are objects of this realm, never Maps, and may be changed', async (t) => {
    const [record] = await resultOf(t, '[{"id":1,"name":"Ada"}]');
    assert.equal(record.constructor, Object);
    record.name = 'Grace';
    assert.deepEqual({ ...record }, { id: 1, name: 'Grace' });
  });
});

describe('large values', () => {
  test('10 MB of base64 go up and come back unchanged', async (t) => {
    const data = Buffer.alloc(7_500_000, 'odoo').toString('base64');
    assert.ok(data.length >= 10_000_000);
    const wire = await openWire(t, ({ json }) => [{ id: 1, datas: json.params.args[5][0].datas }]);
    const client = await connect(wire);
    const [record] = await client.call('ir.attachment', 'echo', [{ datas: data }]);
    assert.ok(record.datas === data);
  });

  test('10,000 records come back complete', async (t) => {
    const rows = Array.from({ length: 10_000 }, (_, index) => ({
      id: index + 1,
      name: `Partner ${index} é`,
      country_id: [index % 250, 'X'],
    }));
    const wire = await openWire(t, () => rows);
    assert.deepEqual(await (await connect(wire)).searchRead('res.partner'), rows);
  });

  test('50 calls at once each get their own answer', async (t) => {
    const wire = await openWire(t, async ({ json }) => {
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 20));
      return json.params.args[5][0];
    });
    const client = await connect(wire);
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) => client.call('x.y', 'echo', [index])),
    );
    assert.deepEqual(
      answers,
      Array.from({ length: 50 }, (_, index) => index),
    );
    assert.equal(client.getSession().uid, uid);
  });
});
