// What the package weighs, and what it may weigh.

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { packageDirectory } from '../project.mjs';

/** The most bytes a file may have after gzip. */
export const budget = { 'index.js': 60 * 1024, 'columns.js': 60 * 1024, 'sandbox.js': 640 * 1024 };

const shown = /\.(js|cjs|mjs|wasm)$/;

/** `{ file, raw, gzip, brotli }` of every file of dist/ that a program loads. */
export function sizes() {
  const dist = join(packageDirectory, 'dist');
  return readdirSync(dist).filter((file) => shown.test(file)).sort().map((file) => {
    const bytes = readFileSync(join(dist, file));
    return {
      file,
      raw: bytes.length,
      gzip: gzipSync(bytes, { level: 9 }).length,
      brotli: brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }).length,
    };
  });
}

export function printSizes() {
  const kilobytes = (bytes) => `${(bytes / 1024).toFixed(1)} KB`.padStart(10);
  console.log(`  ${'dist/'.padEnd(24)}${'raw'.padStart(10)}${'gzip'.padStart(10)}${'brotli'.padStart(10)}`);
  for (const { file, raw, gzip, brotli } of sizes()) {
    console.log(`  ${file.padEnd(24)}${kilobytes(raw)}${kilobytes(gzip)}${kilobytes(brotli)}`);
  }
}
