// The quick third of the matrix. `npm run runtimes` runs all of it.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { inProject } from '../../scripts/project.mjs';
import { cases, runCase } from './cases.mjs';
import { untested } from './cases/document.mjs';

const document = readFileSync(inProject('docs', 'runtimes.md'), 'utf8');

// Two at once: each has a folder and a server of its own, and waits most of the time.
describe('everything holds', { concurrency: 2 }, () => {
  for (const each of cases.filter(({ quick }) => quick)) {
    test(each.name, async (t) => {
      const { version, checks, proof } = await runCase(each);
      t.diagnostic(`${version}: ${checks ? `${checks.length} checks` : proof}`);
    });
  }
});

test('the table of runtimes has a row for every case, in order, and in none a check is missing', () => {
  const [, table] = document.split(/<!-- \/?table:runtimes -->/);
  const rows = table
    .trim()
    .split('\n')
    .slice(2)
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  assert.deepEqual(
    rows.map(([name]) => name),
    cases.map(({ name }) => name),
    'npm run runtimes -- --write',
  );
  for (const [name, version, checks] of rows) {
    assert.match(version, /\d/, name);
    const [, passed, all] = /^(\d+) of (\d+)$/.exec(checks) ?? [];
    assert.ok(passed ? passed === all : checks === 'its program ran', `${name}: ${checks}`);
  }
});

test('every case has a name of its own', () => {
  assert.equal(new Set(cases.map(({ name }) => name)).size, cases.length);
});

test('every program of the document is run by a case', () => {
  assert.deepEqual(untested(), []);
});
