// The command line as a user runs it: the installed package's program, against a sandbox of this
// process behind a port.

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { installed } from '../package/fixture.mjs';
import { createSandbox } from '../sandbox/fixture.mjs';

export { installed, project } from '../package/fixture.mjs';

export const program = join(installed, 'bin', 'odoo-client-wasm.mjs');
const { serve } = await import(pathToFileURL(join(installed, 'dist', 'programs', 'server.mjs')));

/** A folder of its own, which goes with the test. */
export function folder(t) {
  const path = mkdtempSync(join(tmpdir(), 'odoo-cli-'));
  t.after(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/**
 * A sandbox behind a port, and how to run the program against it: `run(args, { input, env })`
 * resolves to `{ code, stdout, stderr }`, `begin(args)` to the process.
 */
export async function odoo(t, options = {}) {
  const sandbox = createSandbox(options);
  const server = await serve(sandbox, { host: '127.0.0.1', port: 0 });
  t.after(() => server.close());
  const cwd = folder(t);
  const env = { ODOO_URL: server.url, ODOO_DB: 'demo', ODOO_USER: 'admin', ODOO_PASSWORD: 'admin' };
  return {
    sandbox,
    cwd,
    url: server.url,
    run: (args, more = {}) => run(args, { cwd, ...more, env: { ...env, ...more.env } }),
    begin: (args, more = {}) => begin(args, { cwd, ...more, env: { ...env, ...more.env } }),
  };
}

/** Starts the program with nothing of this process's environment but the path. */
export function begin(args, { cwd, env = {}, nodeArgs = [], shell } = {}) {
  const settings = {
    ODOO_CONFIG_DIR: join(cwd ?? tmpdir(), 'config'),
    ODOO_CACHE_DIR: join(cwd ?? tmpdir(), 'cache'),
    ODOO_KEYCHAIN: 'off',
  };
  const options = {
    cwd,
    env: { PATH: process.env.PATH, HOME: cwd, ...settings, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  };
  return shell
    ? spawn('sh', ['-c', shell, 'sh', process.execPath, program, ...args], options)
    : spawn(process.execPath, [...nodeArgs, program, ...args], options);
}

/** Starts a server of the program; resolves to the address that it prints. */
export async function listening(t, args, options) {
  const child = begin(args, options);
  t.after(() => child.kill('SIGKILL'));
  child.stderr.resume();
  let text = '';
  for await (const part of child.stdout) {
    text += part;
    const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(text) ?? [];
    if (url) return url;
  }
  throw new Error(text);
}

/** Runs the program to its end. */
export async function run(args, { input = '', ...options } = {}) {
  const child = begin(args, options);
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const [stdout, stderr, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise((done) => {
      child.on('close', (status, signal) => done(status ?? signal));
    }),
  ]);
  return { code, stdout, stderr };
}

async function text(stream) {
  const parts = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}

/** What every error has to be: two lines, the second with what to do, no stack and no secret. */
export function twoLines(stderr) {
  const lines = stderr.trimEnd().split('\n').slice(-2);
  return (
    lines.length === 2 &&
    /^odoo-client-wasm/.test(lines[0]) &&
    /^ {2}\S/.test(lines[1]) &&
    !/^\s+at /m.test(stderr)
  );
}
