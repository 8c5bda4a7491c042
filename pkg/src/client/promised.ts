// What every asynchronous method of the surface returns.

import { traced } from './errors.ts';
import { ready } from './instance.ts';

type Start<T> = (resolve: (value: T) => void, reject: (reason: unknown) => void) => void;

/**
 * The promise of what `start` starts: it is given the functions that settle the promise. Whatever
 * goes wrong rejects it: nothing is thrown.
 */
export function promised<T>(start: Start<T>): Promise<T> {
  let isRefused = false;
  const promise = new Promise<T>((resolve, reject) => {
    try {
      ready();
      start(resolve, reject);
    } catch (error) {
      isRefused = true;
      // In a task of its own: where the stack is at its end, the engine could not even tell of the
      // rejection.
      Promise.resolve().then(() => reject(error));
    }
  });
  return isRefused ? promise : traced(promise);
}
