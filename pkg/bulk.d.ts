/**
 * Bulk work: thousands of records, fast, in little memory, with progress. Reading everything page by page, single reads that go out
 * together, creating and writing by the thousand with an exact account of what was done, files.
 *
 * Everything is there twice: as functions that take any client, and as methods of an `OdooClient` that has them all.
 *
 * ```ts
 * import { OdooClient } from 'odoo-client-wasm/bulk';
 *
 * const client = new OdooClient({ url: 'https://odoo.example.com', database: 'prod', username: 'admin', password: 'secret' });
 * await client.authenticate();
 * for await (const product of client.iterate('product.product', [], { fields: ['default_code', 'qty_available'] })) await sync(product);
 * const ids = await client.createMany('res.partner', customers, { onProgress: ({ done, total }) => console.log(`${done} of ${total}`) });
 * ```
 *
 * @packageDocumentation
 */

import {
  CallOptions, OdooClient as OdooBaseClient, OdooClientConfig, OdooContext, OdooDomain, OdooError, OdooKeyConfig, OdooValues, OdooVisitorConfig, Signal,
} from './index.js';
import { Columns, ReadColumnsOptions } from './columns.js';

export * from './index.js';
export { Columns, decodeColumns, encodeBase64, readColumnPages, readColumns } from './columns.js';
export type { ColumnsError, ColumnsProgress, CsvOptions, ReadColumnsOptions } from './columns.js';

// ---------------------------------------------------------------------------------------------------------------------
// What the functions work with

/** What the functions reach Odoo through: an `OdooClient`, or whatever has its methods. */
export interface BulkClient {
  /** Calls a method of a model. */
  call(model: string, method: string, args?: any[], kwargs?: Record<string, any>, options?: any): Promise<any>;
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
  /** Bytes of the answers so far, or of the file; absent where records are created, written or deleted. */
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
  /** Is told after each answer how far the job has come. */
  onProgress?: ((progress: BulkProgress) => void) | undefined;
}

// ---------------------------------------------------------------------------------------------------------------------
// Reading everything

/** Which records and which of their fields are read, and how. */
export interface IterateOptions extends BulkOptions {
  /** Names of the fields to read; absent or empty: every field, which is slow on large models. `id` is always there. */
  fields?: readonly string[] | undefined;
  /**
   * Fields to sort by. Absent, or by `id` alone: pages are told by the last id, so that they neither overlap nor leave anything out
   * when others create and delete meanwhile. By other fields: pages are told by their offset; most of what
   * moves meanwhile is noticed, and is an error then instead of a gap.
   *
   * @example 'date_order desc'
   */
  order?: string | undefined;
  /** How many records to read at most; absent, 0, `null` or `false`: all of them. */
  limit?: number | false | null | undefined;
  /** How many records to ask for at once. Default 1,000. */
  pageSize?: number | undefined;
  /**
   * How many pages to ask for before they are wanted. Default 1; 0 asks for each page when it is wanted. With more, a server far away
   * works on several at once.
   */
  prefetch?: number | undefined;
  /** How values of binary fields are given: `'base64'` (the default), `'object'` or `'size'`, as in `client.read`. */
  binary?: 'base64' | 'object' | 'size' | undefined;
}

/** Records to go through, any number of them in the memory of a few pages. Each `for await` reads them anew. */
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

/**
 * Goes through all records that match a domain. The next page is under way while this one is consumed; what was given stays as it is,
 * whatever becomes of later pages.
 *
 * @throws `OdooError` when records moved between two pages of another order than `id`; the error has `row`.
 * @throws `OdooNetworkError` for an answer that breaks off, is no JSON or no UTF-8, with `row` and `offset`; and the errors of `client.call`.
 * @throws `TypeError` that names the argument, before anything is sent, when one has the wrong type.
 * @example for await (const { name } of iterate<{ id: number; name: string }>(client, 'res.partner', [], { fields: ['name'] })) console.log(name);
 */
export function iterate<T = any>(client: BulkClient, model: string, domain?: OdooDomain, options?: IterateOptions): RecordIteration<T>;

/**
 * Collects what {@link iterate} goes through. Where the records are many, columns take a third of the memory.
 *
 * @throws the errors of {@link iterate}.
 * @example const countries = await readAll(client, 'res.country', [], { fields: ['code', 'name'] });
 */
