// Methods the server describes: their arguments by position and by name, and their answers.

import type { Methods } from './models.ts';

type All<S> = Methods extends keyof S ? S[Methods] : unknown;

type Of<S, M> = M extends keyof All<S> ? All<S>[M] : unknown;

/** The name of a described method of a model. */
export type MethodName<S, M> = keyof Of<S, M> & string;

type MethodOf<S, M, N> = N extends keyof Of<S, M> ? Of<S, M>[N] : never;

type Parameters<D> = D extends { readonly parameters: infer P } ? P : never;

type Positional<Order, P> = Order extends readonly [infer First, ...infer Rest]
  ? readonly [(First extends keyof P ? P[First] : any)?, ...Positional<Rest, P>]
  : readonly [];

/** The name of a method that is not described: whatever it takes is taken. */
export type OtherMethod<S, M, N extends string> = unknown extends S
  ? string
  : N extends MethodName<S, M>
    ? never
    : N;

// Each of these is `any` where no schema is known: subclasses and doubles that were written for the
// signature without types then have no other one to meet.

/** The arguments by position: of a method on records, their ids come first. */
export type MethodArguments<S, M, N> = unknown extends S
  ? any[]
  : MethodOf<S, M, N> extends {
        readonly on: infer On;
        readonly order: infer Order;
        readonly parameters: infer P;
      }
    ? On extends 'records'
      ? readonly [ids: number | readonly number[], ...Positional<Order, P>]
      : Positional<Order, P>
    : readonly any[];

/** The arguments by name. */
export type MethodKeywords<S, M, N> = unknown extends S
  ? any
  : Partial<Parameters<MethodOf<S, M, N>>> & {
      readonly context?: Record<string, any> | undefined;
    };

/** What a described method answers. */
export type MethodAnswer<S, M, N> = unknown extends S
  ? any
  : MethodOf<S, M, N> extends { readonly answer: infer A }
    ? A
    : any;
