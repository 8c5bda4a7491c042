// Whether anything the package is made of has changed since it was last built.

import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inProject, packageDirectory, root } from '../project.mjs';

const inputs = [
  'Cargo.toml', 'Cargo.lock', 'rust-toolchain.toml', 'package-lock.json', 'src', 'scripts/build',
  'scripts/project.mjs',
];
const stamp = join(packageDirectory, 'dist', '.built-from');

/** A digest of the contents of all inputs. */
export async function fingerprint() {
  const hash = createHash('sha256').update(process.env.RUSTFLAGS ?? '');
  for (const input of inputs) {
    const path = inProject(input);
    const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch(() => null);
    const files = entries?.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath ?? entry.path, entry.name)).sort() ?? [path];
    for (const file of files) hash.update(file.slice(root.length)).update('\0').update(await readFile(file)).update('\0');
  }
  return hash.digest('hex');
}

export const lastFingerprint = () => (existsSync(stamp) ? readFileSync(stamp, 'utf8') : null);
export const rememberFingerprint = (value) => writeFileSync(stamp, value);
