// How far one name is from another.

/**
 * How many letters have to be added, left out, changed or swapped with their neighbour, to make one
 * text of the other (optimal string alignment). The client's own measure, in src/spelling.rs, is the
 * same.
 */
export function distance(one: string, other: string): number {
  let before: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, column) => column);
  const cell = (row: number[], column: number) => row[column] ?? Infinity;
  for (let at = 1; at <= one.length; at += 1) {
    const row = [at];
    for (let column = 1; column <= other.length; column += 1) {
      const isSame = one[at - 1] === other[column - 1];
      const isSwapped = one[at - 1] === other[column - 2] && one[at - 2] === other[column - 1];
      row[column] = Math.min(
        cell(last, column - 1) + Number(!isSame),
        cell(last, column) + 1,
        cell(row, column - 1) + 1,
        isSwapped ? cell(before, column - 2) + 1 : Infinity,
      );
    }
    [before, last] = [last, row];
  }
  return cell(last, other.length);
}
