// How many tests ran: read from what the runners print, summed, and printed at the end.

import { stripVTControlCharacters } from 'node:util';
import { Refusal } from '../process.mjs';

export const noTests = { passed: 0, failed: 0, skipped: 0 };

const sum = (text, pattern) =>
  [...stripVTControlCharacters(text).matchAll(pattern)].reduce(
    (total, [, number]) => total + Number(number),
    0,
  );

/** `test result: ok. 12 passed; 0 failed; 0 ignored; …`, a line for each test program. */
export const cargoCounts = (text) => ({
  passed: sum(text, /^test result: .*?(\d+) passed/gm),
  failed: sum(text, /^test result: .*?(\d+) failed/gm),
  skipped: sum(text, /^test result: .*?(\d+) ignored/gm),
});

/** `ℹ pass 12`, and the same for fail, cancelled, skipped and todo. */
export const nodeCounts = (text) => ({
  passed: sum(text, /^ℹ pass (\d+)/gm),
  failed: sum(text, /^ℹ (?:fail|cancelled) (\d+)/gm),
  skipped: sum(text, /^ℹ (?:skipped|todo) (\d+)/gm),
});

/**
 * The part of a runner's output that says what failed: Node's and cargo's come under a heading of
 * their own, a compiler's are its last lines.
 */
export function failuresIn(text) {
  const plain = stripVTControlCharacters(text).trimEnd();
  const heading = /^(?:✖ failing tests|failures):$/m.exec(plain);
  return heading ? plain.slice(heading.index) : plain.split('\n').slice(-60).join('\n');
}

export class Tally {
  #rows = [];

  /** Runs one suite, with options of its run. */
  async take(name, suite, options) {
    const started = Date.now();
    const row = { name, seconds: 0, ...noTests };
    this.#rows.push(row);
    try {
      Object.assign(row, await suite(options));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      Object.assign(row, error.counts);
      row.failures = failuresIn(error.output ?? error.message);
      // What failed as a whole counts as one failure.
      row.failed ||= 1;
      console.error(`\n✗ ${name}: ${error.message}`);
    }
    row.seconds = (Date.now() - started) / 1000;
  }

  get failed() {
    return this.#total('failed');
  }

  #total(column) {
    return this.#rows.reduce((total, row) => total + row[column], 0);
  }

  /**
   * What failed, once more and together, since two suites may have printed at once; then a line a
   * suite. The last line is the sum.
   */
  print() {
    for (const { name, failures } of this.#rows)
      if (failures) console.log(`\n━━ failed: ${name}\n${failures}`);
    console.log(`\n━━ summary ${'━'.repeat(83)}`);
    for (const { name, passed, failed, seconds } of this.#rows) {
      const counts = passed + failed ? `${passed} passed, ${failed} failed` : 'passed';
      console.log(
        `${failed ? '✗' : '✓'} ${name.padEnd(16)}${counts.padEnd(28)}${seconds.toFixed(1).padStart(8)} s`,
      );
    }
    console.log(`${this.#total('passed')} passed, ${this.failed} failed`);
  }
}
