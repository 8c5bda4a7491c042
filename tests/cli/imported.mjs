// A file that is imported into partners.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { odoo } from './fixture.mjs';

/** Imports a file with contents, and gives what was said and what is there. */
export async function imported(
  t,
  name,
  contents,
  args = [],
  { options = {}, read = ['name', 'ref'] } = {},
) {
  const { run, cwd, sandbox } = await odoo(t, options);
  writeFileSync(join(cwd, name), contents);
  const result = await run(['import', name, '-m', 'res.partner', '--yes', ...args]);
  const { stdout } = await run([
    'search',
    'res.partner',
    "[('create_date', '>', '2026-01-02')]",
    '--limit',
    '0',
    '--order',
    'id',
    '-f',
    read.join(','),
    '--json',
  ]);
  return {
    ...result,
    sandbox,
    run,
    cwd,
    records: JSON.parse(stdout).map((record) => read.map((field) => record[field])),
  };
}
