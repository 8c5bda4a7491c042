// A program ends by itself when it is done: nothing of the client keeps it alive, and nothing is
// reported as unhandled.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { alias, freshFolder } from './fixture.mjs';
import { fault, http, login, openWire } from './wire.mjs';

const failing = ({ json }) =>
  json.params.args[4] === 'fail' ? fault('odoo.exceptions.UserError') : [1];

/**
 * Runs a program beside the installed package; `client` is logged in. Fails when it does not end
 * within 5 s.
 */
async function program(t, extension, body, answer = failing, config = {}) {
  const wire = await openWire(t, answer);
  const file = join(freshFolder(t), `program.${extension}`);
  const load =
    extension === 'mjs'
      ? `import { OdooClient } from '${alias}';`
      : `const { OdooClient } = require('${alias}');`;
  writeFileSync(
    file,
    `${load}
    (async () => {
      const client = new OdooClient(${JSON.stringify({ url: wire.url, ...login, protocol: 'jsonrpc', ...config })});
      ${body}
    })();
  `,
  );
  return new Promise((done) => {
    execFile(
      process.execPath,
      [file],
      { env: { PATH: process.env.PATH }, timeout: 5000 },
      (error, stdout, stderr) =>
        done({ code: error?.killed ? 'killed' : (error?.code ?? 0), stdout, stderr }),
    );
  });
}

for (const extension of ['mjs', 'cjs']) {
  test(`after calls, without a logout (${extension})`, async (t) => {
    assert.deepEqual(
      await program(
        t,
        extension,
        'await client.authenticate(); console.log(await client.search("m"));',
      ),
      { code: 0, stdout: '[ 1 ]\n', stderr: '' },
    );
  });
}

test('after a logout', async (t) => {
  assert.deepEqual(
    await program(t, 'mjs', 'await client.authenticate(); client.logout(); await client.logout();'),
    { code: 0, stdout: '', stderr: '' },
  );
});

test('when the client was only made', async (t) => {
  assert.deepEqual(await program(t, 'mjs', 'client.mail; client.modules;'), {
    code: 0,
    stdout: '',
    stderr: '',
  });
});

test('after a call that failed and was handled', async (t) => {
  assert.deepEqual(
    await program(
      t,
      'mjs',
      'await client.authenticate(); try { await client.call("m", "fail"); } catch (error) { console.log(error.name); }',
    ),
    { code: 0, stdout: 'OdooValidationError\n', stderr: '' },
  );
});

test('after a timeout', async (t) => {
  const hang = ({ json }) =>
    json.params.args[4] === 'hang' ? new Promise((done) => setTimeout(done, 10_000).unref()) : [1];
  const { code, stdout } = await program(
    t,
    'mjs',
    'await client.authenticate(); await client.call("m", "hang").catch((error) => console.log(error.name));',
    hang,
    { timeoutMs: 600 },
  );
  assert.deepEqual([code, stdout], [0, 'OdooTimeoutError\n']);
});

test('but not in the pause before a call is made again, when nothing else is under way', async (t) => {
  let calls = 0;
  const busy = ({ json }) =>
    json.params.args[4] === 'search' && (calls += 1) === 1
      ? http(429, '', { 'Retry-After': '1' })
      : [1];
  // The login leaves a timer behind that would ring before the pause is over.
  const config = { timeoutMs: 700, retries: 1 };
  assert.deepEqual(
    await program(
      t,
      'mjs',
      'await client.authenticate(); console.log(await client.search("m", [], { timeoutMs: 4000 }));',
      busy,
      config,
    ),
    { code: 0, stdout: '[ 1 ]\n', stderr: '' },
  );
  assert.equal(calls, 2);
});

test('with a rejection that nobody handles, which is reported once', async (t) => {
  const { code, stderr } = await program(
    t,
    'mjs',
    'await client.authenticate(); await client.call("m", "fail");',
  );
  assert.equal(code, 1);
  assert.equal(stderr.match(/OdooValidationError: It failed\./g)?.length, 1);
  // Node prints the line of code an error was made in: it has to be one that people can read.
  assert.ok(
    stderr.length < 4000,
    `${stderr.length} characters were printed: ${stderr.slice(0, 300)}`,
  );
});
