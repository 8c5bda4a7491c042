// How much a program loads and how long it waits before its first client.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { budget, sizeReport, sizes } from '../../scripts/build/sizes.mjs';
import { alias, freshFolder, installed } from './fixture.mjs';

const milliseconds = 25;
// The quickest of some starts: whatever else the machine does only adds to a time.
const starts = 15;

const all = sizes(join(installed, 'dist'));

test('what a program loads is within its budget', (t) => {
  for (const line of sizeReport(all).split('\n')) t.diagnostic(line);
  assert.deepEqual(
    all.filter(({ most }) => most).map(({ file }) => file),
    Object.keys(budget),
  );
  for (const { file, gzip, most } of all)
    if (most)
      assert.ok(gzip <= most, `dist/${file}: ${gzip} bytes after gzip, ${most} are allowed`);
});

test('the files of dist/ are ASCII, which engines keep at a byte a character', () => {
  const scripts = readdirSync(join(installed, 'dist')).filter((file) => /\.[cm]?js$/.test(file));
  assert.ok(scripts.length > 20);
  for (const file of scripts) {
    const [other] = /[^\0-\x7f]/.exec(readFileSync(join(installed, 'dist', file), 'utf8')) ?? [];
    assert.equal(other, undefined, file);
  }
});

test('what is over its budget stands out in the report', () => {
  const [client] = all.filter(({ file }) => file === 'index.js');
  assert.match(sizeReport([client]), /KB {3}✓ at most \d+ KB after gzip$/);
  assert.match(
    sizeReport([{ ...client, gzip: client.most + 1 }]),
    /KB {3}✗ at most \d+ KB after gzip$/,
  );
});

const config = JSON.stringify({
  url: 'http://localhost:8069',
  database: 'demo',
  username: 'admin',
  password: 'admin',
});
const programs = {
  import: ['start.mjs', `const { OdooClient } = await import('${alias}');`],
  require: ['start.cjs', `const { OdooClient } = require('${alias}');`],
};

for (const [how, [file, load]] of Object.entries(programs)) {
  test(`${how} and the first client take at most ${milliseconds} ms, or as long as Node itself takes on a slower machine`, (t) => {
    const program = join(freshFolder(t), file);
    writeFileSync(
      program,
      `const before = performance.now();
${load}
new OdooClient(${config});
console.log(performance.now() - before);
`,
    );
    const [times, bare] = [[], []];
    for (let start = 0; start < starts; start += 1) {
      times.push(Number(execFileSync(process.execPath, [program], { encoding: 'utf8' })));
      const before = performance.now();
      execFileSync(process.execPath, ['-e', '0']);
      bare.push(performance.now() - before);
    }
    const [quickest, ofNode] = [times, bare].map((list) => Math.min(...list));
    t.diagnostic(
      `the quickest of ${starts} starts: ${quickest.toFixed(1)} ms; Node alone: ${ofNode.toFixed(1)} ms`,
    );
    assert.ok(
      quickest <= Math.max(milliseconds, ofNode),
      `${times.map((time) => time.toFixed(1)).join(', ')} ms; Node alone ${ofNode.toFixed(1)} ms`,
    );
  });
}
