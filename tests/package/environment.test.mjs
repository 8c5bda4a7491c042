// configFromEnv and createClient: `.odoo.env` in the working directory, then the environment.

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, beforeEach, describe, test } from 'node:test';
import { toolbox } from './fixture.mjs';
import { login, openWire, uid } from './wire.mjs';

const { OdooAuthError, OdooClient, OdooError, configFromEnv, createClient } = toolbox;

const folder = mkdtempSync(join(tmpdir(), 'odoo-env-'));
const elsewhere = process.cwd();
process.chdir(folder);
after(() => {
  process.chdir(elsewhere);
  rmSync(folder, { recursive: true, force: true });
});

beforeEach(() => {
  rmSync('.odoo.env', { force: true });
  for (const name of Object.keys(process.env))
    if (/^(ODOO|SHOP)_/.test(name) && !/^ODOO_(CLIENT|SANDBOX)_/.test(name))
      delete process.env[name];
});

const file = (...lines) => writeFileSync('.odoo.env', `${lines.join('\n')}\n`);
const complete = { url: 'http://file:8069', database: 'shop', username: 'ada', password: 'pass' };
const completeLines = [
  'ODOO_URL=http://file:8069',
  'ODOO_DB=shop',
  'ODOO_USER=ada',
  'ODOO_PASSWORD=pass',
];

/** The error that configFromEnv throws, which never holds a value. */
function thrown(prefix, ...values) {
  let error;
  assert.throws(
    () => configFromEnv(prefix),
    (caught) => {
      error = caught;
      return true;
    },
  );
  assert.equal(error.constructor, OdooError);
  for (const value of values)
    assert.ok(
      !`${error.stack}${JSON.stringify(error)}`.includes(value),
      `the error holds ${value}`,
    );
  return error.message;
}

describe('the environment', () => {
  test('gives url, database, username and password', () => {
    Object.assign(process.env, {
      ODOO_URL: 'http://x:8069',
      ODOO_DB: 'shop',
      ODOO_USER: 'ada',
      ODOO_PASSWORD: 'pass',
    });
    assert.deepEqual(configFromEnv(), {
      url: 'http://x:8069',
      database: 'shop',
      username: 'ada',
      password: 'pass',
    });
  });

  test('may say DATABASE and USERNAME', () => {
    Object.assign(process.env, {
      ODOO_URL: 'http://x',
      ODOO_DATABASE: 'shop',
      ODOO_USERNAME: 'ada',
      ODOO_PASSWORD: 'pass',
    });
    assert.deepEqual(configFromEnv(), {
      url: 'http://x',
      database: 'shop',
      username: 'ada',
      password: 'pass',
    });
  });

  test('counts for DB and USER before DATABASE and USERNAME', () => {
    Object.assign(process.env, {
      ODOO_URL: 'u',
      ODOO_DB: 'a',
      ODOO_DATABASE: 'b',
      ODOO_USER: 'c',
      ODOO_USERNAME: 'd',
      ODOO_PASSWORD: 'p',
    });
    assert.deepEqual(configFromEnv(), { url: 'u', database: 'a', username: 'c', password: 'p' });
  });

  test('counts for the names of another prefix', () => {
    Object.assign(process.env, {
      ODOO_URL: 'wrong',
      SHOP_PROD_URL: 'u',
      SHOP_PROD_DB: 'd',
      SHOP_PROD_USER: 'n',
      SHOP_PROD_PASSWORD: 'p',
    });
    assert.deepEqual(configFromEnv('SHOP_PROD'), {
      url: 'u',
      database: 'd',
      username: 'n',
      password: 'p',
    });
  });

  test('with nothing in it gives an error with every name, in order', () => {
    assert.ok(
      thrown().startsWith(
        'Missing environment variables: ODOO_URL, ODOO_DB, ODOO_USER, ODOO_PASSWORD',
      ),
      thrown(),
    );
    assert.ok(
      thrown('SHOP').startsWith(
        'Missing environment variables: SHOP_URL, SHOP_DB, SHOP_USER, SHOP_PASSWORD',
      ),
    );
  });

  test('with some of it missing gives an error with those names and no value', () => {
    Object.assign(process.env, { ODOO_URL: 'http://secret-host', ODOO_PASSWORD: 'hush' });
    const message = thrown('ODOO', 'secret-host', 'hush');
    assert.match(message, /^Missing environment variables: ODOO_DB, ODOO_USER(?!,)/);
  });

  test('with an empty text counts as missing', () => {
    Object.assign(process.env, { ODOO_URL: 'u', ODOO_DB: '', ODOO_USER: 'n', ODOO_PASSWORD: '' });
    assert.match(thrown(), /^Missing environment variables: ODOO_DB, ODOO_PASSWORD(?!,)/);
    process.env.ODOO_DATABASE = 'd';
    process.env.ODOO_PASSWORD = 'p';
    assert.equal(configFromEnv().database, 'd');
  });

  test('is said to have been looked at, and so is .odoo.env', () => {
    assert.match(thrown(), /\.odoo\.env/);
    assert.match(thrown(), /environment/);
  });
});

