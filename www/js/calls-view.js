/**
 * The call log: every call newest first, with its protocol, time, size and outcome, and the code
 * that makes it.
 */

import { callChart } from './call-chart.js';
import { callCode, highlighted } from './code.js';
import { byId, h, icon } from './dom.js';
import { bytes, clock, count, duration } from './format.js';
import { protocolName } from './protocols.js';
import { protocolTimes } from './protocol-times.js';
import { emptyState } from './records-table.js';
import { median } from './timing.js';

const SHOWN = 150;
const OUTCOME = { ok: 'ok', error: 'error', refused: 'refused', pending: '…' };

/**
 * Shows the view in `root`. It draws only while `visible()`; `enter(connection)` has it measure
 * over that connection.
 */
export function callsView(root, log, visible) {
  const search = h('input', {
    type: 'search',
    placeholder: 'Model, method or protocol',
    'aria-label': 'Filter calls',
    oninput: () => draw(),
  });
  const list = h('div', { class: 'table-slot' });
  const chart = h('div', { class: 'chart-slot' });
  const figures = h('dl', { class: 'figures' });
  const times = protocolTimes(log);
  root.replaceChildren(
    h(
      'header',
      { class: 'view-head' },
      h(
        'div',
        { class: 'view-title' },
        h('h1', {}, 'Calls'),
        h('p', { class: 'hint' }, 'Everything this page asked of Odoo. Secrets are left out.'),
      ),
      h(
        'button',
        { type: 'button', class: 'button', onclick: () => log.clear() },
        icon('trash'),
        'Clear',
      ),
    ),
    h('div', { class: 'card call-summary' }, figures, chart),
    times.element,
    h(
      'div',
      { class: 'card' },
      h(
        'div',
        { class: 'toolbar' },
        h('label', { class: 'with-icon search-box long' }, icon('search'), search),
      ),
      list,
    ),
  );

  const draw = () => {
    const wanted = search.value.trim().toLowerCase();
    const matching = log.entries.filter((entry) =>
      `${entry.model} ${entry.method} ${entry.protocol} ${entry.outcome} ${entry.error}`
        .toLowerCase()
        .includes(wanted),
    );
    const done = log.entries.filter(({ outcome }) => outcome !== 'pending');
    figures.replaceChildren(
      ...[
        ['Calls', count(log.entries.length)],
        ['Median', done.length ? duration(median(done.map(({ ms }) => ms))) : '–'],
        ['Received', bytes(done.reduce((sum, entry) => sum + entry.bytes, 0))],
        ['Failed', count(done.filter(({ outcome }) => outcome !== 'ok').length)],
      ].map(([term, value]) => h('div', {}, h('dt', {}, term), h('dd', {}, value))),
    );
    chart.replaceChildren(callChart(log.entries));
    times.draw();
    const opened = new Set(
      [...list.querySelectorAll('details[open]')].map(({ dataset }) => dataset.call),
    );
    list.replaceChildren(
      matching.length
        ? h(
            'ol',
            { class: 'calls', 'aria-label': 'Calls, newest first' },
            matching.slice(0, SHOWN).map((entry) => line(entry, opened.has(String(entry.id)))),
          )
        : emptyState({
            title: log.entries.length ? 'No call fits' : 'No calls yet',
            text: log.entries.length ? 'Shorten the filter.' : 'Do something in the other tabs.',
          }),
    );
  };

  log.addEventListener('change', () => {
    byId('call-count').textContent = log.entries.length || '';
    byId('status-line').replaceChildren(...statusLine(log.entries[0]));
    if (visible() && !times.isBusy()) draw();
  });
  return { show: draw, enter: times.enter };
}

function line(entry, open) {
  return h(
    'li',
    {},
    h(
      'details',
      { class: `call ${entry.outcome}`, open, dataset: { call: entry.id } },
      h(
        'summary',
        {},
        h('time', {}, clock(entry.at)),
        h(
          'span',
          { class: 'call-name' },
          entry.model && h('code', {}, entry.model),
          h('b', {}, entry.method),
        ),
        h('span', { class: 'call-protocol' }, protocolName(entry.protocol)),
        h(
          'span',
          { class: 'call-size' },
          entry.outcome === 'ok' && entry.bytes ? bytes(entry.bytes) : '',
        ),
        h('span', { class: 'call-time' }, entry.outcome === 'pending' ? '' : duration(entry.ms)),
        h('span', { class: 'outcome' }, OUTCOME[entry.outcome]),
      ),
      entry.error && h('p', { class: 'call-error' }, entry.error),
      entry.requests.length > 0 &&
        h(
          'ul',
          { class: 'requests', 'aria-label': 'Requests' },
          entry.requests.map(({ path, status }) =>
            h(
              'li',
              {},
              h('code', {}, path),
              h('span', {}, status ? `HTTP ${status}` : 'no answer'),
            ),
          ),
        ),
      h(
        'pre',
        { tabindex: '0', 'aria-label': 'The code that makes this call' },
        h('code', {}, highlighted(callCode(entry))),
      ),
    ),
  );
}

/** The latest call in one line, for the foot of the page. */
function statusLine(entry) {
  if (!entry) return [];
  return [
    h('span', { class: `dot ${entry.outcome}`, 'aria-hidden': 'true' }),
    h(
      'span',
      { class: 'status-name' },
      h('span', { class: 'visually-hidden' }, 'Latest call: '),
      entry.model && `${entry.model} · `,
      h('b', {}, entry.method),
    ),
    h(
      'span',
      { class: 'status-figures' },
      entry.outcome === 'pending'
        ? 'running'
        : [
            duration(entry.ms),
            entry.outcome === 'ok' ? ` · ${bytes(entry.bytes)}` : ` · ${OUTCOME[entry.outcome]}`,
          ],
    ),
  ];
}
