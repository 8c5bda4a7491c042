// The Rust toolchain that rust-toolchain.toml pins, with the WebAssembly target.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { output, Refusal, run } from '../process.mjs';
import { rustChannel, wasmTarget } from '../project.mjs';

const hasWasmTarget = (sysroot) => existsSync(join(sysroot, 'lib', 'rustlib', wasmTarget, 'lib'));
/** The source of the standard library, which the package's build compiles along. */
const hasSource = (sysroot) =>
  existsSync(join(sysroot, 'lib', 'rustlib', 'src', 'rust', 'library', 'Cargo.lock'));

export const rust = {
  name: `Rust with ${wasmTarget}`,

  present() {
    const version = output('rustc', ['--version']);
    const sysroot = output('rustc', ['--print', 'sysroot']);
    const complete =
      version &&
      sysroot &&
      hasWasmTarget(sysroot) &&
      hasSource(sysroot) &&
      output('cargo', ['clippy', '--version']) &&
      output('cargo', ['fmt', '--version']);
    return complete ? version : null;
  },

  async obtain(say) {
    if (!output('rustup', ['--version'])) {
      throw new Refusal(
        'rustup is not on the PATH, so Rust cannot be set up.',
        'install it from https://rustup.rs and run this again',
      );
    }
    say(`rustup installs Rust ${rustChannel()} and ${wasmTarget} …`);
    // The channel is named, not read by rustup from the file: versions before 1.28 need it.
    await run(
      'rustup',
      [
        'toolchain',
        'install',
        rustChannel(),
        '--no-self-update',
        '--profile',
        'minimal',
        '--component',
        'clippy',
        '--component',
        'rustfmt',
        '--component',
        'rust-src',
        '--target',
        wasmTarget,
      ],
      {
        remedy:
          'rustup has to reach its servers once; behind a proxy set HTTPS_PROXY, on a mirror RUSTUP_DIST_SERVER',
      },
    );
  },
};
