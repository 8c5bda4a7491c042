// How hosts come by the server: their configuration files, the registry's entry, the bundle, the
// documents.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { unzipSync } from 'fflate';
import { parse } from 'smol-toml';
import ts from 'typescript';
import { bundle } from '../../scripts/mcpb.mjs';
import { linksOf } from '../markdown.mjs';
import { project } from '../package/fixture.mjs';
import { startSandbox } from '../package/sandbox.mjs';
import { callWith, clientOf, parsePolicy, program, start } from './fixture.mjs';

const textOf = (file) => readFileSync(join(project, file), 'utf8');
const manifest = JSON.parse(textOf('pkg/manifest.json'));
const folder = join(project, 'docs', 'agents');
const variables = ['ODOO_URL', 'ODOO_DB', 'ODOO_USER', 'ODOO_API_KEY', 'ODOO_PASSWORD'];

/** Where each kind of host has its servers. */
const serversIn = (settings) =>
  settings.mcpServers ?? settings.servers ?? settings.context_servers ?? settings.mcp_servers;

const hosts = readdirSync(folder).filter((file) => file !== 'odoo-mcp.toml');

for (const file of hosts) {
  test(`docs/agents/${file} starts this package's server`, () => {
    const text = readFileSync(join(folder, file), 'utf8');
    const settings = file.endsWith('.toml') ? parse(text) : JSON.parse(text);
    const { odoo, ...others } = serversIn(settings);
    assert.deepEqual(others, {});
    if (odoo.url) {
      assert.match(odoo.url, /^http:\/\/127\.0\.0\.1:8765\/mcp$/);
      assert.match(odoo.headers.Authorization, /^Bearer /);
      return;
    }
    assert.deepEqual([odoo.command, ...odoo.args], ['npx', '-y', manifest.name, 'mcp']);
    for (const [name, value] of Object.entries(odoo.env)) {
      assert.ok(variables.includes(name), name);
      assert.ok(value);
      const [, input] = /^\$\{input:(.*)\}$/.exec(value) ?? [];
      if (input)
        assert.ok(
          settings.inputs.some(({ id }) => id === input),
          input,
        );
    }
  });
}

test('every host file is led to from the document, and no other', () => {
  const led = linksOf(textOf('docs/agents.md'))
    .map(([path]) => path)
    .filter((path) => path.startsWith('agents/'))
    .map((path) => path.slice('agents/'.length));
  assert.deepEqual([...new Set(led)].sort(), readdirSync(folder).sort());
});

test('the policy of the document is understood, and does what it says', async () => {
  const policy = parsePolicy(readFileSync(join(folder, 'odoo-mcp.toml'), 'utf8'));
  const { audit: _, ...rules } = policy;
  const { call } = await start({ policy: rules });
  assert.match(
    (await call('odoo_delete', { model: 'res.partner', ids: [8] })).text,
    /\[default\] delete/,
  );
  assert.match((await call('odoo_search', { model: 'hr.employee' })).text, /hr\.\*/);
  assert.equal(
    (await call('odoo_update', { model: 'crm.lead', ids: [111], values: { priority: '1' } })).data
      ?.status ?? 'refused',
    'done',
  );
});

