// login, profiles, files, repl, demo, completion.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { folder, listening, odoo, program, run, twoLines } from './fixture.mjs';

describe('profiles', () => {
  test('are stored by login in a file that only the user may read, used, listed without the secret, and forgotten', async (t) => {
    const { url } = await odoo(t);
    const cwd = folder(t);
    const cli = (args, more) => run(args, { cwd, ...more });
    const stored = await cli(
      [
        'login',
        '--url',
        `${url}/odoo/action-7`,
        '--user',
        'demo',
        '--password-stdin',
        '--profile',
        'test',
      ],
      { input: 'demo\n' },
    );
    assert.equal(stored.code, 0, stored.stderr);
    const file = join(cwd, 'config', 'profiles.json');
    assert.equal(statSync(file).mode & 0o777, 0o600);
    assert.equal((await cli(['count', 'res.partner'])).code, 0);
    const { stdout } = await cli(['profiles', '--json']);
    assert.deepEqual(
      JSON.parse(stdout).map(({ name, username, default: chosen }) => [name, username, chosen]),
      [['test', 'demo', true]],
    );
    assert.doesNotMatch(stdout, /secret/);
    chmodSync(file, 0o644);
    assert.match(
      (await cli(['count', 'res.partner'])).stderr,
      /could be read by others; its rights are now 0600/,
    );
    assert.equal(statSync(file).mode & 0o777, 0o600);
    assert.equal((await cli(['logout'])).code, 0);
    assert.equal((await cli(['count', 'res.partner'])).code, 3);
  });

  test('a wrong password is not stored', async (t) => {
    const { url } = await odoo(t);
    const cwd = folder(t);
    const { code, stderr } = await run(
      ['login', '--url', url, '--db', 'demo', '--user', 'demo', '--password-stdin'],
      { cwd, input: 'hunter2-wrong' },
    );
    assert.deepEqual([code, twoLines(stderr), /hunter2/.test(stderr)], [4, true, false]);
    assert.deepEqual(JSON.parse((await run(['profiles', '--json'], { cwd })).stdout), []);
  });

  test('an API key that ends soon is told at every use, and renewed where the server makes keys', async (t) => {
    const key = 'ab'.repeat(20);
    const { url } = await odoo(t, { odoo: '20.0', apiKeys: { admin: key } });
    const cwd = folder(t);
    const soon = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10);
    const stored = await run(
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
        '--expires',
        soon,
        '--profile',
        'key',
      ],
      { cwd, input: key },
    );
    assert.equal(stored.code, 0, stored.stderr);
    assert.match(
      (await run(['count', 'res.partner'], { cwd })).stderr,
      /the API key of the profile "key" ends on .*--renew/,
    );
    const renewed = await run(['login', '--renew', '--profile', 'key'], { cwd });
    assert.equal(renewed.code, 0, renewed.stderr);
    const { profiles } = JSON.parse(readFileSync(join(cwd, 'config', 'profiles.json'), 'utf8'));
    assert.notEqual(profiles.key.secret, key);
    assert.doesNotMatch(renewed.stderr, new RegExp(`${key}|${profiles.key.secret}`));
    assert.equal((await run(['count', 'res.partner'], { cwd })).stderr, '');
  });

  test('a secret is sent to no other server than its own', async (t) => {
    const [one, two] = [await odoo(t), await odoo(t)];
    const { code, stderr } = await one.run(['count', 'res.partner', '--url', two.url]);
    assert.deepEqual([code, twoLines(stderr)], [3, true], stderr);
    assert.equal(two.sandbox.requests.length, 0);
  });
});

describe('files', () => {
  test('are attached and downloaded, byte for byte, under names that lead nowhere else', async (t) => {
    const { run: cli, cwd } = await odoo(t);
    const bytes = Buffer.from(Array.from({ length: 70_000 }, (_, index) => (index * 7) % 256));
    writeFileSync(join(cwd, 'data.bin'), bytes);
    const attached = await cli([
      'attach',
      'res.partner',
      '1',
      'data.bin',
      '--name',
      '../../evil:name.bin',
      '--yes',
    ]);
    assert.equal(attached.code, 0, attached.stderr);
    const all = await cli(['download', 'res.partner', '1', '--attachments', '-o', 'all']);
    assert.equal(all.code, 0, all.stderr);
    const [, name] = /^(\S+): 70,000 bytes$/m.exec(all.stderr);
    assert.match(name, /^all[/\\][^/\\:]+\.bin$/);
    assert.deepEqual(readFileSync(join(cwd, name)), bytes);
    const one = await cli(['download', 'ir.attachment', attached.stdout.trim(), '-o', 'one.bin']);
    assert.equal(one.code, 0, one.stderr);
    assert.deepEqual(readFileSync(join(cwd, 'one.bin')), bytes);
    assert.equal((await cli(['attach', 'res.partner', '1', 'nowhere.txt', '--yes'])).code, 11);
  });

  test('reports are PDF', async (t) => {
    const { run: cli, cwd } = await odoo(t);
    assert.equal(
      (await cli(['report', 'account.report_invoice', '1', '-o', 'invoice.pdf'])).code,
      0,
    );
    assert.equal(readFileSync(join(cwd, 'invoice.pdf')).subarray(0, 5).toString(), '%PDF-');
  });
});

