// Tools that are compiled into the project's own folder: from crates.io wasm-bindgen, wasm-pack and
// Firefox's driver, and the project's own that writes the JavaScript beside a module.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { output, Refusal, run } from '../process.mjs';
import {
  cargoTarget,
  geckodriverVersion,
  tools,
  wasmBindgenVersion,
  wasmPackVersion,
} from '../project.mjs';

// They run for a second or two, and are compiled by whoever tests or builds for the first time:
// quickly compiled beats quickly run.
const quickly = {
  CARGO_PROFILE_RELEASE_OPT_LEVEL: '0',
  CARGO_PROFILE_RELEASE_LTO: 'false',
  CARGO_PROFILE_RELEASE_CODEGEN_UNITS: '16',
  CARGO_PROFILE_RELEASE_DEBUG: '0',
};

/**
 * A step that brings one program of a crate in exactly one version. `only` are arguments that leave
 * out what is not needed of it.
 */
const cargoTool = ({ crate, program, version, minutes, only = [] }) => ({
  name: `${program} ${version()}`,

  present() {
    const said = output(program, ['--version']);
    return said?.split(/\s+/)[1] === version()
      ? (output('which', [program]) ?? 'on the PATH')
      : null;
  },

  async obtain(say) {
    const args = [
      'install',
      crate,
      ...only,
      '--version',
      version(),
      '--root',
      tools,
      '--target-dir',
      join(cargoTarget, 'tools-build'),
    ];
    say(`cargo install ${crate} ${version()} into ${tools} (about ${minutes} minutes) …`);
    try {
      await run('cargo', [...args, '--locked'], { quiet: true, env: quickly });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      // A dependency that was withdrawn since the release makes its lock file unusable.
      say('its lock file cannot be met; once more with the newest matching dependencies …');
      await run('cargo', args, {
        quiet: true,
        env: quickly,
        remedy: `install ${program} ${version()} by hand and put it on the PATH`,
      });
    }
  },
});

/**
 * What runs the WebAssembly tests, alone: a quarter of the compiling that wasm-bindgen and wasm-pack
 * take together.
 */
export const wasmTestRunner = cargoTool({
  crate: 'wasm-bindgen-cli',
  program: 'wasm-bindgen-test-runner',
  version: wasmBindgenVersion,
  minutes: 1,
  only: ['--bin', 'wasm-bindgen-test-runner', '--no-default-features'],
});
export const wasmBindgen = cargoTool({
  crate: 'wasm-bindgen-cli',
  program: 'wasm-bindgen',
  version: wasmBindgenVersion,
  minutes: 3,
});
export const wasmPack = cargoTool({
  crate: 'wasm-pack',
  program: 'wasm-pack',
  version: () => wasmPackVersion,
  minutes: 2,
});
export const geckodriver = cargoTool({
  crate: 'geckodriver',
  program: 'geckodriver',
  version: () => geckodriverVersion,
  minutes: 3,
});

/** The build would compile it as well, but only once npm's packages are there. */
export const glue = {
  name: 'odoo-glue',
  present: () => (existsSync(join(cargoTarget, 'tool', 'odoo-glue')) ? 'compiled' : null),
  async obtain(say) {
    say('cargo build odoo-glue (about half a minute) …');
    await run('cargo', ['build', '--locked', '--profile', 'tool', '--package', 'odoo-glue'], {
      quiet: true,
      remedy: 'cargo has to reach its registry once',
    });
  },
};
