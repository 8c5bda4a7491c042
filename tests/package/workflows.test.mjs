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
const workflows = Object.fromEntries(
  readdirSync(join(project, ...folder)).map((file) => [file, parse(read(...folder, file))]),
);
const jobsOf = (file) => Object.values(workflows[file].jobs);
const runsOf = (file) =>
  jobsOf(file).flatMap(({ steps }) => steps.map(({ run }) => run).filter(Boolean));
const { scripts } = JSON.parse(read('package.json'));

test('what they run are the commands of the project', () => {
  assert.deepEqual(Object.keys(workflows), ['ci.yml', 'release.yml']);
  assert.match(read('.ci', 'run'), /^npm test$/m);
  const [, installs] = runsOf('ci.yml')
    .find((run) => run.includes('cargo install'))
    .match(/cargo install (\S+) --locked --version [\d.]+$/);
  assert.deepEqual(
    runsOf('ci.yml').filter((run) => !run.includes('cargo install')),
    [
      'npm test -- ${{ matrix.part }}',
      `cargo ${installs.replace('cargo-', '')} --locked check`,
      'npm run runtimes',
    ],
  );
  for (const run of runsOf('release.yml')) {
    for (const [, name] of run.matchAll(/npm run (\w+)/g)) assert.ok(scripts[name], run);
  }
});

test('the parts of CI are all suites, each once, and those of the package with every supported Node', () => {
  const { matrix } = workflows['ci.yml'].jobs.suites.strategy;
  const [, list] = /^const suites = \{\n([^]*?)^\};/m.exec(read('scripts', 'test.mjs'));
  const suites = [...list.matchAll(/^ {2}'?([\w-]+)'?:/gm)].map(([, name]) => name);
  assert.deepEqual(matrix.part.flatMap((part) => part.split(' ')).sort(), suites.sort());
  assert.deepEqual(
    [...matrix.node, ...matrix.include.map(({ node }) => node)].sort(),
    [20, 22, 24],
  );
  for (const { part } of matrix.include) assert.ok(matrix.part.includes(part), part);
});

test('a job of each is bounded in time, and may read only', () => {
  for (const [file, { permissions }] of Object.entries(workflows)) {
    assert.deepEqual(permissions, { contents: 'read' }, file);
    for (const job of jobsOf(file)) assert.ok(job['timeout-minutes'] > 0, file);
  }
});

test('actions are those of a certain commit, with the version it is', () => {
  for (const file of Object.keys(workflows)) {
    for (const { uses } of jobsOf(file).flatMap(({ steps }) => steps))
      if (uses) assert.match(uses, /^actions\/[\w-]+@[\da-f]{40}$/, file);
    for (const line of read(...folder, file).match(/uses: .*/g))
      assert.match(line, /@[\da-f]{40} # v\d+\.\d+\.\d+$/);
  }
});

test('a release numbers its steps, and tests the very tarball that it publishes', () => {
  const { build, publish } = workflows['release.yml'].jobs;
  const named = [build, publish].flatMap(({ steps }) => steps).filter(({ name }) => name);
  assert.deepEqual(
    named.map(({ name }) => Number.parseInt(name, 10)),
    named.map((_, index) => index + 1),
  );
  const position = (pattern) => named.findIndex(({ run }) => pattern.test(run));
  const order = [
    /scripts\/release\.mjs "\$GITHUB_REF_NAME"/,
    /npm run build -- --force/,
    /npm pack \.\/pkg [^]*echo "ODOO_CLIENT_TARBALL=/m,
    /npm test/,
    /npm run runtimes/,
    /sha256sum --check/,
    /^npm publish \.\/package\.tgz --provenance --access public --ignore-scripts$/,
  ].map(position);
  assert.deepEqual(
    order,
    named.map((_, index) => index),
  );
});

test("what builds a release cannot publish, and what publishes runs none of the project's code", () => {
  const { build, publish } = workflows['release.yml'].jobs;
  assert.equal(build.permissions, undefined);
  assert.deepEqual(publish.permissions, { 'id-token': 'write' });
  assert.equal(publish.needs, 'build');
  assert.match(
    build.steps.map(({ run }) => run).join('\n'),
    /checksum=\$\(sha256sum target\/npm\/package\.tgz/,
  );
  for (const { uses, run } of publish.steps)
    assert.doesNotMatch(uses ?? run, /checkout|npm (run|test|ci|install)|scripts\//);
  // Provenance is refused for a package whose manifest names another repository, or none.
  const { repository, private: secret } = JSON.parse(read('pkg', 'manifest.json'));
  assert.match(repository.url, /^git\+https:\/\/github\.com\/[\w-]+\/[\w-]+\.git$/);
  assert.equal(secret, undefined);
});

test('a tag is released only as the version it names, told of in the changelog', () => {
  const changelog = (head, notes = '- A thing.') =>
    `# Changelog\n\nAll of it.\n\n## ${head}\n\n### Added\n\n${notes}\n\n## [1.2.2] - 2026-01-01\n\n- Old.\n`;
  assertReleasable('v1.2.3', '1.2.3', changelog('[1.2.3] - 2026-02-03'));
  for (const [expected, ...given] of [
    [
      /the tag is v1\.2\.4, the version in Cargo\.toml is 1\.2\.3/,
      'v1.2.4',
      '1.2.3',
      changelog('[1.2.3] - 2026-02-03'),
    ],
    [/the tag is missing/, undefined, '1.2.3', changelog('[1.2.3] - 2026-02-03')],
    [/CHANGELOG\.md begins with "## \[Unreleased\]"/, 'v1.2.3', '1.2.3', changelog('[Unreleased]')],
    [/CHANGELOG\.md begins with "## \[1\.2\.3\]"/, 'v1.2.3', '1.2.3', changelog('[1.2.3]')],
    [
      /CHANGELOG\.md says nothing about 1\.2\.3/,
      'v1.2.3',
      '1.2.3',
      changelog('[1.2.3] - 2026-02-03', ''),
    ],
  ])
    assert.throws(() => assertReleasable(...given), { message: expected });
});
