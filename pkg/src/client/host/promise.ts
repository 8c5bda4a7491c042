// Functions of a program that may answer with a promise.

import type { Settle } from './settle.ts';

/**
 * Calls `method` on `self`, and tells `settle(index, generation, outcome, value)` what comes of it:
 * 0 is an exception.
 */
export async function call(
  method: (...args: unknown[]) => unknown,
  self: unknown,
  args: unknown[],
  settle: Settle,
  index: number,
  generation: number,
): Promise<void> {
  let outcome = 1;
  let value: unknown;
  try {
    value = await Reflect.apply(method, self, args);
  } catch (error) {
    outcome = 0;
    value = error;
  }
  settle(index, generation, outcome, value);
}
