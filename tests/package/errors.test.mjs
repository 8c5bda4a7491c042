// The error classes as users construct, extend, recognise and log them.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { required, toolbox } from './fixture.mjs';

const operation = {
  name: 'odoo.unlink',
  level: 'DELETE',
  model: 'm',
  description: 'm.unlink()',
  target: 'http://localhost',
};
const cause = new Error('connect ECONNREFUSED');
const data = {
  name: 'odoo.exceptions.ValidationError',
  message: 'No.',
  debug: 'Traceback: line 1',
};
const withoutDebug = { name: data.name, message: data.message };

/** The word of each class. */
const reasons = {
  OdooError: 'usage',
  OdooRpcError: 'server',
  OdooAuthError: 'login',
  OdooSessionExpiredError: 'session',
  OdooNetworkError: 'network',
  OdooTimeoutError: 'timeout',
  OdooRateLimitError: 'rateLimit',
  OdooValidationError: 'validation',
  OdooRedirectWarning: 'redirect',
  OdooAccessError: 'access',
  OdooMissingError: 'missing',
  OdooLockError: 'lock',
  OdooSafetyError: 'safety',
};

/** One row for each class: how it is made, what it extends and what its JSON is. */
const table = [
  ['OdooError', ['It failed.'], ['OdooError'], { error: 'ODOO_ERROR', message: 'It failed.' }],
  [
    'OdooRpcError',
    ['It failed.', { code: '200', data, cause }],
    ['OdooRpcError', 'OdooError'],
    { error: 'RPC_ERROR', message: 'It failed.', details: { code: '200', data: withoutDebug } },
  ],
  [
    'OdooAuthError',
    ['Access Denied'],
    ['OdooAuthError', 'OdooRpcError', 'OdooError'],
    { error: 'AUTH_ERROR', message: 'Access Denied' },
  ],
  [
    'OdooNetworkError',
    ['fetch failed', cause],
    ['OdooNetworkError', 'OdooRpcError', 'OdooError'],
    { error: 'NETWORK_ERROR', message: 'fetch failed', details: { cause: 'connect ECONNREFUSED' } },
  ],
  [
    'OdooTimeoutError',
    ['too slow', cause],
    ['OdooTimeoutError', 'OdooNetworkError', 'OdooRpcError', 'OdooError'],
    { error: 'TIMEOUT_ERROR', message: 'too slow' },
  ],
  [
    'OdooValidationError',
    ['No.', { code: '0', data }],
    ['OdooValidationError', 'OdooRpcError', 'OdooError'],
    { error: 'VALIDATION_ERROR', message: 'No.', details: withoutDebug },
  ],
  [
    'OdooAccessError',
    ['No.', { code: '0', data }],
    ['OdooAccessError', 'OdooRpcError', 'OdooError'],
    { error: 'ACCESS_ERROR', message: 'No.', details: withoutDebug },
  ],
  [
    'OdooMissingError',
    ['Gone.', { code: '0', data }],
    ['OdooMissingError', 'OdooRpcError', 'OdooError'],
    { error: 'MISSING_ERROR', message: 'Gone.', details: withoutDebug },
  ],
  [
    'OdooSafetyError',
    [operation],
    ['OdooSafetyError', 'OdooError'],
    { error: 'SAFETY_BLOCKED', message: 'Operation blocked: m.unlink()', details: { operation } },
  ],
];
const classes = table.map(([name]) => name);

