// What became of the rows, and the file of those that were refused, which can be corrected and
// imported again.

import { type FileHandle, open, rm } from 'node:fs/promises';
import { fileError } from '../errors.ts';
import { csvText, quoter } from '../export/text-formats.ts';
import { isSpecial } from '../output.ts';

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

export class Report {
  private handle: FileHandle | undefined;
  refused = 0;

  /**
   * `nameOf` gives the external id of a record by the line where it begins, where the file itself
   * has no name for it: with it, lines of a record that is stored find that record again.
   */
  constructor(
    readonly file: string,
    private readonly header: readonly string[],
    private readonly nameOf?: (line: number) => string,
  ) {}

  /** Begins anew: what an earlier run refused may be right by now. */
  async begin(): Promise<void> {
    if (await isSpecial(this.file)) return;
    await rm(this.file, { force: true }).catch(() => {});
  }

  /** A row that is not stored, and why. */
  async add({ line, cells, head }: Reported, why: string): Promise<void> {
    this.refused += 1;
    const { nameOf } = this;
    try {
      if (!this.handle) {
        this.handle = await open(this.file, 'w');
        const name = nameOf ? ['xmlid'] : [];
        await this.handle.write(`\ufeff${csvLine([...name, ...this.header, '_line', '_why'])}`);
      }
      const name = nameOf ? [head === undefined ? '' : nameOf(head)] : [];
      const texts = this.header.map((_, index) => cellText(cells[index]));
      await this.handle.write(csvLine([...name, ...texts, String(line), why]));
    } catch (error) {
      throw fileError(error, this.file, 'write');
    }
  }

  async end(): Promise<void> {
    await this.handle?.close();
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
