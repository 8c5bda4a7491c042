// docs/command-line.md: every session is run as it stands there, one after the other, in one folder
// and one sandbox.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { test } from 'node:test';
import { documentOf } from '../document.mjs';
import { anchorsOf, linksOf } from '../markdown.mjs';
import { odoo, program, project, run } from './fixture.mjs';

const document = documentOf('command-line.md');
const sessions = [...document.matchAll(/^```console\n([\s\S]*?)^```$/gm)].map(([, text]) => text);

/** A session's commands, each with what is printed; a line of its own may end with a backslash. */
const steps = (text) =>
  text
    .split(/^\$ /m)
    .slice(1)
    .map((part) => {
      const [, command, output] = /^((?:.*\\\n)*.*)\n([\s\S]*)$/.exec(part);
      return { command, output };
    });

/** What is printed, with `…` for what is another one each time. */
const pattern = (output) =>
  new RegExp(
    `^${output
      .split('…')
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('[\\s\\S]*?')}$`,
  );

test('every session prints what the document says', async (t) => {
  const { cwd, url } = await odoo(t);
  const bin = join(cwd, 'bin');
  mkdirSync(bin);
  writeFileSync(
    join(bin, 'odoo-client-wasm'),
    `#!/bin/sh\nexec "${process.execPath}" "${program}" "$@"\n`,
  );
  chmodSync(join(bin, 'odoo-client-wasm'), 0o755);
  const env = {
    PATH: `${bin}${delimiter}${process.env.PATH}`,
    HOME: cwd,
    ODOO_CONFIG_DIR: join(cwd, 'config'),
    ODOO_CACHE_DIR: join(cwd, 'cache'),
    ODOO_KEYCHAIN: 'off',
    ODOO: url,
  };
  for (const { command, output } of sessions.flatMap(steps)) {
    // The address of the sandbox is another one here.
    const line = `{ ${command.replaceAll('http://127.0.0.1:8069', url)}\n} 2>&1`;
    const printed = await new Promise((done) => {
      execFile('sh', ['-c', line], { cwd, env, timeout: 60_000 }, (_, stdout) =>
        done(
          stdout
            .replaceAll('\r\n', '\n')
            .replaceAll(url, 'http://127.0.0.1:8069')
            .replaceAll(new URL(url).host, '127.0.0.1:8069'),
        ),
      );
    });
    assert.match(printed, pattern(output), `$ ${command}\n${printed}`);
  }
});

test('every command has its session', async () => {
  const { stdout } = await run(['--help']);
  const names = [...stdout.matchAll(/^ {2}([a-z]+)(?: [A-Z[\] ]+)? {2,}\S/gm)].map(
    ([, name]) => name,
  );
  // Those that stay until they are ended are tried elsewhere, and those of other documents there.
  const others = ['mcp', 'types', 'demo', 'proxy', 'sandbox'];
  for (const name of names.filter((each) => !others.includes(each)))
    assert.ok(
      sessions.some((text) => text.includes(`odoo-client-wasm ${name}`)),
      name,
    );
});

test('links lead to headings and files that are there', () => {
  const anchors = anchorsOf(document);
  for (const [path, fragment] of linksOf(document)) {
    if (path === '') assert.ok(anchors.has(fragment), `#${fragment}`);
    else assert.ok(existsSync(join(project, 'docs', path)), path);
  }
});
