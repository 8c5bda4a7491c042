// `create`: records from arguments or from NDJSON.

import type { Command } from 'commander';
import { open } from './connection.ts';
import { usageError } from './errors.ts';
import { type Globals, withGlobals } from './globals.ts';
import { write } from './interrupt.ts';
import { objectsOfStdin } from './lines.ts';
import { print, say } from './output.ts';
import { many, permit, showRequests } from './records.ts';
import { valuesOf } from './values.ts';

export const valuesHelp = `
Values are typed by the model's fields:
  name='Ada Lovelace'      texts, numbers, yes/no, dates as 2026-01-31
  country_id=base.be       a record by id, external id or name
  tag_ids=3,4              several records
  comment=                 empty
  image_1920=@photo.png    the contents of a file
  child_ids:='[[5]]'       JSON or Python text, as Odoo takes it`;

export function define(command: Command): void {
  command
    .argument('<model>', 'such as res.partner')
    .argument('<values...>', 'field=value …; - reads NDJSON from stdin, one object in each line')
    .addHelpText('after', valuesHelp)
    .action(create);
  withGlobals(command, 'connection', 'output', 'writes');
}

async function create(model: string, args: string[], options: Globals): Promise<void> {
  const piped = args[0] === '-';
  if (piped && args.length > 1)
    throw usageError(
      '- and values exclude each other',
      'give either values or - with NDJSON on stdin',
    );
  const given = piped ? await objectsOfStdin() : undefined;
  if (given?.length === 0)
    throw usageError('stdin holds no record', 'write one JSON object in each line');
  const { client, connection } = await open({ ...options, yes: true });
  const rows = given ?? [await valuesOf(client, model, args)];
  if (options.dryRun) return showRequests([{ model, method: 'create', args: [rows] }], options);
  await permit(`Create ${many(rows.length)} of ${model}`, connection, options);
  const ids = await write({ did: 'created', count: rows.length }, (signal) =>
    rows.length === 1
      ? client.create(model, rows, {}, { signal })
      : client.createMany(model, rows, { signal }),
  ).catch(async (error) => {
    // What was made before a failure is nobody's to search for.
    const done = (error as { done?: { id: number }[] }).done ?? [];
    if (done.length) await print(done.map(({ id }) => id).join('\n'), options.output);
    throw error;
  });
  await print(options.json ? JSON.stringify(ids) : ids.join('\n'), options.output);
  say(`created ${many(ids.length)} of ${model}`);
}
