// Nothing is kept that the program has let go of. Each test is a program of its own: garbage is collected on demand there.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { freshFolder } from './fixture.mjs';
import { startSandbox } from './sandbox.mjs';

const programs = fileURLToPath(new URL('programs/', import.meta.url));

/** Runs a program of programs/ beside the installed package and answers the JSON it prints. */
async function measure(t, name, ...args) {
  const folder = freshFolder(t);
  for (const file of [name, 'footprint.mjs']) copyFileSync(join(programs, file), join(folder, file));
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', join(folder, name), ...args]);
  const answer = JSON.parse(stdout);
  t.diagnostic(stdout.trim());
  return answer;
}

test('a thousand clients that are dropped without free() are collected, and their memory is used again', async (t) => {
  const { made, alive, wasmGrowth, tableGrowth } = await measure(t, 'dropped-clients.mjs');
  assert.equal(made, 1000);
  assert.equal(alive, 0);
  assert.equal(wasmGrowth, 0);
  assert.equal(tableGrowth, 0);
});

test('ten thousand calls on one client grow neither the heap nor the memory of the module', async (t) => {
  const sandbox = await startSandbox();
  t.after(() => sandbox.stop());
  const { calls, heapGrowth, wasmGrowth, tableGrowth } = await measure(t, 'many-calls.mjs', sandbox.url);
  assert.equal(calls, 10_000);
  assert.equal(wasmGrowth, 0);
  assert.equal(tableGrowth, 0);
  // Less than 100 bytes a call: what Node itself keeps of sockets and compiled code moves by that much.
  assert.ok(heapGrowth < 1_000_000, `${heapGrowth} bytes`);
});
