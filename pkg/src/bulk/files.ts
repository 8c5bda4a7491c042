// What the jobs of files have in common.

import { callOptionsOf, isFunction, option, signalOf } from '#arguments/checks.ts';
import { progressOf } from '#arguments/progress.ts';

/** The options of a file's calls. */
export const fileCallsOf = (options: object) => ({
  ...callOptionsOf(options),
  signal: signalOf(options),
});

export type FileCalls = ReturnType<typeof fileCallsOf>;

/** Reports how far a file has come, in bytes. */
export function tellOf(options: object) {
  const tell = progressOf(option(options, 'onProgress', undefined, isFunction, 'a function'));
  return (done: number, total = done) => tell(done, total, done);
}