export function readAll<T = any>(client: BulkClient, model: string, domain?: OdooDomain, options?: IterateOptions): Promise<T[]>;

// ---------------------------------------------------------------------------------------------------------------------
// Single reads that go out together

/** How reads are put together. */
export interface CoalesceOptions {
  /** How many ids one call has at most. Default 1,000. */
  maxBatch?: number | undefined;
}

/**
 * A view of a client whose `read`s of the same model, fields and context go out as one call when they are made in the same tick. Each
 * caller has its own records, in its own order; an id that does not exist, or may not be read, concerns only those who asked for it.
 *
 * @throws `TypeError` when `maxBatch` is no number above 0.
 * @example const together = coalesced(client);
 * @example const partners = await Promise.all(ids.map((id) => together.read('res.partner', id, ['name'])));
 */
export function coalesced<C extends OdooBaseClient>(client: C, options?: CoalesceOptions): C;

// ---------------------------------------------------------------------------------------------------------------------
// Writing much

/** How records are created, written or deleted. */
export interface WriteManyOptions extends BulkOptions {
  /** How many records one call has at most, which is one transaction of the server's. Default 200. */
  chunkSize?: number | undefined;
  /** How many calls are under way at once. Default 1. */
  concurrency?: number | undefined;
  /**
   * What a failure does: `'stop'` (the default) begins nothing more; `'collect'` goes on with the rest, and tries the rows of a chunk that Odoo
   * itself refused (`error.refused`) in ever smaller parts, until only those are left out that cannot be done. Rows of any other failure are
   * never sent again. Both end with an {@link OdooBulkError}.
   */
  onError?: 'stop' | 'collect' | undefined;
}

/**
 * Creates many records, a chunk at a time, and returns their ids in the order of the values. The values are sent as they are at the time of the
 * call, whatever becomes of them later; so it is with every job.
 *
 * @throws {@link OdooBulkError} that tells what was created, what failed, of what the outcome is unknown, and what was not tried.
 * @throws `TypeError` that names the argument or the row, before anything is sent.
 * @example const ids = await createMany(client, 'product.template', products, { chunkSize: 500, concurrency: 2 });
 */
export function createMany(client: BulkClient, model: string, valuesList: readonly OdooValues[], options?: WriteManyOptions): Promise<number[]>;

/** Records and the values to store in them. */
export interface WriteRow {
  /** One id or several. */
  ids: number | readonly number[];
  /** The values to store in each of them. */
  values: OdooValues;
}

/**
 * Stores values in many records. Equal values go out in one call; where a record is in several rows, the last one counts.
 *
 * @returns how many records were written.
 * @throws {@link OdooBulkError} and `TypeError` as {@link createMany}.
 * @example await writeMany(client, 'product.product', stock.map(({ id, price }) => ({ ids: id, values: { list_price: price } })));
 */
export function writeMany(client: BulkClient, model: string, rows: readonly WriteRow[], options?: WriteManyOptions): Promise<number>;

/**
 * Deletes many records for good, a chunk at a time.
 *
 * @returns how many records were deleted.
 * @throws {@link OdooBulkError} and `TypeError` as {@link createMany}; its rows are positions in `ids`, of a repeated one the first.
 * @example await unlinkMany(client, 'mail.message', await client.search('mail.message', [['date', '<', '2020-01-01']]));
 */
export function unlinkMany(client: BulkClient, model: string, ids: readonly number[], options?: WriteManyOptions): Promise<number>;

/** How {@link upsert} tells which records are there already. */
export interface UpsertOptions extends WriteManyOptions {
  /**
   * The name of a field of texts or whole numbers whose value tells a record, such as `'ref'`, `'default_code'` or `'barcode'`; or `'xmlid'`: the rows' member `xmlid` is their
   * external id, such as `'shop.customer_17'`, which Odoo itself keeps unique.
   */
  key: string;
}

/** The ids of the records of an {@link upsert}, in the order of its rows, and how many of them were what. */
export type UpsertedIds = number[] & {
  /** How many records were created. */
  readonly created: number;
  /** How many were there and had other values. */
  readonly updated: number;
  /** How many were there as they are to be: they cost their reading. */
  readonly unchanged: number;
};

