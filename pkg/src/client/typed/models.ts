// Looking things up in a schema: models, fields, the field at the end of a path.

/** The member of a schema that has the methods; no model is called so. */
export type Methods = '()';

/** The name of a model of a schema. */
export type ModelName<S> = Exclude<keyof S, Methods> & string;

/** The name of a field of a model. */
export type FieldName<S, M> = keyof S[M & keyof S] & string;

/** The parts of days and moments that domains of 18 and later take for numbers. */
export type DatePart =
  | 'year_number'
  | 'quarter_number'
  | 'month_number'
  | 'iso_week_number'
  | 'day_of_year'
  | 'day_of_month'
  | 'day_of_week'
  | 'hour_number'
  | 'minute_number'
  | 'second_number';

/** Stands for a field of which nothing is known, as those of models outside the schema. */
export interface Anything {
  readonly type: 'anything';
  readonly read: any;
  readonly write: any;
  readonly flags: never;
}

/** Stands for a part of a date. */
export interface PartOfDate {
  readonly type: 'integer';
  readonly read: number;
  readonly write: never;
  readonly flags: never;
}

/**
 * The descriptor at the end of a path with dots, at any depth; `never` where there is none. A
 * relation to a model outside the schema leads to anything.
 */
export type At<S, M, P extends string> =
  // In brackets, lest the compiler go through all models while the model is not known yet.
  [M] extends [keyof S]
    ? P extends keyof S[M & keyof S]
      ? S[M & keyof S][P]
      : P extends `${infer Head}.${infer Rest}`
        ? Head extends keyof S[M & keyof S]
          ? Beyond<S, S[M & keyof S][Head], Rest>
          : never
        : never
    : Anything;

/** The descriptor that a path leads to from a field. */
type Beyond<S, X, Rest extends string> = X extends { readonly rel: infer R }
  ? At<S, R, Rest>
  : X extends { readonly type: 'properties' | 'json' | 'unknown' | 'anything' }
    ? Anything
    : X extends { readonly type: 'date' | 'datetime' }
      ? Rest extends DatePart
        ? PartOfDate
        : never
      : never;

/**
 * What could stand where a path is wrong: the fields of the model its last part is looked up in,
 * behind the part before. It is what the editor offers, and what the compiler names.
 */
export type Paths<S, M, P extends string, Before extends string = ''> = [M] extends [keyof S]
  ? PathsOf<S, M & keyof S, P, Before>
  : string;

type PathsOf<
  S,
  M extends keyof S,
  P extends string,
  Before extends string,
> = P extends `${infer Head}.${infer Rest}`
  ? Head extends keyof S[M]
    ? S[M][Head] extends { readonly rel: infer R }
      ? Paths<S, R, Rest, `${Before}${Head}.`>
      : S[M][Head] extends { readonly type: 'date' | 'datetime' }
        ? `${Before}${Head}.${DatePart}`
        : `${Before}${keyof S[M] & string}`
    : `${Before}${keyof S[M] & string}`
  : `${Before}${keyof S[M] & string}`;
