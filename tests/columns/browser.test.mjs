// The columns in a page, in Chromium, from a server: with SIMD, and in an engine that says it has
// none.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';
import { chromiumPath } from '../../scripts/setup/browsers.mjs';
import { installed } from '../package/fixture.mjs';
import { startSandbox } from '../package/sandbox.mjs';

const html = `<!doctype html>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; connect-src 'self'; img-src data:; script-src 'self' 'nonce-page' 'wasm-unsafe-eval'">
<link rel="icon" href="data:,">
<script type="importmap" nonce="page">{ "imports": { "odoo-client-wasm": "/pkg/dist/index.js", "odoo-client-wasm/columns": "/pkg/dist/columns.js" } }</script>
<script nonce="page">
  globalThis.modules = 0;
  WebAssembly.Module = class extends WebAssembly.Module { constructor(bytes) { super(bytes); globalThis.modules += 1; } };
  if (location.hash === '#without-simd') WebAssembly.validate = () => false;
</script>
<script type="module" nonce="page">
  import * as toolbox from 'odoo-client-wasm';
  import * as columns from 'odoo-client-wasm/columns';
  const atStart = globalThis.modules;
  const client = new toolbox.OdooClient({ url: location.origin, database: 'demo', username: 'admin', password: 'admin' });
  await client.authenticate();
  Object.assign(globalThis, { toolbox, columns, client, atStart });
</script>
`;

const folder = mkdtempSync(join(tmpdir(), 'odoo-client-wasm-page-'));
let sandbox;
let browser;

before(async () => {
  writeFileSync(join(folder, 'index.html'), html);
  sandbox = await startSandbox('--serve', `/pkg=${installed}`, '--serve', `/=${folder}`);
  browser = await chromium.launch({ executablePath: chromiumPath(), args: ['--no-sandbox'] });
});
after(async () => {
  await browser?.close();
  await sandbox?.stop();
  rmSync(folder, { recursive: true, force: true });
});

for (const hash of ['', '#without-simd']) {
  test(`records are read into columns${hash && ', without SIMD'}`, async () => {
    const page = await browser.newPage();
    const complaints = [];
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    await page.goto(`${sandbox.url}/index.html${hash}`);
    await page
      .waitForFunction(() => globalThis.columns, undefined, { timeout: 10_000 })
      .catch(() => assert.fail(complaints.join('\n') || 'the page did not start'));
    assert.equal(
      await page.evaluate(() => globalThis.atStart),
      1,
      'importing the columns compiles nothing',
    );
    const { given, expected, kinds, csv, refused, modules } = await page.evaluate(async () => {
      const fields = [
        'name',
        'email',
        'country_id',
        'category_id',
        'active',
        'create_date',
        'type',
        'color',
      ];
      const read = await columns.readColumns(client, 'res.partner', [], { fields, pageSize: 50 });
      const error = await columns
        .readColumns(client, 'res.partner', [], { fields: ['name'], types: { name: 'float' } })
        .catch((caught) => caught);
      return {
        given: read.toRows(),
        expected: await client.searchRead('res.partner', [], { fields, order: 'id' }),
        kinds: read.names.map((name) => read.column(name).kind),
        csv: read.toCsv().split('\r\n').length,
        refused: [error instanceof toolbox.OdooError, error.row, error.field],
        modules: globalThis.modules,
      };
    });
    assert.ok(expected.length > 100);
    assert.deepEqual(given, expected);
    assert.equal(csv, expected.length + 2);
    assert.deepEqual(kinds.slice(3), [
      'many2one',
      'x2many',
      'boolean',
      'dictionary',
      'dictionary',
      'number',
    ]);
    assert.deepEqual(refused, [true, 0, 'name']);
    assert.equal(modules, 3, 'the client, the policy of pages and the decoder');
    assert.deepEqual(complaints, []);
  });
}
