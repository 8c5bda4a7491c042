// What the server answers becomes the right class of error.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { inspect } from 'node:util';
import { runInNewContext } from 'node:vm';
import { toolbox } from './fixture.mjs';
import { connect, fault, handled, http, openWire } from './wire.mjs';

const { OdooError, OdooNetworkError, OdooRpcError } = toolbox;

/** The error a call rejects with when the server answers so. */
async function rejection(t, answer) {
  const wire = await openWire(t, answer);
  const client = await connect(wire);
  return client.call('m', 'x').then(
    () => assert.fail('the call was answered'),
    (error) => error,
  );
}

describe('the class of an error', () => {
  for (const [type, className] of [
    // Of a method: the credentials still are good.
    ['odoo.exceptions.AccessDenied', 'OdooAccessError'],
    ['odoo.exceptions.AccessError', 'OdooAccessError'],
    ['odoo.exceptions.ValidationError', 'OdooValidationError'],
    ['odoo.exceptions.UserError', 'OdooValidationError'],
    ['odoo.exceptions.MissingError', 'OdooMissingError'],
    ['odoo.addons.shop.exceptions.UserError', 'OdooValidationError'],
    ['openerp.exceptions.AccessError', 'OdooAccessError'],
    ['ValidationError', 'OdooValidationError'],
    ['builtins.ValueError', 'OdooRpcError'],
    ['builtins.KeyError', 'OdooRpcError'],
    ['psycopg2.errors.NotNullViolation', 'OdooRpcError'],
    ['odoo.exceptions.NotAnAccessError', 'OdooRpcError'],
    ['', 'OdooRpcError'],
  ]) {
    test(`${type || 'no name'} is ${className}`, async (t) => {
      const error = await rejection(t, () => fault(type, 'It was refused.'));
      assert.equal(error.constructor, toolbox[className]);
      assert.equal(error.message, 'It was refused.');
    });
  }

  for (const [exceptionType, className] of [
    ['access_denied', 'OdooAccessError'],
    ['access_error', 'OdooAccessError'],
    ['validation_error', 'OdooValidationError'],
    ['user_error', 'OdooValidationError'],
    ['missing_error', 'OdooMissingError'],
  ]) {
    test(`exception_type ${exceptionType} is ${className}, whatever the name says`, async (t) => {
      const error = await rejection(t, () =>
        fault('odoo.exceptions.Other', 'No.', { data: { exception_type: exceptionType } }),
      );
      assert.equal(error.constructor, toolbox[className]);
    });
  }

  test('an exception_type that is not known leaves it to the name', async (t) => {
    const error = await rejection(t, () =>
      fault('odoo.exceptions.AccessError', 'No.', { data: { exception_type: 'internal_error' } }),
    );
    assert.equal(error.constructor, toolbox.OdooAccessError);
  });
});

describe('what an error of the server tells', () => {
  test('the message of its data, else its own', async (t) => {
    assert.equal(
      (await rejection(t, () => fault('x', 'The inner message'))).message,
      'The inner message',
    );
    assert.equal(
      (await rejection(t, () => ({ error: { code: 200, message: 'Odoo Server Error', data: {} } })))
        .message,
      'Odoo Server Error',
    );
    assert.equal(
      (await rejection(t, () => ({ error: { code: 200, message: 'Odoo Server Error' } }))).message,
      'Odoo Server Error',
    );
  });

  for (const [code, text] of [
    [200, '200'],
    [0, '0'],
    [100, '100'],
  ]) {
    test(`the code ${code} as text`, async (t) => {
      assert.equal((await rejection(t, () => fault('x', 'y', { code }))).code, text);
    });
  }

  test('where a redirect warning leads: the action, and the words of its button, and not in the words of Python', async (t) => {
    const action = { type: 'ir.actions.act_window', res_model: 'res.users', res_id: 2 };
    const message = 'Archive the user first.';
    const answer = (args) => () =>
      fault('odoo.exceptions.RedirectWarning', `${message}\n{'type': …}\nGo to users\nNone`, {
        data: { arguments: args },
      });
    const error = await rejection(t, answer([message, action, 'Go to users', null]));
    assert.equal(error.constructor, toolbox.OdooRedirectWarning);
    assert.deepEqual(
      [error.message, error.action, error.buttonText],
      [message, action, 'Go to users'],
    );
    for (const odd of [undefined, null, 'x', [], [5]]) {
      const { message: text, action: none, buttonText } = await rejection(t, answer(odd));
      assert.match(text, /^Archive the user first\./);
      assert.deepEqual([none, buttonText], [undefined, undefined]);
    }
  });

  test('the data as the server sent it', async (t) => {
    const error = await rejection(t, () =>
      fault('odoo.exceptions.UserError', 'No.', {
        data: { arguments: ['No.', 3], context: { active_id: 5 } },
      }),
    );
    assert.equal(error.data.name, 'odoo.exceptions.UserError');
    assert.deepEqual(error.data.arguments, ['No.', 3]);
    assert.deepEqual(error.data.context, { active_id: 5 });
    assert.match(error.data.debug, /secret line/);
  });

  test('never the traceback in JSON, console.log, message or stack', async (t) => {
    for (const name of [
      'odoo.exceptions.UserError',
      'odoo.exceptions.AccessError',
      'odoo.exceptions.MissingError',
      'builtins.ValueError',
    ]) {
      const error = await rejection(t, () => fault(name));
      for (const text of [
        JSON.stringify(error),
        inspect(error),
        inspect(error, { depth: 9, showHidden: false }),
        error.message,
        error.stack,
      ]) {
        assert.ok(!text.includes('Traceback'), text);
      }
    }
  });

  for (const [what, use] of Object.entries({
    call: (client) => client.call('m', 'x'),
    search: (client) => client.search('m'),
    create: (client) => client.create('m', {}),
    'a service': (client) => client.modules.listModules(),
    'a service function': (client) => toolbox.postOpenMessage(client, 'm', 1, 'x'),
    'a wrong argument': (client) => client.search('m', 5),
  })) {
    test(`where the program called, in the stack, and nothing of what is in between: ${what}`, async (t) => {
      const client = await connect(await openWire(t, () => fault('odoo.exceptions.UserError')));
      const theProgram = async () => {
        await use(client);
      };
      const error = await theProgram().catch((caught) => caught);
      const [title, ...frames] = error.stack.split('\n');
      assert.equal(title, `${error.name}: ${error.message}`);
      assert.match(
        frames.find((frame) => !frame.includes('node:internal')),
        /theProgram.*faults\.test\.mjs/,
      );
      assert.doesNotMatch(error.stack, /wasm|index\.cjs/);
    });
  }
});

