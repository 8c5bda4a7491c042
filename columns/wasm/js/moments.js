// Date-times as Odoo has them, in UTC → the time of a zone, in the same form.

/** `2026-01-31 10:00:00`. */
const form = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/;
const two = (number) => String(number).padStart(2, '0');

/** A function that writes date-times in a zone: `'utc'` as they are, `'local'` in that of this runtime, or one by its name. */
export function momentsIn(zone) {
  if (zone === 'utc') return String;
  const partsOf = zone === 'local' ? localParts : partsIn(zone);
  const known = new Map();
  return (text) => {
    if (!known.has(text)) {
      const moment = new Date(`${text.replace(' ', 'T')}Z`);
      known.set(text, form.test(text) && !Number.isNaN(moment.getTime()) ? written(partsOf(moment)) : text);
    }
    return known.get(text);
  };
}

const written = ([year, ...parts]) => {
  const [month, day, hour, minute, second] = parts.map(two);
  return `${String(year).padStart(4, '0')}-${month}-${day} ${hour}:${minute}:${second}`;
};

const localParts = (moment) => [moment.getFullYear(), moment.getMonth() + 1, moment.getDate(), moment.getHours(), moment.getMinutes(), moment.getSeconds()];

function partsIn(zone) {
  let format;
  try {
    format = new Intl.DateTimeFormat('en', {
      timeZone: zone, calendar: 'gregory', numberingSystem: 'latn', hourCycle: 'h23',
      year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric',
    });
  } catch {
    throw new TypeError(`options.dates: expected 'utc', 'local' or a time zone such as 'Europe/Brussels', got '${zone}'`);
  }
  return (moment) => {
    const parts = Object.fromEntries(format.formatToParts(moment).map(({ type, value }) => [type, Number(value)]));
    return ['year', 'month', 'day', 'hour', 'minute', 'second'].map((name) => parts[name]);
  };
}
