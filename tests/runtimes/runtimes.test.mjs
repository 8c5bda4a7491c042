// The quick half of the matrix. `npm run runtimes` runs all of it.

import { test } from 'node:test';
import { cases, runCase } from './cases.mjs';
import { checkNames } from './smoke.mjs';

for (const each of cases.filter(({ quick }) => quick)) {
  test(`${each.name}: all ${checkNames.length} checks hold`, async (t) => {
    const { version } = await runCase(each);
    t.diagnostic(version);
  });
}
