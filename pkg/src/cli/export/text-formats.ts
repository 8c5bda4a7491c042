// CSV, NDJSON and JSON, with gzip or without. Each page is a piece of its own, also of gzip: the
// file may end after any.

import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Column } from './plan.ts';
import type { Target } from './target.ts';

const compress = promisify(gzip);

/** Writes the pages of an export in a format. */
export interface Writer {
  /** Writes rows; tells whether all that was given so far is written. */
  page(rows: unknown[][]): Promise<boolean>;
  end(): Promise<void>;
  /** What is needed to go on after all that was written. */
  state(): unknown;
}

export interface TextOptions {
  gzip: boolean;
  delimiter: string;
  bom: boolean;
  labels: boolean;
  /** Whether a spreadsheet shall see every text as a text. */
  escapeFormulas: boolean;
  /** Whether a part is written already. */
  resumed: boolean;
}

abstract class TextWriter implements Writer {
  private begun: boolean;

  constructor(
    protected readonly columns: readonly Column[],
    private readonly target: Target,
    protected readonly options: TextOptions,
  ) {
    this.begun = options.resumed;
  }

  protected abstract head(): string;
  protected abstract rows(rows: unknown[][], first: boolean): string;
  protected abstract foot(): string;

  async page(rows: unknown[][]): Promise<boolean> {
    if (!rows.length) return true;
    await this.put((this.begun ? '' : this.head()) + this.rows(rows, !this.begun));
    this.begun = true;
    return true;
  }

  async end(): Promise<void> {
    await this.put((this.begun ? '' : this.head()) + this.foot());
  }

  state(): undefined {
    return undefined;
  }

  private async put(text: string): Promise<void> {
    if (text !== '')
      await this.target.write(this.options.gzip ? await compress(text, { level: 6 }) : text);
  }
}

export class CsvWriter extends TextWriter {
  private readonly quoted = quoter(this.options.delimiter);

  protected head(): string {
    const { bom, labels } = this.options;
    const names = this.columns.map((column) => (labels ? column.label : column.name));
    return `${bom ? '\ufeff' : ''}${this.line(names)}`;
  }

  protected rows(rows: unknown[][]): string {
    const { columns, options } = this;
    const textOf = (value: unknown, index: number) => csvText(value, columns[index] as Column);
    const safe = (value: unknown, index: number) =>
      columns[index]?.kind === 'text' ? harmless(textOf(value, index)) : textOf(value, index);
    const cell = options.escapeFormulas ? safe : textOf;
    let text = '';
    for (const row of rows) text += this.line(row.map(cell));
    return text;
  }

  protected foot(): string {
    return '';
  }

  private line(texts: string[]): string {
    // A line of one empty value would be taken for no line at all.
    if (texts.length === 1 && texts[0] === '') return '""\r\n';
    return `${texts.map(this.quoted).join(this.options.delimiter)}\r\n`;
  }
}

/** A text that no spreadsheet takes for a formula. */
const harmless = (text: string) => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);

/** Puts texts in quotes where they need them. */
export function quoter(delimiter: string): (text: string) => string {
  const special = new RegExp(`["\\r\\n${delimiter.replace(/[\\\]^-]/g, '\\$&')}]`);
  // Blanks at the ends would be cut off by some who read it.
  const ends = /^\s|\s$/;
  return (text) => {
    if (text === '') return text;
    const last = text.charCodeAt(text.length - 1);
    const first = text.charCodeAt(0);
    const plain = first > 32 && first < 128 && last > 32 && last < 128;
    return special.test(text) || (!plain && ends.test(text))
      ? `"${text.replaceAll('"', '""')}"`
      : text;
  };
}

/** A value as a text in a cell. */
export function csvText(value: unknown, { kind, type }: Pick<Column, 'kind' | 'type'>): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (kind === 'bool') return value === true ? 'true' : 'false';
  if (Array.isArray(value)) {
    if (type === 'many2one' && kind !== 'json') return String(value[1]);
    return value
      .map((each) =>
        Array.isArray(each)
          ? String(each[1])
          : typeof each === 'object'
            ? JSON.stringify(each)
            : String(each),
      )
      .join(',');
  }
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

export class NdjsonWriter extends TextWriter {
  protected head(): string {
    return '';
  }
  protected rows(rows: unknown[][]): string {
    let text = '';
    for (const row of rows) text += `${objectOf(row, this.columns)}\n`;
    return text;
  }
  protected foot(): string {
    return '';
  }
}

export class JsonWriter extends TextWriter {
  protected head(): string {
    return '[\n';
  }
  protected rows(rows: unknown[][], first: boolean): string {
    return `${first ? '' : ',\n'}${rows.map((row) => objectOf(row, this.columns)).join(',\n')}`;
  }
  protected foot(): string {
    return '\n]\n';
  }
}

/**
 * A row as a JSON object. JSON has no NaN and no infinity: they become texts, as Odoo's own clients
 * write them.
 */
function objectOf(row: unknown[], columns: readonly Column[]): string {
  const object: Record<string, unknown> = {};
  for (const [index, { name }] of columns.entries()) {
    const value = row[index];
    Object.defineProperty(object, name, {
      value: typeof value === 'number' && !Number.isFinite(value) ? String(value) : value,
      enumerable: true,
    });
  }
  return JSON.stringify(object);
}
