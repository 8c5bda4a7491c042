#!/usr/bin/env node
// The package's command. Each of its subcommands is a module of its own.

import { readFileSync } from 'node:fs';

const usage = `usage: npx odoo-client-wasm <command>

commands
  sandbox     an Odoo in memory, for tests and demos    (sandbox --help lists its options)

  --version   the version of the package
  --help      this text
`;

const [command, ...args] = process.argv.slice(2);
if (command === 'sandbox') {
  const { run } = await import('./sandbox.mjs');
  await run(args);
} else if (command === '--version') {
  console.log(JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version);
} else if (command === '--help' || command === '-h') {
  console.log(usage);
} else {
  console.error(command === undefined ? usage : `odoo-client-wasm: there is no command "${command}"\n\n${usage}`);
  process.exitCode = 2;
}
