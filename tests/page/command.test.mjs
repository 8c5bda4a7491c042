// `npm run demo` as a command: one origin for page, package and Odoo, and a message where it
// cannot.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { inProject, root } from '../../scripts/project.mjs';
import { startSandbox } from '../../scripts/sandbox.mjs';

/**
 * Starts the command and answers `{ url, said(), stop() }` once it tells where the demo is, or
 * `{ code, said() }` where it ends before.
 */
async function demo(...args) {
  const child = spawn(process.execPath, [inProject('scripts', 'demo.mjs'), ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      text += chunk;
    });
  const said = () => text;
  const ended = once(child, 'close');
  const stop = () => {
    child.kill();
    return ended;
  };
  for (;;) {
    const [, url] = /The demo is at +(http:\/\/\S+)/.exec(text) ?? [];
    if (url) return { url, said, stop };
    if (child.exitCode !== null) return { code: (await ended)[0], said };
    await Promise.race([once(child.stdout, 'data'), ended]);
  }
}

/** Asks Odoo by JSON-RPC at an origin. */
async function ask(url, service, method, args) {
  const response = await fetch(new URL('/jsonrpc', url), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'call',
      params: { service, method, args },
    }),
  });
  const { result, error } = await response.json();
  assert.equal(error, undefined);
  return result;
}

const textAt = async (url) => {
  const response = await fetch(url);
  assert.equal(response.status, 200, url);
  return response.text();
};

test('page, package and sandbox come from one origin, and the command ends when it is told to', async () => {
  const { url, said, stop } = await demo('--port', '0');
  assert.ok(url, said());
  assert.match(await textAt(url), /<title>[^<]+<\/title>/);
  assert.match(await textAt(new URL('/pkg/dist/index.js', url)), /OdooClient/);
  assert.equal(await ask(url, 'common', 'login', ['demo', 'admin', 'admin']), 2);
  assert.match(said(), /Sign in with +database demo, user admin, password admin/);
  await stop();
  await assert.rejects(fetch(url));
});

test('with --odoo, the page is served beside the real server, which gets what is meant for Odoo', async (t) => {
  const odoo = await startSandbox(['--db', 'elsewhere']);
  t.after(() => odoo.stop());
  const { url, said, stop } = await demo('--port', '0', '--odoo', odoo.url);
  t.after(() => stop());
  assert.ok(url, said());
  assert.match(await textAt(url), /<title>[^<]+<\/title>/);
  assert.deepEqual(await ask(url, 'db', 'list', []), ['elsewhere']);
  assert.equal(await ask(url, 'common', 'login', ['elsewhere', 'admin', 'admin']), 2);
  assert.ok(said().includes(`It talks to      ${odoo.url}`), said());
});

test('what cannot be is refused with a message that says what to do', async (t) => {
  const taken = await startSandbox();
  t.after(() => taken.stop());
  const { port } = new URL(taken.url);
  for (const [args, message] of [
    [
      ['--port', port],
      new RegExp(`✗ port ${port} is taken.*\\n  → npm run demo -- --port ${Number(port) + 1}`),
    ],
    [['--port', 'x'], /✗ --port is "x", and a port is a number from 0 to 65535\n  → usage: /],
    [
      ['--odoo', 'odoo.example.com'],
      /✗ --odoo is "odoo\.example\.com", and an address starts with https:\/\/ or http:\/\/\n  → usage: /,
    ],
    [['--unknown'], /✗ Unknown option '--unknown'[^]*\n  → usage: /],
  ]) {
    const { code, said } = await demo(...args);
    assert.equal(code, 1, said());
    assert.match(said(), message);
    assert.doesNotMatch(said(), /^ {4}at /m);
  }
});
