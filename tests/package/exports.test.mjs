import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { alias, installation, installed, required, toolbox } from './fixture.mjs';

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

/** What a program of its own prints, in a process of its own. */
const printed = (program) => {
  const path = join(installation, 'both.mjs');
  writeFileSync(path, program);
  return JSON.parse(execFileSync(process.execPath, [path], { encoding: 'utf8' }));
};

/** Loads the package by `import` and by `require`, and counts what becomes a module. */
const bothForms = (first, second) => `
  import { createRequire } from 'node:module';
  const require = createRequire(import.meta.url);
  const { Instance } = WebAssembly;
  let made = 0;
  WebAssembly.Instance = class extends Instance {
    constructor(...args) {
      super(...args);
      made += 1;
    }
  };
  const [one, other] = [await ${first}('${alias}'), await ${second}('${alias}')];
  const names = Object.keys(one);
  console.log(JSON.stringify({ made, same: names.filter((name) => one[name] === other[name]).length, names: names.length }));
`;

for (const forms of [
  ['import', 'require'],
  ['require', 'import'],
])
  test(`${forms.join(' and then ')} share one instance of the module`, () => {
    const { made, same, names: count } = printed(bothForms(...forms));
    assert.deepEqual({ made, same }, { made: 1, same: count });
    assert.ok(count >= 27);
  });

test('what is loaded anew, as a test runner does it between two tests, begins anew', () => {
  const { clients } = printed(`
    import { createRequire } from 'node:module';
    const require = createRequire(import.meta.url);
    const { setDefaultSafetyContext, getDefaultSafetyContext } = require('${alias}');
    setDefaultSafetyContext({ confirm: () => true });
    for (const path of Object.keys(require.cache)) delete require.cache[path];
    const again = require('${alias}');
    console.log(JSON.stringify({
      clients: [getDefaultSafetyContext() !== null, again.getDefaultSafetyContext() === null],
    }));
  `);
  assert.deepEqual(clients, [true, true]);
});

test('classes and functions of every entry carry their own names', () => {
  for (const entry of ['', '/bulk', '/columns', '/schema', '/sandbox']) {
    const wrong = printed(`
      const entry = await import('${alias}${entry}');
      const named = Object.entries(entry).filter(([, value]) => typeof value === 'function');
      console.log(JSON.stringify(named.filter(([name, { name: own }]) => own !== name)));
    `);
    assert.deepEqual(wrong, [], entry);
  }
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
