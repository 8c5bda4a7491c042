// Whether anything a module of the package is made of has changed since it was last built.

import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inProject, packageDirectory, root, sources } from '../project.mjs';

const common = [
  'Cargo.toml',
  'Cargo.lock',
  'rust-toolchain.toml',
  'package-lock.json',
  'scripts/build',
  'scripts/glue',
  'scripts/project.mjs',
  'pkg/src/package.json',
  'pkg/src/tsconfig.json',
];
const clientInputs = [
  'src',
  'columns/src',
  'build.rs',
  'pkg/src/client',
  'pkg/src/plain',
  'pkg/src/body',
];
const own = {
  bulk: ['pkg/src'],
  policy: ['bulk', 'pkg/src/policy'],
  columns: ['columns/Cargo.toml', 'columns/src', 'columns/wasm', 'pkg/src'],
  client: clientInputs,
  programs: ['pkg/src', 'www'],
  types: readdirSync(sources)
    .filter((room) => room !== 'cli')
    .map((room) => `pkg/src/${room}`),
  debug: clientInputs,
  sandbox: [
    'sandbox/Cargo.toml',
    'sandbox/src',
    'sandbox/orm/Cargo.toml',
    'sandbox/orm/src',
    'sandbox/orm/models',
    'sandbox/wasm',
    'schema/Cargo.toml',
    'schema/src',
    'pkg/src/sandbox',
  ],
  schema: ['schema/Cargo.toml', 'schema/src', 'schema/wasm', 'pkg/src/schema', 'pkg/src/client'],
};
const stamp = ({ name }) => join(packageDirectory, 'dist', `.${name}-built-from`);

/** A digest of the contents of all inputs of a module. */
export async function fingerprint({ name }) {
  const hash = createHash('sha256').update(process.env.RUSTFLAGS ?? '');
  for (const input of [...common, ...own[name]]) {
    const path = inProject(input);
    const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch(() => null);
    const files = entries
      ?.filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
      .sort() ?? [path];
    for (const file of files)
      hash
        .update(file.slice(root.length))
        .update('\0')
        .update(await readFile(file))
        .update('\0');
  }
  return hash.digest('hex');
}

export const lastFingerprint = (module) =>
  existsSync(stamp(module)) ? readFileSync(stamp(module), 'utf8') : null;
export const rememberFingerprint = (module, value) => writeFileSync(stamp(module), value);
