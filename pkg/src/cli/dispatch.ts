// Reads the arguments of a command and runs it.

import { Command, CommanderError } from 'commander';
import type { Entry } from './commands.ts';
import { usageError } from './errors.ts';

/** The command of a table's entry, with its arguments and options. */
export async function commandOf(entry: Entry): Promise<Command> {
  const command = new Command(entry.name).description(
    `${entry.summary[0]?.toUpperCase()}${entry.summary.slice(1)}.`,
  );
  (await entry.load?.())?.define(command);
  return command;
}

export async function dispatch(entry: Entry, args: string[], version: string): Promise<void> {
  const command = await commandOf(entry);
  new Command('npx odoo-client-wasm').version(version).addCommand(command);
  // The library speaks of what is wrong in its own words; they are said as every other error is.
  command.exitOverride().configureOutput({ writeErr: () => {} });
  try {
    await command.parseAsync(args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return;
    const message = error.message
      .replace(/^error: /, '')
      .replace(/\n\(Did you mean (.*?)\?\)/, '; did you mean $1?');
    throw usageError(message, `odoo-client-wasm ${entry.name} --help lists what it takes`);
  }
}
