// What errors have in common, whoever makes them.

/** A member as those of every error: for programs that ask, and in no listing of its members. */
export const hidden = (value: unknown): PropertyDescriptor => ({
  value,
  writable: true,
  configurable: true,
  enumerable: false,
});

/**
 * The error for a wrong argument: a `TypeError` that carries the decisions of those that the client's
 * own core makes. Nothing was sent, and another try fails as well.
 */
export function argumentError(message: string, cause?: unknown): TypeError {
  const error = cause === undefined ? new TypeError(message) : new TypeError(message, { cause });
  const decisions = { notSent: true, refused: false, transient: false, reason: 'argument' };
  for (const [name, value] of Object.entries(decisions)) {
    Object.defineProperty(error, name, hidden(value));
  }
  return error;
}

/** What an exception says, in one line that is not long, whatever a program throws. */
export function reasonOf(error: unknown): string {
  try {
    const message: unknown = (error as { message?: unknown } | undefined)?.message;
    return /.{0,200}/u.exec(typeof message === 'string' ? message : String(error))?.[0] ?? '';
  } catch {
    return 'something was thrown that cannot be read';
  }
}
