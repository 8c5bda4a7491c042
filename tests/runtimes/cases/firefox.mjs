// Firefox: the boundary's WebAssembly tests, by wasm-pack as one calls it by hand.

import { output, run } from '../../../scripts/process.mjs';
import { cargoCounts } from '../../../scripts/test/tally.mjs';

export const firefoxCases = [{
  name: 'Firefox, wasm-pack test',
  async run() {
    const { passed, failed, skipped } = cargoCounts(await run('wasm-pack', ['test', '--headless', '--firefox', '--', '--locked'], { quiet: true }));
    if (!passed || failed || skipped) throw new Error(`${passed} tests passed, ${failed} failed, ${skipped} were skipped`);
    const [, version] = /(\d[\d.]*)/.exec(output('firefox-esr', ['--version']) ?? output('firefox', ['--version']) ?? '') ?? [];
    return { version, proof: `${passed} tests passed` };
  },
}];
