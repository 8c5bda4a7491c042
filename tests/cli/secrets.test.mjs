// Where secrets are kept, and that no output holds one: the keychain, the file, the questions of a
// terminal, the prompt's history.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { folder, installed, odoo, program, run, twoLines } from './fixture.mjs';

const key = '0123456789abcdef'.repeat(3).slice(0, 40);

/**
 * The package in a folder of its own, beside a keychain's library that keeps what it is given in a
 * file.
 */
function withKeychain(t) {
  const cwd = folder(t);
  cpSync(installed, join(cwd, 'node_modules', 'odoo-client-wasm'), { recursive: true });
  const library = join(cwd, 'node_modules', '@napi-rs', 'keyring');
  mkdirSync(library, { recursive: true });
  writeFileSync(join(library, 'package.json'), '{"name": "@napi-rs/keyring", "main": "index.js"}');
  writeFileSync(
    join(library, 'index.js'),
    `
    const fs = require('fs'); const file = process.env.RING;
    const all = () => { if (process.env.RING_LOCKED) throw new Error('no keychain'); try { return JSON.parse(fs.readFileSync(file)); } catch { return {}; } };
    const put = (change) => { const ring = all(); change(ring); fs.writeFileSync(file, JSON.stringify(ring)); };
    exports.Entry = class { constructor(service, account) { this.name = service + '/' + account; }
      getPassword() { return all()[this.name] ?? null; }
      setPassword(secret) { put((ring) => { ring[this.name] = secret; }); }
      deletePassword() { const there = this.name in all(); put((ring) => { delete ring[this.name]; }); return there; } };`,
  );
  const ring = join(cwd, 'ring.json');
  const cli = (args, { env = {}, input = '' } = {}) =>
    new Promise((done) => {
      const child = spawn(
        process.execPath,
        [join(cwd, 'node_modules', 'odoo-client-wasm', 'bin', 'odoo-client-wasm.mjs'), ...args],
        {
          cwd,
          env: {
            PATH: process.env.PATH,
            HOME: cwd,
            RING: ring,
            ODOO_CONFIG_DIR: join(cwd, 'config'),
            ODOO_CACHE_DIR: join(cwd, 'cache'),
            ...env,
          },
        },
      );
      const said = { stdout: '', stderr: '' };
      for (const name of ['stdout', 'stderr'])
        child[name].on('data', (part) => {
          said[name] += part;
        });
      child.stdin.end(input);
      child.on('close', (code) => done({ code, ...said }));
    });
  return {
    cwd,
    cli,
    ring: () => JSON.parse(readFileSync(ring, 'utf8')),
    profiles: () => readFileSync(join(cwd, 'config', 'profiles.json'), 'utf8'),
  };
}

/** Runs the program at a terminal, and answers what it asks. */
function atTerminal(args, { cwd, env }, answers) {
  const child = spawn(
    'script',
    [
      '-qec',
      [process.execPath, program, ...args].map((word) => `'${word}'`).join(' '),
      '/dev/null',
    ],
    {
      cwd,
      env: {
        PATH: process.env.PATH,
        HOME: cwd,
        TERM: 'xterm',
        ODOO_CONFIG_DIR: join(cwd, 'config'),
        ODOO_CACHE_DIR: join(cwd, 'cache'),
        ODOO_KEYCHAIN: 'off',
        ...env,
      },
    },
  );
  const left = [...answers];
  let [all, part] = ['', ''];
  child.stdout.on('data', (data) => {
    all += data;
    part += data;
    while (left.length && part.includes(left[0][0])) {
      part = '';
      child.stdin.write(left.shift()[1]);
    }
  });
  return new Promise((done) => {
    child.on('close', (code) => done({ code, text: all, left }));
  });
}

