// Going back, keeping, and looking at what was called.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { promisify } from 'node:util';
import { alias, freshFolder } from '../package/fixture.mjs';
import { connect, createSandbox, failure, rpc } from './fixture.mjs';

const names = (client, start) =>
  client
    .searchRead('res.partner', [['name', '=like', `${start}%`]], { fields: ['name'] })
    .then((found) => found.map(({ name }) => name));

describe('reset and snapshot', () => {
  test('reset goes back to the records of the start', async () => {
    const odoo = createSandbox({ records: { 'res.partner': [{ name: 'Test: given' }] } });
    const client = await connect(odoo);
    await client.create('res.partner', { name: 'Test: made' });
    const given = await client.search('res.partner', [['name', '=', 'Test: given']]);
    await client.unlink('res.partner', given);
    assert.deepEqual(await names(client, 'Test:'), ['Test: made']);
    odoo.reset();
    assert.deepEqual(await names(client, 'Test:'), ['Test: given']);
  });

  test('reset to a snapshot goes back to it, as often as is asked for', async () => {
    const odoo = createSandbox();
    const client = await connect(odoo);
    await client.create('res.partner', { name: 'Test: kept' });
    const snapshot = odoo.snapshot();
    for (const name of ['Test: one', 'Test: two']) {
      await client.create('res.partner', { name });
      assert.deepEqual((await names(client, 'Test:')).sort(), ['Test: kept', name]);
      odoo.reset(snapshot);
      assert.deepEqual(await names(client, 'Test:'), ['Test: kept']);
    }
    odoo.reset();
    assert.deepEqual(await names(client, 'Test:'), []);
  });

  test('ids after a reset are those the records had the first time', async () => {
    const odoo = createSandbox();
    const client = await connect(odoo);
    const first = await client.create('res.partner', { name: 'A' });
    odoo.reset();
    assert.equal(await client.create('res.partner', { name: 'B' }), first);
  });

  test('a snapshot keeps who is logged in; the start is without anyone', async () => {
    const odoo = createSandbox({ odoo: '18.0' });
    const login = await odoo.fetch(
      `${odoo.url}/web/session/authenticate`,
      rpc({ db: 'demo', login: 'admin', password: 'admin' }),
    );
    const [cookie] = login.headers.getSetCookie()[0].split(';');
    const info = async () =>
      (
        await odoo.fetch(
          `${odoo.url}/web/session/get_session_info`,
          rpc({}, { headers: { 'content-type': 'application/json', cookie } }),
        )
      ).json();
    const snapshot = odoo.snapshot();
    assert.equal((await info()).result.uid, 2);
    odoo.reset();
    assert.match((await info()).error.data.name, /SessionExpired/);
    odoo.reset(snapshot);
    assert.equal((await info()).result.uid, 2);
  });

  test('faults are lifted and requests forgotten', async () => {
    const odoo = createSandbox();
    const client = await connect(odoo, 'admin', { protocol: 'jsonrpc' });
    odoo.failNext('refuse');
    assert.ok(odoo.requests.length > 0);
    odoo.reset();
    assert.deepEqual(odoo.requests, []);
    await client.searchCount('res.partner', []);
    assert.equal(odoo.requests.length, 1);
  });

  test("another sandbox's snapshot, or something else, is refused", () => {
    const [one, other] = [createSandbox(), createSandbox()];
    for (const wrong of [other.snapshot(), {}, null, 'start'])
      assert.throws(
        () => one.reset(wrong),
        /^TypeError: reset: expected nothing, or what snapshot\(\) of this very sandbox gave/,
      );
  });
});

describe('requests', () => {
  test('tell the calls of a client in order, with their arguments', async () => {
    const odoo = createSandbox();
    const client = await connect(odoo, 'admin', { protocol: 'jsonrpc' });
    odoo.reset();
    const id = await client.create('res.partner', { name: 'Ada' }, { lang: 'en_US' });
    await client.read('res.partner', [id], ['name']);
    const [create, read, ...others] = odoo.requests;
    assert.deepEqual(others, []);
    assert.deepEqual(
      [
        create.protocol,
        create.verb,
        create.path,
        create.service,
        create.model,
        create.method,
        create.status,
      ],
      ['jsonrpc', 'POST', '/jsonrpc', 'object', 'res.partner', 'create', 200],
    );
    assert.equal(create.args[0].name ?? create.args[0][0].name, 'Ada');
    assert.equal(create.kwargs.context.lang, 'en_US');
    assert.deepEqual([read.method, read.args[0]], ['read', [id]]);
    assert.ok(Math.abs(read.time - Date.now()) < 10_000 && read.time >= create.time);
  });

  test('tell of calls that failed, and of the faults that struck', async () => {
    const odoo = createSandbox();
    const client = await connect(odoo, 'admin', { protocol: 'jsonrpc', retries: 0 });
    odoo.reset();
    await failure(client.call('res.partner', 'no_such_method'));
    odoo.failNext({ fault: 'status', status: 503 });
    await failure(client.searchCount('res.partner', []));
    assert.deepEqual(
      odoo.requests.map(({ method, status, fault }) => [method, status, fault]),
      [
        ['no_such_method', 200, undefined],
        ['search_count', 503, 'status'],
      ],
    );
  });

  test('are as little as possible of what they are told of: changing them changes nothing', async () => {
    const odoo = createSandbox();
    await connect(odoo);
    const { length } = odoo.requests;
    odoo.requests.pop();
    odoo.requests[0].method = 'x';
    assert.equal(odoo.requests.length, length);
    assert.notEqual(odoo.requests[0].method, 'x');
  });

  test('show no secret, whatever the protocol', async () => {
    const odoo = createSandbox({
      apiKeys: { admin: 'top-secret' },
      records: { 'res.users': [{ login: 'ada', name: 'Ada', password: 'top-secret' }] },
    });
    const client = await connect(odoo, 'ada', { password: 'top-secret' });
    await client.searchCount('res.partner', []);
    await failure(
      client.create('res.users', { name: 'Bob', login: 'bob', password: 'top-secret' }),
    );
    await client.call('res.users', 'change_password', ['top-secret', 'top-secret']);
    await odoo.fetch(
      `${odoo.url}/web/session/authenticate`,
      rpc({ db: 'demo', login: 'ada', password: 'top-secret' }),
    );
    await odoo.fetch(`${odoo.url}/json/2/res.partner/search_count`, {
      method: 'POST',
      headers: { authorization: 'Bearer top-secret' },
      body: '{}',
    });
    assert.ok(odoo.requests.length >= 6);
    assert.doesNotMatch(JSON.stringify(odoo.requests), /top-secret/);
  });
});

test('a sandbox that nobody holds any more gives its memory back', async (t) => {
  const program = join(freshFolder(t), 'program.mjs');
  writeFileSync(
    program,
    `
import { createSandbox } from '${alias}/sandbox';
const records = { 'res.partner': Array.from({ length: 500 }, (_, index) => ({ name: 'Partner ' + index, comment: 'x'.repeat(2000) })) };
const megabytes = async (count) => {
  for (let round = 0; round < count; round += 1) {
    createSandbox({ records }).snapshot();
    gc();
    await new Promise((done) => setTimeout(done));
  }
  return process.memoryUsage().rss / 2 ** 20;
};
const before = await megabytes(10);
console.log((await megabytes(60)) - before);
`,
  );
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', program]);
  // Kept, they would be 60 times more than a megabyte.
  assert.ok(Number(stdout) < 30, `${stdout} MB more`);
});
