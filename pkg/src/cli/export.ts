// `export`: all records of a model that match a domain, in a file.

import { createHash } from 'node:crypto';
import type { Command } from 'commander';
import { type Connection, open } from './connection.ts';
import { CliError, describe, exitCodes, oneLine, usageError } from './errors.ts';
import { pages } from './export/pages.ts';
import { type Plan, planOf } from './export/plan.ts';
import { FileTarget, type State, StreamTarget, stateOf, type Target } from './export/target.ts';
import type { TextOptions, Writer } from './export/text-formats.ts';
import { dryRun, type Globals, withGlobals } from './globals.ts';
import { interruptible } from './interrupt.ts';
import { isSpecial, say } from './output.ts';
import { progress, seconds } from './progress.ts';
import { many, showRequests } from './records.ts';
import { domainHelp } from './search.ts';
import { parseCount, parseDomain, parseNames } from './text.ts';

const formats = ['csv', 'ndjson', 'json', 'arrow', 'parquet', 'xlsx'] as const;
type Format = (typeof formats)[number];

interface ExportOptions extends Globals {
  format?: string;
  fields?: string[];
  domain?: string[];
  order?: string;
  limit?: number;
  gzip?: true;
  resume?: true;
  pageSize: number;
  delimiter: string;
  bom?: true;
  labels?: true;
  escapeFormulas?: true;
  archived?: true;
}

export function define(command: Command): void {
  command
    .argument('<model>', 'such as res.partner')
    .argument('[domain...]', 'which records; all, where there is none')
    .option('-F, --format <name>', `${formats.join(', ')}; by the suffix of the file, else csv`)
    .option(
      '-f, --fields <names>',
      'fields, with commas between; paths, too: partner_id.country_id.code',
      parseNames,
    )
    .option(
      '--domain <domain>',
      'the domain as an option',
      (text: string, before: string[] = []) => [...before, text],
    )
    .option('--order <fields>', 'fields to sort by; by id, where there are none')
    .option('-l, --limit <n>', 'how many at most', parseCount('--limit'))
    .option('--archived', 'archived records, too')
    .option('-z, --gzip', 'compress csv, ndjson and json; a suffix .gz does the same')
    .option('--resume', 'go on with an export that was interrupted')
    .option(
      '--page-size <n>',
      'how many records to ask for at once',
      parseCount('--page-size'),
      2000,
    )
    .option('--delimiter <character>', 'between the values of csv', ',')
    .option('--bom', 'begin csv with a byte-order mark, for Excel')
    .option('--labels', 'head the columns of csv and xlsx with labels')
    .option('--escape-formulas', "put ' before texts of csv that a spreadsheet would calculate")
    .addHelpText(
      'after',
      `
Until it is whole, the file is called FILE.part. What was interrupted goes on with --resume and
the same arguments. Fields may end with .id or .xmlid, for the id or external id of a link.
${domainHelp}`,
    )
    .action(exportRecords);
  withGlobals(command, 'connection', 'output').option(...dryRun);
}

/** The format and whether it is compressed: by the option, else by the suffix of the file. */
export function formatOf(
  file: string | undefined,
  { format, gzip }: Pick<ExportOptions, 'format' | 'gzip'>,
): { format: Format; gzip: boolean; stream: boolean } {
  const lower = (file ?? '').toLowerCase();
  const compressed = gzip === true || lower.endsWith('.gz');
  const suffix = /\.([a-z]+)(?:\.gz)?$/.exec(lower)?.[1] ?? '';
  const bySuffix: Record<string, Format> = {
    jsonl: 'ndjson',
    feather: 'arrow',
    arrows: 'arrow',
    ipc: 'arrow',
    pq: 'parquet',
    txt: 'csv',
    tsv: 'csv',
    ...Object.fromEntries(formats.map((name) => [name, name])),
  };
  const found =
    format?.toLowerCase() ??
    bySuffix[suffix] ??
    (file === undefined || file === '-' ? 'csv' : undefined);
  if (found === undefined || !(formats as readonly string[]).includes(found)) {
    throw usageError(
      format === undefined ? `the suffix of ${file} tells no format` : `--format is "${format}"`,
      `the formats are ${formats.join(', ')}`,
    );
  }
  if (compressed && ['arrow', 'parquet', 'xlsx'].includes(found))
    throw usageError(
      `${found} is not compressed with gzip`,
      found === 'arrow'
        ? 'leave out --gzip, or choose parquet'
        : 'leave out --gzip: it is compressed already',
    );
  return {
    format: found as Format,
    gzip: compressed,
    stream: lower.endsWith('.arrows') || file === undefined || file === '-',
  };
}

