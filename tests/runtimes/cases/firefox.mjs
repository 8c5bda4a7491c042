// Firefox: the boundary's WebAssembly tests, by wasm-pack as one calls it by hand, and the package
// in a page.

import { run } from '../../../scripts/process.mjs';
import { cargoCounts } from '../../../scripts/test/tally.mjs';
import { firefoxVersion, reportOfFirefox } from '../firefox.mjs';
import { pageWithImportMap } from './browser.mjs';

const wasmPack = {
  name: 'Firefox, wasm-pack test',
  async run() {
    const { passed, failed, skipped } = cargoCounts(
      await run('wasm-pack', ['test', '--headless', '--firefox', '--', '--locked'], {
        quiet: true,
      }),
    );
    if (!passed || failed || skipped)
      throw new Error(`${passed} tests passed, ${failed} failed, ${skipped} were skipped`);
    return { version: firefoxVersion(), proof: `${passed} tests passed` };
  },
};

const page = {
  name: 'Firefox, module and import map',
  async run(workspace) {
    for (const [file, text] of Object.entries(pageWithImportMap)) await workspace.write(file, text);
    return reportOfFirefox(workspace, `${await workspace.sandbox('.')}/index.html`);
  },
};

export const firefoxCases = [wasmPack, page];
