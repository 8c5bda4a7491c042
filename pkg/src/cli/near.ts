// Which name was probably meant.

/** How many letters differ; two that changed places count as one. */
function difference(one: string, other: string): number {
  const rows: number[][] = [Array.from({ length: other.length + 1 }, (_, index) => index)];
  const at = (i: number, j: number) => rows[i]?.[j] ?? 0;
  for (let i = 1; i <= one.length; i += 1) {
    rows[i] = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const same = one[i - 1] === other[j - 1] ? 0 : 1;
      let least = Math.min(at(i, j - 1) + 1, at(i - 1, j) + 1, at(i - 1, j - 1) + same);
      const swapped = one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      if (i > 1 && j > 1 && swapped) least = Math.min(least, at(i - 2, j - 2) + 1);
      (rows[i] as number[])[j] = least;
    }
  }
  return at(one.length, other.length);
}

/** A name that was probably meant, as the end of a sentence; nothing, where none is near. */
export function nearest(name: string, names: readonly string[]): string {
  const near = names
    .map((other) => ({ other, far: difference(name.toLowerCase(), other.toLowerCase()) }))
    .filter(
      ({ other, far }) =>
        far <= Math.max(1, name.length / 3) || (name.length > 2 && other.startsWith(name)),
    )
    .sort((one, two) => one.far - two.far)[0];
  return near ? `; did you mean "${near.other}"?` : '';
}
