// The client with methods for bulk work: one line a method.

import {
  OdooClient as Client,
  configFromEnv,
  type Forms,
  type OdooClientConfig,
  type OdooKeyConfig,
  type OdooVisitorConfig,
  type SomeDomain,
  type SomeField,
  type SomeModel,
  type SomeRow,
  type SomeValues,
  type Told,
} from 'odoo-client-wasm';
import {
  readColumnPages,
  readColumns,
  type SomeColumns,
  type SomeColumnsOptions,
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
  RecordIteration,
  UpsertedIds,
  WriteManyOptions,
} from './options.ts';
import { report } from './reports.ts';
import type { SomeIterate, SomeUpsert, SomeUpsertRow, SomeWriteRow } from './typed.ts';
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

  /** Goes through all records that match a domain, see {@link iterate}. */
  iterate<
    T extends Told<S> = Told<S>,
    M extends SomeModel<S> = SomeModel<S>,
    const D extends readonly unknown[] = readonly unknown[],
    const O extends string = string,
    const N extends SomeField<S, M> = SomeField<S, M>,
  >(
    model: M,
    domain?: SomeDomain<S, M, D>,
    options?: SomeIterate<S, M, N, O>,
  ): RecordIteration<SomeRow<S, M, N, V, T>> {
    return iterate<any>(plainOf(this), model, domain as any, options as any);
  }

  /** Reads all records that match a domain, see {@link readAll}. */
  readAll<
    T extends Told<S> = Told<S>,
    M extends SomeModel<S> = SomeModel<S>,
    const D extends readonly unknown[] = readonly unknown[],
    const O extends string = string,
    const N extends SomeField<S, M> = SomeField<S, M>,
  >(
    model: M,
    domain?: SomeDomain<S, M, D>,
    options?: SomeIterate<S, M, N, O>,
  ): Promise<SomeRow<S, M, N, V, T>[]> {
    return readAll<any>(plainOf(this), model, domain as any, options as any);
  }

  /** Reads records into columns, see {@link readColumns}. */
  readColumns<
    T extends Told<S> = Told<S>,
    M extends SomeModel<S> = SomeModel<S>,
    const D extends readonly unknown[] = readonly unknown[],
    const N extends SomeField<S, M> = SomeField<S, M>,
  >(
    model: M,
    domain?: SomeDomain<S, M, D>,
    options?: SomeColumnsOptions<S, N>,
  ): Promise<SomeColumns<S, M, N, T>> {
    return readColumns(plainOf(this), model, domain as any, options as any) as Promise<any>;
  }

  /** Reads records into columns, page by page, see {@link readColumnPages}. */
  readColumnPages<
    T extends Told<S> = Told<S>,
    M extends SomeModel<S> = SomeModel<S>,
    const D extends readonly unknown[] = readonly unknown[],
    const N extends SomeField<S, M> = SomeField<S, M>,
  >(
    model: M,
    domain?: SomeDomain<S, M, D>,
    options?: SomeColumnsOptions<S, N>,
  ): AsyncGenerator<SomeColumns<S, M, N, T>, void, undefined> {
    const pages: any = readColumnPages(plainOf(this), model, domain as any, options as any);
    return pages;
  }

  /** A view whose reads of one tick go out together, see {@link coalesced}. */
  coalesced(options?: CoalesceOptions): this {
    return coalesced(plainOf(this), options) as unknown as this;
  }

  /** Creates many records, see {@link createMany}. */
  createMany<M extends SomeModel<S>>(
    model: M,
    valuesList: readonly SomeValues<S, M, V>[],
    options?: WriteManyOptions,
  ): Promise<number[]> {
    return createMany(plainOf(this), model, valuesList as any, options);
  }

  /** Stores values in many records, see {@link writeMany}. */
  writeMany<M extends SomeModel<S>>(
    model: M,
    rows: readonly SomeWriteRow<S, M, V>[],
    options?: WriteManyOptions,
  ): Promise<number> {
    return writeMany(plainOf(this), model, rows as any, options);
  }

  /** Deletes many records, see {@link unlinkMany}. */
  unlinkMany(
    model: SomeModel<S>,
    ids: readonly number[],
    options?: WriteManyOptions,
  ): Promise<number> {
    return unlinkMany(plainOf(this), model, ids, options);
  }

  /** Creates what is not there and writes what differs, see {@link upsert}. */
  upsert<M extends SomeModel<S>, const K extends string>(
    model: M,
    rows: readonly SomeUpsertRow<S, M, K>[],
    options: SomeUpsert<S, M, K>,
  ): Promise<UpsertedIds> {
    return upsert(plainOf(this), model, rows as any, options as any);
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
