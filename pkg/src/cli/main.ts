// The command line `odoo-client-wasm`. What every command needs is here; the rest is loaded when it
// is asked for.

import { readFileSync } from 'node:fs';
import { commands } from './commands.ts';
import { describe, exitCodes, oneLine, usageError } from './errors.ts';
import { nearest } from './near.ts';
import { watchPipes } from './pipes.ts';
import { redact } from './secrets.ts';
import { asTyped } from './typed.ts';

const program = 'odoo-client-wasm';

/** The overview: what --help prints without a command. */
function overview(): string {
  const groups = [...new Set(commands.map(({ group }) => group))];
  const width = 24;
  const lines = groups.flatMap((group) => [
    '',
    `${group.toLowerCase()}:`,
    ...commands
      .filter((entry) => entry.group === group)
      .map(
        ({ name, takes, summary }) =>
          `  ${`${name}${takes ? ` ${takes}` : ''}`.padEnd(width)} ${summary}`,
      ),
  ]);
  return `usage: npx ${program} <command>

A command line for Odoo. \`${program} <command> --help\` tells more of a command.
${lines.join('\n')}

  ${'--version'.padEnd(width)} the version of the package
  ${'--help'.padEnd(width)} this text

Settings come from flags, a profile (login), .odoo.env or the environment. Data goes to stdout,
words to stderr.`;
}

const version = (): string =>
  JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).version;

async function main(args: string[]): Promise<void> {
  watchPipes();
  const [first, ...rest] = args;
  if (first === '--version' || first === '-V') return void process.stdout.write(`${version()}\n`);
  if (first === '--help' || first === '-h' || (first === 'help' && rest.length === 0)) {
    return void process.stdout.write(`${overview()}\n`);
  }
  if (first === 'help') return main([...rest, '--help']);
  // What the scripts of `completion` ask for at each press of the key.
  if (first === '__complete') return (await import('./complete.ts')).complete(rest);
  const at = commandAt(args);
  const entry = at === undefined ? undefined : commands.find(({ name }) => name === args[at]);
  if (at === undefined || !entry) {
    const wrong = at === undefined ? undefined : args[at];
    if (first === undefined) process.stderr.write(`${overview()}\n`);
    else
      fail(
        usageError(
          wrong === undefined
            ? `${first} stands without a command`
            : `there is no command "${wrong}"${nearest(
                wrong,
                commands.map(({ name }) => name),
              )}`,
          `${program} --help lists the commands`,
        ),
        '',
      );
    process.exitCode = exitCodes.usage;
    return;
  }
  // Shared options may stand before the command as well as after it.
  const own = [...args.slice(0, at), ...args.slice(at + 1)];
  if (entry.run) return entry.run(own);
  const { endAtInterrupt } = await import('./interrupt.ts');
  endAtInterrupt((error) => fail(error, entry.name));
  await (await import('./dispatch.ts')).dispatch(entry, own, version());
}

/**
 * Where the command's name is: the first word that is not an option or the value of one. Options of
 * a command may stand before it; which of them take a value is not known yet.
 */
function commandAt(args: string[]): number | undefined {
  const valued =
    /^(?:-o|--(?:output|profile|env|url|db|user|protocol|timeout|lang|company|context))$/;
  const isName = (word: string) => commands.some(({ name }) => name === word);
  let maybe: number | undefined;
  for (let at = 0; at < args.length; at += 1) {
    const argument = args[at] as string;
    if (valued.test(argument)) at += 1;
    else if (argument.startsWith('-')) continue;
    else if (isName(argument) || !args[at - 1]?.startsWith('-')) return at;
    else maybe ??= at;
  }
  const word = maybe === undefined ? undefined : args[maybe];
  const names = commands.map(({ name }) => name);
  return word !== undefined && nearest(word, names) ? maybe : undefined;
}

/** Says of an error what happened and what to do, in two lines. */
export function fail(error: unknown, command: string): void {
  const { code, what, advice, unforeseen } = describe(error);
  process.exitCode = code;
  process.stderr.write(
    redact(
      `${program}${command ? ` ${command}` : ''}: ${asTyped(oneLine(what))}\n` +
        `  ${asTyped(oneLine(advice))}\n`,
    ),
  );
  if (process.argv.includes('--debug')) {
    const { stack, data } = (error ?? {}) as { stack?: string; data?: { debug?: unknown } };
    process.stderr.write(
      redact(`${stack ?? ''}\n${typeof data?.debug === 'string' ? data.debug : ''}\n`),
    );
  } else if (unforeseen) {
    process.exitCode = exitCodes.no;
  }
}

const args = process.argv.slice(2);
try {
  await main(args);
} catch (error) {
  const at = commandAt(args);
  fail(error, at === undefined ? '' : (args[at] as string));
}
