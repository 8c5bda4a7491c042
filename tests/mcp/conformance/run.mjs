// The protocol's own conformance suite against the server as it ships: over HTTP and over a pipe,
// in both revisions.
//
//     npm run conformance                     everything
//     npm run conformance -- http 2026-07-28  one transport, one revision
//
// The suite calls tools, resources and prompts by names of its own. Between it and the server
// stands a door (door.mjs) that names ours instead, one for each of theirs that does the same
// (standins.mjs). What we have nothing like is in expected.mjs with its reason; the suite fails
// where one of those passes, or another one fails.

import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { buildPackage } from '../../../scripts/build.mjs';
import { entryPoint, Refusal } from '../../../scripts/process.mjs';
import { packageDirectory } from '../../../scripts/project.mjs';
import { startSandbox } from '../../../scripts/sandbox.mjs';
import { setUp } from '../../../scripts/setup.mjs';
import { httpDoor, pipeDoor } from './door.mjs';
import { expected } from './expected.mjs';

const program = join(packageDirectory, 'bin', 'odoo-client-wasm.mjs');
const token = 'a-token-of-some-length';
const revisions = ['2025-11-25', '2026-07-28'];
const transports = ['http', 'pipe'];

/** A Node of at least 22: this one, or the one that was installed for the suite. */
function newerNode() {
  if (Number.parseInt(process.versions.node, 10) >= 22) return process.execPath;
  const installed = join(
    import.meta.dirname,
    'node_modules',
    `node-${process.platform}-${process.arch}`,
    'bin',
    'node',
  );
  if (!existsSync(installed))
    throw new Refusal(
      'The conformance suite needs Node 22.',
      'run this command with Node 22 or newer',
    );
  return installed;
}

/** Starts the server over HTTP and resolves to its address. */
function serve(env, folder) {
  const child = spawn(process.execPath, [program, 'mcp', '--http', '--port', '0'], {
    cwd: folder,
    env: { ...env, ODOO_MCP_TOKEN: token },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  return new Promise((done, fail) => {
    const lines = [];
    createInterface({ input: child.stderr }).on('line', (line) => {
      lines.push(line);
      const [, url] = /^listening on (\S+)$/.exec(line) ?? [];
      if (url) done({ url, stop: () => child.kill('SIGTERM') });
    });
    child.once('exit', () => fail(new Refusal(`the server ended:\n${lines.join('\n')}`)));
  });
}

/** Runs the suite of a revision against an address. Resolves to what came of its checks. */
async function suite(url, revision, folder, baseline) {
  const results = join(folder, 'results');
  rmSync(results, { recursive: true, force: true });
  const list = join(folder, 'expected.yml');
  writeFileSync(list, JSON.stringify({ server: Object.keys(baseline) }));
  const main = join(
    import.meta.dirname,
    'node_modules',
    '@modelcontextprotocol',
    'conformance',
    'dist',
    'index.js',
  );
  const args = [
    main,
    'server',
    '--url',
    url,
    '--requirements',
    revision,
    '--timeout',
    '15000',
    '--expected-failures',
    list,
    '--output-dir',
    results,
  ];
  const child = spawn(newerNode(), args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      said += chunk;
    });
  const timer = setTimeout(() => child.kill(), 240_000);
  const code = await new Promise((done) => child.once('close', done));
  clearTimeout(timer);
  let passed = 0;
  const others = [];
  /** A scenario is expected to fail as a whole, or in the checks that are named and in no other. */
  const isExpected = (scenario, id) =>
    typeof baseline[scenario] === 'string' ||
    baseline[scenario]?.checks.some((name) =>
      name.endsWith('*') ? id.startsWith(name.slice(0, -1)) : id === name,
    );
  let unexpected = 0;
  for (const one of existsSync(results) ? readdirSync(results) : []) {
    const scenario = one.replace(/^server-|-\d{4}-\d\d-\d\dT.*$/g, '');
    // What is not scored may end without a result.
    const file = join(results, one, 'checks.json');
    for (const { id, status, errorMessage, details } of existsSync(file)
      ? JSON.parse(readFileSync(file, 'utf8'))
      : []) {
      if (status === 'SUCCESS') passed += 1;
      else if (status !== 'INFO' && !isExpected(scenario, id)) {
        // The suite itself judges the scenarios that are not in the list; some are not scored.
        if (scenario in baseline) unexpected += 1;
        others.push(
          `${scenario} ${id}: ${errorMessage ?? ''} ${JSON.stringify(details ?? '').slice(0, 2000)}`,
        );
      }
    }
  }
  const summary = said.slice(Math.max(0, said.indexOf('=== SUMMARY ===')));
  return {
    isGreen: code === 0 && passed > 0 && unexpected === 0,
    passed,
    summary: `${others.join('\n')}\n${summary}`,
  };
}

/** Whether the server is as it should be, over a transport and in a revision. */
async function tried(transport, revision, folder, env) {
  const server = transport === 'http' ? await serve(env, folder) : { stop() {} };
  const door =
    transport === 'http'
      ? await httpDoor(server.url, token)
      : await pipeDoor([process.execPath, program, 'mcp'], { cwd: folder, env });
  try {
    const baseline = expected(transport, revision);
    const { isGreen, passed, summary } = await suite(door.url, revision, folder, baseline);
    console.log(
      `${isGreen ? '✓' : '✗'} ${transport}, ${revision}: ${passed} checks passed; ${Object.keys(baseline).length} scenarios do not apply`,
    );
    if (!isGreen) console.log(summary);
    return isGreen;
  } finally {
    await door.close();
    server.stop();
  }
}

async function conformance(args) {
  const unknown = args.filter((arg) => !revisions.includes(arg) && !transports.includes(arg));
  if (unknown.length)
    throw new Refusal(
      `there is no ${unknown.join(', ')}`,
      `one of: ${[...transports, ...revisions].join(', ')}`,
    );
  await setUp('conformance');
  await buildPackage();
  const wanted = (names) =>
    names.some((name) => args.includes(name)) ? names.filter((name) => args.includes(name)) : names;
  const folder = mkdtempSync(join(tmpdir(), 'odoo-conformance-'));
  const [odoo, slow] = [await startSandbox(), await startSandbox(['--latency', '1200ms'])];
  // The policy has a second connection, whose Odoo takes its time: progress is told of calls that
  // last.
  writeFileSync(join(folder, 'odoo-mcp.toml'), '[connections.slow]\nenv = "ODOO_SLOW"\n');
  const settings = (prefix, { url }) => ({
    [`${prefix}_URL`]: url,
    [`${prefix}_DB`]: 'demo',
    [`${prefix}_USER`]: 'admin',
    [`${prefix}_PASSWORD`]: 'admin',
  });
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    ...settings('ODOO', odoo),
    ...settings('ODOO_SLOW', slow),
  };
  let isGreen = true;
  try {
    for (const transport of wanted(transports)) {
      for (const revision of wanted(revisions)) {
        isGreen = (await tried(transport, revision, folder, env)) && isGreen;
      }
    }
  } finally {
    await Promise.all([odoo.stop(), slow.stop()]);
    rmSync(folder, { recursive: true, force: true });
  }
  if (!isGreen) throw new Refusal('the server does not conform');
}

await entryPoint(import.meta.url, conformance);
