// The sandbox's types against the sandbox.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { declarationsOf, realMembersOf } from './declared.mjs';

const {
  exports: { createSandbox },
  checker,
  membersOf,
  typeOf,
} = declarationsOf('sandbox');

/** The names a refusal lists. */
function known(refused) {
  try {
    refused();
  } catch ({ message }) {
    return [...message.split('expected one of')[1].matchAll(/`(\w+)`/g)]
      .map(([, name]) => name)
      .sort();
  }
  return assert.fail('it was not refused');
}

test('a sandbox has the declared members, and no others', () => {
  assert.deepEqual(membersOf('Sandbox'), realMembersOf(createSandbox()));
});

test('the declared options are those that are taken', () => {
  // Three are of the fetch alone.
  assert.deepEqual(
    membersOf('SandboxOptions'),
    [...known(() => createSandbox({ unknown: 1 })), 'latencyMs', 'maxConnections', 'url'].sort(),
  );
});

test('the declared faults are those there are', () => {
  const names = typeOf('SandboxFaultName')
    .types.map(({ value }) => value)
    .sort();
  assert.deepEqual(
    names,
    known(() => createSandbox().failNext('unknown')),
  );
  const inObjects = new Set(
    typeOf('SandboxFault').types.flatMap((type) => {
      const kind = checker.getTypeOfSymbol(type.getProperty('fault'));
      return (kind.types ?? [kind]).map(({ value }) => value);
    }),
  );
  assert.deepEqual([...inObjects].sort(), names);
});

test('the declared members of a fault are those that are taken', () => {
  const members = new Set(
    typeOf('SandboxFault').types.flatMap((type) => type.getProperties().map(({ name }) => name)),
  );
  assert.deepEqual(
    [...members].sort(),
    known(() => createSandbox().failNext({ fault: 'status', unknown: 1 })),
  );
});

test('requests have the declared members, and no others', async () => {
  const odoo = createSandbox();
  const args = ['demo', 2, 'admin', 'res.partner', 'search', [[]]];
  odoo.failNext('status');
  await odoo.fetch('/jsonrpc', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ params: { service: 'object', method: 'execute_kw', args } }),
  });
  assert.deepEqual(Object.keys(odoo.requests[0]).sort(), membersOf('SandboxRequest'));
});
