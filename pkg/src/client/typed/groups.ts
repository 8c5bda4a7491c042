// Groups of records: what they are grouped by, what is added up, and their rows.

import type { DatePart, FieldName } from './models.ts';

type Granularity = 'hour' | 'day' | 'week' | 'month' | 'quarter' | 'year' | DatePart;

type Dated<S, M extends keyof S> = {
  [N in keyof S[M]]: S[M][N] extends { readonly type: 'date' | 'datetime' } ? N : never;
}[keyof S[M]] &
  string;

/** What a group may be made by: a field, a day or moment with its granularity, a property. */
export type GroupName<S, M extends keyof S> =
  | FieldName<S, M>
  | `${Dated<S, M>}:${Granularity}`
  | `${FieldName<S, M>}.${string}`;

type Adding = 'sum' | 'avg';
type Ranging = 'max' | 'min';
type Counting = 'count' | 'count_distinct';
type Listing = 'array_agg' | 'array_agg_distinct';
type Judging = 'bool_and' | 'bool_or';

/** The functions that the values of a type of fields can be given to. */
type FunctionOf<T> =
  | Counting
  | Listing
  | (T extends 'monetary'
      ? Adding | Ranging | 'sum_currency'
      : T extends 'integer' | 'float'
        ? Adding | Ranging
        : T extends 'id' | 'date' | 'datetime'
          ? Ranging
          : T extends 'boolean'
            ? Judging
            : // Of such a field nothing is known.
              T extends 'unknown' | 'anything'
              ? Adding | Ranging | Judging
              : never);

/** What may be added up, as `'field:function'`: the functions go by the type of the field. */
export type AggregateName<S, M extends keyof S> =
  | {
      [N in FieldName<S, M>]: S[M][N] extends { readonly type: infer T }
        ? `${N}:${FunctionOf<T>}`
        : never;
    }[FieldName<S, M>]
  | '__count';

type GroupValue<S, M extends keyof S, G> = G extends keyof S[M]
  ? S[M][G] extends { readonly type: 'date' | 'datetime' }
    ? [from: string, label: string] | false
    : S[M][G] extends { readonly type: 'one2many' | 'many2many' }
      ? [id: number, name: string] | false
      : S[M][G] extends { readonly read: infer R }
        ? R | false
        : any
  : G extends `${string}:${infer Part}`
    ? Part extends `${string}_number` | `day_of_${string}`
      ? number | false
      : [from: string, label: string] | false
    : any;

type AggregateValue<S, M extends keyof S, A> = A extends `${infer N}:${infer Function}`
  ? Function extends Counting
    ? number
    : Function extends Listing
      ? any[]
      : Function extends Judging
        ? boolean | null
        : N extends keyof S[M]
          ? S[M][N] extends { readonly type: 'date' | 'datetime' }
            ? string | false
            : number | false
          : any
  : number;

/** The list of one name or several. */
type Each<T> = T extends readonly (infer U)[] ? U : T;

/** A row of `readGroup`: a member for each group and for each sum, by the names that were given. */
export type GroupRowOf<S, M extends keyof S, G, A> = {
  [K in Each<G> & string]: GroupValue<S, M, K>;
} & {
  [K in Each<A> & string]: AggregateValue<S, M, K>;
} & {
  /** How many records the group has. */
  __count: number;
  /** What a record of the group meets besides the domain that was asked for. */
  __extra_domain: any[];
  /** For each date, where its group begins and where the next one does. */
  __range?: { [group: string]: { from: string; to: string } };
};
