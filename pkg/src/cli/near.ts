// Which name was probably meant.

import { distance } from '#arguments/distance.ts';

/** A name that was probably meant, as the end of a sentence; nothing, where none is near. */
export function nearest(name: string, names: readonly string[]): string {
  const near = names
    .map((other) => ({ other, far: distance(name.toLowerCase(), other.toLowerCase()) }))
    .filter(
      ({ other, far }) =>
        far <= Math.max(1, name.length / 3) || (name.length > 2 && other.startsWith(name)),
    )
    .sort((one, two) => one.far - two.far)[0];
  return near ? `; did you mean "${near.other}"?` : '';
}
