// Columns of a database whose schema is known.

import type { Row } from 'odoo-client-wasm';
import type {
  BinaryColumn,
  BooleanColumn,
  DictionaryColumn,
  JsonColumn,
  Many2oneColumn,
  NumberColumn,
  TextColumn,
  X2manyColumn,
} from './column.ts';
import type { Columns } from './columns.ts';
import type { ReadColumnsOptions } from './options.ts';

/** The column of a field, by the type of the field. */
export type ColumnOf<X> = X extends { readonly type: infer T }
  ? T extends 'id' | 'integer' | 'float' | 'monetary' | 'many2one_reference'
    ? NumberColumn
    : T extends 'boolean'
      ? BooleanColumn
      : T extends 'many2one'
        ? Many2oneColumn
        : T extends 'one2many' | 'many2many'
          ? X2manyColumn
          : T extends 'binary'
            ? BinaryColumn
            : T extends 'selection'
              ? DictionaryColumn
              : T extends 'char' | 'text' | 'html' | 'date' | 'datetime' | 'reference'
                ? DictionaryColumn | TextColumn
                : JsonColumn
  : JsonColumn;

/** The columns of fields by their names. Of all fields at once, each may be one of JSON. */
export type ColumnsByName<S, M, N extends PropertyKey> = {
  readonly [K in Extract<keyof S[M & keyof S], N | 'id'>]:
    | ColumnOf<S[M & keyof S][K]>
    | (keyof S[M & keyof S] extends N ? JsonColumn : never);
};

/** What a read into columns of a known model gives. */
export type ColumnsOfModel<S, M, N extends PropertyKey> = Columns<
  Row<S, M & keyof S, N>,
  ColumnsByName<S, M, N>
>;

/** Options of a read into columns, with fields that are checked. */
export interface TypedColumnsOptions<N> extends Omit<ReadColumnsOptions, 'fields'> {
  /** Names of the fields to read; absent or empty: every field. */
  fields?: readonly N[] | undefined;
}

// Checked where a program knows its schema, anything where it knows none.

/** Options of a read into columns. */
export type SomeColumnsOptions<S, N> = unknown extends S
  ? ReadColumnsOptions
  : TypedColumnsOptions<N>;

/** What a read into columns gives: rows of the type `T` that a program named, without a schema. */
export type SomeColumns<S, M, N extends PropertyKey, T> = unknown extends S
  ? Columns<T>
  : ColumnsOfModel<S, M, N>;
