// The error of a promise, and all that it tells.

import assert from 'node:assert/strict';
import { inspect } from 'node:util';

/** What a promise rejects with. */
export const rejection = (promise) =>
  promise.then(
    () => assert.fail('it was answered'),
    (error) => error,
  );

/** Every text that can be reached from a value, whatever it takes to get there. */
export function everything(value, seen = new Set()) {
  if (typeof value === 'string') return [value];
  if (
    value === null ||
    (typeof value !== 'object' && typeof value !== 'function') ||
    seen.has(value)
  )
    return [];
  seen.add(value);
  const texts = [
    inspect(value, { depth: 20, showHidden: true, getters: true }),
    String(JSON.stringify(value)),
  ];
  for (const key of Reflect.ownKeys(value))
    texts.push(String(key), ...everything(Reflect.get(value, key), seen));
  return texts;
}
