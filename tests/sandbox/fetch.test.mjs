// The sandbox's fetch behaves as Node's: what it takes, what it gives, and how it is aborted. It
// never leaves the process.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createSandbox, failure, rpc } from './fixture.mjs';

const odoo = createSandbox({ odoo: '18.0' });
const version = `${odoo.url}/web/webclient/version_info`;
const series = async (response) => (await response.json()).result.server_serie;
const empty = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' };

describe('a request', () => {
  test('may be given as text, as a path, as a URL, or as a Request', async () => {
    for (const input of [version, '/web/webclient/version_info', new URL(version)])
      assert.equal(await series(await odoo.fetch(input, empty)), '18.0');
    assert.equal(await series(await odoo.fetch(new Request(version, empty))), '18.0');
    assert.equal(await series(await odoo.fetch(new Request(version), empty)), '18.0');
  });

  test('may have any kind of body', async () => {
    const bytes = new TextEncoder().encode('{}');
    const stream = new ReadableStream({
      start(controller) {
        controller.enqueue(bytes);
        controller.close();
      },
    });
    for (const body of [bytes, bytes.buffer, new Blob([bytes]), stream])
      assert.equal(
        await series(await odoo.fetch(version, { ...empty, body, duplex: 'half' })),
        '18.0',
      );
  });

  test('may have any kind of headers', async () => {
    for (const headers of [
      new Headers(empty.headers),
      [['Content-Type', 'application/json']],
      empty.headers,
    ])
      assert.equal(await series(await odoo.fetch(version, { ...empty, headers })), '18.0');
  });

  test('may be one of another realm', async () => {
    const foreign = {
      url: version,
      method: 'POST',
      headers: [['content-type', 'application/json']],
      body: '{}',
      arrayBuffer() {},
    };
    assert.equal(await series(await odoo.fetch(foreign)), '18.0');
  });

  test('needs no this', async () => {
    const { fetch } = odoo;
    assert.equal((await fetch('/web/health')).status, 200);
    assert.equal(fetch.name, 'fetch');
  });

  test('that cannot be is refused by a rejection, never by an exception', async () => {
    for (const [input, init] of [
      [version, { method: 'GET', body: 'x' }],
      ['http://', {}],
      [version, { headers: { 'a b': 'c' } }],
    ]) {
      const promise = odoo.fetch(input, init);
      assert.ok(promise instanceof Promise);
      assert.ok((await failure(promise)) instanceof TypeError);
    }
  });
});

describe('the network', () => {
  test('is never touched: another origin is refused in words', async (t) => {
    t.mock.method(globalThis, 'fetch', () => assert.fail('the network was asked'));
    for (const url of [
      'https://example.com/jsonrpc',
      'https://odoo.test/web/health',
      'http://odoo.test:8069/',
    ]) {
      const error = await failure(odoo.fetch(url));
      assert.ok(error instanceof TypeError);
      assert.equal(
        error.message,
        `the sandbox answers http://odoo.test alone; ${new URL(url).origin} was asked for, and nothing was sent`,
      );
    }
  });
});

