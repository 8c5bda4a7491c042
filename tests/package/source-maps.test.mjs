// Debuggers are led from the bundles back to the sources.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { installed } from './fixture.mjs';

/**
 * What stands in a bundle once, before or after the modules' texts; the name in it; and the source
 * it comes from.
 */
const ofClient = [
  ['OdooRateLimitError=class', 'OdooRateLimitError', 'errors.ts'],
  ['ModuleManager=class', 'ModuleManager', 'modules.ts'],
  ['async function createClient(', 'createClient', 'create.ts'],
];
const ofColumns = [
  ['function encodeBase64(', 'encodeBase64', 'encode.ts'],
  ['function instantiate(', 'instantiate', 'engine.ts'],
  ['async function readColumns(', 'readColumns', 'columns/index.ts'],
];
const ofBulk = [
  ['async function createMany(', 'createMany', 'write.ts'],
  ['OdooBulkError=class', 'OdooBulkError', 'errors.ts'],
  ['function iterate(', 'iterate', 'iterate.ts'],
];
const bundles = {
  'index.js': ofClient,
  'index.cjs': ofClient,
  'index.global.js': ofClient,
  'client.node.cjs': ofClient,
  'node.mjs': ofClient,
  'workerd.js': ofClient,
  'bulk.js': ofBulk,
  'bulk.cjs': ofBulk,
  'bulk.node.cjs': ofBulk,
  'bulk.workerd.js': ofBulk,
  'columns.js': ofColumns,
  'columns.cjs': ofColumns,
  'columns.node.cjs': ofColumns,
  'columns.workerd.js': ofColumns,
};

for (const [file, marks] of Object.entries(bundles)) {
  test(`dist/${file}: what stands in the bundle is found at its place in the source`, () => {
    const payload = JSON.parse(readFileSync(join(installed, 'dist', `${file}.map`), 'utf8'));
    const map = new SourceMap(payload);
    const lines = readFileSync(join(installed, 'dist', file), 'utf8').split('\n');
    for (const [mark, name, source] of marks) {
      const line = lines.findIndex((text) => text.includes(mark));
      assert.ok(line >= 0, `${mark} is not in the bundle`);
      const entry = map.findEntry(line, lines[line].indexOf(mark) + mark.indexOf(name));
      assert.ok(entry.originalSource?.endsWith(source), `${mark}: led to ${entry.originalSource}`);
      const text =
        payload.sourcesContent[payload.sources.indexOf(entry.originalSource)].split('\n')[
          entry.originalLine
        ];
      assert.ok(text.includes(name), `${mark}: led to "${text}"`);
    }
  });
}
