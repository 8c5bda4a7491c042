// `npx odoo-client-wasm sandbox`, end to end: what it prints, what answers, how it ends, and what
// it says of wrong input.

import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { freshFolder, installation, installed, patiently } from '../package/fixture.mjs';
import { failure, rpc, toolbox } from './fixture.mjs';

/** What npx runs. */
const command = join(installation, 'node_modules', '.bin', 'odoo-client-wasm');

/** Starts the command on a free port; resolves to its url, all it printed, and how to end it. */
async function start(t, ...args) {
  const child = spawn(command, ['sandbox', '--port', '0', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  t.after(() => child.kill('SIGKILL'));
  let text = '';
  for (const from of [child.stdout, child.stderr])
    from.on('data', (part) => {
      text += part;
    });
  const ended = once(child, 'exit');
  while (!/ends it\.\n$/.test(text)) {
    const [code] = await Promise.race([once(child.stdout, 'data'), ended]);
    if (child.exitCode !== null) throw new Error(`it ended with ${code}: ${text}`);
  }
  const url = /^listening on (http:\/\/127\.0\.0\.1:\d+)\n/.exec(text)[1];
  return {
    url,
    text,
    end: (signal) => {
      child.kill(signal);
      return ended;
    },
  };
}

/** Runs the command to its end. */
const run = (...args) =>
  new Promise((done) => {
    execFile(command, args, { timeout: 20_000 }, (error, stdout, stderr) =>
      done({ code: error?.code ?? 0, stdout, stderr }),
    );
  });

async function connect(url, user = 'admin', config = {}) {
  const client = new toolbox.OdooClient({
    url,
    database: 'demo',
    username: user,
    password: user,
    ...config,
  });
  await client.authenticate(patiently);
  return client;
}

describe('the server', () => {
  test('says where it is, who can log in and how to connect; a client does just that', async (t) => {
    const { url, text } = await start(t);
    assert.match(text, /Odoo 19\.0, database demo\n/);
    assert.match(text, /admin \(all rights\), demo \(employee\), portal \(customer\)/);
    const [, written] = /new OdooClient\((\{.*\})\)/.exec(text);
    const client = new toolbox.OdooClient(new Function(`return ${written}`)());
    assert.equal((await client.authenticate()).uid, 2);
    const id = await client.create('res.partner', { name: 'Zoë 😀' });
    assert.deepEqual(await client.read('res.partner', [id], ['name']), [{ id, name: 'Zoë 😀' }]);
    assert.equal(url, /url: '(.*?)'/.exec(written)[1]);
  });

  test('keeps web sessions by cookie, and closes no connection after an answer', async (t) => {
    const { url } = await start(t, '--odoo', '17');
    const login = await fetch(
      `${url}/web/session/authenticate`,
      rpc({ db: 'demo', login: 'demo', password: 'demo' }),
    );
    const [cookie] = login.headers.getSetCookie()[0].split(';');
    const info = await (
      await fetch(
        `${url}/web/session/get_session_info`,
        rpc({}, { headers: { 'content-type': 'application/json', cookie } }),
      )
    ).json();
    assert.deepEqual([info.result.username, info.result.server_version], ['demo', '17.0']);
    assert.equal(login.headers.get('connection'), 'keep-alive');
  });

  test('loads files of models and records into every database', async (t) => {
    const folder = freshFolder(t);
    writeFileSync(
      join(folder, 'zoo.toml'),
      '[models."zoo.animal"]\nfields = { name = { type = "char" } }\naccess = { "base.group_user" = "rwcd" }\n',
    );
    writeFileSync(
      join(folder, 'animals.json'),
      JSON.stringify({ records: { 'zoo.animal': [{ name: 'Rex' }] } }),
    );
    const { url, text } = await start(
      t,
      '--odoo',
      '18.0',
      '--db',
      'one',
      '--db',
      'two',
      '--data',
      join(folder, 'zoo.toml'),
      '--data',
      join(folder, 'animals.json'),
    );
    assert.match(text, /Odoo 18\.0, databases one, two\n/);
    for (const database of ['one', 'two']) {
      const client = await connect(url, 'demo', { database });
      assert.deepEqual(
        (await client.searchRead('zoo.animal', [], { fields: ['name'] })).map(({ name }) => name),
        ['Rex'],
      );
    }
  });

  test('gives API keys, leaves samples out, is slow when asked to', async (t) => {
    const { url } = await start(t, '--no-samples', '--api-key', 'admin=a-key', '--latency', '60ms');
    const before = performance.now();
    const answer = await fetch(`${url}/json/2/crm.lead/search_count`, {
      method: 'POST',
      headers: { authorization: 'Bearer a-key', 'content-type': 'application/json' },
      body: '{"domain": []}',
    });
    assert.deepEqual([answer.status, await answer.json()], [200, 0]);
    assert.ok(performance.now() - before >= 59);
  });

  test('loads a folder of models in the order of their names', async (t) => {
    const folder = freshFolder(t);
    writeFileSync(
      join(folder, '1-zoo.toml'),
      '[models."zoo.animal"]\nfields = { name = { type = "char" } }\n',
    );
    writeFileSync(
      join(folder, '2-animals.json'),
      JSON.stringify({ records: { 'zoo.animal': [{ name: 'Rex' }] } }),
    );
    const { url } = await start(t, '--models', folder);
    const client = await connect(url);
    assert.equal(await client.searchCount('zoo.animal', [['name', '=', 'Rex']]), 1);
  });

  test('refuses more requests at a time than it has connections, and passwords where a second factor is due', async (t) => {
    const { url } = await start(
      t,
      '--max-connections',
      '4',
      '--latency',
      '1000ms',
      '--two-factor',
      'demo',
    );
    const answers = await Promise.all(Array.from({ length: 12 }, () => fetch(`${url}/web/health`)));
    const full = answers.filter(({ status }) => status === 500);
    assert.equal(full.length, 8);
    assert.match(await full[0].text(), /The Connection Pool Is Full/);
    const login = await fetch(
      `${url}/web/session/authenticate`,
      rpc({ db: 'demo', login: 'demo', password: 'demo' }),
    );
    assert.deepEqual((await login.json()).result, { uid: null });
  });

  test('refuses a body that is too large, as Odoo does', async (t) => {
    const { url } = await start(t);
    const answer = await fetch(`${url}/jsonrpc`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: new Uint8Array(64_000_001),
    });
    assert.equal(answer.status, 413);
  });

  test('ends at once with Ctrl+C, even while something waits for it', async (t) => {
    const { url, end } = await start(t, '--latency', '1h');
    const waiting = failure(fetch(`${url}/web/health`));
    await new Promise((done) => setTimeout(done, 50));
    assert.deepEqual(await end('SIGINT'), [0, null]);
    assert.ok((await waiting) instanceof TypeError);
  });
});

describe('with --control', () => {
  const faults = async (url, rule) =>
    (await fetch(`${url}/sandbox/faults`, { method: 'POST', body: JSON.stringify(rule) })).status;

  test('faults strike, requests are listed, and a reset forgets', async (t) => {
    const { url } = await start(t, '--control');
    const client = await connect(url, 'admin', { timeoutMs: 500 });
    const health = () => fetch(`${url}/web/health`).then((answer) => answer.text());
    for (const fault of ['refuse', 'resetBefore', 'resetMidBody', 'truncate']) {
      assert.equal(await faults(url, { fault, path: '/web/health' }), 200);
      const { cause } = await failure(health());
      assert.match(
        String(cause?.code ?? cause?.message),
        /ECONNRESET|UND_ERR_SOCKET|UND_ERR_RES_CONTENT_LENGTH_MISMATCH/,
        fault,
      );
    }
    for (const fault of ['drip', 'chunked', 'gzip', 'delay']) {
      assert.equal(await faults(url, { fault, path: '/web/health', milliseconds: 20 }), 200);
      assert.equal(await health(), '{"status": "pass"}', fault);
    }
    for (const fault of ['hangBeforeHeaders', 'hangAfterHeaders']) {
      assert.equal(await faults(url, { fault }), 200);
      assert.ok(
        (await failure(client.searchCount('res.partner', []))) instanceof toolbox.OdooTimeoutError,
        fault,
      );
    }
    const { requests } = await (await fetch(`${url}/sandbox/requests`)).json();
    assert.deepEqual(requests.at(-1).args, [[]]);
    assert.doesNotMatch(JSON.stringify(requests), /"admin"\]|"password":"(?!•••")/);
    const id = await client.create('res.partner', { name: 'Ada' });
    assert.equal((await fetch(`${url}/sandbox/reset`, { method: 'POST' })).status, 200);
    assert.equal(await client.searchCount('res.partner', [['id', '=', id]]), 0);
  });

  test('only then', async (t) => {
    const { url } = await start(t);
    assert.equal(await faults(url, { fault: 'refuse' }), 404);
  });
});

