// The rows of a file, whatever it is: CSV in any of the usual encodings, NDJSON, JSON, XLSX or
// Parquet. A source can be read as often as needed: once to look at it, once to import it.

import { createReadStream } from 'node:fs';
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGunzip } from 'node:zlib';
import { CliError, exitCodes, fileError, usageError } from '../errors.ts';
import { say } from '../output.ts';

/** A row: its number in the file, as people count lines or rows, and its cells by column. */
export interface SourceRow {
  line: number;
  cells: unknown[];
}

export interface Source {
  header: string[];
  /** Whether values are JSON as Odoo has them: the number of a link is an id. */
  json?: true;
  rows(): AsyncGenerator<SourceRow>;
}

export interface SourceOptions {
  format?: string;
  delimiter?: string;
  encoding?: string;
  sheet?: string;
}

export const wrongFile = (message: string, advice: string) =>
  new CliError(exitCodes.file, message, advice);

const formats = ['csv', 'ndjson', 'json', 'xlsx', 'parquet'];

/** Opens a file; what it is tells its suffix, and its first bytes have to agree. */
export async function openSource(file: string, options: SourceOptions): Promise<Source> {
  const head = await headOf(file);
  const lower = file.toLowerCase();
  const zipped = head[0] === 0x1f && head[1] === 0x8b;
  const suffix = /\.([a-z]+)(?:\.gz)?$/.exec(lower)?.[1] ?? '';
  const named =
    options.format ??
    {
      csv: 'csv',
      tsv: 'csv',
      txt: 'csv',
      ndjson: 'ndjson',
      jsonl: 'ndjson',
      json: 'json',
      xlsx: 'xlsx',
      xlsm: 'xlsx',
      parquet: 'parquet',
      pq: 'parquet',
    }[suffix];
  if (named === undefined || !formats.includes(named))
    throw usageError(
      `the name of ${file} does not say its format`,
      `name it with --format: ${formats.join(', ')}`,
    );
  if (head.length === 0)
    throw wrongFile(`${file} is empty`, 'choose a file with a header and rows');
  assertKind(file, named, zipped ? Buffer.alloc(0) : head);
  switch (named) {
    case 'xlsx':
      return (await import('./spreadsheet.ts')).openXlsx(file, options.sheet);
    case 'parquet':
      return (await import('./parquet-file.ts')).openParquet(file);
    case 'csv':
      return (await import('./csv-file.ts')).openCsv(
        file,
        zipped,
        suffix === 'tsv' ? { delimiter: '\t', ...options } : options,
      );
    default:
      return openJson(file, zipped, named === 'json');
  }
}

