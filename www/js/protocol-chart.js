/** Draws the times of the protocols: a dot for each call, a line at the median, one scale for all. */

import { h, s } from './dom.js';
import { describeError } from './errors.js';
import { duration } from './format.js';

const WIDTH = 600;
const HEIGHT = 28;

/** The chart of what `race` resolved to; rows that could not run say why. */
export function protocolChart(runners) {
  const slowest = Math.max(...runners.flatMap(({ times }) => times), 1);
  return h('ul', { class: 'protocol-chart' }, runners.map((runner) => h('li', { dataset: { protocol: runner.protocol } },
    h('div', {}, h('b', {}, runner.label), h('small', {}, runner.note)),
    runner.error ? h('p', { class: 'hint' }, `${describeError(runner.error).title}: ${runner.error.message}`) : strip(runner, slowest),
    h('span', { class: 'protocol-median' }, runner.error ? '–' : duration(runner.median)))));
}

function strip({ label, times, median }, slowest) {
  const x = (ms) => 6 + (ms / slowest) * (WIDTH - 12);
  return s('svg', { class: 'strip', viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img', 'aria-label': `${label}: ${times.length} calls, median ${duration(median)}` },
    s('line', { class: 'axis', x1: 0, x2: WIDTH, y1: HEIGHT / 2, y2: HEIGHT / 2 }),
    times.map((ms) => s('circle', { cx: x(ms), cy: HEIGHT / 2, r: 5 }, s('title', {}, duration(ms)))),
    s('line', { class: 'median', x1: x(median), x2: x(median), y1: 2, y2: HEIGHT - 2 }));
}
