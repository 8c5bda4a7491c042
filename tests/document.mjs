// A page of docs/ whose programs are run as they stand there.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { anchorsOf, linksOf } from './markdown.mjs';
import { freshFolder, installed, project } from './package/fixture.mjs';

/** The text of a page. */
export const documentOf = (name) => readFileSync(join(project, 'docs', name), 'utf8');

function workspace(t, { url }, libraries) {
  const folder = freshFolder(t);
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(installed, join(folder, 'node_modules', 'odoo-client-wasm'));
  for (const name of libraries)
    symlinkSync(join(project, 'node_modules', name), join(folder, 'node_modules', name));
  writeFileSync(
    join(folder, '.odoo.env'),
    `ODOO_URL=${url}\nODOO_DB=demo\nODOO_USER=admin\nODOO_PASSWORD=admin\n`,
  );
  return folder;
}

/**
 * Tests that every program of a page runs to its end against the sandbox and prints what is
 * `printed`, by file; `more(file, folder)` looks at what it left behind. And that the page's links
 * lead somewhere.
 */
export function testPrograms(document, printed, { sandbox, libraries = [], more = () => {} }) {
  const blocks = [...document.matchAll(/^```(\w*) file=(\S+)\n([^]*?)^```$/gm)].map(
    ([, , file, text]) => ({ file, text }),
  );

  test('every program of the document is run here', () => {
    assert.deepEqual(
      blocks.map(({ file }) => file),
      Object.keys(printed),
    );
  });

  for (const [file, expected] of Object.entries(printed)) {
    test(`${file} runs to its end and prints what it says`, async (t) => {
      const folder = workspace(t, sandbox, libraries);
      writeFileSync(join(folder, file), blocks.find((block) => block.file === file).text);
      const { error, stdout, stderr } = await new Promise((done) => {
        execFile(
          process.execPath,
          [file],
          { cwd: folder, env: { PATH: process.env.PATH }, timeout: 20_000 },
          (...[failed, out, err]) => done({ error: failed, stdout: out, stderr: err }),
        );
      });
      assert.equal(error, null, stderr);
      assert.match(stdout, expected);
      await more(file, folder);
    });
  }

  test('links lead to headings and files that are there', () => {
    const anchors = anchorsOf(document);
    for (const [path, fragment] of linksOf(document)) {
      if (path === '') assert.ok(anchors.has(fragment), `#${fragment}`);
      else assert.ok(existsSync(join(project, 'docs', path)), path);
    }
  });
}

/** The text of a file of types of the package, and of the declarations behind it. */
function declarationsIn(types) {
  const folder = join(installed, 'types', 'esm', types.replace('.d.ts', ''));
  const behind = existsSync(folder)
    ? readdirSync(folder, { recursive: true })
        .filter((file) => file.endsWith('.d.ts'))
        .map((file) => join(folder, file))
    : [];
  return [join(installed, types), ...behind].map((file) => readFileSync(file, 'utf8')).join('\n');
}

/** Tests that a table under a heading names every option of a type of the package. */
export function testOptions(document, { types, heading, named }) {
  test(`the table under '${heading}' leaves no option out`, () => {
    const [, body] = new RegExp(`^export interface ${named}[^{]*\\{\\n([^]*?)^\\}`, 'm').exec(
      declarationsIn(types),
    );
    const [section] = new RegExp(`^## ${heading}$[^]*?(?=^## )`, 'm').exec(document);
    const options = [...body.matchAll(/^ {2,4}(\w+)\?:/gm)].map(([, option]) => option);
    assert.ok(options.length > 0);
    for (const option of options)
      assert.match(section, new RegExp(`^\\| .*\`${option}\`.* \\|`, 'm'), option);
  });
}
