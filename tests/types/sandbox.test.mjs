// The sandbox's types against the sandbox.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import ts from 'typescript';
import { alias, installation, installed } from '../package/fixture.mjs';

const { createSandbox } = createRequire(join(installation, 'requires.cjs'))(`${alias}/sandbox`);
const path = join(installed, 'sandbox.d.ts');
const program = ts.createProgram([path], { module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext, target: ts.ScriptTarget.ES2022, types: [] });
const checker = program.getTypeChecker();
const declared = checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(path)));
const typeOf = (name) => checker.getDeclaredTypeOfSymbol(declared.find((symbol) => symbol.name === name));
const membersOf = (name) => typeOf(name).getProperties().map((member) => member.name).sort();

/** The names a refusal lists. */
function known(refused) {
  try {
    refused();
  } catch ({ message }) {
    return [...message.split('expected one of')[1].matchAll(/`(\w+)`/g)].map(([, name]) => name).sort();
  }
  return assert.fail('it was not refused');
}

test('the declarations stand alone', () => {
  assert.deepEqual(ts.getPreEmitDiagnostics(program).map(({ messageText }) => messageText), []);
});

test('a sandbox has the declared members, and no others', () => {
  const odoo = createSandbox();
  const real = [...Object.keys(odoo), ...Object.getOwnPropertyNames(Object.getPrototypeOf(odoo))].filter((name) => name !== 'constructor');
  assert.deepEqual(membersOf('Sandbox'), real.sort());
});

test('the declared options are those that are taken', () => {
  // Three are of the fetch alone.
  assert.deepEqual(membersOf('SandboxOptions'), [...known(() => createSandbox({ unknown: 1 })), 'latencyMs', 'maxConnections', 'url'].sort());
});

test('the declared faults are those there are', () => {
  const names = typeOf('SandboxFaultName').types.map(({ value }) => value).sort();
  assert.deepEqual(names, known(() => createSandbox().failNext('unknown')));
  const inObjects = new Set(typeOf('SandboxFault').types.flatMap((type) => {
    const kind = checker.getTypeOfSymbol(type.getProperty('fault'));
    return (kind.types ?? [kind]).map(({ value }) => value);
  }));
  assert.deepEqual([...inObjects].sort(), names);
});

test('the declared members of a fault are those that are taken', () => {
  const members = new Set(typeOf('SandboxFault').types.flatMap((type) => type.getProperties().map(({ name }) => name)));
  assert.deepEqual([...members].sort(), known(() => createSandbox().failNext({ fault: 'status', unknown: 1 })));
});

test('requests have the declared members, and no others', async () => {
  const odoo = createSandbox();
  const args = ['demo', 2, 'admin', 'res.partner', 'search', [[]]];
  odoo.failNext('status');
  await odoo.fetch('/jsonrpc', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ params: { service: 'object', method: 'execute_kw', args } }) });
  assert.deepEqual(Object.keys(odoo.requests[0]).sort(), membersOf('SandboxRequest'));
});

test('everything a user meets is explained', () => {
  for (const name of ['Sandbox', 'SandboxOptions', 'SandboxRequest', 'SandboxFaultTarget', 'SandboxMessage', 'SandboxAnswer']) {
    for (const member of typeOf(name).getProperties()) assert.notEqual(member.getDocumentationComment(checker).length, 0, `${name}.${member.name}`);
  }
  for (const symbol of declared) assert.notEqual(symbol.getDocumentationComment(checker).length, 0, symbol.name);
  assert.match(readFileSync(path, 'utf8'), /@packageDocumentation/);
});
