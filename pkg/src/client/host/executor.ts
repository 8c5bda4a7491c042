// Runs a piece of work that must not end what called it.

/** Calls `advance(place)`. Returns undefined, or a list of the exception that it ended with. */
export function attempt(advance: (place: number) => void, place: number): [unknown] | undefined {
  try {
    advance(place);
    return undefined;
  } catch (error) {
    return [error];
  }
}

/** Settles a promise by one of its own two functions. */
export function tell(settle: (value: unknown) => void, value: unknown): void {
  try {
    settle(value);
  } catch {
    // They do not throw; but the stack may be at its end.
  }
}
