// Paths, line ends and folders of Windows: a preload gives the program the paths and the name of
// Windows. The files themselves are of this system, which takes a backslash for a letter.

import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { odoo } from './fixture.mjs';

// The program's own modules alone get the paths of Windows: Node's loader needs those of this
// system.
const paths = `import path from 'node:path'; export default path.win32; export const { basename, dirname, extname, isAbsolute, join, normalize, parse, relative, resolve, sep } = path.win32;`;
const hooks = `export const resolve = (name, context, next) => (/^(?:node:)?path$/.test(name) && context.parentURL?.includes('/dist/programs/')
  ? { url: ${JSON.stringify(`data:text/javascript,${encodeURIComponent(paths)}`)}, shortCircuit: true } : next(name, context));`;
const preload = `
  import { register } from 'node:module';
  register(${JSON.stringify(`data:text/javascript,${encodeURIComponent(hooks)}`)});
  Object.defineProperty(process, 'platform', { value: 'win32' });
`;

async function windows(t) {
  const server = await odoo(t);
  writeFileSync(join(server.cwd, 'windows.mjs'), preload);
  const nodeArgs = ['--import', pathToFileURL(join(server.cwd, 'windows.mjs')).href];
  return { ...server, cli: (args, more = {}) => server.run(args, { nodeArgs, ...more }) };
}

describe('on Windows', () => {
  test('files have drive letters and backslashes: exports go there, imports and attachments come from there', async (t) => {
    const { cli, cwd, sandbox } = await windows(t);
    for (const file of [
      'C:\\Users\\Ada Lovelace\\partners.csv',
      '\\\\server\\share\\partners.parquet',
      'D:partners.v2.xlsx',
      '..\\up\\partners.ndjson',
    ]) {
      const out = await cli(['export', 'res.partner', 'id<60', '-f', 'xmlid,name', '-o', file]);
      assert.equal(out.code, 0, out.stderr);
      assert.ok(existsSync(join(cwd, file)) && !existsSync(join(cwd, `${file}.part`)), file);
      const back = await cli(['import', file, '-m', 'res.partner', '--yes', '--json']);
      assert.deepEqual([back.code, JSON.parse(back.stdout).updated], [0, 0], back.stderr);
    }
    const attached = await cli([
      'attach',
      'res.partner',
      '1',
      'C:\\Users\\Ada Lovelace\\partners.csv',
      '--yes',
    ]);
    assert.equal(attached.code, 0, attached.stderr);
    const { args } = sandbox.requests
      .filter(({ method, model }) => method === 'create' && model === 'ir.attachment')
      .at(-1);
    assert.equal([args[0]].flat()[0].name, 'partners.csv');
    assert.equal(
      (await cli(['create', 'res.partner', 'name=x', 'image_1920=@C:\\nowhere.png', '--yes'])).code,
      11,
    );
  });

  test('a report of refused rows lies beside its file, with the line ends of Windows, and is read again', async (t) => {
    const { cli, cwd } = await windows(t);
    writeFileSync(join(cwd, 'C:\\in.csv'), '\ufeffref;name;country_id\r\n1;"A\r\nB";Nowhere\r\n');
    const { code, stderr } = await cli([
      'import',
      'C:\\in.csv',
      '-m',
      'res.partner',
      '--key',
      'ref',
      '--yes',
    ]);
    assert.deepEqual([code, stderr.includes('C:\\in.csv.refused.csv')], [9, true], stderr);
    const report = readFileSync(join(cwd, 'C:\\in.csv.refused.csv'), 'utf8');
    assert.match(report, /^\ufeffref,name,country_id,_line,_why\r\n1,"A\r\nB",Nowhere,/);
    writeFileSync(join(cwd, 'C:\\mended.csv'), report.replace('Nowhere', 'Belgium'));
    assert.equal(
      (await cli(['import', 'C:\\mended.csv', '-m', 'res.partner', '--key', 'ref', '--yes'])).code,
      0,
    );
  });

  test('profiles and the cache are where Windows keeps such things', async (t) => {
    const { cli, cwd, url } = await windows(t);
    const env = {
      ODOO_CONFIG_DIR: '',
      ODOO_CACHE_DIR: '',
      APPDATA: 'Roaming',
      LOCALAPPDATA: 'Local',
    };
    const login = await cli(
      [
        'login',
        '--url',
        url,
        '--db',
        'demo',
        '--user',
        'admin',
        '--password-stdin',
        '--profile',
        'w',
      ],
      { env, input: 'admin\r\n' },
    );
    assert.equal(login.code, 0, login.stderr);
    assert.match(login.stderr, /its secret is in Roaming\\odoo-client-wasm/);
    assert.ok(existsSync(join(cwd, 'Roaming\\odoo-client-wasm\\profiles.json')));
    assert.equal((await cli(['models'], { env })).code, 0);
    assert.ok(existsSync(join(cwd, 'Local\\odoo-client-wasm\\latest.json')));
  });

  test('what is downloaded has a name that Windows takes', async (t) => {
    const { cli, cwd } = await windows(t);
    writeFileSync(join(cwd, 'a.txt'), 'a');
    for (const name of ['con.txt', 'a<b>:"c"|?*.txt', 'end. ', '..\\..\\up.txt', 'LPT1']) {
      assert.equal(
        (await cli(['attach', 'res.partner', '1', 'a.txt', '--name', name, '--yes'])).code,
        0,
      );
    }
    const { stderr } = await cli(['download', 'res.partner', '1', '--attachments', '-o', 'out']);
    const names = stderr
      .trimEnd()
      .split('\n')
      .map((line) => /^out\\(.*): 1 bytes$/.exec(line)?.[1]);
    assert.equal(names.length, 5);
    for (const name of names)
      assert.doesNotMatch(
        String(name),
        /[<>:"/\\|?*]|[. ]$|^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)|^undefined$/i,
        stderr,
      );
  });
});