describe('an HTTP status outside 200–299', () => {
  for (const [status, message] of [
    [400, 'HTTP 400: Bad Request'],
    [401, 'HTTP 401: Unauthorized'],
    [403, 'HTTP 403: Forbidden'],
    [404, 'HTTP 404: Not Found'],
    [413, 'HTTP 413: Payload Too Large'],
    [500, 'HTTP 500: Internal Server Error'],
    [502, 'HTTP 502: Bad Gateway'],
    [504, 'HTTP 504: Gateway Timeout'],
  ]) {
    test(`${status} is an OdooNetworkError that says ${message}`, async (t) => {
      const error = await rejection(t, () =>
        http(status, '<html><body>Sorry</body></html>', { 'Content-Type': 'text/html' }),
      );
      assert.equal(error.constructor, OdooNetworkError);
      assert.equal(error.message, message);
    });
  }

  test('does not matter between 200 and 299', async (t) => {
    const wire = await openWire(t, ({ json }) =>
      http(201, JSON.stringify({ jsonrpc: '2.0', id: json.id, result: 5 })),
    );
    assert.equal(await (await connect(wire)).call('m', 'x'), 5);
  });
});

describe('429 Too Many Requests', () => {
  test('tells how long to wait from seconds', async (t) => {
    const error = await rejection(t, () => http(429, '', { 'Retry-After': '3' }));
    assert.ok(error instanceof OdooNetworkError);
    assert.equal(error.message, 'HTTP 429: Too Many Requests');
    assert.equal(error.retryAfterMs, 3000);
  });

  test('tells how long to wait from a date', async (t) => {
    const error = await rejection(t, () =>
      http(429, '', { 'Retry-After': new Date(Date.now() + 60_000).toUTCString() }),
    );
    assert.ok(
      error.retryAfterMs > 55_000 && error.retryAfterMs <= 60_000,
      String(error.retryAfterMs),
    );
  });

  test('takes a date that has passed for no wait', async (t) => {
    assert.equal(
      (await rejection(t, () => http(429, '', { 'Retry-After': 'Wed, 21 Oct 2015 07:28:00 GMT' })))
        .retryAfterMs,
      0,
    );
  });

  for (const [what, headers] of [
    ['is absent', {}],
    ['makes no sense', { 'Retry-After': 'soon' }],
    ['is negative', { 'Retry-After': '-5' }],
  ]) {
    test(`tells nothing when Retry-After ${what}`, async (t) => {
      assert.equal((await rejection(t, () => http(429, '', headers))).retryAfterMs, undefined);
    });
  }
});

