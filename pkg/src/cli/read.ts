// `read`: print records by id.

import type { Command } from 'commander';
import { open } from './connection.ts';
import { CliError, exitCodes } from './errors.ts';
import { dryRun, type Globals, withGlobals } from './globals.ts';
import { idsOfStdin } from './lines.ts';
import { cellText, colours, json, print } from './output.ts';
import { printRecords, showRequests } from './records.ts';
import { fieldOf, fieldsOf } from './schema-fields.ts';
import { parseIds, parseNames } from './text.ts';

interface ReadOptions extends Globals {
  fields?: string[];
}

export function define(command: Command): void {
  command
    .argument('<model>', 'such as res.partner')
    .argument('<ids...>', '7, 7,8 or 7-12; - reads them from stdin')
    .option(
      '-f, --fields <names>',
      'fields to print, with commas between; all, where there are none',
      parseNames,
    )
    .action(read);
  withGlobals(command, 'connection', 'output').option(...dryRun);
}

async function read(model: string, texts: string[], options: ReadOptions): Promise<void> {
  const ids = texts[0] === '-' ? await idsOfStdin() : parseIds(texts);
  if (options.dryRun) {
    return showRequests(
      [{ model, method: 'read', args: [ids], kwargs: { fields: options.fields ?? [] } }],
      options,
    );
  }
  const { client } = await open(options);
  const fields = await fieldsOf(client, model);
  for (const name of options.fields ?? []) if (name !== 'id') fieldOf(fields, model, name);
  const rows = await client.read<Record<string, unknown> & { id: number }>(
    model,
    ids,
    options.fields ?? [],
    { binary: 'size' },
  );
  const there = new Set(rows.map(({ id }) => id));
  const gone = ids.filter((id) => !there.has(id));
  if (gone.length) {
    throw new CliError(
      exitCodes.missing,
      `${model} has no record ${gone.slice(0, 10).join(', ')}${gone.length > 10 ? ' …' : ''}`,
      'search for it: it may have been deleted, or another company holds it',
    );
  }
  const columns = [
    'id',
    ...(options.fields ?? Object.keys(rows[0] ?? {}).sort()).filter((name) => name !== 'id'),
  ];
  const [only] = rows;
  if (options.json) return print(json(rows), options.output);
  // One record with many fields is read from top to bottom.
  if (rows.length === 1 && only && columns.length > 6) {
    const width = Math.max(...columns.map((name) => name.length));
    const textOf = (name: string, value: unknown) =>
      cellText(fields[name]?.type === 'boolean' ? String(value) : value);
    const lines = columns.map((name) =>
      `${colours.bold(name.padEnd(width))}  ${textOf(name, only[name])}`.trimEnd(),
    );
    return print(lines.join('\n'), options.output);
  }
  return printRecords(rows, columns, options, fields);
}
