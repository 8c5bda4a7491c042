// Dates as Odoo has them: days without a zone, moments in UTC.

/** What stands for a day or a moment: a `Date`, or what `Temporal` has. */
export type DateLike = Date | { toString(): string };

/** How days and moments are turned. */
export interface DateOptions {
  /**
   * The time zone that days begin in, and that moments without a zone are of, such as
   * `'Europe/Brussels'`; absent: UTC.
   */
  timeZone?: string | undefined;
}

const pad = (number: number, width = 2) => String(number).padStart(width, '0');

/** Milliseconds that the time of a zone is ahead of UTC, at a moment. */
function ahead(moment: number, timeZone: string): number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    era: 'short',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const parts: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(moment)) parts[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  const local = new Date(0);
  local.setUTCFullYear(year, month - 1, day);
  local.setUTCHours(hour, minute, second);
  return local.getTime() - Math.floor(moment / 1000) * 1000;
}

/** The moment at which clocks of a zone show what `shown` is in UTC. */
function momentOf(shown: number, timeZone: string | undefined): number {
  if (timeZone === undefined) return shown;
  const first = shown - ahead(shown, timeZone);
  const second = shown - ahead(first, timeZone);
  // Where clocks go forward some times are not shown: the moment after the gap stands for them.
  return second === first || shown - ahead(second, timeZone) === second
    ? second
    : Math.max(first, second);
}

function written(moment: number, type: 'date' | 'datetime', timeZone: string | undefined): string {
  if (Number.isNaN(moment)) throw new TypeError('toOdoo: the date is invalid');
  const shift = type === 'date' && timeZone !== undefined ? ahead(moment, timeZone) : 0;
  const date = new Date(moment + shift);
  const year = date.getUTCFullYear();
  if (year < 1 || year > 9999) throw new TypeError(`toOdoo: Odoo has no year ${year}`);
  const day = `${pad(year, 4)}-${pad(date.getUTCMonth() + 1)}-${pad(date.getUTCDate())}`;
  if (type === 'date') return day;
  return `${day} ${pad(date.getUTCHours())}:${pad(date.getUTCMinutes())}:${pad(date.getUTCSeconds())}`;
}

const kindOf = (value: object) =>
  (value as { [Symbol.toStringTag]?: string })[Symbol.toStringTag] ?? '';

/**
 * Writes a day or a moment as Odoo takes it: `YYYY-MM-DD`, or `YYYY-MM-DD HH:MM:SS` in UTC. A
 * `Temporal.PlainDate` is a day; everything else is a moment, unless `type` says `'date'`.
 *
 * @throws `TypeError` for an invalid date, a year Odoo does not have, and for anything else.
 * @example toOdoo(new Date('2026-03-15T10:00:00+02:00')); // '2026-03-15 08:00:00'
 * @example toOdoo(new Date('2026-03-14T23:00:00Z'), 'date', { timeZone: 'Europe/Brussels' }); // '2026-03-15'
 */
export function toOdoo(
  value: DateLike,
  type?: 'date' | 'datetime',
  { timeZone }: DateOptions = {},
): string {
  if (value instanceof Date) return written(value.getTime(), type ?? 'datetime', timeZone);
  if (typeof value !== 'object' || value === null) {
    throw new TypeError('toOdoo: a Date or a value of Temporal is needed');
  }
  const kind = kindOf(value);
  const text = String(value);
  switch (kind) {
    case 'Temporal.PlainDate':
      if (type !== 'datetime') return text.slice(0, 10);
      return written(
        momentOf(Date.parse(`${text.slice(0, 10)}T00:00:00Z`), timeZone),
        type,
        undefined,
      );
    case 'Temporal.PlainDateTime': {
      if (type === 'date') return text.slice(0, 10);
      const shown = Date.parse(`${text.replace(/\[.*$/, '').slice(0, 19)}Z`);
      return written(momentOf(shown, timeZone), 'datetime', undefined);
    }
    case 'Temporal.Instant':
      return written(Date.parse(text), type ?? 'datetime', timeZone);
    case 'Temporal.ZonedDateTime':
      if (type === 'date' && timeZone === undefined) return text.slice(0, 10);
      return written(Date.parse(text.replace(/\[.*$/, '')), type ?? 'datetime', timeZone);
    default:
      if (Object.prototype.toString.call(value) === '[object Date]') {
        return written((value as Date).getTime(), type ?? 'datetime', timeZone);
      }
      throw new TypeError(`toOdoo: ${kind || 'this object'} is neither a date nor a date-time`);
  }
}

/**
 * Reads a day or a moment of Odoo: a moment is in UTC; a day is its midnight, in UTC or in
 * `timeZone`. `false`, which stands for none, is `null`.
 *
 * @throws `TypeError` for a text that is no day and no moment.
 * @example fromOdoo('2026-03-15 08:00:00', 'datetime').toISOString(); // '2026-03-15T08:00:00.000Z'
 * @example fromOdoo('2026-03-15', 'date', { timeZone: 'Europe/Brussels' }); // 2026-03-14T23:00:00Z
 */
export function fromOdoo(text: string, type: 'date' | 'datetime', options?: DateOptions): Date;
/** Reads a day or a moment that may be empty. */
export function fromOdoo(
  text: string | false | null,
  type: 'date' | 'datetime',
  options?: DateOptions,
): Date | null;
export function fromOdoo(
  text: string | false | null,
  type: 'date' | 'datetime',
  { timeZone }: DateOptions = {},
): Date | null {
  if (text === false || text === null) return null;
  const parts = /^(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d):(\d\d)(?:\.\d+)?)?$/.exec(text);
  const [year, month, day, hour = 0, minute = 0, second = 0] = (parts ?? [])
    .slice(1)
    .map((part) => Number(part ?? 0));
  const date = new Date(0);
  date.setUTCFullYear(year ?? 0, (month ?? 0) - 1, day ?? 0);
  const isDay = date.getUTCMonth() + 1 === month && date.getUTCDate() === day;
  if (!parts || !isDay || hour > 23 || minute > 59 || second > 59) {
    throw new TypeError(`fromOdoo: ${JSON.stringify(text)} is not a ${type} of Odoo's`);
  }
  if (type === 'date') return new Date(momentOf(date.getTime(), timeZone));
  date.setUTCHours(hour, minute, second);
  return date;
}