/**
 * Creates the records that are not there yet and writes those that are and differ: run again, it goes on where it ended, without duplicates.
 *
 * The records are read first, 2,000 by a call, and compared value by value as Odoo stores them: HTML by what it says, amounts by their digits, moments in
 * UTC, links by id, binary fields by the checksum of their attachment. Values that cannot be compared for certain are written. What is equal is left alone.
 * With a field as key, only the values that differ are written, equal ones in one call. With `key: 'xmlid'`, Odoo's `load` stores a chunk in one
 * transaction, so that not even two runs at once make a record twice; where the user may not read external ids, it stores all rows, which then count as updated.
 * A call whose outcome is unknown is looked up the same way.
 *
 * As the fields' types are known, a `Date` becomes what Odoo takes (`YYYY-MM-DD`, or `YYYY-MM-DD HH:MM:SS` in UTC).
 *
 * @returns the ids of the records, in the order of the rows, with the counts `created`, `updated` and `unchanged`.
 * @throws {@link OdooBulkError} as {@link createMany}.
 * @throws `TypeError` that names the row whose key is missing, of another type than the field or there before, before anything is stored.
 * @example await upsert(client, 'res.partner', customers.map(({ number, name }) => ({ xmlid: `shop.customer_${number}`, name })), { key: 'xmlid' });
 */
export function upsert(client: BulkClient, model: string, rows: readonly OdooValues[], options: UpsertOptions): Promise<UpsertedIds>;

/** A part of a job that was not done, or perhaps not. */
export interface BulkFailure {
  /** The rows, as positions in what the job was given. */
  rows: number[];
  /** The records it is about, of a job that names them: of a row with many ids, others may be done. */
  ids?: number[];
  /** Why. */
  error: Error;
}

/** A job that was not done as a whole. It tells of every row what became of it. */
export class OdooBulkError extends OdooError {
  private constructor();
  /** The model. */
  readonly model: string;
  /** What was called: `'create'`, `'write'`, `'unlink'`, `'load'` or `'upsert'`. */
  readonly method: string;
  /** The rows that are done, and the ids of their records. */
  readonly done: { row: number; id: number }[];
  /** The rows that Odoo, or the safety guard, refused: nothing of them was stored. */
  readonly failed: BulkFailure[];
  /**
   * The rows whose request got no answer, or one that is not Odoo's (a gateway's error, a redirect, ids that are none): they may be stored or
   * not. Nothing is sent again on a guess.
   */
  readonly unknown: BulkFailure[];
  /**
   * The rows that were not sent, as when the connection was refused (`cause.notSent`): they may be sent again. Of one with more ids than a call
   * takes, a part may be done.
   */
  readonly notTried: number[];
  /** The first failure. */
  readonly cause: Error;
}

// ---------------------------------------------------------------------------------------------------------------------
// Files

/** What every file may be given. `onProgress` counts bytes: those read and encoded of an upload, which is done when the server has stored it. */
export type FileOptions = BulkOptions;

/**
 * Reads a binary field. The server's base64 is decoded from the bytes of its answer, without a string between. Of an attachment, `datas` and `raw` are
 * the same contents on every version.
 *
 * @returns the bytes, or `null` where the field is empty.
 * @throws `OdooMissingError` when there is no such record; `OdooError` when there is no such field, or it is not binary; and the errors of `client.call`.
 * @example writeFileSync('logo.png', await readBinary(client, 'res.company', 1, 'logo'));
 */
export function readBinary(client: BulkClient, model: string, id: number, field: string, options?: FileOptions): Promise<Uint8Array | null>;

/** A file for {@link uploadAttachment}. */
export interface AttachmentFile {
  /** Name of the file. */
  name: string;
  /** What is in it. */
  data: { arrayBuffer(): Promise<ArrayBuffer> } | ArrayBufferLike | ArrayBufferView | AsyncIterable<Uint8Array> | { getReader(): any };
  /** Model of the record it belongs to. */
  resModel?: string | undefined;
  /** Id of the record it belongs to. */
  resId?: number | undefined;
  /** Type of its content; absent: that of the `Blob`, or what Odoo takes it for. */
  mimetype?: string | undefined;
}

