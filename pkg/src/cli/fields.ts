// `fields`: which fields a model has.

import type { Command } from 'commander';
import { cacheFields } from './cache.ts';
import { open } from './connection.ts';
import { CliError, exitCodes } from './errors.ts';
import { type Globals, withGlobals } from './globals.ts';
import { longest, print, rowsAsText } from './output.ts';
import { type Field, fieldsOf } from './schema-fields.ts';

interface FieldsOptions extends Globals {
  required?: true;
  type?: string;
  help?: boolean;
}

export function define(command: Command): void {
  command
    .argument('<model>', 'such as res.partner')
    .argument('[word]', 'a part of the name, of the label or of the help')
    .option('--required', 'those that need a value')
    .option('--type <type>', 'those of a type, such as many2one')
    .action(fields);
  withGlobals(command, 'connection', 'output');
}

async function fields(
  model: string,
  word: string | undefined,
  options: FieldsOptions,
): Promise<void> {
  const { client, connection } = await open(options);
  const all = await fieldsOf(client, model);
  await cacheFields(connection, model, Object.keys(all));
  const wanted = word?.toLowerCase();
  const found = Object.entries(all)
    .filter(
      ([name, field]) =>
        (wanted === undefined ||
          `${name}\n${field.string}\n${field.help || ''}`.toLowerCase().includes(wanted)) &&
        (!options.required || field.required) &&
        (!options.type || field.type === options.type),
    )
    .sort(([one], [two]) => (one < two ? -1 : 1));
  if (wanted !== undefined && !found.length)
    throw new CliError(
      exitCodes.missing,
      `${model} has no field with "${word}"`,
      `odoo-client-wasm fields ${model} lists all of them`,
    );
  if (options.json) return print(JSON.stringify(Object.fromEntries(found)), options.output);
  const rows = found.map(([name, field]) => [
    name,
    typeText(field),
    field.required ? 'required' : field.readonly ? 'read-only' : '',
    field.string,
    field.help || '',
  ]);
  await print(
    await rowsAsText(
      [
        { name: 'field', keep: longest(found.map(([name]) => name)) },
        // The keys of a selection may be many; the name of a model is typed again.
        { name: 'type', keep: longest(rows.map((row) => (row[1]?.includes('→') ? row[1] : ''))) },
        'needs',
        'label',
        { name: 'help', optional: true },
      ],
      rows,
      options.table ? { table: true, wide: true } : {},
    ),
    options.output,
  );
}

/** The type with what it leads to or allows. */
function typeText({ type, relation, selection }: Field): string {
  if (relation) return `${type} → ${relation}`;
  if (selection?.length) return `${type}: ${selection.map(([key]) => key).join(' | ')}`;
  return type;
}
