// The package as a user gets it: packed, installed into a fresh folder under the name of the client
// it stands in for, and loaded there by `import` and by `require`.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** The name programs import. */
export const alias = '@odoo-toolbox/client';

export const project = fileURLToPath(new URL('../..', import.meta.url));

/** The folder of the program that has the package installed. */
export const installation = install();

/** The installed package's own folder. */
export const installed = join(installation, 'node_modules', alias);

/** What `import * as toolbox from '@odoo-toolbox/client'` gives in that program. */
export const toolbox = await import(pathToFileURL(join(installation, 'imports.mjs')));

/** What `require('@odoo-toolbox/client')` gives in that program. */
export const required = createRequire(join(installation, 'requires.cjs'))(alias);

/**
 * A new folder for a program of its own, with the installed package within reach and nothing else.
 */
export function freshFolder(t) {
  const folder = mkdtempSync(join(installation, 'program-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function install() {
  const tarball = process.env.ODOO_CLIENT_TARBALL;
  const content = tarball ? readFileSync(tarball) : contentOf(join(project, 'pkg'));
  const folder = join(
    tmpdir(),
    `odoo-client-wasm-installed-${createHash('sha256').update(content).update(install.toString()).digest('hex').slice(0, 16)}`,
  );
  if (existsSync(folder)) return folder;

  // Test files run as processes of their own and at once: each prepares a folder, the first to
  // finish gives it the name.
  const draft = mkdtempSync(join(tmpdir(), 'odoo-client-wasm-installing-'));
  try {
    const archive = tarball ?? pack(draft);
    const program = join(draft, 'program');
    mkdirSync(program);
    writeFileSync(
      join(program, 'package.json'),
      JSON.stringify({ private: true, dependencies: { [alias]: `file:${archive}` } }),
    );
    npm(program, 'install', '--offline', '--no-audit', '--no-fund', '--ignore-scripts');
    // What imports each entry, written here: test files run at once, and none may read what another
    // is about to write.
    writeFileSync(join(program, 'imports.mjs'), `export * from '${alias}';\n`);
    for (const entry of ['bulk', 'columns', 'sandbox'])
      writeFileSync(join(program, `${entry}.mjs`), `export * from '${alias}/${entry}';\n`);
    try {
      renameSync(program, folder);
    } catch (error) {
      if (!existsSync(folder)) throw error;
    }
    return folder;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

function pack(destination) {
  const [{ filename }] = JSON.parse(
    npm(
      join(project, 'pkg'),
      'pack',
      '--json',
      '--ignore-scripts',
      '--pack-destination',
      destination,
    ),
  );
  return join(destination, filename);
}

/**
 * For a login that is to succeed, whatever limit its client has: a machine that does much else is
 * slow.
 */
export const patiently = { timeoutMs: 30_000 };

function npm(cwd, ...args) {
  return execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

/**
 * Everything that decides what is packed, so that a changed build is installed anew and an
 * unchanged one only once.
 */
function contentOf(folder) {
  if (!existsSync(join(folder, 'dist', 'index.js'))) {
    throw new Error(
      `${folder} holds no built package: run \`npm run build\` first, or name a tarball in ODOO_CLIENT_TARBALL`,
    );
  }
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.tgz'))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
  return Buffer.concat(files.flatMap((file) => [Buffer.from(`\0${file}\0`), readFileSync(file)]));
}
