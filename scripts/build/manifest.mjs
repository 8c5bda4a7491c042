// The files of pkg/ that are copies: the manifest with its version, the CommonJS twin of types that
// are still written by hand, README and licences.

import { copyFile, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inProject, packageDirectory, projectVersion } from '../project.mjs';
import { entries } from './types.mjs';

const inPackage = (name) => join(packageDirectory, name);

export async function completePackage() {
  // What `wasm-pack build` leaves: with it, git would overlook every new file here.
  await rm(inPackage('.gitignore'), { force: true });
  const manifest = JSON.parse(await readFile(inPackage('manifest.json'), 'utf8'));
  const { name, ...rest } = manifest;
  await writeFile(
    inPackage('package.json'),
    `${JSON.stringify({ name, version: projectVersion(), ...rest }, null, 2)}\n`,
  );
  for (const types of ['columns', 'bulk', 'sandbox']) if (!(types in entries)) await twin(types);
  for (const file of ['README.md', 'CHANGELOG.md', 'LICENSE-MIT', 'LICENSE-APACHE'])
    await copyFile(inProject(file), inPackage(file));
}

/** The same types for `require`, which lead to one another as those for `import` do. */
async function twin(types) {
  const text = await readFile(inPackage(`${types}.d.ts`), 'utf8');
  await writeFile(
    inPackage(`${types}.d.cts`),
    text.replaceAll(/( from '\.\/\w+)\.js'/g, "$1.cjs'"),
  );
}
