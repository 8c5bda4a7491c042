// The benchmarks: this client beside the same bare fetch, in one process, against the sandbox in another.
//
//     npm run bench               prints the tables
//     npm run bench -- --write    and puts them into README.md
//     npm run bench -- --quick    a tenth of the rounds: whether it works, not how fast it is

import { cpus } from 'node:os';
import { join } from 'node:path';
import { buildPackage } from '../scripts/build.mjs';
import { entryPoint, Refusal } from '../scripts/process.mjs';
import { packageDirectory, projectVersion } from '../scripts/project.mjs';
import { startSandbox } from '../scripts/sandbox.mjs';
import { setUp } from '../scripts/setup.mjs';
import { oneCall } from './one-call.mjs';
import { writeIntoReadme } from '../scripts/markdown.mjs';

const account = { database: 'demo', username: 'admin', password: 'admin', apiKey: 'a11d'.repeat(10) };

async function bench(args) {
  const [quickly, write] = ['--quick', '--write'].map((option) => args.includes(option));
  if (quickly && write) throw new Refusal('--quick measures too little for the README', 'leave it out');
  await setUp('bench');
  await buildPackage();
  const sandbox = await startSandbox(['--api-key', `${account.username}=${account.apiKey}`]);
  try {
    const { OdooClient } = await import(join(packageDirectory, 'dist', 'node.mjs'));
    const surroundings = `odoo-client-wasm ${projectVersion()}, Node ${process.versions.node}, ${cpus()[0].model} (${cpus().length} cores), sandbox on loopback`;
    console.log(`\n${surroundings}\n`);
    const table = await oneCall({ OdooClient, url: sandbox.url, ...account, quickly });
    console.log(`\n${table}`);
    if (write) await writeIntoReadme('one-call', `${table}\n\n${surroundings}.`);
  } finally {
    await sandbox.stop();
  }
}

await entryPoint(import.meta.url, bench);
