// The first client of a page: from the request of dist/index.js, which holds the module as text, to
// `new OdooClient`. In Chromium, over 10 Mbit/s with 40 ms and over loopback; beside the same file
// with the module in base64.
//
//     node bench/first-page.mjs      after `npm run build`

import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { chromium } from 'playwright-core';
import { embed } from '../scripts/build/embed.mjs';
import { markdownTable } from '../scripts/markdown.mjs';
import { packageDirectory } from '../scripts/project.mjs';
import { chromiumPath } from '../scripts/setup/browsers.mjs';

const rounds = 15;
const slow = {
  offline: false,
  latency: 40,
  downloadThroughput: 10e6 / 8,
  uploadThroughput: 10e6 / 8,
};

const dist = (name) => join(packageDirectory, 'dist', name);
const wasm = readFileSync(dist('odoo_client_wasm.wasm'));

/** What decodes base64 in every engine. */
const fromBase64 = '((s) => Uint8Array.from(atob(s), (c) => c.charCodeAt(0)))(text)';

/** The bundle that imports its module, with the module as text in it. */
function withText({ text, source }) {
  const lines = readFileSync(dist('workerd.js'), 'utf8');
  const [whole, name] = /import (\w+) from\s*"\.\/odoo_client_wasm\.wasm";/.exec(lines);
  return lines.replace(whole, () => `const text="${text}";const ${name}=${source};`);
}

const forms = {
  'as it is built': withText(embed(wasm)),
  'with base64': withText({ text: wasm.toString('base64'), source: fromBase64 }),
};
const bodies = Object.values(forms).map((form) => gzipSync(form, { level: 9 }));

const server = createServer(({ url }, response) => {
  const body = bodies[Number(/^\/form-(\d)\.js$/.exec(url)?.[1])];
  const type = body ? 'text/javascript' : 'text/html';
  const encoding = body ? { 'content-encoding': 'gzip', 'cache-control': 'no-store' } : {};
  response.writeHead(200, { 'content-type': type, ...encoding });
  response.end(body ?? '<!doctype html><title>empty</title>');
});
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
const page = `http://127.0.0.1:${server.address().port}/`;

const browser = await chromium.launch({ executablePath: chromiumPath(), args: ['--no-sandbox'] });

/** Milliseconds to the first client, in a browser context that has loaded nothing before. */
async function firstClient(form, isSlow) {
  const context = await browser.newContext();
  const tab = await context.newPage();
  await tab.goto(page);
  const session = await context.newCDPSession(tab);
  await session.send('Network.enable');
  if (isSlow) await session.send('Network.emulateNetworkConditions', slow);
  const time = await tab.evaluate(async (url) => {
    const before = performance.now();
    const { OdooClient } = await import(url);
    new OdooClient({ url: location.origin, database: 'd', username: 'u', password: 'p' });
    return performance.now() - before;
  }, `/form-${form}.js`);
  await context.close();
  return time;
}

const times = bodies.map(() => ({ slow: [], fast: [] }));
for (let round = 0; round < rounds; round += 1) {
  for (const form of bodies.keys()) {
    times[form].slow.push(await firstClient(form, true));
    times[form].fast.push(await firstClient(form, false));
  }
}
await browser.close();
server.close();

const quickest = (all) => `${Math.min(...all).toFixed(0)} ms`;
const rows = Object.keys(forms).map((name, form) => [
  name,
  `${(bodies[form].length / 1024).toFixed(1)} KB`,
  quickest(times[form].slow),
  quickest(times[form].fast),
]);
console.log(markdownTable(['', 'gzip', '10 Mbit/s, 40 ms', 'loopback'], rows));
