// Where the package cannot work, it says so at once, and what to do.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { chromium } from 'playwright-core';
import { chromiumPath } from '../../scripts/setup/browsers.mjs';
import { alias, freshFolder, installed } from './fixture.mjs';
import { startSandbox } from './sandbox.mjs';

/** Runs a program that prints what an expression rejects with. */
function failure(t, without, expression) {
  const program = join(freshFolder(t), 'program.mjs');
  writeFileSync(program, `
globalThis.${without} = undefined;
try {
  await (${expression});
  console.log('nothing');
} catch (error) {
  console.log(JSON.stringify({ name: error.name, message: error.message }));
}
`);
  return JSON.parse(spawnSync(process.execPath, [program], { encoding: 'utf8' }).stdout);
}

const load = `import('${alias}')`;

for (const name of ['WebAssembly', 'TextDecoder', 'TextEncoder']) {
  test(`without ${name} the import fails with an OdooError that says what to do`, (t) => {
    const { name: error, message } = failure(t, name, load);
    assert.equal(error, 'OdooError');
    assert.match(message, new RegExp(`there is no ${name} here`));
    assert.match(message, /What to do: /);
  });
}

test('without fetch the first request fails and names config.fetch', (t) => {
  const { name, message } = failure(t, 'fetch', `${load}.then(({ OdooClient }) =>
    new OdooClient({ url: 'http://127.0.0.1:1', database: 'd', username: 'u', password: 'p' }).authenticate())`);
  assert.match(name, /^Odoo/);
  assert.match(message, /no fetch/);
  assert.match(message, /config\.fetch/);
});

test("a content security policy without 'wasm-unsafe-eval' is named as the reason", async (t) => {
  const sandbox = await startSandbox('--serve', `/installed=${installed}`);
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: ['--headless=new', '--no-sandbox'] });
  t.after(() => Promise.all([browser.close(), sandbox.stop()]));
  const page = await browser.newPage();
  await page.route('**/strict.html', (route) => route.fulfill({
    contentType: 'text/html', headers: { 'Content-Security-Policy': "script-src 'self'" }, body: '<!doctype html><title>strict</title>',
  }));
  await page.goto(`${sandbox.url}/strict.html`);
  const { name, message } = await page.evaluate((path) => import(path).catch(({ name, message }) => ({ name, message })), '/installed/dist/index.js');
  assert.equal(name, 'OdooError');
  assert.match(message, /'wasm-unsafe-eval'/);
});
