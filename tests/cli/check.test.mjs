// check: each step, and the remedy for what is wrong.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createServer as createTls } from 'node:https';
import { describe, test } from 'node:test';
import { folder, odoo, run } from './fixture.mjs';

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
      /^✗ server +what answers there \(HTTP 502\) is not Odoo/m,
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
      /^! API key +expired on 2026-01-01, as given to login\n +→ renew it: odoo-client-wasm login --renew$/m,
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
