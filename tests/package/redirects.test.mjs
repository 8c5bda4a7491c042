// A redirect is never followed: no request is made twice, and nothing goes to another server.
// Counted on the servers.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { inspect } from 'node:util';
import { combinations, startCombination } from './combinations.mjs';
import { toolbox } from './fixture.mjs';

const { OdooClient, OdooNetworkError } = toolbox;

const statuses = [301, 302, 303, 307, 308];
const secret = 'hunter2-the-secret';

/** A server that counts what comes, and answers by `answer`. */
async function listen(answer) {
  const seen = [];
  const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    seen.push({
      url: request.url,
      headers: request.headers,
      text: Buffer.concat(chunks).toString(),
    });
    answer(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    seen,
    url: `http://127.0.0.1:${server.address().port}`,
    stop: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(done);
      }),
  };
}

const failure = (promise) =>
  promise.then(
    (value) => assert.fail(`it resolved to ${inspect(value)}`),
    (error) => error,
  );

describe('a call that is redirected', () => {
  for (const combination of combinations.filter(({ series }) => series !== '18')) {
    describe(combination.name, async () => {
      const other = await listen((request, response) => response.end('{}'));
      const sandbox = await startCombination(combination);
      after(() => Promise.all([other.stop(), sandbox.stop()]));
      const targets = {
        'the same origin': '/elsewhere',
        'another origin': `${other.url}/jsonrpc`,
        'a dead port': 'http://127.0.0.1:9/x',
        'an unknown host': 'http://no-such-host.invalid/x',
        itself: undefined,
      };
      let count = 0;

      for (const status of statuses) {
        for (const [where, location] of Object.entries(targets)) {
          for (const applyFirst of [false, true]) {
            test(`${status} to ${where}${applyFirst ? ', after it was carried out' : ''}, is told and not made again`, async () => {
              const client = await sandbox.connect('admin', {
                headers: { 'X-Proxy-Token': secret },
              });
              const name = `Redirected ${(count += 1)}`;
              const path = {
                session: '/web/dataset/call_kw/res.partner/create',
                jsonrpc: '/jsonrpc',
                json2: '/json/2/res.partner/create',
              }[combination.protocol];
              await sandbox.forget();
              await sandbox.strike({
                fault: 'redirect',
                status,
                location: location ?? path,
                method: 'create',
                count: 30,
                applyFirst,
              });
              const error = await failure(client.create('res.partner', { name }));
              assert.equal(error.constructor, OdooNetworkError, inspect(error));
              assert.deepEqual(
                [error.status, error.notSent, error.refused],
                [status, false, false],
              );
              assert.ok(
                location === undefined
                  ? /redirects to itself/.test(error.message)
                  : error.message.includes(location),
                error.message,
              );
              assert.equal((await sandbox.journal()).counts['res.partner.create'], 1);
              await sandbox.heal();
              assert.equal(
                await client.searchCount('res.partner', [['name', '=', name]]),
                applyFirst ? 1 : 0,
              );
              assert.equal(client.isAuthenticated(), true);
              assert.deepEqual(other.seen, []);
              assert.ok(!inspect(error).includes(secret));
            });
          }
        }
      }

      test('is a read as well', async () => {
        const client = await sandbox.connect();
        await sandbox.forget();
        await sandbox.strike({
          fault: 'redirect',
          location: `${other.url}/x`,
          method: 'search_count',
          count: 30,
        });
        assert.equal(
          (await failure(client.searchCount('res.partner'))).constructor,
          OdooNetworkError,
        );
        assert.equal((await sandbox.journal()).counts['res.partner.search_count'], 1);
        await sandbox.heal();
      });
    });
  }
});

describe('a login that is redirected', () => {
  const accounts = {
    auto: { username: 'ada', password: secret },
    session: { username: 'ada', password: secret, protocol: 'session' },
    jsonrpc: { username: 'ada', password: secret, protocol: 'jsonrpc' },
    json2: { apiKey: secret, protocol: 'json2' },
  };
  let other;
  before(async () => {
    other = await listen((request, response) => response.end('{"result":7}'));
  });
  after(() => other.stop());

  for (const status of statuses) {
    for (const [name, account] of Object.entries(accounts)) {
      test(`${status} over ${name}: the right url is named, and the password went nowhere else`, async (t) => {
        const server = await listen((request, response) =>
          response.writeHead(status, { location: `${other.url}${request.url}?token=x` }).end(),
        );
        t.after(() => server.stop());
        const error = await failure(
          new OdooClient({ url: server.url, database: 'demo', ...account }).authenticate(),
        );
        assert.equal(error.constructor, OdooNetworkError, inspect(error));
        assert.ok(error.message.includes(`use ${other.url} as url`), error.message);
        assert.ok(!inspect(error, { depth: 9 }).includes(secret));
        assert.equal(server.seen.length, 1);
        assert.deepEqual(other.seen, []);
      });
    }
  }

  test('to https on the same host is told in so many words', async (t) => {
    const server = await listen((request, response) =>
      response
        .writeHead(301, { location: `${server.url.replace('http:', 'https:')}${request.url}` })
        .end(),
    );
    t.after(() => server.stop());
    const error = await failure(
      new OdooClient({ url: server.url, database: 'demo', ...accounts.auto }).authenticate(),
    );
    assert.ok(
      error.message.includes(
        `${server.url} is there over https alone: use ${server.url.replace('http:', 'https:')} as url`,
      ),
      error.message,
    );
  });
});

test('a fetch of the program that follows all the same has its answer refused', async (t) => {
  const target = await listen((request, response) =>
    response
      .setHeader('content-type', 'application/json')
      .end('{"jsonrpc":"2.0","id":1,"result":7}'),
  );
  const server = await listen((request, response) =>
    response.writeHead(307, { location: `${target.url}/jsonrpc` }).end(),
  );
  t.after(() => Promise.all([target.stop(), server.stop()]));
  const fetching = (url, { redirect, ...init }) => fetch(url, init);
  const error = await failure(
    new OdooClient({
      url: server.url,
      database: 'demo',
      username: 'ada',
      password: secret,
      protocol: 'jsonrpc',
      fetch: fetching,
    }).authenticate(),
  );
  assert.equal(error.constructor, OdooNetworkError, inspect(error));
  assert.ok(error.message.includes(`use ${target.url} as url`), error.message);
});

test('a fetch of the program that sends everything through a proxy of its own is no redirect', async (t) => {
  const proxy = await listen((request, response) =>
    response
      .setHeader('content-type', 'application/json')
      .end('{"jsonrpc":"2.0","id":1,"result":7}'),
  );
  t.after(() => proxy.stop());
  const fetching = (url, init) => fetch(`${proxy.url}/?to=${encodeURIComponent(url)}`, init);
  const transport = new OdooClient({
    url: 'http://odoo.invalid',
    database: 'demo',
    username: 'ada',
    password: 'x',
    protocol: 'jsonrpc',
    fetch: fetching,
  });
  const error = await transport.authenticate().catch((caught) => caught);
  assert.ok(!/redirect/.test(error?.message ?? ''), inspect(error));
});
