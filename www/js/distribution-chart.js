/**
 * Draws a distribution: a range as bars side by side; categories, and a range that is short, as a
 * table with a bar in each row.
 */

import { h, s } from './dom.js';
import { count, plural } from './format.js';

const WIDTH = 480;
const HEIGHT = 120;
const ROW_HEIGHT = 14;
const SHORT = 4;
const PERCENT = new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 1 });

/**
 * The chart of `distribution` for the field called `title`; `isOpen` whether the table of a range
 * is shown at once.
 */
export function distributionChart(title, { isRange, bars, empty, others }, isOpen) {
  const total = bars.reduce((sum, bar) => sum + bar.count, 0) + others.count;
  const isWide = isRange && bars.length > SHORT;
  const notes = [
    others.values > 0 &&
      `${plural(others.values, 'other value')} with ${plural(others.count, 'record')}.`,
    empty > 0 && `${plural(empty, 'record')} without a value.`,
  ]
    .filter(Boolean)
    .join(' ');
  return [
    total === 0 && h('p', { class: 'hint' }, 'No record has a value here.'),
    total > 0 && !isWide && table(title, bars, total),
    total > 0 &&
      isWide && [
        histogram(title, bars),
        h(
          'p',
          { class: 'ends', 'aria-hidden': 'true' },
          h('span', {}, bars[0].label),
          h('span', {}, bars.at(-1).label),
        ),
        h(
          'details',
          { open: isOpen },
          h('summary', {}, 'As a table'),
          table(
            title,
            bars.filter((bar) => bar.count > 0),
            total,
          ),
        ),
      ],
    notes && h('p', { class: 'hint' }, notes),
  ]
    .flat()
    .filter(Boolean);
}

function histogram(title, bars) {
  const most = bars.reduce((best, bar) => (bar.count > best.count ? bar : best));
  const width = WIDTH / bars.length;
  const gap = Math.min(2, width / 4);
  const label = `${title}: ${plural(bars.length, 'bar')} from ${bars[0].label} to ${bars.at(-1).label}. The highest is ${most.label}, with ${plural(most.count, 'record')}`;
  return s(
    'svg',
    {
      class: 'histogram',
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
      role: 'img',
      'aria-label': label,
      preserveAspectRatio: 'none',
    },
    s('line', { class: 'axis', x1: 0, x2: WIDTH, y1: HEIGHT - 0.5, y2: HEIGHT - 0.5 }),
    bars.map((bar, at) => {
      const height = bar.count ? Math.max(2, (bar.count / most.count) * (HEIGHT - 8)) : 0;
      return s(
        'rect',
        { class: 'bar', x: at * width + gap / 2, y: HEIGHT - height, width: width - gap, height },
        s('title', {}, `${bar.label}: ${plural(bar.count, 'record')}`),
      );
    }),
  );
}

function table(title, bars, total) {
  const most = Math.max(...bars.map((bar) => bar.count));
  return h(
    'table',
    { class: 'distribution-table' },
    h('caption', { class: 'visually-hidden' }, `${title}: records by value`),
    h(
      'thead',
      { class: 'visually-hidden' },
      h(
        'tr',
        {},
        ['Value', 'Drawn', 'Records', 'Share'].map((heading) => h('th', { scope: 'col' }, heading)),
      ),
    ),
    h(
      'tbody',
      {},
      bars.map((bar) =>
        h(
          'tr',
          {},
          h('th', { scope: 'row' }, bar.label),
          h(
            'td',
            { class: 'drawn', 'aria-hidden': 'true' },
            s(
              'svg',
              { class: 'share', height: ROW_HEIGHT },
              s('rect', {
                class: 'bar',
                width: `${((bar.count / most) * 100).toFixed(2)}%`,
                height: ROW_HEIGHT,
                rx: 2,
              }),
            ),
          ),
          h('td', {}, h('b', {}, count(bar.count))),
          h('td', {}, PERCENT.format(bar.count / total)),
        ),
      ),
    ),
  );
}
