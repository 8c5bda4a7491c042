// Chromium without a bundler: modules, a classic script, workers, and a strict content security
// policy.

import { clock, stopClock } from '../workspace.mjs';
import { leaveReport, reportOfPage } from '../chromium.mjs';

const installed = '/node_modules/odoo-client-wasm/dist';

const importMap = `<script type="importmap">{ "imports": { "odoo-client-wasm": "${installed}/index.js" } }</script>`;

const page = (...head) =>
  `<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<link rel="icon" href="data:,">\n<title>Runtimes</title>\n${head.join('\n')}\n</html>\n`;

const pageModule = `
import './clock.mjs';
import * as toolbox from 'odoo-client-wasm';
import { smoke } from './smoke.mjs';
${leaveReport}`;

/** A page that hands the report of a worker on, whatever kind of worker it is. */
const hearing = (start) => `
${start}
const { data } = await new Promise((heard, failed) => {
  const to = worker instanceof ServiceWorker ? navigator.serviceWorker : worker;
  to.addEventListener('message', heard, { once: true });
  worker.addEventListener('error', (event) => failed(new Error(event.message || 'the worker failed')));
  worker.postMessage('report');
});
globalThis.report = data;
`;

const workerModule = `
import './clock.mjs';
import * as toolbox from '${installed}/index.js';
import { smoke } from './smoke.mjs';
${stopClock}
addEventListener('message', (event) => {
  const milliseconds = globalThis.loadingTook;
  const answering = smoke(toolbox, location.origin).then((checks) => (event.source ?? globalThis).postMessage({ milliseconds, checks }));
  event.waitUntil?.(answering);
});
`;

/** The files of a page without any tool. */
export const pageWithImportMap = {
  'clock.mjs': clock,
  'index.html': page(importMap, '<script type="module" src="page.mjs"></script>'),
  'page.mjs': pageModule,
};

/** Those that share script and kind of worker with another case. */
const likeOthers = ['classic script', 'web worker'];

/** A case is its files; `index.html` is opened. */
const browserCase = (name, files) => ({
  name: `Chromium, ${name}`,
  quick: !likeOthers.includes(name),
  async run(workspace) {
    await workspace.write('clock.mjs', clock);
    for (const [file, text] of Object.entries(files)) await workspace.write(file, text);
    return reportOfPage(`${await workspace.sandbox('.')}/index.html`);
  },
});

export const browserCases = [
  browserCase('module and import map', pageWithImportMap),

  browserCase("policy script-src 'self' 'wasm-unsafe-eval'", {
    'index.html': page(
      `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; connect-src 'self'; img-src data:; script-src 'self' 'wasm-unsafe-eval'">`,
      '<script type="module" src="page.mjs"></script>',
    ),
    'page.mjs': pageModule.replace("'odoo-client-wasm'", `'${installed}/index.js'`),
  }),

  browserCase('classic script', {
    'index.html': page(
      '<script src="clock.mjs"></script>',
      `<script src="${installed}/index.global.js"></script>`,
      '<script type="module" src="page.mjs"></script>',
    ),
    'page.mjs': `
const toolbox = globalThis.OdooClientWasm;
import { smoke } from './smoke.mjs';
${leaveReport}`,
  }),

  browserCase('web worker', {
    'index.html': page('<script type="module" src="page.mjs"></script>'),
    'page.mjs': hearing("const worker = new Worker('worker.mjs', { type: 'module' });"),
    'worker.mjs': workerModule,
  }),

  browserCase('classic web worker', {
    'index.html': page('<script type="module" src="page.mjs"></script>'),
    'page.mjs': hearing("const worker = new Worker('worker.js');"),
    'worker.js': `
importScripts('clock.mjs', '${installed}/index.global.js');
${stopClock}
addEventListener('message', async () => {
  const { smoke } = await import('./smoke.mjs');
  postMessage({ milliseconds: globalThis.loadingTook, checks: await smoke(OdooClientWasm, location.origin) });
});`,
  }),

  browserCase('service worker', {
    'index.html': page('<script type="module" src="page.mjs"></script>'),
    'page.mjs': hearing(`
await navigator.serviceWorker.register('worker.mjs', { type: 'module' });
const worker = (await navigator.serviceWorker.ready).active;`),
    'worker.mjs': workerModule,
  }),
];