describe('a response', () => {
  test('is a real Response that knows where it comes from', async () => {
    const response = await odoo.fetch('/web/health?x=1');
    assert.ok(response instanceof Response);
    assert.deepEqual(
      [
        response.status,
        response.ok,
        response.url,
        response.redirected,
        response.headers.get('content-type'),
      ],
      [200, true, `${odoo.url}/web/health?x=1`, false, 'application/json'],
    );
    const copy = response.clone();
    assert.deepEqual(await response.json(), { status: 'pass' });
    assert.deepEqual([copy.url, await copy.text()], [response.url, '{"status": "pass"}']);
    await assert.rejects(response.text(), TypeError);
  });

  test('has cookies that can be read and sent back', async () => {
    const login = await odoo.fetch(
      '/web/session/authenticate',
      rpc({ db: 'demo', login: 'demo', password: 'demo' }),
    );
    const [cookie] = login.headers.getSetCookie();
    assert.match(cookie, /^session_id=[\w-]+; .*HttpOnly/);
    const info = async (headers) =>
      (
        await odoo.fetch(
          '/web/session/get_session_info',
          rpc({}, { headers: { 'content-type': 'application/json', ...headers } }),
        )
      ).json();
    assert.equal((await info({ cookie: cookie.split(';')[0] })).result.username, 'demo');
    // Node's fetch keeps no cookies, so this one does not either.
    assert.match((await info({})).error.data.name, /SessionExpired/);
  });

  test('to HEAD has no body', async () => {
    const response = await odoo.fetch('/web/health', { method: 'HEAD' });
    assert.deepEqual([response.status, await response.text()], [200, '']);
  });

  test('is where the redirects lead, unless asked otherwise', async () => {
    const response = await odoo.fetch('/');
    assert.deepEqual(
      [response.redirected, response.url],
      [true, `${odoo.url}/web/login?redirect=%2Fodoo%3F`],
    );
    const [first, error] = [
      await odoo.fetch('/', { redirect: 'manual' }),
      await failure(odoo.fetch('/', { redirect: 'error' })),
    ];
    assert.deepEqual([first.status, first.headers.get('location')], [303, '/odoo']);
    assert.deepEqual([error.constructor, error.cause.message], [TypeError, 'unexpected redirect']);
  });
});

describe('a signal', () => {
  const reason = new Error('enough');

  test('given before the call keeps it from being sent', async () => {
    const fresh = createSandbox();
    assert.equal(
      await failure(fresh.fetch('/web/health', { signal: AbortSignal.abort(reason) })),
      reason,
    );
    assert.equal(
      (
        await failure(
          fresh.fetch(new Request('http://odoo.test/web/health', { signal: AbortSignal.abort() })),
        )
      ).name,
      'AbortError',
    );
    assert.deepEqual(fresh.requests, []);
  });

  for (const [when, options, prepare] of [
    ['while the answer is on its way', { latencyMs: 60_000 }, () => {}],
    ['while nothing is answered', {}, (slow) => slow.failNext('hangBeforeHeaders')],
    [
      'while the answer is late',
      {},
      (slow) => slow.failNext({ fault: 'delay', milliseconds: 60_000 }),
    ],
  ]) {
    test(`${when} ends the call with its reason`, async () => {
      const slow = createSandbox(options);
      prepare(slow);
      const controller = new AbortController();
      const call = failure(slow.fetch('/web/health', { signal: controller.signal }));
      setTimeout(() => controller.abort(reason), 10);
      assert.equal(await call, reason);
    });
  }

  for (const fault of ['hangAfterHeaders', 'drip']) {
    test(`after the headers (${fault}) ends the body`, async () => {
      const slow = createSandbox();
      slow.failNext(fault);
      const controller = new AbortController();
      const response = await slow.fetch('/web/health', { signal: controller.signal });
      const body = failure(response.text());
      setTimeout(() => controller.abort(reason), 10);
      assert.equal(await body, reason);
    });
  }

  test('is known by what it has, not by its class', async () => {
    const signal = Object.assign(new EventTarget(), { aborted: true, reason });
    assert.equal(await failure(odoo.fetch('/web/health', { signal })), reason);
  });
});

describe('latency', () => {
  test('is how long an answer takes', async () => {
    const slow = createSandbox({ latencyMs: 50 });
    const before = performance.now();
    await slow.fetch('/web/health');
    assert.ok(performance.now() - before >= 49);
  });

  test('follows the timers of a test that commands them', async (t) => {
    t.mock.timers.enable({ apis: ['setTimeout'] });
    const slow = createSandbox({ latencyMs: 60_000 });
    let answered = false;
    const call = slow.fetch('/web/health').then(() => {
      answered = true;
    });
    await new Promise((done) => setImmediate(done));
    assert.equal(answered, false);
    t.mock.timers.tick(60_000);
    await call;
  });

  test('of none needs no timer', async (t) => {
    t.mock.timers.enable({ apis: ['setTimeout'] });
    assert.equal((await createSandbox().fetch('/web/health')).status, 200);
  });
});
