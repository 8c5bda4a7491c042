// The schema as TypeScript, and what has changed since.

import { ask } from './module.ts';
import type { OdooSchema } from './read.ts';

/** How types are written. */
export interface TypesOptions {
  /** Models to write, such as `'sale.*,res.partner'`; absent: all of them. */
  models?: string | undefined;
  /** Whether required fields may be empty all the same, and selections may have keys of no list. */
  lenient?: boolean | undefined;
}

/**
 * Writes the text of `odoo.d.ts`, which exports the interface `Odoo`: the same text for the same
 * schema.
 *
 * @param schema What `readSchema` gave, or the text of its file.
 * @throws `OdooError` when it is no schema, or a pattern names no model.
 * @example writeFileSync('odoo.d.ts', typesOf(await readSchema(client)));
 */
export const typesOf = (schema: OdooSchema | string, options: TypesOptions = {}): string =>
  ask('declare', { schema, ...options });

/**
 * Tells what is different between two texts of {@link typesOf}, one change a line; nothing where
 * they declare the same.
 *
 * @example for (const change of typesDifference(kept, typesOf(schema))) console.log(change);
 */
export const typesDifference = (old: string, now: string): string[] =>
  ask('difference', { old, new: now });

/** A value that is not what its type says. */
export interface Finding {
  /** The record, counted from 0. */
  row: number;
  /** The field. */
  field: string;
  /** What is wrong. */
  message: string;
}

/**
 * Holds records that were read against the schema: required fields that are empty all the same,
 * keys of no selection, values of another type.
 *
 * @returns what is wrong; nothing where everything fits the types.
 * @example console.log(checkRecords(schema, 'sale.order', await client.searchRead('sale.order')));
 */
export const checkRecords = (
  schema: OdooSchema | string,
  model: string,
  records: readonly unknown[],
): Finding[] => ask('check', { schema, model, records });
