// What the package weighs, and what it may weigh.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { packageDirectory } from '../project.mjs';

/** The most bytes a file of dist/ may have after gzip. */
export const budget = {
  'index.js': 122 * 1024,
  'columns.js': 76 * 1024,
  'policy.js': 46 * 1024,
  'bulk.js': 28 * 1024,
  'schema.js': 152 * 1024,
  'sandbox.js': 640 * 1024,
};

/**
 * What a program loads, apart and together; for workerd the glue lies apart, and has the module
 * imported.
 */
const parts = {
  'client: WebAssembly': 'odoo_client_wasm.wasm',
  'client: JavaScript': 'workerd.js',
  'client: both in one file': 'index.js',
  'columns: WebAssembly': 'odoo_columns_wasm.wasm',
  'columns: JavaScript': 'columns.workerd.js',
  'columns: all in one file': 'columns.js',
  'policy: WebAssembly': 'odoo_bulk_wasm.wasm',
  'policy: both in one file': 'policy.js',
  'bulk: JavaScript': 'bulk.js',
  'schema: WebAssembly': 'odoo_schema_wasm.wasm',
  'schema: JavaScript': 'schema.workerd.js',
  'schema: both in one file': 'schema.js',
  'sandbox: WebAssembly': 'odoo_sandbox_wasm.wasm',
  'sandbox: JavaScript': 'sandbox.workerd.js',
  'sandbox: both in one file': 'sandbox.js',
};

/** Bytes of a file: as it is, and as servers send it. */
function weigh(bytes) {
  return {
    raw: bytes.length,
    gzip: gzipSync(bytes, { level: 9 }).length,
    brotli: brotliCompressSync(bytes, {
      params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
    }).length,
  };
}

/**
 * `{ part, file, raw, gzip, brotli, most }` of what a program loads; `most` where there is a
 * budget.
 */
export const sizes = (dist = join(packageDirectory, 'dist')) =>
  Object.entries(parts).map(([part, file]) => ({
    part,
    file,
    ...weigh(readFileSync(join(dist, file))),
    most: budget[file],
  }));

/** The sizes as lines of text. */
export function sizeReport(all) {
  const kilobytes = (bytes) => `${(bytes / 1024).toFixed(1)} KB`.padStart(11);
  return [
    `  ${''.padEnd(26)}${['raw', 'gzip', 'brotli'].map((name) => name.padStart(11)).join('')}`,
    ...all.map(
      ({ part, raw, gzip, brotli, most }) =>
        `  ${part.padEnd(26)}${[raw, gzip, brotli].map(kilobytes).join('')}` +
        (most ? `   ${gzip <= most ? '✓' : '✗'} at most ${most / 1024} KB after gzip` : ''),
    ),
  ].join('\n');
}
