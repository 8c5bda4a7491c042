// Wrong arguments are named before anything is sent.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { toolbox } from './fixture.mjs';
import { connect, openWire } from './wire.mjs';

const { OdooError, OdooNetworkError } = toolbox;

const notText = [
  ['undefined', undefined],
  ['null', null],
  ['a number', 5],
  ['an object', {}],
  ['a list', ['m']],
  ['an empty text', ''],
];
const notIds = [
  ['undefined', undefined],
  ['null', null],
  ['NaN', NaN],
  ['a float', 1.5],
  ['text', '1'],
  ['an object', { id: 1 }],
  ['true', true],
  ['Infinity', Infinity],
  ['a list with NaN', [1, NaN]],
  ['a list with a float', [1.5]],
  ['a list with text', ['1']],
  ['a list with null', [null]],
  ['a list of lists', [[1]]],
  ['2^53 + 2', 2 ** 53 + 2],
];
const notDomain = [
  ['text', "[('id','=',1)]"],
  ['an object', { id: 1 }],
  ['a number', 5],
  ['true', true],
  ['null', null],
];
const notValues = [
  ['undefined', undefined],
  ['null', null],
  ['text', 'Ada'],
  ['a number', 5],
  ['true', true],
  ['a function', () => {}],
];
const notObject = [
  ['text', 'fr_FR'],
  ['a number', 5],
  ['a list', [1]],
  ['true', true],
];
const notNames = [
  ['text', 'name'],
  ['a list of numbers', [1]],
  ['a number', 5],
  ['true', true],
];

/** Method, the argument that is wrong, the wrong values, and how they are passed. */
const table = [
  ['call', 'model', notText, (client, wrong) => client.call(wrong, 'x')],
  ['call', 'method', notText, (client, wrong) => client.call('m', wrong)],
  [
    'call',
    'args',
    [
      ['text', 'x'],
      ['an object', {}],
      ['a number', 5],
    ],
    (client, wrong) => client.call('m', 'x', wrong),
  ],
  [
    'call',
    'kwargs',
    [
      ['text', 'x'],
      ['a list', [1]],
      ['a number', 5],
    ],
    (client, wrong) => client.call('m', 'x', [], wrong),
  ],
  [
    'call',
    'options',
    [
      ['text', 'READ'],
      ['a number', 5],
    ],
    (client, wrong) => client.call('m', 'x', [], {}, wrong),
  ],
  [
    'call',
    'safetyLevel',
    [
      ['an unknown level', 'HARMLESS'],
      ['a number', 5],
    ],
    (client, wrong) => client.call('m', 'x', [], {}, { safetyLevel: wrong }),
  ],
  ['search', 'model', notText, (client, wrong) => client.search(wrong)],
  ['search', 'domain', notDomain, (client, wrong) => client.search('m', wrong)],
  [
    'search',
    'offset',
    [
      ['text', '5'],
      ['NaN', NaN],
      ['a float', 1.5],
    ],
    (client, wrong) => client.search('m', [], { offset: wrong }),
  ],
  [
    'search',
    'limit',
    [
      ['text', '5'],
      ['NaN', NaN],
      ['a float', 1.5],
    ],
    (client, wrong) => client.search('m', [], { limit: wrong }),
  ],
  [
    'search',
    'order',
    [
      ['a number', 5],
      ['a list', ['name']],
    ],
    (client, wrong) => client.search('m', [], { order: wrong }),
  ],
  [
    'search',
    'options',
    [
      ['text', 'x'],
      ['a number', 5],
    ],
    (client, wrong) => client.search('m', [], wrong),
  ],
  ['read', 'model', notText, (client, wrong) => client.read(wrong, 1)],
  ['read', 'ids', notIds, (client, wrong) => client.read('m', wrong)],
  ['read', 'fields', notNames, (client, wrong) => client.read('m', 1, wrong)],
  ['searchRead', 'model', notText, (client, wrong) => client.searchRead(wrong)],
  ['searchRead', 'domain', notDomain, (client, wrong) => client.searchRead('m', wrong)],
  [
    'searchRead',
    'fields',
    notNames,
    (client, wrong) => client.searchRead('m', [], { fields: wrong }),
  ],
  [
    'searchRead',
    'options',
    [
      ['text', 'name'],
      ['a number', 5],
    ],
    (client, wrong) => client.searchRead('m', [], wrong),
  ],
  ['searchCount', 'model', notText, (client, wrong) => client.searchCount(wrong)],
  ['searchCount', 'domain', notDomain, (client, wrong) => client.searchCount('m', wrong)],
  ['create', 'model', notText, (client, wrong) => client.create(wrong, {})],
  [
    'create',
    'values',
    [...notValues, ['a list with text', ['Ada']], ['a list with null', [{}, null]]],
    (client, wrong) => client.create('m', wrong),
  ],
  ['create', 'context', notObject, (client, wrong) => client.create('m', {}, wrong)],
  ['write', 'model', notText, (client, wrong) => client.write(wrong, 1, {})],
  ['write', 'ids', notIds, (client, wrong) => client.write('m', wrong, {})],
  [
    'write',
    'values',
    [...notValues, ['a list', [{ name: 'x' }]]],
    (client, wrong) => client.write('m', 1, wrong),
  ],
  ['write', 'context', notObject, (client, wrong) => client.write('m', 1, {}, wrong)],
  ['unlink', 'model', notText, (client, wrong) => client.unlink(wrong, 1)],
  ['unlink', 'ids', notIds, (client, wrong) => client.unlink('m', wrong)],
  [
    'mail.postInternalNote',
    'model',
    notText,
    (client, wrong) => client.mail.postInternalNote(wrong, 1, 'x'),
  ],
  [
    'mail.postInternalNote',
    'resId',
    notIds,
    (client, wrong) => client.mail.postInternalNote('m', wrong, 'x'),
  ],
  [
    'mail.postOpenMessage',
    'resId',
    notIds,
    (client, wrong) => client.mail.postOpenMessage('m', wrong, 'x'),
  ],
  [
    'mail.postOpenMessage',
    'body',
    [
      ['undefined', undefined],
      ['null', null],
      ['a number', 5],
      ['a list', ['x']],
      ['an object without body', {}],
    ],
    (client, wrong) => client.mail.postOpenMessage('m', 1, wrong),
  ],
  [
    'mail.postOpenMessage',
    'partnerIds',
    [
      ['text', '1'],
      ['a list of text', ['1']],
    ],
    (client, wrong) => client.mail.postOpenMessage('m', 1, 'x', { partnerIds: wrong }),
  ],
  [
    'mail.postOpenMessage',
    'attachmentIds',
    [
      ['text', '1'],
      ['a list with NaN', [NaN]],
    ],
    (client, wrong) => client.mail.postOpenMessage('m', 1, 'x', { attachmentIds: wrong }),
  ],
  [
    'modules.installModule',
    'name',
    notText,
    (client, wrong) => client.modules.installModule(wrong),
  ],
  [
    'modules.uninstallModule',
    'name',
    notText,
    (client, wrong) => client.modules.uninstallModule(wrong),
  ],
  [
    'modules.upgradeModule',
    'name',
    notText,
    (client, wrong) => client.modules.upgradeModule(wrong),
  ],
  [
    'modules.getModuleInfo',
    'name',
    notText,
    (client, wrong) => client.modules.getModuleInfo(wrong),
  ],
  [
    'modules.isModuleInstalled',
    'name',
    notText,
    (client, wrong) => client.modules.isModuleInstalled(wrong),
  ],
];

