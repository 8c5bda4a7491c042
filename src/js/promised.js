// What every asynchronous method of the surface returns.

import { traced } from './errors.js';

/** The promise of what `start(…, resolve, reject)` comes to. */
export const promised = (start) => traced(new Promise(start));
