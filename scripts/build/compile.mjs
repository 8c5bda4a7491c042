// Crate → WebAssembly module and its JavaScript glue.

import { readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { output, run } from '../process.mjs';
import { cargoTarget, crateName, root, wasmDirectory, wasmTarget } from '../project.mjs';

/** Flags that keep this machine's folders out of the panic locations, and with them out of the package. */
function remappedPaths() {
  const cargoHome = process.env.CARGO_HOME ?? join(homedir(), '.cargo');
  const registries = join(cargoHome, 'registry', 'src');
  const prefixes = [
    [cargoHome, 'cargo'],
    ...readdirSync(registries).map((name) => [join(registries, name), 'crates']),
    [output('rustc', ['--print', 'sysroot']), 'rust'],
    [root.replace(/\/$/, ''), crateName],
  ];
  return prefixes.map(([from, to]) => `--remap-path-prefix=${from}=${to}`);
}

/** Compiles the crate and writes its glue. Answers where both are. */
export async function compile() {
  // Fetched first: the folders to remap are there only afterwards.
  await run('cargo', ['fetch', '--locked', '--target', wasmTarget], { quiet: true, remedy: 'cargo has to reach its registry once' });
  const flags = [...(process.env.RUSTFLAGS?.split(/\s+/).filter(Boolean) ?? []), ...remappedPaths()];
  await run('cargo', ['build', '--locked', '--release', '--lib', '--package', 'odoo-client-wasm', '--target', wasmTarget], {
    env: { CARGO_ENCODED_RUSTFLAGS: flags.join('\x1f') },
  });

  const compiled = join(cargoTarget, wasmTarget, 'release', `${crateName}.wasm`);
  await rm(wasmDirectory, { recursive: true, force: true });
  await run('wasm-bindgen', [
    compiled, '--out-dir', wasmDirectory, '--out-name', crateName,
    '--target', 'web', '--no-typescript', '--omit-default-module-path',
  ]);
  return { compiled, glue: join(wasmDirectory, `${crateName}.js`), bound: join(wasmDirectory, `${crateName}_bg.wasm`) };
}