describe('the command line', () => {
  test("--help lists every option, --version is the package's", async () => {
    const { code, stdout } = await run('sandbox', '--help');
    assert.equal(code, 0);
    for (const option of [
      'odoo',
      'port',
      'host',
      'db',
      'data',
      'models',
      'no-samples',
      'api-key',
      'two-factor',
      'latency',
      'max-connections',
      'session-lifetime',
      'control',
      'help',
    ])
      assert.match(stdout, new RegExp(`^  --${option}\\b`, 'm'));
    const { version } = JSON.parse(
      (await import('node:fs')).readFileSync(join(installed, 'package.json'), 'utf8'),
    );
    assert.equal((await run('--version')).stdout.trim(), version);
    assert.match((await run('--help')).stdout, /^usage: npx odoo-client-wasm <command>/);
  });

  test('what is wrong is said in a line, without a stack', async (t) => {
    const folder = freshFolder(t);
    const empty = freshFolder(t);
    writeFileSync(join(folder, 'broken.toml'), 'models = ');
    writeFileSync(join(folder, 'wrong.json'), '{"records": {"no.model": [{}]}}');
    for (const [args, message] of [
      [[], /^usage: npx odoo-client-wasm <command>/],
      [['serve'], /^odoo-client-wasm: there is no command "serve"/],
      [
        ['sandbox', '--port', 'x'],
        /^odoo-client-wasm sandbox: --port is "x", and a port is a number from 0 to 65535$/m,
      ],
      [['sandbox', '--port', '65536'], /--port is "65536"/],
      [
        ['sandbox', '--odoo', '16'],
        /--odoo is "16", and the sandbox behaves like 17, 18, 19, 20 or saas-19\.3/,
      ],
      [['sandbox', '--latency', '20'], /--latency is "20", and a time looks like 20ms/],
      [
        ['sandbox', '--data', 'nowhere.toml'],
        /--data is "nowhere\.toml", and there is no such file/,
      ],
      [
        ['sandbox', '--data', join(folder, 'broken.toml')],
        /cannot load .*broken\.toml: invalid TOML/,
      ],
      [
        ['sandbox', '--data', join(folder, 'wrong.json')],
        /cannot load .*wrong\.json: records of no\.model: unknown model/,
      ],
      [['sandbox', '--models', 'nowhere'], /--models is "nowhere", and there is no such folder/],
      [['sandbox', '--models', empty], /and there is no \.toml or \.json file in it/],
      [['sandbox', '--two-factor', 'nobody'], /twoFactor: there is no user nobody/],
      [
        ['sandbox', '--max-connections', '0'],
        /--max-connections is "0", and a number of connections is 1 or more/,
      ],
      [['sandbox', '--api-key', 'top-secret'], /--api-key takes LOGIN=KEY/],
      [['sandbox', '--api-key', 'nobody=top-secret'], /apiKeys: there is no user nobody/],
      [['sandbox', '--db', 'a', '--db', 'a'], /databases: there are two called a/],
      [['sandbox', '--prot', '1'], /Unknown option '--prot'/],
      [['sandbox', 'extra'], /Unexpected argument 'extra'/],
      [['sandbox', '--host', '203.0.113.1'], /cannot listen: .*EADDRNOTAVAIL/],
    ]) {
      const { code, stdout, stderr } = await run(...args);
      assert.equal(code, 2, args.join(' '));
      assert.equal(stdout, '');
      assert.match(stderr, message);
      assert.doesNotMatch(stderr, /^ +at |top-secret/m);
    }
  });

  test('a port that is taken is named, and another suggested', async (t) => {
    const other = createServer().listen(0, '127.0.0.1');
    t.after(() => other.close());
    await once(other, 'listening');
    const { port } = other.address();
    const { code, stderr } = await run('sandbox', '--port', String(port));
    assert.equal(code, 2);
    assert.match(
      stderr,
      new RegExp(`port ${port} is taken: .*--port ${port + 1}, or any free one with --port 0`),
    );
  });
});
