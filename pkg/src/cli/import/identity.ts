// What tells a row of the file again in the database: the columns of ids and of external ids. They
// are looked at before anything is sent, since numbers of somebody else's would lead to records
// that have nothing to do with the file.

import { CliError, exitCodes, usageError } from '../errors.ts';
import { short } from '../wrong.ts';
import { isEmpty } from './convert.ts';
import { type Source, wrongFile } from './source.ts';

/** The columns of a file that name records. */
export interface Names {
  /** The column of external ids. */
  xmlid?: number;
  /** The column of database ids. */
  id?: number;
  /** A column `id` without any value. */
  empty?: number;
}

const externalNames = /^(?:xmlid|external[ _]?id|id[ _]externe|externe[ _]id)$/i;

/** Whether a name is that of external ids. */
export const isExternalName = (name: string) => externalNames.test(name);

/**
 * Finds the columns that name records. A column `id` holds external ids, as Odoo writes them, or
 * database ids, as an export of this program does: those count with `--key id` alone. `.id` is
 * Odoo's own name for database ids, and means nothing else.
 */
export async function namesOf(
  source: Source,
  maps: ReadonlyMap<string, string>,
  key: string | undefined,
): Promise<Names> {
  const names: Names = {};
  const take = (what: keyof Names, index: number) => {
    const before = names[what];
    const { header } = source;
    if (before !== undefined)
      throw usageError(
        `the columns "${header[before]}" and "${header[index]}" both hold the record's ` +
          `${what === 'id' ? 'id' : 'external id'}`,
        `leave one out: --map "${header[index]}="`,
      );
    names[what] = index;
  };
  let open: number | undefined;
  for (const [index, column] of source.header.entries()) {
    const target = maps.get(column) ?? column;
    if (externalNames.test(target)) take('xmlid', index);
    else if (target === '.id') take('id', index);
    else if (/^id$/i.test(target)) {
      if (open !== undefined)
        throw usageError(
          `the columns "${source.header[open]}" and "${column}" are both for id`,
          `leave one out: --map "${column}="`,
        );
      open = index;
    }
  }
  if (open === undefined) return names;
  if (key === 'id') take('id', open);
  else take(await kindOf(source, open, names, key), open);
  return names;
}

/**
 * What a column `id` holds. Database ids are refused where they would tell which records are
 * changed, and nobody said so.
 */
async function kindOf(
  source: Source,
  index: number,
  { xmlid }: Names,
  key: string | undefined,
): Promise<keyof Names> {
  const column = source.header[index] as string;
  let number: { line: number; text: string } | undefined;
  let name: { line: number; text: string } | undefined;
  for await (const { line, cells } of source.rows()) {
    if (isEmpty(cells[index])) continue;
    const text = String(cells[index]).trim();
    if (/^\d+$/.test(text)) number ??= { line, text };
    else name ??= { line, text };
    if (number && name) break;
  }
  const decides = xmlid === undefined && (key === undefined || key === 'xmlid');
  if (number && name && decides)
    throw wrongFile(
      `the column "${column}" holds a number ("${number.text}", line ${number.line}) and an ` +
        `external id ("${short(name.text)}", line ${name.line})`,
      'write external ids alone, or database ids alone with --key id',
    );
  if (number && decides && key === undefined)
    throw new CliError(
      exitCodes.usage,
      `the column "${column}" holds numbers, such as ${number.text}: as ids of Odoo they would ` +
        'overwrite the records that have these ids',
      `to update those records, add --key id; else leave the column out with --map "${column}=", ` +
        `or keep it in a field that tells the records, such as --map "${column}=ref" --key ref`,
    );
  return name ? 'xmlid' : number ? 'id' : 'empty';
}
