// Nothing is kept that the program has let go of. Each test is a program of its own: garbage is
// collected on demand there.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { freshFolder } from './fixture.mjs';
import { troubles } from './cases/troubles.mjs';
import { account, combinations, startCombination } from './combinations.mjs';
import { startSandbox } from './sandbox.mjs';

const programs = fileURLToPath(new URL('programs/', import.meta.url));

/** Runs a program of programs/ beside the installed package and answers the JSON it prints. */
async function measure(t, name, ...args) {
  const folder = freshFolder(t);
  for (const file of [name, 'footprint.mjs'])
    copyFileSync(join(programs, file), join(folder, file));
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    ['--expose-gc', join(folder, name), ...args],
    { timeout: 120_000 },
  );
  assert.equal(stderr, '');
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
  const { calls, heapGrowth, wasmGrowth, tableGrowth } = await measure(
    t,
    'many-calls.mjs',
    sandbox.url,
  );
  assert.equal(calls, 10_000);
  assert.equal(wasmGrowth, 0);
  assert.equal(tableGrowth, 0);
  // Less than 100 bytes a call: what Node itself keeps of sockets and compiled code moves by that
  // much.
  assert.ok(heapGrowth < 1_000_000, `${heapGrowth} bytes`);
});

for (const combination of combinations.filter(({ series }) => series === '19')) {
  test(`thousands of calls that fail in every way leave nothing behind, and the program ends by itself: ${combination.name}`, async (t) => {
    const sandbox = await startCombination(combination);
    t.after(() => sandbox.stop());
    // All but the one that logs out: there would be nothing to call any more.
    const rules = troubles
      .filter(([, { read }]) => read !== 'OdooAuthError')
      .map(([rule]) => ({
        ...rule,
        model: 'res.partner',
        probability: 0.02,
        retryAfter: undefined,
      }));
    const config = { url: sandbox.url, ...account(combination.protocol) };
    const { ends, wasmGrowth, tableGrowth, heapGrowth, timers } = await measure(
      t,
      'troubled.mjs',
      JSON.stringify(config),
      JSON.stringify(rules),
    );
    for (const name of [
      'answered',
      'OdooNetworkError',
      'OdooTimeoutError',
      'OdooValidationError',
      'OdooRateLimitError',
      'TimeoutError',
    ])
      assert.ok(ends[name] > 0, name);
    assert.equal(wasmGrowth, 0);
    assert.equal(tableGrowth, 0);
    assert.ok(heapGrowth < 2_000_000, `${heapGrowth} bytes`);
    assert.equal(timers, 0);
  });
}
