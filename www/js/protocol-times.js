/** Call times by protocol: a table that draws them, and the button that measures. */

import { announce } from './announce.js';
import { h, icon, s } from './dom.js';
import { showError } from './errors.js';
import { between, duration } from './format.js';
import { measure, READ_LIMIT, ROUNDS } from './measure.js';
import { protocolName } from './protocols.js';
import { SAMPLE, timesByProtocol } from './timing.js';

const MEASURE = 'Measure';
const HEIGHT = 14;

/**
 * The card of the call times in `log`. `enter(connection)` has it show those of that connection's
 * server.
 */
export function protocolTimes(log) {
  let connection = null;
  let leftOut = {};
  let isBusy = false;
  const error = h('div', { class: 'error-slot' });
  // Where it is wider than the screen it scrolls: by keyboard as well.
  const table = h('div', {
    class: 'table-slot',
    tabindex: '0',
    role: 'region',
    'aria-label': 'Times by protocol',
  });
  const label = h('span', {}, MEASURE);
  const button = h(
    'button',
    { type: 'button', class: 'button', onclick: () => start() },
    icon('play'),
    label,
  );

  const draw = () =>
    table.replaceChildren(
      timesTable(
        timesByProtocol(log.entries, connection?.url),
        leftOut,
        connection?.client.protocol,
      ),
    );

  const start = async () => {
    const measured = connection;
    error.replaceChildren();
    isBusy = button.disabled = true;
    button.setAttribute('aria-busy', 'true');
    try {
      const reasons = await measure(measured, (done, total) => {
        label.textContent = `${done} of ${total}`;
      });
      if (measured === connection) leftOut = reasons;
      announce(inWords(timesByProtocol(log.entries, measured.url)));
    } catch (problem) {
      if (measured === connection) showError(error, problem);
    } finally {
      isBusy = button.disabled = false;
      button.removeAttribute('aria-busy');
      label.textContent = MEASURE;
      // A button that is disabled loses the focus.
      if (document.activeElement === document.body) button.focus({ preventScroll: true });
      log.touch();
    }
  };

  return {
    element: h(
      'section',
      { class: 'card protocol-times', 'aria-labelledby': 'protocol-times-title' },
      h(
        'header',
        { class: 'view-head' },
        h(
          'div',
          { class: 'view-title' },
          h('h2', { id: 'protocol-times-title' }, 'Call times by protocol'),
        ),
        button,
      ),
      h(
        'p',
        { class: 'hint' },
        `The latest ${SAMPLE} calls over each. “Measure” signs in over each, `,
        `and reads the same ${READ_LIMIT} contacts ${ROUNDS} times over each, in turn.`,
      ),
      error,
      table,
    ),
    draw,
    /** Whether it measures: drawing now would be in the way. */
    isBusy: () => isBusy,
    enter(entered) {
      connection = entered;
      leftOut = {};
      error.replaceChildren();
      draw();
    },
  };
}

/**
 * The times as a table whose rows are drawn too: a bar for the middle half of the calls, a line for
 * eight in ten, a mark for the median.
 */
function timesTable(times, leftOut, current) {
  const others = Object.entries(leftOut).filter(
    ([protocol]) => !times.some((known) => known.protocol === protocol),
  );
  if (!times.length && !others.length) return h('p', { class: 'hint' }, 'No calls yet.');
  const longest = Math.max(...times.map(({ most: [, high] }) => high), 0.1);
  return h(
    'table',
    {},
    h('caption', { class: 'visually-hidden' }, 'Call times by protocol'),
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        h('th', { scope: 'col' }, h('span', { class: 'visually-hidden' }, 'Protocol')),
        h(
          'th',
          { scope: 'col', class: 'drawn' },
          h('span', { class: 'visually-hidden' }, 'Eight in ten'),
          h(
            'span',
            { class: 'scale', 'aria-hidden': 'true' },
            h('span', {}, '0'),
            h('span', {}, duration(longest)),
          ),
        ),
        ['Median', 'Middle half', 'Calls'].map((heading) => h('th', { scope: 'col' }, heading)),
      ),
    ),
    h(
      'tbody',
      {},
      times.map((known) =>
        h(
          'tr',
          {
            class: known.protocol === current ? 'current' : '',
            dataset: { protocol: known.protocol },
          },
          name(known.protocol, current),
          h(
            'td',
            { class: 'drawn' },
            h('span', { class: 'visually-hidden' }, between(...known.most)),
            spread(known, longest),
          ),
          h('td', {}, h('b', {}, duration(known.median))),
          h('td', {}, between(...known.half)),
          h('td', {}, String(known.calls)),
        ),
      ),
      others.map(([protocol, why]) =>
        h(
          'tr',
          { dataset: { protocol } },
          name(protocol, current),
          h('td', { colspan: '4', class: 'why' }, 'Not measured. ', why),
        ),
      ),
    ),
  );
}

const name = (protocol, current) =>
  h(
    'th',
    { scope: 'row' },
    h(
      'span',
      { class: 'protocol-name' },
      protocolName(protocol),
      protocol === current && h('span', { class: 'badge accent' }, 'in use'),
    ),
  );

function spread({ median, half, most }, longest) {
  const at = (ms) => `${((ms / longest) * 100).toFixed(2)}%`;
  const bar = (className, [low, high], height) =>
    s('rect', {
      class: className,
      x: at(low),
      width: at(high - low),
      y: (HEIGHT - height) / 2,
      height,
    });
  return s(
    'svg',
    { class: 'spread', height: HEIGHT, 'aria-hidden': 'true' },
    s('line', { class: 'axis', x1: 0, x2: '100%', y1: HEIGHT / 2, y2: HEIGHT / 2 }),
    bar('most', most, 2),
    bar('half', half, 8),
    s('line', { class: 'median', x1: at(median), x2: at(median), y1: 0, y2: HEIGHT }),
  );
}

const inWords = (times) =>
  `Measured: ${times.map(({ protocol, median }) => `${protocolName(protocol)} ${duration(median)}`).join(', ')}`;
