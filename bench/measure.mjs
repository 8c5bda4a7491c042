// Fair timing: every contender does the same work, one at a time, in a new random order each round.

const shuffled = (list) => list
  .map((item) => [Math.random(), item])
  .sort(([a], [b]) => a - b)
  .map(([, item]) => item);

export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * Times `contenders`, an object of async functions, over `rounds` rounds after `warmUp` that do not count.
 * Answers the median in milliseconds of each.
 */
export async function medians(contenders, { rounds, warmUp }) {
  const times = Object.fromEntries(Object.keys(contenders).map((name) => [name, []]));
  for (let round = -warmUp; round < rounds; round += 1) {
    for (const [name, work] of shuffled(Object.entries(contenders))) {
      const started = performance.now();
      await work();
      const elapsed = performance.now() - started;
      if (round >= 0) times[name].push(elapsed);
    }
  }
  return Object.fromEntries(Object.entries(times).map(([name, values]) => [name, median(values)]));
}
