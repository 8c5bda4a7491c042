// The files of pkg/ that are copies: the manifest with its version, README, changelog and licences.

import { copyFile, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inProject, packageDirectory, projectVersion } from '../project.mjs';

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
  for (const file of ['README.md', 'CHANGELOG.md', 'LICENSE-MIT', 'LICENSE-APACHE'])
    await copyFile(inProject(file), inPackage(file));
}
