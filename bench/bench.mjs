// The benchmarks: this client beside the same bare fetch, in one process, against the sandbox in another.
//
//     npm run bench               prints the tables
//     npm run bench -- --write    and puts them into README.md

import { cpus } from 'node:os';
import { join } from 'node:path';
import { buildPackage } from '../scripts/build.mjs';
import { entryPoint } from '../scripts/process.mjs';
import { packageDirectory, projectVersion } from '../scripts/project.mjs';
import { startSandbox } from '../scripts/sandbox.mjs';
import { setUp } from '../scripts/setup.mjs';
import { oneCall } from './one-call.mjs';
import { writeIntoReadme } from '../scripts/markdown.mjs';

const account = { database: 'demo', username: 'admin', password: 'admin' };

async function bench(args) {
  await setUp('bench');
  await buildPackage();
  const sandbox = await startSandbox();
  try {
    const { OdooClient } = await import(join(packageDirectory, 'dist', 'node.mjs'));
    const client = new OdooClient({ url: sandbox.url, ...account });
    await client.authenticate();
    const surroundings = `odoo-client-wasm ${projectVersion()}, Node ${process.versions.node}, ${cpus()[0].model} (${cpus().length} cores), sandbox on loopback`;
    console.log(`\n${surroundings}\n`);
    const table = await oneCall({ client, url: sandbox.url, ...account });
    console.log(`\n${table}`);
    if (args.includes('--write')) await writeIntoReadme('one-call', `${table}\n\n${surroundings}.`);
  } finally {
    await sandbox.stop();
  }
}

await entryPoint(import.meta.url, bench);