describe('the keychain', () => {
  test('has the secret where its library is installed; the file has none, and logout removes both', async (t) => {
    const { url } = await odoo(t, { apiKeys: { admin: key } });
    const { cli, ring, profiles } = withKeychain(t);
    const stored = await cli(
      [
        'login',
        '--url',
        url,
        '--db',
        'demo',
        '--user',
        'admin',
        '--api-key',
        '--password-stdin',
        '--profile',
        'work',
      ],
      { input: key },
    );
    assert.deepEqual(
      [stored.code, /in the system's keychain/.test(stored.stderr)],
      [0, true],
      stored.stderr,
    );
    assert.deepEqual(ring(), { 'odoo-client-wasm/work': key });
    assert.doesNotMatch(profiles(), new RegExp(key));
    assert.equal((await cli(['count', 'res.partner'])).code, 0);
    const locked = await cli(['count', 'res.partner'], { env: { RING_LOCKED: '1' } });
    assert.deepEqual([locked.code, twoLines(locked.stderr)], [3, true], locked.stderr);
    assert.match(locked.stderr, /not to be had from the keychain/);
    assert.equal((await cli(['logout'])).code, 0);
    assert.deepEqual([ring(), JSON.parse(profiles()).profiles], [{}, {}]);
  });

  test('that refuses leaves the secret to the file that only its owner reads; a later login takes it back', async (t) => {
    const { url } = await odoo(t, { apiKeys: { admin: key } });
    const { cli, cwd, ring, profiles } = withKeychain(t);
    const login = (env) =>
      cli(
        [
          'login',
          '--url',
          url,
          '--db',
          'demo',
          '--user',
          'admin',
          '--api-key',
          '--password-stdin',
          '--profile',
          'work',
        ],
        { input: key, env },
      );
    assert.match((await login({ RING_LOCKED: '1' })).stderr, /readable by you alone/);
    assert.equal(statSync(join(cwd, 'config', 'profiles.json')).mode & 0o777, 0o600);
    assert.equal(statSync(join(cwd, 'config')).mode & 0o077, 0);
    assert.match(profiles(), new RegExp(key));
    await login({});
    assert.deepEqual([profiles().includes(key), ring()['odoo-client-wasm/work']], [false, key]);
    await login({ ODOO_KEYCHAIN: 'off' });
    assert.equal(profiles().includes(key), true);
    assert.equal((await cli(['count', 'res.partner'])).code, 0);
  });
});

describe('at a terminal', () => {
  test('login asks, hides what is typed, and offers an API key in place of the password', async (t) => {
    const { url } = await odoo(t, { apiKeys: { admin: key } });
    const cwd = folder(t);
    const { code, text, left } = await atTerminal(['login', '--profile', 'asked'], { cwd }, [
      ['Address', `${url}/web/login\r`],
      ['User (login)', 'admin\r'],
      ['Log in with', '\r'],
      ['Password', 'admin\r'],
      ['in place of the password', 'y'],
      ['The new API key', `${key}\r`],
    ]);
    assert.deepEqual([code, left], [0, []], text);
    const { profiles } = JSON.parse(readFileSync(join(cwd, 'config', 'profiles.json'), 'utf8'));
    assert.deepEqual([profiles.asked.kind, profiles.asked.secret], ['apiKey', key]);
    assert.ok(!text.includes(key));
  });

  test('writes ask: n and Ctrl-C send nothing, y does', async (t) => {
    const { sandbox, cwd, url } = await odoo(t);
    const env = { ODOO_URL: url, ODOO_DB: 'demo', ODOO_USER: 'admin', ODOO_PASSWORD: 'admin' };
    const wrote = () => sandbox.requests.filter(({ method }) => method === 'write').length;
    for (const [answer, expected, count] of [
      ['n', 10, 0],
      ['\u0003', 130, 0],
      ['y', 0, 1],
    ]) {
      const { code, text } = await atTerminal(
        ['write', 'res.partner', '1', 'comment=x'],
        { cwd, env },
        [['(y/N)', answer]],
      );
      assert.deepEqual([code, wrote()], [expected, count], text);
    }
  });

  test('the prompt keeps its history for its owner alone, and no line with a secret', async (t) => {
    const { cwd, url } = await odoo(t, { apiKeys: { admin: key } });
    const env = { ODOO_URL: url, ODOO_DB: 'demo', ODOO_USER: 'admin', ODOO_API_KEY: key };
    const { code, text } = await atTerminal(['repl'], { cwd, env }, [
      ['odoo> ', 'await client.searchCount("res.country")\r'],
      ['odoo> ', `const mine = "${key}"\r`],
      ['odoo> ', 'mine\r'],
      ['odoo> ', 'foo bar\r'],
      ['odoo> ', '1 +\r'],
      ['... ', '41\r'],
      ['odoo> ', '.exit\r'],
    ]);
    assert.equal(code, 0, text);
    assert.match(text, /SyntaxError: Unexpected identifier/);
    assert.match(text, /42\u001b/);
    assert.match(text, /'•••'/);
    const file = join(cwd, 'config', 'history');
    const history = readFileSync(file, 'utf8');
    assert.deepEqual(
      [statSync(file).mode & 0o777, history.includes('res.country'), history.includes(key)],
      [0o600, true, false],
      history,
    );
  });
});

describe('no secret is in any output', () => {
  const secret = 'correct-horse-battery/staple+1&2';
  for (const [what, args, more = {}] of [
    ['an error', ['count', 'res.partner', '--debug']],
    ['check', ['check', '--debug']],
    ['check as JSON', ['check', '--json']],
    ['a dry run', ['create', 'res.partner', 'name=x', '--dry-run', '--debug']],
    ['the log of the client', ['search', 'res.partner', '--debug'], { DEBUG: 'odoo-client:*' }],
    [
      'a server that is not there',
      ['search', 'res.partner', '--debug'],
      { ODOO_URL: 'http://127.0.0.1:64997' },
    ],
    [
      'an address with a password',
      ['check'],
      { ODOO_URL: 'http://me:correct-horse-battery@127.0.0.1:64997' },
    ],
    ['an export', ['export', 'res.partner', '-o', 'x.csv', '--debug']],
  ]) {
    test(`of a login that is refused: ${what}`, async (t) => {
      const { run: cli, cwd } = await odoo(t);
      const { code, stdout, stderr } = await cli(args, { env: { ODOO_PASSWORD: secret, ...more } });
      assert.notEqual(code, 0);
      for (const form of [secret, encodeURIComponent(secret), 'correct-horse'])
        assert.ok(!`${stdout}${stderr}`.includes(form), stdout + stderr);
      assert.ok(!existsSync(join(cwd, 'x.csv.part')));
    });
  }

  test('of a login that is good: the log of the client, a refused call with its traceback, a report of refused rows', async (t) => {
    const { run: cli, cwd, sandbox } = await odoo(t, { apiKeys: { admin: key } });
    writeFileSync(join(cwd, 'p.csv'), 'ref,name,country_id\na,A,Nowhere\n');
    const env = { ODOO_PASSWORD: '', ODOO_API_KEY: key, DEBUG: 'odoo-client:*' };
    const said = [];
    for (const args of [
      ['search', 'res.partner', '--limit', '1'],
      ['check'],
      ['import', 'p.csv', '-m', 'res.partner', '--key', 'ref', '--yes'],
      ['create', 'res.partner', 'name=', '--yes'],
      ['repl'],
    ]) {
      sandbox.failNext({
        fault: 'error',
        name: 'odoo.exceptions.UserError',
        message: `Not with ${key}.`,
        model: 'res.partner',
        method: 'search_count',
        count: 1,
      });
      const { stdout, stderr } = await cli([...args, '--debug'], {
        env,
        input: `process.env.ODOO_API_KEY\nawait client.searchCount('res.partner')\n`,
      });
      said.push(stdout, stderr);
    }
    assert.doesNotMatch(said.join('\n'), new RegExp(key));
    assert.doesNotMatch(said.join('\n'), /session_id=(?!•)[\w-]{8}/);
    assert.doesNotMatch(readFileSync(join(cwd, 'p.csv.refused.csv'), 'utf8'), new RegExp(key));
  });

  test('of a session: neither its cookie nor the password', async (t) => {
    const { url } = await odoo(t);
    const cwd = folder(t);
    const { stdout, stderr } = await run(
      ['search', 'res.partner', '--limit', '1', '--debug', '--protocol', 'session'],
      {
        cwd,
        env: {
          DEBUG: 'odoo-client:*',
          ODOO_URL: url,
          ODOO_DB: 'demo',
          ODOO_USER: 'demo',
          ODOO_PASSWORD: 'demo',
        },
      },
    );
    assert.doesNotMatch(stdout + stderr, /session_id=(?!•)[\w-]{8}|"password":\s*"demo"/);
  });
});
