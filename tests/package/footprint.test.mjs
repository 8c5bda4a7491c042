// How much a program loads and how long it waits before its first client.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { budget } from '../../scripts/build/sizes.mjs';
import { alias, freshFolder, installed } from './fixture.mjs';

const milliseconds = 25;
const starts = 15;

for (const [file, most] of Object.entries(budget)) {
  test(`dist/${file} is at most ${most / 1024} KB after gzip`, () => {
    const { length } = gzipSync(readFileSync(join(installed, 'dist', file)), { level: 9 });
    assert.ok(length <= most, `${length} bytes`);
  });
}

const config = JSON.stringify({ url: 'http://localhost:8069', database: 'demo', username: 'admin', password: 'admin' });
const programs = {
  import: ['start.mjs', `const { OdooClient } = await import('${alias}');`],
  require: ['start.cjs', `const { OdooClient } = require('${alias}');`],
};

for (const [how, [file, load]] of Object.entries(programs)) {
  test(`${how} and the first client take at most ${milliseconds} ms in Node`, (t) => {
    const program = join(freshFolder(t), file);
    writeFileSync(program, `const before = performance.now();
${load}
new OdooClient(${config});
console.log(performance.now() - before);
`);
    const times = Array.from({ length: starts }, () => Number(execFileSync(process.execPath, [program], { encoding: 'utf8' }))).sort((a, b) => a - b);
    const median = times[starts >> 1];
    t.diagnostic(`median of ${starts} starts: ${median.toFixed(1)} ms`);
    assert.ok(median <= milliseconds, `median ${median.toFixed(1)} ms of ${times.map((time) => time.toFixed(1)).join(', ')}`);
  });
}
