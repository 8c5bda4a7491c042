import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { installed, required, toolbox } from './fixture.mjs';

const names = [
  'DELETE_METHODS',
  'JsonRpcTransport',
  'MailService',
  'ModuleManager',
  'OdooAccessError',
  'OdooAuthError',
  'OdooClient',
  'OdooError',
  'OdooMissingError',
  'OdooNetworkError',
  'OdooRpcError',
  'OdooSafetyError',
  'OdooTimeoutError',
  'OdooValidationError',
  'READ_METHODS',
  'configFromEnv',
  'createClient',
  'ensureHtmlBody',
  'getDefaultSafetyContext',
  'getPropertyDefinition',
  'getPropertyValue',
  'inferSafetyLevel',
  'postInternalNote',
  'postOpenMessage',
  'propertiesToWriteFormat',
  'resolveSafetyContext',
  'setDefaultSafetyContext',
];

test('import gives the 27 documented names', () => {
  for (const name of names) assert.ok(name in toolbox, `${name} is missing`);
  assert.equal(names.length, 27);
});

test('require gives the same names as import', () => {
  assert.deepEqual(Object.keys(required).sort(), Object.keys(toolbox).sort());
});

test('import and require give the very same classes, functions and sets', () => {
  for (const name of Object.keys(toolbox)) assert.equal(required[name], toolbox[name], name);
});

test('classes and functions carry their own names', () => {
  for (const name of names) {
    if (typeof toolbox[name] === 'function') assert.equal(toolbox[name].name, name);
  }
});

test('the tables of methods are real sets', () => {
  assert.ok(toolbox.READ_METHODS instanceof Set);
  assert.ok(toolbox.DELETE_METHODS instanceof Set);
});

test('the package needs no other package', () => {
  const manifest = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
  assert.deepEqual(
    { ...manifest.dependencies, ...manifest.peerDependencies, ...manifest.optionalDependencies },
    {},
  );
});

test('nothing runs when the package is installed', () => {
  const { scripts = {} } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
  assert.deepEqual(
    Object.keys(scripts).filter((name) => /install|prepare|prepublish/.test(name)),
    [],
  );
});
