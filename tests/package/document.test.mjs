// The programs of connecting-to-odoo.md, as they stand in the document, compiled by TypeScript to
// ES modules and to CommonJS and run by Node against the sandbox.

import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { alias, freshFolder, project } from './fixture.mjs';
import { startSandbox } from './sandbox.mjs';

const markdown = readFileSync(new URL('connecting-to-odoo.md', import.meta.url), 'utf8');

/**
 * Every fenced TypeScript block that imports the client: its code to the letter and what its info
 * string says.
 */
const blocks = [...markdown.matchAll(/^```typescript(.*)\n([\s\S]*?)^```$/gm)]
  .map(([, info, code]) => ({
    code,
    ...Object.fromEntries(
      [...info.matchAll(/(\w+)="([^"]*)"/g)].map(([, key, value]) => [key, value]),
    ),
  }))
  .filter(({ code }) => code.includes(`from '${alias}'`))
  .map((block, index) => ({ id: ['', '', 'error-handling'][index], ...block }));

/**
 * The block as a module that hands out a function: the document's programs return results and wait
 * for promises, which CommonJS allows in functions only. Not a character of the code is changed;
 * its imports stay at the top.
 */
function asFunction(code) {
  const [imports] = /^import[\s\S]*?;\n/.exec(code);
  return `${imports}\nexport async function run() {\n${code.slice(imports.length)}}\n`;
}

const sandbox = await startSandbox();
const environment = {
  ODOO_URL: sandbox.url,
  ODOO_DB: 'demo',
  ODOO_USER: 'admin',
  ODOO_PASSWORD: 'admin',
};

/** Compiles all blocks in a program of their own, strictly; fails on the compiler's first word. */
function compile(t) {
  const folder = freshFolder(t);
  mkdirSync(join(folder, 'node_modules', '@types'), { recursive: true });
  for (const name of ['@types/node', 'undici-types'])
    symlinkSync(join(project, 'node_modules', name), join(folder, 'node_modules', name));
  for (const { id, code } of blocks) {
    // As it stands where the language allows it, else as a function.
    writeFileSync(
      join(folder, `${id}.mts`),
      /^return /m.test(code) ? asFunction(code) : `${code}\nexport {};\n`,
    );
    writeFileSync(join(folder, `${id}.cts`), asFunction(code));
  }
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({
      compilerOptions: { strict: true, module: 'nodenext', target: 'es2022', types: ['node'] },
      include: ['*.mts', '*.cts'],
    }),
  );
  execFileSync(
    process.execPath,
    [
      join(project, 'node_modules', 'typescript-7', 'bin', 'tsc'),
      '--project',
      folder,
      '--pretty',
      'false',
    ],
    { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  // Runs a compiled block and prints what it returned, as its last line.
  writeFileSync(
    join(folder, 'run.mjs'),
    `
    const { run } = await import(process.argv[2]);
    console.log('returned ' + JSON.stringify(await run?.() ?? null));
  `,
  );
  return folder;
}

/** Runs a block: what it printed, what it returned and how it ended. */
function run(folder, file, env = environment) {
  return new Promise((done) => {
    execFile(
      process.execPath,
      ['run.mjs', `./${file}`],
      { cwd: folder, env: { PATH: process.env.PATH, ...env }, timeout: 20_000 },
      (error, stdout, stderr) => {
        const lines = stdout.trimEnd().split('\n');
        const [, returned] = /^returned (.*)$/.exec(lines.at(-1)) ?? [];
        done({
          code: error?.code ?? 0,
          output: (returned === undefined ? lines : lines.slice(0, -1)).join('\n'),
          stderr,
          returned: returned && JSON.parse(returned),
        });
      },
    );
  });
}

test('the document has three programs that import the client', () => {
  assert.deepEqual(
    blocks.map(({ id }) => id),
    ['connection-basic', 'connection-session-info', 'error-handling'],
  );
});

for (const [how, extension] of [
  ['ES modules', 'mjs'],
  ['CommonJS', 'cjs'],
]) {
  describe(`as ${how}`, () => {
    test('each program runs to its end, prints what it says and returns what it promises', async (t) => {
      const folder = compile(t);
      const printed = {
        'connection-basic': 'Connected!',
        'connection-session-info': 'User ID: 2\nDatabase: demo',
        'error-handling': '',
      };
      for (const { id, expect } of blocks) {
        const { code, output, stderr, returned } = await run(folder, `${id}.${extension}`);
        assert.deepEqual(
          { code, output, stderr },
          { code: 0, output: printed[id], stderr: '' },
          id,
        );
        if (expect)
          assert.equal(
            new Function('result', `return ${expect};`)(returned),
            true,
            `${expect}, where result is ${JSON.stringify(returned)}`,
          );
      }
      assert.equal(blocks.filter(({ expect }) => expect).length, 1);
    });

    test('the program for errors tells a wrong password from a server that is not there', async (t) => {
      const folder = compile(t);
      const wrong = await run(folder, `error-handling.${extension}`, {
        ...environment,
        ODOO_PASSWORD: 'wrong',
      });
      assert.deepEqual(
        [wrong.code, wrong.stderr],
        [0, 'Authentication failed - check username/password\n'],
      );
      const absent = await run(folder, `error-handling.${extension}`, {
        ...environment,
        ODOO_URL: 'http://127.0.0.1:9',
      });
      assert.deepEqual(
        [absent.code, absent.stderr],
        [0, 'Cannot reach Odoo - check URL and network\n'],
      );
      const database = await run(folder, `error-handling.${extension}`, {
        ...environment,
        ODOO_DB: 'no_such_db',
      });
      assert.equal(database.code, 0);
      assert.match(database.stderr, /^Unexpected error: OdooRpcError: .*no_such_db/);
      assert.doesNotMatch(database.stderr, /Traceback/);
    });
  });
}

test('the session has what the document says it has', async () => {
  const client = await sandbox.connect();
  const listed = [...markdown.matchAll(/^session\?\.(\w+) /gm)].map(([, name]) => name);
  assert.deepEqual(listed, ['uid', 'db', 'username', 'context']);
  const session = client.getSession();
  assert.equal(session.uid, 2);
  assert.equal(session.db, 'demo');
  assert.equal(session.username, 'admin');
  assert.equal(session.context.uid, 2);
  assert.equal(typeof session.context.lang, 'string');
  assert.ok('tz' in session.context);
  assert.ok(session.partner_id > 0);
  assert.ok(session.name.length > 0);
});
