// Fair timing: every contender does the same work, one at a time, in a new random order each round.

import { setTimeout } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
/** Frees what nobody refers to any more. */
export const collectGarbage = runInNewContext('gc');

export const shuffled = (list) =>
  list
    .map((item) => [Math.random(), item])
    .sort(([a], [b]) => a - b)
    .map(([, item]) => item);

export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** What an error says first; some libraries reject with what is no error. */
export const firstLine = (error) => String(error?.message ?? error).split('\n')[0];

/**
 * Times `contenders`, an object of async functions, over `rounds` rounds after `warmUp` that do not
 * count. Answers the median in milliseconds of each. What `afterwards` does with the result of each
 * is not timed. Where `clock` is given, it takes the time from the result. With `failed`, a
 * contender that throws takes no further part, and its reason is put there.
 *
 * What one contender leaves behind is not to cost the next: `pause` is a time in milliseconds for
 * connections to close, and `tidily` frees the heap before each run. That makes what comes next
 * slower for some milliseconds, as does a machine that fell asleep meanwhile: only runs that are
 * far longer can bear it, or those before which `wake`, which gets the name of the contender, has
 * had both sides do a little, untimed.
 */
export async function medians(
  contenders,
  {
    rounds,
    warmUp,
    wake = () => {},
    afterwards = () => {},
    clock,
    tidily = false,
    pause = 0,
    failed,
  },
) {
  const times = Object.fromEntries(Object.keys(contenders).map((name) => [name, []]));
  for (let round = -warmUp; round < rounds; round += 1) {
    for (const [name, work] of shuffled(Object.entries(contenders))) {
      if (failed?.[name]) continue;
      if (tidily) collectGarbage();
      if (pause) await setTimeout(pause);
      try {
        await wake(name);
        const started = performance.now();
        const result = await work();
        const elapsed = performance.now() - started;
        if (round >= 0) times[name].push(clock ? clock(result) : elapsed);
        await afterwards(result);
      } catch (error) {
        if (!failed) throw error;
        failed[name] = firstLine(error);
      }
    }
  }
  return Object.fromEntries(
    Object.entries(times)
      .filter(([name]) => !failed?.[name])
      .map(([name, values]) => [name, median(values)]),
  );
}
