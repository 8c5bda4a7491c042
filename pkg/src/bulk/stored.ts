// Fields of rows: what the server says of them, and the form that values need.

import { OdooError } from 'odoo-client-wasm';
import type { policy } from 'odoo-client-wasm/policy';
import { readAsAny } from '#plain/index.ts';

/** What has to be known of a field: attributes of `fields_get`. */
export const attributes = [
  'type',
  'digits',
  'currency_field',
  'size',
  'sanitize',
  'attachment',
  'selection',
];

/** What the policy compares rows by. */
export type Machine = InstanceType<ReturnType<typeof policy>['Upsert']>;
type Described = Parameters<Machine['describe']>[4];

/** A field that rows have, as the policy describes it. */
export interface Field extends Described {
  name: string;
  /** Its place among those that were described. */
  place: number;
  type: unknown;
}

/** Describes the fields of rows to the policy; `rowOf` tells the first row that has each. */
export function fieldsOf(
  machine: Machine,
  model: string,
  rowOf: Map<string, number>,
  answer: Record<string, unknown>,
): Field[] {
  return [...rowOf].map(([name, row], place) => {
    const given = Object.hasOwn(answer, name) ? answer[name] : undefined;
    const told = {} as Described;
    machine.describe(place, name, given, row, told);
    if (told.refusal !== undefined)
      throw Object.assign(new OdooError(told.refusal), { model, row, field: name });
    return Object.assign(told, { name, place, type: (given as Record<string, unknown>).type });
  });
}

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
export const isTaken = ({ type }: Field) =>
  type === 'datetime' || type === 'date' || type === 'many2one';

/**
 * A value as Odoo takes it, where the field's type says more than the value itself: dates, and
 * links as they are read.
 */
export function taken({ type }: Field, value: unknown) {
  if (type === 'datetime') return momentOf(value) ?? value;
  if (type === 'date' && momentOf(value)) return (value as string).slice(0, 10);
  return type === 'many2one' ? (readAsAny(value)?.id ?? value) : value;
}
