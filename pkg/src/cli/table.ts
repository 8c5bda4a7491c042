// Tables for terminals: as wide as the terminal at most, and no wider than they need to be.

/** A column; how many of its places are not cut, as long as there is room for them. */
export interface Column {
  name: string;
  keep?: number;
  /** Whether a terminal that is too narrow for it does without. */
  optional?: true;
}

const gap = 2;
const wideLetters =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{1f300}-\u{1faff}]|[\u{20000}-\u{3fffd}]/u;

/** How many places of a terminal a character takes. */
const placesOf = (character: string) =>
  /^[\p{Mn}\p{Me}\p{Cf}]$/u.test(character) ? 0 : wideLetters.test(character) ? 2 : 1;

/** How many places of a terminal a text takes. */
export function widthOf(text: string): number {
  // Most texts are plain, and tables are long.
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += placesOf(character);
  return width;
}

/** A text in at most so many places; a cut is shown. */
export function cut(text: string, most: number): string {
  if (widthOf(text) <= most) return text;
  let [kept, width] = ['', 0];
  for (const character of text) {
    width += placesOf(character);
    if (width > most - 1) break;
    kept += character;
  }
  return `${kept}…`;
}

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
  const widths = widthsFor(columns, rows, most);
  const padded = (text: string, at: number) => {
    const shown = cut(text, widths[at] as number);
    return { shown, pad: ' '.repeat((widths[at] as number) - widthOf(shown)) };
  };
  const line = (texts: readonly string[], style: (text: string) => string) =>
    texts
      .map((text, at) => {
        const { shown, pad } = padded(text, at);
        return shown === '' ? pad : style(shown) + pad;
      })
      .join(' '.repeat(gap))
      .trimEnd();
  return [
    line(
      columns.map(({ name }) => name),
      bold,
    ),
    ...rows.map((row) => line(row, (text) => text)),
  ].join('\n');
}
