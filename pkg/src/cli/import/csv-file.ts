// CSV as programs of many countries write it: UTF-8, UTF-16 or Windows-1252; commas, semicolons,
// tabs or bars.

import { Readable } from 'node:stream';
import { type CsvError, type Options, parse } from 'csv-parse';
import { usageError } from '../errors.ts';
import { assertDecodes, decoded } from './decode.ts';
import {
  bytesOf,
  cleanHeader,
  note,
  type Source,
  type SourceOptions,
  type SourceRow,
  wrongFile,
} from './source.ts';

export async function openCsv(
  file: string,
  zipped: boolean,
  options: SourceOptions,
): Promise<Source> {
  const head = await firstBytes(file, zipped);
  const encoding = options.encoding ?? (await encodingOf(file, zipped, head));
  let sample: string;
  try {
    sample = new TextDecoder(encoding).decode(head);
  } catch {
    throw usageError(
      `--encoding is "${encoding}"`,
      'it is one such as utf-8, utf-16le, windows-1252, iso-8859-15',
    );
  }
  // What was found out was found by reading it all; what was told, or a mark told, was not.
  if (options.encoding !== undefined || encoding !== 'utf-8')
    await assertDecodes(file, zipped, encoding);
  // Excel's own line that tells the delimiter.
  const told = /^\ufeff?sep=(.)\r?\n/i.exec(sample);
  const delimiter =
    options.delimiter ?? told?.[1] ?? delimiterOf(told ? sample.slice(told[0].length) : sample);
  const read = () => rowsOf(file, zipped, encoding, delimiter, told !== null);
  const first = await read().next();
  if (first.done) throw wrongFile(`${file} has no rows`, 'choose a file with a header and rows');
  const header = cleanHeader(first.value.cells);
  return {
    header,
    async *rows() {
      const all = read();
      await all.next();
      for await (const row of all) {
        if (
          row.cells.length > header.length &&
          row.cells.slice(header.length).some((cell) => cell !== '')
        ) {
          throw wrongFile(
            `line ${row.line} of ${file} has ${row.cells.length} values, and the header has ` +
              `${header.length} names`,
            `a value with "${delimiter}" needs quotes around it; or choose another --delimiter`,
          );
        }
        yield row;
      }
    },
  };
}

async function firstBytes(file: string, zipped: boolean): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of bytesOf(file, zipped)) {
    parts.push(part);
    length += part.length;
    if (length > 65_536) break;
  }
  return Buffer.concat(parts);
}

async function encodingOf(file: string, zipped: boolean, head: Buffer): Promise<string> {
  const mark = [...head.subarray(0, 4)].join();
  if (mark === '255,254,0,0' || mark === '0,0,254,255')
    throw wrongFile(`${file} is UTF-32`, 'save it as UTF-8');
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  // Latin letters in UTF-16 have every other byte 0.
  const sample = head.subarray(0, 200);
  const even = sample.filter((byte, index) => index % 2 === 0 && byte === 0).length;
  const odd = sample.filter((byte, index) => index % 2 === 1 && byte === 0).length;
  const most = sample.length / 4;
  if (odd > most && even === 0) return 'utf-16le';
  if (even > most && odd === 0) return 'utf-16be';
  if (even + odd > 0) throw wrongFile(`${file} is not text`, 'choose a CSV file');
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const part of bytesOf(file, zipped)) decoder.decode(part, { stream: true });
    decoder.decode();
    return 'utf-8';
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    note(`${file} is not UTF-8: it is read as Windows-1252; --encoding says otherwise`);
    return 'windows-1252';
  }
}

/**
 * The delimiter that is found most often in the first line, outside quotes, and again in the next
 * ones.
 */
function delimiterOf(sample: string): string {
  const lines = linesOf(sample).slice(0, 20);
  const scores = [',', ';', '\t', '|'].map((delimiter) => {
    const counts = lines.map((line) => line.split(delimiter).length - 1);
    const [first = 0] = counts;
    const agree = counts.filter((count) => count === first).length;
    return { delimiter, score: first === 0 ? 0 : first * agree };
  });
  const best = scores.reduce((one, other) => (other.score > one.score ? other : one));
  return best.score > 0 ? best.delimiter : ',';
}

/** The lines of a sample, with what is in quotes left out. */
const linesOf = (sample: string) =>
  sample
    .replace(/"(?:[^"]|"")*(?:"|$)/g, '')
    .split(/\r\n|\n|\r/)
    .filter((line) => line !== '');

async function* rowsOf(
  file: string,
  zipped: boolean,
  encoding: string,
  delimiter: string,
  told: boolean,
): AsyncGenerator<SourceRow> {
  const options: Options = {
    delimiter,
    relax_column_count: true,
    // A file may have line ends of several systems.
    record_delimiter: ['\r\n', '\n', '\r'],
    skip_empty_lines: true,
    info: true,
    from_line: told ? 2 : 1,
    max_record_size: 64_000_000,
  };
  const parser = Readable.from(decoded(file, zipped, encoding))
    .on('error', (error) => parser.destroy(error))
    .pipe(parse(options));
  try {
    for await (const { record, info } of parser as AsyncIterable<{
      record: string[];
      info: { lines: number };
    }>) {
      yield { line: info.lines, cells: record };
    }
  } catch (error) {
    const { code, lines } = error as CsvError & { lines?: number };
    if (!/^(?:CSV_|INVALID_OPENING_QUOTE)/.test(code ?? '')) throw error;
    const faults: Record<string, string> = {
      CSV_QUOTE_NOT_CLOSED: 'a quote is opened and not closed',
      CSV_INVALID_CLOSING_QUOTE: 'text follows a closing quote',
      INVALID_OPENING_QUOTE: 'a quote stands inside a value',
      CSV_MAX_RECORD_SIZE: 'a row has more than 64 MB: a quote may not be closed',
    };
    const what = faults[code ?? ''] ?? (error as Error).message;
    throw wrongFile(
      `line ${lines ?? '?'} of ${file}: ${what}`,
      'correct the line; a quote inside a value is written twice',
    );
  }
}
