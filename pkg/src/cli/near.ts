// Which name was probably meant.

import { distance } from '#arguments/distance.ts';

/** A name that was probably meant, where one is near. */
export function nearestOf(name: string, names: readonly string[]): string | undefined {
  return names
    .map((other) => ({ other, far: distance(name.toLowerCase(), other.toLowerCase()) }))
    .filter(
      ({ other, far }) =>
        far <= Math.max(1, name.length / 3) || (name.length > 2 && other.startsWith(name)),
    )
    .sort((one, two) => one.far - two.far)[0]?.other;
}

/** A name that was probably meant, as the end of a sentence; nothing, where none is near. */
export function nearest(name: string, names: readonly string[]): string {
  const near = nearestOf(name, names);
  return near === undefined ? '' : `; did you mean "${near}"?`;
}
