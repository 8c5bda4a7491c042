// The command over a pipe, as hosts start it.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { startSandbox } from '../package/sandbox.mjs';
import { callWith, clientOf, program, revisions } from './fixture.mjs';

let odoo;
before(async () => {
  odoo = await startSandbox();
});

const folder = mkdtempSync(join(tmpdir(), 'odoo-mcp-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const environment = (more = {}) => ({
  PATH: process.env.PATH,
  HOME: folder,
  ODOO_URL: odoo.url,
  ODOO_DB: 'demo',
  ODOO_USER: 'admin',
  ODOO_PASSWORD: 'admin',
  ...more,
});

async function open(t, { args = [], env = environment(), revision, cwd = folder } = {}) {
  const client = clientOf({ revision });
  await client.connect(
    new StdioClientTransport({
      command: process.execPath,
      args: [program, 'mcp', ...args],
      env,
      cwd,
      stderr: 'inherit',
    }),
  );
  t.after(() => client.close());
  return { client, call: callWith(client) };
}

/** The bare process, for what an official client does not do. */
function bare(t, args = [], env = environment()) {
  const child = spawn(process.execPath, [program, 'mcp', ...args], {
    env,
    cwd: folder,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  t.after(() => child.kill('SIGKILL'));
  child.told = '';
  child.stderr.on('data', (chunk) => {
    child.told += chunk;
  });
  child.ended = new Promise((done) => child.once('exit', (code, signal) => done({ code, signal })));
  const lines = [];
  const waiting = [];
  let rest = '';
  child.stdout.on('data', (chunk) => {
    rest += chunk;
    const parts = rest.split('\n');
    rest = parts.pop();
    for (const part of parts) (waiting.shift() ?? ((line) => lines.push(line)))(part);
  });
  child.line = () =>
    new Promise((done) => {
      lines.length ? done(lines.shift()) : waiting.push(done);
    });
  child.say = (message) => child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  return child;
}

const hello = {
  id: 1,
  method: 'initialize',
  params: {
    protocolVersion: '2025-11-25',
    capabilities: {},
    clientInfo: { name: 't', version: '1' },
  },
};

for (const revision of Object.keys(revisions)) {
  test(`a host that speaks ${revision} logs in by the environment alone`, async (t) => {
    const { call } = await open(t, { revision });
    const { data, text } = await call('odoo_search', {
      model: 'res.users',
      domain: "[('id','=',uid)]",
      fields: ['login'],
    });
    assert.equal(data?.rows[0][1], 'admin', text);
  });
}

test('.odoo.env in the working directory is enough', async (t) => {
  const cwd = mkdtempSync(join(folder, 'env-'));
  writeFileSync(
    join(cwd, '.odoo.env'),
    `ODOO_URL=${odoo.url}\nODOO_DB=demo\nODOO_USER=demo\nODOO_PASSWORD=demo\n`,
  );
  const { call } = await open(t, { cwd, env: { PATH: process.env.PATH } });
  const { data, text } = await call('odoo_authenticate');
  assert.equal(data?.username, 'demo', text);
  assert.ok(!text.includes('password'));
});

test('without settings the tools say which ones, and logging in by arguments goes on from there', async (t) => {
  const { call } = await open(t, { env: { PATH: process.env.PATH } });
  const { isError, text } = await call('odoo_count', { model: 'res.partner' });
  assert.ok(isError);
  assert.match(text, /not_connected.*ODOO_URL.*odoo_authenticate/s);
  const given = { url: odoo.url, database: 'demo', username: 'admin', password: 'admin' };
  assert.equal((await call('odoo_authenticate', given)).isError, undefined);
  assert.ok((await call('odoo_count', { model: 'res.partner' })).data.count > 0);
});

test('a password of the environment goes to no address that came as an argument', async (t) => {
  const { call } = await open(t);
  const { isError, text } = await call('odoo_authenticate', {
    url: 'http://127.0.0.1:9',
    database: 'x',
  });
  assert.ok(isError);
  assert.match(text, /also username and password must be given/);
});

test('a policy file in the working directory holds, and one that is not understood stops the start', async (t) => {
  const cwd = mkdtempSync(join(folder, 'policy-'));
  writeFileSync(join(cwd, 'odoo-mcp.toml'), 'read_only = true\n');
  const { client } = await open(t, { cwd });
  const { tools } = await client.listTools();
  assert.ok(
    !tools.some(({ name }) =>
      ['odoo_create', 'odoo_update', 'odoo_delete', 'odoo_call', 'odoo_message'].includes(name),
    ),
  );
  writeFileSync(join(folder, 'wrong.toml'), '[models."res.partner"]\nupdat = "deny"\n');
  const child = bare(t, ['--policy', 'wrong.toml']);
  assert.deepEqual(await child.ended, { code: 2, signal: null });
  assert.match(
    child.told,
    /wrong\.toml: models\."res\.partner"\.updat is not understood\. Did you mean `update`/,
  );
});

test("the audit log has a line before and after each change, no password, and is its owner's", async (t) => {
  const file = join(folder, 'audit.jsonl');
  writeFileSync(join(folder, 'allow.toml'), '[default]\ncreate = "allow"\n');
  const { call } = await open(t, { args: ['--policy', 'allow.toml', '--audit', file] });
  await call('odoo_create', { model: 'res.partner', values: { name: 'Logged' } });
  const lines = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  assert.deepEqual(
    lines.map(({ event }) => event),
    ['sent', 'done'],
  );
  assert.equal(lines[0].change, lines[1].change);
  assert.deepEqual(lines[0].values, [{ name: 'Logged' }]);
  assert.equal(statSync(file).mode & 0o077, 0);
});

describe('bad input', () => {
  test('10 MB of arguments are an error with advice, and the process lives on', async (t) => {
    const { call } = await open(t);
    const { isError, text } = await call('odoo_create', {
      model: 'res.partner',
      values: { name: 'x', comment: 'y'.repeat(10_000_000) },
    });
    assert.ok(isError);
    assert.match(text, /characters; \d+ are the most.*Make several calls/s);
    assert.ok((await call('odoo_count', { model: 'res.partner' })).data.count > 0);
  });

  test('lines that are no JSON, no message or no known method leave the process alive', async (t) => {
    const child = bare(t);
    child.say(hello);
    assert.equal(JSON.parse(await child.line()).id, 1);
    child.stdin.write('not json\n{"jsonrpc":"2.0"}\n[]\nnull\n"x"\n\n');
    child.say({ id: 2, method: 'no/such' });
    assert.equal(JSON.parse(await child.line()).error.code, -32601);
    child.say({ id: 3, method: 'tools/call', params: { name: 'odoo_nothing', arguments: {} } });
    const answer = JSON.parse(await child.line());
    assert.ok(answer.error ?? answer.result.isError);
    child.say({ id: 4, method: 'ping' });
    assert.equal(JSON.parse(await child.line()).id, 4);
  });

  test('a dead Odoo is an error with advice, and the next call tries anew', async (t) => {
    const closed = createServer().listen(0, '127.0.0.1');
    await new Promise((done) => closed.once('listening', done));
    const { port } = closed.address();
    await new Promise((done) => closed.close(done));
    const { call } = await open(t, { env: environment({ ODOO_URL: `http://127.0.0.1:${port}` }) });
    for (let round = 0; round < 2; round += 1) {
      const { isError, text } = await call('odoo_count', { model: 'res.partner' });
      assert.ok(isError);
      assert.match(text, /^unreachable: .*Next: Check that Odoo runs/s);
    }
  });

  test('a wrong password is told without it', async (t) => {
    const { call } = await open(t, { env: environment({ ODOO_PASSWORD: 'hunter-two-2' }) });
    const { isError, text } = await call('odoo_count', { model: 'res.partner' });
    assert.ok(isError);
    assert.match(text, /^login_failed/);
    assert.ok(!text.includes('hunter-two-2'));
  });

  test('the process ends by itself when the host closes the pipe, in the middle of a call too', async (t) => {
    for (const busy of [false, true]) {
      const child = bare(t);
      child.say(hello);
      await child.line();
      if (busy)
        child.say({ id: 2, method: 'tools/call', params: { name: 'odoo_models', arguments: {} } });
      child.stdin.end();
      assert.deepEqual(await child.ended, { code: 0, signal: null });
      assert.equal(child.told, '');
    }
  });

  test('the process ends by itself when nobody reads its answers any more', async (t) => {
    const child = bare(t);
    child.say(hello);
    await child.line();
    child.stdout.destroy();
    for (let id = 2; id < 50; id += 1) child.say({ id, method: 'tools/list' });
    child.stdin.on('error', () => {});
    assert.equal((await child.ended).code, 0);
  });

  /** A process over a slow Odoo, with a write under way. */
  async function busy(t, latency = '700ms') {
    const slow = await startSandbox('--latency', latency);
    const audit = join(mkdtempSync(join(folder, 'busy-')), 'audit.jsonl');
    writeFileSync(join(folder, 'allow.toml'), '[default]\ncreate = "allow"\n');
    const child = bare(
      t,
      ['--policy', 'allow.toml', '--audit', audit],
      environment({ ODOO_URL: slow.url }),
    );
    child.say(hello);
    await child.line();
    child.say({ method: 'notifications/initialized' });
    child.say({
      id: 2,
      method: 'tools/call',
      params: {
        name: 'odoo_create',
        arguments: { model: 'res.partner', values: { name: 'Under way' } },
      },
    });
    child.say({
      id: 3,
      method: 'tools/call',
      params: { name: 'odoo_count', arguments: { model: 'res.country' } },
    });
    child.say({
      id: 4,
      method: 'resources/read',
      params: { uri: 'odoo://default/res.partner/8/name' },
    });
    return {
      child,
      events: () =>
        readFileSync(audit, 'utf8')
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line).event),
    };
  }
  const answersOf = async (child) => {
    const answers = [
      JSON.parse(await child.line()),
      JSON.parse(await child.line()),
      JSON.parse(await child.line()),
    ];
    return Object.fromEntries(answers.map(({ id, result }) => [id, result]));
  };

  for (const [what, close] of Object.entries({
    'the host closes its end': (child) => child.stdin.end(),
    'the process is told to end': (child) => child.kill('SIGTERM'),
    'both happen': (child) => {
      child.stdin.end();
      child.kill('SIGTERM');
    },
  })) {
    test(`calls that are under way are finished and answered when ${what}`, async (t) => {
      const { child, events } = await busy(t);
      // The messages are in the pipe; the signal is not to come before them.
      await new Promise((done) => setTimeout(done, 200));
      close(child);
      const answers = await answersOf(child);
      assert.equal(answers[2].structuredContent?.status, 'done', JSON.stringify(answers[2]));
      assert.ok(answers[3].structuredContent.count > 0);
      assert.ok(answers[4].contents[0].text);
      assert.deepEqual(await child.ended, { code: 0, signal: null });
      assert.deepEqual(events(), ['sent', 'done']);
      assert.equal(child.told, '');
    });
  }

  test('a call that never ends does not keep the process', async (t) => {
    const { child } = await busy(t, '60s');
    const start = performance.now();
    child.stdin.end();
    assert.equal((await child.ended).code, 0);
    assert.ok(performance.now() - start < 14_000);
  });

  test('a question to a person who is gone does not keep the process', async (t) => {
    const child = bare(t);
    child.say({ ...hello, params: { ...hello.params, capabilities: { elicitation: {} } } });
    await child.line();
    child.say({ method: 'notifications/initialized' });
    child.say({
      id: 2,
      method: 'tools/call',
      params: { name: 'odoo_create', arguments: { model: 'res.partner', values: { name: 'x' } } },
    });
    assert.equal(JSON.parse(await child.line()).method, 'elicitation/create');
    const start = performance.now();
    child.stdin.end();
    assert.deepEqual(await child.ended, { code: 0, signal: null });
    assert.ok(performance.now() - start < 3000);
  });

  test('a second signal ends it at once', async (t) => {
    const { child } = await busy(t, '60s');
    await new Promise((done) => setTimeout(done, 200));
    child.kill('SIGTERM');
    await new Promise((done) => setTimeout(done, 300));
    child.kill('SIGTERM');
    const start = performance.now();
    assert.equal((await child.ended).code, 0);
    assert.ok(performance.now() - start < 2000);
  });

  test('SIGTERM ends it in order', async (t) => {
    const child = bare(t);
    child.say(hello);
    await child.line();
    child.kill('SIGTERM');
    assert.deepEqual(await child.ended, { code: 0, signal: null });
  });
});

test('200 calls at once are all answered', async (t) => {
  const { call } = await open(t);
  const results = await Promise.all(
    Array.from({ length: 200 }, (_, index) =>
      call('odoo_search', {
        model: 'res.partner',
        domain: [['id', '=', (index % 20) + 1]],
        fields: ['name'],
      }),
    ),
  );
  for (const { isError, text } of results) assert.ok(!isError, text);
});
