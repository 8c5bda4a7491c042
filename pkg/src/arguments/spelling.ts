// Names of options that are spelled wrongly by a letter or two. By the same measure as the client's
// own methods (src/spelling.rs), which take no options of jobs. Other unknown names are the
// program's own.

import { argumentError } from '#plain/errors.ts';
import { distance } from './distance.ts';
import { reading } from './reading.ts';

/** Longer names are not looked at. */
const longest = 24;

/**
 * Throws a `TypeError` for a member of `options` that is one of the `known` names, spelled wrongly.
 * `what` is how the message calls them.
 */
export function checkSpelling(options: object, known: readonly string[], what = 'options') {
  for (const name of reading(what, () => Object.keys(options))) {
    if (known.includes(name) || name.length > longest) continue;
    const lower = name.toLowerCase();
    const isNear = (each: string) =>
      distance(lower, each.toLowerCase()) <= (each.length > 5 ? 2 : 1);
    const meant = known.find(isNear);
    // One that is given as well was not meant.
    const isGiven = (name: string) => (options as Record<string, unknown>)[name] !== undefined;
    if (meant && !reading(what, () => isGiven(meant)))
      throw argumentError(
        `Unknown member '${name}' of ${what}: did you mean '${meant}'? Nothing was sent`,
      );
  }
}
