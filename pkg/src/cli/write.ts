// `write`: change records, all in the same way or each in its own.

import type { Command } from 'commander';
import { open } from './connection.ts';
import { valuesHelp } from './create.ts';
import { usageError } from './errors.ts';
import { type Globals, withGlobals } from './globals.ts';
import { write } from './interrupt.ts';
import { objectsOfStdin } from './lines.ts';
import { say } from './output.ts';
import { many, permit, showRequests } from './records.ts';
import { parseIds } from './text.ts';
import { valuesOf } from './values.ts';

export function define(command: Command): void {
  command
    .argument('<model>', 'such as res.partner')
    .argument('<ids>', '7, 7,8 or 7-12; - reads NDJSON from stdin: objects with id and values')
    .argument('[values...]', 'field=value …')
    .addHelpText('after', valuesHelp)
    .action(change);
  withGlobals(command, 'connection', 'output', 'writes');
}

async function change(
  model: string,
  target: string,
  args: string[],
  options: Globals,
): Promise<void> {
  if (target === '-') return writeEach(model, args, options);
  const ids = parseIds([target]);
  if (!args.length) throw usageError('there is nothing to write', 'give values, such as name=Ada');
  const { client, connection } = await open({ ...options, yes: true });
  const values = await valuesOf(client, model, args);
  if (options.dryRun)
    return showRequests([{ model, method: 'write', args: [ids, values] }], options);
  await permit(
    `Write ${Object.keys(values).join(', ')} of ${many(ids.length)} of ${model}`,
    connection,
    options,
  );
  await write({ did: 'written', count: ids.length }, (signal) =>
    client.write(model, ids, values, {}, { signal }),
  );
  say(`wrote ${many(ids.length)} of ${model}`);
}

async function writeEach(model: string, args: string[], options: Globals): Promise<void> {
  if (args.length)
    throw usageError(
      '- and values exclude each other',
      'give either ids with values, or - with NDJSON on stdin',
    );
  const rows = (await objectsOfStdin()).map(({ id, ...values }, index) => {
    if (!Number.isSafeInteger(id) || (id as number) < 1)
      throw usageError(
        `object ${index + 1} of stdin has no id`,
        'each object needs an id and the values to write',
      );
    return { ids: id as number, values };
  });
  if (!rows.length) throw usageError('stdin holds no record', 'write one JSON object in each line');
  if (options.dryRun)
    return showRequests(
      rows.map(({ ids, values }) => ({ model, method: 'write', args: [[ids], values] })),
      options,
    );
  const { client, connection } = await open({ ...options, yes: true });
  await permit(`Write ${many(rows.length)} of ${model}`, connection, options);
  const written = await write({ did: 'written', count: rows.length }, (signal) =>
    client.writeMany(model, rows, { signal }),
  );
  say(`wrote ${many(written)} of ${model}`);
}
