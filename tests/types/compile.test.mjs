// Users' code against the installed package's types: the programs of cases/ compile, and only as
// they are. Each `@ts-expect-error` in them is misuse that has to be an error.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { freshFolder, project } from '../package/fixture.mjs';

const cases = fileURLToPath(new URL('cases/', import.meta.url));

/** The compilers people have: the native one and the last of those before it. */
const compilers = {
  'TypeScript 7': join(project, 'node_modules', 'typescript-7', 'bin', 'tsc'),
  'TypeScript 6': join(project, 'node_modules', 'typescript', 'bin', 'tsc'),
};

const usual = ['nodenext module', 'nodenext commonjs', 'bundler module'];
const resolutions = { node16: 'node16', nodenext: 'nodenext', bundler: 'preserve' };

/** Settings as strict as a user may have them; libraries, ours among them, are checked too. */
const strict = {
  strict: true,
  skipLibCheck: false,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noImplicitOverride: true,
  noUnusedLocals: true,
  verbatimModuleSyntax: false,
  target: 'es2022',
  noEmit: true,
  types: ['node'],
};

/**
 * Makes a program of the cases, or of the files given, and compiles it: resolves to what the
 * compiler printed.
 */
async function compile(t, { compiler, moduleResolution, type = 'module', files, settings = {} }) {
  const folder = freshFolder(t);
  if (files)
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  else cpSync(cases, folder, { recursive: true });
  mkdirSync(join(folder, 'node_modules', '@types'), { recursive: true });
  for (const name of ['@types/node', 'undici-types'])
    symlinkSync(join(project, 'node_modules', name), join(folder, 'node_modules', name));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type }));
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({
      compilerOptions: {
        ...strict,
        module: resolutions[moduleResolution],
        moduleResolution,
        ...settings,
      },
      include: ['*.ts', '*.cts'],
    }),
  );
  return new Promise((done) => {
    execFile(
      process.execPath,
      [compiler, '--project', folder, '--pretty', 'false'],
      { cwd: folder },
      (error, stdout, stderr) => done({ failed: error !== null, output: stdout + stderr }),
    );
  });
}

for (const [name, compiler] of Object.entries(compilers)) {
  for (const moduleResolution of Object.keys(resolutions)) {
    for (const type of ['module', 'commonjs']) {
      // Both compilers resolve alike, and the older takes four times as long: it is given what most
      // projects have.
      if (name === 'TypeScript 6' && !usual.includes(`${moduleResolution} ${type}`)) continue;
      test(`users' programs compile with ${name}, moduleResolution ${moduleResolution}, "type": "${type}"`, async (t) => {
        const { failed, output } = await compile(t, { compiler, moduleResolution, type });
        assert.equal(output, '');
        assert.equal(failed, false);
      });
    }
  }

  test(`${name} finds what is wrong: an export, an argument, an error that was expected and did not come`, async (t) => {
    const { failed, output } = await compile(t, {
      compiler,
      moduleResolution: 'nodenext',
      files: {
        'export.ts': "import { connect } from '@odoo-toolbox/client';\nconnect();\n",
        'argument.ts': "import { OdooClient } from '@odoo-toolbox/client';\nnew OdooClient(5);\n",
        'expected.ts': '// @ts-expect-error\nconsole.log(1);\n',
      },
    });
    assert.equal(failed, true);
    assert.match(output, /^export\.ts\(1,\d+\): error TS2305/m);
    assert.match(output, /^argument\.ts\(2,\d+\): error TS2345/m);
    assert.match(output, /^expected\.ts\(1,\d+\): error TS2578/m);
  });
}

test("users' programs compile in projects that still resolve modules as Node 10 did", async (t) => {
  const { output } = await compile(t, {
    compiler: compilers['TypeScript 6'],
    moduleResolution: 'node10',
    type: 'commonjs',
    settings: { module: 'commonjs', ignoreDeprecations: '6.0' },
  });
  assert.equal(output, '');
});

test("the types need neither the DOM nor Node's types", async (t) => {
  const { output } = await compile(t, {
    compiler: compilers['TypeScript 7'],
    moduleResolution: 'bundler',
    files: {
      'plain.ts':
        "import { OdooClient } from '@odoo-toolbox/client';\nexport const client = new OdooClient({ url: '', database: '', username: '', password: '' });\n",
    },
    settings: { lib: ['es2022'], types: [] },
  });
  assert.equal(output, '');
});
