// `import`: the rows of a file as records.

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { Command } from 'commander';
import type { OdooClient } from 'odoo-client-wasm/bulk';
import { open } from './connection.ts';
import { CliError, describe, exitCodes, fileError, oneLine, usageError } from './errors.ts';
import { type Globals, withGlobals } from './globals.ts';
import { Analysis, Converter } from './import/convert.ts';
import type { DateOrder, Decimal } from './import/formats.ts';
import { type Mapping, mappingOf, parseMaps } from './import/mapping.ts';
import { emptyTally, Report, type Tally } from './import/report.ts';
import { openSource, type Source, stdinFile } from './import/source.ts';
import { type Item, store } from './import/store.ts';
import { Links } from './links.ts';
import { print, say } from './output.ts';
import { interruptible, progress, seconds } from './progress.ts';
import { many, permit } from './records.ts';
import { parseCount } from './text.ts';
import { short, WrongValue } from './wrong.ts';

interface ImportOptions extends Globals {
  model: string;
  key?: string;
  map: string[];
  format?: string;
  delimiter?: string;
  encoding?: string;
  sheet?: string;
  dateFormat?: string;
  decimal?: string;
  tz: string;
  report?: string;
  chunk: number;
}

export function define(command: Command): void {
  command
    .argument('<file>', 'csv, ndjson, json, xlsx or parquet; - is stdin')
    .requiredOption('-m, --model <name>', 'the model of the records')
    .option('-k, --key <field>', 'what tells a record again: a field, xmlid or id')
    .option(
      '--map <column=field>',
      'which field a column is; without a field it is left out',
      (text: string, before: string[]) => [...before, text],
      [],
    )
    .option('-F, --format <name>', 'what the file is, where its name does not tell')
    .option('--delimiter <character>', 'between the values of csv, where it is not found out')
    .option('--encoding <name>', 'of csv, where it is not found out')
    .option('--sheet <name>', 'the sheet of a workbook, by name or number')
    .option('--date-format <order>', 'DMY, MDY or YMD, where the dates do not tell')
    .option('--decimal <point>', '"." or ",", where the numbers do not tell')
    .option('--tz <zone>', 'time zone of moments without one, such as Europe/Brussels', 'UTC')
    .option('--report <file>', 'where refused rows go (default: FILE.refused.csv)')
    .option(
      '--chunk <n>',
      'how many records a call stores, which is one transaction',
      parseCount('--chunk'),
      200,
    )
    .addHelpText(
      'after',
      `
Columns are mapped by the name or the label of a field. Linked records are told by name; by
external id in a column country_id/id; by another field in country_id/code.

What was interrupted is run again with the same arguments, and goes on: no row is stored twice.
With --key, records that are there are updated where they differ. Without it, each row has an
external id made of the file's contents and the row's number, by which it is known again.`,
    )
    .action(importFile);
  withGlobals(command, 'connection', 'output', 'writes');
}

/** Rows that are converted and stored together. */
const batchSize = 1_000;

async function importFile(name: string, options: ImportOptions): Promise<void> {
  const stdin = name === '-' ? await stdinFile() : undefined;
  try {
    if (stdin && !options.format)
      throw usageError(
        'stdin does not tell what it holds',
        'say it with --format csv, ndjson, json, xlsx or parquet',
      );
    await run(stdin?.file ?? name, name === '-' ? 'stdin' : name, options);
  } finally {
    await stdin?.remove();
  }
}

