/**
 * Bulk work: thousands of records, fast, in little memory, with progress. Reading everything page
 * by page, single reads that go out together, creating and writing by the thousand with an exact
 * account of what was done, files.
 *
 * Everything is there twice: as functions that take any client, and as methods of an `OdooClient`
 * that has them all.
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

export type * from 'odoo-client-wasm';
// By name: each form of the package lists what it gives.
export {
  configFromEnv,
  DELETE_METHODS,
  ensureHtmlBody,
  getDefaultSafetyContext,
  getPropertyDefinition,
  getPropertyValue,
  inferSafetyLevel,
  JsonRpcTransport,
  MailService,
  ModuleManager,
  OdooAccessError,
  OdooAuthError,
  OdooError,
  OdooLockError,
  OdooMissingError,
  OdooNetworkError,
  OdooRateLimitError,
  OdooRedirectWarning,
  OdooRpcError,
  OdooSafetyError,
  OdooSessionExpiredError,
  OdooTimeoutError,
  OdooValidationError,
  postInternalNote,
  postOpenMessage,
  propertiesToWriteFormat,
  READ_METHODS,
  resolveSafetyContext,
  setDefaultSafetyContext,
} from 'odoo-client-wasm';
export type {
  ColumnsError,
  ColumnsProgress,
  CsvOptions,
  ReadColumnsOptions,
} from 'odoo-client-wasm/columns';
export {
  Columns,
  decodeColumns,
  encodeBase64,
  readColumnPages,
  readColumns,
} from 'odoo-client-wasm/columns';
export { uploadAttachment } from './attachments.ts';
export { readBinary } from './binary-field.ts';
export { createClient, OdooClient } from './client.ts';
export { coalesced } from './coalesce.ts';
export { type BulkFailure, OdooBulkError } from './errors.ts';
export { iterate, readAll } from './iterate.ts';
export type {
  AttachmentFile,
  BulkClient,
  BulkOptions,
  BulkProgress,
  CoalesceConfig,
  CoalesceOptions,
  FileOptions,
  IterateOptions,
  RecordIteration,
  UpsertedIds,
  UpsertOptions,
  WriteManyOptions,
  WriteRow,
} from './options.ts';
export { report } from './reports.ts';
export type {
  SomeIterate,
  SomeUpsert,
  SomeUpsertRow,
  SomeWriteRow,
  TypedIterateOptions,
  TypedUpsertOptions,
  TypedUpsertRow,
  TypedWriteRow,
  UpsertKey,
} from './typed.ts';
export { upsert } from './upsert.ts';
export { createMany, unlinkMany, writeMany } from './write.ts';
