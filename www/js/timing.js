/** What the log says of how long calls take: medians and spreads. */

import { protocols } from './protocols.js';

/** So many of the latest calls of a protocol are looked at. */
export const SAMPLE = 20;

/**
 * The value below which this share of `numbers` lies, between neighbours in proportion; 0 where
 * there are none.
 */
export function quantile(numbers, share) {
  const sorted = [...numbers].sort((a, b) => a - b);
  if (!sorted.length) return 0;
  const at = (sorted.length - 1) * share;
  const below = sorted[Math.floor(at)];
  return below + (sorted[Math.ceil(at)] - below) * (at - Math.floor(at));
}

/** The middle one of the durations, or 0. */
export const median = (durations) => quantile(durations, 0.5);

/**
 * The times of the latest calls over each protocol that `server` was called by:
 * `{protocol, calls, median, half, most}`, where `half` holds the middle half of them and `most`
 * eight in ten. Logins and failures do not count.
 */
export function timesByProtocol(entries, server) {
  const answered = entries.filter(
    (entry) => entry.server === server && entry.model && entry.outcome === 'ok',
  );
  return protocols
    .map((protocol) => {
      const times = answered
        .filter((entry) => entry.protocol === protocol)
        .slice(0, SAMPLE)
        .map(({ ms }) => ms);
      const between = (low, high) => [quantile(times, low), quantile(times, high)];
      return {
        protocol,
        calls: times.length,
        median: median(times),
        half: between(0.25, 0.75),
        most: between(0.1, 0.9),
      };
    })
    .filter(({ calls }) => calls > 0);
}
