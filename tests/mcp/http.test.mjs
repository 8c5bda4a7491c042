// The command over streamable HTTP.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createServer, request } from 'node:http';
import { createInterface } from 'node:readline';
import { tmpdir } from 'node:os';
import { after, before, describe, test } from 'node:test';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { startSandbox } from '../package/sandbox.mjs';
import { callWith, clientOf, program, revisions } from './fixture.mjs';

const token = 'a-token-of-some-length';
let odoo;
let served;

/** Starts the command and resolves to the address that it tells. */
async function serve(args = [], env = { ODOO_MCP_TOKEN: token }) {
  const child = spawn(process.execPath, [program, 'mcp', '--http', '--port', '0', ...args], {
    cwd: tmpdir(),
    env: {
      PATH: process.env.PATH,
      ODOO_URL: odoo.url,
      ODOO_DB: 'demo',
      ODOO_USER: 'admin',
      ODOO_PASSWORD: 'admin',
      ...env,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  children.push(child);
  const said = [];
  return new Promise((done, fail) => {
    createInterface(child.stderr).on('line', (line) => {
      said.push(line);
      const [, url] = /^listening on (.*)$/.exec(said[0]) ?? [];
      if (url && (env.ODOO_MCP_TOKEN || said[1] || args.includes('--oauth-issuer')))
        done({ child, url, said });
    });
    child.once('exit', () => fail(new Error(said.join('\n'))));
  });
}

const children = [];
after(() => {
  for (const child of children) child.kill('SIGKILL');
});

before(async () => {
  odoo = await startSandbox();
  served = await serve();
});

async function open(t, { url = served.url, revision, bearer = token, answer } = {}) {
  const client = clientOf({ revision, answer });
  await client.connect(
    new StreamableHTTPClientTransport(new URL(url), {
      requestInit: { headers: { authorization: `Bearer ${bearer}` } },
    }),
  );
  t.after(() => client.close());
  return { client, call: callWith(client), asked: client.asked };
}

/** A bare request, with any header there is. */
function ask(url, headers, body = '{}', method = 'POST') {
  return new Promise((done, fail) => {
    const sent = request(
      url,
      {
        method,
        headers: {
          'content-type': 'application/json',
          accept: 'application/json, text/event-stream',
          ...headers,
        },
      },
      async (response) => {
        let text = '';
        for await (const chunk of response) text += chunk;
        done({ status: response.statusCode, headers: response.headers, text });
      },
    );
    sent.on('error', fail);
    sent.end(body);
  });
}

for (const revision of Object.keys(revisions)) {
  test(`a client that speaks ${revision} works over HTTP, and two do not disturb one another`, async (t) => {
    const [one, two] = [await open(t, { revision }), await open(t, { revision })];
    assert.equal(one.client.getNegotiatedProtocolVersion(), revision);
    const results = await Promise.all(
      [1, 2, 3, 4].flatMap((id) =>
        [one, two].map(({ call }) =>
          call('odoo_read', { model: 'res.partner', ids: [id], fields: ['name'] }),
        ),
      ),
    );
    for (const { isError, text } of results) assert.ok(!isError, text);
  });
}

test('a person is asked over HTTP in the newest revision', async (t) => {
  const { call, asked } = await open(t, { answer: 'accept' });
  const { data, text } = await call('odoo_create', {
    model: 'res.partner',
    values: { name: 'By HTTP' },
  });
  assert.equal(data?.status, 'done', text);
  assert.equal(asked.length, 1);
});

test('a plan outlives the request that made it', async (t) => {
  const { call } = await open(t, { revision: '2025-11-25' });
  const args = { model: 'res.partner', values: { name: 'By plan' } };
  const { data } = await call('odoo_create', args);
  assert.equal((await call('odoo_create', { ...args, plan: data.plan })).data?.status, 'done');
});

test('progress is told while Odoo is slow, and cancelling aborts the request', async (t) => {
  const slow = await startSandbox('--latency', '1500ms');
  const mine = await serve([], { ODOO_MCP_TOKEN: token, ODOO_URL: slow.url });
  const { call } = await open(t, { url: mine.url });
  const told = [];
  const { isError, text } = await call(
    'odoo_count',
    { model: 'res.partner' },
    { onprogress: ({ message }) => told.push(message) },
  );
  assert.ok(!isError, text);
  assert.ok(
    told.length > 1 && told.some((message) => /waiting for Odoo/.test(message)),
    told.join(),
  );
  const start = performance.now();
  await assert.rejects(
    call('odoo_count', { model: 'res.country' }, { signal: AbortSignal.timeout(200) }),
  );
  assert.ok(performance.now() - start < 1000);
});

test('calls that are under way are answered when the server is told to end, and no others are taken', async (t) => {
  const slow = await startSandbox('--latency', '700ms');
  const mine = await serve([], { ODOO_MCP_TOKEN: token, ODOO_URL: slow.url });
  const { call } = await open(t, { url: mine.url });
  const counting = call('odoo_count', { model: 'res.partner' });
  await new Promise((done) => setTimeout(done, 300));
  const ended = new Promise((done) => mine.child.once('exit', (code) => done(code)));
  mine.child.kill('SIGTERM');
  assert.ok((await counting).data.count > 0);
  assert.equal(await ended, 0);
  await assert.rejects(ask(mine.url, {}));
});

describe('a page in a browser', () => {
  const asked = {
    'access-control-request-method': 'POST',
    'access-control-request-headers':
      'authorization, content-type, mcp-protocol-version, mcp-param-x, x-evil',
  };
  const preflight = (origin, more = {}) =>
    ask(served.url, { origin, ...asked, ...more }, '', 'OPTIONS');

  test('is told what it may send, before it sends its token', async () => {
    const { status, headers, text } = await preflight('http://localhost:3000');
    assert.equal(status, 204, text);
    assert.equal(headers['access-control-allow-origin'], 'http://localhost:3000');
    assert.equal(
      headers['access-control-allow-headers'],
      'authorization, content-type, mcp-protocol-version, mcp-param-x',
    );
    assert.equal(headers['access-control-allow-credentials'], undefined);
  });

  test('of elsewhere is told nothing, and one under another name of this machine neither', async () => {
    for (const [origin, more] of [
      ['https://evil.example', {}],
      ['null', {}],
      ['http://localhost:3000', { host: 'evil.example' }],
      ['http://localhost.evil.example', {}],
      ['http://127.0.0.1.evil.example', {}],
    ]) {
      const { status, headers } = await preflight(origin, more);
      assert.equal(status, 403, origin);
      assert.equal(headers['access-control-allow-origin'], undefined);
    }
  });

  test('that may ask reads answers, refusals too', async () => {
    const ping = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'ping' });
    for (const authorization of [`Bearer ${token}`, 'Bearer wrong']) {
      const { headers } = await ask(
        served.url,
        { authorization, origin: 'http://localhost:3000' },
        ping,
      );
      assert.equal(headers['access-control-allow-origin'], 'http://localhost:3000');
      assert.match(headers.vary, /origin/);
    }
  });

  test('OPTIONS without an origin is a request like others: it needs the token', async () => {
    assert.equal((await ask(served.url, {}, '', 'OPTIONS')).status, 401);
  });
});

describe('odd requests', () => {
  const authorization = `Bearer ${token}`;
  for (const [what, [headers, body, method], statuses] of [
    [
      'a session that was never given out',
      [
        { authorization, 'mcp-session-id': 'x'.repeat(200) },
        JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'ping' }),
      ],
      [200, 404],
    ],
    [
      'a token with something before or after it',
      [{ authorization: `Bearer ${token} ${token}` }],
      [400, 401],
    ],
    ['a token in small letters', [{ authorization: `Bearer ${token.toUpperCase()}` }], [401]],
    ['two tokens', [{ authorization: [authorization, 'Bearer other'] }], [400, 401, 200]],
    ['an empty token', [{ authorization: 'Bearer ' }], [400, 401]],
    ['a body that is no JSON', [{ authorization }, '{'], [400]],
    ['a body of another kind', [{ authorization, 'content-type': 'text/plain' }, 'x'], [400, 415]],
    ['a batch', [{ authorization }, '[]'], [400]],
    ['DELETE', [{ authorization }, '', 'DELETE'], [400, 404, 405]],
    ['PUT', [{ authorization }, '{}', 'PUT'], [404, 405]],
    [
      'another address under the same host',
      [{ authorization, host: '127.0.0.1@evil.example' }],
      [400, 403],
    ],
    [
      'a host with a trailing dot',
      [{ authorization, host: 'localhost.evil.example.' }],
      [400, 403],
    ],
  ]) {
    test(what, async () => {
      const { status, text } = await ask(served.url, headers, body, method);
      assert.ok(statuses.includes(status), `${status} ${text}`);
      assert.ok(!text.includes(token));
      assert.ok(!/at .*\.mjs|node:internal/.test(text), 'no stack is told');
    });
  }

  test('a body above the limit is refused by its size, and the next request is answered', async () => {
    const { status } = await ask(served.url, { authorization }, 'x'.repeat(65 * 1024 * 1024)).catch(
      () => ({ status: 413 }),
    );
    assert.equal(status, 413);
    assert.equal(
      (
        await ask(
          served.url,
          { authorization },
          JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'ping' }),
        )
      ).status,
      200,
    );
  });

  test('10 MB of arguments are an error with advice', async (t) => {
    const { call } = await open(t);
    const { isError, text } = await call('odoo_create', {
      model: 'res.partner',
      values: { name: 'x', comment: 'y'.repeat(10_000_000) },
    });
    assert.ok(isError);
    assert.match(text, /characters; \d+ are the most/);
  });
});

