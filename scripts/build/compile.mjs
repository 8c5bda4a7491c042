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

/**
 * What makes a release as small as it can be: the standard library is compiled along, for size, and a panic is a trap
 * without a message. (Nothing in the crate panics by design, and the debug build keeps the messages.) These flags are
 * still unstable, so the pinned compiler has to be told that this is meant.
 */
const smallest = {
  environment: { RUSTC_BOOTSTRAP: '1' },
  rustc: ['-Zunstable-options', '-Cpanic=immediate-abort', '-Zlocation-detail=none', '-Zfmt-debug=none'],
  cargo: ['-Zbuild-std=std,panic_abort', '-Zbuild-std-features=optimize_for_size'],
};

/** Compiles the crate and writes its glue. Answers where both are. */
export async function compile() {
  // Fetched first: the folders to remap are there only afterwards.
  await run('cargo', ['fetch', '--locked', '--target', wasmTarget], { quiet: true, remedy: 'cargo has to reach its registry once' });
  const flags = [...(process.env.RUSTFLAGS?.split(/\s+/).filter(Boolean) ?? []), ...remappedPaths(), ...smallest.rustc];
  // A folder of its own: other flags than everybody else's would recompile everything in turns.
  const target = join(cargoTarget, 'package');
  await run('cargo', [
    'build', '--locked', '--release', '--lib', '--package', 'odoo-client-wasm', '--target', wasmTarget, ...smallest.cargo,
  ], {
    env: { ...smallest.environment, CARGO_ENCODED_RUSTFLAGS: flags.join('\x1f'), CARGO_TARGET_DIR: target },
  });

  const compiled = join(target, wasmTarget, 'release', `${crateName}.wasm`);
  await rm(wasmDirectory, { recursive: true, force: true });
  await run('wasm-bindgen', [
    compiled, '--out-dir', wasmDirectory, '--out-name', crateName,
    '--target', 'web', '--no-typescript', '--omit-default-module-path',
  ]);
  return { compiled, glue: join(wasmDirectory, `${crateName}.js`), bound: join(wasmDirectory, `${crateName}_bg.wasm`) };
}
