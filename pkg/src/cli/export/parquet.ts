// Parquet, a row group at a time. What the end of the file has to say of the groups is kept, so
// that an export can go on.

import { setImmediate } from 'node:timers/promises';
import type { SchemaElement } from 'hyparquet';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import type { Column, Kind } from './plan.ts';
import type { Target } from './target.ts';
import { csvText, type Writer } from './text-formats.ts';

/** Rows of a group: few enough for the memory, enough for those who read the file. */
const groupRows = 6_000;

const elements: Record<Kind, Partial<SchemaElement>> = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  json: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  int: { type: 'INT64' },
  float: { type: 'DOUBLE' },
  bool: { type: 'BOOLEAN' },
  date: { type: 'INT32', converted_type: 'DATE' },
  datetime: { type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' },
};

/** A value as the libraries for typed files take it. */
export function typedValue(value: unknown, column: Column): unknown {
  if (value === null || value === undefined) return undefined;
  switch (column.kind) {
    case 'int':
      return typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : undefined;
    case 'float':
      return typeof value === 'number' ? value : undefined;
    case 'bool':
      return value === true;
    case 'date':
      return new Date(`${value}T00:00:00Z`);
    case 'datetime':
      return new Date(`${String(value).replace(' ', 'T')}Z`);
    default:
      return csvText(value, column);
  }
}

interface Kept {
  groups: unknown;
  rows: string;
}

export class ParquetFile implements Writer {
  private readonly bytes = new ByteWriter();
  private readonly writer: ParquetWriter;
  /** The values of the columns that wait for their group: a page's own rows are let go at once. */
  private waiting: unknown[][];
  private count = 0;

  constructor(
    private readonly columns: readonly Column[],
    private readonly target: Target,
    kept: unknown,
  ) {
    const schema: SchemaElement[] = [
      { name: 'root', num_children: columns.length },
      ...columns.map(
        ({ name, kind }): SchemaElement => ({
          name,
          repetition_type: 'OPTIONAL',
          ...elements[kind],
        }),
      ),
    ];
    this.waiting = columns.map(() => []);
    this.writer = new ParquetWriter({ writer: this.bytes, schema, createdBy: 'odoo-client-wasm' });
    if (kept) {
      const { groups, rows } = kept as Kept;
      this.writer.row_groups = revived(groups) as ParquetWriter['row_groups'];
      this.writer.num_rows = BigInt(rows);
      // The mark at the beginning is in the file already; places are counted from there.
      this.bytes.index = 0;
      this.bytes.offset = target.offset;
    }
  }

  async page(rows: unknown[][]): Promise<boolean> {
    for (const [index, column] of this.columns.entries()) {
      const values = this.waiting[index] as unknown[];
      for (const row of rows) values.push(typedValue(row[index], column));
    }
    this.count += rows.length;
    if (this.count < groupRows) return false;
    await this.group();
    return true;
  }

  private async group(): Promise<void> {
    const { count, waiting } = this;
    this.waiting = this.columns.map(() => []);
    this.count = 0;
    const { writer } = this;
    const before = writer.row_groups.length;
    const offset = this.bytes.offset;
    for (const [index, { name, kind }] of this.columns.entries()) {
      // By the least and largest of texts, hardly anybody looks for groups; they take long to find.
      const statistics = kind !== 'text' && kind !== 'json';
      const data = waiting[index] as unknown[];
      waiting[index] = [];
      const columnData = [{ name, data, offsetIndex: false, statistics }];
      await writer.write({ columnData, rowGroupSize: count });
      // A column at a time: answers come in between, and the server goes on.
      await setImmediate();
    }
    // The writer took each column for a group of its own.
    const parts = writer.row_groups.splice(before);
    writer.row_groups.push({
      columns: parts.flatMap(({ columns }) => columns),
      total_byte_size: parts.reduce((sum, part) => sum + part.total_byte_size, 0n),
      num_rows: BigInt(count),
      total_compressed_size: BigInt(this.bytes.offset - offset),
    });
    writer.num_rows -= BigInt(count * (parts.length - 1));
    await this.flush();
  }

  private async flush(): Promise<void> {
    await this.target.write(new Uint8Array(this.bytes.buffer, 0, this.bytes.index).slice());
    this.bytes.index = 0;
  }

  async end(): Promise<void> {
    if (this.count) await this.group();
    // What is in the memory of the writer only: the end of the file.
    this.bytes.finish = () => {};
    await this.writer.finish();
    await this.flush();
  }

  state(): Kept {
    return { groups: kept(this.writer.row_groups), rows: String(this.writer.num_rows) };
  }
}

/** Plain JSON of the writer's account of its groups, which has large integers, dates and bytes. */
const kept = (value: unknown): unknown => {
  if (typeof value === 'bigint') return { $int: String(value) };
  if (value instanceof Uint8Array) return { $bytes: Buffer.from(value).toString('base64') };
  if (value instanceof Date) return { $date: value.getTime() };
  if (Array.isArray(value)) return value.map(kept);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, kept(member)]));
};

const revived = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(revived);
  if (typeof value !== 'object' || value === null) return value;
  const { $int, $bytes, $date } = value as { $int?: string; $bytes?: string; $date?: number };
  if ($int !== undefined) return BigInt($int);
  if ($bytes !== undefined) return new Uint8Array(Buffer.from($bytes, 'base64'));
  if ($date !== undefined) return new Date($date);
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, revived(member)]));
};
