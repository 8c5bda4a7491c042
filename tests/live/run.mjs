// Runs the live suite against the server that the environment names.
//
//     ODOO_URL=http://localhost:8069 ODOO_DB=live ODOO_USER=admin ODOO_PASSWORD=admin npm run live

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { entryPoint, Refusal, run } from '../../scripts/process.mjs';
import { packageDirectory } from '../../scripts/project.mjs';
import { nodeCounts } from '../../scripts/test/tally.mjs';
import { settings } from './settings.mjs';

await entryPoint(import.meta.url, async () => {
  settings();
  if (!process.env.ODOO_CLIENT_TARBALL && !existsSync(join(packageDirectory, 'dist', 'index.js'))) {
    throw new Refusal(
      'the package is not built',
      'run `npm run build` first, or name a tarball in ODOO_CLIENT_TARBALL',
    );
  }
  const { passed, skipped } = nodeCounts(
    await run(process.execPath, ['--test', '--test-reporter=spec', 'tests/live/live.test.mjs']),
  );
  if (!passed || skipped)
    throw new Refusal(
      `${passed} tests passed and ${skipped} were skipped: not everything was tried`,
    );
});
