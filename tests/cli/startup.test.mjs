// The overview, the help of every command, how fast it starts, what is said of a wrong command
// line.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { execFileSync } from 'node:child_process';
import { program, project, run, twoLines } from './fixture.mjs';

const { stdout: overview } = await run(['--help']);
const names = [...overview.matchAll(/^ {2}([a-z]+)(?: [A-Z[\] ]+)? {2,}\S/gm)].map(
  ([, name]) => name,
);

describe('help', () => {
  test('lists the commands', () => {
    for (const name of [
      'login',
      'logout',
      'check',
      'search',
      'read',
      'count',
      'create',
      'write',
      'delete',
      'call',
      'export',
      'import',
      'models',
      'fields',
      'schema',
      'repl',
      'proxy',
      'demo',
      'report',
      'attach',
      'download',
      'sandbox',
      'completion',
    ])
      assert.ok(names.includes(name), name);
  });

  /** What the help of a command has to offer. */
  const promises = {
    check: ['--models', '--json', '--profile'],
    login: ['--url', '--db', '--user', '--password-stdin', '--renew'],
    logout: ['--profile'],
    profiles: ['--default', '--json'],
    search: [
      '--fields',
      '--limit',
      '--offset',
      '--order',
      '--ids',
      '--json',
      '--lang',
      '--company',
      '--context',
      '-o, --output',
      '--dry-run',
    ],
    read: ['--fields', '--json', '--output'],
    count: ['--by', '--json'],
    create: ['--yes', '--dry-run', 'NDJSON'],
    write: ['--yes', '--dry-run', 'NDJSON'],
    delete: ['--yes', '--dry-run'],
    call: ['--kwargs', '--yes', '--dry-run'],
    export: [
      '--format',
      '--fields',
      '--domain',
      '--gzip',
      '--resume',
      'parquet',
      'xlsx',
      'arrow',
      'ndjson',
    ],
    import: ['--model', '--map', '--key', '--dry-run', '--report', '--date-format', '--decimal'],
    models: ['--json'],
    fields: ['--required', '--json'],
    schema: ['--models', '--output'],
    report: ['--output'],
    attach: ['--name', '--yes'],
    download: ['--attachments', '--output'],
    repl: ['await', '--yes'],
    proxy: ['--origin', '--read-only', '--host'],
    demo: ['--odoo', '--port'],
    sandbox: ['--odoo', '--port'],
    completion: ['bash', 'zsh', 'fish'],
  };

  for (const [name, offered] of Object.entries(promises)) {
    test(`of ${name} names all it promises, in at most 100 columns, and is the same by help ${name}`, async () => {
      const [{ code, stdout, stderr }, other] = await Promise.all([
        run([name, '--help']),
        run(['help', name]),
      ]);
      assert.equal(code, 0, stderr);
      assert.match(stdout, new RegExp(`^usage: npx odoo-client-wasm ${name}`));
      for (const text of offered) assert.ok(stdout.includes(text), `${name}: ${text}`);
      for (const line of stdout.split('\n')) assert.ok(line.length <= 100, line);
      assert.equal(other.stdout, stdout);
    });
  }

  test('starts in at most 1.5 times what Node needs for nothing, and 60 ms', () => {
    const time = (...args) => {
      const before = performance.now();
      execFileSync(process.execPath, args, { stdio: 'ignore' });
      return performance.now() - before;
    };
    // In turns, so that what else this machine does befalls both.
    const pairs = Array.from({ length: 15 }, () => [time('-e', '0'), time(program, '--help')]);
    const [nothing, help] = [0, 1].map(
      (side) => pairs.map((pair) => pair[side]).sort((one, two) => one - two)[7],
    );
    assert.ok(help <= nothing * 1.5 + 60, `${help.toFixed(0)} ms against ${nothing.toFixed(0)} ms`);
  });
});

describe('a wrong command line', () => {
  for (const [args, message] of [
    [['serch', 'res.partner'], /there is no command "serch"; did you mean "search"\?/],
    [['search'], /missing required argument 'model'/],
    [
      ['search', 'res.partner', '--fiels', 'name'],
      /unknown option '--fiels'; did you mean --fields\?/,
    ],
    [['search', 'res.partner', '--limit', 'many'], /--limit is "many"/],
    [['search', 'res.partner', "[['name'"], /domain: the end stands where/],
    [['search', 'res.partner', 'uid'], /domain: "uid" is neither a list nor a term/],
    [['read', 'res.partner', '0'], /"0" is not an id/],
    [['export', 'res.partner', '-o', 'x.doc'], /the suffix of x\.doc tells no format/],
    [['export', 'res.partner', '-o', 'x.parquet.gz'], /parquet is not compressed with gzip/],
    [['import', 'x.csv'], /required option '-m, --model <name>' not specified/],
    [['proxy', 'http://127.0.0.1:1', '--origin', '*'], /--origin is "\*"/],
  ]) {
    test(`${args.join(' ')} is told in two lines, with exit code 2`, async () => {
      const { code, stdout, stderr } = await run(args, {
        env: {
          ODOO_URL: 'http://127.0.0.1:9',
          ODOO_DB: 'demo',
          ODOO_USER: 'admin',
          ODOO_PASSWORD: 'admin',
        },
      });
      assert.match(stderr, message);
      assert.deepEqual([code, stdout, twoLines(stderr)], [2, '', true], stderr);
    });
  }

  test('the documented exit codes are those of the program', () => {
    const source = readFileSync(join(project, 'pkg', 'src', 'cli', 'errors.ts'), 'utf8');
    const codes = [
      .../^export const exitCodes = \{([\s\S]*?)\}/m.exec(source)[1].matchAll(/: (\d+),/g),
    ].map(([, code]) => code);
    const document = readFileSync(join(project, 'docs', 'command-line.md'), 'utf8');
    const [table] = /^## Exit codes$[\s\S]*?(?=^## )/m.exec(document);
    assert.deepEqual(
      [...table.matchAll(/^\| (\d+) \|/gm)].map(([, code]) => code),
      codes,
    );
  });
});
