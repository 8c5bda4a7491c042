// How much memory columns take, and that it is given back. The test is a program of its own:
// garbage is collected on demand there.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { freshFolder } from '../package/fixture.mjs';

test('columns take at most a third of what records take, and what they were decoded with is given back', async (t) => {
  const program = join(freshFolder(t), 'memory.mjs');
  copyFileSync(fileURLToPath(new URL('programs/memory.mjs', import.meta.url)), program);
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', program]);
  t.diagnostic(stdout.trim());
  const { ofRecords, ofColumns, growth } = JSON.parse(stdout);
  assert.ok(ofRecords > 2_000_000, `${ofRecords} bytes of records`);
  assert.ok(ofColumns <= ofRecords / 3, `${ofColumns} of ${ofRecords} bytes`);
  assert.ok(growth < 500_000, `${growth} bytes are left of 200 reads`);
});
