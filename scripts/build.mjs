// Builds the npm package in pkg/: crate → WebAssembly → optimised module → bundles → manifest.
//
//     npm run build              nothing happens when no input changed
//     npm run build -- --force   build all the same

import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { bundle } from './build/bundle.mjs';
import { compile } from './build/compile.mjs';
import { completePackage } from './build/manifest.mjs';
import { optimize } from './build/optimize.mjs';
import { printSizes } from './build/sizes.mjs';
import { fingerprint, lastFingerprint, rememberFingerprint } from './build/fingerprint.mjs';
import { entryPoint } from './process.mjs';
import { packageDirectory } from './project.mjs';
import { setUp } from './setup.mjs';
import { join } from 'node:path';

export async function buildPackage({ force = false } = {}) {
  const inputs = await fingerprint();
  if (force || inputs !== lastFingerprint() || !existsSync(join(packageDirectory, 'dist', 'index.js'))) {
    console.log('Build');
    await rm(join(packageDirectory, 'dist'), { recursive: true, force: true });
    const glue = await compile();
    const wasm = await optimize(glue);
    const exports = await bundle({ ...glue, wasm });
    await completePackage(exports);
    rememberFingerprint(inputs);
  } else {
    // A `wasm-pack build` by hand replaces the manifest with one of its own; put ours back.
    await completePackage();
    console.log('Build: pkg/ is up to date');
  }
  printSizes();
}

await entryPoint(import.meta.url, async (args) => {
  await setUp('build');
  await buildPackage({ force: args.includes('--force') });
});
