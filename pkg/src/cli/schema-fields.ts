// What the server says of a model's fields.

import type { OdooClient } from 'odoo-client-wasm/bulk';
import { CliError, exitCodes } from './errors.ts';
import { nearest } from './near.ts';

/** A field as `fields_get` describes it. */
export interface Field {
  type: string;
  string: string;
  help?: string | false;
  required?: boolean;
  readonly?: boolean;
  store?: boolean;
  relation?: string;
  /** Of a one2many: the field of the other model that leads back. */
  relation_field?: string;
  selection?: [string, string][];
  searchable?: boolean;
  sortable?: boolean;
  digits?: [number, number];
}

export type Fields = Record<string, Field>;

export const attributes = [
  'type',
  'string',
  'help',
  'required',
  'readonly',
  'store',
  'relation',
  'relation_field',
  'selection',
  'searchable',
  'sortable',
];

const asked = new WeakMap<object, Map<string, Promise<Fields>>>();

/** The fields of a model, asked once. */
export function fieldsOf(client: OdooClient, model: string): Promise<Fields> {
  const known = asked.get(client) ?? new Map<string, Promise<Fields>>();
  asked.set(client, known);
  const before = known.get(model);
  if (before) return before;
  const answer = client.call<Fields>(model, 'fields_get', [], { attributes });
  known.set(model, answer);
  answer.catch(() => known.delete(model));
  return answer;
}

/** A field of a model; one that is not there is an error that suggests another. */
export function fieldOf(fields: Fields, model: string, name: string): Field {
  const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (field) return field;
  throw new CliError(
    exitCodes.missing,
    `${model} has no field "${name}"${nearest(name, Object.keys(fields))}`,
    `odoo-client-wasm fields ${model} lists its fields`,
  );
}

/** The fields to show of a model when none are named: its name, and those that people look at. */
export function usualFields(fields: Fields): string[] {
  const seen = [
    'display_name',
    'state',
    'stage_id',
    'email',
    'phone',
    'partner_id',
    'date_order',
    'invoice_date',
    'date_deadline',
    'amount_total',
    'expected_revenue',
    'list_price',
    'user_id',
    'company_id',
  ];
  return seen.filter((name) => Object.hasOwn(fields, name)).slice(0, 5);
}
