// Starting: the import and the first client in a new process, and how much has to be loaded for it.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { markdownTable } from '../scripts/markdown.mjs';
import { inProject, packageDirectory } from '../scripts/project.mjs';
import { apart } from './apart.mjs';
import { ours, oursInBulk, peers, versions } from './contenders.mjs';
import { medians } from './measure.mjs';
import { kilobytes, milliseconds, rowsOf } from './report.mjs';

const dist = (name) => join(packageDirectory, 'dist', name);

/** What is weighed of each: of ours what the import leads to. */
const entries = { [ours.name]: dist('node.cjs'), [oursInBulk.name]: dist('bulk.node.cjs') };

/** Bytes after gzip: of the bundle for Node, and of the modules it reads from beside it. */
async function weigh(entry) {
  const {
    outputFiles: [{ text }],
  } = await build({
    stdin: { contents: `export * from ${JSON.stringify(entry)};`, resolveDir: inProject('bench') },
    bundle: true,
    minify: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    logLevel: 'silent',
  });
  // Of two builds of the columns' decoder an engine loads one.
  const modules = [...new Set(text.match(/\w+\.wasm/g))].filter(
    (name) => !name.includes('scalar') && existsSync(dist(name)),
  );
  return [text, ...modules.map((name) => readFileSync(dist(name)))].reduce(
    (total, bytes) => total + gzipSync(bytes, { level: 9 }).length,
    0,
  );
}

export async function measure({ quickly = false, ...server }) {
  const contenders = [ours, oursInBulk, ...peers];
  const rounds = quickly ? 3 : 21;
  const failed = {};
  const starts = Object.fromEntries(
    contenders.map(({ name }) => [name, () => apart({ task: 'start', contender: name, server })]),
  );
  const time = await medians(starts, { rounds, warmUp: 1, clock: (result) => result.time, failed });
  const size = {};
  for (const { name } of contenders) size[name] = await weigh(entries[name] ?? name);
  const rows = rowsOf(contenders, failed, ({ name }) => [
    milliseconds(time[name]),
    kilobytes(size[name]),
  ]);
  const table = markdownTable(['', 'protocol', '`import` and first client', 'gzip'], rows);
  return {
    table,
    figures: { time, size },
    note: `${versions()}; ${rounds} rounds; bundled for Node and minified by esbuild, with the WebAssembly that is read beside it`,
  };
}
