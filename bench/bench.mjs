// The benchmarks: this client beside a bare fetch and the other clients of npm, in one process,
// against the sandbox in another.
//
//     npm run bench               prints the tables
//     npm run bench -- columns    those of the named benchmarks
//     npm run bench -- --write    and puts them into docs/benchmarks.md, their figures and the chart beside it
//     npm run bench -- against ../other/pkg    this build beside another one of the package
//     npm run bench -- --quick    a tenth of the rounds: whether it works, not how fast it is

import { cpus } from 'node:os';
import { join } from 'node:path';
import { buildPackage } from '../scripts/build.mjs';
import { writeTable } from '../scripts/markdown.mjs';
import { entryPoint, Refusal } from '../scripts/process.mjs';
import { packageDirectory, projectVersion } from '../scripts/project.mjs';
import { startSandbox } from '../scripts/sandbox.mjs';
import { setUp } from '../scripts/setup.mjs';

const account = {
  database: 'demo',
  username: 'admin',
  password: 'admin',
  apiKey: 'a11d'.repeat(10),
};

/**
 * Every benchmark, by the name of its table in docs/benchmarks.md and of its module. `measure` of
 * that gets the server and `quickly`, and answers `{ table, figures, note }`: Markdown, numbers for
 * the chart, and what is to be said below.
 */
const benchmarks = [
  'one-call',
  'peers',
  'coalesced',
  'iterate',
  'creates',
  'columns',
  'startup',
  'mcp',
];

async function bench(args) {
  const words = args.filter((arg) => !arg.startsWith('--'));
  // Not one of the usual: it needs another build.
  const [named, directory] = words[0] === 'against' ? [['against'], words[1]] : [words];
  const unknown = named.filter((name) => name !== 'against' && !benchmarks.includes(name));
  if (unknown.length)
    throw new Refusal(
      `there is no benchmark called ${unknown.join(', ')}`,
      `the benchmarks are: ${benchmarks.join(', ')}`,
    );
  const [quickly, write] = ['--quick', '--write'].map((option) => args.includes(option));
  if (directory && write)
    throw new Refusal('another build has no place in the tables', 'leave --write out');
  if (quickly && write)
    throw new Refusal('--quick measures too little for the tables', 'leave it out');
  await setUp('bench');
  await buildPackage();
  const { OdooClient } = await import(join(packageDirectory, 'dist', 'node.mjs'));
  const { chart, keepFigures } = await import('./chart.mjs');
  const surroundings = `odoo-client-wasm ${projectVersion()}, Node ${process.versions.node}, ${cpus()[0].model} (${cpus().length} cores), sandbox on loopback`;
  console.log(`\n${surroundings}\n`);
  for (const name of named.length ? named : benchmarks) {
    console.log(`━━ ${name}`);
    const { measure } = await import(`./${name}.mjs`);
    // Each has a server of its own: no benchmark finds the records of another.
    const sandbox = await startSandbox(['--api-key', `${account.username}=${account.apiKey}`]);
    try {
      const { table, figures, note } = await measure({
        OdooClient,
        url: sandbox.url,
        ...account,
        quickly,
        directory,
      });
      console.log(`\n${table}\n`);
      if (note) console.log(`${note}\n`);
      if (!write) continue;
      await writeTable(
        'benchmarks.md',
        name,
        `${table}\n\n${surroundings}${note ? `; ${note}` : ''}.`,
      );
      if (figures) await keepFigures(name, figures);
    } finally {
      await sandbox.stop();
    }
  }
  if (write) await chart();
}

await entryPoint(import.meta.url, bench);
