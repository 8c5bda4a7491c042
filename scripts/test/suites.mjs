// The kinds of suite, each a function that runs it and resolves to the counts of its tests.

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { output, Refusal, run } from '../process.mjs';
import { inProject, wasmTarget } from '../project.mjs';
import { setUp } from '../setup.mjs';
import { cargoCounts, nodeCounts, noTests } from './tally.mjs';

/** A command that passes or fails as a whole. `quiet` keeps its output back unless it fails. */
export const check = (program, args) => (options) =>
  run(program, args, options).then(() => noTests);

/** Rust's own tests on this machine. */
export const cargoSuite = (args) => (options) => counted(run('cargo', args, options), cargoCounts);

/**
 * Rust tests compiled to WebAssembly, of the file `tests/<file>.rs`. (`wasm-pack test` runs the same
 * with the same runner; it is part of `npm run runtimes`.) `program` stands before cargo.
 */
const wasmTests = (file, env, program = []) => {
  const [command, ...args] = [
    ...program,
    'cargo',
    'test',
    '--locked',
    '--target',
    wasmTarget,
    '--package',
    'odoo-client-wasm',
    '--test',
    file,
  ];
  const runner = `CARGO_TARGET_${wasmTarget.toUpperCase().replaceAll('-', '_')}_RUNNER`;
  return (options, ...more) =>
    run(command, [...args, ...more], {
      ...options,
      env: { ...env, [runner]: 'wasm-bindgen-test-runner' },
    });
};

/** Those in Node. */
export const wasmSuite = (file) => async (options) => {
  await setUp('wasm');
  return counted(wasmTests(file, { WASM_BINDGEN_TEST_ONLY_NODE: '1' })(options), cargoCounts);
};

/**
 * Those in Chromium. Now and then it waits for ever for the page that the tests are in, before any
 * of them has run; such a try is ended and made again. A test that fails is not tried again.
 */
export const browserSuite = (file) => async (options) => {
  const tries = 10;
  // In seconds: the tests themselves take five. The compiler has done its part before the clock
  // starts.
  const [limit, overdue] = [40, 124];
  await setUp('wasm');
  const env = { WASM_BINDGEN_TEST_ONLY_WEB: '1', CHROMEDRIVER: output('which', ['chromedriver']) };
  await wasmTests(file, env)(options, '--no-run');
  for (let attempt = 1; ; attempt += 1) {
    try {
      const inTime = ['timeout', '--kill-after=5', String(limit)];
      return await counted(wasmTests(file, env, inTime)(options), cargoCounts);
    } catch (error) {
      if (error.exitCode !== overdue || error.counts?.failed || attempt === tries) throw error;
      console.log(
        `  the browser did not load the tests within ${limit} s; try ${attempt + 1} of ${tries} …`,
      );
    }
  }
};

/** Suites' files that measure time or memory: nothing else runs beside them. */
const measures =
  /^(bodies|calm|deadline|footprint|memory|network|queue|soak|speed|startup)\.test\.mjs$/;

/**
 * The files `tests/<folder>/*.test.mjs`: two at once, since most of them wait for timers and
 * servers. Those that measure are a suite of their own, `alone`, where there are any.
 */
export const nodeSuite = (folder, prepare) => {
  const path = inProject('tests', folder);
  const files = existsSync(path)
    ? readdirSync(path)
        .filter((file) => file.endsWith('.test.mjs'))
        .sort()
    : [];
  const suite = (some, concurrency) => async (options) => {
    if (!some.length) throw new Refusal(`tests/${folder} has no *.test.mjs`);
    await prepare();
    return counted(
      run(
        process.execPath,
        [
          '--test',
          '--test-reporter=spec',
          `--test-concurrency=${concurrency}`,
          ...some.map((file) => join('tests', folder, file)),
        ],
        options,
      ),
      nodeCounts,
    );
  };
  const measuring = files.filter((file) => measures.test(file));
  const alone = measuring.length ? suite(measuring, 1) : undefined;
  return Object.assign(
    suite(
      files.filter((file) => !measures.test(file)),
      2,
    ),
    { alone },
  );
};

/** Counts what a run printed, whether it passed or failed. */
async function counted(running, counts) {
  let text;
  try {
    text = await running;
  } catch (error) {
    error.counts = counts(error.output ?? '');
    throw error;
  }
  const seen = counts(text);
  // A runner that finds nothing to do, or leaves tests out, exits with 0 all the same.
  if (!seen.passed) throw new Refusal('the suite ended well without having run a single test');
  if (seen.skipped) throw new Refusal(`${seen.skipped} tests were skipped`);
  return seen;
}
