// search, read, count, create, write, delete, call, models, fields, schema; errors by their exit
// codes.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { odoo, run, twoLines } from './fixture.mjs';

const lines = (text) => text.trimEnd().split('\n');

describe('records', () => {
  test("are found by Odoo's Python text, by JSON and by terms alike", async (t) => {
    const { run: cli } = await odoo(t);
    const domains = [
      ["[('is_company', '=', True), ('country_id.code', '=', 'BE')]"],
      ['[["is_company", "=", true], ["country_id.code", "=", "BE"]]'],
      ['is_company=true', 'country_id.code=BE'],
      ["['|', ('id', '=', -1), '&', ('is_company', '=', True), ('country_id.code', '=', 'BE'),]"],
    ];
    const found = await Promise.all(
      domains.map(
        async (domain) => (await cli(['search', 'res.partner', ...domain, '--ids'])).stdout,
      ),
    );
    assert.ok(lines(found[0]).length > 1);
    assert.equal(new Set(found).size, 1);
  });

  test('domains beside one another must all hold, whatever operators they begin with', async (t) => {
    const { run: cli } = await odoo(t);
    const { stdout } = await cli([
      'search',
      'res.partner',
      "['|', ('country_id.code', '=', 'BE'), ('country_id.code', '=', 'FR')]",
      'is_company=true',
      '--dry-run',
    ]);
    assert.deepEqual(JSON.parse(stdout).args, [
      [
        '|',
        ['country_id.code', '=', 'BE'],
        ['country_id.code', '=', 'FR'],
        ['is_company', '=', true],
      ],
    ]);
  });

  test('come as lines with tabs in a pipe, as a table and as JSON when asked', async (t) => {
    const { run: cli } = await odoo(t);
    const asked = [
      'search',
      'res.partner',
      'id=1',
      '--fields',
      'name,is_company,country_id,parent_id',
    ];
    assert.equal(
      (await cli(asked)).stdout,
      'id\tname\tis_company\tcountry_id\tparent_id\n1\tMy Company\ttrue\tUnited States\t\n',
    );
    assert.match(
      (await cli([...asked, '--table'])).stdout,
      /^id {2}name {8}is_company {2}country_id {5}parent_id\n1 {3}My Company {2}true {8}United States\n$/,
    );
    assert.deepEqual(JSON.parse((await cli([...asked, '--json'])).stdout), [
      {
        id: 1,
        name: 'My Company',
        is_company: true,
        country_id: [233, 'United States'],
        parent_id: false,
      },
    ]);
  });

  test('are never coloured in a pipe, unless asked for, and NO_COLOR wins', async (t) => {
    const { run: cli } = await odoo(t);
    const asked = ['search', 'res.partner', 'id=1', '--table'];
    const escape = /\u001b\[/;
    assert.doesNotMatch((await cli(asked)).stdout, escape);
    assert.match((await cli(asked, { env: { FORCE_COLOR: '1' } })).stdout, escape);
    for (const more of [{ NO_COLOR: '1', FORCE_COLOR: '1' }, { CI: 'true' }])
      assert.doesNotMatch((await cli(asked, { env: more })).stdout, escape);
    assert.doesNotMatch(
      (await cli([...asked, '--no-color'], { env: { FORCE_COLOR: '1' } })).stdout,
      escape,
    );
  });

  test('cannot move the cursor of a terminal by what stands in them', async (t) => {
    const { run: cli } = await odoo(t, {
      records: {
        'res.partner': [{ name: 'evil\u001b[2J\u0007 \u202eabc\ttab\nline', ref: 'evil' }],
      },
    });
    assert.equal(
      lines((await cli(['search', 'res.partner', 'ref=evil', '--fields', 'name'])).stdout)[1].split(
        '\t',
      )[1],
      'evil[2J abc tab line',
    );
  });

  test('are created from values typed by the schema, changed and deleted', async (t) => {
    const { run: cli, sandbox } = await odoo(t);
    const made = await cli([
      'create',
      'res.partner',
      'name=Ada',
      'is_company=yes',
      'color=3',
      'country_id=base.be',
      'category_id=1,3',
      'comment=',
      'ref:="a-1"',
      '--yes',
    ]);
    assert.equal(made.code, 0, made.stderr);
    const [request] = sandbox.requests.filter(({ method }) => method === 'create');
    assert.deepEqual(request.args[0], [
      {
        name: 'Ada',
        is_company: true,
        color: 3,
        country_id: 20,
        category_id: [[6, 0, [1, 3]]],
        comment: false,
        ref: 'a-1',
      },
    ]);
    const id = made.stdout.trim();
    assert.equal((await cli(['write', 'res.partner', id, 'country_id=France', '--yes'])).code, 0);
    assert.match(
      (await cli(['read', 'res.partner', id, '-f', 'name,country_id'])).stdout,
      /Ada\tFrance/,
    );
    assert.equal((await cli(['delete', 'res.partner', id, '--yes'])).code, 0);
    const gone = await cli(['read', 'res.partner', id]);
    assert.deepEqual([gone.code, twoLines(gone.stderr)], [6, true]);
  });

  test('come from and go to pipes as NDJSON', async (t) => {
    const { run: cli } = await odoo(t);
    const input = '\ufeff{"name": "One"}\r\n\r\n{"name": "Two"}\n';
    const ids = lines((await cli(['create', 'res.partner', '-', '--yes'], { input })).stdout);
    assert.equal(ids.length, 2);
    const changes = ids
      .map((id, index) => JSON.stringify({ id: Number(id), ref: `r${index}` }))
      .join('\n');
    assert.equal((await cli(['write', 'res.partner', '-', '--yes'], { input: changes })).code, 0);
    assert.match(
      (await cli(['read', 'res.partner', '-', '-f', 'name,ref'], { input: ids.join('\n') })).stdout,
      /One\tr0\n.*Two\tr1/,
    );
    assert.equal(
      (await cli(['delete', 'res.partner', '-', '--yes'], { input: ids.join(' ') })).code,
      0,
    );
    const wrong = await cli(['create', 'res.partner', '-', '--yes'], {
      input: '{"name": "x"}\n{oops\n',
    });
    assert.deepEqual([wrong.code, twoLines(wrong.stderr)], [2, true]);
    assert.match(wrong.stderr, /line 2 of stdin is not JSON/);
  });

  for (const [value, message] of [
    ['color=red', /color \(integer\): "red" is not a number/],
    ['color=1.5', /is not a whole number/],
    ['is_company=perhaps', /neither yes nor no/],
    ['type=nothing', /is not among its values: contact/],
    ['country_id=Nowhere', /no record of res\.country is called "Nowhere"/],
    ['country_id=base.main_partner', /is a record of res\.partner, not of res\.country/],
    ['nmae=Ada', /has no field "nmae"; did you mean "name"\?/],
  ]) {
    test(`a wrong value is told before anything is sent: ${value}`, async (t) => {
      const { run: cli, sandbox } = await odoo(t);
      const { code, stderr } = await cli(['create', 'res.partner', value, '--yes']);
      assert.match(stderr, message);
      assert.ok([2, 6].includes(code) && twoLines(stderr), stderr);
      assert.equal(sandbox.requests.filter(({ method }) => method === 'create').length, 0);
    });
  }

  test('no write goes out without a terminal and without --yes, nor with --dry-run', async (t) => {
    const { run: cli, sandbox } = await odoo(t);
    const writes = [
      ['create', 'res.partner', 'name=x'],
      ['write', 'res.partner', '1', 'name=x'],
      ['delete', 'res.partner', '1'],
      ['call', 'res.partner', 'write', '[1]', '{"name": "x"}'],
    ];
    for (const args of writes) {
      const asked = await cli(args);
      assert.deepEqual([asked.code, twoLines(asked.stderr)], [10, true], args.join(' '));
      const dry = await cli([...args, '--dry-run']);
      assert.equal(dry.code, 0, dry.stderr);
      assert.equal(JSON.parse(dry.stdout).model, 'res.partner');
    }
    assert.equal(
      sandbox.requests.filter(({ method }) => ['create', 'write', 'unlink'].includes(method))
        .length,
      0,
    );
  });

  test('methods are called with arguments of Python text, and reads need no consent', async (t) => {
    const { run: cli } = await odoo(t);
    const { stdout } = await cli([
      'call',
      'res.partner',
      'name_search',
      'My',
      '--kwargs',
      "{'limit': 1}",
    ]);
    assert.deepEqual(JSON.parse(stdout), [[1, 'My Company']]);
  });

  test('are counted, in all and by group', async (t) => {
    const { run: cli } = await odoo(t);
    const all = Number((await cli(['count', 'res.partner'])).stdout);
    const groups = JSON.parse(
      (await cli(['count', 'res.partner', '--by', 'is_company', '--json'])).stdout,
    );
    assert.equal(
      groups.reduce((sum, { __count }) => sum + __count, 0),
      all,
    );
  });
});

describe('looking around', () => {
  test('models, fields and schema tell what there is, and are completed by the shell from then on', async (t) => {
    const { run: cli, cwd } = await odoo(t);
    assert.match((await cli(['models', 'contact'])).stdout, /^res\.partner\tContact$/m);
    assert.match(
      (await cli(['fields', 'res.partner', 'country'])).stdout,
      /^country_id\tmany2one → res\.country\t\tCountry/m,
    );
    assert.equal((await cli(['schema', '--models', 'res.partner*', '-o', 'schema.json'])).code, 0);
    const { models } = JSON.parse(readFileSync(join(cwd, 'schema.json'), 'utf8'));
    assert.equal(models['res.partner'].fields.country_id.relation, 'res.country');
    assert.ok(!models['res.users']);
    const completed = async (...words) =>
      lines((await run(['__complete', ...words], { cwd })).stdout);
    assert.deepEqual(await completed('sea'), ['search']);
    assert.deepEqual(await completed('search', 'res.partner.ca'), ['res.partner.category']);
    assert.ok((await completed('search', 'res.partner', '-f', 'name,emai')).includes('name,email'));
    assert.ok((await completed('create', 'res.partner', 'countr')).includes('country_id='));
    assert.deepEqual(await completed('export', 'res.partner', '--res'), ['--resume']);
  });
});

describe('errors', () => {
  test('have an exit code by their kind, two lines, and no secret', async (t) => {
    const {
      run: cli,
      sandbox,
      cwd,
    } = await odoo(t, { records: { 'res.partner': [{ name: 'x' }] } });
    const secret = 'top-secret-5f1b';
    const cases = [
      [['count', 'res.partner'], { ODOO_PASSWORD: secret }, 4],
      [['count', 'res.partner'], { ODOO_URL: 'http://127.0.0.1:9' }, 8],
      [['count', 'res.partner'], { ODOO_URL: '' }, 3],
      [['count', 'no.such.model'], {}, 6],
      [['count', 'res.partner', '--profile', 'nobody'], {}, 3],
      [['create', 'res.partner', 'name=', 'email=x', '--yes'], {}, 7],
    ];
    for (const [args, env, expected] of cases) {
      const { code, stdout, stderr } = await cli(args, { env });
      assert.deepEqual(
        [code, stdout, twoLines(stderr)],
        [expected, '', true],
        `${args.join(' ')}\n${stderr}`,
      );
      assert.doesNotMatch(stderr, new RegExp(secret));
    }
    for (const [fault, expected] of [
      ['odoo.exceptions.AccessError', 5],
      ['odoo.exceptions.ValidationError', 7],
    ]) {
      sandbox.failNext({
        fault: 'error',
        name: fault,
        message: 'No.',
        model: 'res.partner',
        method: 'search_count',
      });
      assert.equal((await cli(['count', 'res.partner'])).code, expected);
    }
    writeFileSync(join(cwd, '.odoo.env'), 'ODOO_URL\n');
    assert.equal((await cli(['count', 'res.partner'])).code, 3);
  });

  test('a reader that goes away ends the program quietly', async (t) => {
    const { begin } = await odoo(t);
    const child = begin(['search', 'res.partner', '--limit', '0'], {
      shell: '"$@" | head -1; exit 0',
    });
    let stderr = '';
    child.stderr.on('data', (part) => {
      stderr += part;
    });
    child.stdin.end();
    child.stdout.resume();
    await new Promise((done) => {
      child.on('close', done);
    });
    assert.equal(stderr, '');
  });

  test('a full disk behind stdout is an error', async (t) => {
    const { run: cli } = await odoo(t);
    const { code, stderr } = await cli(['export', 'res.partner'], { shell: '"$@" > /dev/full' });
    assert.equal(code, 11);
    assert.match(stderr, /cannot write to stdout/);
    for (const args of [
      ['--help'],
      ['--version'],
      ['search', '--help'],
      ['models'],
      ['check'],
      ['completion', 'bash'],
      ['__complete', 'sea'],
      ['delete', 'res.partner', '1', '--dry-run'],
    ]) {
      const other = await cli(args, { shell: '"$@" > /dev/full' });
      assert.deepEqual(
        [other.code, twoLines(other.stderr)],
        [11, true],
        `${args.join(' ')}: ${other.stderr}`,
      );
    }
  });
});
