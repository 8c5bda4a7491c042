// Options of the methods that know the schema.

import type { OdooClient } from '../client.ts';
import type { ReadGroupOptions } from '../groups.ts';
import type { SearchOptions } from '../options.ts';
import type { ModelName } from './models.ts';
import type { CheckOrder } from './order.ts';
import type { CheckSelect } from './select.ts';

/** One id or several. */
export type Ids = number | readonly number[];

/** The name of a model for a client that knows no schema; nothing for one that does. */
export type AnyModel<S> = unknown extends S ? string : never;

/** The name of a model: any one, where no schema is known. */
export type SomeModel<S> = unknown extends S ? string : ModelName<S>;

/** The client itself where its schema is not given; nothing where it is. */
export type Schemaless<C> =
  C extends OdooClient<infer S, infer _> ? (unknown extends S ? C : never) : C;

/** The ids of new records. Where no schema is known, subclasses may have `create` give one id. */
export type NewIds<S> = unknown extends S ? any : number[];

/** Options of a search, with an order that is checked. */
export interface TypedSearchOptions<S, M extends keyof S, O> extends Omit<SearchOptions, 'order'> {
  /** Fields to sort by, such as `'date desc, id'`. */
  readonly order?: CheckOrder<S, M, O> | undefined;
}

/** Options of a read: its fields, its order. */
export interface TypedReadOptions<S, M extends keyof S, N, O> extends TypedSearchOptions<S, M, O> {
  /** Names of the fields to read; absent or empty: every field. */
  readonly fields?: readonly N[] | undefined;
}

/** Options of a grouping, with names that are checked. */
export interface TypedGroupOptions<G, A> extends Omit<ReadGroupOptions, 'groupBy' | 'aggregates'> {
  /** Fields to group by; a date or date-time takes a granularity, as in `'date_order:month'`. */
  readonly groupBy?: G | undefined;
  /** What to add up, such as `'amount_total:sum'`. */
  readonly aggregates?: A | undefined;
}

/** How `fetch` reads: which fields, which records, in which order. */
export interface TypedFetchOptions<S, M extends keyof S, L, O> extends TypedSearchOptions<S, M, O> {
  /** Which fields of the records, and of the records they lead to. */
  readonly select: CheckSelect<S, M, L>;
}

/** How `fetch` reads, where no schema is known. */
export interface FetchOptions extends SearchOptions {
  /**
   * Which fields: `true`, or of a relation the fields of its records. `$limit`, `$order` and
   * `$context` beside them say which of these records.
   *
   * @example { name: true, order_line: { price_unit: true, $limit: 10 } }
   */
  readonly select: Readonly<Record<string, any>>;
}
