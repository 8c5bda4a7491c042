// A crate → its WebAssembly module and JavaScript glue.

import { readdirSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { output, run } from '../process.mjs';
import { cargoTarget, client, root, wasmTarget } from '../project.mjs';

/**
 * Flags that keep this machine's folders out of the panic locations, and with them out of the
 * package.
 */
function remappedPaths() {
  const cargoHome = process.env.CARGO_HOME ?? join(homedir(), '.cargo');
  const registries = join(cargoHome, 'registry', 'src');
  const prefixes = [
    [cargoHome, 'cargo'],
    ...readdirSync(registries).map((name) => [join(registries, name), 'crates']),
    [output('rustc', ['--print', 'sysroot']), 'rust'],
    [root.replace(/\/$/, ''), client.file],
  ];
  return prefixes.map(([from, to]) => `--remap-path-prefix=${from}=${to}`);
}

/**
 * What makes the client as small as it can be: the standard library is compiled along, for size,
 * and a panic is a trap without a message. (Nothing in the crate panics by design, and the debug
 * build keeps the messages.) These flags are still unstable, so the pinned compiler has to be told
 * that this is meant.
 */
const smallest = {
  environment: { RUSTC_BOOTSTRAP: '1' },
  rustc: [
    '-Zunstable-options',
    '-Cpanic=immediate-abort',
    '-Zlocation-detail=none',
    '-Zfmt-debug=none',
    // Little is inlined: as small as optimising for size, and a call is 2 % of a bare fetch
    // cheaper.
    '-Cllvm-args=-inline-threshold=60',
    // Short comparisons become calls of one function instead of rows of loads.
    '-Cllvm-args=-max-loads-per-memcmp=0',
  ],
  cargo: ['-Zbuild-std=std,panic_abort', '-Zbuild-std-features=optimize_for_size'],
};

/**
 * What makes the decoder of columns as fast as it can be: inlined, with short comparisons in place;
 * and nothing is kept for a panic.
 */
const fastest = {
  ...smallest,
  environment: { ...smallest.environment, CARGO_PROFILE_RELEASE_OPT_LEVEL: '3' },
  rustc: smallest.rustc.filter((flag) => !flag.startsWith('-Cllvm-args')),
};

/**
 * The sandbox is ten times the client: there the standard library as it comes, and panics that say
 * what happened, cost little.
 */
const ordinary = { environment: { CARGO_PROFILE_RELEASE_OPT_LEVEL: 'z' }, rustc: [], cargo: [] };

/**
 * For a page on this machine: the standard library as it comes, and nothing that makes a module
 * small. From a bare checkout to the page that is 2 minutes on two cores instead of 3.5. Columns
 * stay fast, since the page shows how fast they are.
 */
const drafted = (level) => ({
  environment: {
    CARGO_PROFILE_RELEASE_OPT_LEVEL: level,
    CARGO_PROFILE_RELEASE_LTO: 'false',
    CARGO_PROFILE_RELEASE_CODEGEN_UNITS: '16',
  },
  rustc: [],
  cargo: [],
});

const settings = ({ fastest: isFastest, smallest: isSmallest }, draft) => {
  if (draft) return drafted(isFastest ? '3' : '1');
  return isFastest ? fastest : isSmallest ? smallest : ordinary;
};

/** Compiles a module's crate and writes its glue, where it has one. Answers where both are. */
export async function compile(module, draft = false) {
  const { crate, file, directory, fastest: isFastest, bare, simd, debug } = module;
  const { environment, rustc, cargo } = settings(module, draft);
  // Fetched first: the folders to remap are there only afterwards.
  await run('cargo', ['fetch', '--locked', '--target', wasmTarget], {
    quiet: true,
    remedy: 'cargo has to reach its registry once',
  });
  const flags = [
    ...(process.env.RUSTFLAGS?.split(/\s+/).filter(Boolean) ?? []),
    ...remappedPaths(),
    ...rustc,
    ...(simd ? ['-Ctarget-feature=+simd128'] : []),
  ];
  // Folders of their own: other flags than everybody else's would recompile everything in turns.
  const target = join(
    cargoTarget,
    draft ? 'draft' : 'package',
    ...(isFastest ? [simd ? 'simd' : 'scalar'] : []),
  );
  await run(
    'cargo',
    [
      'build',
      '--locked',
      '--release',
      '--lib',
      '--package',
      crate,
      '--target',
      wasmTarget,
      ...cargo,
      ...(debug ? ['--features', 'debug'] : []),
    ],
    {
      env: {
        ...environment,
        CARGO_ENCODED_RUSTFLAGS: flags.join('\x1f'),
        CARGO_TARGET_DIR: target,
      },
    },
  );

  const compiled = join(target, wasmTarget, 'release', `${crate.replaceAll('-', '_')}.wasm`);
  await rm(directory, { recursive: true, force: true });
  if (isFastest || bare) {
    await mkdir(directory, { recursive: true });
    return { compiled, bound: compiled };
  }
  // wasm-bindgen as a library, of the version in Cargo.lock: it compiles in a fifth of the time
  // that its command line takes.
  await run('cargo', [
    'run',
    '--locked',
    '--quiet',
    '--profile',
    'tool',
    '--package',
    'odoo-glue',
    '--',
    compiled,
    directory,
    file,
  ]);
  return {
    compiled,
    glue: join(directory, `${file}.js`),
    bound: join(directory, `${file}_bg.wasm`),
  };
}
