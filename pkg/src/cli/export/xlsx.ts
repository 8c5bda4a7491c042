// XLSX. A workbook cannot go on where it ended: the rows are kept in lines of JSON, and become the
// workbook at the end.

import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { type CellValue, writeXlsxStream } from 'hucre/xlsx';
import { completeStreams } from '../deflate.ts';
import { CliError, exitCodes } from '../errors.ts';
import type { Column } from './plan.ts';
import type { FileTarget } from './target.ts';
import { csvText, type Writer } from './text-formats.ts';

/** The longest text of a cell. */
const longest = 32_767;

export class XlsxFile implements Writer {
  constructor(
    private readonly columns: readonly Column[],
    private readonly target: FileTarget,
    private readonly labels: boolean,
  ) {}

  async page(rows: unknown[][]): Promise<boolean> {
    let text = '';
    for (const row of rows)
      text += `${JSON.stringify(row.map((value, index) => this.kept(value, index, row)))}\n`;
    await this.target.write(text);
    return true;
  }

  private kept(value: unknown, index: number, row: unknown[]): unknown {
    const column = this.columns[index] as Column;
    if (value === null || value === undefined) return null;
    if (column.kind === 'int' || column.kind === 'float')
      return typeof value === 'number' && Number.isFinite(value) ? value : String(value);
    if (column.kind === 'bool') return value === true;
    const text = csvText(value, column);
    if (text.length <= longest) return text;
    const at = this.columns.findIndex(({ name }) => name === 'id');
    const which = at < 0 ? 'a record' : `record ${row[at]}`;
    throw new CliError(
      exitCodes.refused,
      `${column.name} of ${which} has ${text.length.toLocaleString('en')} characters, and a cell ` +
        `of XLSX holds ${longest.toLocaleString('en')}`,
      `leave the field out with --fields, or choose another format: -o FILE.csv`,
    );
  }

  async end(): Promise<void> {
    const { columns, labels } = this;
    await this.target.rewrite((spool) => workbook(spool, columns, labels));
  }

  state(): undefined {
    return undefined;
  }
}

async function* workbook(
  spool: string,
  columns: readonly Column[],
  labels: boolean,
): AsyncGenerator<Uint8Array> {
  completeStreams();
  const stream = writeXlsxStream(cells(spool, columns), {
    name: 'Records',
    columns: columns.map(({ name, label, kind }) => ({
      header: labels ? label : name,
      ...(kind === 'date' ? { numFmt: 'yyyy-mm-dd', width: 12 } : {}),
      ...(kind === 'datetime' ? { numFmt: 'yyyy-mm-dd hh:mm:ss', width: 20 } : {}),
    })),
    freezePane: { rows: 1 },
  });
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield value;
  }
}

async function* cells(spool: string, columns: readonly Column[]): AsyncGenerator<CellValue[]> {
  for await (const line of createInterface({
    input: createReadStream(spool),
    crlfDelay: Number.POSITIVE_INFINITY,
  })) {
    yield (JSON.parse(line) as CellValue[]).map((value, index) => {
      const kind = columns[index]?.kind;
      if (typeof value !== 'string' || (kind !== 'date' && kind !== 'datetime')) return value;
      const moment = new Date(`${value.replace(' ', 'T')}${kind === 'date' ? 'T00:00:00Z' : 'Z'}`);
      // Excel knows no day before 1900-03-01 for certain.
      return moment.getTime() < Date.UTC(1900, 2, 1) || Number.isNaN(moment.getTime())
        ? value
        : moment;
    });
  }
}
