// docs/testing.md: every program of it runs as it stands there, with nothing but the installed
// package and a test runner.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { freshFolder, installed, project } from '../package/fixture.mjs';
import { createSandbox } from './fixture.mjs';

const document = readFileSync(join(project, 'docs', 'testing.md'), 'utf8');
const blocks = [...document.matchAll(/^```(\w*)(?: file=(\S+))?\n([^]*?)^```$/gm)].map(
  ([, language, file, text]) => ({ language, file, text }),
);
const files = blocks.map(({ file }) => file);

/** Where each program is run, and how many tests it has. */
const runners = {
  vitest: {
    'contacts.test.js': 3,
    'program.test.js': 1,
    'models.test.js': 1,
    'faults.test.js': 4,
    'time.test.js': 1,
  },
  'node:test': { 'contacts.test.mjs': 2, 'protocols.test.mjs': 2, 'server.test.mjs': 1 },
};
const withoutTests = ['contacts.js'];

/** A program's folder: its files, the package as npm lays it out, and vitest. */
function workspace(t) {
  const folder = freshFolder(t);
  mkdirSync(join(folder, 'node_modules', '.bin'), { recursive: true });
  symlinkSync(installed, join(folder, 'node_modules', 'odoo-client-wasm'));
  symlinkSync(
    join(installed, 'bin', 'odoo-client-wasm.mjs'),
    join(folder, 'node_modules', '.bin', 'odoo-client-wasm'),
  );
  symlinkSync(join(project, 'node_modules', 'vitest'), join(folder, 'node_modules', 'vitest'));
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n');
  return folder;
}

const run = (folder, ...args) =>
  new Promise((done) => {
    // The runner that runs this file tells its programs of itself: not these.
    const { NODE_TEST_CONTEXT, ...env } = process.env;
    execFile(
      process.execPath,
      args,
      { cwd: folder, env: { ...env, NO_COLOR: '1' }, timeout: 60_000 },
      (error, stdout, stderr) => done({ code: error?.code ?? 0, text: stdout + stderr }),
    );
  });

test('every program of the document is run here', () => {
  assert.deepEqual(
    [...files].sort(),
    [...withoutTests, ...Object.values(runners).flatMap(Object.keys)].sort(),
  );
});

for (const [file, count] of Object.entries(runners.vitest)) {
  test(`vitest runs ${file}`, async (t) => {
    const folder = workspace(t);
    for (const name of [...withoutTests, file])
      writeFileSync(join(folder, name), blocks.find((block) => block.file === name).text);
    const { code, text } = await run(
      folder,
      join(project, 'node_modules', 'vitest', 'vitest.mjs'),
      'run',
    );
    assert.equal(code, 0, text);
    assert.match(text, new RegExp(`Tests +${count} passed \\(${count}\\)`));
  });
}

for (const [file, count] of Object.entries(runners['node:test'])) {
  test(`node --test runs ${file}`, async (t) => {
    const folder = workspace(t);
    for (const name of [...withoutTests, file])
      writeFileSync(join(folder, name), blocks.find((block) => block.file === name).text);
    const { code, text } = await run(folder, '--test', '--test-reporter=spec', file);
    assert.equal(code, 0, text);
    assert.match(text, new RegExp(`^ℹ pass ${count}$`, 'm'));
  });
}

test('the table of faults leaves none out and adds none', () => {
  const [section] = /^## Faults$[^]*?^```/m.exec(document);
  const listed = [...section.matchAll(/^\| (`'[^|]*?) \|/gm)].flatMap(([, cell]) =>
    [...cell.matchAll(/`'(\w+)'`/g)].map(([, name]) => name),
  );
  let known;
  try {
    createSandbox().failNext('?');
  } catch ({ message }) {
    known = [...message.split('expected one of')[1].matchAll(/`(\w+)`/g)].map(([, name]) => name);
  }
  assert.ok(known.length > 15);
  assert.deepEqual(listed.sort(), known.sort());
});

test('the lists of options and members leave none out', () => {
  const types = ['options', 'contract']
    .map((file) => readFileSync(join(installed, 'types', 'esm', 'sandbox', `${file}.d.ts`), 'utf8'))
    .join('\n');
  const membersOf = (name) =>
    [
      ...new RegExp(`^export interface ${name} \\{\n([^]*?)^\\}`, 'm')
        .exec(types)[1]
        .matchAll(/^ {4}(?:readonly )?(\w+)\??[(:]/gm),
    ].map(([, member]) => member);
  const [section] = /^## Everything a sandbox can$[^]*?^## /m.exec(document);
  for (const option of membersOf('SandboxOptions'))
    assert.match(section, new RegExp(`\`${option}\``), option);
  for (const member of membersOf('Sandbox'))
    assert.match(section, new RegExp(`\`odoo\\.${member}\\b`), member);
});

test('links lead to headings and files that are there', () => {
  const headings = [...document.matchAll(/^#+ (.+)$/gm)].map(
    ([, text]) =>
      `#${text
        .toLowerCase()
        .replaceAll(/[^\w -]/g, '')
        .replaceAll(' ', '-')}`,
  );
  for (const [, link] of document.matchAll(/\]\(([^)]+)\)/g))
    assert.ok(headings.includes(link) || existsSync(join(project, 'docs', link)), link);
});
