// What an error advises fits what went wrong, and what is said is our own language.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { folder, odoo, program, run, twoLines } from './fixture.mjs';

describe('the advice of an error', () => {
  for (const [what, args, env, code, advice] of [
    ['a database', ['count', 'res.partner'], { ODOO_DB: 'nope' }, 3, /name the database with --db/],
    ['a model', ['count', 'no.model'], {}, 6, /odoo-client-wasm models WORD/],
    ['a method', ['call', 'res.partner', 'no_method', '--yes'], {}, 6, /the name of the method/],
    ['a field', ['search', 'res.partner', 'nmae=1'], {}, 6, /odoo-client-wasm fields MODEL/],
    ['a report', ['report', 'no.report', '1'], {}, 6, /check the name of the report/],
    [
      'a record of a report',
      ['report', 'account.report_invoice', '9999999'],
      {},
      6,
      /records exist/,
    ],
    [
      'a model of types',
      ['types', '--models', 'nomodel', '-o', '-'],
      {},
      6,
      /odoo-client-wasm models/,
    ],
  ])
    test(`names the place of ${what} that is not there`, async (t) => {
      const { run: cli } = await odoo(t);
      const { code: ended, stderr } = await cli(args, { env });
      assert.deepEqual([ended, twoLines(stderr)], [code, true], stderr);
      assert.match(stderr.trimEnd().split('\n').at(-1), advice);
      assert.doesNotMatch(stderr, /What to do:|correct the settings/);
    });

  test('for settings that are missing speaks of no program', async (t) => {
    const { run: cli } = await odoo(t);
    const { code, stderr } = await cli(['count', 'res.partner'], { env: { ODOO_DB: '' } });
    assert.deepEqual([code, twoLines(stderr)], [3, true], stderr);
    assert.match(stderr, /ODOO_DB/);
    assert.doesNotMatch(stderr, /OdooClient\(/);
  });

  test('for arguments of a method that came as one list is to write each apart', async (t) => {
    const { run: cli } = await odoo(t);
    const { stderr } = await cli(['call', 'res.partner', 'read', "[[1], ['name']]"]);
    assert.match(
      stderr,
      /write each argument apart: .* call res\.partner read '\[1\]' '\["name"\]'/,
    );
    assert.doesNotMatch(stderr, /links to a record/);
  });

  test('says once that nothing was sent', async (t) => {
    const { run: cli } = await odoo(t);
    const { stderr } = await cli(['create', 'res.partner', 'name=A', 'nmae=B', '--yes']);
    assert.ok((stderr.match(/nothing was sent/gi) ?? []).length <= 1, stderr);
  });

  test('of login is to look for the server, where none answers, before it asks for a database', async (t) => {
    const { code, stderr } = await run(
      ['login', '--url', 'http://127.0.0.1:64997', '--user', 'x', '--password-stdin'],
      { cwd: folder(t), input: 'x' },
    );
    assert.deepEqual([code, twoLines(stderr)], [8, true], stderr);
    assert.match(stderr, /cannot reach http:\/\/127\.0\.0\.1:64997/);
  });
});

describe('a password that is an everyday word', () => {
  for (const password of ['user', 'wrong', 'password', 'demo1', '19.0'])
    test(`such as ${password} cuts none of our sentences`, async (t) => {
      const { run: cli } = await odoo(t);
      for (const args of [['count', 'res.partner'], ['check']]) {
        const { stdout, stderr } = await cli(args, { env: { ODOO_PASSWORD: password } });
        assert.match(stdout + stderr, /wrong username or password for user "admin"/);
        assert.doesNotMatch(stdout + stderr, /•/);
      }
    });

  test('is taken out of what the server says, where it stands as a value', async (t) => {
    const { run: cli, sandbox } = await odoo(t, { apiKeys: { admin: 'hunter' } });
    sandbox.failNext({
      fault: 'error',
      name: 'odoo.exceptions.UserError',
      message: `Refused to a hunter: ('demo', "hunter"), 'hunter', password=hunter`,
      model: 'res.partner',
      method: 'search_count',
    });
    const { code, stdout, stderr } = await cli(['count', 'res.partner', '--debug'], {
      env: { ODOO_PASSWORD: '', ODOO_API_KEY: 'hunter' },
    });
    assert.equal(code, 7, stderr);
    assert.match(stderr, /Refused to a hunter: \('demo', "•••"\), '•••', password=•••/);
    assert.doesNotMatch(stdout + stderr, /["'=]hunter/);
  });
});

/** What the program prints at a terminal of so many columns. */
function atColumns(columns, args, { cwd, env }) {
  const words = [process.execPath, program, ...args].map((word) => `'${word}'`).join(' ');
  const child = spawn('script', ['-qec', `stty cols ${columns}; ${words}`, '/dev/null'], {
    cwd,
    env: { PATH: process.env.PATH, HOME: cwd, TERM: 'xterm', NO_COLOR: '1', ...env },
  });
  let text = '';
  child.stdout.on('data', (part) => {
    text += part;
  });
  child.stdin.end();
  return new Promise((done) => {
    child.on('close', () => done(text.replaceAll('\r', '').trimEnd().split('\n')));
  });
}

describe('a table', () => {
  test('is never wider than the terminal, uses all of it, and keeps names whole', async (t) => {
    const { cwd, url } = await odoo(t);
    const env = {
      ODOO_URL: url,
      ODOO_DB: 'demo',
      ODOO_USER: 'admin',
      ODOO_PASSWORD: 'admin',
      ODOO_CONFIG_DIR: join(cwd, 'config'),
      ODOO_CACHE_DIR: join(cwd, 'cache'),
    };
    for (const columns of [60, 80, 120]) {
      const tables = await Promise.all(
        [
          ['fields', 'res.partner', 'name'],
          ['fields', 'res.partner'],
          ['search', 'res.partner', '--limit', '20'],
          ['search', 'res.partner', '--limit', '20', '--table'],
          ['models'],
        ].map((args) => atColumns(columns, args, { cwd, env })),
      );
      for (const lines of tables)
        for (const line of lines) assert.ok([...line].length <= columns, `${columns}: ${line}`);
      const [named, fields, searched] = tables;
      assert.match(named.join('\n'), /^commercial_company_name /m);
      for (const line of fields) assert.doesNotMatch(line.split(/ {2}/)[0], /…/);
      if (columns >= 80) for (const line of fields) assert.doesNotMatch(line, /→ [\w.]*…/);
      assert.ok(searched.some((line) => line.includes('…')) || columns === 120);
      if (columns === 80) {
        const widest = Math.max(...fields.map((line) => [...line].length));
        assert.equal(widest, columns);
      }
    }
  });
});

describe('a wrong command line', () => {
  for (const [args, message] of [
    [['import', 'f.csv', '--modle', 'x'], /unknown option '--modle'; did you mean --model\?/],
    [['sandbox', '--prot', '1'], /Unknown option '--prot'; did you mean --port\?/],
    [['--limit', '3', 'serch'], /there is no command "serch"; did you mean "search"\?/],
    [['--limit', '3'], /--limit stands without a command/],
    [['mcp', '--prot', '1'], /Unknown option '--prot'\. Did you mean `--port`\?/],
  ])
    test(`${args.join(' ')} is told with what was meant`, async (t) => {
      const { code, stderr } = await run(args, { cwd: folder(t) });
      assert.deepEqual([code, twoLines(stderr)], [2, true], stderr);
      assert.match(stderr, message);
    });

  test('options of a command may stand before it, with their values', async (t) => {
    const { run: cli } = await odoo(t);
    const { code, stdout, stderr } = await cli(['--limit', '3', 'search', 'res.partner', '--ids']);
    assert.deepEqual([code, stdout.trim().split('\n').length], [0, 3], stderr);
  });

  test('behind npx, all commands that are named begin with npx', async (t) => {
    const { run: cli, cwd } = await odoo(t);
    writeFileSync(join(cwd, 'f.csv'), 'name,country_id/cod\nA,BE\n');
    for (const args of [['serch'], ['import', 'f.csv', '-m', 'res.partner'], ['profiles']]) {
      const { stdout, stderr } = await cli(args, { env: { npm_command: 'exec' } });
      assert.match(stdout + stderr, /npx odoo-client-wasm /);
      assert.doesNotMatch(stdout + stderr, /(?<!npx |^)\bodoo-client-wasm [a-z]+(?!:)\b/m);
    }
  });

  test('help shows no default that is none', async () => {
    assert.doesNotMatch((await run(['import', '--help'])).stdout, /\[\]/);
  });
});

test('one check is one check, and one row is one row', async (t) => {
  const cwd = folder(t);
  const { stderr } = await run(['check'], { cwd });
  assert.match(stderr, /1 of 1 check failed/);
  const { run: cli, sandbox } = await odoo(t);
  sandbox.failNext({
    fault: 'error',
    name: 'odoo.exceptions.UserError',
    message: 'No.',
    model: 'res.partner',
    method: 'create',
    count: 9,
  });
  const created = await cli(['create', 'res.partner', '-', '--yes'], { input: '{"name": "A"}\n' });
  assert.doesNotMatch(created.stderr, /1 row are/);
});
