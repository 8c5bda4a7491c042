// What a case of the tables expects: a value, a test of it, or an error.

import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { toolbox } from '../fixture.mjs';

/** An error of exactly the class of that name, whose message fits. */
export class Refusal {
  constructor(name, message) {
    this.Class = toolbox[name];
    this.message = message;
  }
}

export const refused = (name, message) => new Refusal(name, message);

/** An id, and no list of one. */
export const id = (value) => assert.ok(Number.isSafeInteger(value) && value > 0, inspect(value));

/** What came of a case: `{ value }` or `{ error }`. */
export const outcomeOf = (run, world) =>
  Promise.resolve()
    .then(() => run(world))
    .then(
      (value) => ({ value }),
      (error) => ({ error }),
    );

/** Holds what came of a case against what is expected of it. */
export function check({ value, error }, expected) {
  if (expected instanceof Refusal) {
    assert.ok(error, `it resolved to ${inspect(value)}`);
    assert.equal(error.constructor, expected.Class, inspect(error));
    assert.match(error.message, expected.message);
    // The traceback is for developers, and there only where it is asked for.
    assert.ok(
      !inspect(error).includes('Traceback') && !JSON.stringify(error).includes('Traceback'),
      inspect(error),
    );
    return;
  }
  if (error) throw error;
  if (typeof expected === 'function') expected(value);
  else assert.deepEqual(value, expected);
}
