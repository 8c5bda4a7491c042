// The client with methods for bulk work: one line a method.

import { OdooClient as Client, configFromEnv } from 'odoo-client-wasm';
import { readColumnPages, readColumns } from 'odoo-client-wasm/columns';
import { coalesce, coalesced } from './coalesce.js';
import { readBinary, report, uploadAttachment } from './files.js';
import { iterate, readAll } from './iterate.js';
import { upsert } from './upsert.js';
import { createMany, unlinkMany, writeMany } from './write.js';

export class OdooClient extends Client {
  constructor(config) {
    super(config);
    const { coalesce: how = false } = config;
    if (how !== false) coalesce(this, how === true ? {} : how);
  }

  iterate(model, domain, options) { return iterate(this, model, domain, options); }
  readAll(model, domain, options) { return readAll(this, model, domain, options); }
  readColumns(model, domain, options) { return readColumns(this, model, domain, options); }
  readColumnPages(model, domain, options) { return readColumnPages(this, model, domain, options); }
  coalesced(options) { return coalesced(this, options); }
  createMany(model, valuesList, options) { return createMany(this, model, valuesList, options); }
  writeMany(model, rows, options) { return writeMany(this, model, rows, options); }
  unlinkMany(model, ids, options) { return unlinkMany(this, model, ids, options); }
  upsert(model, rows, options) { return upsert(this, model, rows, options); }
  readBinary(model, id, field, options) { return readBinary(this, model, id, field, options); }
  uploadAttachment(file, options) { return uploadAttachment(this, file, options); }
  report(reportName, ids, options) { return report(this, reportName, ids, options); }
}

export async function createClient(prefix) {
  const client = new OdooClient(configFromEnv(prefix));
  await client.authenticate();
  return client;
}
