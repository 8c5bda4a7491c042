// The budget of tokens. An answer is measured before it goes out; what is over the budget is cut,
// and said to be cut.

/**
 * About how many tokens a model takes for a text, rather too many than too few. Tokenizers differ,
 * and their tables are megabytes; this needs the kinds of characters only. Words of prose are one
 * token or two, digits go by threes, and what is no word (keys, base64, other scripts) costs up to
 * a token for each character.
 */
export function tokensOf(text: string): number {
  let count = 0;
  for (const [run] of text.matchAll(/[A-Za-z]+|\d+|\s+|[^\sA-Za-z\d]/gu)) {
    const first = run.charCodeAt(0);
    if (first > 127) count += first >= 0xd800 && first < 0xe000 ? 3 : first > 0x2e80 ? 1.7 : 1.3;
    else if (/^\d/.test(run)) count += Math.ceil(run.length / 3);
    else if (/^\s/.test(run)) count += run === ' ' ? 0.1 : Math.ceil(run.length / 8);
    else if (/^[A-Za-z]/.test(run)) count += wordTokens(run);
    else count += 0.8;
  }
  return Math.ceil(count);
}

/** Tokens of a run of letters: a word in one case, or a jumble. */
function wordTokens(run: string): number {
  if (run.length <= 3) return 1;
  const isWord = /^[A-Z]?[a-z]+$|^[A-Z]+$/.test(run) && /[aeiouy]/i.test(run);
  if (isWord && run.length <= 24) return 1 + (run.length - 1) / 6;
  return run.length / 1.25;
}

/**
 * The most rows, from the first on, that stay within a budget; at least one. `size` measures so
 * many rows.
 */
export function rowsWithin(total: number, most: number, size: (rows: number) => number): number {
  if (total <= 1 || size(total) <= most) return total;
  let [fits, over] = [1, total];
  while (over - fits > 1) {
    const middle = (fits + over) >> 1;
    if (size(middle) <= most) fits = middle;
    else over = middle;
  }
  return fits;
}
