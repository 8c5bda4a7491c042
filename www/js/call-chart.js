/** A small chart of how long the latest calls took: one bar a call, the newest last. */

import { s } from './dom.js';
import { duration } from './format.js';

const BARS = 48;
const WIDTH = 480;
const HEIGHT = 96;
const GAP = 2;

/** The chart of `entries` (newest first), described in words for who cannot see it. */
export function callChart(entries) {
  const calls = entries
    .filter(({ outcome }) => outcome !== 'pending')
    .slice(0, BARS)
    .reverse();
  const slowest = Math.max(...calls.map(({ ms }) => ms), 1);
  const width = WIDTH / BARS;
  const bars = calls.map((entry, index) => {
    const height = Math.max(2, (entry.ms / slowest) * (HEIGHT - 8));
    return s(
      'rect',
      {
        class: `bar ${entry.outcome}`,
        x: index * width + GAP / 2,
        y: HEIGHT - height,
        width: width - GAP,
        height,
        rx: 2,
      },
      s(
        'title',
        {},
        `${entry.model ? `${entry.model}.` : ''}${entry.method}, ${duration(entry.ms)}`,
      ),
    );
  });
  const label = calls.length
    ? `The latest ${calls.length} calls; the slowest took ${duration(slowest)}`
    : 'No calls yet';
  return s(
    'svg',
    {
      class: 'call-chart',
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
      role: 'img',
      'aria-label': label,
      preserveAspectRatio: 'none',
    },
    s('line', { class: 'axis', x1: 0, x2: WIDTH, y1: HEIGHT - 0.5, y2: HEIGHT - 0.5 }),
    bars,
  );
}
