// docs/bulk.md: every program of it runs as it stands there, and its tables leave nothing out.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { documentOf, testOptions, testPrograms } from '../document.mjs';
import { startSandbox } from '../package/sandbox.mjs';
import { failure, OdooBulkError, bulk } from './fixture.mjs';

const document = documentOf('bulk.md');

/** What each program prints. */
const printed = {
  'iterate.mjs': /^\d+ have an address\n(a page of 100\n)+a page of \d+\n\d{3} countries\n$/,
  'coalesce.mjs': /^\w.+ · \w.+ · 0\n$/,
  'write.mjs': /^1000 created\n1000 written\n1000 deleted\n$/,
  'failure.mjs': /^stored: Ada, Barbara\nrefused: Grace\n$/,
  'upsert.mjs': /^true\n$/,
  'counts.mjs': /^0 1 1\n$/,
  'files.mjs': /^Dear Ada, …\n$/,
};

testPrograms(document, printed, {
  sandbox: await startSandbox(),
  async more(file, folder) {
    if (file === 'files.mjs')
      assert.match(readFileSync(join(folder, 'invoice.pdf'), 'latin1'), /^%PDF-/);
  },
});
for (const [heading, names] of Object.entries({
  'Reading everything': ['IterateOptions', 'BulkOptions'],
  'Creating, writing, deleting': ['WriteManyOptions', 'BulkOptions'],
})) {
  for (const named of names) testOptions(document, { types: 'bulk.d.ts', heading, named });
}

test('the table of the error has its members', async () => {
  const error = await failure(
    bulk.createMany(
      {
        call: async () => {
          throw new bulk.OdooError('no');
        },
      },
      'm',
      [{}],
    ),
  );
  assert.ok(error instanceof OdooBulkError);
  const [section] = /^## When something fails$[^]*?(?=^## )/m.exec(document);
  for (const member of [...Object.keys(error), 'cause'])
    assert.match(section, new RegExp(`^\\| .*\`${member}\`.* \\|`, 'm'), member);
});
