// Where the server for agents finds its settings: options, profiles, the environment.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { startSandbox } from '../package/sandbox.mjs';
import { callWith, clientOf, program } from './fixture.mjs';

const folder = mkdtempSync(join(tmpdir(), 'odoo-mcp-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const env = {
  PATH: process.env.PATH,
  HOME: folder,
  ODOO_CONFIG_DIR: join(folder, 'config'),
  ODOO_KEYCHAIN: 'off',
};
let odoo;
before(async () => {
  odoo = await startSandbox();
  const args = ['login', '--url', odoo.url, '--db', 'demo', '--user', 'demo', '--password-stdin'];
  const { code, told } = await ended([...args, '--profile', 'work'], 'demo');
  assert.equal(code, 0, told);
});

/** Runs the program to its end. */
function ended(args, input = '', more = {}) {
  const child = spawn(process.execPath, [program, ...args], {
    cwd: folder,
    env: { ...env, ...more },
  });
  let told = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (part) => {
      told += part;
    });
  child.stdin.end(input);
  return new Promise((done) => {
    child.on('close', (code) => done({ code, told }));
  });
}

async function loggedIn(t, args, more = {}) {
  const client = clientOf({});
  await client.connect(
    new StdioClientTransport({
      command: process.execPath,
      args: [program, 'mcp', ...args],
      env: { ...env, ...more },
      cwd: folder,
      stderr: 'inherit',
    }),
  );
  t.after(() => client.close());
  return callWith(client)('odoo_authenticate');
}

describe('the server for agents', () => {
  test('takes the profile that login stored, as every command does', async (t) => {
    for (const args of [[], ['--profile', 'work'], ['--url', odoo.url]]) {
      const { data, text } = await loggedIn(t, args);
      assert.equal(data?.username, 'demo', text);
      assert.doesNotMatch(text, /password/);
    }
    const { data } = await loggedIn(t, [], { ODOO_PROFILE: 'work' });
    assert.equal(data.username, 'demo');
  });

  test('takes the environment before the default profile, and options before both', async (t) => {
    const environment = { ODOO_URL: odoo.url, ODOO_DB: 'demo', ODOO_USER: 'admin' };
    const first = await loggedIn(t, [], { ...environment, ODOO_PASSWORD: 'admin' });
    assert.equal(first.data?.username, 'admin', first.text);
    const second = await loggedIn(t, ['--profile', 'work'], {
      ...environment,
      ODOO_PASSWORD: 'admin',
    });
    assert.equal(second.data?.username, 'demo', second.text);
  });

  test('ends at once where an option is wrong, in two lines', async () => {
    for (const [args, code, message] of [
      [['--profile', 'nope'], 3, /there is no profile "nope"\n {2}the profiles are: work\n$/],
      [
        ['--url', 'http://127.0.0.1:9', '--db', 'x', '--user', 'y'],
        3,
        /there is no password for y/,
      ],
      [['--timeout', 'long'], 2, /--timeout is "long"/],
    ]) {
      const { code: found, told } = await ended(['mcp', ...args]);
      assert.equal(found, code, told);
      assert.match(told, message);
    }
  });

  test('tells a tool without settings how to store them', async (t) => {
    const { isError, text } = await loggedIn(t, [], { ODOO_CONFIG_DIR: join(folder, 'empty') });
    assert.ok(isError);
    assert.match(text, /not_connected.*ODOO_URL.*odoo-client-wasm login/s);
    assert.doesNotMatch(text, /OdooClient\(/);
  });
});
