// The rooms of pkg/src: what may import what. `rooms` in scripts/project.mjs is the order.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { describe, test } from 'node:test';
import ts from 'typescript';
import { rooms, sources } from '../../scripts/project.mjs';

/** The room that an import of one of the package's own entries leads to. */
const roomOfEntry = (specifier) => {
  const entry = /^odoo-client-wasm(?:\/(\w+))?$/.exec(specifier);
  return entry ? (entry[1] ?? 'client') : undefined;
};

/** What a file imports, by whichever form of import. */
function importsOf(text) {
  return ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);
}

/** What is wrong with an import of a file in `room`; undefined where nothing is. */
function faultOf(path, specifier) {
  const [room] = path.split(sep);
  if (specifier.startsWith('.')) {
    const [target] = relative(sources, join(sources, dirname(path), specifier)).split(sep);
    return target === room ? undefined : `${path} imports ${specifier}, which leaves its room`;
  }
  const target = roomOfEntry(specifier) ?? /^#([\w-]+)\//.exec(specifier)?.[1];
  if (target === undefined) return undefined;
  const isKnown = rooms.includes(target);
  return isKnown && rooms.indexOf(target) < rooms.indexOf(room)
    ? undefined
    : `${path} imports ${specifier}, and ${target} is not before ${room} in the order of the rooms`;
}

const files = readdirSync(sources, { recursive: true }).filter((path) => path.endsWith('.ts'));

describe('the TypeScript of the package', () => {
  test('is in rooms that stand in the order', () => {
    const found = new Set(files.map((path) => path.split(sep)[0]));
    assert.deepEqual(
      [...found].filter((room) => !rooms.includes(room)),
      [],
    );
  });

  test('imports nothing from another room but by its name, and only from rooms before its own', () => {
    assert.ok(files.length > 20);
    const faults = files.flatMap((path) => {
      const text = readFileSync(join(sources, path), 'utf8');
      return importsOf(text).map((specifier) => faultOf(path, specifier));
    });
    assert.deepEqual(faults.filter(Boolean), []);
  });

  test('would be refused with an import that points the other way, or past the name', () => {
    const refused = (path, text) => importsOf(text).map((specifier) => faultOf(path, specifier));
    for (const text of [
      "import { x } from '#client/client.ts';",
      "export * from '#client/client.ts';",
      "import type { X } from 'odoo-client-wasm';",
      "const x = await import('odoo-client-wasm/bulk');",
      "import { read } from 'odoo-client-wasm/schema';",
      "import 'odoo-client-wasm/nowhere';",
      "import '../client/index.ts';",
    ]) {
      assert.match(refused(join('plain', 'index.ts'), text)[0], /^plain.index\.ts imports /);
    }
    assert.deepEqual(refused(join('client', 'client.ts'), "import { x } from '#plain/index.ts';"), [
      undefined,
    ]);
    assert.deepEqual(refused(join('client', 'host', 'a.ts'), "import { x } from '../errors.ts';"), [
      undefined,
    ]);
  });
});
