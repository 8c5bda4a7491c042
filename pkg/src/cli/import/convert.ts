// Cells of a file as values of fields.

import { CliError, exitCodes } from '../errors.ts';
import type { Links } from '../links.ts';
import { booleanOf, selectionOf } from '../values.ts';
import { short, WrongValue } from '../wrong.ts';
import {
  DateFormat,
  type DateOrder,
  type Decimal,
  dateOf,
  NumberFormat,
  numberOf,
} from './formats.ts';
import type { Mapped } from './mapping.ts';

/** Whether a cell holds nothing. */
export const isEmpty = (cell: unknown) =>
  cell === undefined ||
  cell === null ||
  cell === '' ||
  (typeof cell === 'string' && cell.trim() === '');
const isNumber = (type: string) =>
  ['integer', 'float', 'monetary', 'many2one_reference'].includes(type);
const isDate = (type: string) => type === 'date' || type === 'datetime';

/** Looks at all cells of a column, to find out how its dates and numbers are written. */
export class Analysis {
  private readonly dates = new Map<Mapped, DateFormat>();
  private readonly numbers = new Map<Mapped, NumberFormat>();

  constructor(private readonly columns: readonly Mapped[]) {
    for (const column of columns) {
      if (isDate(column.type)) this.dates.set(column, new DateFormat());
      if (isNumber(column.type)) this.numbers.set(column, new NumberFormat());
    }
  }

  see(cells: readonly unknown[]): void {
    for (const [{ index }, format] of [...this.dates, ...this.numbers]) {
      const cell = cells[index];
      if (typeof cell === 'string' && !isEmpty(cell)) format.see(cell);
    }
  }

  /**
   * The formats of the columns; `told` is what options and language say where the cells leave it
   * open.
   */
  result(told: {
    dateOrder?: DateOrder;
    decimal?: Decimal;
  }): Map<Mapped, { dateOrder: DateOrder; decimal: Decimal }> {
    return new Map(
      this.columns.map((column) => {
        const date = this.dates.get(column)?.found();
        const number = this.numbers.get(column)?.found();
        if (date?.ambiguous !== undefined && !told.dateOrder) {
          throw new CliError(
            exitCodes.usage,
            `"${column.column}": "${short(date.ambiguous)}" and its other dates fit several ` +
              'orders of day and month',
            'say which with --date-format DMY, MDY or YMD, or with --lang',
          );
        }
        if (number?.ambiguous !== undefined && !told.decimal) {
          throw new CliError(
            exitCodes.usage,
            `"${column.column}": "${short(number.ambiguous)}" and its other numbers fit both ` +
              'decimal points',
            'say which with --decimal . or --decimal , or with --lang',
          );
        }
        return [
          column,
          {
            dateOrder: date?.order ?? told.dateOrder ?? 'YMD',
            decimal: number?.decimal ?? told.decimal ?? '.',
          },
        ];
      }),
    );
  }
}

export class Converter {
  constructor(
    private readonly columns: readonly Mapped[],
    private readonly formats: Map<Mapped, { dateOrder: DateOrder; decimal: Decimal }>,
    private readonly zone: string,
    private readonly links: Links,
    private readonly json: boolean,
  ) {}

  /** Looks for all records that some rows name, in a few calls. */
  async findLinks(rows: readonly (readonly unknown[])[]): Promise<void> {
    for (const column of this.columns) {
      if (column.type !== 'many2one' && column.type !== 'many2many') continue;
      const texts = rows.flatMap((cells) =>
        this.directIds(cells[column.index]) ? [] : linkTexts(column, cells[column.index]),
      );
      await this.links.find(column.described.relation as string, texts, column.by);
    }
  }

  /** The values of a row; a `WrongValue` names the column. */
  values(cells: readonly unknown[]): Record<string, unknown> {
    const values: Record<string, unknown> = {};
    for (const column of this.columns) {
      try {
        const value = this.value(column, cells[column.index]);
        if (value !== undefined) values[column.field] = value;
      } catch (error) {
        if (!(error instanceof WrongValue)) throw error;
        throw new WrongValue(`${column.column}: ${error.message}`);
      }
    }
    return values;
  }

  private value(column: Mapped, cell: unknown): unknown {
    const { type, described } = column;
    if (isEmpty(cell)) {
      // Nothing empties a field that needs a value; a new record then has its default.
      if (described.required || type === 'boolean') return undefined;
      return type === 'many2many' ? [[6, 0, []]] : false;
    }
    const { dateOrder, decimal } = this.formats.get(column) as {
      dateOrder: DateOrder;
      decimal: Decimal;
    };
    switch (type) {
      case 'boolean':
        if (typeof cell === 'boolean') return cell;
        return typeof cell === 'number' ? booleanOf(String(cell)) : booleanOf(String(cell));
      case 'integer':
      case 'many2one_reference': {
        const number = numberOf(cell, decimal);
        if (!Number.isSafeInteger(number)) throw new WrongValue(`${number} is not a whole number`);
        return number;
      }
      case 'float':
      case 'monetary':
        return numberOf(cell, decimal);
      case 'selection':
        return selectionOf(textOf(cell), described);
      case 'date':
      case 'datetime':
        return dateOf(cell, type, dateOrder, this.zone);
      case 'many2one':
        return this.link(column, cell)[0];
      case 'many2many':
        return [[6, 0, this.link(column, cell)]];
      case 'json':
      case 'properties':
        return typeof cell === 'string' ? jsonOf(cell) : cell;
      default:
        return textOf(cell);
    }
  }

  /**
   * Ids as JSON has them: `7`, `[7, "Name"]`, `[7, 8]`. A number of a spreadsheet is a text like
   * any other.
   */
  private directIds(cell: unknown): number[] | undefined {
    if (typeof cell === 'number') return this.json ? [cell] : undefined;
    if (!Array.isArray(cell)) return undefined;
    const ids = typeof cell[1] === 'string' ? [cell[0]] : cell;
    return ids.every((id) => Number.isSafeInteger(id) && id > 0) ? (ids as number[]) : undefined;
  }

  private link(column: Mapped, cell: unknown): number[] {
    const direct = this.directIds(cell);
    if (direct) return direct;
    return linkTexts(column, cell).map((text) => {
      const found = this.links.get(column.described.relation as string, text, column.by);
      if (found instanceof WrongValue) throw found;
      return found;
    });
  }
}

/** What names the records of a cell. The texts of a many2many have commas between them. */
function linkTexts(column: Mapped, cell: unknown): string[] {
  if (isEmpty(cell)) return [];
  if (Array.isArray(cell)) return cell.map(textOf);
  const text = textOf(cell).trim();
  return column.type === 'many2many' ? text.split(/\s*[,\n]\s*/).filter(Boolean) : [text];
}

function textOf(cell: unknown): string {
  if (cell instanceof Date)
    return cell.toISOString().slice(0, 19).replace('T', ' ').replace(' 00:00:00', '');
  if (typeof cell === 'object' && cell !== null)
    throw new WrongValue('it is an object, and the field takes a text');
  return String(cell);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new WrongValue(`"${short(text)}" is not JSON`);
  }
}
