// Domains: each condition is checked by the field at the end of its path.

import type { Anything, At, Paths } from './models.ts';

type Equality = '=' | '!=' | '<>' | '==';
type Membership = 'in' | 'not in';
type Comparison = '<' | '<=' | '>' | '>=';
type Like =
  | 'like'
  | 'ilike'
  | 'not like'
  | 'not ilike'
  | '=like'
  | '=ilike'
  | 'not =like'
  | 'not =ilike';
type Inside = 'any' | 'not any';
type Hierarchy = 'child_of' | 'parent_of';
type Access = 'access';

type Operations = 'read' | 'write' | 'create' | 'unlink';

/** Every operator that some domain has. */
export type Operator =
  | Equality
  | '=?'
  | Membership
  | Comparison
  | Like
  | Inside
  | Hierarchy
  | Access;

type Links = 'many2one' | 'one2many' | 'many2many';
type Texts = 'char' | 'text' | 'html';
type Numbers = 'integer' | 'float' | 'monetary' | 'many2one_reference';

/** The operators of a type of fields. */
export type OperatorOf<T> = T extends Texts
  ? Equality | '=?' | Membership | Comparison | Like
  : T extends 'id'
    ? Equality | '=?' | Membership | Comparison | Hierarchy | Access
    : T extends Numbers | 'date' | 'datetime'
      ? Equality | '=?' | Membership | Comparison
      : T extends 'boolean'
        ? Equality | '=?' | Membership
        : T extends 'selection'
          ? Equality | '=?' | Membership | Like
          : T extends Links
            ? Equality | '=?' | Membership | Like | Inside | Hierarchy | Access
            : T extends 'binary'
              ? Equality
              : T extends 'reference'
                ? Equality | '=?' | Membership | Like
                : Operator;

type OneOrMore<T> = T | readonly T[];

/** A value that is compared with the field itself, one or one of a list. */
type Compared<X> = X extends { readonly type: 'id' | Links | Numbers }
  ? number | false | null
  : X extends { readonly type: 'boolean' }
    ? boolean | null
    : X extends { readonly type: Texts | 'date' | 'datetime' }
      ? string | false | null
      : X extends { readonly keys: infer K }
        ? K | false | null
        : X extends { readonly type: 'binary' }
          ? false | null
          : X extends { readonly type: 'reference'; readonly read: infer R }
            ? R | false | null
            : any;

/** What stands behind an operator, for the descriptor `X`; `V` is what was written there. */
export type ValueOf<S, X, O, V> = O extends Membership
  ? readonly Compared<X>[]
  : O extends Like
    ? string | false
    : O extends Comparison
      ? Exclude<Compared<X>, false | null>
      : O extends Inside
        ? X extends { readonly rel: infer R }
          ? RightDomain<S, R, V>
          : readonly any[]
        : O extends Hierarchy
          ? OneOrMore<number> | string | false
          : O extends Access
            ? Operations
            : Compared<X>;

type IsAny<T> = 0 extends 1 & T ? true : false;

type Sign = '&' | '|' | '!';

/** A condition as it may be, for one that is not: the editor offers its parts. */
type SomeTerm<P> = readonly [field: P, operator: Operator, value: any];

/**
 * Whether a term was written apart from its call, where the compiler forgets what exactly it holds:
 * a list of texts, say. It is taken as it is.
 */
type IsLoose<T> = T extends string
  ? string extends T
    ? true
    : false
  : T extends readonly unknown[]
    ? number extends T['length']
      ? true
      : false
    : false;

type CheckTerm<S, M, T> =
  IsAny<T> extends true
    ? T
    : // Not known yet: the editor then looks again, with what is written as far as it goes.
      unknown extends T
      ? Sign | SomeTerm<string>
      : T extends Sign
        ? T
        : IsLoose<T> extends true
          ? T
          : T extends readonly [infer P, infer O, infer V]
            ? P extends string
              ? CheckCondition<S, M, P, O, V>
              : T extends readonly [0 | 1, '=', 1]
                ? T
                : unknown extends P
                  ? SomeTerm<string>
                  : SomeTerm<Paths<S, M, ''>>
            : T extends readonly [infer P extends string, ...any[]]
              ? SomeTerm<Paths<S, M, P>>
              : Sign | SomeTerm<Paths<S, M, ''>>;

type CheckCondition<S, M, P extends string, O, V> = [At<S, M, P>] extends [never]
  ? SomeTerm<Paths<S, M, P>>
  : At<S, M, P> extends infer X
    ? X extends Anything
      ? readonly [P, Operator, any]
      : 'unsearchable' extends Flags<X>
        ? readonly [field: `${P} cannot be searched`, operator: Operator, value: any]
        : readonly [field: P, operator: OperatorOf<Type<X>>, value: ValueOf<S, X, O, V>]
    : never;

type Type<X> = X extends { readonly type: infer T } ? T : never;
type Flags<X> = X extends { readonly flags: infer F } ? F : never;

/**
 * What a domain has to be, term by term: the domain itself where all of it is right. Paths lead on
 * over dots at any depth; operator and value go by the type of the field at the end.
 */
type RightDomain<S, M, D> =
  IsAny<D> extends true
    ? D
    : D extends readonly unknown[]
      ? IsAny<D[number]> extends true
        ? MadeFor<M, D>
        : { readonly [I in keyof D]: CheckTerm<S, M, D[I]> }
      : readonly (Sign | SomeTerm<Paths<S, M, ''>>)[];

/**
 * The domain itself where all of it is right, else what it has to be. The compiler infers from what
 * is written alone, and not through all that a domain may be: the tests' program took 2.7 s to
 * check, and takes 1.6.
 */
export type CheckDomain<S, M, D> = [D] extends [RightDomain<S, M, D>]
  ? D
  : NoInfer<RightDomain<S, M, D>>;

/** A domain whose terms are not known any more, unless it was made for another model. */
type MadeFor<M, D> = D extends { readonly [ofModel]?: infer X }
  ? unknown extends X
    ? D
    : [X] extends [M | undefined]
      ? D
      : DomainOf<M>
  : D;

declare const ofModel: unique symbol;

/**
 * A domain that was checked when it was made, by `domain` or `and`. It is a list like any other.
 */
export interface DomainOf<M> extends ReadonlyArray<any> {
  /** The model it was made for. */
  readonly [ofModel]?: M;
}
