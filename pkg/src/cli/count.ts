// `count`: how many records match.

import type { Command } from 'commander';
import { open } from './connection.ts';
import { dryRun, type Globals, withGlobals } from './globals.ts';
import { print, rowsAsText } from './output.ts';
import { showRequests } from './records.ts';
import { domainHelp } from './search.ts';
import { parseDomain, parseNames } from './text.ts';

interface CountOptions extends Globals {
  by?: string[];
  archived?: true;
}

export function define(command: Command): void {
  command
    .argument('<model>', 'such as res.partner')
    .argument('[domain...]', 'which records; all, where there is none')
    .option(
      '--by <fields>',
      'count the records of each group, such as country_id or create_date:month',
      parseNames,
    )
    .option('--archived', 'archived records, too')
    .addHelpText('after', domainHelp)
    .action(count);
  withGlobals(command, 'connection', 'output').option(...dryRun);
}

async function count(model: string, texts: string[], options: CountOptions): Promise<void> {
  const domain = parseDomain(texts);
  if (options.dryRun)
    return showRequests([{ model, method: 'search_count', args: [domain] }], options);
  const { client } = await open(options);
  const context = options.archived ? { active_test: false } : {};
  if (!options.by) {
    const number = await client.searchCount(model, domain, { context });
    return print(options.json ? JSON.stringify({ count: number }) : String(number), options.output);
  }
  const rows = await client.readGroup(model, domain, { groupBy: options.by, context });
  const by = options.by;
  if (options.json) {
    const bare = rows.map((row) =>
      Object.fromEntries([...by, '__count'].map((name) => [name, row[name]])),
    );
    return print(JSON.stringify(bare), options.output);
  }
  const cells = rows.map((row) => [...by.map((name) => groupText(row[name])), row.__count]);
  return print(
    await rowsAsText([...by, 'count'], cells, options.table ? { table: true, wide: true } : {}),
    options.output,
  );
}

/** The label of a group's value: the name of a record, the words of a date. */
const groupText = (value: unknown) => (Array.isArray(value) ? value[1] : value);
