// Records read nested: what is selected, and what comes of it.

import type { OdooContext } from '../records.ts';
import type { Forms, Row } from './records.ts';

/** How many records of an x2many field are read, and in which order. */
export interface Level {
  /** How many records of the field are read at most. */
  readonly $limit?: number | undefined;
  /** What they are sorted by. */
  readonly $order?: string | undefined;
  /** Context in which they are read. */
  readonly $context?: OdooContext | undefined;
}

/**
 * What a selection has to be: of each field `true`, or of a relation the fields of its records. A
 * relation to a model outside the schema takes any names.
 */
export type CheckSelect<S, M, L> = [M] extends [keyof S]
  ? CheckFields<S, S[M & keyof S], L> & Selection<S[M & keyof S]>
  : L;

/** What the editor offers. */
type Selection<Fields> = { readonly [N in keyof Fields]?: unknown } & Level;

declare const unknownField: unique symbol;

type CheckFields<S, Fields, L> = {
  readonly [N in keyof L as N extends keyof Fields ? N : never]: CheckField<S, Fields, N, L[N]>;
} & ([Exclude<keyof L, keyof Fields | keyof Level>] extends [never]
  ? unknown
  : // A wrong member is told where it is written, and by this one where that is elsewhere.
    { readonly [unknownField]: Exclude<keyof L, keyof Fields | keyof Level> });

type CheckField<S, Fields, N, L> = N extends keyof Fields
  ? L extends true
    ? L
    : Fields[N] extends { readonly rel: infer R }
      ? CheckSelect<S, R, L>
      : true
  : never;

type Chosen<S, M extends keyof S, N extends keyof S[M], L, V extends Forms> = L extends true
  ? N extends keyof Row<S, M, N, V>
    ? Row<S, M, N, V>[N]
    : never
  : S[M][N] extends { readonly type: infer T; readonly rel: infer R; readonly read: infer Read }
    ? T extends 'many2one'
      ? Selected<S, R, L, V> | Extract<Read, false>
      : Selected<S, R, L, V>[]
    : never;

/** A record of what was selected; `id` is always there. */
export type Selected<S, M, L, V extends Forms = Forms> = M extends keyof S
  ? { id: number } & {
      -readonly [N in Exclude<keyof L & keyof S[M], 'id'>]: Chosen<S, M, N, L[N], V>;
    }
  : any;
