// Builds the npm package in pkg/, for each of its modules: crate → WebAssembly → optimised module →
// bundles; then the manifest.
//
//     npm run build              what no input changed is left as it is
//     npm run build -- --force   build all the same
//     npm run build -- client    only the named modules: client, debug, policy, columns, bulk, sandbox, schema, programs

import { existsSync, readdirSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import {
  bundleBulk,
  bundleClient,
  bundleColumns,
  bundleDebug,
  bundlePolicy,
  bundleSandbox,
  bundleSchema,
} from './build/bundle.mjs';
import { compile } from './build/compile.mjs';
import { completePackage } from './build/manifest.mjs';
import { optimize } from './build/optimize.mjs';
import { bundlePrograms } from './build/programs.mjs';
import { emitDeclarations } from './build/types.mjs';
import { sizeReport, sizes } from './build/sizes.mjs';
import { fingerprint, lastFingerprint, rememberFingerprint } from './build/fingerprint.mjs';
import { entryPoint, Refusal } from './process.mjs';
import {
  bulk,
  client,
  columns,
  columnsScalar,
  debug,
  declarations,
  packageDirectory,
  policy,
  programs,
  sandbox,
  schema,
} from './project.mjs';
import { setUp } from './setup.mjs';
import { join } from 'node:path';

const dist = join(packageDirectory, 'dist');
const isOfSandbox = (file) => /^(\.?sandbox|odoo_sandbox)/.test(file);
const isOfDebug = (file) => /^\.?debug/.test(file);
const isOfColumns = (file) => /^(\.?columns|odoo_columns)/.test(file);

const isOfTypes = (file) => /^\.types/.test(file);
const isOfPrograms = (file) => /^\.?programs/.test(file);
const isOfSchema = (file) => /^(\.?schema|odoo_schema)/.test(file);
const isOfPolicy = (file) => /^(\.?policy|odoo_bulk)/.test(file);
const isOfBulk = (file) => /^\.?bulk/.test(file);
const isOfClient = (file) =>
  ![
    isOfSandbox,
    isOfDebug,
    isOfColumns,
    isOfPolicy,
    isOfBulk,
    isOfPrograms,
    isOfSchema,
    isOfTypes,
  ].some((isOfAnother) => isOfAnother(file));

/**
 * Each module with the files of dist/ that are made of it, and perhaps with another build of it for
 * the same files.
 */
const products = [
  { module: client, bundle: bundleClient, main: 'index.js', owns: isOfClient },
  { module: debug, bundle: bundleDebug, main: 'debug.js', owns: isOfDebug },
  { module: policy, bundle: bundlePolicy, main: 'policy.js', owns: isOfPolicy },
  {
    module: columns,
    alternative: columnsScalar,
    bundle: bundleColumns,
    main: 'columns.js',
    owns: isOfColumns,
  },
  { module: bulk, bundle: bundleBulk, main: 'bulk.js', owns: isOfBulk },
  { module: sandbox, bundle: bundleSandbox, main: 'sandbox.js', owns: isOfSandbox },
  { module: schema, bundle: bundleSchema, main: 'schema.js', owns: isOfSchema },
  { module: programs, bundle: bundlePrograms, main: 'programs', owns: isOfPrograms },
];

/**
 * Builds what changed. `only` are the names of modules. With `draft`, what a page on this machine
 * needs: quick to build instead of small, without declarations, and without the columns of engines
 * that lack SIMD.
 */
export async function buildPackage({ force = false, only = [], draft = false } = {}) {
  const unknown = only.filter((name) => !products.some(({ module }) => module.name === name));
  if (unknown.length)
    throw new Refusal(
      `there is no module called ${unknown.join(', ')}`,
      `the modules are: ${products.map(({ module }) => module.name).join(', ')}`,
    );
  await mkdir(dist, { recursive: true });
  const wanted = products.filter(({ module }) => !only.length || only.includes(module.name));
  const results = await Promise.allSettled(wanted.map((product) => build(product, force, draft)));
  for (const { status, reason } of results) if (status === 'rejected') throw reason;
  if (!draft) await buildTypes(force);
  // Even when nothing changed: a `wasm-pack build` by hand replaces the manifest with one of its
  // own; this puts ours back.
  await completePackage();
  if (!only.length) console.log(sizeReport(sizes()));
}

async function buildTypes(force) {
  const inputs = await fingerprint(declarations);
  if (
    !force &&
    inputs === lastFingerprint(declarations) &&
    existsSync(join(packageDirectory, 'index.d.ts'))
  )
    return;
  console.log('Build: the declarations');
  await emitDeclarations();
  rememberFingerprint(declarations, inputs);
}

async function build({ module, alternative, bundle, main, owns }, force, draft) {
  const inputs = await fingerprint(module);
  const made = draft ? { name: `${module.name}-draft` } : module;
  const isOf = [module, made].map(lastFingerprint);
  if (!force && isOf.includes(inputs) && existsSync(join(dist, main))) {
    console.log(`Build: the ${module.name} in pkg/ is up to date`);
    return;
  }
  const first = module.crate && (await compiled(module, draft));
  const second = alternative && (draft ? first : await compiled(alternative, draft));
  console.log(`Build: the ${module.name}`);
  for (const file of readdirSync(dist).filter(owns))
    await rm(join(dist, file), { recursive: true });
  await bundle(first, second);
  rememberFingerprint(made, inputs);
}

/**
 * Compilers take their turns, each with all cores; the optimiser has one core, and works beside the
 * next of them.
 */
let turn = Promise.resolve();

async function compiled(module, draft) {
  const ours = turn.then(() => {
    console.log(`Build: the WebAssembly of ${module.name}`);
    return compile(module, draft);
  });
  turn = ours.catch(() => {});
  return { ...(await ours), wasm: await optimize(module, await ours, draft) };
}

await entryPoint(import.meta.url, async (args) => {
  await setUp('build');
  await buildPackage({
    force: args.includes('--force'),
    only: args.filter((arg) => !arg.startsWith('--')),
  });
});
