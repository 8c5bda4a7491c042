// Dates and numbers as people of many countries write them. How a column is written is found out
// from all of its values; what several readings fit is asked for, never guessed.

import { dateText, isoOf, momentText } from '../values.ts';
import { short, WrongValue } from '../wrong.ts';

export type DateOrder = 'DMY' | 'MDY' | 'YMD';
export type Decimal = '.' | ',';

const dayForm = /(\d{1,4})\s*[./\- ]\s*(\d{1,2})\s*[./\- ]\s*(\d{1,4})\.?/.source;
const timeForm = /(\d{1,2})[:.h](\d{2})(?:[:.](\d{2})(?:\.\d+)?)?\s*([ap]\.?m\.?)?/.source;
const dateForm = new RegExp(`^${dayForm}(?:[ T,]+${timeForm})?$`, 'i');

interface Parts {
  date: string;
  time: string | undefined;
}

/** Reads a date in an order of its parts. */
function readDate(text: string, order: DateOrder): Parts | undefined {
  const [, one, two, three, hour, minute, second, half] = dateForm.exec(text.trim()) ?? [];
  if (one === undefined || two === undefined || three === undefined) return undefined;
  const [year, month, day] =
    order === 'YMD' ? [one, two, three] : order === 'DMY' ? [three, two, one] : [three, one, two];
  if (year.length !== 4 && year.length !== 2) return undefined;
  if (year.length === 2 && order === 'YMD') return undefined;
  if (month.length > 2 || day.length > 2) return undefined;
  const full = year.length === 4 ? Number(year) : Number(year) + (Number(year) < 70 ? 2000 : 1900);
  let date: string;
  try {
    date = dateText(full, Number(month), Number(day));
  } catch {
    return undefined;
  }
  if (hour === undefined || minute === undefined) return { date, time: undefined };
  let hours = Number(hour);
  if (half) {
    if (hours < 1 || hours > 12) return undefined;
    hours = (hours % 12) + (/^p/i.test(half) ? 12 : 0);
  }
  if (hours > 23 || Number(minute) > 59 || Number(second ?? 0) > 59) return undefined;
  return { date, time: `${String(hours).padStart(2, '0')}:${minute}:${second ?? '00'}` };
}

/** The orders that all dates of a column fit. */
export class DateFormat {
  private orders = new Set<DateOrder>(['DMY', 'MDY', 'YMD']);
  private seen = 0;
  private example = '';

  see(text: string): void {
    if (isoOf(text, 'datetime') !== undefined) return;
    const fits = [...this.orders].filter((order) => readDate(text, order) !== undefined);
    // One wrong value is told of its row; it says nothing of the others.
    if (!fits.length) return;
    this.seen += 1;
    if (fits.length > 1) this.example ||= text;
    this.orders = new Set(fits);
  }

  /** The order; several, where the values tell none. */
  found(): { order?: DateOrder; ambiguous?: string } {
    if (!this.seen) return { order: 'YMD' };
    const [only, ...more] = this.orders;
    return only !== undefined && !more.length ? { order: only } : { ambiguous: this.example };
  }
}

/** Excel counts days from the end of 1899; its day 60 never was. */
const excelDay = (serial: number) => new Date(Math.round((serial - 25_569) * 86_400) * 1000);

/** A date or moment as Odoo stores it. Moments without a zone are in `zone`. */
export function dateOf(value: unknown, type: string, order: DateOrder, zone: string): string {
  if (value instanceof Date) {
    if (Number.isNaN(value.getTime())) throw new WrongValue('it is not a date');
    return type === 'date'
      ? value.toISOString().slice(0, 10)
      : zoned(value.toISOString().slice(0, 19), zone);
  }
  if (typeof value === 'number') {
    if (!(value >= 61 && value < 2_958_466))
      throw new WrongValue(`${value} is not a date of a spreadsheet`);
    return dateOf(excelDay(value), type, order, zone);
  }
  const text = String(value).trim();
  const iso = isoOf(text, type);
  if (iso !== undefined)
    return /[Zz]|[+-]\d{2}:?\d{2}$/.test(text.slice(10)) || type === 'date' || text.length <= 10
      ? iso
      : zoned(iso.replace(' ', 'T'), zone);
  const parts = readDate(text, order);
  if (!parts)
    throw new WrongValue(
      `"${short(text)}" is not a date ` +
        `(${{ DMY: 'day, month, year', MDY: 'month, day, year', YMD: 'year, month, day' }[order]})`,
    );
  if (type === 'date') return parts.date;
  return parts.time === undefined
    ? `${parts.date} 00:00:00`
    : zoned(`${parts.date}T${parts.time}`, zone);
}

