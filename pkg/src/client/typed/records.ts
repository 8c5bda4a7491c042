// Records: what is read, what is written, and the commands of x2many fields.

/** In which form values are read, where it is not the usual one. */
export interface Forms {
  /** `'Date'`: days and moments are `Date`s. */
  readonly dates?: 'text' | 'Date' | undefined;
  /** `'object'`: a many2one is `{ id, display_name }`. */
  readonly many2one?: 'pair' | 'object' | undefined;
}

/** A many2one value as an object. */
export interface RecordName {
  /** The id of the record. */
  id: number;
  /** Its name. */
  display_name: string;
}

type ReadValue<X, V extends Forms> = X extends { readonly read: infer R }
  ? X extends { readonly type: 'date' | 'datetime' }
    ? V['dates'] extends 'Date'
      ? globalThis.Date | Exclude<R, string>
      : R
    : X extends { readonly type: 'many2one' }
      ? V['many2one'] extends 'object'
        ? RecordName | Exclude<R, readonly unknown[]>
        : R
      : R
  : unknown;

/** A record as it is read, with the fields `N`; `id` is always there. */
export type Row<S, M extends keyof S, N extends PropertyKey = keyof S[M], V extends Forms = Forms> =
  // The usual forms are looked up without any condition: that is fast.
  Forms extends V
    ? { -readonly [K in Extract<keyof S[M], N | 'id'>]: Read<S[M][K]> }
    : { -readonly [K in Extract<keyof S[M], N | 'id'>]: ReadValue<S[M][K], V> };

type Read<X> = X extends { readonly read: infer R } ? R : unknown;

type Writable<S, M extends keyof S> = {
  [N in keyof S[M]]: S[M][N] extends { readonly flags: infer F }
    ? 'readonly' extends F
      ? never
      : N
    : N;
}[keyof S[M]];

type WriteValue<S, X, V extends Forms> = X extends {
  readonly type: 'one2many' | 'many2many';
  readonly rel: infer R;
}
  ? readonly Command<S, R>[]
  : X extends { readonly write: infer W; readonly type: infer T }
    ? T extends 'date' | 'datetime'
      ? V['dates'] extends 'Date'
        ? W | globalThis.Date
        : W
      : W
    : unknown;

/** Values to store in records of a model. Fields that are read-only are none of them. */
export type Stored<S, M extends keyof S, V extends Forms = Forms> = {
  readonly [N in Writable<S, M>]?: WriteValue<S, S[M][N], V> | undefined;
};

/** The same for any model; of one outside the schema, anything. */
export type Values<S, M, V extends Forms = Forms> =
  // In brackets, lest the compiler go through all models while the model is not known yet.
  [M] extends [keyof S] ? Stored<S, M, V> : { readonly [field: string]: any };

/**
 * A command of an x2many field whose records are of the model `R`: what to do with which of them.
 * `Command` of `odoo-client-wasm/schema` makes them.
 */
export type Command<S, R> =
  | readonly [0, 0 | false | string, Values<S, R>]
  | readonly [1, number, Values<S, R>]
  | readonly [2, number]
  | readonly [2, number, 0 | false]
  | readonly [3, number]
  | readonly [3, number, 0 | false]
  | readonly [4, number]
  | readonly [4, number, 0 | false]
  | readonly [5]
  | readonly [5, 0 | false, 0 | false]
  | readonly [6, 0 | false, readonly number[]];
