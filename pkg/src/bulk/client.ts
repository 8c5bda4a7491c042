// The client with methods for bulk work: one line a method.

import {
  type AnyModel,
  type CheckDomain,
  OdooClient as Client,
  configFromEnv,
  type FieldName,
  type Forms,
  type ModelName,
  type OdooClientConfig,
  type OdooDomain,
  type OdooKeyConfig,
  type OdooValues,
  type OdooVisitorConfig,
  type Row,
  type SomeModel,
  type Stored,
} from 'odoo-client-wasm';
import {
  type Columns,
  type ColumnsOfModel,
  type ReadColumnsOptions,
  readColumnPages,
  readColumns,
  type TypedColumnsOptions,
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
import type {
  TypedIterateOptions,
  TypedUpsertOptions,
  TypedUpsertRow,
  TypedWriteRow,
} from './typed.ts';
import { upsert } from './upsert.ts';
import { createMany, unlinkMany, writeMany } from './write.ts';

/**
 * The client with methods for bulk work: an `OdooClient` of `odoo-client-wasm` in every other
 * respect, and an instance of it.
 *
 * @example import { OdooClient } from 'odoo-client-wasm/bulk';
 */
export class OdooClient<S = unknown, V extends Forms = Forms> extends Client<S, V> {
  /** Checks the configuration and remembers it; nothing is sent. */
  constructor(config: (OdooClientConfig | OdooKeyConfig | OdooVisitorConfig) & CoalesceConfig) {
    super(config);
    const { coalesce: how = false } = config;
    if (how !== false) coalesce(plainOf(this), how === true ? {} : how);
  }

  /** A view in other forms, see `with` of `odoo-client-wasm`. */
  override with<const W extends Forms>(forms: W): OdooClient<S, W> {
    return super.with(forms) as unknown as OdooClient<S, W>;
  }

  /** Goes through all records that match a domain. The schema checks what is passed. */
  iterate<
    M extends ModelName<S>,
    const D extends readonly unknown[],
    const O extends string,
    const N extends FieldName<S, M> = FieldName<S, M>,
  >(
    model: M,
    domain?: CheckDomain<S, M, D>,
    options?: TypedIterateOptions<S, M, N, O>,
  ): RecordIteration<Row<S, M, N, V>>;
  /** Goes through all records that match a domain, see {@link iterate}. */
  iterate<T = any>(
    model: AnyModel<S>,
    domain?: OdooDomain,
    options?: IterateOptions,
  ): RecordIteration<T>;
  iterate(model: string, domain?: any, options?: any): RecordIteration<any> {
    return iterate(plainOf(this), model, domain, options);
  }

  /** Reads all records that match a domain. The schema checks what is passed. */
  readAll<
    M extends ModelName<S>,
    const D extends readonly unknown[],
    const O extends string,
    const N extends FieldName<S, M> = FieldName<S, M>,
  >(
    model: M,
    domain?: CheckDomain<S, M, D>,
    options?: TypedIterateOptions<S, M, N, O>,
  ): Promise<Row<S, M, N, V>[]>;
  /** Reads all records that match a domain, see {@link readAll}. */
  readAll<T = any>(model: AnyModel<S>, domain?: OdooDomain, options?: IterateOptions): Promise<T[]>;
  readAll(model: string, domain?: any, options?: any): Promise<any[]> {
    return readAll(plainOf(this), model, domain, options);
  }

  /** Reads records into columns. The schema checks what is passed. */
  readColumns<
    M extends ModelName<S>,
    const D extends readonly unknown[],
    const N extends FieldName<S, M> = FieldName<S, M>,
  >(
    model: M,
    domain?: CheckDomain<S, M, D>,
    options?: TypedColumnsOptions<N>,
  ): Promise<ColumnsOfModel<S, M, N>>;
  /** Reads records into columns, see {@link readColumns}. */
  readColumns<T = any>(
    model: AnyModel<S>,
    domain?: OdooDomain,
    options?: ReadColumnsOptions,
  ): Promise<Columns<T>>;
  readColumns(model: string, domain?: any, options?: any): Promise<Columns<any>> {
    return readColumns(plainOf(this), model, domain, options);
  }

  /** Reads records into columns, page by page. The schema checks what is passed. */
  readColumnPages<
    M extends ModelName<S>,
    const D extends readonly unknown[],
    const N extends FieldName<S, M> = FieldName<S, M>,
  >(
    model: M,
    domain?: CheckDomain<S, M, D>,
    options?: TypedColumnsOptions<N>,
  ): AsyncGenerator<ColumnsOfModel<S, M, N>, void, undefined>;
  /** Reads records into columns, page by page, see {@link readColumnPages}. */
  readColumnPages<T = any>(
    model: AnyModel<S>,
    domain?: OdooDomain,
    options?: ReadColumnsOptions,
  ): AsyncGenerator<Columns<T>, void, undefined>;
  readColumnPages(
    model: string,
    domain?: any,
    options?: any,
  ): AsyncGenerator<Columns<any>, void, undefined> {
    return readColumnPages(plainOf(this), model, domain, options);
  }

  /** A view whose reads of one tick go out together, see {@link coalesced}. */
  coalesced(options?: CoalesceOptions): this {
    return coalesced(plainOf(this), options) as unknown as this;
  }

  /** Creates many records. The schema checks what is passed. */
  createMany<M extends ModelName<S>>(
    model: M,
    valuesList: readonly Stored<S, M, V>[],
    options?: WriteManyOptions,
  ): Promise<number[]>;
  /** Creates many records, see {@link createMany}. */
  createMany(
    model: AnyModel<S>,
    valuesList: readonly OdooValues[],
    options?: WriteManyOptions,
  ): Promise<number[]>;
  createMany(model: string, valuesList: any, options?: WriteManyOptions): Promise<number[]> {
    return createMany(plainOf(this), model, valuesList, options);
  }

  /** Stores values in many records. The schema checks what is passed. */
  writeMany<M extends ModelName<S>>(
    model: M,
    rows: readonly TypedWriteRow<S, M, V>[],
    options?: WriteManyOptions,
  ): Promise<number>;
  /** Stores values in many records, see {@link writeMany}. */
  writeMany(
    model: AnyModel<S>,
    rows: readonly WriteRow[],
    options?: WriteManyOptions,
  ): Promise<number>;
  writeMany(model: string, rows: any, options?: WriteManyOptions): Promise<number> {
    return writeMany(plainOf(this), model, rows, options);
  }

  /** Deletes many records, see {@link unlinkMany}. */
  unlinkMany(
    model: SomeModel<S>,
    ids: readonly number[],
    options?: WriteManyOptions,
  ): Promise<number> {
    return unlinkMany(plainOf(this), model, ids, options);
  }

  /** Creates what is not there and writes what differs. The schema checks what is passed. */
  upsert<M extends ModelName<S>>(
    model: M,
    rows: readonly TypedUpsertRow<S, M>[],
    options: TypedUpsertOptions<S, M>,
  ): Promise<UpsertedIds>;
  /** Creates what is not there and writes what differs, see {@link upsert}. */
  upsert(
    model: AnyModel<S>,
    rows: readonly OdooValues[],
    options: UpsertOptions,
  ): Promise<UpsertedIds>;
  upsert(model: string, rows: any, options: any): Promise<UpsertedIds> {
    return upsert(plainOf(this), model, rows, options);
  }

  /** Reads a binary field, see {@link readBinary}. */
  readBinary(
    model: SomeModel<S>,
    id: number,
    field: string,
    options?: FileOptions,
  ): Promise<Uint8Array | null> {
    return readBinary(plainOf(this), model, id, field, options);
  }

  /** Stores a file as an attachment, see {@link uploadAttachment}. */
  uploadAttachment(file: AttachmentFile, options?: FileOptions): Promise<number> {
    return uploadAttachment(plainOf(this), file, options);
  }

  /** Prints records as PDF, see {@link report}. */
  report(
    reportName: string,
    ids: number | readonly number[],
    options?: FileOptions,
  ): Promise<Uint8Array> {
    return report(plainOf(this), reportName, ids, options);
  }
}

// A bundle has another one of that name, which is this one's base.
Object.defineProperty(OdooClient, 'name', { value: 'OdooClient' });

/**
 * Makes a client for bulk work from the environment and logs in, see `createClient` of
 * `odoo-client-wasm`.
 *
 * @example const client = await createClient();
 */
export async function createClient<S = unknown>(prefix?: string): Promise<OdooClient<S>> {
  const client = new OdooClient<S>(configFromEnv(prefix));
  await client.authenticate();
  return client;
}

/** A client as what works with any schema takes it: its names are checked before. */
const plainOf = <S, V extends Forms>(client: OdooClient<S, V>) => client as unknown as Client;
