/** Turns Odoo's values into text for people, by the type of their field. */

const NUMBER = new Intl.NumberFormat(undefined, { maximumFractionDigits: 2 });
const AMOUNT = new Intl.NumberFormat(undefined, {
  minimumFractionDigits: 2,
  maximumFractionDigits: 2,
});
const DATE = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeZone: 'UTC' });
const DATETIME = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const TIME = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});
const NUMERIC = new Set(['integer', 'float', 'monetary']);

// An inert document: nothing in it loads or runs. The policy is the only one the page allows
// itself.
const policy = globalThis.trustedTypes?.createPolicy('html-to-text', {
  createHTML: (html) => html,
});

/** Whether a field's values line up to the right. */
export const isNumeric = (field) => NUMERIC.has(field?.type);

/** A whole number with its thousands set apart. */
export const count = (number) => NUMBER.format(number);

/** The text of a value; empty when Odoo says `false` for "nothing". */
export function valueText(value, field) {
  const type = field?.type;
  if (type === 'boolean') return value ? 'Yes' : 'No';
  if (value === false || value === null || value === undefined || value === '') return '';
  switch (type) {
    case 'many2one':
      return Array.isArray(value) ? value[1] || `#${value[0]}` : String(value);
    case 'one2many':
    case 'many2many':
      return Array.isArray(value) ? plural(value.length, 'record') : '';
    case 'selection':
      return (field.selection ?? []).find(([key]) => key === value)?.[1] ?? String(value);
    case 'integer':
      return NUMBER.format(value);
    case 'float':
    case 'monetary':
      return AMOUNT.format(value);
    case 'date':
      return formatted(DATE, `${value}T00:00:00Z`, value);
    case 'datetime':
      return formatted(DATETIME, `${String(value).replace(' ', 'T')}Z`, value);
    case 'html':
      return htmlText(value);
    case 'binary':
      return typeof value === 'string' ? `${bytes(Math.floor(value.length * 0.75))} of data` : '';
    default:
      return typeof value === 'object' ? JSON.stringify(value) : String(value);
  }
}

/** The text of an HTML fragment; markup, scripts and images are dropped, lines are kept. */
export function htmlText(html) {
  const spaced = String(html).replace(/<(br|\/p|\/div|\/li|\/h\d)\b[^>]*>/gi, '$&\n');
  const parsed = new DOMParser().parseFromString(
    policy ? policy.createHTML(spaced) : spaced,
    'text/html',
  );
  return (parsed.body.textContent ?? '').replace(/\n{3,}/g, '\n\n').trim();
}

/** A moment of Odoo's (`2026-11-22 13:34:44`, UTC) in the reader's own time zone. */
export const momentText = (value) => (value ? valueText(value, { type: 'datetime' }) : '');

/** The time of day of a `Date`, to the second. */
export const clock = (date) => TIME.format(date);

/** A duration: `0.4 ms`, `12 ms`, `1.25 s`. */
export function duration(ms) {
  if (ms < 10) return `${ms.toFixed(1)} ms`;
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(2)} s`;
}

/** Two durations as from the one to the other: `7.2 – 12 ms`, `840 ms – 1.25 s`. */
export function between(low, high) {
  const [from, unit] = duration(low).split(' ');
  const to = duration(high);
  return to.endsWith(` ${unit}`) ? `${from} – ${to}` : `${from} ${unit} – ${to}`;
}

/** A time to wait, roughly: `less than a second left`, `12 s left`, `3 min left`. */
export function timeLeft(ms) {
  if (ms < 1000) return 'less than a second left';
  return ms < 90_000 ? `${Math.round(ms / 1000)} s left` : `${Math.round(ms / 60_000)} min left`;
}

/** A size: `812 B`, `14.2 KB`, `3.1 MB`. */
export function bytes(size) {
  if (size < 1000) return `${size} B`;
  return size < 1e6 ? `${(size / 1000).toFixed(1)} KB` : `${(size / 1e6).toFixed(1)} MB`;
}

/** `1 record`, `3 records`. */
export const plural = (number, noun) =>
  `${NUMBER.format(number)} ${noun}${number === 1 ? '' : 's'}`;

function formatted(format, iso, raw) {
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? String(raw) : format.format(date);
}
