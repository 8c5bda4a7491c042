// Methods the server describes: their arguments by position and by name, and their answers.

import type { Methods } from './models.ts';

type All<S> = Methods extends keyof S ? S[Methods] : unknown;

type Of<S, M> = M extends keyof All<S> ? All<S>[M] : unknown;

/** The name of a described method of a model. */
export type MethodName<S, M> = keyof Of<S, M> & string;

/** What is said of a method; nothing of one that is not described. */
type MethodOf<S, M, N> = unknown extends S
  ? undefined
  : N extends keyof Of<S, M>
    ? Of<S, M>[N]
    : undefined;

type Positional<Order, P> = Order extends readonly [infer First, ...infer Rest]
  ? readonly [(First extends keyof P ? P[First] : any)?, ...Positional<Rest, P>]
  : readonly [];

/** The arguments by position: of a method on records, their ids come first. */
export type MethodArguments<S, M, N> =
  MethodOf<S, M, N> extends {
    readonly on: infer On;
    readonly order: infer Order;
    readonly parameters: infer P;
  }
    ? On extends 'records'
      ? readonly [ids: number | readonly number[], ...Positional<Order, P>]
      : Positional<Order, P>
    : readonly any[];

/** The arguments by name. */
export type MethodKeywords<S, M, N> =
  MethodOf<S, M, N> extends { readonly parameters: infer P }
    ? Partial<P> & { readonly context?: Record<string, any> | undefined }
    : Record<string, any>;

/** What a method answers: of one that is not described, the type `T` that a program named. */
export type MethodAnswer<S, M, N, T = any> =
  MethodOf<S, M, N> extends {
    readonly answer: infer A;
  }
    ? A
    : T;
