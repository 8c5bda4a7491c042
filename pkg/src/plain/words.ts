// The words for what a program passed, as `src/arguments.rs` has them: a test holds the two against
// each other.

import { argumentError } from './errors.ts';

/** How many characters of a text are shown. */
const longest = 40;

/** As `Array.isArray`, which throws for a revoked proxy. */
export function isArray(value: unknown): value is unknown[] {
  try {
    return Array.isArray(value);
  } catch {
    return false;
  }
}

/** Whether this is what `await` waits for. */
export function isPromise(value: object): boolean {
  try {
    return typeof (value as { then?: unknown }).then === 'function';
  } catch {
    return false;
  }
}

/** A text as an error shows it: the beginning of a long one. */
export function short(text: string): string {
  const [...signs] = text.slice(0, 2 * (longest + 1));
  return signs.length > longest ? `${signs.slice(0, longest).join('')}…` : text;
}

/** A value in the words of an error. */
export function inWords(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(short(value));
    case 'object':
      if (value === null) return 'null';
      if (isArray(value)) return 'a list';
      return isPromise(value) ? 'a promise; await it first' : 'an object';
    case 'number':
    case 'boolean':
    case 'undefined':
      return String(value);
    default:
      return 'a value that JSON cannot carry';
  }
}

/** The error for an argument, or a part of one, that is not what is expected. */
export const wrong = (name: string, expected: string, value: unknown): TypeError =>
  argumentError(`Invalid ${name}: expected ${expected}, got ${inWords(value)}`);
