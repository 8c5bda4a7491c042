// `search`: find records and print fields of them.

import type { Command } from 'commander';
import { contextOf, open } from './connection.ts';
import { dryRun, type Globals, withGlobals } from './globals.ts';
import { print } from './output.ts';
import { printRecords, showRequests } from './records.ts';
import { fieldOf, fieldsOf, usualFields } from './schema-fields.ts';
import { parseCount, parseDomain, parseNames } from './text.ts';

export interface SearchOptions extends Globals {
  fields?: string[];
  limit: number;
  offset?: number;
  order?: string;
  ids?: true;
  archived?: true;
}

export const domainHelp = `
A domain is JSON or Odoo's Python text; terms may stand alone, and all must hold:
  '[["country_id.code", "=", "BE"], "|", ["email", "!=", false], ["phone", "!=", false]]'
  "[('create_date', '>=', '2026-01-01')]"
  name~ada            ilike; also  =  !=  >  >=  <  <=  !~
  country_id.code=BE`;

export function define(command: Command): void {
  command
    .argument('<model>', 'such as res.partner')
    .argument('[domain...]', 'which records; all, where there is none')
    .option('-f, --fields <names>', 'fields to print, with commas between', parseNames)
    .option('-l, --limit <n>', 'how many at most; 0 is all', parseCount('--limit'), 80)
    .option('--offset <n>', 'how many to leave out at the beginning', parseCount('--offset'))
    .option('--order <fields>', "fields to sort by, such as 'date desc, id'")
    .option('--ids', 'print ids alone, one in each line')
    .option('--archived', 'archived records, too')
    .addHelpText('after', domainHelp)
    .action(search);
  withGlobals(command, 'connection', 'output').option(...dryRun);
}

async function search(model: string, texts: string[], options: SearchOptions): Promise<void> {
  const domain = parseDomain(texts);
  const { limit, offset, order } = options;
  const page = {
    ...(limit ? { limit } : {}),
    ...(offset ? { offset } : {}),
    ...(order ? { order } : {}),
  };
  const context = options.archived ? { active_test: false } : {};
  if (options.dryRun) {
    const method = options.ids ? 'search' : 'search_read';
    const fields = options.ids ? {} : { fields: options.fields ?? [] };
    const all = { ...contextOf(options), ...context };
    const kwargs = { ...fields, ...page, ...(Object.keys(all).length ? { context: all } : {}) };
    return showRequests([{ model, method, args: [domain], kwargs }], options);
  }
  const { client } = await open(options);
  if (options.ids) {
    const ids = await client.search(model, domain, { ...page, context });
    const text = options.json ? JSON.stringify(ids) : ids.join('\n');
    return ids.length || options.json ? print(text, options.output) : undefined;
  }
  const described = await fieldsOf(client, model);
  const fields = options.fields ?? usualFields(described);
  for (const name of fields) if (name !== 'id') fieldOf(described, model, name);
  const rows = await client.searchRead(model, domain, { fields, ...page, context });
  await printRecords(rows, ['id', ...fields.filter((name) => name !== 'id')], options, described);
}
