/** Draws a page of records as a table whose headers sort and whose rows open. */

import { h, icon } from './dom.js';
import { isNumeric, valueText } from './format.js';
import { isSortable } from './model-info.js';

const ARIA_SORT = { asc: 'ascending', desc: 'descending' };
const LONGEST = 120;

/** The table in a box of its own that scrolls sideways where the page is narrow. */
export function recordsTable({ records, columns, fields, order, label, onSort, onOpen }) {
  return h(
    'div',
    { class: 'table-scroll', tabindex: '0', role: 'region', 'aria-label': `${label}, records` },
    h(
      'table',
      { class: 'records-table' },
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          columns.map((name) => header(name, fields[name], order, onSort)),
        ),
      ),
      h(
        'tbody',
        {},
        records.map((record) => row(record, columns, fields, onOpen)),
      ),
    ),
  );
}

/** Grey lines in place of the records that are on their way. */
export function skeleton() {
  return h(
    'div',
    { class: 'skeleton', 'aria-hidden': 'true' },
    Array.from({ length: 8 }, () => h('span', {})),
  );
}

/** What is shown when there is nothing to show. */
export function emptyState({ title, text, action, onAction }) {
  return h(
    'div',
    { class: 'empty' },
    h('h2', {}, title),
    h('p', {}, text),
    action && h('button', { class: 'button', type: 'button', onclick: onAction }, action),
  );
}

function header(name, field, order, onSort) {
  const label = field?.string ?? name;
  const sorted = order?.field === name ? order.direction : null;
  const content =
    field && isSortable(field)
      ? h(
          'button',
          { type: 'button', class: 'sort', dataset: { sort: name }, onclick: () => onSort(name) },
          label,
          icon(sorted ? (sorted === 'asc' ? 'up' : 'down') : 'sort'),
        )
      : h('span', {}, label);
  return h(
    'th',
    {
      scope: 'col',
      class: isNumeric(field) ? 'numeric' : null,
      'aria-sort': sorted ? ARIA_SORT[sorted] : null,
      title: name,
    },
    content,
  );
}

function row(record, columns, fields, onOpen) {
  const open = () => onOpen(record.id);
  return h(
    'tr',
    {
      dataset: { id: record.id },
      onclick: (event) => {
        if (!event.target.closest('button') && !getSelection()?.toString()) open();
      },
    },
    columns.map((name, index) => cell(record, name, fields[name], index === 0 ? open : null)),
  );
}

/**
 * The first cell carries the button that opens the record, so that rows are reached by keyboard
 * too.
 */
function cell(record, name, field, open) {
  const text = valueText(record[name], field);
  const short = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  const classes =
    [isNumeric(field) && 'numeric', field?.type === 'boolean' && 'boolean']
      .filter(Boolean)
      .join(' ') || null;
  if (open)
    return h(
      'th',
      { scope: 'row' },
      h(
        'button',
        { type: 'button', class: 'open-record', onclick: open },
        short || `#${record.id}`,
      ),
    );
  if (field?.type === 'boolean') {
    return h(
      'td',
      { class: classes },
      record[name]
        ? [icon('check'), h('span', { class: 'visually-hidden' }, 'Yes')]
        : h(
            'span',
            { class: 'nothing' },
            h('span', { 'aria-hidden': 'true' }, '–'),
            h('span', { class: 'visually-hidden' }, 'No'),
          ),
    );
  }
  return h(
    'td',
    { class: classes, title: text.length > 40 ? text : null },
    short || h('span', { class: 'nothing', 'aria-hidden': 'true' }, '–'),
  );
}
