// The arguments of a read into columns.

import { isObject, option, selectionOf } from './checks.js';

/** Large enough that asking costs little, small enough for a server's memory. */
const usualPage = 5000;

/** What to read, and how. */
export function planOf(client, model, domain, options) {
  const selection = selectionOf({ client, model, domain, options, usualPage });
  return {
    ...selection,
    onProgress: selection.onProgress ?? (() => {}),
    types: option(options, 'types', {}, isObject, 'an object of fields and types'),
  };
}
