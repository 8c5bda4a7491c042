// The options of single calls.

import type { SafetyLevel } from './guard.ts';
import type { OdooContext } from './records.ts';

/** The runtime's own `AbortSignal`, where its types are known; anything elsewhere. */
export type Signal = typeof globalThis extends { AbortSignal: { prototype: infer S } } ? S : any;

/** Options of a single {@link OdooClient.call}. */
export interface CallOptions {
  /**
   * The level the safety guard sees, where the one inferred from the method's name is wrong for
   * your method. A READ is retried after a failure that may pass. A method that changes records on
   * every model (`create`, `write`, `copy`, `message_post` …) is retried only where nothing was
   * sent, whatever level it has.
   */
  safetyLevel?: SafetyLevel | undefined;
  /** Longest time of this call in milliseconds, instead of the client's; `0` is no limit. */
  timeoutMs?: number | undefined;
  /**
   * Ends the call when it aborts: the request is aborted too, and the call rejects with the
   * signal's reason. A write may have been done all the same.
   */
  signal?: Signal | undefined;
  /** Context of this call, merged over the client's and over `kwargs.context`, key by key. */
  context?: OdooContext | undefined;
  /**
   * Reads the body of a successful answer in place of `response.json()`, for example to decode a
   * large one as it comes. It is given the `Response` of fetch, and resolves to what the body
   * holds: the whole JSON-RPC answer, or over JSON-2 the bare value.
   */
  readBody?: ((response: any) => any) | undefined;
  /**
   * How `read`, `searchRead` and calls of `read`, `search_read`, `web_read`, `web_search_read` and
   * `web_save` give the values of binary fields, on every version of Odoo; an empty one is `false`.
   *
   * @example
   * const fields = ['image_1920'];
   * const [{ image_1920: size }] = await client.read('res.partner', 7, fields, { binary: 'size' });
   */
  binary?: BinaryForm | undefined;
}

/**
 * A form of binary values: `'base64'`, a text, as Odoo wrote it before version 20 (where the server
 * sent only the size, that in words); `'object'`, a {@link BinaryObject}; `'size'`, the size in
 * words, such as `'12.50 Kb'`, without the contents.
 */
export type BinaryForm = 'base64' | 'object' | 'size';

/** A value of a binary field as an object, as Odoo writes it from version 20 on. */
export interface BinaryObject {
  /** The bytes in base64; absent where only the size was read, as by `web_read`. */
  content?: string;
  /** The number of bytes. */
  size: number;
  /** Name of the file, where the server knows one. */
  filename?: string;
}

/** Which part of the matching records {@link OdooClient.search} returns. */
export interface SearchOptions extends CallOptions {
  /** How many matching records to skip. */
  offset?: number | undefined;
  /**
   * How many records to return at most. Absent: all of them; `0` is sent as it is, and Odoo takes
   * it as no limit.
   */
  limit?: number | undefined;
  /**
   * Fields to sort by; absent: the model's own order.
   *
   * @example 'date desc, id'
   */
  order?: string | undefined;
}

/** Which records and which of their fields {@link OdooClient.searchRead} returns. */
export interface SearchReadOptions extends SearchOptions {
  /** Names of the fields to read; absent or empty: every field, which is slow on large models. */
  fields?: readonly string[] | undefined;
}
