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
import { geckodriver, glue, wasmBindgen, wasmPack, wasmTestRunner } from './setup/cargo-tools.mjs';

// What is downloaded comes beside what is compiled: the first waits for the network, the second for
// the processor.
const build = [[nodeModules], [rust, glue]];
const wasm = [[rust, wasmTestRunner]];
const test = [
  [nodeModules, chromium],
  [rust, glue],
];
const all = [
  [nodeModules, chromium],
  [rust, glue, wasmBindgen, wasmPack],
];
const runtimes = [
  [nodeModules, chromium, firefox, nginx],
  [rust, glue, wasmBindgen, wasmPack, geckodriver],
];
const needs = {
  docs: [[nodeModules]],
  build,
  demo: build,
  bench: [
    [nodeModules, benchModules],
    [rust, glue],
  ],
  conformance: [
    [nodeModules, conformanceModules],
    [rust, glue],
  ],
  wasm,
  test,
  runtimes,
  all,
};

/**
 * A step is `{ name, present(), obtain(say) }`: `present` answers what is there (text) or null,
 * `obtain` brings it or throws a Refusal that says what the user can do.
 */
export async function setUp(command = 'all') {
  const lanes = needs[command];
  if (!lanes)
    throw new Refusal(
      `there is no set-up called "${command}"`,
      `one of: ${Object.keys(needs).join(', ')}`,
    );
  console.log('Set-up');
  const results = await Promise.allSettled(lanes.map(inTurn));
  for (const { status, reason } of results) if (status === 'rejected') throw reason;
}

async function inTurn(steps) {
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
