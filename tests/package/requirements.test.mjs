// Where the package cannot work, it says so at once, and what to do.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { chromium } from 'playwright-core';
import { chromiumPath } from '../../scripts/setup/browsers.mjs';
import { alias, freshFolder, installed, toolbox } from './fixture.mjs';
import { startSandbox } from './sandbox.mjs';

/** Runs a program that prints what an expression rejects with. */
function failure(t, without, expression) {
  const program = join(freshFolder(t), 'program.mjs');
  writeFileSync(
    program,
    `
globalThis.${without} = undefined;
try {
  await (${expression});
  console.log('nothing');
} catch (error) {
  console.log(JSON.stringify({ name: error.name, message: error.message }));
}
`,
  );
  return JSON.parse(spawnSync(process.execPath, [program], { encoding: 'utf8' }).stdout);
}

const load = `import('${alias}')`;

for (const name of ['TextDecoder', 'TextEncoder']) {
  test(`without ${name} the import fails with an OdooError that says what to do`, (t) => {
    const { name: error, message } = failure(t, name, load);
    assert.equal(error, 'OdooError');
    assert.match(message, new RegExp(`there is no ${name} here`));
    assert.match(message, /What to do: /);
  });
}

/** Uses that have to tell why they cannot be; `toolbox` must be in scope. */
const uses = [
  "new toolbox.OdooClient({ url: 'http://127.0.0.1:1', database: 'd', username: 'u', password: 'p' })",
  "new toolbox.JsonRpcTransport('http://127.0.0.1:1', 'd')",
  'toolbox.createClient()',
  'toolbox.configFromEnv()',
  "toolbox.inferSafetyLevel('read')",
  "toolbox.ensureHtmlBody('text')",
  "toolbox.postInternalNote({ call() {} }, 'res.partner', 1, 'text')",
];

for (const use of uses) {
  test(`without WebAssembly the import goes well, and ${use} is an OdooError that says what to do`, (t) => {
    const { name, message } = failure(t, 'WebAssembly', `${load}.then((toolbox) => ${use})`);
    assert.equal(name, 'OdooError');
    assert.match(message, /cannot start: there is no WebAssembly here\. What to do: .*Node 18/);
  });
}

test('without WebAssembly the error classes are what they are, and the package has all its exports', (t) => {
  const { message } = failure(
    t,
    'WebAssembly',
    `${load}.then((toolbox) => {
    const error = new toolbox.OdooMissingError('gone');
    throw new Error(JSON.stringify([Object.keys(toolbox).length, error instanceof toolbox.OdooError, error.toJSON(), toolbox.READ_METHODS.size]));
  })`,
  );
  assert.deepEqual(JSON.parse(message), [
    Object.keys(toolbox).length,
    true,
    { error: 'MISSING_ERROR', message: 'gone' },
    0,
  ]);
});

test('without fetch the first request fails and names config.fetch', (t) => {
  const { name, message } = failure(
    t,
    'fetch',
    `${load}.then(({ OdooClient }) =>
    new OdooClient({ url: 'http://127.0.0.1:1', database: 'd', username: 'u', password: 'p' }).authenticate())`,
  );
  assert.match(name, /^Odoo/);
  assert.match(message, /no fetch/);
  assert.match(message, /config\.fetch/);
});

test("under a content security policy without 'wasm-unsafe-eval' a page goes on, and the first use names the policy as the reason", async (t) => {
  const sandbox = await startSandbox('--serve', `/installed=${installed}`);
  const browser = await chromium.launch({
    executablePath: chromiumPath(),
    args: ['--headless=new', '--no-sandbox'],
  });
  t.after(() => Promise.all([browser.close(), sandbox.stop()]));
  const page = await browser.newPage();
  await page.route('**/strict.html', (route) =>
    route.fulfill({
      contentType: 'text/html',
      headers: { 'Content-Security-Policy': "script-src 'self'" },
      body: '<!doctype html><title>strict</title>',
    }),
  );
  await page.goto(`${sandbox.url}/strict.html`);
  const { name, message } = await page.evaluate(async (path) => {
    const { OdooClient, OdooError } = await import(path);
    try {
      return new OdooClient({
        url: location.origin,
        database: 'demo',
        username: 'admin',
        password: 'admin',
      });
    } catch (error) {
      return { name: error instanceof OdooError && error.name, message: error.message };
    }
  }, '/installed/dist/index.js');
  assert.equal(name, 'OdooError');
  assert.match(message, /'wasm-unsafe-eval'/);
});