/**
 * Stores a file as an attachment (`ir.attachment`) and returns its id. How many bytes were stored is compared afterwards.
 *
 * @throws `OdooError` that has the record's `id`, where that is another number. (Pictures may be made smaller by Odoo.)
 * @throws `TypeError` that names the member, before anything is sent; and the errors of `client.call`.
 * @example const id = await uploadAttachment(client, { name: 'offer.pdf', data: readFileSync('offer.pdf'), resModel: 'sale.order', resId: 42 });
 */
export function uploadAttachment(client: BulkClient, file: AttachmentFile, options?: FileOptions): Promise<number>;

/**
 * Prints records as PDF. Over the web session only: Odoo offers reports to no other protocol.
 *
 * @param reportName Technical name of the report, such as `'account.report_invoice'`.
 * @throws `OdooError` over another protocol, and when the server answers with something else than a PDF; `OdooNetworkError` when it does not answer.
 * @example writeFileSync('invoice.pdf', await report(client, 'account.report_invoice', [42]));
 */
export function report(client: OdooBaseClient, reportName: string, ids: number | readonly number[], options?: FileOptions): Promise<Uint8Array>;

// ---------------------------------------------------------------------------------------------------------------------
// The client that has it all

/** What an {@link OdooClient} for bulk work may be given besides. */
export interface CoalesceConfig {
  /** Whether reads made in the same tick go out together, see {@link coalesced}. Default `false`. */
  coalesce?: boolean | CoalesceOptions | undefined;
}

/**
 * The client with methods for bulk work: an `OdooClient` of `odoo-client-wasm` in every other respect, and an instance of it.
 *
 * @example import { OdooClient } from 'odoo-client-wasm/bulk';
 */
export class OdooClient extends OdooBaseClient {
  /** Checks the configuration and remembers it; nothing is sent. */
  constructor(config: (OdooClientConfig | OdooKeyConfig | OdooVisitorConfig) & CoalesceConfig);
  /** Goes through all records that match a domain, see {@link iterate}. */
  iterate<T = any>(model: string, domain?: OdooDomain, options?: IterateOptions): RecordIteration<T>;
  /** Reads all records that match a domain, see {@link readAll}. */
  readAll<T = any>(model: string, domain?: OdooDomain, options?: IterateOptions): Promise<T[]>;
  /** Reads records into columns, see {@link readColumns}. */
  readColumns<T = any>(model: string, domain?: OdooDomain, options?: ReadColumnsOptions): Promise<Columns<T>>;
  /** Reads records into columns, page by page, see {@link readColumnPages}. */
  readColumnPages<T = any>(model: string, domain?: OdooDomain, options?: ReadColumnsOptions): AsyncGenerator<Columns<T>, void, undefined>;
  /** A view whose reads of one tick go out together, see {@link coalesced}. */
  coalesced(options?: CoalesceOptions): this;
  /** Creates many records, see {@link createMany}. */
  createMany(model: string, valuesList: readonly OdooValues[], options?: WriteManyOptions): Promise<number[]>;
  /** Stores values in many records, see {@link writeMany}. */
  writeMany(model: string, rows: readonly WriteRow[], options?: WriteManyOptions): Promise<number>;
  /** Deletes many records, see {@link unlinkMany}. */
  unlinkMany(model: string, ids: readonly number[], options?: WriteManyOptions): Promise<number>;
  /** Creates what is not there and writes what differs, see {@link upsert}. */
  upsert(model: string, rows: readonly OdooValues[], options: UpsertOptions): Promise<UpsertedIds>;
  /** Reads a binary field, see {@link readBinary}. */
  readBinary(model: string, id: number, field: string, options?: FileOptions): Promise<Uint8Array | null>;
  /** Stores a file as an attachment, see {@link uploadAttachment}. */
  uploadAttachment(file: AttachmentFile, options?: FileOptions): Promise<number>;
  /** Prints records as PDF, see {@link report}. */
  report(reportName: string, ids: number | readonly number[], options?: FileOptions): Promise<Uint8Array>;
}

/**
 * Makes a client for bulk work from the environment and logs in, see `createClient` of `odoo-client-wasm`.
 *
 * @example const client = await createClient();
 */
export function createClient(prefix?: string): Promise<OdooClient>;
