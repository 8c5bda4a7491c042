// Bulk work on a database whose schema is known.

import type { CheckOrder, FieldName, Forms, Ids, Stored } from 'odoo-client-wasm';
import type { IterateOptions, UpsertOptions } from './options.ts';

/** Which records and which of their fields are read, with names that are checked. */
export interface TypedIterateOptions<S, M extends keyof S, N, O>
  extends Omit<IterateOptions, 'fields' | 'order'> {
  /** Names of the fields to read; absent or empty: every field. `id` is always there. */
  readonly fields?: readonly N[] | undefined;
  /** Fields to sort by, such as `'date_order desc'`. */
  readonly order?: CheckOrder<S, M, O> | undefined;
}

/** Records and the values to store in them. */
export interface TypedWriteRow<S, M extends keyof S, V extends Forms = Forms> {
  /** One id or several. */
  readonly ids: Ids;
  /** The values to store in each of them. */
  readonly values: Stored<S, M, V>;
}

/** Values of a record, and its external id where that tells it. Days and moments may be `Date`s. */
export type TypedUpsertRow<S, M extends keyof S> = Stored<S, M, { dates: 'Date' }> & {
  readonly xmlid?: string;
};

/** What tells which records are there already. */
export interface TypedUpsertOptions<S, M extends keyof S> extends Omit<UpsertOptions, 'key'> {
  /** The name of a field of texts or whole numbers, or `'xmlid'`. */
  readonly key: 'xmlid' | FieldName<S, M>;
}
