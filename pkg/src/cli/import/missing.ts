// What a dry run cannot try: whether new records have all that they need.

import type { OdooClient } from 'odoo-client-wasm/bulk';
import { say } from '../output.ts';

/** A field that has to have a value, by its model. */
export interface Missing {
  model: string;
  field: string;
}

interface Described {
  required?: boolean;
  /** What a computed field is computed of. */
  depends?: readonly string[];
  /** The path of a field that is another record's. */
  related?: string | readonly string[] | false;
}

/** New records of a file: their model, and the fields that they have values of. */
export interface New {
  model: string;
  filled: readonly string[];
}

/**
 * The fields that new records would lack: required, of no column, without a default, and not
 * computed. A link to a record that Odoo makes beside (`product_tmpl_id` of a product) is none of
 * them.
 */
export async function missingOf(client: OdooClient, those: readonly New[]): Promise<Missing[]> {
  return (await Promise.all(those.map((each) => lacking(client, each)))).flat();
}

async function lacking(client: OdooClient, { model, filled }: New): Promise<Missing[]> {
  const fields = await client.call<Record<string, Described>>(model, 'fields_get', [], {
    attributes: ['required', 'depends', 'related'],
  });
  const beside = new Set(
    Object.values(fields).flatMap(({ related }) =>
      typeof related === 'string' ? related.split('.', 1) : (related || []).slice(0, 1),
    ),
  );
  const needed = Object.keys(fields).filter((name) => {
    const { required, depends } = fields[name] as Described;
    return required && !depends?.length && !beside.has(name) && !filled.includes(name);
  });
  if (!needed.length) return [];
  const defaults = await client.call<Record<string, unknown>>(model, 'default_get', [needed]);
  return needed
    .filter((name) => (defaults[name] ?? false) === false)
    .map((field) => ({ model, field }));
}

/** Says what new records would lack. */
export function sayMissing(missing: readonly Missing[]): void {
  for (const model of new Set(missing.map((each) => each.model))) {
    const fields = missing.filter((each) => each.model === model).map(({ field }) => field);
    say(
      `new records of ${model} need ${fields.join(', ')}: no column is for ` +
        `${fields.length === 1 ? 'it' : 'them'}, and Odoo has no default, so it may refuse them`,
    );
  }
}
