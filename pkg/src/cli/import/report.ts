// What became of the rows, and the file of those that were refused, which can be corrected and
// imported again.

import { constants } from 'node:fs';
import { copyFile, type FileHandle, link, open, readFile, rename, rm } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { fileError } from '../errors.ts';
import { csvText, quoter } from '../export/text-formats.ts';
import { isSpecial, plain, say } from '../output.ts';

export interface Tally {
  rows: number;
  created: number;
  updated: number;
  unchanged: number;
  refused: number;
  unknown: number;
  notTried: number;
}

export const emptyTally = (): Tally => ({
  rows: 0,
  created: 0,
  updated: 0,
  unchanged: 0,
  refused: 0,
  unknown: 0,
  notTried: 0,
});

/** A row of the report. */
export interface Reported {
  line: number;
  cells: readonly unknown[];
  /** The line where its record begins, in a row that names the record. */
  head?: number | undefined;
}

/** Rows that a dry run shows at most: enough to see what is wrong with a file. */
const mostShown = 20;

export class Report {
  private handle: FileHandle | undefined;
  private isSpecial = false;
  refused = 0;

  /**
   * `nameOf` gives the external id of a record by the line where it begins, where the file itself
   * has no name for it: with it, lines of a record that is stored find that record again. Without a
   * file, rows are shown and not written.
   */
  constructor(
    readonly file: string | undefined,
    private readonly header: readonly string[],
    private readonly nameOf?: (line: number) => string,
  ) {}

  /** A row that is not stored, and why. */
  async add({ line, cells, head }: Reported, why: string): Promise<void> {
    this.refused += 1;
    const { nameOf, file } = this;
    if (file === undefined) {
      if (this.refused <= mostShown) say(`line ${line}: ${plain(why)}`);
      return;
    }
    try {
      if (!this.handle) {
        this.isSpecial = await isSpecial(file);
        this.handle = await open(this.isSpecial ? file : partOf(file), 'w');
        const name = nameOf ? ['xmlid'] : [];
        await this.handle.write(`\ufeff${csvLine([...name, ...this.header, '_line', '_why'])}`);
      }
      const name = nameOf ? [head === undefined ? '' : nameOf(head)] : [];
      const texts = this.header.map((_, index) => cellText(cells[index]));
      await this.handle.write(csvLine([...name, ...texts, String(line), why]));
    } catch (error) {
      throw fileError(error, file, 'write');
    }
  }

  /**
   * Puts the report in its place. A file that is there is of an earlier run, and may have rows that
   * somebody corrected: it is kept under another name, unless it says the same.
   */
  async end(): Promise<void> {
    const { file } = this;
    if (file === undefined) {
      if (this.refused > mostShown)
        say(`${(this.refused - mostShown).toLocaleString('en')} more rows would be refused`);
      return;
    }
    await this.handle?.close();
    if (this.isSpecial || (await isSpecial(file))) return;
    try {
      const before = await contentsOf(file);
      const part = partOf(file);
      const now = this.handle ? await readFile(part) : undefined;
      if (before && !(now && before.equals(now))) {
        const other = await keptAs(file);
        say(`the earlier ${file} is kept as ${other}`);
        if (!now) await rm(file);
      }
      if (now) await rename(part, file);
    } catch (error) {
      throw fileError(error, file, 'write');
    }
  }
}

const partOf = (file: string) => `${file}.part`;

async function contentsOf(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Moves a file to the first name that is free: `p.refused.csv` to `p.refused.1.csv`. */
async function keptAs(file: string): Promise<string> {
  const { dir, name, ext } = parse(file);
  for (let number = 1; ; number += 1) {
    const other = join(dir, `${name}.${number}${ext}`);
    try {
      // A link refuses a name that is taken, even by a file that was made a moment ago.
      await link(file, other);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EEXIST') continue;
      // Some file systems have no links: there, copying has to do.
      await copyFile(file, other, constants.COPYFILE_EXCL);
    }
    return other;
  }
}

const cellText = (cell: unknown): string =>
  cell instanceof Date
    ? cell.toISOString().slice(0, 19).replace('T', ' ')
    : csvText(cell, {
        kind: typeof cell === 'boolean' ? 'bool' : 'text',
        type: Array.isArray(cell) && typeof cell[1] === 'string' ? 'many2one' : '',
      });

const quoted = quoter(',');
const csvLine = (texts: readonly string[]) => `${texts.map(quoted).join(',')}\r\n`;
