// Looks into what programs pass, which may be a revoked proxy, or have getters that throw.

import { argumentError, reasonOf } from '#plain/errors.ts';

/** What `read` makes of an argument, or an error that says that it cannot be read. */
export function reading<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw argumentError(`${name} cannot be read: ${reasonOf(error)}. Nothing was sent`, error);
  }
}
