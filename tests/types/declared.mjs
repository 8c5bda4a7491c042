// The declarations of one file of types, beside what it declares.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import ts from 'typescript';
import { alias, installation, installed } from '../package/fixture.mjs';

/**
 * What `<entry>.d.ts` of the installed package declares, and the exports it stands for: as
 * `require` gives them.
 */
export function declarationsOf(entry) {
  const path = join(installed, `${entry}.d.ts`);
  const program = ts.createProgram([path], {
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    target: ts.ScriptTarget.ES2022,
    types: [],
  });
  const checker = program.getTypeChecker();
  const exported = checker.getExportsOfModule(
    checker.getSymbolAtLocation(program.getSourceFile(path)),
  );
  const aliased = (symbol) =>
    (symbol.flags & ts.SymbolFlags.Alias) !== 0 ? checker.getAliasedSymbol(symbol) : symbol;
  const declared = exported.map(aliased);
  const ofEntry = join(installed, 'types', 'esm', entry);
  const isHere = ({ declarations }) =>
    declarations.some((declaration) =>
      [path, ofEntry].some((place) => declaration.getSourceFile().fileName.startsWith(place)),
    );
  const typeOf = (name) =>
    checker.getDeclaredTypeOfSymbol(declared.find((symbol) => symbol.name === name));
  const membersOf = (name) =>
    typeOf(name)
      .getProperties()
      .map((member) => member.name)
      .filter((member) => !member.startsWith('__'))
      .sort();
  const signaturesOf = (name) =>
    checker.getTypeOfSymbol(declared.find((symbol) => symbol.name === name)).getCallSignatures();
  const exports = createRequire(join(installation, 'requires.cjs'))(`${alias}/${entry}`);

  test('the declarations are without errors', () => {
    assert.deepEqual(
      ts.getPreEmitDiagnostics(program).map(({ messageText }) => messageText),
      [],
    );
  });

  test('the declared values are the exports, no more and no fewer', () => {
    const isValue = ({ flags }) => (flags & ts.SymbolFlags.Value) !== 0;
    // Of some classes programs have the type alone.
    const isType = ({ declarations }) =>
      declarations.some((declaration) => ts.isTypeOnlyImportOrExportDeclaration(declaration));
    const values = exported.filter((symbol) => !isType(symbol) && isValue(aliased(symbol)));
    assert.deepEqual(values.map(({ name }) => name).sort(), Object.keys(exports).sort());
  });

  test('everything a user meets is explained', () => {
    const here = declared.filter(isHere);
    assert.ok(here.length > 3);
    for (const symbol of here) {
      assert.notEqual(symbol.getDocumentationComment(checker).length, 0, symbol.name);
      if (!(symbol.flags & (ts.SymbolFlags.Class | ts.SymbolFlags.Interface))) continue;
      for (const member of typeOf(symbol.name).getProperties().filter(isHere))
        assert.notEqual(
          member.getDocumentationComment(checker).length,
          0,
          `${symbol.name}.${member.name}`,
        );
    }
  });

  return { exports, checker, typeOf, membersOf, signaturesOf };
}

/** What an object has by itself and by its classes. */
export function realMembersOf(object) {
  const names = new Set(Object.keys(object));
  for (
    let prototype = Object.getPrototypeOf(object);
    prototype && ![Object.prototype, Error.prototype].includes(prototype);
    prototype = Object.getPrototypeOf(prototype)
  ) {
    for (const name of Object.getOwnPropertyNames(prototype))
      if (name !== 'constructor') names.add(name);
  }
  return [...names].sort();
}

/** An object whose members can be looked at, and the names of those that were. */
export function lookedAt() {
  const looked = new Set();
  return {
    looked,
    options: new Proxy(
      {},
      {
        // Whether it is a promise is asked of anything.
        get: (_, name) => {
          if (name !== 'then') looked.add(name);
        },
      },
    ),
  };
}
