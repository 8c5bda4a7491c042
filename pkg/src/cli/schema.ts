// `schema`: all models and fields in one JSON file.

import type { Command } from 'commander';
import { cacheFields, cacheModels } from './cache.ts';
import { open } from './connection.ts';
import { CliError, exitCodes, isRefusal } from './errors.ts';
import { type Globals, withGlobals } from './globals.ts';
import { print, say } from './output.ts';
import { attributes, type Fields } from './schema-fields.ts';
import { parseNames } from './text.ts';

interface SchemaOptions extends Globals {
  models?: string[];
}

export function define(command: Command): void {
  command
    .option(
      '--models <names>',
      "those alone; * stands for anything: 'sale.*,res.partner'",
      parseNames,
    )
    .action(schema);
  withGlobals(command, 'connection', 'output');
}

/** Whether a name is meant by a list of names with stars. */
export const meant = (name: string, patterns: readonly string[] | undefined) =>
  patterns === undefined ||
  patterns.some((pattern) =>
    new RegExp(
      `^${pattern
        .split('*')
        .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
        .join('.*')}$`,
    ).test(name),
  );

async function schema(options: SchemaOptions): Promise<void> {
  const { client, connection } = await open(options);
  const found = await client.searchRead<{ model: string; name: string }>('ir.model', [], {
    fields: ['model', 'name'],
    order: 'model',
  });
  const models = found.filter(({ model }) => meant(model, options.models));
  if (options.models && !models.length)
    throw new CliError(
      exitCodes.missing,
      `no model is called ${options.models.join(' or ')}`,
      'odoo-client-wasm models lists them; * stands for anything',
    );
  const out: Record<string, { name: string; fields: Fields }> = {};
  const closed: string[] = [];
  await Promise.all(
    models.map(async ({ model, name }) => {
      try {
        out[model] = {
          name,
          fields: await client.call<Fields>(model, 'fields_get', [], { attributes }),
        };
      } catch (error) {
        // Abstract models, and those that the user may not read.
        if (!isRefusal(error)) throw error;
        closed.push(model);
      }
    }),
  );
  const sorted = Object.fromEntries(
    Object.entries(out).sort(([one], [two]) => (one < two ? -1 : 1)),
  );
  await cacheModels(connection, Object.keys(sorted));
  for (const [model, { fields }] of Object.entries(sorted))
    await cacheFields(connection, model, Object.keys(fields));
  const { database } = connection;
  await print(
    JSON.stringify(
      { database, version: client.getSession()?.server_version ?? null, models: sorted },
      undefined,
      2,
    ),
    options.output,
  );
  if (closed.length) say(`left out, because they cannot be read: ${closed.sort().join(', ')}`);
}
