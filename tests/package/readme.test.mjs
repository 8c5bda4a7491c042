// README.md and docs/guide.md: their programs run as they stand there, against the sandbox, and
// their tables leave nothing out.

import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { chromium } from 'playwright-core';
import { chromiumPath } from '../../scripts/setup/browsers.mjs';
import { freshFolder, installed, project, toolbox } from './fixture.mjs';
import { startSandbox } from './sandbox.mjs';

const [readme, guide] = ['README.md', 'docs/guide.md'].map((path) =>
  readFileSync(join(project, path), 'utf8'),
);
const both = `${readme}\n${guide}`;
const declarations = readFileSync(join(installed, 'types', 'esm', 'client', 'config.d.ts'), 'utf8');

/** Every fenced block: its language, the file it is meant to be, and its text. */
const blocks = [...both.matchAll(/^```(\w*)(?: file=(\S+))?\n([^]*?)^```$/gm)].map(
  ([, language, file, text]) => ({ language, file, text }),
);
const textOf = (file) => blocks.find((block) => block.file === file).text;

/** What each program prints, line by line. */
const programs = {
  'quick-start.mjs': [/^Administrator created Ada Lovelace, London$/],
  'from-env.mjs': [/^admin admin$/],
  'protocols.mjs': [
    /^\/web\/session\/authenticate 200 \d/,
    /^session$/,
    /res\.partner\/search 200/,
    /res\.partner\/read 200/,
    /^\/web\/session\/destroy 200/,
  ],
  'errors.mjs': [/^res\.partner\.write: the record is gone$/],
  'safety.mjs': [
    /^WRITE res\.partner\.create\(\) \{ name: 'Ada' \}$/,
    /^DELETE res\.partner\.unlink\(\) \[ \d+ \]$/,
    /^Operation blocked: res\.partner\.unlink\(\)$/,
  ],
  'messages.mjs': [/^\d+ \d+$/],
  'modules.mjs': [/\bcrm, (.*, )?fleet\b/, /^uninstalled$/],
  'properties.mjs': [/^3$/],
  'bulk.mjs': [/^1000 of 1000$/, /^Customer 49$/],
  'columns.mjs': [/^(\d+) \w.+ \1$/, /^id,name,stage_id,expected_revenue$/, /^\d{4,}$/],
};

const sandbox = await startSandbox();

/** The addresses that stand in the documents, and where the sandbox really is. */
const here = (text, url = sandbox.url) =>
  text.replaceAll(/http:\/\/(?:localhost|127\.0\.0\.1):8069/g, url);

/** A folder with the package under its own name, `.odoo.env` and all programs. */
function workspace(t) {
  const folder = freshFolder(t);
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(installed, join(folder, 'node_modules', 'odoo-client-wasm'));
  for (const { file, text } of blocks) if (file) writeFileSync(join(folder, file), here(text));
  return folder;
}

const run = (folder, file) =>
  new Promise((done) => {
    execFile(
      process.execPath,
      [file],
      { cwd: folder, env: { PATH: process.env.PATH }, timeout: 20_000 },
      (error, stdout, stderr) => {
        done({ code: error?.code ?? 0, lines: `${stdout}${stderr}`.trimEnd().split('\n') });
      },
    );
  });

test('every program of README and guide is run here', () => {
  assert.deepEqual(
    blocks.filter(({ file }) => !file),
    [],
  );
  assert.deepEqual(
    blocks.map(({ file }) => file).sort(),
    ['.odoo.env', 'index.html', ...Object.keys(programs)].sort(),
  );
});

describe('in Node', () => {
  for (const [file, expected] of Object.entries(programs)) {
    test(`${file} runs to its end and prints what it says`, async (t) => {
      const { code, lines } = await run(workspace(t), file);
      assert.equal(code, 0, lines.join('\n'));
      assert.equal(lines.length, expected.length, lines.join('\n'));
      for (const [index, pattern] of expected.entries()) assert.match(lines[index], pattern);
    });
  }

  test('the programs left in the database what they say they do', async () => {
    const client = await sandbox.connect();
    const [task] = await client.searchRead(
      'project.task',
      [['name', '=', 'Land']],
      ['task_properties'],
    );
    assert.deepEqual(toolbox.propertiesToWriteFormat(task.task_properties), {
      effort: 5,
      site: 'Tycho',
    });
    const messages = await client.searchRead(
      'mail.message',
      [['body', 'in', ['<p>Called back; budget &lt; 5000.</p>', '<p>Your offer is ready.</p>']]],
      { fields: ['is_internal'], order: 'id' },
    );
    assert.deepEqual(
      messages.map(({ is_internal }) => is_internal),
      [true, false],
    );
    assert.equal(await client.searchCount('res.partner', [['name', '=', 'Ada Lovelace']]), 0);
    assert.equal(await client.searchCount('res.partner', [['name', '=', 'Ada']]), 1);
  });

  test('the programs agree with the types', (t) => {
    const folder = workspace(t);
    mkdirSync(join(folder, 'node_modules', '@types'));
    for (const name of ['@types/node', 'undici-types'])
      symlinkSync(join(project, 'node_modules', name), join(folder, 'node_modules', name));
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({
        compilerOptions: {
          strict: true,
          allowJs: true,
          checkJs: true,
          noEmit: true,
          module: 'nodenext',
          target: 'es2022',
          types: ['node'],
          noImplicitAny: true,
        },
        include: ['*.mjs'],
      }),
    );
    const tsc = join(project, 'node_modules', 'typescript-7', 'bin', 'tsc');
    try {
      execFileSync(process.execPath, [tsc, '--project', folder, '--pretty', 'false'], {
        cwd: folder,
        encoding: 'utf8',
      });
    } catch (error) {
      assert.fail(error.stdout || error);
    }
  });
});