describe('who may not ask', () => {
  const refused = {
    'without a token': [{}, 401],
    'with another token': [{ authorization: 'Bearer a-token-of-some-lengtH' }, 401],
    'with a token of another scheme': [{ authorization: `Basic ${token}` }, 401],
    'under another host name': [{ authorization: `Bearer ${token}`, host: 'evil.example' }, 403],
    'from a page of elsewhere': [
      { authorization: `Bearer ${token}`, origin: 'https://evil.example' },
      403,
    ],
    'from a page without an origin': [{ authorization: `Bearer ${token}`, origin: 'null' }, 403],
  };
  for (const [what, [headers, status]] of Object.entries(refused)) {
    test(what, async () => {
      const answer = await ask(served.url, headers);
      assert.equal(answer.status, status, answer.text);
      if (status === 401) assert.match(answer.headers['www-authenticate'], /^Bearer/);
    });
  }

  test('a page of this machine may', async () => {
    const answer = await ask(
      served.url,
      { authorization: `Bearer ${token}`, origin: 'http://localhost:3000' },
      JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'ping' }),
    );
    assert.equal(answer.status, 200, answer.text);
  });

  test('another path is not there', async () => {
    assert.equal(
      (await ask(new URL('/other', served.url), { authorization: `Bearer ${token}` })).status,
      404,
    );
  });

  test('an address in the arguments of odoo_authenticate is refused', async (t) => {
    const { call } = await open(t);
    const { isError, text } = await call('odoo_authenticate', {
      url: 'http://169.254.169.254',
      database: 'x',
      username: 'x',
      password: 'x',
    });
    assert.ok(isError);
    assert.match(text, /denied_by_policy/);
  });
});

