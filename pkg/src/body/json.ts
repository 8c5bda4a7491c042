// JSON as Odoo writes it: with NaN and the infinities, which Python's JSON has and JSON has not.
//
// This file may import nothing: the client's module takes it along by itself, and columns and bulk
// bundle it as well.

/** The value of a JSON text, in which numbers may be `NaN`, `Infinity` and `-Infinity`. */
// biome-ignore lint/suspicious/noExplicitAny: as JSON.parse.
export function parseJson(text: string): any {
  try {
    return JSON.parse(text);
  } catch (error) {
    const mark = `NaN ${Math.random()}`;
    const marked = text.includes(mark) ? undefined : withMarks(text, ` [${JSON.stringify(mark)}] `);
    if (marked === undefined) throw error;
    try {
      return JSON.parse(marked, (_, value) =>
        Array.isArray(value) && value[0] === mark ? NaN : value,
      );
    } catch {
      // What it says fits the text as it came.
      throw error;
    }
  }
}

/**
 * The text with a list for each NaN outside strings, and a number for each infinity; `undefined`
 * where there is none. Each stands apart by spaces, and a list is no key: what was in a wrong place
 * stays wrong.
 */
function withMarks(text: string, nan: string): string | undefined {
  const parts: string[] = [];
  const words = /"|NaN|-?Infinity/g;
  let taken = 0;
  for (let found = words.exec(text); found !== null; found = words.exec(text)) {
    const [word] = found;
    if (word === '"') {
      words.lastIndex = endOfString(text, found.index) + 1;
      continue;
    }
    // Larger than any number: the engine reads it as infinite.
    const mark = word === 'NaN' ? nan : word.replace('Infinity', '1e999 ');
    parts.push(text.slice(taken, found.index), ' ', mark);
    taken = words.lastIndex;
  }
  return taken === 0 ? undefined : parts.join('') + text.slice(taken);
}

/**
 * The place of the quote that ends the string begun at `start`; the end of the text, where none
 * does.
 */
function endOfString(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    let before = at;
    while (text[before - 1] === '\\') before -= 1;
    if ((at - before) % 2 === 0) return at;
  }
  return text.length;
}
