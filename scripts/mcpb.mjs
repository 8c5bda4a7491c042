// Makes target/odoo-client-wasm.mcpb: the server for agents as a bundle that a desktop host opens.
//
//     npm run mcpb
//
// It holds the command's program with the pieces that it loads, and the parts of the client for
// Node. No npm is needed to run it.

import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { strToU8, zipSync } from 'fflate';
import { buildPackage } from './build.mjs';
import { entryPoint } from './process.mjs';
import { inProject, packageDirectory, projectVersion } from './project.mjs';

export const bundlePath = inProject('target', 'odoo-client-wasm.mcpb');

/** What starts it: the program, told to serve. */
const start = `import { run } from './dist/programs/mcp.mjs';\n\nawait run(process.argv.slice(2));\n`;

/** The files that one leads to, by their paths in the package. */
async function reachable(first) {
  const found = new Set();
  const visit = async (path) => {
    if (found.has(path) || !existsSync(join(packageDirectory, path))) return;
    found.add(path);
    if (!/\.[cm]?js$/.test(path)) return;
    const text = await readFile(join(packageDirectory, path), 'utf8');
    for (const [, target] of text.matchAll(
      /(?:from|import|import\(|require\()\s*["'](\.{1,2}\/[^"']+)["']/g,
    ))
      await visit(posix.join(posix.dirname(path), target));
    for (const [target] of text.matchAll(/\bodoo_\w+\.wasm\b/g))
      await visit(posix.join(posix.dirname(path), target));
  };
  await visit(first);
  return [...found].sort();
}

const setting = (title, description, more = {}) => ({
  type: 'string',
  title,
  description,
  required: false,
  default: '',
  ...more,
});

async function manifestOf() {
  const { tools } = await import(new URL('../pkg/dist/programs/mcp.mjs', import.meta.url));
  return {
    manifest_version: '0.3',
    name: 'odoo-client-wasm',
    display_name: 'Odoo',
    version: projectVersion(),
    description: 'Look things up in Odoo, and change them with your consent.',
    long_description:
      'Reads are allowed, every change is asked about. A policy file says more: rules by model and method, hidden fields, record domains.',
    author: {
      name: 'odoo-client-wasm contributors',
      url: 'https://github.com/odoo-client-wasm/odoo-client-wasm',
    },
    repository: { type: 'git', url: 'https://github.com/odoo-client-wasm/odoo-client-wasm.git' },
    license: 'MIT OR Apache-2.0',
    keywords: ['odoo', 'erp', 'crm'],
    server: {
      type: 'node',
      entry_point: 'server/start.mjs',
      mcp_config: {
        command: 'node',
        args: ['${__dirname}/server/start.mjs'],
        env: {
          ODOO_URL: '${user_config.url}',
          ODOO_DB: '${user_config.database}',
          ODOO_USER: '${user_config.username}',
          ODOO_API_KEY: '${user_config.api_key}',
          ODOO_PASSWORD: '${user_config.password}',
        },
      },
    },
    tools: tools.map(({ name, description }) => ({ name, description })),
    user_config: {
      url: setting('Address', 'Such as https://odoo.example.com', { required: true }),
      database: setting('Database', 'Its name', { required: true }),
      username: setting('User', 'The login'),
      api_key: setting('API key', 'Made in Odoo, under the preferences of the user', {
        sensitive: true,
      }),
      password: setting('Password', 'Where there is no API key', { sensitive: true }),
    },
    compatibility: { platforms: ['darwin', 'win32', 'linux'], runtimes: { node: '>=20.0.0' } },
  };
}

/** Makes the bundle of the package that is built, and resolves to its bytes. */
export async function bundle() {
  const files = {
    'manifest.json': strToU8(`${JSON.stringify(await manifestOf(), null, 2)}\n`),
    'server/start.mjs': strToU8(start),
  };
  const lists = await Promise.all(
    ['dist/programs/mcp.mjs', 'dist/node.mjs', 'dist/bulk.node.mjs'].map(reachable),
  );
  for (const path of [
    ...new Set(lists.flat()),
    'package.json',
    'dist/programs/LICENSES.txt',
    'LICENSE-MIT',
    'LICENSE-APACHE',
  ]) {
    files[`server/${path}`] = await readFile(join(packageDirectory, path));
  }
  // The same content gives the same bytes.
  return zipSync(files, { level: 9, mtime: new Date('2000-01-01T00:00:00Z') });
}

async function main() {
  await buildPackage();
  const bytes = await bundle();
  await mkdir(dirname(bundlePath), { recursive: true });
  await writeFile(bundlePath, bytes);
  console.log(
    `${fileURLToPath(new URL(`file://${bundlePath}`))}: ${Math.round(bytes.length / 1000)} KB`,
  );
}

await entryPoint(import.meta.url, main);
