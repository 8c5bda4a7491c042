// `import`: the rows of a file as records.

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { Command } from 'commander';
import type { OdooClient } from 'odoo-client-wasm/bulk';
import { open } from './connection.ts';
import { CliError, describe, exitCodes, fileError, oneLine, usageError } from './errors.ts';
import { type Globals, withGlobals } from './globals.ts';
import { Analysis, Converter, isEmpty } from './import/convert.ts';
import type { DateOrder, Decimal } from './import/formats.ts';
import { namesOf } from './import/identity.ts';
import { batches, type Group, goesOn, Lines, RefusedLine, rowsOf } from './import/lines.ts';
import { type Mapped, type Mapping, mappingOf, parseMaps, wordsOf } from './import/mapping.ts';
import { type Missing, missingOf, type New, sayMissing } from './import/missing.ts';
import { emptyTally, Report, type Tally } from './import/report.ts';
import { openSource, type Source, stdinFile, wrongFile } from './import/source.ts';
import { type Item, store } from './import/store.ts';
import { interruptible } from './interrupt.ts';
import { Links } from './links.ts';
import { print, say } from './output.ts';
import { progress, seconds } from './progress.ts';
import { many, permit } from './records.ts';
import { parseCount } from './text.ts';
import { short, WrongValue } from './wrong.ts';

