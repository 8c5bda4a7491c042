// Every fault × every way to change something × every protocol: nothing is done twice, nothing is
// lost without a word, no row is told wrongly, nothing goes to another origin, and no secret is in
// an error.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { after, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
// Installs the package once, before three processes ask for it.
import '../package/fixture.mjs';
import { faults } from './faults.mjs';
import { operations } from './operations.mjs';

/**
 * Runs all faults over a protocol; `of(fault)` is what came of one, and `end` what was seen in the
 * end.
 */
function start(protocol) {
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL('run.mjs', import.meta.url)), protocol],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const waiting = new Map(
    ['', ...faults.map(({ name }) => name)].map((name) => {
      let settle;
      const result = new Promise((resolve) => {
        settle = resolve;
      });
      return [name, { result, settle }];
    }),
  );
  createInterface({ input: child.stdout }).on('line', (line) => {
    const told = JSON.parse(line);
    waiting.get(told.fault ?? '').settle(told);
  });
  const closed = once(child, 'close').then(([code]) => {
    for (const { settle } of waiting.values())
      settle({ wrong: [`the run ended with code ${code} before it came to this`] });
  });
  return {
    of: (fault) => waiting.get(fault).result,
    stop: () => {
      child.kill();
      return closed;
    },
  };
}

for (const [protocol, run] of ['session', 'jsonrpc', 'json2'].map((name) => [name, start(name)])) {
  describe(`over ${protocol}`, () => {
    after(() => run.stop());

    for (const { name } of faults) {
      test(`${name}: nothing is done twice, lost, told wrongly or sent elsewhere`, async () => {
        const { wrong, tried } = await run.of(name);
        assert.deepEqual(wrong, []);
        assert.ok(tried >= Object.keys(operations).length - 2);
      });
    }

    test('nobody asked another origin for anything', async () =>
      assert.deepEqual((await run.of('')).strays, []));
  });
}

test('there are enough faults, and none has the name of another', () => {
  assert.ok(faults.length >= 60, `${faults.length} faults`);
  assert.equal(new Set(faults.map(({ name }) => name)).size, faults.length);
});
