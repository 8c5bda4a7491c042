// The rows of a Parquet file, a part of it at a time.

import {
  asyncBufferFromFile,
  parquetMetadataAsync,
  parquetReadObjects,
  parquetSchema,
} from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { type Source, wrongFile } from './source.ts';

const atOnce = 5_000;

export async function openParquet(file: string): Promise<Source> {
  try {
    const buffer = await asyncBufferFromFile(file);
    const metadata = await parquetMetadataAsync(buffer);
    const header = parquetSchema(metadata).children.map(({ element }) => element.name);
    const total = Number(metadata.num_rows);
    return {
      header,
      async *rows() {
        for (let start = 0; start < total; start += atOnce) {
          const rows = await parquetReadObjects({
            file: buffer,
            metadata,
            compressors,
            rowStart: start,
            rowEnd: Math.min(start + atOnce, total),
          });
          for (const [index, row] of rows.entries())
            yield { line: start + index + 1, cells: header.map((name) => plain(row[name])) };
        }
      },
    };
  } catch (error) {
    throw wrongFile(
      `${file} cannot be read as Parquet: ${(error as Error).message}`,
      'choose another file',
    );
  }
}

const plain = (value: unknown): unknown =>
  typeof value === 'bigint'
    ? Number.isSafeInteger(Number(value))
      ? Number(value)
      : String(value)
    : value;
