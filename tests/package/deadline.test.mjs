// Time limits, extra headers and the context of the configuration.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { describe, test } from 'node:test';
import { toolbox } from './fixture.mjs';
import { clientOf, connect, handled, openWire } from './wire.mjs';

const { OdooNetworkError, OdooTimeoutError } = toolbox;

/** A server that never finishes its answers: `begun` holds the requests it left hanging. */
function hanging(startAnswer = () => {}) {
  const begun = [];
  const answer = (request, response) => {
    begun.push({ request, closed: once(response, 'close') });
    startAnswer(response);
    return handled;
  };
  return { begun, answer };
}

/** Fails instead of waiting for ever. */
const within = (ms, promise, what) =>
  Promise.race([
    promise,
    new Promise((_, fail) =>
      setTimeout(() => fail(new Error(`${what} took longer than ${ms} ms`)), ms).unref(),
    ),
  ]);

describe('timeoutMs', () => {
  for (const [what, startAnswer] of [
    ['before the headers', undefined],
    [
      'after the headers',
      (response) => response.writeHead(200, { 'Content-Type': 'application/json' }).flushHeaders(),
    ],
    [
      'in the middle of the body',
      (response) => {
        response.writeHead(200, { 'Content-Type': 'application/json' });
        response.write('{"jsonrpc":"2.0",');
      },
    ],
  ]) {
    test(`ends a call that hangs ${what}, and the request is really aborted`, async (t) => {
      const { begun, answer } = hanging(startAnswer);
      const client = await connect(await openWire(t, answer), { timeoutMs: 600 });
      const started = performance.now();
      await assert.rejects(within(6000, client.search('m'), 'the call'), (error) => {
        assert.equal(error.constructor, OdooTimeoutError);
        assert.match(error.message, /\b600\b/);
        return true;
      });
      const took = performance.now() - started;
      assert.ok(took >= 590 && took < 3000, `${took} ms`);
      await within(2000, begun[0].closed, 'closing the socket');
    });
  }

  test('counts for the login too', async (t) => {
    const { answer } = hanging();
    const wire = await openWire(t, answer, { logins: false });
    await assert.rejects(
      within(6000, clientOf(wire, { timeoutMs: 100 }).authenticate(), 'the login'),
      OdooTimeoutError,
    );
  });

  test('leaves the client usable and other calls alone', async (t) => {
    const wire = await openWire(t, ({ json }, response) =>
      json.params.args[4] === 'hang' ? handled : 7,
    );
    const client = await connect(wire, { timeoutMs: 600 });
    const hung = client.call('m', 'hang');
    assert.equal(await client.call('m', 'x'), 7);
    await assert.rejects(hung, OdooTimeoutError);
    assert.equal(await client.call('m', 'x'), 7);
    assert.equal(client.isAuthenticated(), true);
  });

  test('does not end calls that are answered in time', async (t) => {
    const wire = await openWire(t, () => new Promise((done) => setTimeout(done, 60, 7)));
    const client = await connect(wire, { timeoutMs: 20_000 });
    assert.equal(await client.call('m', 'x'), 7);
  });

  test('of a single call goes before that of the client', async (t) => {
    const { begun, answer } = hanging();
    const client = await connect(await openWire(t, answer), { timeoutMs: 60_000 });
    await assert.rejects(
      within(6000, client.call('m', 'x', [], {}, { timeoutMs: 150 }), 'the call'),
      OdooTimeoutError,
    );
    await within(2000, begun[0].closed, 'closing the socket');
  });

  test('0 is no limit', async (t) => {
    const delays = recordedDelays(t);
    const client = await connect(
      await openWire(t, () => new Promise((done) => setTimeout(done, 60, 7))),
      { timeoutMs: 0 },
    );
    assert.equal(await client.call('m', 'x'), 7);
    assert.deepEqual(
      delays.filter((delay) => delay >= 120_000),
      [],
    );
  });

  test('is 120,000 unless set', async (t) => {
    const delays = recordedDelays(t);
    const client = await connect(await openWire(t));
    await client.search('m');
    assert.ok(delays.filter((delay) => delay === 120_000).length >= 1, JSON.stringify(delays));
  });

  test('is not there for installing modules, unless set', async (t) => {
    const isInstall = ({ json }) => json.params.args[4] === 'button_immediate_install';
    const module = [{ id: 5, name: 'crm', state: 'uninstalled' }];
    const delays = recordedDelays(t);
    let limits;
    const client = await connect(
      await openWire(t, (request) => {
        if (!isInstall(request)) return module;
        limits = delays.filter((delay) => delay >= 120_000);
        return true;
      }),
    );
    delays.length = 0;
    t.mock.method(client, 'searchRead', async () => module);
    await client.modules.installModule('crm').catch(() => {});
    assert.deepEqual(limits, []);

    const limited = await connect(
      await openWire(t, (request) => (isInstall(request) ? handled : module)),
      { timeoutMs: 600 },
    );
    await assert.rejects(
      within(6000, limited.modules.installModule('crm'), 'the install'),
      OdooTimeoutError,
    );
  });

  test('of a fetch that is given up on by someone else is no timeout', async (t) => {
    const client = await connect(await openWire(t));
    t.mock.method(globalThis, 'fetch', () =>
      Promise.reject(new DOMException('The user aborted a request.', 'AbortError')),
    );
    await assert.rejects(client.search('m'), (error) => error.constructor === OdooNetworkError);
  });

  test('leaves no timer behind that keeps a program from ending, and at most one for all calls', async (t) => {
    const pending = new Set();
    let made = 0;
    const { setTimeout: set, clearTimeout: clear } = globalThis;
    t.mock.method(globalThis, 'setTimeout', (...args) => {
      const timer = set(...args);
      if (args[1] === 120_000) {
        made += 1;
        pending.add(timer);
      }
      return timer;
    });
    t.mock.method(globalThis, 'clearTimeout', (timer) => {
      for (const one of pending) if (one === timer || Number(one) === timer) pending.delete(one);
      clear(timer);
    });
    const client = await connect(await openWire(t));
    await client.search('m');
    await client.call('m', 'x');
    assert.ok(made > 0);
    assert.ok(pending.size <= 1, `${pending.size} timers`);
    assert.deepEqual(
      [...pending].filter((timer) => timer.hasRef()),
      [],
    );
  });
});