describe('a failed fetch', () => {
  test('is an OdooNetworkError with its cause', async (t) => {
    const wire = await openWire(t);
    const client = await connect(wire);
    wire.server.close();
    wire.server.closeAllConnections();
    await assert.rejects(client.call('m', 'x'), (error) => {
      assert.equal(error.constructor, OdooNetworkError);
      assert.ok(error.cause instanceof Error);
      assert.equal(error.toJSON().details.cause, error.cause.message);
      return true;
    });
  });

  test('is an OdooNetworkError when the server hangs up', async (t) => {
    const error = await rejection(t, ({ socket }) => {
      socket.destroy();
      return new Promise(() => {});
    });
    assert.equal(error.constructor, OdooNetworkError);
  });

  for (const [what, thrown] of [
    ['a text', 'offline'],
    ['an object', { reason: 'offline' }],
    ['undefined', undefined],
    ['an error of another realm', runInNewContext('new Error("offline")')],
  ]) {
    test(`is an OdooNetworkError when a replaced fetch throws ${what}`, async (t) => {
      const client = await connect(await openWire(t));
      t.mock.method(globalThis, 'fetch', () => Promise.reject(thrown));
      await assert.rejects(
        client.call('m', 'x'),
        (error) =>
          error instanceof OdooNetworkError && !(error instanceof toolbox.OdooTimeoutError),
      );
    });
  }

  test('is an OdooNetworkError when a replaced fetch throws at once', async (t) => {
    const client = await connect(await openWire(t));
    t.mock.method(globalThis, 'fetch', () => {
      throw new TypeError('no network');
    });
    await assert.rejects(
      client.call('m', 'x'),
      (error) => error instanceof OdooNetworkError && error.cause?.message === 'no network',
    );
  });
});

describe('an answer that is no proper answer', () => {
  const cases = {
    'HTML with status 200': ['<!doctype html><title>Login</title>', 'text/html'],
    'nothing at all': [''],
    'truncated JSON': ['{"jsonrpc":"2.0","id":3,"result":[1,2'],
    'a list': ['[]'],
    'a number': ['5'],
    'a text': ['"hello"'],
    null: ['null'],
    'an error that is text': ['{"jsonrpc":"2.0","id":3,"error":"boom"}'],
    'an error without members': ['{"jsonrpc":"2.0","id":3,"error":{}}'],
    'an error with odd members': [
      '{"jsonrpc":"2.0","id":3,"error":{"code":null,"message":5,"data":[1]}}',
    ],
    'an error whose data is null': [
      '{"jsonrpc":"2.0","id":3,"error":{"code":200,"message":"x","data":null}}',
    ],
    'an error whose data is text': [
      '{"jsonrpc":"2.0","id":3,"error":{"code":200,"message":"x","data":"y"}}',
    ],
    'both a result and an error': [
      '{"jsonrpc":"2.0","id":3,"result":1,"error":{"code":200,"message":"It failed","data":{"name":"x"}}}',
    ],
    'an object that is not JSON-RPC': ['{"hello":"world"}'],
    'bytes that are not UTF-8': [Buffer.from([0xff, 0xfe, 0x00, 0x7b])],
  };
  for (const [what, [body, type = 'application/json']] of Object.entries(cases)) {
    test(`${what} is an OdooNetworkError or OdooRpcError with a message, and the client stays usable`, async (t) => {
      let broken = true;
      const wire = await openWire(t, () =>
        broken ? http(200, body, { 'Content-Type': type }) : 7,
      );
      const client = await connect(wire);
      await assert.rejects(client.call('m', 'x'), (error) => {
        assert.ok(error instanceof OdooRpcError, inspect(error));
        assert.ok(error.message.length > 0);
        assert.ok(JSON.stringify(error).length > 0 && inspect(error).length > 0);
        return true;
      });
      broken = false;
      assert.equal(await client.call('m', 'x'), 7);
    });
  }

  test('a body cut off in the middle is an OdooNetworkError', async (t) => {
    const error = await rejection(t, (request, response) => {
      response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '1000' });
      response.write('{"jsonrpc":"2.0","id":3,"result":[1,2,');
      setTimeout(() => response.destroy(), 20);
      return handled;
    });
    assert.ok(error instanceof OdooNetworkError, inspect(error));
    assert.ok(error.cause);
  });

  test('error: null beside a result is a result', async (t) => {
    const wire = await openWire(t, ({ json }) =>
      http(200, JSON.stringify({ jsonrpc: '2.0', id: json.id, result: 5, error: null })),
    );
    assert.equal(await (await connect(wire)).call('m', 'x'), 5);
  });
});

describe('after a call was rejected', () => {
  test('the next one works, and others in flight are not disturbed', async (t) => {
    const wire = await openWire(t, async ({ json }) => {
      const method = json.params.args[4];
      if (method === 'slow') await new Promise((resolve) => setTimeout(resolve, 50));
      return method === 'fail' ? fault('odoo.exceptions.UserError') : method;
    });
    const client = await connect(wire);
    const slow = client.call('m', 'slow');
    await assert.rejects(client.call('m', 'fail'), OdooError);
    assert.equal(await client.call('m', 'next'), 'next');
    assert.equal(await slow, 'slow');
  });
});
