// Options of the methods that know the schema.

import type { ReadGroupOptions } from '../groups.ts';
import type { SearchOptions } from '../options.ts';
import type { CheckOrder } from './order.ts';
import type { CheckSelect } from './select.ts';

/** One id or several. */
export type Ids = number | readonly number[];

/** Options of a search, with an order that is checked. */
export interface TypedSearchOptions<S, M, O> extends Omit<SearchOptions, 'order'> {
  /** Fields to sort by, such as `'date desc, id'`. */
  readonly order?: CheckOrder<S, M, O> | undefined;
}

/** Options of a read: its fields, its order. */
export interface TypedReadOptions<S, M, N, O> extends TypedSearchOptions<S, M, O> {
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
export interface TypedFetchOptions<S, M, L, O> extends TypedSearchOptions<S, M, O> {
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