test('the prompt awaits anywhere, draws records as a table, and hides the password', async (t) => {
  const { run: cli } = await odoo(t);
  const input =
    "const n = await client.searchCount('res.partner')\nn > 100\nawait client.searchRead('res.partner', [['id', '=', 1]], { fields: ['name'] })\nawait client.write('res.partner', 1, { name: 'x' })\n";
  const { code, stdout, stderr } = await cli(['repl'], { input });
  assert.equal(code, 0, stderr);
  assert.match(stdout, /^true\nid {2}name\n1 {3}My Company$/m);
  assert.match(stdout + stderr, /Nobody can be asked without a terminal/);
});

test('the prompt takes the lines of a pipe one after the other, whatever is wrong with one of them', async (t) => {
  const { run: cli } = await odoo(t);
  const input =
    'foo bar\nthrow new Error("mine")\nawait client.read("no.model", 1)\n.nothing\n\nlet n = await client.searchCount("res.country")\nn > 100\nfor (let i = 0; i < 2; i += 1) { await client.searchCount("res.country") }\n[1, 2].map(\n  (one) => one + 1)\n"last"\n';
  const { code, stdout, stderr } = await cli(['repl'], { input });
  assert.equal(code, 0, stderr);
  assert.match(stdout, /Uncaught SyntaxError: Unexpected identifier 'bar'/);
  assert.match(stdout, /Uncaught Error: mine/);
  assert.match(stderr, /no\.model/);
  assert.match(stdout, /\ntrue\n[\s\S]*\[ 2, 3 \]\n'last'\n$/);
});

test('demo serves the page from the package, the package and the sandbox', async (t) => {
  const url = await listening(t, ['demo', '--port', '0'], { cwd: folder(t) });
  const [page, module, version] = await Promise.all([
    fetch(`${url}/`),
    fetch(`${url}/pkg/dist/index.js`),
    fetch(`${url}/web/webclient/version_info`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"jsonrpc":"2.0","params":{}}',
    }),
  ]);
  assert.match(await page.text(), /<!doctype html>/i);
  assert.match(module.headers.get('content-type'), /javascript/);
  assert.match((await version.json()).result.server_version, /^\d+/);
});

test('the scripts of completion are ones that bash takes, and name the program', async () => {
  for (const shell of ['bash', 'zsh', 'fish'])
    assert.match((await run(['completion', shell])).stdout, /odoo-client-wasm __complete/);
  execFileSync('bash', ['-n'], { input: (await run(['completion', 'bash'])).stdout });
});

test('in bash the script completes commands, options, models and fields', async (t) => {
  const { run: cli, cwd } = await odoo(t);
  for (const args of [['models'], ['fields', 'res.partner']]) await cli(args);
  mkdirSync(join(cwd, 'bin'));
  writeFileSync(
    join(cwd, 'bin', 'odoo-client-wasm'),
    `#!/bin/sh\nexec "${process.execPath}" "${program}" "$@"\n`,
  );
  chmodSync(join(cwd, 'bin', 'odoo-client-wasm'), 0o755);
  writeFileSync(join(cwd, 'script'), (await cli(['completion', 'bash'])).stdout);
  const env = {
    PATH: `${join(cwd, 'bin')}:${process.env.PATH}`,
    HOME: cwd,
    ODOO_CACHE_DIR: join(cwd, 'cache'),
    ODOO_CONFIG_DIR: join(cwd, 'config'),
  };
  const completed = (...words) =>
    execFileSync(
      'bash',
      [
        '-c',
        'source ./script; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _odoo_client_wasm 2>/dev/null; printf "%s\n" "${COMPREPLY[@]}"',
        'bash',
        'odoo-client-wasm',
        ...words,
      ],
      { cwd, env, encoding: 'utf8' },
    )
      .trim()
      .split('\n');
  assert.deepEqual(completed('expo'), ['export']);
  assert.deepEqual(completed('search', 'res.partner.cat'), ['res.partner.category']);
  assert.ok(completed('create', 'res.partner', 'country').includes('country_id='));
  assert.deepEqual(completed('export', 'res.partner', '--res'), ['--resume']);
});
