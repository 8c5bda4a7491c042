// The options that every command takes.

import { type Command, Help, type Option } from 'commander';
import type { ConnectionSettings } from './connection.ts';

/** The options of the whole command line, as a command's action sees them. */
export interface Globals extends ConnectionSettings {
  output?: string;
  json?: true;
  table?: true;
  yes?: true;
  dryRun?: true;
  debug?: true;
  color: boolean;
}

type Group = 'connection' | 'output' | 'writes';

/** What a command that sends requests takes where it is not one of the group `writes`. */
export const dryRun: [flags: string, description: string] = [
  '--dry-run',
  'show what would be sent, and send nothing',
];

const options: Record<Group, [flags: string, description: string][]> = {
  connection: [
    ['--profile <name>', 'a profile that login stored'],
    ['--env <prefix>', 'names in .odoo.env and the environment start with it (default ODOO)'],
    ['--url <address>', 'address of the server, in place of the stored one'],
    ['--db <name>', 'database, in place of the stored one'],
    ['--user <login>', 'user, in place of the stored one'],
    ['--protocol <name>', 'auto, session, json2 or jsonrpc'],
    ['--timeout <time>', 'longest time of a request, such as 30s or 5m'],
    ['--lang <code>', 'language of names and messages, such as fr_FR'],
    ['--company <ids>', 'companies to work in; the first is the current one'],
    ['--context <json>', 'more of the context, as JSON or Python text'],
  ],
  output: [
    ['-o, --output <file>', 'write to the file; - is stdout'],
    ['--json', 'print JSON'],
    ['--table', 'print a table in a pipe, too'],
  ],
  writes: [['-y, --yes', 'write without asking'], dryRun],
};

const always: [string, string][] = [
  ['--no-color', 'no colours; NO_COLOR does the same'],
  ['--debug', 'print the stack and the traceback of an error'],
];

const shared = new WeakSet<Option>();
const own = new Help();

/** Adds the shared options of some groups to a command. They are listed apart in its help. */
export function withGlobals(command: Command, ...groups: Group[]): Command {
  for (const [flags, description] of [...groups.flatMap((group) => options[group]), ...always]) {
    const option = command.createOption(flags, description);
    // What a command has of the same name is its own.
    if (command.options.some(({ long }) => long === option.long)) continue;
    if (option.short && command.options.some(({ short }) => short === option.short)) continue;
    shared.add(option);
    command.addOption(option);
  }
  return command.configureHelp({
    visibleOptions: (shown) => own.visibleOptions(shown).filter((option) => !shared.has(option)),
    visibleGlobalOptions: (shown) => shown.options.filter((option) => shared.has(option)),
    showGlobalOptions: true,
    styleTitle: (title) => title.toLowerCase(),
    helpWidth: 100,
  });
}
