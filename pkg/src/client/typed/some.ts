// What the methods take and give: checked where a program knows its schema, anything where it knows
// none. They have one signature for both, so that the compiler blames what is wrong: of several, it
// tells why the last one does not fit.

import type { OdooClient } from '../client.ts';
import type { GroupRow, ReadGroupOptions } from '../groups.ts';
import type { SearchOptions, SearchReadOptions } from '../options.ts';
import type { OdooDomain, OdooValues } from '../records.ts';
import type { CheckDomain } from './domain.ts';
import type { AggregateName, GroupName, GroupRowOf } from './groups.ts';
import type { MethodName } from './methods.ts';
import type { FieldName, ModelName } from './models.ts';
import type {
  FetchOptions,
  TypedFetchOptions,
  TypedGroupOptions,
  TypedReadOptions,
  TypedSearchOptions,
} from './options.ts';
import type { Forms, Row, Stored } from './records.ts';
import type { Selected } from './select.ts';

/** The schema that a client knows; `unknown` of one that knows none, or of another make. */
export type SchemaOf<C> = C extends OdooClient<infer S, infer _> ? S : unknown;

/** The forms in which a client reads values. */
export type FormsOf<C> = C extends OdooClient<infer _, infer V> ? V : Forms;

declare const told: unique symbol;

/** Stands for the type of records that the schema tells: a program names none. */
export interface ToldBySchema {
  /** No other type has it. */
  readonly [told]: never;
}

/** The type of records that a program may name: any one, where no schema is known. */
export type Told<S> = unknown extends S ? any : ToldBySchema;

/** One of them, or a list. */
export type OneOrMore<T> = T | readonly T[];

/** The name of a model: any one, where no schema is known. */
export type SomeModel<S> = unknown extends S ? string : ModelName<S>;

/** The name of a field. */
export type SomeField<S, M> = unknown extends S ? string : FieldName<S, M>;

/** Names of fields. */
export type SomeFields<S, N> = unknown extends S ? readonly string[] : readonly N[];

/** The name of a method; the editor offers those that are described. */
export type SomeMethod<S, M> = unknown extends S ? string : MethodName<S, M> | (string & {});

/** A domain. */
export type SomeDomain<S, M, D> = unknown extends S ? OdooDomain : CheckDomain<S, M, D>;

/** Options of a search. */
export type SomeSearch<S, M, O> = unknown extends S ? SearchOptions : TypedSearchOptions<S, M, O>;

/** Options of a read. */
export type SomeRead<S, M, N, O> = unknown extends S
  ? SearchReadOptions
  : TypedReadOptions<S, M, N, O>;

/** A record as it is read: of the type `T` that a program named, where no schema is known. */
export type SomeRow<S, M, N extends PropertyKey, V extends Forms, T> = unknown extends S
  ? T
  : Row<S, M & keyof S, N, V>;

/** Values to store. */
export type SomeValues<S, M, V extends Forms = Forms> = unknown extends S
  ? OdooValues
  : Stored<S, M & keyof S, V>;

type IsAny<T> = 0 extends 1 & T ? true : false;

/**
 * `never` for a list, so that the compiler takes it for none of what may be anything: a `create`
 * that always gives one id, as that of a subclass or a double, then does for this one.
 */
type One<T> = [T] extends [ToldBySchema] ? 'one' : [T] extends [readonly unknown[]] ? never : 'one';

/** The values of a record, or of several where `L` is a list; it is inferred where it stands. */
export type SomeCreation<S, M, V extends Forms, L> = [One<L>] extends [never]
  ? readonly SomeValues<S, M, V>[]
  : [L] extends [never]
    ? L
    : SomeValues<S, M, V>;

/** The id of a new record, or the ids of several. */
export type NewIds<L> = [One<L>] extends [never] ? number[] : IsAny<L> extends true ? any : number;

/** What groups are made by. */
export type SomeGroup<S, M> = unknown extends S ? string : GroupName<S, M & keyof S>;

/** What is added up. */
export type SomeAggregate<S, M> = unknown extends S ? string : AggregateName<S, M & keyof S>;

/** Options of a grouping. */
export type SomeGrouping<S, G, A> = unknown extends S ? ReadGroupOptions : TypedGroupOptions<G, A>;

/** A group of records. */
export type SomeGroupRow<S, M, G, A> = unknown extends S
  ? GroupRow
  : GroupRowOf<S, M & keyof S, G, A>;

/** How `fetch` reads. */
export type SomeFetch<S, M, L, O> = unknown extends S
  ? FetchOptions
  : TypedFetchOptions<S, M, L, O>;

/** A record that is read nested. */
export type SomeNested<S, M, L, V extends Forms, T> = unknown extends S ? T : Selected<S, M, L, V>;