test('without ODOO_MCP_TOKEN a token is made and told once; a short one is refused', async (t) => {
  const mine = await serve([], {});
  const [, made] = /^bearer token: (\S{32,})$/.exec(mine.said[1]) ?? [];
  assert.ok(made, mine.said.join('\n'));
  const { call } = await open(t, { url: mine.url, bearer: made });
  assert.ok((await call('odoo_count', { model: 'res.partner' })).data.count > 0);
  await assert.rejects(serve([], { ODOO_MCP_TOKEN: 'short' }), /too short/);
});

test('tokens of an OAuth server are taken when they are for this server, in time and signed', async (t) => {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const other = await generateKeyPair('RS256');
  const issuing = createServer((incoming, response) => {
    const issuer = `http://127.0.0.1:${issuing.address().port}`;
    const answers = {
      '/.well-known/oauth-authorization-server': { issuer, jwks_uri: `${issuer}/keys` },
      '/keys': { keys: [{ ...jwk, alg: 'RS256', use: 'sig' }] },
    };
    response
      .writeHead(answers[incoming.url] ? 200 : 404, { 'content-type': 'application/json' })
      .end(JSON.stringify(answers[incoming.url] ?? {}));
  }).listen(0, '127.0.0.1');
  const jwk = await exportJWK(publicKey);
  await new Promise((done) => issuing.once('listening', done));
  t.after(() => issuing.close());
  const issuer = `http://127.0.0.1:${issuing.address().port}`;
  const audience = 'https://mcp.example.com/mcp';
  const mine = await serve(['--oauth-issuer', issuer, '--oauth-audience', audience]);
  const sign = ({ key = privateKey, to = audience, by = issuer, until = '5m', sub = 'ada' } = {}) =>
    new SignJWT({ sub })
      .setProtectedHeader({ alg: 'RS256' })
      .setIssuer(by)
      .setAudience(to)
      .setExpirationTime(until)
      .sign(key);

  const { call } = await open(t, { url: mine.url, bearer: await sign() });
  const args = { model: 'res.partner', values: { name: 'OAuth' } };
  const { data, text } = await call('odoo_create', args);
  assert.equal(data?.status, 'planned', text);

  const bob = await open(t, { url: mine.url, bearer: await sign({ sub: 'bob' }) });
  const stolen = await bob.call('odoo_create', { ...args, plan: data.plan });
  assert.match(stolen.text, /^plan_refused/, 'the plan of one user is no use to another');

  for (const [what, bearer] of Object.entries({
    'the static token': token,
    'another key': await sign({ key: other.privateKey }),
    'another audience': await sign({ to: 'https://other.example' }),
    'another issuer': await sign({ by: 'https://other.example' }),
    expired: await sign({ until: '-1m' }),
  })) {
    const answer = await ask(mine.url, { authorization: `Bearer ${bearer}` });
    assert.equal(answer.status, 401, what);
    assert.match(
      answer.headers['www-authenticate'],
      /resource_metadata="https:\/\/mcp\.example\.com\/\.well-known\/oauth-protected-resource\/mcp"/,
    );
  }
  const metadata = await (
    await fetch(new URL('/.well-known/oauth-protected-resource/mcp', mine.url))
  ).json();
  assert.deepEqual([metadata.resource, metadata.authorization_servers], [audience, [issuer]]);
});
