// Tables for terminals: as wide as the terminal at most, and no wider than they need to be. Of the
// widths, the library knows those of texts, and not which column gives way to which.

import Table from 'cli-table3';
import widthOf from 'string-width';

/** A column; how many of its places are not cut, as long as there is room for them. */
export interface Column {
  name: string;
  keep?: number;
  /** Whether a terminal that is too narrow for it does without. */
  optional?: true;
}

const gap = 2;

/**
 * Widths of columns that fit in a terminal together. What is widest gives way first: cells before
 * names of columns, and those that are to be kept only where nothing else is left.
 */
export function widthsFor(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  most: number,
): number[] {
  const heads = columns.map(({ name }) => widthOf(name));
  const widths = heads.map((head, at) => Math.max(head, longestIn(rows, at)));
  const room = most - gap * (columns.length - 1);
  const least = 4;
  const kept = (at: number, otherwise: number) => Math.max(columns[at]?.keep ?? 0, otherwise);
  for (const floor of [
    (at: number) => kept(at, Math.max(8, heads[at] as number)),
    (at: number) => kept(at, least),
    // The first column says what a row is of.
    (at: number) => (at === 0 ? kept(at, least) : least),
    () => least,
  ])
    shrink(widths, room, floor);
  return widths;
}

/** Takes from the widest columns what is too much, each down to its floor. */
function shrink(widths: number[], room: number, floor: (at: number) => number): void {
  let over = widths.reduce((sum, width) => sum + width, 0) - room;
  while (over > 0) {
    const able = widths.map((width, at) => (width > floor(at) ? width : 0));
    const widest = Math.max(...able);
    if (widest === 0) return;
    const at = able.indexOf(widest);
    const next = Math.max(...able.filter((_, other) => other !== at), 0);
    // Down to the next widest at once, since a text may have thousands of places.
    const less = Math.min(over, widest - Math.max(floor(at), Math.min(next, widest - 1)));
    widths[at] = widest - less;
    over -= less;
  }
}

const longestIn = (rows: readonly (readonly string[])[], at: number) =>
  rows.reduce((widest, row) => Math.max(widest, widthOf(row[at] ?? '')), 0);

/** Whether all columns have room for something to read. */
function fits(columns: readonly Column[], rows: readonly (readonly string[])[], most: number) {
  const wanted = columns.map(({ keep = 0 }, at) =>
    Math.max(keep, Math.min(12, longestIn(rows, at))),
  );
  return wanted.reduce((sum, width) => sum + width + gap, -gap) <= most;
}

/** The lines of a table; `bold` is for the names of its columns. */
export function drawn(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  most: number,
  bold: (text: string) => string,
): string {
  const last = columns.length - 1;
  if (columns[last]?.optional && !fits(columns, rows, most)) {
    const fewer = rows.map((row) => row.slice(0, last));
    return drawn(columns.slice(0, last), fewer, most, bold);
  }
  const none = [
    ...['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left'],
    ...['bottom-right', 'left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid'],
  ].map((name) => [name, '']);
  const table = new Table({
    head: columns.map(({ name }) => name && bold(name)),
    colWidths: widthsFor(columns, rows, most),
    chars: { ...Object.fromEntries(none), middle: ' '.repeat(gap) },
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  for (const row of rows) table.push([...row]);
  const lines = table.toString().split('\n');
  return lines.map((line) => line.trimEnd()).join('\n');
}