interface ImportOptions extends Globals {
  model?: string;
  key?: string;
  map?: string[];
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

/** Options that have what is needed. */
type Named = ImportOptions & { model: string };

export function define(command: Command): void {
  command
    .argument('<file>', 'csv, ndjson, json, xlsx or parquet; - is stdin')
    .option('-m, --model <name>', 'the model of the records')
    .option('-k, --key <field>', 'what identifies a record: a field, xmlid or id')
    .option(
      '--map <column=field>',
      'which field a column is; without a field it is left out',
      (text: string, before: string[] = []) => [...before, text],
    )
    .option('-F, --format <name>', 'what the file is, where its name does not tell')
    .option('--delimiter <character>', 'between the values of csv, where it is not found out')
    .option('--encoding <name>', 'of csv, where it is not found out')
    .option('--sheet <name>', 'the sheet of a workbook, by name or number')
    .option('--date-format <order>', 'DMY, MDY or YMD, where the dates do not tell')
    .option('--decimal <point>', '"." or ",", where the numbers do not tell')
    .option('--tz <zone>', 'time zone of moments without one, such as Europe/Brussels', 'UTC')
    .option(
      '--report <file>',
      'where refused rows go (default: FILE.refused.csv; a dry run shows them)',
    )
    .option(
      '--chunk <n>',
      'how many records a call stores, which is one transaction',
      parseCount('--chunk'),
      200,
    )
    .addHelpText(
      'after',
      `
Columns are mapped by the name or the label of a field. Linked records are found by name, by
external id in a column country_id/id, or by another field in country_id/code.

Records of a one2many field stand in columns such as order_line/product_id. A row whose other
columns are empty goes on with the record above. Such a record is found again by its values, or
with a column order_line/id by its external id.

Run an interrupted import again with the same arguments: it goes on, and no row is stored twice.
With --key, existing records are updated where they differ: --key id for a file that was exported
with its ids. Without it, each row has an external id made of the file's contents and the row's
number, by which it is found again; or the one in its column id or xmlid. Numbers in a column id
are refused then: they may be anybody's.`,
    )
    .action(importFile);
  withGlobals(command, 'connection', 'output', 'writes');
}

async function importFile(name: string, options: ImportOptions): Promise<void> {
  // The parser would ask for it before it looks at options that are wrong, such as --modle.
  if (options.model === undefined)
    throw usageError(
      "required option '-m, --model <name>' not specified",
      'name the model: --model res.partner',
    );
  const stdin = name === '-' ? await stdinFile() : undefined;
  try {
    if (stdin && !options.format)
      throw usageError(
        'the format of stdin is unknown',
        'name it with --format csv, ndjson, json, xlsx or parquet',
      );
    await run(stdin?.file ?? name, name === '-' ? 'stdin' : name, {
      ...options,
      model: options.model,
    });
  } finally {
    await stdin?.remove();
  }
}

async function run(file: string, name: string, options: Named): Promise<void> {
  const { model } = options;
  assertOptions(options);
  const source = await openSource(file, options);
  const maps = parseMaps(options.map ?? []);
  const names = await namesOf(source, maps, options.key);
  const { client, connection } = await open({ ...options, yes: true });
  const mapping = await mappingOf(client, model, source.header, maps, options.key, names);
  if (!mapping.columns.length && !(mapping.lines.length && mapping.identity.kind !== 'row'))
    throw usageError('no column of the file is a field to store', 'name fields in its header');
  const { analysis, count, records, filled } = await analysed(source, mapping);
  sayLeftOut(mapping, filled);
  const formats = analysis.result(await formatsTold(client, options));
  const links = new Links(client);
  const converterOf = (columns: readonly Mapped[]) =>
    new Converter(columns, formats, options.tz, links, source.json === true);
  const converter = converterOf(mapping.columns);
  const converters = new Map(mapping.lines.map((field) => [field, converterOf(field.columns)]));
  const lines = new Lines(mapping, converters, model);
  if (!options.dryRun)
    await permit(
      `${overwriting(mapping, records)}mport ${many(count, 'row')} of ${name} into ${model}`,
      connection,
      options,
    );

  const module = mapping.identity.kind === 'row' ? await moduleOf(file, model) : '';
  const nameOf =
    module && mapping.lines.length ? (line: number) => `${module}.row_${line}` : undefined;
  const usual = options.dryRun ? undefined : `${name}.refused.csv`;
  const report = new Report(options.report ?? usual, source.header, nameOf);
  const tally = emptyTally();
  const interrupt = interruptible();
  const bar = progress(count, options.dryRun ? 'looking' : model);
  const started = Date.now();
  const keys = new Map<string, number>();
  const job: Job = {
    client,
    model,
    mapping,
    module,
    converter,
    lines,
    report,
    tally,
    keys,
    options,
  };
  let missing: Missing[] = [];
  let fatal: Error | undefined;
  try {
    for await (const groups of batches(source, mapping)) {
      if (interrupt.interrupted()) break;
      fatal = await storeBatch(job, groups, interrupt.signal);
      tally.rows += rowsOf(groups).length;
      bar.update(tally.rows, count);
      if (fatal) break;
    }
    const isWhole = !fatal && !interrupt.interrupted();
    if (options.dryRun && isWhole) missing = await missingOf(client, newOf(job));
  } catch (error) {
    fatal = error as Error;
  } finally {
    bar.stop();
    interrupt.done();
    await report.end();
  }
  const took = Date.now() - started;
  await conclude(job, count, fatal, interrupt.interrupted(), took, name, missing);
}

/** The records that would be created, by their models. */
function newOf({ model, mapping, tally, lines }: Job): New[] {
  const namesOf = (those: readonly { field: string }[]) => those.map(({ field }) => field);
  const own = { model, filled: namesOf([...mapping.columns, ...mapping.lines]) };
  const ofLines = [...lines.tallies]
    .filter(([, { created }]) => created > 0)
    .map(([line]) => ({ model: line.model, filled: [line.inverse, ...namesOf(line.columns)] }));
  return tally.created > 0 ? [own, ...ofLines] : ofLines;
}

/** What the batches of an import have in common. */
interface Job {
  client: OdooClient;
  model: string;
  mapping: Mapping;
  module: string;
  converter: Converter;
  lines: Lines;
  report: Report;
  tally: Tally;
  /** The lines of the records by what tells them. */
  keys: Map<string, number>;
  options: Named;
}

/** Stores some records of the file, then their lines. Resolves to what ends the import. */
async function storeBatch(
  job: Job,
  groups: readonly Group[],
  signal: AbortSignal,
): Promise<Error | undefined> {
  const { client, model, mapping, converter, lines, report, tally, options } = job;
  const dryRun = options.dryRun === true;
  const how = { context: {}, signal, chunkSize: options.chunk };
  await converter.findLinks(groups.map(({ cells }) => cells));
  await lines.findLinks(groups);
  const items: { item: Item; group: Group; lines: ReturnType<Lines['of']> }[] = [];
  for (const group of groups) {
    try {
      const key = keyOf(group.cells, job, group.line);
      const values = converter.values(group.cells);
      const own = lines.of(group, key);
      const before = job.keys.get(key);
      if (before !== undefined)
        throw new WrongValue(`${mapping.identity.field} is that of line ${before}`);
      job.keys.set(key, group.line);
      items.push({ item: { ...group, values, key }, group, lines: own });
    } catch (error) {
      if (!(error instanceof WrongValue)) throw error;
      tally.refused += 1;
      await refuse(report, group, error);
    }
  }
  const those = items.map(({ item }) => item);
  const outcome = await store(client, model, those, mapping.identity, dryRun, tally, how);
  for (const { item, why } of outcome.refused) {
    const { group } = items.find((each) => each.item === item) as { group: Group };
    await refuse(report, group, new WrongValue(why));
  }
  const parents = items.flatMap(({ item, ...rest }) => {
    const id = outcome.ids.get(item);
    return id === undefined ? [] : [{ id, ...rest }];
  });
  return (await lines.store(client, parents, dryRun, report, how)) ?? outcome.fatal;
}

/** Reports all rows of a record that is not stored. */
async function refuse(report: Report, group: Group, why: WrongValue): Promise<void> {
  const at = why instanceof RefusedLine ? why.line : group.line;
  for (const { line, cells } of rowsOf([group]))
    await report.add(
      { line, cells, head: line === group.line ? line : undefined },
      line === at ? why.message : `its record is not stored: see line ${at}`,
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

function noRecordAbove({ header }: Source, { columns, identity }: Mapping): CliError {
  const names = [...columns.map(({ column }) => column), header[identity.index]].filter(Boolean);
  return wrongFile(
    'the first row names no record, and goes on with none: there is none above it',
    `fill in its ${[...new Set(names)].join(', ')}`,
  );
}

async function analysed(
  source: Source,
  mapping: Mapping,
): Promise<{ analysis: Analysis; count: number; records: number; filled: Set<number> }> {
  const analysis = new Analysis([
    ...mapping.columns,
    ...mapping.lines.flatMap(({ columns }) => columns),
  ]);
  const filled = new Set<number>();
  let count = 0;
  let records = 0;
  for await (const { cells } of source.rows()) {
    if (cells.every(isEmpty)) continue;
    const isMore = goesOn(cells, mapping);
    if (count === 0 && isMore) throw noRecordAbove(source, mapping);
    for (const { index } of mapping.leftOut) if (!isEmpty(cells[index])) filled.add(index);
    analysis.see(cells);
    count += 1;
    if (!isMore) records += 1;
  }
  return { analysis, count, records, filled };
}

/** Says which columns nothing is taken from; an empty one without a name is no column. */
function sayLeftOut({ leftOut }: Mapping, filled: ReadonlySet<number>): void {
  for (const { index, column, why } of leftOut)
    if (column !== '' || filled.has(index))
      say(`the column ${column === '' ? index + 1 : `"${column}"`} is left out: ${why}`);
}

/** The beginning of the question: how many records may be overwritten, and by what they are found. */
function overwriting({ identity, lines }: Mapping, records: number): string {
  const found = [
    ...(identity.kind === 'row' ? [] : [`${many(records)} found by ${wordsOf(identity)}`]),
    ...lines
      .filter(({ xmlid }) => xmlid !== undefined)
      .map(({ field }) => `records of ${field} found by external id`),
  ];
  return found.length ? `Up to ${found.join(', and ')} may be overwritten: i` : 'I';
}

/** What options and language say of dates and numbers. */
async function formatsTold(
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

/**
 * The module of the external ids of rows that have no other name: the same contents, the same ids.
 */
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
  { mapping: { identity }, module }: Job,
  line: number,
): string {
  if (identity.kind === 'row') return `${module}.row_${line}`;
  const cell = cells[identity.index];
  const text = String(cell ?? '').trim();
  if (text === '') throw new WrongValue(`${identity.field} is empty, and tells the record`);
  if (identity.kind === 'xmlid') {
    const full = text.includes('.') ? text : `__import__.${text}`;
    if (!/^\w[\w-]*\.[\w.-]+$/.test(full))
      throw new WrongValue(`"${short(text)}" is not an external id`);
    return full;
  }
  if (identity.kind === 'id' && !/^[1-9]\d*$/.test(text))
    throw new WrongValue(`"${short(text)}" is not an id`);
  return text;
}

/** Counts in words: those of the records, or of the lines of a field. */
const inWords = ({ created, updated, unchanged, refused, unknown }: Tally, dryRun: boolean) =>
  [
    `${created.toLocaleString('en')} ${dryRun ? 'would be created' : 'created'}`,
    `${updated.toLocaleString('en')} ${dryRun ? 'would be updated' : 'updated'}`,
    `${unchanged.toLocaleString('en')} unchanged`,
    `${refused.toLocaleString('en')} refused`,
    ...(unknown ? [`${unknown.toLocaleString('en')} unknown`] : []),
  ].join(', ');

const countsOf = ({ created, updated, unchanged, refused, unknown }: Tally) => ({
  created,
  updated,
  unchanged,
  refused,
  unknown,
});

async function conclude(
  { tally, lines, report, options }: Job,
  count: number,
  fatal: Error | undefined,
  interrupted: boolean,
  took: number,
  name: string,
  missing: readonly Missing[],
): Promise<void> {
  const dryRun = options.dryRun === true;
  const ofLines = [...lines.tallies].map(([{ field }, own]) => [field, own] as const);
  const words = [
    inWords(tally, dryRun),
    ...ofLines.map(([field, own]) => `${field}: ${inWords(own, dryRun)}`),
  ].join('; ');
  const file = (report.refused ? report.file : undefined) ?? null;
  if (options.json)
    await print(
      JSON.stringify({
        model: options.model,
        rows: tally.rows,
        total: count,
        ...countsOf(tally),
        ...(ofLines.length
          ? { lines: Object.fromEntries(ofLines.map(([field, own]) => [field, countsOf(own)])) }
          : {}),
        report: file,
        dryRun,
        ...(missing.length ? { missing } : {}),
        complete: !fatal && !interrupted,
      }),
      options.output,
    );
  if (interrupted || fatal) {
    const { code, what, advice } = describe(fatal);
    // What the command line, the rights or a name are to blame for, a second run finds again.
    const helps = interrupted || code === exitCodes.network || code === exitCodes.login;
    const again = 'run the same command again: it goes on from there, and stores no row twice';
    throw new CliError(
      interrupted ? exitCodes.interrupted : code,
      `${interrupted ? 'interrupted' : oneLine(what)}; of ${many(count, 'row')} of ${name}: ` +
        `${words}`,
      helps ? again : `${advice}; then ${again}`,
    );
  }
  say(`${many(count, 'row')} of ${name} in ${seconds(took)}: ${words}`);
  sayMissing(missing);
  if (!report.refused) return;
  const rows = many(report.refused, 'row');
  const them = report.refused === 1 ? 'it' : 'them';
  throw new CliError(
    exitCodes.partly,
    dryRun
      ? `${rows} of ${name} would not be stored`
      : `${rows} of ${name} ${report.refused === 1 ? 'is' : 'are'} not stored`,
    file === null
      ? `correct ${them} in ${name}; --report FILE writes ${them} to a file`
      : `see why in ${file}; correct the rows there, and import that file`,
  );
}
