// Where the project's things are, and the versions it pins. Nothing here changes anything.

import { readFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
export const inProject = (...path) => join(root, ...path);

/** Cargo's own output, wherever the user keeps it. */
export const cargoTarget = resolve(root, process.env.CARGO_TARGET_DIR ?? 'target');
/** Programs that the set-up compiles for the project alone. */
export const tools = join(cargoTarget, 'tools');
export const packageDirectory = inProject('pkg');
/** The TypeScript of the package: a folder a room. */
export const sources = inProject('pkg', 'src');
/**
 * The rooms of the TypeScript. Each may import those before it, by their names (`#plain/index.ts`)
 * or as the package's entries (`odoo-client-wasm/columns`).
 */
export const rooms = [
  'plain',
  'body',
  'arguments',
  'client',
  'schema',
  'policy',
  'pages',
  'columns',
  'bulk',
  'sandbox',
  'mcp',
  'cli',
];
const room = (name) => ({ room: join(sources, name), entry: join(sources, name, 'index.ts') });

/**
 * The package's WebAssembly modules: the cargo package of each, the name of its files, the room and
 * the entry of its sources, the folder of its glue and optimised module (always below the project:
 * source maps name it relatively), and whether it has to be as small or as fast as can be.
 */
export const client = {
  name: 'client',
  crate: 'odoo-client-wasm',
  file: 'odoo_client_wasm',
  ...room('client'),
  directory: inProject('target', 'wasm', 'client'),
  smallest: true,
};
/**
 * The client once more, for those who look for a mistake: functions keep their names, and a panic
 * says what happened.
 */
export const debug = {
  ...client,
  name: 'debug',
  directory: inProject('target', 'wasm', 'debug'),
  smallest: false,
  debug: true,
};
export const sandbox = {
  name: 'sandbox',
  crate: 'odoo-sandbox-wasm',
  file: 'odoo_sandbox_wasm',
  ...room('sandbox'),
  directory: inProject('target', 'wasm', 'sandbox'),
  smallest: false,
};

/**
 * The decoder of columns: fast before small. It says by name what lies where in its memory, so it
 * has no glue. Engines without SIMD get a build of their own.
 */
export const columns = {
  name: 'columns',
  crate: 'odoo-columns-wasm',
  file: 'odoo_columns_wasm',
  ...room('columns'),
  directory: inProject('target', 'wasm', 'columns'),
  fastest: true,
  simd: true,
  brings: 'with flatbuffers, Copyright Google Inc., Apache-2.0',
};
export const columnsScalar = {
  ...columns,
  name: 'columns-scalar',
  bytes: 'odoo-columns-scalar-wasm',
  file: 'odoo_columns_scalar_wasm',
  directory: inProject('target', 'wasm', 'columns-scalar'),
  simd: false,
};

/**
 * What bulk work decides: an entry of its own beside the client, which bulk work and columns
 * import, and programs do not.
 */
export const policy = {
  name: 'policy',
  crate: 'odoo-bulk-wasm',
  file: 'odoo_bulk_wasm',
  ...room('policy'),
  directory: inProject('target', 'wasm', 'policy'),
  smallest: true,
};

/**
 * Bulk work: over the client, the columns and its policy, whose modules it imports, and without one
 * of its own.
 */
export const bulk = { name: 'bulk', ...room('bulk') };

/**
 * The schema: types, domains and checks, with a module of its own. Only text crosses its boundary,
 * so it has no glue.
 */
export const schema = {
  name: 'schema',
  crate: 'odoo-schema-wasm',
  file: 'odoo_schema_wasm',
  ...room('schema'),
  directory: inProject('target', 'wasm', 'schema'),
  smallest: true,
  bare: true,
};

/** The programs of the package: the command line and the agent server, for Node. */
export const programs = { name: 'programs' };

/** The declarations of the package. */
export const declarations = { name: 'types' };

export const wasmTarget = 'wasm32-unknown-unknown';
export const wasmPackVersion = '0.15.1';
export const geckodriverVersion = '0.37.1';

const readText = (...path) => readFileSync(inProject(...path), 'utf8');

/** The channel that rust-toolchain.toml pins. */
export const rustChannel = () =>
  found(/^channel = "(.+)"$/m, readText('rust-toolchain.toml'), 'a channel in rust-toolchain.toml');

/** The version every crate and the npm package carry. */
export const projectVersion = () =>
  found(
    /^\[workspace\.package\]\nversion = "(.+)"$/m,
    readText('Cargo.toml'),
    'a version in Cargo.toml',
  );

/**
 * The version of wasm-bindgen in Cargo.lock: the command-line tool has to be the same to the last
 * digit.
 */
export const wasmBindgenVersion = () =>
  found(
    /name = "wasm-bindgen"\nversion = "(.+)"/,
    readText('Cargo.lock'),
    'wasm-bindgen in Cargo.lock',
  );

function found(pattern, text, what) {
  const match = pattern.exec(text);
  if (!match) throw new Error(`cannot find ${what}`);
  return match[1];
}

/** The environment for programs the project starts: its own tools come first on the path. */
export const toolEnvironment = () => ({
  ...process.env,
  PATH: [join(tools, 'bin'), inProject('node_modules', '.bin'), process.env.PATH].join(delimiter),
});
