// `call`: any public method of a model.

import type { Command } from 'commander';
import { open } from './connection.ts';
import { CliError, describe, exitCodes, isRefusal, usageError } from './errors.ts';
import { type Globals, withGlobals } from './globals.ts';
import { write } from './interrupt.ts';
import { json, print } from './output.ts';
import { showRequests } from './records.ts';
import { parseValue } from './text.ts';

interface CallOptions extends Globals {
  kwargs?: string;
  read?: true;
}

export function define(command: Command): void {
  command
    .argument('<model>', 'such as sale.order')
    .argument('<method>', 'such as action_confirm')
    .argument('[args...]', 'arguments by position: JSON or Python text, or a bare word')
    .option('--kwargs <object>', 'arguments by name, as JSON or Python text')
    .option('--read', 'the method only reads: do not ask')
    .addHelpText(
      'after',
      `
Each argument stands apart, and a method on records takes their ids first:
  call sale.order action_confirm '[42]'
  call res.partner read '[1]' '["name"]'`,
    )
    .action(call);
  withGlobals(command, 'connection', 'output', 'writes');
}

async function call(
  model: string,
  method: string,
  texts: string[],
  options: CallOptions,
): Promise<void> {
  const args = texts.map((text) =>
    /^[A-Za-z][\w.-]*$/.test(text) && !/^(?:True|False|None|true|false|null)$/.test(text)
      ? text
      : parseValue(text, 'argument'),
  );
  const kwargs = options.kwargs === undefined ? {} : parseValue(options.kwargs, '--kwargs');
  if (typeof kwargs !== 'object' || kwargs === null || Array.isArray(kwargs))
    throw usageError('--kwargs is not a dictionary', `write it as '{"limit": 5}'`);
  const named = kwargs as Record<string, unknown>;
  if (options.dryRun) return showRequests([{ model, method, args, kwargs: named }], options);
  const { client } = await open(options);
  const answer = await write({ did: 'answered', count: 1, what: 'call' }, (signal) =>
    client.call(model, method, args, named, {
      signal,
      ...(options.read ? { safetyLevel: 'READ' } : {}),
    }),
  ).catch((error) => {
    throw isOneList(args) ? apart(error, model, method, args[0] as unknown[]) : error;
  });
  await print(json(answer ?? null), options.output);
}

/** Whether all arguments may have come as one list, as Odoo's own `execute_kw` takes them. */
const isOneList = (args: readonly unknown[]) =>
  args.length === 1 &&
  Array.isArray(args[0]) &&
  Array.isArray(args[0][0]) &&
  args[0][0].every((id: unknown) => Number.isInteger(id));

/** What Odoo says of arguments that it got as one; what they are to look like. */
function apart(error: unknown, model: string, method: string, args: readonly unknown[]): unknown {
  if (!isRefusal(error)) return error;
  const { what } = describe(error);
  const each = args.map((argument) => `'${JSON.stringify(argument)}'`).join(' ');
  return new CliError(
    exitCodes.usage,
    `${what}: the list came as the first argument of ${method}`,
    `write each argument apart: odoo-client-wasm call ${model} ${method} ${each}`,
  );
}
