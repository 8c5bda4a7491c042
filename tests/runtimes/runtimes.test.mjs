// The quick half of the matrix. `npm run runtimes` runs all of it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cases, runCase } from './cases.mjs';
import { untested } from './cases/document.mjs';

for (const each of cases.filter(({ quick }) => quick)) {
  test(`${each.name}: everything holds`, async (t) => {
    const { version, checks, proof } = await runCase(each);
    t.diagnostic(`${version}: ${checks ? `${checks.length} checks` : proof}`);
  });
}

test('every program of the document is run by a case', () => {
  assert.deepEqual(untested(), []);
});
