// What every asynchronous method of the surface returns.

import { traced } from './errors.js';
import { needRoom } from './room.js';

// A promise's two functions, for as long as it takes to hand them on: an executor for all promises costs less than one
// for each.
let resolve;
let reject;
const executor = (fulfil, refuse) => {
  resolve = fulfil;
  reject = refuse;
};

/** The promise of what `starter` starts under that number. Whatever goes wrong rejects it: nothing is thrown. */
export function promised(starter, number, a, b, c, d, e, f) {
  const promise = new Promise(executor);
  const refuse = reject;
  try {
    needRoom();
    starter.start(number, a, b, c, d, e, resolve, refuse, f);
  } catch (error) {
    // In a task of its own: where the stack is at its end, the engine could not even tell of the rejection.
    Promise.resolve().then(() => refuse(error));
    return promise;
  }
  return traced(promise);
}
