// `odoo-client-wasm/debug`: the same package, with the names of its functions.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { alias, freshFolder, toolbox } from './fixture.mjs';
import { assertNamesNoFolder } from './folders.mjs';

/** Runs a program that sees the compiled modules as `modules`, and answers the JSON it prints. */
function answerOf(t, program) {
  const file = join(freshFolder(t), 'program.mjs');
  writeFileSync(
    file,
    `
import { createRequire } from 'node:module';
const modules = [];
const bytesOf = [];
const { Module } = WebAssembly;
WebAssembly.Module = class extends Module {
  constructor(bytes) {
    super(bytes);
    modules.push(this);
    bytesOf.push(bytes);
  }
};
const named = () => modules.map((module) => Module.customSections(module, 'name').length);
const debug = await import('${alias}/debug');
${program}
`,
  );
  return JSON.parse(
    execFileSync(process.execPath, [file], { encoding: 'utf8', maxBuffer: 64 << 20 }),
  );
}

test('the debug build exports what the package exports, by import and by require', (t) => {
  const { imported, required } = answerOf(
    t,
    `
const required = createRequire(import.meta.url)('${alias}/debug');
console.log(JSON.stringify({ imported: Object.keys(debug), required: Object.keys(debug).filter((name) => debug[name] === required[name]) }));`,
  );
  assert.deepEqual(imported.sort(), Object.keys(toolbox).sort());
  assert.deepEqual(required.sort(), imported);
});

test('its functions have names, those of the package have none', (t) => {
  assert.deepEqual(
    answerOf(t, `await import('${alias}'); console.log(JSON.stringify(named()));`),
    [1, 0],
  );
});

test('a stack that leads through it tells which function of the crate was on the way', (t) => {
  const { stack } = answerOf(
    t,
    `
const config = { get url() { throw new Error('looked at'); } };
try { new debug.OdooClient(config); } catch ({ stack }) { console.log(JSON.stringify({ stack })); }`,
  );
  assert.match(stack, /odoo_client_wasm/);
});

test('its panics say what happened and where, in files of the crate and not of a machine; those of the package say nothing', (t) => {
  const [debug, client] = answerOf(
    t,
    `
await import('${alias}');
console.log(JSON.stringify(bytesOf.map((bytes) => Buffer.from(bytes).toString('latin1'))));`,
  );
  assert.match(debug, /panicked at/);
  assert.match(debug, /src\/client\.rs/);
  assertNamesNoFolder(debug, 'the debug module');
  assert.doesNotMatch(client, /panicked at|\.rs\b/);
});
