// The reference that `npm run docs` writes, against the types it is written of.

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import ts from 'typescript';
import { pages, writeReference } from '../../scripts/docs.mjs';

const folder = mkdtempSync(join(tmpdir(), 'odoo-client-reference-'));
after(() => rmSync(folder, { recursive: true, force: true }));
await writeReference(folder);

/** What a file of types exports, and the text of each file that it is declared in. */
function exportsOf(types) {
  const program = ts.createProgram([types], {
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    target: ts.ScriptTarget.ES2022,
    types: [],
  });
  const checker = program.getTypeChecker();
  const names = checker
    .getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(types)))
    .map(({ name }) => name);
  const own = program
    .getSourceFiles()
    .filter(({ fileName }) => fileName.startsWith(dirname(types)));
  return { names, texts: own.map(({ text }) => text).join('\n') };
}

test('every export has its heading, and what it throws is named by its class', () => {
  assert.ok('client' in pages && 'sandbox' in pages);
  for (const [page, { types }] of Object.entries(pages)) {
    const text = readFileSync(join(folder, `${page}.md`), 'utf8');
    const { names, texts } = exportsOf(types);
    assert.ok(names.length > 10, page);
    // What another page has is only named.
    const headings = [...text.matchAll(/^### ([\w\\]+)/gm)].map(([, heading]) =>
      heading.replaceAll('\\', ''),
    );
    assert.deepEqual([...new Set(headings)].sort(), names.sort(), page);
    // The errors are the client's.
    if (page !== 'client') continue;
    const classes = new Set([...texts.matchAll(/@throws \{(\w+)\}/g)].map(([, name]) => name));
    assert.ok(classes.size > 5);
    for (const name of classes) assert.match(text, new RegExp(`^- \\[${name}\\]\\(#`, 'm'));
  }
});
