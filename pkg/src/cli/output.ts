// What is printed: values to stdout or a file, words for people to stderr. Colours and tables are
// for terminals alone.

import { createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import pc from 'picocolors';
import { type CliError, fileError } from './errors.ts';
import { redact } from './secrets.ts';
import type { Column } from './table.ts';
import { asTyped } from './typed.ts';

/**
 * Whether a stream is to have colours: a terminal, unless NO_COLOR says no; FORCE_COLOR says yes.
 */
function coloured(stream: { isTTY?: boolean }): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (NO_COLOR || process.argv.includes('--no-color')) return false;
  if (FORCE_COLOR && FORCE_COLOR !== '0') return true;
  return stream.isTTY === true && TERM !== 'dumb';
}

export const colours = pc.createColors(coloured(process.stdout));
export const errorColours = pc.createColors(coloured(process.stderr));

/** Whether a person reads what is printed. */
export const toTerminal = () => process.stdout.isTTY === true;
/** Whether a person can be asked. */
export const canAsk = () => process.stdin.isTTY === true && process.stderr.isTTY === true;

/** Says a line to the person, beside the data. */
export function say(line: string): void {
  process.stderr.write(`${redact(asTyped(line))}\n`);
}

/** Where a command's data goes. */
export interface Sink {
  write(data: string | Uint8Array): Promise<void>;
  end(): Promise<void>;
}

/**
 * Whether a name is that of a device or a pipe: it is written to, and never replaced or removed.
 */
export async function isSpecial(file: string): Promise<boolean> {
  try {
    const found = await stat(file);
    return !found.isFile() && !found.isDirectory();
  } catch {
    return false;
  }
}

/** Stdout, or the file of `-o`. */
export function sink(file: string | undefined): Sink {
  if (file === undefined || file === '-') return new StreamSink(process.stdout, undefined);
  return new StreamSink(createWriteStream(file), file);
}

class StreamSink implements Sink {
  private failure: CliError | undefined;

  constructor(
    private readonly stream: Writable,
    private readonly file: string | undefined,
  ) {
    if (file !== undefined) {
      stream.on('error', (error) => {
        this.failure = fileError(error, file, 'write');
      });
    }
  }

  async write(data: string | Uint8Array): Promise<void> {
    if (this.failure) throw this.failure;
    await new Promise<void>((done, failed) => {
      this.stream.write(data, (error) => {
        if (error && this.file !== undefined) failed(fileError(error, this.file, 'write'));
        // What befalls stdout is seen to elsewhere.
        else if (!error) done();
      });
    });
  }

  async end(): Promise<void> {
    if (this.failure) throw this.failure;
    if (this.file === undefined) return;
    await new Promise<void>((done, failed) => {
      this.stream.once('error', (error) => failed(fileError(error, this.file as string, 'write')));
      this.stream.end(() => done());
    });
  }
}

/** Prints a text and a line break, to stdout or the file of `-o`. */
export async function print(text: string, file?: string): Promise<void> {
  const out = sink(file);
  await out.write(`${text}\n`);
  await out.end();
}

/** JSON for programs: in lines where a person reads it, dense in a pipe. */
export const json = (value: unknown) =>
  JSON.stringify(value, undefined, toTerminal() ? 2 : undefined);

/** A cell's text: one line, without what moves a terminal's cursor. */
export function cellText(value: unknown): string {
  if (value === false || value === null || value === undefined) return '';
  if (Array.isArray(value)) {
    // A many2one is read as [id, name].
    if (value.length === 2 && typeof value[0] === 'number' && typeof value[1] === 'string')
      return plain(value[1]);
    return value.map(cellText).join(', ');
  }
  if (typeof value === 'object') return plain(JSON.stringify(value));
  return plain(String(value));
}

/** Control characters may come from anybody's record: a terminal must not obey them. */
export const plain = (text: string) =>
  text.replace(/\s*[\r\n\t]+\s*/g, ' ').replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '');

/** How long the longest of some texts is. */
export const longest = (texts: readonly string[]) =>
  texts.reduce((most, { length }) => Math.max(most, length), 0);

/**
 * Rows in columns: a table where a person reads it or asks for one, else lines with tabs between
 * the values, whose first has the names. A table is no wider than the terminal; in a pipe, one that
 * is `wide` is as wide as it has to be.
 */
export async function rowsAsText(
  columns: readonly (string | Column)[],
  rows: readonly (readonly unknown[])[],
  { table = toTerminal(), wide = false }: { table?: boolean; wide?: boolean } = {},
): Promise<string> {
  const heads = columns.map((column) => (typeof column === 'string' ? { name: column } : column));
  const texts = rows.map((row) => row.map(cellText));
  if (!table)
    return [heads.map(({ name }) => name), ...texts].map((row) => row.join('\t')).join('\n');
  const { drawn } = await import('./table.ts');
  const most = wide && !toTerminal() ? Number.POSITIVE_INFINITY : (process.stdout.columns ?? 160);
  return drawn(heads, texts, most, colours.bold);
}