async function run(file: string, name: string, options: ImportOptions): Promise<void> {
  const { model } = options;
  assertOptions(options);
  const source = await openSource(file, options);
  const { client, connection } = await open({ ...options, yes: true });
  const mapping = await mappingOf(
    client,
    model,
    source.header,
    parseMaps(options.map),
    options.key,
    await idsAreNumbers(source),
  );
  if (!mapping.columns.length)
    throw usageError('no column of the file is a field to store', 'name fields in its header');
  const { analysis, count } = await analysed(source, mapping);
  const formats = analysis.result(await told(client, options));
  const links = new Links(client);
  const converter = new Converter(mapping.columns, formats, options.tz, links);
  if (!options.dryRun)
    await permit(`Import ${many(count, 'row')} of ${name} into ${model}`, connection, options);

  const module = mapping.identity.kind === 'row' ? await moduleOf(file, model) : '';
  const report = new Report(options.report ?? `${name}.refused.csv`, source.header);
  const tally = emptyTally();
  const interrupt = interruptible();
  const bar = progress(count, options.dryRun ? 'looking' : model);
  const started = Date.now();
  let fatal: Error | undefined;
  try {
    await report.begin();
    const keys = new Map<string, number>();
    for await (const batch of batches(source)) {
      if (interrupt.interrupted()) break;
      await converter.findLinks(batch.map(({ cells }) => cells));
      const items: Item[] = [];
      for (const { line, cells } of batch) {
        try {
          const key = keyOf(cells, mapping, module, line);
          const values = converter.values(cells);
          const before = keys.get(key);
          if (before !== undefined)
            throw new WrongValue(`${mapping.identity.field} is that of line ${before}`);
          keys.set(key, line);
          items.push({ line, cells, values, key });
        } catch (error) {
          if (!(error instanceof WrongValue)) throw error;
          tally.refused += 1;
          await report.add(line, cells, error.message);
        }
      }
      const outcome = await store(
        client,
        model,
        items,
        mapping.identity,
        options.dryRun === true,
        tally,
        { context: {}, signal: interrupt.signal, chunkSize: options.chunk },
      );
      for (const { item, why } of outcome.refused) {
        if (!why.startsWith('it may be')) tally.refused += 1;
        await report.add(item.line, item.cells, why);
      }
      tally.rows += batch.length;
      bar.update(tally.rows, count);
      fatal = outcome.fatal;
      if (fatal) break;
    }
  } catch (error) {
    fatal = error as Error;
  } finally {
    bar.stop();
    interrupt.done();
    await report.end();
  }
  await conclude(
    tally,
    count,
    report,
    fatal,
    interrupt.interrupted(),
    Date.now() - started,
    name,
    options,
  );
}

function assertOptions({ dateFormat, decimal, tz, chunk }: ImportOptions): void {
  if (dateFormat !== undefined && !/^(?:DMY|MDY|YMD)$/i.test(dateFormat))
    throw usageError(`--date-format is "${dateFormat}"`, 'it is DMY, MDY or YMD');
  if (decimal !== undefined && decimal !== '.' && decimal !== ',')
    throw usageError(`--decimal is "${decimal}"`, 'it is "." or ","');
  if (chunk < 1) throw usageError('--chunk is 0', 'it takes a number above 0');
  try {
    new Intl.DateTimeFormat('en', { timeZone: tz });
  } catch {
    throw usageError(`--tz is "${tz}"`, 'it is the name of a time zone, such as Europe/Brussels');
  }
}

/** Whether a column `id` holds numbers, as an export has them, or external ids. */
async function idsAreNumbers({ header, rows }: Source): Promise<boolean> {
  const at = header.indexOf('id');
  if (at < 0) return false;
  for await (const { cells } of rows()) {
    const text = String(cells[at] ?? '').trim();
    if (text !== '') return /^\d+$/.test(text);
  }
  return true;
}

async function analysed(
  source: Source,
  mapping: Mapping,
): Promise<{ analysis: Analysis; count: number }> {
  const analysis = new Analysis(mapping.columns);
  let count = 0;
  for await (const { cells } of source.rows()) {
    analysis.see(cells);
    count += 1;
  }
  return { analysis, count };
}