test('the types are those of the code: without errors, without libraries, and of what is exported', async () => {
  const path = join(dirname(dirname(program)), 'mcp.d.ts');
  const types = ts.createProgram([path], {
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    target: ts.ScriptTarget.ES2022,
    types: [],
  });
  assert.deepEqual(
    ts.getPreEmitDiagnostics(types).map(({ messageText }) => messageText),
    [],
  );
  const checker = types.getTypeChecker();
  const exported = checker.getExportsOfModule(
    checker.getSymbolAtLocation(types.getSourceFile(path)),
  );
  const values = exported
    .map((symbol) =>
      symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol,
    )
    .filter(({ flags }) => flags & ts.SymbolFlags.Value);
  const { tools: _, ...real } = await import(
    pathToFileURL(join(dirname(path), 'dist', 'programs', 'mcp.mjs'))
  );
  assert.deepEqual(values.map(({ name }) => name).sort(), Object.keys(real).sort());
  for (const symbol of exported) {
    const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
    assert.notEqual(target.getDocumentationComment(checker).length, 0, symbol.name);
  }
  const read = types
    .getSourceFiles()
    .map(({ fileName }) => fileName)
    .filter((file) => file.includes('/types/esm/'));
  assert.ok(read.some((file) => file.endsWith('mcp/policy.d.ts')));
  for (const file of read)
    assert.doesNotMatch(readFileSync(file, 'utf8'), /^(?:import|export)\b.* from '(?!\.)/m, file);
});

test('the document names every tool, option and prompt', async () => {
  const document = textOf('docs/agents.md');
  const { client } = await start();
  for (const { name } of [
    ...(await client.listTools()).tools,
    ...(await client.listPrompts()).prompts,
  ])
    assert.ok(document.includes(`\`${name}\``), name);
  const { stdout } = spawnSync(process.execPath, [program, 'mcp', '--help'], { encoding: 'utf8' });
  for (const [option] of stdout.matchAll(/--(?!help)[a-z-]+/g))
    assert.ok(document.includes(option), option);
});

test('the programs of the document run as they stand there', () => {
  const blocks = [...textOf('docs/agents.md').matchAll(/^```js file=(\S+)\n([^]*?)^```$/gm)];
  assert.ok(blocks.length > 0);
  const place = mkdtempSync(join(dirname(dirname(program)), 'document-'));
  try {
    for (const [, file, text] of blocks) {
      writeFileSync(
        join(place, file),
        text.replaceAll("'odoo-client-wasm/", "'@odoo-toolbox/client/"),
      );
      const { status, stdout, stderr } = spawnSync(process.execPath, [join(place, file)], {
        encoding: 'utf8',
      });
      assert.equal(status, 0, stderr);
      assert.match(stdout, /"structuredContent":\{"count":\d+\}/);
    }
  } finally {
    rmSync(place, { recursive: true });
  }
});

test('server.json is what the registry asks for, and of this package', () => {
  const server = JSON.parse(textOf('server.json'));
  assert.match(
    server.$schema,
    /^https:\/\/static\.modelcontextprotocol\.io\/schemas\/\d{4}-\d\d-\d\d\/server\.schema\.json$/,
  );
  assert.match(server.name, /^[a-zA-Z0-9.-]+\/[a-zA-Z0-9._-]+$/);
  assert.equal(server.name, manifest.mcpName);
  assert.ok(server.description.length <= 100, `${server.description.length} characters`);
  const [, version] = /^version = "(.*)"$/m.exec(textOf('Cargo.toml'));
  assert.equal(server.version, version);
  assert.equal(server.packages.length, 1);
  const [one] = server.packages;
  assert.deepEqual(
    [one.registryType, one.identifier, one.version, one.runtimeHint, one.transport],
    ['npm', manifest.name, version, 'npx', { type: 'stdio' }],
  );
  assert.deepEqual(one.packageArguments, [{ type: 'positional', value: 'mcp' }]);
  assert.deepEqual(
    one.environmentVariables.map(({ name }) => name),
    variables,
  );
  for (const { name, isSecret = false } of one.environmentVariables)
    assert.equal(isSecret, /KEY|PASSWORD/.test(name), name);
});

test('the bundle is valid, is the same each time, and serves from where it is unpacked', async (t) => {
  const bytes = await bundle();
  assert.deepEqual(Buffer.from(await bundle()), Buffer.from(bytes));
  const place = mkdtempSync(join(tmpdir(), 'odoo-mcpb-'));
  t.after(() => rmSync(place, { recursive: true, force: true }));
  for (const [path, content] of Object.entries(unzipSync(bytes))) {
    mkdirSync(dirname(join(place, path)), { recursive: true });
    writeFileSync(join(place, path), content);
  }
  const validator = join(project, 'node_modules', '@anthropic-ai', 'mcpb', 'dist', 'cli', 'cli.js');
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [validator, 'validate', join(place, 'manifest.json')],
    { encoding: 'utf8' },
  );
  assert.equal(status, 0, stdout + stderr);
  const { server, tools } = JSON.parse(readFileSync(join(place, 'manifest.json'), 'utf8'));
  const odoo = await startSandbox();
  const client = clientOf();
  const settings = {
    url: odoo.url,
    database: 'demo',
    username: 'admin',
    api_key: '',
    password: 'admin',
  };
  const filled = (text) =>
    text
      .replaceAll('${__dirname}', place)
      .replace(/\$\{user_config\.(\w+)\}/, (_, name) => settings[name]);
  const env = Object.fromEntries(
    Object.entries(server.mcp_config.env).map(([name, value]) => [name, filled(value)]),
  );
  await client.connect(
    new StdioClientTransport({
      command: process.execPath,
      args: server.mcp_config.args.map(filled),
      env: { PATH: process.env.PATH, ...env },
      cwd: place,
    }),
  );
  t.after(() => client.close());
  assert.deepEqual(
    (await client.listTools()).tools.map(({ name }) => name),
    tools.map(({ name }) => name),
  );
  const { isError, text } = await callWith(client)('odoo_report', { model: 'sale.order' });
  assert.ok(!isError, text);
  const printed = await callWith(client)('odoo_report', {
    report: 'sale.report_saleorder',
    ids: [1],
  });
  assert.ok(!printed.isError, printed.text);
});
