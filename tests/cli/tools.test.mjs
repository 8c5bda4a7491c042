// check, login, profiles, files, repl, proxy, demo, completion.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createServer as createTls } from 'node:https';
import { describe, test } from 'node:test';
import { begin, folder, odoo, program, run, twoLines } from './fixture.mjs';

/** Starts a server of the program; resolves to the address that it prints. */
async function listening(t, args, options) {
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

describe('check', () => {
  test('ticks each step; with --json for programs', async (t) => {
    const { run: cli } = await odoo(t);
    const { code, stdout, stderr } = await cli(['check', '--models', 'res.partner,crm.lead']);
    assert.equal(code, 0, stderr);
    for (const name of [
      'settings',
      'address',
      'TLS',
      'server',
      'latency',
      'clock',
      'databases',
      'protocol',
      'login',
      'two-factor',
      'API key',
      'res.partner',
      'crm.lead',
    ])
      assert.match(stdout, new RegExp(`^[✓!] ${name.replace('.', '\\.')}`, 'm'));
    assert.equal(JSON.parse((await cli(['check', '--json'])).stdout).ok, true);
  });

  for (const [what, env, step, remedy] of [
    [
      'a pasted address is repaired',
      (url) => ({ ODOO_URL: `${url}/web#action=3` }),
      /^✓ address +http:\S+\/web#action=3 → http:/m,
      undefined,
    ],
    [
      'a server that is not there',
      () => ({ ODOO_URL: 'http://127.0.0.1:64998' }),
      /^✗ server +http:\/\/127\.0\.0\.1:64998 is not reached: ECONNREFUSED/m,
      /nothing listens at port 64998: check the port/,
    ],
    [
      'a database that is not there',
      () => ({ ODOO_DB: 'nope' }),
      /^✗ databases +there is no database "nope"/m,
      /the databases are: demo/,
    ],
    [
      'a wrong password',
      () => ({ ODOO_PASSWORD: 'wrong-secret-1' }),
      /^✗ login/m,
      /check user and password/,
    ],
    [
      'TLS where there is none',
      (url) => ({ ODOO_URL: url.replace('http:', 'https:') }),
      /^✗ TLS/m,
      /try http:/,
    ],
    [
      'a proxy that is for other servers',
      () => ({ https_proxy: 'http://proxy.test:3128', no_proxy: 'example.com, 127.0.0.1' }),
      /^✓ proxy +none for this server/m,
      undefined,
    ],
    [
      'a proxy that Node does not use',
      () => ({ https_proxy: 'http://me:pw@proxy.test:3128' }),
      /^! proxy +https_proxy is set to http:\/\/•••@proxy\.test:3128/m,
      /NODE_USE_ENV_PROXY/,
    ],
  ]) {
    test(`tells the remedy: ${what}`, async (t) => {
      const { run: cli, url } = await odoo(t);
      const { code, stdout, stderr } = await cli(['check'], { env: env(url) });
      assert.match(stdout, step);
      if (remedy) assert.match(stdout, remedy);
      assert.equal(code, /^✗/m.test(stdout) ? 1 : 0, stdout);
      assert.doesNotMatch(stdout + stderr, /wrong-secret-1|me:pw/);
    });
  }

  /** A server in front of the sandbox that changes what it says. */
  async function before(t, url, answer) {
    const server = createServer((asked, response) => {
      const target = request(
        `${url}${asked.url}`,
        { method: asked.method, headers: asked.headers },
        (own) => answer(own, response, asked),
      );
      asked.pipe(target);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    t.after(() => {
      server.closeAllConnections();
      server.close();
    });
    return `http://127.0.0.1:${server.address().port}`;
  }

  for (const [what, answer, step, remedy] of [
    [
      'a clock that is an hour ahead',
      (own, response) => {
        response.writeHead(own.statusCode, {
          ...own.headers,
          date: new Date(Date.now() + 3_600_000).toUTCString(),
        });
        own.pipe(response);
      },
      /^! clock +this machine and the server differ by 3[56]\d\d s/m,
      /set the clock/,
    ],
    [
      'a gateway without a server',
      (own, response) => {
        own.resume();
        response.writeHead(502).end('<html>');
      },
      /^✗ server +what answers there \(HTTP 502\) is no Odoo/m,
      /is down: try again/,
    ],
    [
      'http where only https is wanted',
      (own, response, { url }) => {
        own.resume();
        response.writeHead(301, { location: `https://odoo.test${url}` }).end();
      },
      /^✗ server +it sends elsewhere: https:\/\/odoo\.test/m,
      /use the root of that address: https:\/\/odoo\.test$/m,
    ],
    [
      'a page that wants a database to be chosen',
      (own, response) => {
        own.resume();
        response.writeHead(303, { location: '/web/database/selector' }).end();
      },
      /^✗ server +it sends elsewhere: \/web\/database\/selector/m,
      /ask who runs the server/,
    ],
    [
      'a server that ends the connection',
      (own, response) => {
        own.resume();
        response.socket.destroy();
      },
      /^✗ server .* is not reached/m,
      /try https:/,
    ],
  ]) {
    test(`tells the remedy: ${what}`, async (t) => {
      const { run: cli, url } = await odoo(t);
      const { code, stdout } = await cli(['check'], {
        env: { ODOO_URL: await before(t, url, answer) },
      });
      assert.match(stdout, step);
      assert.match(stdout, remedy);
      assert.equal(code, /^✗/m.test(stdout) ? 1 : 0, stdout);
    });
  }

  test('tells the remedy: a certificate that is its own authority, and one that is known', async (t) => {
    const { run: cli, url, cwd } = await odoo(t);
    execFileSync(
      'openssl',
      [
        'req',
        '-x509',
        '-newkey',
        'rsa:2048',
        '-nodes',
        '-keyout',
        'key.pem',
        '-out',
        'cert.pem',
        '-days',
        '30',
        '-subj',
        '/CN=localhost',
        '-addext',
        'subjectAltName=DNS:localhost',
      ],
      { cwd, stdio: 'ignore' },
    );
    const server = createTls(
      { key: readFileSync(join(cwd, 'key.pem')), cert: readFileSync(join(cwd, 'cert.pem')) },
      (asked, response) => {
        asked.pipe(
          request(`${url}${asked.url}`, { method: asked.method, headers: asked.headers }, (own) => {
            response.writeHead(own.statusCode, own.headers);
            own.pipe(response);
          }),
        );
      },
    );
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    t.after(() => {
      server.closeAllConnections();
      server.close();
    });
    const env = { ODOO_URL: `https://localhost:${server.address().port}` };
    const strange = await cli(['check'], { env });
    assert.match(
      strange.stdout,
      /^✗ TLS +DEPTH_ZERO_SELF_SIGNED_CERT\n +→ give Node the authority: NODE_EXTRA_CA_CERTS=ca\.pem$/m,
    );
    const known = await cli(['check'], {
      env: { ...env, NODE_EXTRA_CA_CERTS: join(cwd, 'cert.pem') },
    });
    assert.deepEqual(
      [known.code, /^✓ TLS +the certificate is good for \d+ days$/m.test(known.stdout)],
      [0, true],
      known.stdout,
    );
  });

  test('tells the remedy: two-factor authentication, a key that is refused, an address without a scheme', async (t) => {
    const { run: cli, url } = await odoo(t, {
      twoFactor: ['demo'],
      apiKeys: { admin: 'ab'.repeat(20) },
    });
    const two = await cli(['check'], { env: { ODOO_USER: 'demo', ODOO_PASSWORD: 'demo' } });
    assert.match(
      two.stdout,
      /^✗ two-factor .*\n +→ log in with an API key: odoo-client-wasm login --api-key$/m,
    );
    const key = await cli(['check'], { env: { ODOO_PASSWORD: '', ODOO_API_KEY: 'cd'.repeat(20) } });
    assert.match(
      key.stdout,
      /^✗ login .*\n +→ check that the key is of this database and user, has the scope rpc and has not expired$/m,
    );
    assert.doesNotMatch(key.stdout + key.stderr, /cdcd/);
    const bare = await cli(['check'], {
      env: { ODOO_URL: `${url.slice('http://'.length)}/odoo/contacts?x=1#y` },
    });
    assert.deepEqual(
      [bare.code, bare.stdout.includes(`/odoo/contacts?x=1#y → ${url}\n`)],
      [0, true],
      bare.stdout + bare.stderr,
    );
  });

  test('tells of a key of a profile that it has ended, even where it still works', async (t) => {
    const key = 'ef'.repeat(20);
    const { url } = await odoo(t, { apiKeys: { admin: key } });
    const cwd = folder(t);
    await run(
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
        '2026-01-01',
      ],
      { cwd, input: key },
    );
    const { stdout } = await run(['check'], { cwd });
    assert.match(
      stdout,
      /^! API key +ended on 2026-01-01, as login was told\n +→ renew it: odoo-client-wasm login --renew$/m,
    );
  });

  test('rights that are missing are a cross', async (t) => {
    const { run: cli } = await odoo(t);
    const { code, stdout } = await cli(['check', '--models', 'ir.rule'], {
      env: { ODOO_USER: 'portal', ODOO_PASSWORD: 'portal' },
    });
    assert.deepEqual([code, /^✗ ir\.rule/m.test(stdout)], [1, true], stdout);
  });
});

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

describe('proxy', () => {
  const call = (method, args) => ({
    jsonrpc: '2.0',
    method: 'call',
    params: {
      service: 'object',
      method: 'execute_kw',
      args: ['demo', 2, 'admin', 'res.partner', method, args],
    },
  });

  test('lets the named origins through, to the paths that programs call, and no other', async (t) => {
    const { url, sandbox, cwd } = await odoo(t);
    const proxy = await listening(
      t,
      ['proxy', url, '--origin', 'http://localhost:5173', '--port', '0'],
      { cwd },
    );
    const ask = (path, origin, body, headers = {}) =>
      fetch(`${proxy}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(origin ? { origin } : {}), ...headers },
        body: JSON.stringify(body),
      });
    const good = await ask('/jsonrpc', 'http://localhost:5173', call('search_count', [[]]));
    assert.deepEqual(
      [
        good.status,
        good.headers.get('access-control-allow-origin'),
        typeof (await good.json()).result,
      ],
      [200, 'http://localhost:5173', 'number'],
    );
    const before = sandbox.requests.length;
    for (const origin of ['http://evil.test', 'http://localhost:51730', 'null', undefined]) {
      const bad = await ask('/jsonrpc', origin, call('search_count', [[]]));
      assert.deepEqual(
        [bad.status, bad.headers.get('access-control-allow-origin')],
        [403, null],
        origin,
      );
    }
    // Whoever stands before Odoo may decode a path once more.
    for (const path of [
      '/web/content/%2e%2e/%2e%2e/web/database/drop',
      '/web/content/%252e%252e/x',
      '/web/image/..%2f..%2fweb',
      '/web/content/a%5c..%5cb',
      '/web/content//evil.test',
      '/web/content/%zz',
      '/xmlrpc/2/object',
      '/websocket',
    ]) {
      const answer = await new Promise((done) => {
        request(
          `${proxy}/jsonrpc`,
          { path, headers: { origin: 'http://localhost:5173' } },
          (response) => {
            response.resume();
            done(response.statusCode);
          },
        ).end();
      });
      assert.equal(answer, 403, path);
    }
    for (const path of [
      '/web/database/drop',
      '/web/database/manager',
      '/sandbox/reset',
      '/web/../web/database/drop',
      '/odoo',
      '/jsonrpc%2f..',
    ])
      assert.equal((await ask(path, 'http://localhost:5173', {})).status, 403, path);
    assert.equal(sandbox.requests.length, before);
    const preflight = await fetch(`${proxy}/jsonrpc`, {
      method: 'OPTIONS',
      headers: {
        origin: 'http://localhost:5173',
        'access-control-request-headers': 'content-type',
      },
    });
    assert.deepEqual(
      [preflight.status, preflight.headers.get('access-control-allow-headers')],
      [204, 'content-type'],
    );
  });

  test('follows no redirect to another server, nor lets the page follow one', async (t) => {
    const elsewhere = createServer((_, response) => {
      response.end('{}');
    });
    elsewhere.listen(0, '127.0.0.1');
    const redirecting = createServer((asked, response) => {
      asked.resume();
      response
        .writeHead(307, {
          location:
            asked.url === '/jsonrpc'
              ? `http://127.0.0.1:${elsewhere.address().port}/jsonrpc`
              : '/web/login',
        })
        .end();
    });
    redirecting.listen(0, '127.0.0.1');
    await Promise.all(
      [elsewhere, redirecting].map((server) => server.listening || once(server, 'listening')),
    );
    t.after(() => {
      for (const server of [elsewhere, redirecting]) server.close();
    });
    const proxy = await listening(
      t,
      [
        'proxy',
        `http://127.0.0.1:${redirecting.address().port}`,
        '--origin',
        'http://localhost:5173',
        '--port',
        '0',
      ],
      { cwd: folder(t) },
    );
    const ask = (path) =>
      fetch(`${proxy}${path}`, {
        method: 'POST',
        redirect: 'manual',
        headers: { origin: 'http://localhost:5173' },
        body: '{}',
      });
    const [other, own] = [await ask('/jsonrpc'), await ask('/web/session/destroy')];
    assert.deepEqual([other.status, other.headers.get('location')], [502, null]);
    assert.deepEqual(
      [own.status, new URL(own.headers.get('location'), proxy).host],
      [307, new URL(proxy).host],
    );
  });

  test('with --read-only lets no write through, over any protocol', async (t) => {
    const { url, sandbox, cwd } = await odoo(t);
    const proxy = await listening(
      t,
      ['proxy', url, '--origin', 'http://localhost:5173', '--read-only', '--port', '0'],
      { cwd },
    );
    const ask = async (path, body) =>
      (
        await fetch(`${proxy}${path}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', origin: 'http://localhost:5173' },
          body: typeof body === 'string' ? body : JSON.stringify(body),
        })
      ).status;
    assert.equal(await ask('/jsonrpc', call('search_count', [[]])), 200);
    const kw = (method) => ({
      jsonrpc: '2.0',
      params: { model: 'res.partner', method, args: [[1]], kwargs: {} },
    });
    for (const [path, body] of [
      ['/jsonrpc', call('create', [[{ name: 'x' }]])],
      ['/jsonrpc', call('unlink', [[1]])],
      ['/web/dataset/call_kw', kw('write')],
      ['/web/dataset/call_kw/res.partner/read', kw('unlink')],
      ['/web/dataset/call_button', kw('read')],
      ['/json/2/res.partner/create', {}],
      ['/jsonrpc', { params: { service: 'db', method: 'drop', args: [] } }],
      ['/jsonrpc', '[{}]'],
      ['/jsonrpc', 'no json'],
    ])
      assert.equal(await ask(path, body), 403, `${path} ${JSON.stringify(body)}`);
    assert.equal(
      sandbox.requests.filter(({ method }) => ['create', 'write', 'unlink'].includes(method))
        .length,
      0,
    );
  });
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
