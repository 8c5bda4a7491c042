// docs/reference against the types it is written of.

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { pages, referenceFolder, writeReference } from '../../scripts/docs.mjs';

const textsIn = (folder) => Object.fromEntries(readdirSync(folder).sort().map((file) => [file, readFileSync(join(folder, file), 'utf8')]));

test('the reference is that of these types; `npm run docs` writes it', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'odoo-client-reference-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  await writeReference(folder);
  const [written, committed] = [textsIn(folder), textsIn(referenceFolder)];
  assert.deepEqual(Object.keys(committed), Object.keys(written), 'docs/reference has other pages: run `npm run docs`');
  for (const [file, text] of Object.entries(written)) assert.ok(committed[file] === text, `docs/reference/${file} is stale: run \`npm run docs\``);
});

test('every export has its heading, and what it throws is named by its class', () => {
  assert.ok('client' in pages && 'sandbox' in pages);
  for (const [page, { types }] of Object.entries(pages)) {
    const text = readFileSync(join(referenceFolder, `${page}.md`), 'utf8');
    const declarations = readFileSync(types, 'utf8');
    const names = [...declarations.matchAll(/^export (?:declare )?(?:class|interface|type|function|const) (\w+)/gm)].map(([, name]) => name);
    assert.ok(names.length > 10);
    // What another page has is only named.
    const headings = [...text.matchAll(/^### ([\w\\]+)(?!.*\n+Re-exports )/gm)].map(([, heading]) => heading.replaceAll('\\', ''));
    assert.deepEqual([...new Set(names)].sort(), headings.sort());
    const classes = new Set([...declarations.matchAll(/@throws \{(\w+)\}/g)].map(([, name]) => name));
    for (const name of classes) assert.match(text, new RegExp(`^- \\[${name}\\]\\(#`, 'm'));
  }
});
