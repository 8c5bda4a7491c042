// Instances of the module, each with a memory of its own: who needs one has it to himself until he gives it back.

import { instantiate } from './module.js';

/** The instance that was used last, for whoever comes next: until the engine wants its memory back. */
let idle;

export function lease() {
  const instance = idle?.deref();
  idle = undefined;
  return instance ?? instantiate();
}

export function release(instance) {
  if (typeof WeakRef === 'function') idle = new WeakRef(instance);
}
