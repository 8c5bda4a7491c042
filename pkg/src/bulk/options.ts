// What bulk work takes and gives: the shapes that programs see.

import type { OdooContext, OdooValues, Signal } from 'odoo-client-wasm';

/** A record, as the server gives it. */
// biome-ignore lint/suspicious/noExplicitAny: its fields are those of the server.
export type Given = any;

/** What the functions reach Odoo through: an `OdooClient`, or whatever has its methods. */
export interface BulkClient {
  /** Calls a method of a model. */
  call(
    model: string,
    method: string,
    args?: any[],
    kwargs?: Record<string, any>,
    options?: any,
  ): Promise<any>;
}

/** How far a job has come; the same shape for every job. */
export interface BulkProgress {
  /** The records that are done; of a file, the bytes. */
  done: number;
  /** How many there are in all, as far as is known. */
  total: number;
  /** Milliseconds since the job began. */
  elapsedMs: number;
  /** Milliseconds that the rest will take if it goes on like this. */
  etaMs: number;
  /**
   * Bytes of the answers so far, or of the file; absent where records are created, written or
   * deleted.
   */
  bytes?: number;
}

/** What every job may be given. */
export interface BulkOptions {
  /** Context of the calls, merged over the client's. */
  context?: OdooContext | undefined;
  /** Ends the job when it aborts. */
  signal?: Signal | undefined;
  /** Longest time of each request in milliseconds, instead of the client's; `0` is no limit. */
  timeoutMs?: number | undefined;
  /** Called after each answer with how far the job has come. */
  onProgress?: ((progress: BulkProgress) => void) | undefined;
}

/** Which records and which of their fields are read, and how. */
export interface IterateOptions extends BulkOptions {
  /**
   * Names of the fields to read; absent or empty: every field, which is slow on large models. `id`
   * is always there.
   */
  fields?: readonly string[] | undefined;
  /**
   * Fields to sort by. Absent, or by `id` alone: each page begins after the last id, so that pages
   * neither overlap nor leave anything out when others create and delete meanwhile. By other
   * fields: each page begins at an offset; most moves of records are noticed, and are an error
   * instead of a gap.
   *
   * @example 'date_order desc'
   */
  order?: string | undefined;
  /** How many records to read at most; absent, 0, `null` or `false`: all of them. */
  limit?: number | false | null | undefined;
  /** How many records to ask for at once. Default 1,000. */
  pageSize?: number | undefined;
  /**
   * How many pages to ask for before they are wanted. Default 1; 0 asks for each page when it is
   * wanted. With more, a server far away works on several at once.
   */
  prefetch?: number | undefined;
  /**
   * How values of binary fields are given: `'base64'` (the default), `'object'` or `'size'`, as in
   * `client.read`.
   */
  binary?: 'base64' | 'object' | 'size' | undefined;
}

/**
 * Records to go through, any number of them in the memory of a few pages. Each `for await` reads
 * them anew.
 */
export interface RecordIteration<T> extends AsyncIterable<T> {
  /** Goes through the records one by one; `break` ends the requests. */
  [Symbol.asyncIterator](): AsyncGenerator<T, void, undefined>;
  /**
   * Goes through the same records page by page.
   *
   * @example for await (const partners of client.iterate('res.partner').pages()) await insert(partners);
   */
  pages(): AsyncGenerator<T[], void, undefined>;
}

/** How reads are put together. */
export interface CoalesceOptions {
  /** How many ids one call has at most. Default 1,000. */
  maxBatch?: number | undefined;
}

/** How records are created, written or deleted. */
export interface WriteManyOptions extends BulkOptions {
  /**
   * How many records one call has at most, which is one transaction of the server's. Default 200.
   */
  chunkSize?: number | undefined;
  /** How many calls are under way at once. Default 1. */
  concurrency?: number | undefined;
  /**
   * What a failure does: `'stop'` (the default) begins nothing more; `'collect'` goes on with the
   * rest, and tries the rows of a chunk that Odoo itself refused (`error.refused`) in ever smaller
   * parts, until only those are left out that cannot be done. Rows of any other failure are never
   * sent again. Both end with an {@link OdooBulkError}.
   */
  onError?: 'stop' | 'collect' | undefined;
}

/** Records and the values to store in them. */
export interface WriteRow {
  /** One id or several. */
  ids: number | readonly number[];
  /** The values to store in each of them. */
  values: OdooValues;
}

/** How {@link upsert} tells which records are there already. */
export interface UpsertOptions extends WriteManyOptions {
  /**
   * The name of a field of texts or whole numbers whose value tells a record, such as `'ref'`,
   * `'default_code'` or `'barcode'`; or `'xmlid'`: the rows' member `xmlid` is their external id,
   * such as `'shop.customer_17'`, which Odoo itself keeps unique.
   */
  key: string;
}

/**
 * The ids of the records of an {@link upsert}, in the order of its rows, and how many of them were
 * what.
 */
export type UpsertedIds = number[] & {
  /** How many records were created. */
  readonly created: number;
  /** How many were there and had other values. */
  readonly updated: number;
  /** How many were there as they are to be: they cost their reading. */
  readonly unchanged: number;
};

/**
 * What every file may be given. `onProgress` counts bytes: those read and encoded of an upload,
 * which is done when the server has stored it.
 */
export type FileOptions = BulkOptions;

/** A file for {@link uploadAttachment}. */
export interface AttachmentFile {
  /** Name of the file. */
  name: string;
  /** What is in it. */
  data:
    | { arrayBuffer(): Promise<ArrayBuffer> }
    | ArrayBufferLike
    | ArrayBufferView
    | AsyncIterable<Uint8Array>
    | { getReader(): any };
  /** Model of the record it belongs to. */
  resModel?: string | undefined;
  /** Id of the record it belongs to. */
  resId?: number | undefined;
  /** Type of its content; absent: that of the `Blob`, or what Odoo takes it for. */
  mimetype?: string | undefined;
}

/** What an {@link OdooClient} for bulk work may be given besides. */
export interface CoalesceConfig {
  /**
   * Whether reads made in the same tick go out together, see {@link coalesced}. Default `false`.
   */
  coalesce?: boolean | CoalesceOptions | undefined;
}
