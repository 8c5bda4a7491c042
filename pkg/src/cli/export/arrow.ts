// Arrow: record batches as they come, as a file (`.arrow`, `.feather`) or a stream (`.arrows`,
// stdout).

import {
  Bool,
  type DataType,
  DateDay,
  Field,
  Float64,
  Int64,
  makeData,
  RecordBatch,
  RecordBatchFileWriter,
  RecordBatchStreamWriter,
  Schema,
  Struct,
  TimestampMillisecond,
  Utf8,
  vectorFromArray,
} from 'apache-arrow';
import { typedValue } from './parquet.ts';
import type { Column, Kind } from './plan.ts';
import type { Target } from './target.ts';
import type { Writer } from './text-formats.ts';

const types: Record<Kind, () => DataType> = {
  text: () => new Utf8(),
  json: () => new Utf8(),
  int: () => new Int64(),
  float: () => new Float64(),
  bool: () => new Bool(),
  date: () => new DateDay(),
  datetime: () => new TimestampMillisecond('UTC'),
};

/** A block of a file: where a batch begins, and how long its parts are. */
interface Block {
  offset: number | bigint;
  metaDataLength: number;
  bodyLength: number | bigint;
}

export class ArrowFile implements Writer {
  private readonly writer: RecordBatchFileWriter | RecordBatchStreamWriter;
  private readonly schema: Schema;

  constructor(
    private readonly columns: readonly Column[],
    private readonly target: Target,
    private readonly stream: boolean,
    state: unknown,
  ) {
    this.schema = new Schema(columns.map(({ name, kind }) => new Field(name, types[kind](), true)));
    this.writer = stream ? new RecordBatchStreamWriter() : new RecordBatchFileWriter();
    this.writer.reset(undefined, this.schema);
    if (state === undefined || state === null) return;
    // What a new writer begins with is in the file already. Places are counted from where it goes
    // on.
    this.taken();
    const inside = this.inside;
    inside._position = target.offset;
    for (const { offset, metaDataLength, bodyLength } of state as Block[])
      inside._recordBatchBlocks.push({ offset, metaDataLength, bodyLength });
  }

  /** The writer's own account, which its class keeps for those that extend it. */
  private get inside() {
    return this.writer as unknown as { _position: number; _recordBatchBlocks: Block[] };
  }

  async page(rows: unknown[][]): Promise<boolean> {
    if (rows.length) this.writer.write(this.batch(rows));
    const bytes = this.taken();
    if (bytes.length) await this.target.write(bytes);
    return true;
  }

  private batch(rows: unknown[][]): RecordBatch {
    const children = this.columns.map((column, index) => {
      const values = rows.map((row) => {
        const value = typedValue(row[index], column);
        return value === undefined ? null : value;
      });
      const [data] = vectorFromArray(values, types[column.kind]()).data;
      if (!data) throw new Error(`no data of ${column.name}`);
      return data;
    });
    const struct = makeData({
      type: new Struct(this.schema.fields),
      length: rows.length,
      nullCount: 0,
      children,
    });
    return new RecordBatch(this.schema, struct as never);
  }

  /** The bytes that were written since the last time. */
  private taken(): Uint8Array {
    const sink = (this.writer as unknown as { _sink: { _values: Uint8Array[] } })._sink;
    const parts = sink._values.splice(0);
    return Buffer.concat(parts);
  }

  async end(): Promise<void> {
    this.writer.finish();
    const bytes = this.taken();
    if (bytes.length) await this.target.write(bytes);
  }

  state(): unknown {
    if (this.stream) return [];
    return this.inside._recordBatchBlocks.map(({ offset, metaDataLength, bodyLength }) => ({
      offset: Number(offset),
      metaDataLength,
      bodyLength: Number(bodyLength),
    }));
  }
}
