// Names of options that are written wrongly by a letter or two. Other names that nobody knows are no concern of ours. By the same measure as the
// client's own methods (src/spelling.rs), which take no options of jobs.

/** Longer names are none of ours. */
const longest = 24;

/** How many letters have to be added, left out, changed or swapped with their neighbour; upper and lower case are the same. */
function distance(one, other) {
  let [before, last] = [[], Array.from({ length: other.length + 1 }, (_, column) => column)];
  for (let row = 1; row <= one.length; row += 1) {
    const own = [row];
    for (let column = 1; column <= other.length; column += 1) {
      const isSame = one[row - 1] === other[column - 1];
      own[column] = Math.min(last[column - 1] + Number(!isSame), last[column] + 1, own[column - 1] + 1);
      const isSwapped = row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      if (isSwapped) own[column] = Math.min(own[column], before[column - 2] + 1);
    }
    [before, last] = [last, own];
  }
  return last[other.length];
}

/** Throws a `TypeError` for a member of `options` that is one of the `known` names, written wrongly. */
export function checkSpelling(options, known) {
  for (const name of Object.keys(options)) {
    if (known.includes(name) || name.length > longest) continue;
    const lower = name.toLowerCase();
    const meant = known.find((each) => distance(lower, each.toLowerCase()) <= (each.length > 5 ? 2 : 1));
    // One that is given as well was not meant.
    if (meant && options[meant] === undefined) throw new TypeError(`Unknown member '${name}' of options: did you mean '${meant}'? Nothing was sent`);
  }
}
