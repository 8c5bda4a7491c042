// What the registry's readers check of a package: its manifest leads where it should, and its types
// are what it ships.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { packPackage } from '../../scripts/pack.mjs';
import { project } from './fixture.mjs';

const tarball = await packPackage();

/** Runs a program of node_modules and fails with all it said unless it is content. */
function assertContent(path, ...args) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(project, 'node_modules', path), ...args],
    { encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } },
  );
  assert.equal(status, 0, stdout + stderr);
  return stdout;
}

test('publint finds nothing to complain of', () => {
  assert.match(assertContent('publint/src/cli.js', '--strict', tarball), /All good/);
});

test('the types are right for every way to resolve the package', () => {
  const attw = '@arethetypeswrong/cli/dist/index.js';
  assert.match(
    assertContent(attw, '--no-color', '--exclude-entrypoints', 'mcp', '--', tarball),
    /No problems found/,
  );
  // A program of its own, which has no form for `require`.
  const ofServer = assertContent(
    attw,
    '--no-color',
    '--profile',
    'esm-only',
    '--entrypoints',
    'mcp',
    '--',
    tarball,
  );
  assert.match(ofServer, /node16 \(from ESM\) │ 🟢 \(ESM\)/);
});