async function headOf(file: string): Promise<Buffer> {
  try {
    const handle = await open(file, 'r');
    try {
      const buffer = Buffer.alloc(65_536);
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw fileError(error, file, 'read');
  }
}

/** Refuses a file whose first bytes say that it is something else. */
function assertKind(file: string, named: string, head: Buffer): void {
  const start = head.subarray(0, 8).toString('latin1');
  const text = head
    .subarray(0, 512)
    .toString('latin1')
    .replace(/^\xef\xbb\xbf/, '')
    .trimStart()
    .toLowerCase();
  const found = start.startsWith('PK\x03\x04')
    ? 'a ZIP file, such as XLSX'
    : start.startsWith('PAR1')
      ? 'a Parquet file'
      : start.startsWith('\xd0\xcf\x11\xe0')
        ? 'an old Excel file (.xls)'
        : start.startsWith('%PDF')
          ? 'a PDF file'
          : /^(?:<!doctype html|<html)/.test(text)
            ? 'an HTML page'
            : start.startsWith('ARROW1')
              ? 'an Arrow file'
              : undefined;
  const fits =
    named === 'xlsx'
      ? start.startsWith('PK\x03\x04')
      : named === 'parquet'
        ? start.startsWith('PAR1')
        : found === undefined;
  if (fits) return;
  throw wrongFile(
    `${file} is not ${named}: it is ${found ?? 'something else'}`,
    found?.includes('.xls')
      ? 'save it as .xlsx in the spreadsheet, then import that'
      : 'choose the right file, or say with --format what it is',
  );
}

/** The bytes of a file, decompressed. */
export function bytesOf(file: string, zipped: boolean): AsyncIterable<Buffer> {
  const stream = createReadStream(file);
  if (!zipped) return stream;
  const plain = createGunzip();
  stream.on('error', (error) => plain.destroy(error));
  return stream.pipe(plain);
}

async function openJson(file: string, zipped: boolean, list: boolean): Promise<Source> {
  const names = new Set<string>();
  for await (const { object } of objects(file, zipped, list))
    for (const name of Object.keys(object)) names.add(name);
  const header = [...names];
  return {
    header,
    json: true,
    async *rows() {
      for await (const { line, object } of objects(file, zipped, list)) {
        yield {
          line,
          cells: header.map((name) => (Object.hasOwn(object, name) ? object[name] : undefined)),
        };
      }
    },
  };
}

async function* objects(
  file: string,
  zipped: boolean,
  list: boolean,
): AsyncGenerator<{ line: number; object: Record<string, unknown> }> {
  const { decoded } = await import('./decode.ts');
  const text = () => decoded(file, zipped, 'utf-8', 'save the file as UTF-8');
  if (list) {
    const parts: string[] = [];
    for await (const part of text()) parts.push(part);
    let all: unknown;
    try {
      all = JSON.parse(parts.join(''));
    } catch (error) {
      throw wrongFile(
        `${file} is not JSON: ${(error as Error).message}`,
        'check the file; NDJSON has the suffix .ndjson',
      );
    }
    if (!Array.isArray(all)) throw wrongFile(`${file} holds no list`, 'it takes a list of objects');
    for (const [index, object] of all.entries())
      yield { line: index + 1, object: objectOf(object, file, `item ${index + 1}`) };
    return;
  }
  let line = 0;
  for await (const json of linesOf(text())) {
    line += 1;
    if (json.trim() === '') continue;
    let value: unknown;
    try {
      value = JSON.parse(json);
    } catch (error) {
      throw wrongFile(
        `line ${line} of ${file} is not JSON: ${(error as Error).message}`,
        'write one JSON object in each line',
      );
    }
    yield { line, object: objectOf(value, file, `line ${line}`) };
  }
}

/** The lines of a text that comes in parts. Inside of JSON, no line ends. */
async function* linesOf(parts: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = '';
  for await (const part of parts) {
    const lines = (rest + part).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}

function objectOf(value: unknown, file: string, where: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>;
  throw wrongFile(
    `${where} of ${file} is not an object`,
    'each row is a JSON object: {"name": "Ada"}',
  );
}

/** Stdin in a file of its own, since it is read twice. */
export async function stdinFile(): Promise<{ file: string; remove: () => Promise<void> }> {
  if (process.stdin.isTTY)
    throw usageError(
      '- reads stdin, and stdin is the terminal',
      'pipe the file in: … < partners.csv',
    );
  const folder = await mkdtemp(join(tmpdir(), 'odoo-import-'));
  const file = join(folder, 'stdin');
  try {
    await writeFile(file, process.stdin);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw fileError(error, file, 'write');
  }
  return { file, remove: () => rm(folder, { recursive: true, force: true }) };
}

/**
 * A header without what spreadsheets leave around names; columns without a name are left out later.
 */
export function cleanHeader(cells: readonly unknown[]): string[] {
  const header = cells.map((cell) => String(cell ?? '').trim());
  if (header.every((name) => name === ''))
    throw wrongFile('the first row has no names of columns', 'give it a header');
  const twice = header.find((name, index) => name !== '' && header.indexOf(name) !== index);
  if (twice !== undefined)
    throw wrongFile(`two columns are called "${twice}"`, 'give each column a name of its own');
  return header;
}

export const note = (text: string) => say(text);
