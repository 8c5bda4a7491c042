// `models`: which models there are.

import type { Command } from 'commander';
import { cacheModels } from './cache.ts';
import { open } from './connection.ts';
import { type Globals, withGlobals } from './globals.ts';
import { longest, print, rowsAsText } from './output.ts';

interface ModelsOptions extends Globals {
  transient?: true;
}

export interface ModelInfo {
  model: string;
  name: string;
  transient?: boolean;
}

export function define(command: Command): void {
  command
    .argument('[word]', 'a part of the name or of the label')
    .option('--transient', 'those of wizards, too')
    .action(models);
  withGlobals(command, 'connection', 'output');
}

async function models(word: string | undefined, options: ModelsOptions): Promise<void> {
  const { client, connection } = await open(options);
  const all = await client.searchRead<ModelInfo & { id: number }>('ir.model', [], {
    fields: ['model', 'name', 'transient'],
    order: 'model',
  });
  await cacheModels(
    connection,
    all.map(({ model }) => model),
  );
  const wanted = word?.toLowerCase();
  const rows = all.filter(
    ({ model, name, transient }) =>
      (options.transient || !transient) &&
      (wanted === undefined || `${model}\n${name}`.toLowerCase().includes(wanted)),
  );
  if (options.json)
    return print(JSON.stringify(rows.map(({ model, name }) => ({ model, name }))), options.output);
  await print(
    await rowsAsText(
      [{ name: 'model', keep: longest(rows.map(({ model }) => model)) }, 'name'],
      rows.map(({ model, name }) => [model, name]),
      options.table ? { table: true, wide: true } : {},
    ),
    options.output,
  );
}
