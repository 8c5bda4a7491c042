// The form of the TypeScript: the strict settings of the compiler, the linter and formatter, and no
// dead code.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { inProject, root } from '../../scripts/project.mjs';

/** What a tool of node_modules says; the empty text where it is content. */
function complaints(path, ...args) {
  const tool = inProject('node_modules', ...path.split('/'));
  const { status, stdout, stderr } = spawnSync(process.execPath, [tool, ...args], {
    cwd: root,
    encoding: 'utf8',
  });
  return status === 0 ? '' : `${stdout}${stderr}`;
}

test('the compiler finds nothing wrong with its strict settings', () => {
  const config = join('pkg', 'src', 'tsconfig.json');
  assert.equal(complaints('typescript/bin/tsc', '--project', config, '--pretty', 'false'), '');
});

test('the linter and formatter find nothing to change', () => {
  assert.equal(complaints('@biomejs/biome/bin/biome', 'ci', '--colors=off'), '');
});

test('there is no file, export or dependency that nobody uses', () => {
  assert.equal(complaints('knip/bin/knip.js', '--no-progress'), '');
});