for (const [name, args, chain, json] of table) {
  describe(name, () => {
    const Class = toolbox[name];

    test('is made by new, with its name, message and stack', () => {
      const error = new Class(...args);
      assert.equal(error.name, name);
      assert.equal(error.message, json.message);
      assert.equal(String(error), `${name}: ${json.message}`);
      assert.ok(error.stack.includes(json.message));
      assert.match(error.stack, /errors\.test\.mjs/);
    });

    test('extends its ancestors and nothing else', () => {
      const error = new Class(...args);
      assert.ok(error instanceof Error);
      for (const other of classes)
        assert.equal(error instanceof toolbox[other], chain.includes(other), other);
    });

    test('is the same class by require', () => {
      assert.ok(new Class(...args) instanceof required[name]);
      assert.ok(new required[name](...args) instanceof Class);
    });

    test('gives its JSON', () => {
      const error = new Class(...args);
      assert.deepEqual(error.toJSON(), json);
      assert.deepEqual(JSON.parse(JSON.stringify(error)), JSON.parse(JSON.stringify(json)));
      assert.deepEqual(Object.keys(error.toJSON()), Object.keys(json));
    });

    test('can be subclassed', () => {
      class Own extends Class {
        constructor(...rest) {
          super(...rest);
          this.name = 'Own';
          this.extra = 1;
        }
        toJSON() {
          return { ...super.toJSON(), extra: this.extra };
        }
      }
      const error = new Own(...args);
      assert.ok(error instanceof Own && error instanceof Class && error instanceof Error);
      assert.equal(error.name, 'Own');
      assert.deepEqual(error.toJSON(), { ...json, extra: 1 });
    });

    test('can be recognised by its name after a bundler renamed the class', () => {
      assert.equal(Object.hasOwn(Class.prototype, 'name'), true);
      assert.equal(Class.prototype.name, name);
    });

    test('has a reason of its own, which no listing of its members shows', () => {
      const error = new Class(...args);
      assert.equal(error.reason, reasons[name]);
      assert.ok(!Object.keys(error).includes('reason'));
    });

    test('keeps its name out of the enumerable members', () => {
      assert.ok(!Object.keys(new Class(...args)).includes('name'));
    });

    test('cannot be called without new', () => {
      assert.throws(() => Class(...args), TypeError);
    });
  });
}

describe('the members of errors', () => {
  const {
    OdooAuthError,
    OdooNetworkError,
    OdooRpcError,
    OdooSafetyError,
    OdooTimeoutError,
    OdooValidationError,
  } = toolbox;

  test('code, data and cause are those given', () => {
    const error = new OdooRpcError('x', { code: '200', data, cause });
    assert.equal(error.code, '200');
    assert.equal(error.data, data);
    assert.equal(error.cause, cause);
  });

  test('code, data and cause are undefined unless given', () => {
    for (const error of [
      new OdooRpcError('x'),
      new OdooRpcError('x', {}),
      new OdooAuthError(),
      new OdooValidationError('x'),
    ]) {
      assert.equal(error.code, undefined);
      assert.equal(error.data, undefined);
      assert.equal(error.cause, undefined);
    }
  });

  test('an OdooAuthError says "Authentication failed" unless told otherwise', () => {
    assert.equal(new OdooAuthError().message, 'Authentication failed');
  });

  test('a network error without a cause has JSON all the same', () => {
    const { error, message } = new OdooNetworkError('down').toJSON();
    assert.deepEqual({ error, message }, { error: 'NETWORK_ERROR', message: 'down' });
  });

  test('a network error keeps its cause', () => {
    assert.equal(new OdooNetworkError('x', cause).cause, cause);
    assert.equal(new OdooTimeoutError('x', cause).cause, cause);
  });

  test('a safety error holds the very operation it was made of', () => {
    assert.equal(new OdooSafetyError(operation).operation, operation);
  });

  test('the traceback is left out of JSON, at hand in data.debug, and data itself is untouched', () => {
    const error = new OdooValidationError('No.', { code: '0', data });
    assert.ok(!JSON.stringify(error).includes('Traceback'));
    assert.equal(error.data.debug, 'Traceback: line 1');
    assert.equal(data.debug, 'Traceback: line 1');
  });

  test('data that is no object does no harm', () => {
    for (const odd of [null, 'text', 5, [], false])
      assert.doesNotThrow(() => JSON.stringify(new OdooRpcError('x', { data: odd })));
  });
});
