// Set-up: brings what a command needs onto this machine. Every step looks first and acts only where
// something is missing, so that running it again costs a second.
//
//     npm run setup            everything
//     npm run setup -- build   what the build needs

import { entryPoint, Refusal } from './process.mjs';
import { chromium, firefox } from './setup/browsers.mjs';
import { nginx } from './setup/nginx.mjs';
import { benchModules, conformanceModules, nodeModules } from './setup/node-modules.mjs';
import { rust } from './setup/rust.mjs';
import { geckodriver, wasmBindgen, wasmPack } from './setup/cargo-tools.mjs';

const build = [nodeModules, rust];
// wasm-pack runs its tests with wasm-bindgen's own runner.
const test = [...build, wasmBindgen, wasmPack, chromium];
const runtimes = [...test, firefox, geckodriver, nginx];
const needs = { docs: [nodeModules], build, demo: build, bench: [...build, benchModules], conformance: [...build, conformanceModules], test, runtimes, all: test };

/**
 * A step is `{ name, present(), obtain(say) }`: `present` answers what is there (text) or null,
 * `obtain` brings it or throws a Refusal that says what the user can do.
 */
export async function setUp(command = 'all') {
  const steps = needs[command];
  if (!steps) throw new Refusal(`there is no set-up called "${command}"`, `one of: ${Object.keys(needs).join(', ')}`);
  console.log('Set-up');
  for (const step of steps) {
    let present = await step.present();
    if (!present) {
      console.log(`  … ${step.name}: not there yet`);
      await step.obtain((text) => console.log(`    ${text}`));
      present = await step.present();
      if (!present) throw new Refusal(`${step.name} is still missing after its installation`);
    }
    console.log(`  ✓ ${step.name}: ${present}`);
  }
}

await entryPoint(import.meta.url, ([command]) => setUp(command));
