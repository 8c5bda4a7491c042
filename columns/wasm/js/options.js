// The arguments of a read into columns.

import { isList, isObject, isText, option, selectionOf } from './checks.js';

/** Large enough that asking costs little, small enough for a server's memory. */
const usualPage = 5000;

/** What to read, and how. */
export function planOf(client, model, domain, options) {
  const selection = selectionOf({ client, model, domain, options, usualPage });
  return {
    ...selection,
    names: option(options, 'names', false, (value) => typeof value === 'boolean' || isList(value, isText), 'true, or a list of field names'),
    types: option(options, 'types', {}, isObject, 'an object of fields and types'),
  };
}
