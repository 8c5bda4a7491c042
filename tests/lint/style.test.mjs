// The form of the TypeScript: the compiler's strict settings and the linter and formatter.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { inProject, root } from '../../scripts/project.mjs';

/** What a tool of node_modules says; the empty text where it is content. */
function complaints(path, ...args) {
  const tool = inProject('node_modules', ...path.split('/'));
  const { status, stdout, stderr } = spawnSync(process.execPath, [tool, ...args], { cwd: root, encoding: 'utf8' });
  return status === 0 ? '' : `${stdout}${stderr}`;
}

test('the compiler finds nothing wrong with its strict settings', () => {
  const config = join('pkg', 'src', 'tsconfig.json');
  assert.equal(complaints('typescript/bin/tsc', '--project', config, '--pretty', 'false'), '');
});

test('the linter and formatter find nothing to change', () => {
  assert.equal(complaints('@biomejs/biome/bin/biome', 'ci', '--colors=off'), '');
});
