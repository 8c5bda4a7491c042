// The sandbox in a page, in Chromium, under a policy that forbids every connection: it needs none.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join, normalize } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { chromium } from 'playwright-core';
import { chromiumPath } from '../../scripts/setup/browsers.mjs';
import { installed } from '../package/fixture.mjs';

const html = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; connect-src 'none'; script-src 'self' 'nonce-page' 'wasm-unsafe-eval'">
<link rel="icon" href="data:,">
<title>A sandbox in a page</title>
<script type="importmap" nonce="page">{ "imports": { "odoo-client-wasm": "/dist/index.js", "odoo-client-wasm/sandbox": "/dist/sandbox.js" } }</script>
<script nonce="page">
  globalThis.modules = 0;
  WebAssembly.Module = class extends WebAssembly.Module { constructor(bytes) { super(bytes); globalThis.modules += 1; } };
</script>
<script type="module" nonce="page">
  import * as toolbox from 'odoo-client-wasm';
  import { createSandbox } from 'odoo-client-wasm/sandbox';
  const atStart = globalThis.modules;
  const connect = async (odoo, user = 'admin') => {
    const client = new toolbox.OdooClient({ url: odoo.url, fetch: odoo.fetch, database: 'demo', username: user, password: user, retries: 0 });
    await client.authenticate();
    return client;
  };
  Object.assign(globalThis, { toolbox, createSandbox, atStart, connect });
</script>
`;

const asked = [];
const complaints = [];
let host;
let browser;
let page;

before(async () => {
  host = createServer(({ method, url }, response) => {
    asked.push(`${method} ${url}`);
    if (url === '/') return response.writeHead(200, { 'content-type': 'text/html' }).end(html);
    response
      .writeHead(200, { 'content-type': 'text/javascript' })
      .end(readFileSync(join(installed, normalize(url))));
  });
  await new Promise((listening) => host.listen(0, '127.0.0.1', listening));
  browser = await chromium.launch({ executablePath: chromiumPath(), args: ['--no-sandbox'] });
  page = await browser.newPage();
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(`http://127.0.0.1:${host.address().port}/`);
  await page.waitForFunction(() => globalThis.createSandbox);
});
after(async () => {
  await browser?.close();
  host.close();
});
beforeEach(() => complaints.splice(0));

test("importing it compiles nothing: the client's module is the only one", async () => {
  assert.equal(await page.evaluate(() => globalThis.atStart), 1);
});

test('a client creates, finds, and is refused what its user may not do', async () => {
  const seen = await page.evaluate(async () => {
    const odoo = createSandbox({
      odoo: '18.0',
      records: { 'res.partner': [{ name: 'Ada', city: 'London' }] },
    });
    const client = await connect(odoo);
    await client.create('res.partner', { name: 'Zoë 😀', city: 'London' });
    const found = await client.searchRead('res.partner', [['city', '=', 'London']], {
      fields: ['name'],
      order: 'id',
    });
    const portal = await connect(odoo, 'portal');
    const error = await portal.create('res.partner', { name: 'x' }).catch((caught) => caught);
    return {
      names: found.map(({ name }) => name).slice(-2),
      refused: error instanceof toolbox.OdooAccessError,
      modules: globalThis.modules,
    };
  });
  assert.deepEqual(seen, { names: ['Ada', 'Zoë 😀'], refused: true, modules: 2 });
  assert.deepEqual(complaints, []);
});

test('snapshots, requests, faults and a second sandbox work as in Node', async () => {
  const seen = await page.evaluate(async () => {
    const [odoo, other] = [createSandbox(), createSandbox({ odoo: '17.0' })];
    const [client, beside] = await Promise.all([connect(odoo), connect(other)]);
    const snapshot = odoo.snapshot();
    const id = await client.create('res.partner', { name: 'Ada' });
    const calls = odoo.requests.map(({ method }) => method);
    odoo.reset(snapshot);
    const left = await client.searchCount('res.partner', [['id', '=', id]]);
    odoo.failNext('refuse');
    const untouched = (await beside.searchCount('res.partner', [])) > 0;
    const error = await client.searchCount('res.partner', []).catch((caught) => caught);
    return {
      last: calls.at(-1),
      left,
      untouched,
      refused: error instanceof toolbox.OdooNetworkError,
      faults: odoo.requests.map(({ fault }) => fault),
      modules: globalThis.modules,
    };
  });
  assert.deepEqual(seen, {
    last: 'create',
    left: 0,
    untouched: true,
    refused: true,
    faults: [undefined, 'refuse'],
    modules: 2,
  });
});

test('cookies are kept and sent as the browser does, and hidden from the program', async () => {
  const seen = await page.evaluate(async () => {
    const odoo = createSandbox({ odoo: '17.0' });
    const call = (path, params, init) =>
      odoo.fetch(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ params }),
        ...init,
      });
    const login = await call('/web/session/authenticate', {
      db: 'demo',
      login: 'demo',
      password: 'demo',
    });
    const who = async (init) =>
      (await (await call('/web/session/get_session_info', {}, init)).json()).result?.username;
    const names = [await who(), await who({ credentials: 'omit' })];
    await call('/web/session/destroy', {});
    names.push(await who());
    odoo.reset();
    return {
      names,
      shown: [...login.headers.keys()].includes('set-cookie'),
      real: login instanceof Response,
    };
  });
  assert.deepEqual(seen, { names: ['demo', undefined, undefined], shown: false, real: true });
});

test('a signal ends a call', async () => {
  const seen = await page.evaluate(async () => {
    const odoo = createSandbox();
    odoo.failNext('hangBeforeHeaders');
    return odoo
      .fetch('/web/health', { signal: AbortSignal.timeout(20) })
      .catch((error) => error.name);
  });
  assert.equal(seen, 'TimeoutError');
});

test('nothing was asked of anyone but the files themselves', () => {
  assert.deepEqual(
    asked.filter((line) => line !== 'GET /'),
    ['GET /dist/index.js', 'GET /dist/sandbox.js'],
  );
});
