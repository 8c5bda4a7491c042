// proxy: what it lets through, and what not.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { describe, test } from 'node:test';
import { folder, listening, odoo } from './fixture.mjs';

describe('proxy', () => {
  const call = (method, args) => ({
    jsonrpc: '2.0',
    method: 'call',
    params: {
      service: 'object',
      method: 'execute_kw',
      args: ['demo', 2, 'admin', 'res.partner', method, args],
    },
  });

  test('lets the named origins through, to the paths that programs call, and no other', async (t) => {
    const { url, sandbox, cwd } = await odoo(t);
    const proxy = await listening(
      t,
      ['proxy', url, '--origin', 'http://localhost:5173', '--port', '0'],
      { cwd },
    );
    const ask = (path, origin, body, headers = {}) =>
      fetch(`${proxy}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(origin ? { origin } : {}), ...headers },
        body: JSON.stringify(body),
      });
    const good = await ask('/jsonrpc', 'http://localhost:5173', call('search_count', [[]]));
    assert.deepEqual(
      [
        good.status,
        good.headers.get('access-control-allow-origin'),
        typeof (await good.json()).result,
      ],
      [200, 'http://localhost:5173', 'number'],
    );
    const before = sandbox.requests.length;
    for (const origin of ['http://evil.test', 'http://localhost:51730', 'null', undefined]) {
      const bad = await ask('/jsonrpc', origin, call('search_count', [[]]));
      assert.deepEqual(
        [bad.status, bad.headers.get('access-control-allow-origin')],
        [403, null],
        origin,
      );
    }
    // Whoever stands before Odoo may decode a path once more.
    for (const path of [
      '/web/content/%2e%2e/%2e%2e/web/database/drop',
      '/web/content/%252e%252e/x',
      '/web/image/..%2f..%2fweb',
      '/web/content/a%5c..%5cb',
      '/web/content//evil.test',
      '/web/content/%zz',
      '/xmlrpc/2/object',
      '/websocket',
    ]) {
      const answer = await new Promise((done) => {
        request(
          `${proxy}/jsonrpc`,
          { path, headers: { origin: 'http://localhost:5173' } },
          (response) => {
            response.resume();
            done(response.statusCode);
          },
        ).end();
      });
      assert.equal(answer, 403, path);
    }
    for (const path of [
      '/web/database/drop',
      '/web/database/manager',
      '/sandbox/reset',
      '/web/../web/database/drop',
      '/odoo',
      '/jsonrpc%2f..',
    ])
      assert.equal((await ask(path, 'http://localhost:5173', {})).status, 403, path);
    assert.equal(sandbox.requests.length, before);
    const preflight = await fetch(`${proxy}/jsonrpc`, {
      method: 'OPTIONS',
      headers: {
        origin: 'http://localhost:5173',
        'access-control-request-headers': 'content-type',
      },
    });
    assert.deepEqual(
      [preflight.status, preflight.headers.get('access-control-allow-headers')],
      [204, 'content-type'],
    );
  });

  test('follows no redirect to another server, nor lets the page follow one', async (t) => {
    const elsewhere = createServer((_, response) => {
      response.end('{}');
    });
    elsewhere.listen(0, '127.0.0.1');
    const redirecting = createServer((asked, response) => {
      asked.resume();
      response
        .writeHead(307, {
          location:
            asked.url === '/jsonrpc'
              ? `http://127.0.0.1:${elsewhere.address().port}/jsonrpc`
              : '/web/login',
        })
        .end();
    });
    redirecting.listen(0, '127.0.0.1');
    await Promise.all(
      [elsewhere, redirecting].map((server) => server.listening || once(server, 'listening')),
    );
    t.after(() => {
      for (const server of [elsewhere, redirecting]) server.close();
    });
    const proxy = await listening(
      t,
      [
        'proxy',
        `http://127.0.0.1:${redirecting.address().port}`,
        '--origin',
        'http://localhost:5173',
        '--port',
        '0',
      ],
      { cwd: folder(t) },
    );
    const ask = (path) =>
      fetch(`${proxy}${path}`, {
        method: 'POST',
        redirect: 'manual',
        headers: { origin: 'http://localhost:5173' },
        body: '{}',
      });
    const [other, own] = [await ask('/jsonrpc'), await ask('/web/session/destroy')];
    assert.deepEqual([other.status, other.headers.get('location')], [502, null]);
    assert.deepEqual(
      [own.status, new URL(own.headers.get('location'), proxy).host],
      [307, new URL(proxy).host],
    );
  });

  test('with --read-only lets no write through, over any protocol', async (t) => {
    const { url, sandbox, cwd } = await odoo(t);
    const proxy = await listening(
      t,
      ['proxy', url, '--origin', 'http://localhost:5173', '--read-only', '--port', '0'],
      { cwd },
    );
    const ask = async (path, body) =>
      (
        await fetch(`${proxy}${path}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', origin: 'http://localhost:5173' },
          body: typeof body === 'string' ? body : JSON.stringify(body),
        })
      ).status;
    assert.equal(await ask('/jsonrpc', call('search_count', [[]])), 200);
    const kw = (method) => ({
      jsonrpc: '2.0',
      params: { model: 'res.partner', method, args: [[1]], kwargs: {} },
    });
    for (const [path, body] of [
      ['/jsonrpc', call('create', [[{ name: 'x' }]])],
      ['/jsonrpc', call('unlink', [[1]])],
      ['/web/dataset/call_kw', kw('write')],
      ['/web/dataset/call_kw/res.partner/read', kw('unlink')],
      ['/web/dataset/call_button', kw('read')],
      ['/json/2/res.partner/create', {}],
      ['/jsonrpc', { params: { service: 'db', method: 'drop', args: [] } }],
      ['/jsonrpc', '[{}]'],
      ['/jsonrpc', 'no json'],
    ])
      assert.equal(await ask(path, body), 403, `${path} ${JSON.stringify(body)}`);
    assert.equal(
      sandbox.requests.filter(({ method }) => ['create', 'write', 'unlink'].includes(method))
        .length,
      0,
    );
  });
});
