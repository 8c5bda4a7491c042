// Links of the project's documents lead to files that are there, and to headings in them.

import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { anchorsOf, linksOf } from '../markdown.mjs';
import { project } from './fixture.mjs';

const documents = [
  'README.md',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'sandbox/README.md',
  'tests/live/README.md',
  ...readdirSync(join(project, 'docs'), { recursive: true })
    .filter((file) => file.endsWith('.md'))
    .map((file) => join('docs', file)),
];
const textOf = (file) => readFileSync(join(project, file), 'utf8');

for (const document of documents) {
  test(`${document}: links lead to files of the project and to their headings`, () => {
    for (const [path, fragment] of linksOf(textOf(document))) {
      const target = path ? join(dirname(document), path) : document;
      assert.ok(existsSync(join(project, target)), `${path}: there is no such file`);
      if (!fragment || statSync(join(project, target)).isDirectory()) continue;
      const anchors = anchorsOf(textOf(target));
      assert.ok(
        anchors.has(fragment),
        `${path}#${fragment}: there is no such heading, only ${[...anchors].slice(0, 60).join(', ')}`,
      );
    }
  });
}

/**
 * The files that a document names by their path from the project's folder, but for those that a
 * command makes, each with what it says is in them: `src/client.rs` (`prepare`).
 */
const namedFiles = (text) =>
  [...text.matchAll(/`(\w+\/[\w./-]+\.\w+)`(?:\s+\(`(\w+)`)?/g)]
    .map(([, path, name]) => [path, name])
    .filter(([path]) => !path.startsWith('target/'));

test('CONTRIBUTING names files that are there, and what is in them', () => {
  const named = namedFiles(textOf('CONTRIBUTING.md'));
  assert.ok(named.length > 40);
  for (const [path, name = ''] of named) {
    // The table of the core's modules names them by their path from `src/`.
    const found = [path, join('src', path)].find((each) => existsSync(join(project, each)));
    assert.ok(found, `${path}: there is no such file`);
    assert.ok(textOf(found).includes(name), `${path}: nothing there is called ${name}`);
  }
});

test('the documents are led to from the README', () => {
  const led = new Set(linksOf(textOf('README.md')).map(([path]) => path));
  assert.ok(led.size > 5);
  for (const document of documents.filter(
    (path) => !['README.md', 'sandbox/README.md', 'tests/live/README.md'].includes(path),
  )) {
    assert.ok(led.has(document), `the README does not lead to ${document}`);
  }
});
