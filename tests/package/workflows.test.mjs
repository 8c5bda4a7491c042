// The workflows of GitHub run what everybody runs, and a release is what its steps say.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parse } from 'yaml';
import { assertReleasable } from '../../scripts/release.mjs';
import { project } from './fixture.mjs';

const read = (...path) => readFileSync(join(project, ...path), 'utf8');
const folder = ['.github', 'workflows'];
const workflows = Object.fromEntries(readdirSync(join(project, ...folder)).map((file) => [file, parse(read(...folder, file))]));
const jobsOf = (file) => Object.values(workflows[file].jobs);
const runsOf = (file) => jobsOf(file).flatMap(({ steps }) => steps.map(({ run }) => run).filter(Boolean));
const { scripts } = JSON.parse(read('package.json'));

test('what they run are the commands of the project', () => {
  assert.deepEqual(Object.keys(workflows), ['ci.yml', 'release.yml']);
  assert.match(read('.ci', 'run'), /^npm test$/m);
  assert.deepEqual(runsOf('ci.yml'), ['.ci/run', 'npm run runtimes']);
  for (const run of runsOf('release.yml')) {
    for (const [, name] of run.matchAll(/npm run (\w+)/g)) assert.ok(scripts[name], run);
  }
});

test('a job of each is bounded in time, and may read only', () => {
  for (const [file, { permissions }] of Object.entries(workflows)) {
    assert.deepEqual(permissions, { contents: 'read' }, file);
    for (const job of jobsOf(file)) assert.ok(job['timeout-minutes'] > 0, file);
  }
});

test('actions are those of a certain version', () => {
  for (const file of Object.keys(workflows)) {
    for (const { uses } of jobsOf(file).flatMap(({ steps }) => steps)) if (uses) assert.match(uses, /^actions\/[\w-]+@v\d/, file);
  }
});

test('a release numbers its steps, tests the very tarball that it publishes, and signs where it came from', () => {
  const [{ permissions, steps }] = jobsOf('release.yml');
  const named = steps.filter(({ name }) => name);
  assert.deepEqual(named.map(({ name }) => Number.parseInt(name, 10)), named.map((_, index) => index + 1));
  assert.deepEqual(steps.filter(({ run }) => run), named);
  const position = (pattern) => named.findIndex(({ run }) => pattern.test(run));
  const order = [/scripts\/release\.mjs "\$GITHUB_REF_NAME"/, /npm run build -- --force/, /npm pack \.\/pkg [^]*^echo "ODOO_CLIENT_TARBALL=/m, /npm test/, /npm run runtimes/,
    /^npm publish "\$ODOO_CLIENT_TARBALL" --provenance --access public$/].map(position);
  assert.deepEqual(order, named.map((_, index) => index));
  assert.equal(permissions['id-token'], 'write');
  // Provenance is refused for a package whose manifest names another repository, or none.
  const { repository, private: secret } = JSON.parse(read('pkg', 'manifest.json'));
  assert.match(repository.url, /^git\+https:\/\/github\.com\/[\w-]+\/[\w-]+\.git$/);
  assert.equal(secret, undefined);
});

test('a tag is released only as the version it names, told of in the changelog', () => {
  const changelog = (head, notes = '- A thing.') => `# Changelog\n\nAll of it.\n\n## ${head}\n\n### Added\n\n${notes}\n\n## [1.2.2] - 2026-01-01\n\n- Old.\n`;
  assertReleasable('v1.2.3', '1.2.3', changelog('[1.2.3] - 2026-02-03'));
  for (const [expected, ...given] of [
    [/the tag is v1\.2\.4, the version in Cargo\.toml is 1\.2\.3/, 'v1.2.4', '1.2.3', changelog('[1.2.3] - 2026-02-03')],
    [/the tag is missing/, undefined, '1.2.3', changelog('[1.2.3] - 2026-02-03')],
    [/CHANGELOG\.md begins with "## \[Unreleased\]"/, 'v1.2.3', '1.2.3', changelog('[Unreleased]')],
    [/CHANGELOG\.md begins with "## \[1\.2\.3\]"/, 'v1.2.3', '1.2.3', changelog('[1.2.3]')],
    [/CHANGELOG\.md says nothing about 1\.2\.3/, 'v1.2.3', '1.2.3', changelog('[1.2.3] - 2026-02-03', '')],
  ]) assert.throws(() => assertReleasable(...given), { message: expected });
});