for (const [method, argument, values, use] of table) {
  describe(`${method} names the argument ${argument} and sends nothing`, () => {
    for (const [what, wrong] of values) {
      test(`when it is ${what}`, async (t) => {
        const wire = await openWire(t);
        const client = await connect(wire, {
          safety: { confirm: () => assert.fail('the guard was asked') },
        });
        let promise;
        assert.doesNotThrow(() => {
          promise = use(client, wrong);
        }, 'a method gives a promise that rejects, it does not throw');
        await assert.rejects(promise, (error) => {
          assert.ok(error instanceof TypeError || error instanceof OdooError, String(error));
          assert.ok(!(error instanceof OdooNetworkError), String(error));
          assert.match(error.message, new RegExp(`\\b${argument}\\b`));
          return true;
        });
        assert.equal(wire.requests.length, 0);
        assert.equal(await client.search('m'), true, 'the client stays usable');
      });
    }
  });
}

describe('what was given', () => {
  for (const [wrong, said] of [
    ['1', /"1"|'1'|text|string/],
    [NaN, /NaN/],
    [1.5, /1\.5/],
    [null, /null/],
    [undefined, /undefined|nothing|missing/],
  ]) {
    test(`is told: ${String(wrong)} as an id`, async (t) => {
      const client = await connect(await openWire(t));
      await assert.rejects(
        client.read('m', wrong),
        (error) => said.test(error.message) || assert.fail(error.message),
      );
    });
  }
});

describe('settings', () => {
  const config = { url: 'http://127.0.0.1:1', database: 'x', username: 'x', password: 'x' };
  for (const [key, values] of Object.entries({
    timeoutMs: ['10', NaN, -1, {}, true],
    context: ['fr_FR', 5, [1], true],
    headers: [
      'X: y',
      5,
      ['x'],
      { 'X-Count': 1 },
      { 'X-Bad': 'a\r\nInjected: 1' },
      { 'Bad Name': 'x' },
    ],
  })) {
    for (const value of values) {
      test(`${key} as ${JSON.stringify(value) ?? String(value)} is refused by name`, () => {
        assert.throws(
          () => new toolbox.OdooClient({ ...config, [key]: value }),
          (error) => {
            assert.ok(error instanceof TypeError || error instanceof OdooError, String(error));
            assert.match(error.message, key === 'headers' ? /header/ : new RegExp(key));
            return true;
          },
        );
      });
    }
  }

  test('that nobody knows are ignored, as the replaced client does', () => {
    assert.doesNotThrow(
      () => new toolbox.OdooClient({ ...config, verbose: true, retries: undefined }),
    );
  });
});
