// Names of options that are spelled wrongly by a letter or two. By the same measure as the client's
// own methods (src/spelling.rs), which take no options of jobs. Other unknown names are the
// program's own.

/** Longer names are not looked at. */
const longest = 24;

/**
 * How many letters have to be added, left out, changed or swapped; upper and lower case are the
 * same.
 */
function distance(one: string, other: string): number {
  const row = (number: number) => Array.from({ length: other.length + 1 }, (_, at) => at + number);
  const table = Array.from({ length: one.length + 1 }, (_, number) => row(number));
  const cell = (at: number, column: number) => table[at]?.[column] ?? Infinity;
  for (let at = 1; at <= one.length; at += 1) {
    for (let column = 1; column <= other.length; column += 1) {
      const isSame = one[at - 1] === other[column - 1];
      const isSwapped = one[at - 1] === other[column - 2] && one[at - 2] === other[column - 1];
      (table[at] as number[])[column] = Math.min(
        cell(at - 1, column - 1) + Number(!isSame),
        cell(at - 1, column) + 1,
        cell(at, column - 1) + 1,
        isSwapped ? cell(at - 2, column - 2) + 1 : Infinity,
      );
    }
  }
  return cell(one.length, other.length);
}

/**
 * Throws a `TypeError` for a member of `options` that is one of the `known` names, spelled wrongly.
 * `what` is how the message calls them.
 */
export function checkSpelling(
  options: Record<string, unknown>,
  known: readonly string[],
  what = 'options',
) {
  for (const name of Object.keys(options)) {
    if (known.includes(name) || name.length > longest) continue;
    const lower = name.toLowerCase();
    const isNear = (each: string) =>
      distance(lower, each.toLowerCase()) <= (each.length > 5 ? 2 : 1);
    const meant = known.find(isNear);
    // One that is given as well was not meant.
    if (meant && options[meant] === undefined)
      throw new TypeError(
        `Unknown member '${name}' of ${what}: did you mean '${meant}'? Nothing was sent`,
      );
  }
}