/** What options and language say of dates and numbers. */
async function told(
  client: OdooClient,
  { dateFormat, decimal, lang }: ImportOptions,
): Promise<{ dateOrder?: DateOrder; decimal?: Decimal }> {
  const said: { dateOrder?: DateOrder; decimal?: Decimal } = {};
  if (lang) {
    const [row] = await client.searchRead<{ date_format: string; decimal_point: string }>(
      'res.lang',
      [['code', '=', lang]],
      { fields: ['date_format', 'decimal_point'], context: { active_test: false, lang: 'en_US' } },
    );
    const order = (row?.date_format ?? '').replace(
      /%[-]?([dmyYbB])|./g,
      (_, letter: string | undefined) =>
        letter ? (letter.toLowerCase() === 'b' ? 'M' : letter.toUpperCase()) : '',
    );
    if (/^(?:DMY|MDY|YMD)$/.test(order)) said.dateOrder = order as DateOrder;
    if (row?.decimal_point === '.' || row?.decimal_point === ',') said.decimal = row.decimal_point;
  }
  if (dateFormat) said.dateOrder = dateFormat.toUpperCase() as DateOrder;
  if (decimal) said.decimal = decimal as Decimal;
  return said;
}

async function* batches(source: Source): AsyncGenerator<{ line: number; cells: unknown[] }[]> {
  let batch: { line: number; cells: unknown[] }[] = [];
  for await (const row of source.rows()) {
    batch.push(row);
    if (batch.length < batchSize) continue;
    yield batch;
    batch = [];
  }
  if (batch.length) yield batch;
}

/** The module of the external ids of rows that have no other name: the same contents, the same ids. */
async function moduleOf(file: string, model: string): Promise<string> {
  const hash = createHash('sha256').update(`${model}\n`);
  try {
    for await (const part of createReadStream(file)) hash.update(part);
  } catch (error) {
    throw fileError(error, file, 'read');
  }
  return `import_${hash.digest('hex').slice(0, 12)}`;
}

function keyOf(
  cells: readonly unknown[],
  { identity }: Mapping,
  module: string,
  line: number,
): string {
  if (identity.kind === 'row') return `${module}.row_${line}`;
  const cell = cells[identity.index];
  const text = String(cell ?? '').trim();
  if (text === '') throw new WrongValue(`${identity.field} is empty, and tells the record`);
  if (identity.kind === 'xmlid') {
    const full = text.includes('.') ? text : `__import__.${text}`;
    if (!/^\w[\w-]*\.[\w.-]+$/.test(full))
      throw new WrongValue(`"${short(text)}" is no external id`);
    return full;
  }
  if (identity.kind === 'id' && !/^[1-9]\d*$/.test(text))
    throw new WrongValue(`"${short(text)}" is no id`);
  return text;
}

async function conclude(
  tally: Tally,
  count: number,
  report: Report,
  fatal: Error | undefined,
  interrupted: boolean,
  took: number,
  name: string,
  options: ImportOptions,
): Promise<void> {
  const did = options.dryRun ? ['would be created', 'would be updated'] : ['created', 'updated'];
  const words = [
    `${tally.created.toLocaleString('en')} ${did[0]}`,
    `${tally.updated.toLocaleString('en')} ${did[1]}`,
    `${tally.unchanged.toLocaleString('en')} unchanged`,
    `${tally.refused.toLocaleString('en')} refused`,
    ...(tally.unknown ? [`${tally.unknown.toLocaleString('en')} unknown`] : []),
  ].join(', ');
  const file = report.refused ? report.file : null;
  const { rows, created, updated, unchanged, refused, unknown } = tally;
  if (options.json)
    await print(
      JSON.stringify({
        model: options.model,
        rows,
        total: count,
        created,
        updated,
        unchanged,
        refused,
        unknown,
        report: file,
        dryRun: options.dryRun === true,
        complete: !fatal && !interrupted,
      }),
      options.output,
    );
  if (interrupted || fatal) {
    const { code, what } = describe(fatal);
    throw new CliError(
      interrupted ? exitCodes.interrupted : code,
      `${interrupted ? 'interrupted' : oneLine(what)}; of ${many(count, 'row')} of ${name}: ${words}`,
      'run the same command again: it goes on from there, and stores no row twice',
    );
  }
  say(`${many(count, 'row')} of ${name} in ${seconds(took)}: ${words}`);
  if (file)
    throw new CliError(
      exitCodes.partly,
      `${many(report.refused, 'row')} of ${name} ${report.refused === 1 ? 'is' : 'are'} not stored`,
      `see why in ${file}; mend the rows there, and import that file`,
    );
}
