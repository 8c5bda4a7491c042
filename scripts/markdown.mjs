// Tables as Markdown, and their places in documents.

import { readFile, writeFile } from 'node:fs/promises';
import { Refusal } from './process.mjs';
import { inProject } from './project.mjs';

/** A table whose columns are aligned in the source as well; all but the first are numbers. */
export function markdownTable(head, rows) {
  const text = [head, ...rows].map((row) => row.map(String));
  const widths = head.map((_, column) => Math.max(3, ...text.map((row) => row[column].length)));
  const line = (row) =>
    `| ${row.map((cell, column) => (column ? cell.padStart(widths[column]) : cell.padEnd(widths[column]))).join(' | ')} |`;
  const rule = `| ${widths.map((width, column) => (column ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width))).join(' | ')} |`;
  return [line(text[0]), rule, ...text.slice(1).map(line)].join('\n');
}

/**
 * Replaces what stands between `<!-- table:NAME -->` and `<!-- /table:NAME -->` in a document of
 * docs/.
 */
export async function writeTable(document, name, content) {
  const path = inProject('docs', document);
  const text = await readFile(path, 'utf8');
  const [open, close] = [`<!-- table:${name} -->`, `<!-- /table:${name} -->`];
  const [start, end] = [text.indexOf(open), text.indexOf(close)];
  if (start < 0 || end < start)
    throw new Refusal(
      `docs/${document} has no place for the table`,
      `put ${open} and ${close} where it belongs`,
    );
  await writeFile(path, `${text.slice(0, start + open.length)}\n${content}\n${text.slice(end)}`);
}
