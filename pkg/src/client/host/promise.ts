// Functions of a program that may answer with a promise.

/**
 * Calls `method` on `self`, at once. The promise comes to what that returns, throws or promises.
 */
export async function call(
  method: (...args: unknown[]) => unknown,
  self: unknown,
  args: unknown[],
): Promise<unknown> {
  return Reflect.apply(method, self, args);
}