describe('.odoo.env', () => {
  test('in the working directory gives the configuration', () => {
    file(...completeLines);
    assert.deepEqual(configFromEnv(), complete);
  });

  test('wins over the environment', () => {
    Object.assign(process.env, {
      ODOO_URL: 'http://environment',
      ODOO_DB: 'x',
      ODOO_USER: 'y',
      ODOO_PASSWORD: 'z',
    });
    file(...completeLines);
    assert.deepEqual(configFromEnv(), complete);
  });

  test('is completed by the environment', () => {
    Object.assign(process.env, {
      ODOO_USER: 'from-environment',
      ODOO_PASSWORD: 'secret',
      ODOO_URL: 'http://file:8069/web',
    });
    file('ODOO_URL=http://file:8069', 'ODOO_DB=shop', 'ODOO_USER=');
    assert.deepEqual(configFromEnv(), {
      url: 'http://file:8069',
      database: 'shop',
      username: 'from-environment',
      password: 'secret',
    });
    delete process.env.ODOO_URL;
    assert.deepEqual(configFromEnv(), {
      url: 'http://file:8069',
      database: 'shop',
      username: 'from-environment',
      password: 'secret',
    });
  });

  test("gets nothing of the environment when it names another server than the environment's", () => {
    Object.assign(process.env, {
      ODOO_URL: 'https://erp.example.com',
      ODOO_DB: 'prod',
      ODOO_USER: 'ada',
      ODOO_PASSWORD: 'hush-hush',
      ODOO_API_KEY: 'k3y',
    });
    file('ODOO_URL=https://elsewhere.example.com');
    const message = thrown('ODOO', 'hush-hush', 'k3y');
    assert.match(message, /^Missing environment variables: ODOO_DB, ODOO_USER, ODOO_PASSWORD\n/);
    assert.match(message, /ODOO_URL is another server's/);
    file('ODOO_URL=https://elsewhere.example.com', 'ODOO_DB=d', 'ODOO_USER=u', 'ODOO_PASSWORD=p');
    assert.deepEqual(configFromEnv(), {
      url: 'https://elsewhere.example.com',
      database: 'd',
      username: 'u',
      password: 'p',
    });
  });

  test('may hold an API key, and then no password is missing', () => {
    file('ODOO_URL=http://file:8069', 'ODOO_DB=shop', 'ODOO_USER=ada', 'ODOO_API_KEY=k3y');
    assert.deepEqual(configFromEnv(), {
      url: 'http://file:8069',
      database: 'shop',
      username: 'ada',
      apiKey: 'k3y',
    });
    process.env.ODOO_PASSWORD = 'pass';
    assert.deepEqual(configFromEnv(), {
      url: 'http://file:8069',
      database: 'shop',
      username: 'ada',
      password: 'pass',
      apiKey: 'k3y',
    });
  });

  test('wins under the longer names too', () => {
    Object.assign(process.env, { ODOO_DB: 'environment', ODOO_USER: 'environment' });
    file('ODOO_URL=u', 'ODOO_DATABASE=file', 'ODOO_USERNAME=file', 'ODOO_PASSWORD=p');
    assert.deepEqual(configFromEnv(), {
      url: 'u',
      database: 'file',
      username: 'file',
      password: 'p',
    });
  });

  test('holds several prefixes', () => {
    file(
      ...completeLines,
      'ODOO_PROD_URL=https://prod',
      'ODOO_PROD_DB=prod',
      'ODOO_PROD_USER=root',
      'ODOO_PROD_PASSWORD=other',
    );
    assert.deepEqual(configFromEnv('ODOO_PROD'), {
      url: 'https://prod',
      database: 'prod',
      username: 'root',
      password: 'other',
    });
    assert.deepEqual(configFromEnv(), complete);
  });

  test('is read anew each time', () => {
    file(...completeLines);
    configFromEnv();
    file(...completeLines.slice(0, 3), 'ODOO_PASSWORD=changed');
    assert.equal(configFromEnv().password, 'changed');
  });

  for (const [what, line, password] of [
    ['double quotes', 'ODOO_PASSWORD="two words"', 'two words'],
    ['single quotes', "ODOO_PASSWORD='two words'", 'two words'],
    ['quotes within the other quotes', `ODOO_PASSWORD='say "hi"'`, 'say "hi"'],
    ['export', 'export ODOO_PASSWORD=pass', 'pass'],
    ['export and quotes', 'export   ODOO_PASSWORD="pass"', 'pass'],
    ['white space around it', '   ODOO_PASSWORD = pass   ', 'pass'],
    ['a comment after it', 'ODOO_PASSWORD=pass # the real one', 'pass'],
    ['a comment after quotes', 'ODOO_PASSWORD="pass" # the real one', 'pass'],
    ['a # within it', 'ODOO_PASSWORD=pa#ss', 'pa#ss'],
    ['a # within quotes', 'ODOO_PASSWORD="pa # ss"', 'pa # ss'],
    ['an = within it', 'ODOO_PASSWORD=a=b==', 'a=b=='],
    ['a $ that is kept', "ODOO_PASSWORD='$HOME'", '$HOME'],
    ['non-ASCII text', 'ODOO_PASSWORD=pässwörd😀', 'pässwörd😀'],
    ['a carriage return', 'ODOO_PASSWORD=pass\r', 'pass'],
    ['a backslash in single quotes', "ODOO_PASSWORD='a\\b'", 'a\\b'],
  ]) {
    test(`understands a value with ${what}`, () => {
      file(...completeLines.slice(0, 3), line);
      assert.equal(configFromEnv().password, password);
    });
  }

  test('may have comments, blank lines, other variables and a byte order mark', () => {
    writeFileSync(
      '.odoo.env',
      `\ufeff# Odoo\r\n\r\n   # indented\r\nPATH_TO=x\r\n${completeLines.join('\r\n')}`,
    );
    assert.deepEqual(configFromEnv(), complete);
  });

  for (const [what, line] of [
    ['no =', 'ODOO_PASSWORD hush-hush'],
    ['a name that is none', '2ODOO=hush-hush'],
    ['no name', '=hush-hush'],
    ['a quote that is not closed', 'ODOO_PASSWORD="hush-hush'],
    ['text after the closing quote', 'ODOO_PASSWORD="hush"-hush-hush'],
    ['spaces in the name', 'ODOO PASSWORD=hush-hush'],
  ]) {
    test(`with a line with ${what} gives an error with the line's number and not its text`, () => {
      file('# first', ...completeLines.slice(0, 3), line);
      const message = thrown('ODOO', 'hush');
      assert.match(message, /\.odoo\.env/);
      assert.match(message, /\b5\b/);
    });
  }

  test('that is a folder is a clear error', () => {
    mkdirSync('.odoo.env');
    try {
      assert.match(thrown(), /\.odoo\.env/);
    } finally {
      rmSync('.odoo.env', { recursive: true });
    }
  });
});

describe('createClient', () => {
  test('resolves to a client that is logged in', async (t) => {
    const wire = await openWire(t, () => [1]);
    file(
      `SHOP_URL=${wire.url}`,
      `SHOP_DB=${login.database}`,
      `SHOP_USER=${login.username}`,
      `SHOP_PASSWORD="${login.password}"`,
    );
    const client = await createClient('SHOP');
    assert.ok(client instanceof OdooClient);
    assert.equal(client.isAuthenticated(), true);
    assert.equal(client.getSession().uid, uid);
    assert.deepEqual(await client.search('m'), [1]);
  });

  test('rejects with the error of configFromEnv', async () => {
    await assert.rejects(
      createClient(),
      (error) =>
        error instanceof OdooError &&
        /^Missing environment variables: ODOO_URL/.test(error.message),
    );
  });

  test('rejects with the error of the login', async (t) => {
    const wire = await openWire(t);
    Object.assign(process.env, {
      ODOO_URL: wire.url,
      ODOO_DB: 'shop',
      ODOO_USER: 'ada',
      ODOO_PASSWORD: 'wrong',
    });
    await assert.rejects(createClient(), OdooAuthError);
  });

  test('refuses a prefix that is no text', async () => {
    for (const wrong of [5, null, {}]) {
      assert.throws(() => configFromEnv(wrong), /prefix/);
      await assert.rejects(async () => createClient(wrong), /prefix/);
    }
  });
});
