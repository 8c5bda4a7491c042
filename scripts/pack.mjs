// The package as users get it: packed, and installed into a folder that has nothing to do with the
// project.

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { run } from './process.mjs';
import { inProject, packageDirectory } from './project.mjs';

/**
 * Packs pkg/ and answers where the tarball is. `ODOO_CLIENT_TARBALL` names one that is there
 * already.
 */
export async function packPackage() {
  if (process.env.ODOO_CLIENT_TARBALL) return resolve(process.env.ODOO_CLIENT_TARBALL);
  const destination = inProject('target', 'npm');
  await mkdir(destination, { recursive: true });
  const [{ filename }] = JSON.parse(
    await run('npm', ['pack', '--json', '--silent', '--pack-destination', destination], {
      cwd: packageDirectory,
      quiet: true,
    }),
  );
  return join(destination, filename);
}

/**
 * Installs the tarball, and other packages beside it, into a new folder below the system's
 * temporary one. `dependencies` maps names to what npm accepts; `aliases` are the names the tarball
 * is installed under.
 */
export async function installFresh({
  aliases = ['@odoo-toolbox/client'],
  dependencies = {},
  manifest = {},
} = {}) {
  const tarball = await packPackage();
  const folder = await mkdtemp(join(tmpdir(), 'odoo-client-'));
  const installed = Object.fromEntries(aliases.map((name) => [name, `file:${tarball}`]));
  await writeFile(
    join(folder, 'package.json'),
    JSON.stringify(
      {
        name: 'a-program',
        private: true,
        type: 'module',
        ...manifest,
        dependencies: { ...installed, ...dependencies },
      },
      null,
      2,
    ),
  );
  await run('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--silent'], {
    cwd: folder,
    quiet: true,
  });
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}
