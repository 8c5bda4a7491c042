// Date-times as Odoo has them, in UTC → the time of a zone, in the same form.

import { wrong } from '#plain/words.ts';

/** `2026-01-31 10:00:00`. */
const form = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/;

/** The year, month, day, hour, minute and second of a moment. */
type PartsOf = (moment: Date) => number[];

/**
 * A function that writes date-times in a zone: `'utc'` as they are, `'local'` in that of this
 * runtime, or one by name.
 */
export function momentsIn(zone: string): (text: string) => string {
  if (zone === 'utc') return String;
  const partsOf = zone === 'local' ? localParts : partsIn(zone);
  const known = new Map<string, string>();
  return (text) => {
    let written = known.get(text);
    if (written === undefined) {
      const moment = new Date(`${text.replace(' ', 'T')}Z`);
      const isMoment = form.test(text) && !Number.isNaN(moment.getTime());
      written = isMoment ? write(partsOf(moment)) : text;
      known.set(text, written);
    }
    return written;
  };
}

function write(parts: number[]) {
  const digits = parts.map((part, index) => String(part).padStart(index === 0 ? 4 : 2, '0'));
  return `${digits.slice(0, 3).join('-')} ${digits.slice(3).join(':')}`;
}

const localParts: PartsOf = (moment) => [
  moment.getFullYear(),
  moment.getMonth() + 1,
  moment.getDate(),
  moment.getHours(),
  moment.getMinutes(),
  moment.getSeconds(),
];

const partNames = ['year', 'month', 'day', 'hour', 'minute', 'second'] as const;

function partsIn(zone: string): PartsOf {
  const parts = Object.fromEntries(partNames.map((name) => [name, 'numeric']));
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en', {
      timeZone: zone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      ...parts,
    });
  } catch {
    const expected = "'utc', 'local' or a time zone such as 'Europe/Brussels'";
    throw wrong('options.dates', expected, zone);
  }
  return (moment) => {
    const all = format
      .formatToParts(moment)
      .map(({ type, value }) => [type, Number(value)] as const);
    const byName = new Map<string, number>(all);
    return partNames.map((name) => byName.get(name) as number);
  };
}
