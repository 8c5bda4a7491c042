// The text of an order, part by part.

type Sortable<S, M extends keyof S> = {
  [N in keyof S[M]]: S[M][N] extends { readonly flags: infer F; readonly type: infer T }
    ? 'unsortable' extends F
      ? never
      : T extends Unordered
        ? never
        : N
    : never;
}[keyof S[M]] &
  string;

type Unordered =
  | 'one2many'
  | 'many2many'
  | 'binary'
  | 'properties'
  | 'properties_definition'
  | 'json';

type Trim<T extends string> = T extends ` ${infer R}`
  ? Trim<R>
  : T extends `${infer R} `
    ? Trim<R>
    : T;

type Direction = '' | 'asc' | 'desc' | 'ASC' | 'DESC';
type Nulls = '' | 'nulls first' | 'nulls last' | 'NULLS FIRST' | 'NULLS LAST';

type IsPart<Fields extends string, T extends string> = T extends `${infer N} ${infer D}`
  ? N extends Fields | `${Fields}.${string}`
    ? Trim<D> extends Direction | Nulls | `${Direction} ${Nulls}`
      ? true
      : false
    : false
  : T extends Fields | `${Fields}.${string}`
    ? true
    : false;

type AreParts<Fields extends string, O extends string> = O extends `${infer First},${infer Rest}`
  ? IsPart<Fields, Trim<First>> extends true
    ? AreParts<Fields, Rest>
    : false
  : IsPart<Fields, Trim<O>>;

/** An order of one field, which is what the editor offers. */
type SomeOrder<Fields extends string> = Fields | `${Fields} ${'asc' | 'desc'}`;

/**
 * The order itself where it is right: names of fields that can be sorted, each with a direction.
 */
export type CheckOrder<S, M, O> = OrderOf<S, M & keyof S, O>;

type OrderOf<S, M extends keyof S, O> = O extends string
  ? string extends O
    ? O
    : O extends SomeOrder<Sortable<S, M>>
      ? O
      : AreParts<Sortable<S, M>, O> extends true
        ? O
        : SomeOrder<Sortable<S, M>>
  : SomeOrder<Sortable<S, M>>;
