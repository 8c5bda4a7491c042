// Bulk work on a database whose schema is known.

import type { CheckOrder, FieldName, Forms, Ids, OdooValues, Stored } from 'odoo-client-wasm';
import type { IterateOptions, UpsertOptions, WriteRow } from './options.ts';

/** Which records and which of their fields are read, with names that are checked. */
export interface TypedIterateOptions<S, M, N, O> extends Omit<IterateOptions, 'fields' | 'order'> {
  /** Names of the fields to read; absent or empty: every field. `id` is always there. */
  readonly fields?: readonly N[] | undefined;
  /** Fields to sort by, such as `'date_order desc'`. */
  readonly order?: CheckOrder<S, M, O> | undefined;
}

/** Records and the values to store in them. */
export interface TypedWriteRow<S, M, V extends Forms = Forms> {
  /** One id or several. */
  readonly ids: Ids;
  /** The values to store in each of them. */
  readonly values: Stored<S, M & keyof S, V>;
}

/** The name of a field, or `'xmlid'`. */
export type UpsertKey<S, M> = 'xmlid' | FieldName<S, M>;

/**
 * Values of a record, with that of the key, or its external id where that tells it. Days and
 * moments may be `Date`s.
 */
export type TypedUpsertRow<S, M, K = never> = Stored<S, M & keyof S, { dates: 'Date' }> & {
  readonly xmlid?: string;
} & { readonly [N in K & UpsertKey<S, M>]: unknown };

/** What tells which records are there already. */
export interface TypedUpsertOptions<S, M, K> extends Omit<UpsertOptions, 'key'> {
  /** The name of a field of texts or whole numbers, or `'xmlid'`. */
  readonly key: K extends UpsertKey<S, M> ? K : UpsertKey<S, M>;
}

// Checked where a program knows its schema, anything where it knows none.

/** How records are read. */
export type SomeIterate<S, M, N, O> = unknown extends S
  ? IterateOptions
  : TypedIterateOptions<S, M, N, O>;

/** Records and the values to store in them. */
export type SomeWriteRow<S, M, V extends Forms> = unknown extends S
  ? WriteRow
  : TypedWriteRow<S, M, V>;

/** Values of a record to create or to write. */
export type SomeUpsertRow<S, M, K> = unknown extends S ? OdooValues : TypedUpsertRow<S, M, K>;

/** What tells which records are there already, and how the work is done. */
export type SomeUpsert<S, M, K> = unknown extends S ? UpsertOptions : TypedUpsertOptions<S, M, K>;
