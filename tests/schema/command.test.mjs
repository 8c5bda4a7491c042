// `npx odoo-client-wasm types`: from a server, a saved file, and what happens on a bad day.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { freshFolder, installed } from '../package/fixture.mjs';
import { keyOptions, keys, startSandbox } from '../package/sandbox.mjs';

let sandbox;
before(async () => {
  sandbox = await startSandbox('--odoo', '19', '--control', ...keyOptions);
});

const program = join(installed, 'bin', 'odoo-client-wasm.mjs');

function types(folder, args = [], { login = 'admin', url = sandbox.url, key } = {}) {
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    XDG_CONFIG_HOME: folder,
    ...(url && {
      ODOO_URL: url,
      ODOO_DB: 'demo',
      ODOO_USER: login,
      ...(key ? { ODOO_API_KEY: key } : { ODOO_PASSWORD: login }),
    }),
  };
  return new Promise((done) => {
    execFile(
      process.execPath,
      [program, 'types', ...args],
      { cwd: folder, env },
      (error, stdout, stderr) => done({ code: error ? error.code : 0, stdout, stderr }),
    );
  });
}

const own = (folder) =>
  readdirSync(folder)
    .filter((name) => !/^\./.test(name))
    .sort();

test('the types of a server are written to odoo.d.ts, the same ones each time', async (t) => {
  const folder = freshFolder(t);
  const { code, stderr } = await types(folder);
  assert.equal(code, 0, stderr);
  assert.match(stderr, /wrote the types of \d+ models to odoo\.d\.ts/);
  const text = readFileSync(join(folder, 'odoo.d.ts'), 'utf8');
  assert.match(text, /^\/\/ The models of an Odoo 19\.0 database/);
  assert.match(text, /'res\.partner': ResPartner;/);
  assert.match(text, /export interface SaleOrder \{/);
  await types(folder, ['--out', 'again/odoo.d.ts']);
  assert.equal(readFileSync(join(folder, 'again', 'odoo.d.ts'), 'utf8'), text);
});

test('models are chosen by patterns, and one that matches nothing is an error', async (t) => {
  const folder = freshFolder(t);
  const { stdout, code } = await types(folder, ['--models', 'sale.*,res.partner', '--out', '-']);
  assert.equal(code, 0);
  const models = [...stdout.matchAll(/^ {2}'([\w.]+)': /gm)].map(([, name]) => name);
  assert.ok(
    models.includes('sale.order.line') &&
      models.includes('res.partner') &&
      !models.includes('res.users'),
    models.join(),
  );
  const wrong = await types(folder, ['--models', 'sale.oder']);
  assert.notEqual(wrong.code, 0);
  assert.match(wrong.stderr, /No model matches "sale\.oder"/);
  assert.deepEqual(own(folder), []);
});

test('a schema is saved, and used again without a server', async (t) => {
  const folder = freshFolder(t);
  assert.equal(
    (await types(folder, ['--schema', 'schema.json', '--models', 'res.country'])).code,
    0,
  );
  const text = readFileSync(join(folder, 'odoo.d.ts'), 'utf8');
  const { code, stderr } = await types(folder, ['--schema', 'schema.json', '--out', 'other.d.ts'], {
    url: null,
  });
  assert.equal(code, 0, stderr);
  assert.equal(readFileSync(join(folder, 'other.d.ts'), 'utf8'), text);
  writeFileSync(join(folder, 'schema.json'), '{ "res.partner": 5 }');
  const broken = await types(folder, ['--schema', 'schema.json'], { url: null });
  assert.notEqual(broken.code, 0);
  assert.match(broken.stderr, /res\.partner is not an object of fields/);
  assert.equal(readFileSync(join(folder, 'odoo.d.ts'), 'utf8'), text);
});

test('--check tells in words what has drifted, ends with 1 and writes nothing', async (t) => {
  const folder = freshFolder(t);
  const models = ['--models', 'res.country,res.currency'];
  const none = await types(folder, ['--check', ...models]);
  assert.notEqual(none.code, 0);
  assert.match(none.stderr, /there is no odoo\.d\.ts/);
  await types(folder, models);
  assert.equal((await types(folder, ['--check', ...models])).code, 0);
  const path = join(folder, 'odoo.d.ts');
  const drifted = readFileSync(path, 'utf8')
    .replace(/^ {2}code: f\.Char.*\n/m, '')
    .replace(
      "currency_id: f.Many2oneField<'res.currency'>",
      "currency_id: f.Many2oneField<'res.bank'>",
    );
  writeFileSync(path, drifted);
  const { code, stdout } = await types(folder, ['--check', ...models]);
  assert.equal(code, 1);
  assert.match(stdout, /^\+ res\.country\.code: is new/m);
  assert.match(
    stdout,
    /^~ res\.country\.currency_id: f\.Many2oneField<'res\.bank'> is now f\.Many2oneField<'res\.currency'>/m,
  );
  assert.equal(readFileSync(path, 'utf8'), drifted);
});

test('a server that dies in the middle leaves the file that was there, and no part of another', async (t) => {
  const folder = freshFolder(t);
  await types(folder, ['--models', 'res.country']);
  const text = readFileSync(join(folder, 'odoo.d.ts'), 'utf8');
  await sandbox.strike({ fault: 'resetBefore', method: 'fields_get', after: 20, count: 1000 });
  const { code, stderr } = await types(folder, ['--schema', 'schema.json']);
  await sandbox.heal();
  assert.notEqual(code, 0);
  assert.match(stderr, /odoo-client-wasm types: /);
  assert.equal(readFileSync(join(folder, 'odoo.d.ts'), 'utf8'), text);
  assert.deepEqual(own(folder), ['odoo.d.ts']);
});

test('with an API key the methods are written that a server describes from 19 on', async (t) => {
  const folder = freshFolder(t);
  const models = ['--models', 'sale.order,res.partner'];
  const { code, stderr } = await types(folder, models, { key: keys.admin });
  assert.equal(code, 0, stderr);
  const text = readFileSync(join(folder, 'odoo.d.ts'), 'utf8');
  assert.match(text, /^export interface OdooSharedMethods \{$/m);
  assert.match(text, /^ {2}'sale\.order': OdooSharedMethods & \{$/m);
  assert.match(text, /^ {4}action_confirm: f\.Method<'records', \[\], \{\}, /m);
  assert.equal((await types(folder, [...models, '--check'], { key: keys.admin })).code, 0);
  assert.equal(
    (await types(folder, [...models, '--no-methods', '--out', 'bare.d.ts'], { key: keys.admin }))
      .code,
    0,
  );
  assert.doesNotMatch(readFileSync(join(folder, 'bare.d.ts'), 'utf8'), /f\.Method/);
  // By the difference one sees which methods went.
  const { stdout } = await types(folder, [...models, '--no-methods', '--check'], {
    key: keys.admin,
  });
  assert.match(stdout, /sale\.order methods/);
});

test('where a server describes no methods, or not to this user, the types are written without them, and it is told', async (t) => {
  const folder = freshFolder(t);
  const portal = await types(folder, ['--models', 'res.partner'], {
    login: 'portal',
    key: keys.portal,
  });
  assert.equal(portal.code, 0, portal.stderr);
  assert.match(portal.stderr, /without methods: .*internal users/);
  assert.doesNotMatch(readFileSync(join(folder, 'odoo.d.ts'), 'utf8'), /f\.Method/);
  const old = await startSandbox('--odoo', '18', ...keyOptions);
  const before = await types(folder, ['--models', 'res.partner', '--out', 'old.d.ts'], {
    url: old.url,
    key: keys.admin,
  });
  assert.equal(before.code, 0, before.stderr);
  assert.match(before.stderr, /without methods: Odoo 18\.0 describes no methods/);
  assert.match(readFileSync(join(folder, 'old.d.ts'), 'utf8'), /export interface ResPartner/);
});

test('models that the user may not read are left out and named; without any there is no file', async (t) => {
  const folder = freshFolder(t);
  const { code, stderr } = await types(folder, ['--models', 'res.partner'], { login: 'portal' });
  assert.equal(code, 0, stderr);
  assert.match(readFileSync(join(folder, 'odoo.d.ts'), 'utf8'), /export interface ResPartner/);
  assert.equal(existsSync(join(folder, 'schema.json')), false);
});

test('a server that is not there is told as such, and nothing is written', async (t) => {
  const folder = freshFolder(t);
  const { code, stderr } = await types(folder, [], { url: 'http://127.0.0.1:9' });
  assert.notEqual(code, 0);
  assert.match(stderr, /127\.0\.0\.1|ECONNREFUSED|reach/);
  assert.deepEqual(own(folder), []);
});
