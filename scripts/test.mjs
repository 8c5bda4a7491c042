// Runs every suite and stops at the first that fails. Where all are asked for, there are two lanes:
// one begins with what only computes, one with the build, and both go on with what mostly waits for
// servers and timers. Browsers and what measures come last, with nothing beside them.
//
//     npm test                      everything
//     npm test -- package page      the named suites, with what they need
//     npm test -- --all             the rest as well after one that fails

import { buildPackage } from './build.mjs';
import { packPackage } from './pack.mjs';
import { entryPoint, Refusal } from './process.mjs';
import { testedSandboxProgram } from './sandbox.mjs';
import { setUp } from './setup.mjs';
import { chromiumPath } from './setup/browsers.mjs';
import { browserSuite, cargoSuite, check, nodeSuite, wasmSuite } from './test/suites.mjs';
import { noTests, Tally } from './test/tally.mjs';

const once = (work) => {
  let result;
  return () => {
    result ??= work();
    return result;
  };
};

const built = once(() => buildPackage());

/** What the JavaScript suites share: one tarball and one server. */
const packed = once(async () => {
  await built();
  process.env.ODOO_CLIENT_TARBALL = await packPackage();
  process.env.ODOO_SANDBOX_SERVER = await testedSandboxProgram();
  process.env.CHROME_PATH = chromiumPath();
});

const suites = {
  format: check('cargo', ['fmt', '--all', '--check']),
  'clippy-host': check('cargo', [
    'clippy',
    '--locked',
    '--workspace',
    '--all-targets',
    '--',
    '-D',
    'warnings',
  ]),
  'clippy-wasm': check('cargo', [
    'clippy',
    '--locked',
    '--package',
    'odoo-client-wasm',
    '--package',
    'odoo-columns-wasm',
    '--package',
    'odoo-bulk-wasm',
    '--package',
    'odoo-sandbox-wasm',
    '--package',
    'odoo-schema-wasm',
    '--all-targets',
    '--target',
    'wasm32-unknown-unknown',
    '--',
    '-D',
    'warnings',
  ]),
  // The glue's writer has no tests, and half of what it needs nothing else does.
  host: cargoSuite(['test', '--locked', '--workspace', '--exclude', 'odoo-glue']),
  'wasm-node': wasmSuite('wasm_node'),
  'wasm-chrome': browserSuite('wasm_browser'),
  build: () => built().then(() => noTests),
  lint: nodeSuite('lint', () => buildPackage({ only: ['client', 'policy', 'sandbox'] })),
  types: nodeSuite('types', packed),
  package: nodeSuite('package', packed),
  columns: nodeSuite('columns', packed),
  bulk: nodeSuite('bulk', packed),
  schema: nodeSuite('schema', packed),
  faults: nodeSuite('faults', packed),
  sandbox: nodeSuite('sandbox', packed),
  mcp: nodeSuite('mcp', packed),
  cli: nodeSuite('cli', packed),
  runtimes: nodeSuite('runtimes', packed),
  page: nodeSuite('page', packed),
};

/** These keep every core busy, and share targets. */
const computing = ['format', 'clippy-host', 'clippy-wasm', 'host', 'wasm-node', 'wasm-chrome'];
/** These write into pkg/, one after the other, before what reads it. */
const building = ['build', 'lint'];
/** These wait for a browser or another runtime that has to answer in time. */
const last = ['runtimes', 'page'];

async function test(args) {
  const goesOn = args.includes('--all');
  const names = args.filter((arg) => arg !== '--all');
  const unknown = names.filter((name) => !suites[name]);
  if (unknown.length)
    throw new Refusal(
      `there is no suite called ${unknown.join(', ')}`,
      `the suites are: ${Object.keys(suites).join(', ')}`,
    );
  await setUp('test');
  const tally = new Tally();
  const goOn = () => goesOn || !tally.failed;
  const take = async (name, suite, options) => {
    if (!goOn()) return;
    if (!options) console.log(header(name));
    await tally.take(name, suite, options);
  };
  const alone = (name) => suites[name].alone && take(`${name}: alone`, suites[name].alone);
  if (names.length) {
    for (const name of names) {
      await take(name, suites[name]);
      await alone(name);
    }
  } else {
    const shared = Object.keys(suites).filter(
      (name) => ![...computing, ...building, ...last].includes(name),
    );
    const begun = inTurn(building, (name) => take(name, suites[name]));
    const fromShared = async (options) => {
      await begun;
      while (shared.length) {
        const name = shared.shift();
        await take(name, suites[name], options);
      }
    };
    // Of two that run at once, one tells what it does; of the other, what fails is shown.
    const quietly = { quiet: true };
    await Promise.all([
      inTurn(computing, (name) => take(name, suites[name], quietly)).then(() =>
        fromShared(quietly),
      ),
      fromShared(),
    ]);
    await inTurn(last, (name) => take(name, suites[name]));
    await inTurn(Object.keys(suites), alone);
  }
  tally.print();
  if (tally.failed) process.exitCode = 1;
}

const header = (name) => `\n━━ ${name} ${'━'.repeat(Math.max(0, 90 - name.length))}`;

async function inTurn(names, work) {
  for (const name of names) await work(name);
}

await entryPoint(import.meta.url, test);
