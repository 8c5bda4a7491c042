// What a read into columns is given.

import {
  type Caller,
  isBoolean,
  isListOfTexts,
  isObject,
  isString,
  option,
  type Selection,
  selectionOf,
} from '#arguments/checks.ts';

/** The runtime's own `AbortSignal`, where its types are known; anything elsewhere. */
export type Signal = typeof globalThis extends { AbortSignal: { prototype: infer S } }
  ? S
  : // biome-ignore lint/suspicious/noExplicitAny: a runtime without such types.
    any;

/** What columns are read through: an `OdooClient`, or whatever calls methods as it does. */
export interface ColumnsClient {
  /** Calls a method of a model. */
  // biome-ignore-start lint/suspicious/noExplicitAny: whatever a client takes and answers.
  call(
    model: string,
    method: string,
    args?: any[],
    kwargs?: Record<string, any>,
    options?: any,
  ): Promise<any>;
  // biome-ignore-end lint/suspicious/noExplicitAny: see above.
}

/** How far a read has come. */
export interface ColumnsProgress {
  /** The rows so far. */
  done: number;
  /** The rows there are in all: one `search_count` tells, or the limit. */
  total: number;
  /** Milliseconds since the read began. */
  elapsedMs: number;
  /** Milliseconds until it will be done, judging by the rows so far. */
  etaMs: number;
  /** The bytes of the answers so far, as they are once they are unpacked. */
  bytes?: number;
}

/** Which records and which of their fields are read, and how. */
export interface ReadColumnsOptions {
  /**
   * Names of the fields to read; absent or empty: those that `searchRead` gives without names,
   * which is slow on large models. Then a field whose values are not all of its type becomes a
   * {@link JsonColumn} (of {@link readColumnPages}, as the first page tells). `id` is always there.
   */
  fields?: readonly string[] | undefined;
  /**
   * Fields to sort by. Absent, or by `id` alone: each page begins after the last id, so that pages
   * neither overlap nor leave anything out when others create and delete meanwhile. By other
   * fields: each page begins at an offset.
   *
   * @example 'date_order desc, id'
   */
  order?: string | undefined;
  /** How many rows to read at most; absent, 0, `false` or `null`: all of them. */
  limit?: number | false | null | undefined;
  /** How many rows to ask for at once. Default 5,000. */
  pageSize?: number | undefined;
  /**
   * Types of fields, where those of the server's `fields_get` are not what its values are: `'json'`
   * takes any value.
   *
   * @example { x_margin: 'json' }
   */
  types?: Record<string, string> | undefined;
  /**
   * Whether to read the names of the records that x2many fields link to as well, of all fields or
   * of those named: {@link X2manyColumn.namesOf}, and {@link CsvOptions.names}. It is one call for
   * each thousand of them.
   */
  names?: boolean | readonly string[] | undefined;
  /** Context of the calls, merged over the client's. */
  // biome-ignore lint/suspicious/noExplicitAny: whatever a server knows.
  context?: Record<string, any> | undefined;
  /** Ends the read when it aborts. */
  signal?: Signal | undefined;
  /** Longest time of each request in milliseconds, instead of the client's; `0` is no limit. */
  timeoutMs?: number | undefined;
  /**
   * Called after each page with the progress made. Its exceptions are reported on the console
   * and change nothing.
   */
  onProgress?: ((progress: ColumnsProgress) => void) | undefined;
}

/**
 * What to read, and how.
 *
 * @internal
 */
export interface Plan extends Selection {
  names: boolean | readonly string[];
  types: Record<string, string | undefined>;
}

/** Large enough that asking costs little, small enough for a server's memory. */
const usualPage = 5000;

const isTypes = (value: unknown): value is Record<string, string | undefined> =>
  isObject(value) && Object.values(value).every((type) => type == null || isString(type));

/** The options of a read into columns besides those of every read. */
const own = ['names', 'types'];

const isNames = (value: unknown): value is boolean | string[] =>
  isBoolean(value) || isListOfTexts(value);

/**
 * The arguments of a read, checked.
 *
 * @internal
 */
export function planOf(
  client: ColumnsClient,
  model: string,
  domain: unknown,
  options: ReadColumnsOptions,
): Plan {
  const selection = selectionOf(client as Caller, model, domain, options, usualPage, own);
  return {
    ...selection,
    names: option(options, 'names', false, isNames, 'true, or a list of field names'),
    types: { ...option(options, 'types', {}, isTypes, 'an object of fields and types') },
  };
}