async function exportRecords(
  model: string,
  texts: string[],
  options: ExportOptions,
): Promise<void> {
  const special = options.output !== undefined && (await isSpecial(options.output));
  // A device or a pipe is written to as stdout is: it can be neither replaced nor gone on with.
  const file = special || options.output === '-' ? undefined : options.output;
  const how = formatOf(file, options);
  const domain = parseDomain([...(options.domain ?? []), ...texts]);
  if ([...options.delimiter].length !== 1 || /["\r\n]/.test(options.delimiter))
    throw usageError(
      `--delimiter is "${options.delimiter}"`,
      'it takes one character, such as ";"',
    );
  if (options.pageSize < 1) throw usageError('--page-size is 0', 'it takes a number above 0');
  const byId = options.order === undefined || /^id(?: asc)?$/i.test(options.order.trim());
  if (options.resume && (!byId || !file || options.limit))
    throw usageError(
      '--resume goes on by id, in a file, without --limit',
      'leave out --order and --limit, and name a file with -o',
    );
  if (how.format === 'xlsx' && !file)
    throw usageError('xlsx needs a file', 'name one with -o FILE.xlsx');
  if (options.dryRun) {
    return showRequests(
      [
        { model, method: 'search_count', args: [domain] },
        {
          model,
          method: 'search_read',
          args: [domain],
          kwargs: {
            fields: options.fields ?? [],
            limit: options.pageSize,
            order: options.order ?? 'id',
          },
        },
      ],
      options,
    );
  }
  const { client, connection } = await open(options);
  const plan = await planOf(client, model, options.fields);
  const context = options.archived ? { active_test: false } : {};
  const task = taskOf(connection, model, domain, plan, how, options);
  const state = options.resume && file ? await stateOf(file, task) : undefined;
  const rest = state ? ['&', ['id', '>', state.lastId], ...allOf(domain)] : domain;
  const before = state?.records ?? 0;
  const counted = before + (await client.searchCount(model, rest, { context }));
  const total = options.limit ? Math.min(options.limit, counted) : counted;

  const target: Target = file
    ? await FileTarget.open(file, state)
    : new StreamTarget(special ? options.output : undefined);
  const writer = await writerOf(how, plan, target, state, options);
  const interrupt = interruptible();
  const bar = progress(total, model, before);
  const started = Date.now();
  let records = before;
  let kept = before;
  try {
    const { signal } = interrupt;
    for await (const page of pages(client, plan, rest, {
      pageSize: options.pageSize,
      context,
      signal,
      ...(options.order ? { order: options.order } : {}),
      ...(options.limit ? { limit: options.limit } : {}),
    })) {
      const whole = await writer.page(page.rows);
      records += page.rows.length;
      if (whole && byId) {
        await target.keep({
          task,
          lastId: page.lastId,
          records,
          offset: target.offset,
          format: writer.state(),
        });
        kept = records;
      }
      bar.update(records, total);
    }
    await writer.end();
    await target.finish();
  } catch (error) {
    await target.close();
    throw file ? ended(error, kept, total, file, interrupt.interrupted(), byId) : error;
  } finally {
    bar.stop();
    interrupt.done();
  }
  const took = Math.max(1, Date.now() - started);
  say(
    `exported ${many(records)} of ${model}${file ? ` to ${file}` : ''} in ${seconds(took)} ` +
      `(${Math.round(((records - before) / took) * 1000).toLocaleString('en')}/s)`,
  );
}

const allOf = (domain: unknown[]) => (domain.length ? domain : [[1, '=', 1]]);

/** What makes an export the same as another one. */
function taskOf(
  { url, database, username }: Connection,
  model: string,
  domain: unknown[],
  plan: Plan,
  how: object,
  options: ExportOptions,
): string {
  const { delimiter, bom, labels, escapeFormulas, archived, lang, company, context } = options;
  const all = {
    url,
    database,
    // Others see other records.
    username,
    model,
    domain,
    columns: plan.columns.map(({ name, kind }) => [name, kind]),
    how,
    delimiter,
    escapeFormulas,
    bom,
    labels,
    archived,
    lang,
    company,
    context,
  };
  return createHash('sha256').update(JSON.stringify(all)).digest('hex').slice(0, 24);
}

async function writerOf(
  { format, gzip, stream }: ReturnType<typeof formatOf>,
  plan: Plan,
  target: Target,
  state: State | undefined,
  options: ExportOptions,
): Promise<Writer> {
  const { columns } = plan;
  switch (format) {
    case 'parquet':
      return new (await import('./export/parquet.ts')).ParquetFile(columns, target, state?.format);
    case 'arrow':
      return new (await import('./export/arrow.ts')).ArrowFile(
        columns,
        target,
        stream,
        state?.format,
      );
    case 'xlsx':
      return new (await import('./export/xlsx.ts')).XlsxFile(
        columns,
        target as FileTarget,
        options.labels === true,
      );
    default: {
      const text = await import('./export/text-formats.ts');
      const tabs = options.output?.toLowerCase().endsWith('.tsv') && options.delimiter === ',';
      const how: TextOptions = {
        gzip,
        delimiter: tabs ? '\t' : options.delimiter,
        bom: options.bom === true,
        labels: options.labels === true,
        escapeFormulas: options.escapeFormulas === true,
        resumed: state !== undefined && state.records > 0,
      };
      if (format === 'csv') return new text.CsvWriter(columns, target, how);
      return format === 'json'
        ? new text.JsonWriter(columns, target, how)
        : new text.NdjsonWriter(columns, target, how);
    }
  }
}

/** An export that did not come to its end: what there is, and how it goes on. */
function ended(
  error: unknown,
  kept: number,
  total: number,
  file: string,
  interrupted: boolean,
  byId: boolean,
): CliError {
  const { code, what } = describe(error);
  const counts = `${kept.toLocaleString('en')} of ${total.toLocaleString('en')} records`;
  const there = `${counts} are in ${FileTarget.partOf(file)}`;
  const reason = interrupted ? 'interrupted' : oneLine(what);
  if (error instanceof CliError && error.exitCode === exitCodes.refused) return error;
  const advice =
    byId && kept > 0
      ? `${error instanceof CliError ? `${error.advice}; then ` : ''}run it again with --resume: ` +
        'it goes on from there'
      : error instanceof CliError
        ? error.advice
        : 'run it again';
  return new CliError(interrupted ? exitCodes.interrupted : code, `${reason}; ${there}`, advice);
}
