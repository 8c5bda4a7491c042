// The rows of an XLSX sheet.

import { readFile } from 'node:fs/promises';
import { streamXlsxRows } from 'hucre/xlsx';
import { completeStreams } from '../deflate.ts';
import { fileError } from '../errors.ts';
import { cleanHeader, type Source, type SourceRow, wrongFile } from './source.ts';

export async function openXlsx(file: string, sheet: string | undefined): Promise<Source> {
  completeStreams();
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch (error) {
    throw fileError(error, file, 'read');
  }
  const chosen =
    sheet === undefined ? {} : { sheet: /^\d+$/.test(sheet) ? Number(sheet) - 1 : sheet };
  async function* all(): AsyncGenerator<SourceRow> {
    try {
      for await (const { index, values } of streamXlsxRows(bytes, chosen)) {
        if (values.some((value) => value !== null && value !== ''))
          yield { line: index + 1, cells: values.map(plain) };
      }
    } catch (error) {
      throw wrongFile(
        `${file} cannot be read as XLSX: ${(error as Error).message}`,
        sheet === undefined
          ? 'open it in a spreadsheet and save it anew'
          : 'check the name of the sheet',
      );
    }
  }
  const first = await all().next();
  if (first.done)
    throw wrongFile(`${file} has no rows in its sheet`, 'choose another one with --sheet');
  const header = cleanHeader(first.value.cells);
  return {
    header,
    async *rows() {
      const rows = all();
      await rows.next();
      yield* rows;
    },
  };
}

/** A cell's value; of a formula or rich text, what is shown. */
function plain(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  const { result, text, richText } = value as {
    result?: unknown;
    text?: unknown;
    richText?: { text: string }[];
  };
  if (result !== undefined) return result;
  if (Array.isArray(richText)) return richText.map((part) => part.text).join('');
  return text ?? null;
}