/**
 * The delays of every timer and abort signal made from now on, those of `fetch` itself (a few
 * seconds) among them.
 */
function recordedDelays(t) {
  const delays = [];
  const set = globalThis.setTimeout;
  t.mock.method(globalThis, 'setTimeout', (callback, delay, ...rest) => {
    delays.push(delay);
    return set(callback, delay, ...rest);
  });
  const timeout = AbortSignal.timeout;
  t.mock.method(AbortSignal, 'timeout', (delay) => {
    delays.push(delay);
    return timeout.call(AbortSignal, delay);
  });
  return delays;
}

describe('headers', () => {
  test('go with every request', async (t) => {
    const wire = await openWire(t);
    const client = clientOf(wire, { headers: { 'X-Proxy-Token': 'abc', 'accept-language': 'fr' } });
    await client.authenticate();
    await client.search('m');
    for (const { headers } of wire.requests) {
      assert.equal(headers['x-proxy-token'], 'abc');
      assert.equal(headers['accept-language'], 'fr');
      assert.match(headers['content-type'], /^application\/json/);
    }
    assert.equal(wire.requests.length, 3);
  });

  test('are those of the configuration when the client was made', async (t) => {
    const wire = await openWire(t);
    const headers = { 'X-Token': 'first' };
    const client = await connect(wire, { headers });
    headers['X-Token'] = 'second';
    await client.search('m');
    assert.equal(wire.requests[0].headers['x-token'], 'first');
  });
});

describe('context', () => {
  const context = { lang: 'fr_FR', allowed_company_ids: [2] };
  const connectWithContext = async (t) => {
    const wire = await openWire(t);
    return [wire, await connect(wire, { context })];
  };

  test('goes with every call', async (t) => {
    const [wire, client] = await connectWithContext(t);
    await client.call('m', 'x');
    await client.search('m', [], { limit: 1 });
    await client.read('m', 1);
    await client.searchRead('m', [], ['name']);
    await client.searchCount('m');
    await client.create('m', {});
    await client.write('m', 1, {});
    await client.unlink('m', 1);
    assert.deepEqual(
      wire.calls().map(([, , , kwargs]) => kwargs),
      [
        { context },
        { limit: 1, context },
        { context },
        { fields: ['name'], context },
        { context },
        { context },
        { context },
        { context },
      ],
    );
  });

  test('is merged under the context of a call', async (t) => {
    const [wire, client] = await connectWithContext(t);
    await client.create('m', {}, { lang: 'de_DE', tracking_disable: true });
    await client.call('m', 'x', [], { context: { allowed_company_ids: [1] }, limit: 2 });
    assert.deepEqual(
      wire.calls().map(([, , , kwargs]) => kwargs),
      [
        { context: { lang: 'de_DE', allowed_company_ids: [2], tracking_disable: true } },
        { context: { lang: 'fr_FR', allowed_company_ids: [1] }, limit: 2 },
      ],
    );
  });

  test('does not change what a program hands in', async (t) => {
    const [, client] = await connectWithContext(t);
    const kwargs = { context: { lang: 'de_DE' } };
    await client.call('m', 'x', [], kwargs);
    assert.deepEqual(kwargs, { context: { lang: 'de_DE' } });
    assert.deepEqual(context, { lang: 'fr_FR', allowed_company_ids: [2] });
  });

  test('is not there unless set', async (t) => {
    const wire = await openWire(t);
    const client = await connect(wire);
    await client.search('m');
    assert.deepEqual(wire.lastCall()[3], {});
  });
});

describe('signal', () => {
  test('ends a call with its reason, and the request is really aborted', async (t) => {
    const { begun, answer } = hanging();
    const client = await connect(await openWire(t, answer));
    const stop = new AbortController();
    const reason = new Error('the user went away');
    const call = client.call('m', 'x', [], {}, { signal: stop.signal });
    setTimeout(() => stop.abort(reason), 50);
    await assert.rejects(within(6000, call, 'the call'), (error) => error === reason);
    await within(2000, begun[0].closed, 'closing the socket');
  });

  test('that has aborted already keeps the call from being sent', async (t) => {
    const wire = await openWire(t);
    const client = await connect(wire);
    const before = wire.requests.length;
    await assert.rejects(
      client.call('m', 'x', [], {}, { signal: AbortSignal.abort('no') }),
      (reason) => reason === 'no',
    );
    assert.equal(wire.requests.length, before);
  });
});

describe('context of a single call', () => {
  test('is merged over that of the arguments and of the client', async (t) => {
    const wire = await openWire(t);
    const client = await connect(wire, { context: { lang: 'fr_FR', a: 1 } });
    await client.call('m', 'x', [], { context: { a: 2, b: 2 } }, { context: { b: 3 } });
    assert.deepEqual(wire.requests.at(-1).json.params.args[6], {
      context: { lang: 'fr_FR', a: 2, b: 3 },
    });
  });
});
