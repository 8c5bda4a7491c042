// The client with methods for bulk work: one line a method.

import {
  OdooClient as Client,
  configFromEnv,
  type OdooClientConfig,
  type OdooDomain,
  type OdooKeyConfig,
  type OdooValues,
  type OdooVisitorConfig,
} from 'odoo-client-wasm';
import {
  type Columns,
  type ReadColumnsOptions,
  readColumnPages,
  readColumns,
} from 'odoo-client-wasm/columns';
import { uploadAttachment } from './attachments.ts';
import { readBinary } from './binary-field.ts';
import { coalesce, coalesced } from './coalesce.ts';
import { iterate, readAll } from './iterate.ts';
import type {
  AttachmentFile,
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
import { report } from './reports.ts';
import { upsert } from './upsert.ts';
import { createMany, unlinkMany, writeMany } from './write.ts';

/**
 * The client with methods for bulk work: an `OdooClient` of `odoo-client-wasm` in every other respect, and an instance of it.
 *
 * @example import { OdooClient } from 'odoo-client-wasm/bulk';
 */
export class OdooClient extends Client {
  /** Checks the configuration and remembers it; nothing is sent. */
  constructor(config: (OdooClientConfig | OdooKeyConfig | OdooVisitorConfig) & CoalesceConfig) {
    super(config);
    const { coalesce: how = false } = config;
    if (how !== false) coalesce(this, how === true ? {} : how);
  }

  /** Goes through all records that match a domain, see {@link iterate}. */
  iterate<T = any>(
    model: string,
    domain?: OdooDomain,
    options?: IterateOptions,
  ): RecordIteration<T> {
    return iterate<T>(this, model, domain, options);
  }

  /** Reads all records that match a domain, see {@link readAll}. */
  readAll<T = any>(model: string, domain?: OdooDomain, options?: IterateOptions): Promise<T[]> {
    return readAll<T>(this, model, domain, options);
  }

  /** Reads records into columns, see {@link readColumns}. */
  readColumns<T = any>(
    model: string,
    domain?: OdooDomain,
    options?: ReadColumnsOptions,
  ): Promise<Columns<T>> {
    return readColumns<T>(this, model, domain, options);
  }

  /** Reads records into columns, page by page, see {@link readColumnPages}. */
  readColumnPages<T = any>(
    model: string,
    domain?: OdooDomain,
    options?: ReadColumnsOptions,
  ): AsyncGenerator<Columns<T>, void, undefined> {
    return readColumnPages<T>(this, model, domain, options);
  }

  /** A view whose reads of one tick go out together, see {@link coalesced}. */
  coalesced(options?: CoalesceOptions): this {
    return coalesced(this, options);
  }

  /** Creates many records, see {@link createMany}. */
  createMany(
    model: string,
    valuesList: readonly OdooValues[],
    options?: WriteManyOptions,
  ): Promise<number[]> {
    return createMany(this, model, valuesList, options);
  }

  /** Stores values in many records, see {@link writeMany}. */
  writeMany(model: string, rows: readonly WriteRow[], options?: WriteManyOptions): Promise<number> {
    return writeMany(this, model, rows, options);
  }

  /** Deletes many records, see {@link unlinkMany}. */
  unlinkMany(model: string, ids: readonly number[], options?: WriteManyOptions): Promise<number> {
    return unlinkMany(this, model, ids, options);
  }

  /** Creates what is not there and writes what differs, see {@link upsert}. */
  upsert(model: string, rows: readonly OdooValues[], options: UpsertOptions): Promise<UpsertedIds> {
    return upsert(this, model, rows, options);
  }

  /** Reads a binary field, see {@link readBinary}. */
  readBinary(
    model: string,
    id: number,
    field: string,
    options?: FileOptions,
  ): Promise<Uint8Array | null> {
    return readBinary(this, model, id, field, options);
  }

  /** Stores a file as an attachment, see {@link uploadAttachment}. */
  uploadAttachment(file: AttachmentFile, options?: FileOptions): Promise<number> {
    return uploadAttachment(this, file, options);
  }

  /** Prints records as PDF, see {@link report}. */
  report(
    reportName: string,
    ids: number | readonly number[],
    options?: FileOptions,
  ): Promise<Uint8Array> {
    return report(this, reportName, ids, options);
  }
}

/**
 * Makes a client for bulk work from the environment and logs in, see `createClient` of `odoo-client-wasm`.
 *
 * @example const client = await createClient();
 */
export async function createClient(prefix?: string): Promise<OdooClient> {
  const client = new OdooClient(configFromEnv(prefix));
  await client.authenticate();
  return client;
}
