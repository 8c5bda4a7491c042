// `npm install ../path/to/odoo-client-wasm/pkg`: the folder itself, as one tries a build of one's
// own in another project.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { project, toolbox } from './fixture.mjs';

test('a project that installs the built folder has the package by import and by require', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'odoo-client-folder-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'package.json'), '{ "private": true }');
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--offline', join(project, 'pkg')], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  writeFileSync(
    join(folder, 'program.mjs'),
    `
    import { createRequire } from 'node:module';
    import * as imported from 'odoo-client-wasm';
    const required = createRequire(import.meta.url)('odoo-client-wasm');
    console.log(JSON.stringify(Object.keys(imported).filter((name) => imported[name] === required[name])));`,
  );
  assert.deepEqual(
    JSON.parse(
      execFileSync(process.execPath, ['program.mjs'], { cwd: folder, encoding: 'utf8' }),
    ).sort(),
    Object.keys(toolbox).sort(),
  );
});
