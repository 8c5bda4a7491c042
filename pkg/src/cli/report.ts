// `report`: records as PDF.

import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { open } from './connection.ts';
import { CliError, describe, exitCodes, fileError, usageError } from './errors.ts';
import { type Globals, withGlobals } from './globals.ts';
import { say, sink } from './output.ts';
import { parseIds } from './text.ts';

export function define(command: Command): void {
  command
    .argument('<name>', 'technical name of the report, such as account.report_invoice')
    .argument('<ids...>', '7, 7,8 or 7-12')
    .addHelpText(
      'after',
      '\nWithout -o the file is called as the report. Reports need a login by password (a web ' +
        'session).',
    )
    .action(report);
  withGlobals(command, 'connection', 'output');
}

async function report(name: string, texts: string[], options: Globals): Promise<void> {
  const ids = parseIds(texts);
  const { client } = await open(options);
  const bytes = await client.report(name, ids).catch((error) => {
    // Odoo could not print it: the report or the record is what is wrong.
    if ((error as { reason?: string }).reason !== 'server') throw error;
    const { what, advice } = describe(error);
    throw new CliError(
      exitCodes.missing,
      what,
      `${advice}; odoo-client-wasm search ir.actions.report -f report_name lists the reports`,
    );
  });
  await save(bytes, options.output ?? `${name.replace(/[^\w.-]/g, '_')}.pdf`);
}

/** Writes a file as a whole, or to stdout. */
export async function save(bytes: Uint8Array, file: string): Promise<void> {
  if (file === '-') {
    if (process.stdout.isTTY)
      throw usageError('stdout is the terminal, and the file is not text', 'choose a file with -o');
    return sink(undefined).write(bytes);
  }
  try {
    await writeFile(file, bytes);
  } catch (error) {
    throw fileError(error, file, 'write');
  }
  say(`${file}: ${bytes.length.toLocaleString('en')} bytes`);
}