/** The moment in UTC at which the clocks of a time zone show a local time. */
export function zoned(local: string, zone: string): string {
  const asUtc = new Date(`${local}Z`);
  if (zone === 'UTC') return momentText(asUtc);
  const offsetAt = (moment: Date) => {
    const parts = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    }).formatToParts(moment);
    const of = (name: string) => Number(parts.find(({ type }) => type === name)?.value);
    return (
      Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second')) -
      moment.getTime()
    );
  };
  const guess = new Date(asUtc.getTime() - offsetAt(asUtc));
  return momentText(new Date(asUtc.getTime() - offsetAt(guess)));
}

const blanks = /[\s\u00a0\u202f\u2009'’]/g;

/** The text of a number without currency, spaces and brackets. */
function bare(text: string): { digits: string; negative: boolean; percent: boolean } {
  let digits = text
    .trim()
    .replace(/^\p{Sc}|\p{Sc}$/gu, '')
    .replace(/^[A-Z]{3}\s|\s[A-Z]{3}$/g, '')
    .replace(blanks, '')
    .replace(/\u2212/g, '-')
    .replace(/\p{Sc}/gu, '');
  let negative = false;
  if (/^\(.*\)$/.test(digits)) {
    digits = digits.slice(1, -1);
    negative = true;
  } else if (/^-|-$/.test(digits)) {
    digits = digits.replace(/^-|-$/, '');
    negative = true;
  }
  const percent = digits.endsWith('%');
  return { digits: digits.replace(/^\+/, '').replace(/%$/, ''), negative, percent };
}

function readNumber(text: string, decimal: Decimal): number | undefined {
  const { digits, negative, percent } = bare(text);
  if (percent) return undefined;
  const group = decimal === '.' ? ',' : '\\.';
  const point = decimal === '.' ? '\\.' : ',';
  const grouped = `[1-9]\\d{0,2}(?:${group}\\d{2,3})*${group}\\d{3}`;
  const form = new RegExp(`^(?:\\d+|${grouped})?(?:${point}\\d*)?(?:[eE][-+]?\\d+)?$`);
  if (!/\d/.test(digits) || !form.test(digits)) return undefined;
  const number = Number(digits.replaceAll(decimal === '.' ? ',' : '.', '').replace(',', '.'));
  return Number.isFinite(number) ? (negative ? -number : number) : undefined;
}

/** The decimal points that all numbers of a column fit. */
export class NumberFormat {
  private points = new Set<Decimal>(['.', ',']);
  private example = '';

  see(text: string): void {
    const fits = [...this.points].filter((point) => readNumber(text, point) !== undefined);
    if (!fits.length) return;
    if (fits.length > 1 && readNumber(text, '.') !== readNumber(text, ',')) this.example ||= text;
    this.points = new Set(fits);
  }

  found(): { decimal?: Decimal; ambiguous?: string } {
    const [only, ...more] = this.points;
    if (only !== undefined && !more.length) return { decimal: only };
    return this.example ? { ambiguous: this.example } : { decimal: '.' };
  }
}

export function numberOf(value: unknown, decimal: Decimal): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  const number = typeof value === 'string' ? readNumber(value, decimal) : undefined;
  if (number === undefined) throw new WrongValue(`"${short(String(value))}" is not a number`);
  return number;
}
