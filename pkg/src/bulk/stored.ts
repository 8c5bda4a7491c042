// Fields of rows: what the server says of them, the form that values need, and what they are
// compared by.

import { policy } from 'odoo-client-wasm/policy';
import { isText } from '#arguments/checks.ts';
import { readAsAny } from '#plain/index.ts';

/** What has to be known of a field: attributes of `fields_get`. */
export const attributes = ['type', 'digits', 'currency_field', 'size', 'sanitize', 'attachment'];

/** A field, as the server describes it. */
export interface Field {
  type: string;
  digits?: unknown;
  currency_field?: string;
  size?: unknown;
  sanitize?: unknown;
  attachment?: unknown;
}

export type Fields = Record<string, Field>;

/** A date-time with a zone, as `Date.toJSON` writes it. */
const moment = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)$/;

/**
 * The text that Odoo takes for a date-time in UTC, `YYYY-MM-DD HH:MM:SS`; `undefined` for what is
 * no moment.
 */
function momentOf(value: unknown) {
  const date = typeof value === 'string' && moment.test(value) ? new Date(value) : undefined;
  if (!date || Number.isNaN(date.getTime())) return undefined;
  return date.toISOString().slice(0, 19).replace('T', ' ');
}

/** Whether values of such a field may have to be put into another form. */
export const isTaken = ({ type }: Field) => ['datetime', 'date', 'many2one'].includes(type);

/**
 * A value as Odoo takes it, where the field's type says more than the value itself: dates, and
 * links as they are read.
 */
export function taken({ type }: Field, value: unknown) {
  if (type === 'datetime') return momentOf(value) ?? value;
  if (type === 'date' && momentOf(value)) return (value as string).slice(0, 10);
  return type === 'many2one' ? (readAsAny(value)?.id ?? value) : value;
}

/** The value of a key as the server gives it back: what rows and records are told apart by. */
export function keyOf({ type }: Field, value: unknown): unknown {
  if (isText(value)) return policy().keptText(type, value);
  return type === 'many2one' && Array.isArray(value) ? value[0] : value;
}

export type Holds = (value: unknown, stored: unknown, unit?: number) => boolean;

/** By name: whether a field that holds `stored` would hold the same after `value` was written. */
export function holdings(model: string, fields: Fields): Map<string, Holds> {
  const { Field } = policy();
  const entries = Object.entries(fields).map(([name, { type, digits, size, sanitize }]) => {
    const decimals = Array.isArray(digits) ? Number(digits[1]) : undefined;
    const characters = typeof size === 'number' && size > 0 ? size : 0;
    const field = new Field(model, name, type, decimals, characters, sanitize !== false);
    const holds: Holds = (value, stored, unit) => field.holds(value, stored, unit);
    return [name, holds] as const;
  });
  return new Map(entries);
}
