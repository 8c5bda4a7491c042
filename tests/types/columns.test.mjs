// The types of the columns against the columns.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import ts from 'typescript';
import { alias, installation, installed } from '../package/fixture.mjs';

const columns = createRequire(join(installation, 'requires.cjs'))(`${alias}/columns`);
const path = join(installed, 'columns.d.ts');
const program = ts.createProgram([path], { module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext, target: ts.ScriptTarget.ES2022, types: [] });
const checker = program.getTypeChecker();
const declared = checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(path)));
const typeOf = (name) => checker.getDeclaredTypeOfSymbol(declared.find((symbol) => symbol.name === name));
const named = (name) => !name.startsWith('__');
const membersOf = (name) => typeOf(name).getProperties().map((member) => member.name).filter(named).sort();

/** What an object has by itself and by its classes. */
function realMembersOf(object) {
  const names = new Set(Object.keys(object));
  for (let prototype = Object.getPrototypeOf(object); prototype && prototype !== Object.prototype; prototype = Object.getPrototypeOf(prototype)) {
    for (const name of Object.getOwnPropertyNames(prototype)) if (name !== 'constructor') names.add(name);
  }
  return [...names].sort();
}

const values = {
  NumberColumn: ['integer', 1], BooleanColumn: ['boolean', true], TextColumn: ['char', ...Array.from({ length: 300 }, (_, row) => `${row}`)],
  DictionaryColumn: ['selection', 'a'], Many2oneColumn: ['many2one', [1, 'a']], X2manyColumn: ['one2many', [1]], BinaryColumn: ['binary', 'AAEC'], JsonColumn: ['json', {}],
};
const decoded = ([type, ...given]) => columns.decodeColumns(new TextEncoder().encode(JSON.stringify(given.map((x) => ({ x })))), { x: type });

test('the declarations stand alone', () => {
  assert.deepEqual(ts.getPreEmitDiagnostics(program).map(({ messageText }) => messageText), []);
});

test('the declared values are the exports, no more and no fewer', () => {
  const isValue = ({ flags }) => (flags & ts.SymbolFlags.Value) !== 0;
  assert.deepEqual(declared.filter(isValue).map(({ name }) => name).sort(), Object.keys(columns).sort());
});

describe('the declared members are the real ones', () => {
  test('of Columns', () => {
    assert.deepEqual(membersOf('Columns'), realMembersOf(decoded(values.NumberColumn)));
  });

  for (const [name, given] of Object.entries(values)) {
    test(`of ${name}`, () => {
      const column = decoded(given).column('x');
      assert.equal(column.constructor.name, name);
      assert.deepEqual(membersOf(name), realMembersOf(column));
      const kind = checker.getTypeOfSymbol(typeOf(name).getProperty('kind'));
      assert.equal(column.kind, kind.value);
    });
  }

  test('of Dictionary', () => {
    assert.deepEqual(membersOf('Dictionary'), realMembersOf(decoded(values.DictionaryColumn).column('x').dictionary));
  });

  test('of Column, which is each of them', () => {
    assert.deepEqual(typeOf('Column').types.map(({ symbol }) => symbol.name).sort(), Object.keys(values).sort());
  });
});

test('the declared options are those that are looked at', async () => {
  const looked = new Set();
  const options = new Proxy({}, { get: (_, name) => { looked.add(name); } });
  await columns.readColumns({ call: async (_model, method) => (method === 'fields_get' ? {} : []) }, 'm', [], options);
  assert.deepEqual(membersOf('ReadColumnsOptions'), [...looked].sort());
  for (const [name, write] of [['ArrowOptions', 'toArrow'], ['CsvOptions', 'toCsv']]) {
    looked.clear();
    decoded(values.NumberColumn)[write](options);
    assert.deepEqual(membersOf(name), [...looked].sort());
  }
});

test('progress has the declared members', async () => {
  let told;
  await columns.readColumns({ call: async (_model, method) => (method === 'fields_get' ? {} : [{ id: 1 }]) }, 'm', [], { onProgress: (progress) => { told = progress; } });
  assert.deepEqual(membersOf('ColumnsProgress'), Object.keys(told).sort());
});

test('an error has the declared members', async () => {
  const error = await columns.readColumns({ call: async (_model, method) => (method === 'fields_get' ? { x: { type: 'char' } } : [{ x: 1 }]) }, 'm').catch((caught) => caught);
  const own = Object.keys(error);
  assert.deepEqual(membersOf('ColumnsError').filter((name) => !['name', 'message', 'stack', 'cause'].includes(name)), own.sort());
});

test('everything a user meets is explained', () => {
  for (const symbol of declared) {
    assert.notEqual(symbol.getDocumentationComment(checker).length, 0, symbol.name);
    if (!(symbol.flags & (ts.SymbolFlags.Class | ts.SymbolFlags.Interface))) continue;
    for (const member of typeOf(symbol.name).getProperties()) {
      if (member.declarations.some((declaration) => declaration.getSourceFile().fileName === path)) assert.notEqual(member.getDocumentationComment(checker).length, 0, `${symbol.name}.${member.name}`);
    }
  }
});
