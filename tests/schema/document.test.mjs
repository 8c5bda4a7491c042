// The programs of docs/typed-models.md compile and run as they stand there, against the sandbox.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import ts from 'typescript';
import { alias, freshFolder, installation, installed, project } from '../package/fixture.mjs';
import { startSandbox } from '../package/sandbox.mjs';

const document = readFileSync(join(project, 'docs', 'typed-models.md'), 'utf8');
const programs = [...document.matchAll(/```ts file=(\S+)\n([^]*?)```/g)].map(([, name, text]) => [
  name,
  text,
]);

const run = (file, args, { cwd, env }) =>
  new Promise((done) => {
    execFile(
      process.execPath,
      [file, ...args],
      { cwd, env: { PATH: process.env.PATH, HOME: cwd, ...env } },
      (error, stdout, stderr) => done({ code: error ? error.code : 0, stdout, stderr }),
    );
  });

let folder;
let env;
before(async () => {
  const sandbox = await startSandbox('--odoo', '19');
  env = { ODOO_URL: sandbox.url, ODOO_DB: 'demo', ODOO_USER: 'admin', ODOO_PASSWORD: 'admin' };
  folder = freshFolder({ after: () => {} });
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(
    join(installation, 'node_modules', alias),
    join(folder, 'node_modules', 'odoo-client-wasm'),
  );
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  const { code, stderr } = await run(join(installed, 'bin', 'odoo-client-wasm.mjs'), ['types'], {
    cwd: folder,
    env,
  });
  assert.equal(code, 0, stderr);
});

test('the document has its programs', () =>
  assert.deepEqual(
    programs.map(([name]) => name),
    ['typed.ts', 'domains.ts', 'nested.ts'],
  ));

test('the programs compile with the types that the command wrote', async () => {
  for (const [name, text] of programs) writeFileSync(join(folder, name), text);
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({
      compilerOptions: {
        strict: true,
        exactOptionalPropertyTypes: true,
        noUncheckedIndexedAccess: true,
        target: 'es2022',
        lib: ['es2022', 'dom'],
        module: 'nodenext',
        types: [],
        noEmit: true,
      },
      include: ['*.ts'],
    }),
  );
  const { stdout } = await run(
    join(project, 'node_modules', 'typescript-7', 'bin', 'tsc'),
    ['--project', folder, '--pretty', 'false'],
    { cwd: folder },
  );
  assert.equal(stdout, '');
});

for (const [name, text] of programs) {
  test(`${name} runs`, async () => {
    const { outputText } = ts.transpileModule(text, {
      compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
    });
    const file = join(folder, name.replace('.ts', '.mjs'));
    writeFileSync(file, outputText);
    const { code, stdout, stderr } = await run(file, [], { cwd: folder, env });
    assert.equal(code, 0, stderr);
    assert.equal(stderr, '');
    assert.notEqual(stdout, '');
  });
}