test('the page counts partners in Chromium', async (t) => {
  const folder = workspace(t);
  const server = await startSandbox(
    '--serve',
    `/node_modules/odoo-client-wasm=${installed}`,
    '--serve',
    `/=${folder}`,
  );
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: ['--no-sandbox'] });
  t.after(() => Promise.all([browser.close(), server.stop()]));
  const page = await browser.newPage();
  const complaints = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('dialog', (dialog) => dialog.accept('admin'));
  await page.goto(`${server.url}/index.html`);
  await page
    .waitForFunction(() => document.querySelector('output').textContent !== '', undefined, {
      timeout: 10_000,
    })
    .catch(() => assert.fail(complaints.join('\n') || 'nothing was shown'));
  assert.match(await page.textContent('output'), /^\d{2,} partners$/);
});

describe('nothing is left out', () => {
  /** The first cells of the table below a heading, as the names in them. */
  const names = (heading) => {
    const section = guide.split(/^##+ /m).find((each) => each.startsWith(`${heading}\n`));
    assert.ok(section, `there is no section ${heading}`);
    const cells = [...section.matchAll(/^\| (`[^|]+) \|/gm)].flatMap(([, cell]) =>
      cell.match(/`\w+/g),
    );
    return cells.map((name) => name.slice(1));
  };

  test('of the configuration', () => {
    const [, body] = /export interface OdooClientConfig \{\n([^]*?)^\}/m.exec(declarations);
    assert.deepEqual(
      names('Configuration'),
      [...body.matchAll(/^ {4}(\w+)\??:/gm)].map(([, name]) => name),
    );
  });

  test("of the client's methods", () => {
    const members = Object.getOwnPropertyNames(toolbox.OdooClient.prototype).filter(
      (name) => name !== 'constructor',
    );
    assert.deepEqual(names('Methods at a glance').sort(), members.sort());
  });

  test('of the error classes', () => {
    const classes = Object.entries(toolbox)
      .filter(
        ([, value]) => value === toolbox.OdooError || value.prototype instanceof toolbox.OdooError,
      )
      .map(([name]) => name);
    assert.deepEqual(
      names('Errors')
        .filter((name) => /^Odoo/.test(name))
        .sort(),
      classes.sort(),
    );
  });

  test('of the 16 corrections', () => {
    assert.deepEqual(
      [...guide.matchAll(/^(\d+)\. /gm)].map(([, number]) => Number(number)),
      Array.from({ length: 16 }, (_, index) => index + 1),
    );
  });
});

test('the README is short enough to be read', () => {
  assert.ok(Buffer.byteLength(readme) <= 15 * 1024, `${Buffer.byteLength(readme)} bytes`);
});

describe('nothing is promised that is not there', () => {
  test('commands are those of package.json', () => {
    const { scripts } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'));
    const contributing = readFileSync(join(project, 'CONTRIBUTING.md'), 'utf8');
    const commands = [
      ...`${both}\n${contributing}`.matchAll(/(?<=^ {4}|`)npm (?:run )?(\w+)(?=[`\s])/gm),
    ]
      .map(([, name]) => name)
      .filter((name) => name !== 'install');
    assert.ok(commands.length > 8);
    for (const command of commands) assert.ok(scripts[command], `npm run ${command}`);
  });

  test('the places of the tables are there for the benchmarks and the matrix to fill', () => {
    const tables = ['benchmarks', 'runtimes']
      .map((name) => readFileSync(join(project, 'docs', `${name}.md`), 'utf8'))
      .join('\n');
    for (const name of [
      'one-call',
      'peers',
      'coalesced',
      'iterate',
      'creates',
      'columns',
      'startup',
      'runtimes',
    ])
      assert.match(tables, new RegExp(`<!-- table:${name} -->\\n[^]*?<!-- /table:${name} -->`));
  });

  test('every export that README and guide import or name in code is an export', () => {
    const imported = blocks.flatMap(({ text }) =>
      [...text.matchAll(/import \{ ([^}]+) \} from 'odoo-client-wasm'/g)].flatMap(([, list]) =>
        list.split(', '),
      ),
    );
    for (const name of imported) assert.ok(name in toolbox, name);
    const said = new Set(
      [
        ...both.matchAll(
          /`(Odoo[A-Z]\w+Error|[A-Z]+_METHODS|JsonRpcTransport|MailService|ModuleManager|\w+(?:Note|Message)|getProperty\w+|ensureHtmlBody|inferSafetyLevel)\b/g,
        ),
      ].map(([, name]) => name),
    );
    assert.ok(said.size > 15);
    for (const name of said) assert.ok(name in toolbox, name);
  });
});
