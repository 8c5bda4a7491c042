/**
 * What the model browser is made of: its bars, its pager and the places of the table and of errors,
 * as elements. What they do is the browser's.
 */

import { debounced, h, icon } from './dom.js';
import { modelPicker } from './model-picker.js';

const PAGE_SIZES = [10, 20, 50, 80];
const TYPING_MS = 250;

/**
 * Builds the parts in `root`, at first with `pageSize` records a page, and returns those that
 * change. `on` says what they do: `open(model)`, `turn(pages)`, `resize(pageSize)`,
 * `search(query)`, `filter()`, `create()`, `pickColumns()`, `showTypes()`.
 */
export function browserParts(root, pageSize, on) {
  const picker = modelPicker(on.open);
  const title = h('h1', {});
  const technical = h('code', {});
  const range = h('span', { class: 'range', role: 'status', 'aria-live': 'polite' });
  const previous = h(
    'button',
    {
      class: 'icon-button',
      type: 'button',
      'aria-label': 'Previous page',
      onclick: () => on.turn(-1),
    },
    icon('left'),
  );
  const next = h(
    'button',
    {
      class: 'icon-button',
      type: 'button',
      'aria-label': 'Next page',
      onclick: () => on.turn(1),
    },
    icon('right'),
  );
  const size = h(
    'select',
    { 'aria-label': 'Records per page', onchange: () => on.resize(Number(size.value)) },
    PAGE_SIZES.map((value) =>
      h('option', { value, selected: value === pageSize }, `${value} a page`),
    ),
  );

  const search = h('input', {
    type: 'search',
    placeholder: 'Search',
    'aria-label': 'Quick search',
    oninput: debounced(() => on.search(search.value.trim()), TYPING_MS),
  });
  const problem = h('p', {
    class: 'domain-problem',
    id: 'domain-problem',
    role: 'alert',
    hidden: true,
  });
  const domain = h('input', {
    class: 'mono',
    name: 'domain',
    'aria-label': 'Domain filter',
    'aria-describedby': 'domain-problem',
    spellcheck: 'false',
    autocapitalize: 'none',
    autocomplete: 'off',
  });
  const filter = h(
    'form',
    {
      class: 'domain-form',
      role: 'search',
      onsubmit: (event) => {
        event.preventDefault();
        on.filter();
      },
    },
    h('label', { class: 'with-icon' }, icon('filter'), domain),
    h('button', { class: 'button', type: 'submit' }, 'Filter'),
  );

  const error = h('div', { class: 'error-slot' });
  const table = h('div', { class: 'table-slot' });
  root.replaceChildren(
    h(
      'div',
      { class: 'records' },
      picker.element,
      h(
        'section',
        { class: 'records-main', 'aria-label': 'Records' },
        h(
          'header',
          { class: 'view-head' },
          h('div', { class: 'view-title' }, title, technical),
          h(
            'button',
            { class: 'button primary', type: 'button', onclick: () => on.create() },
            icon('plus'),
            'New record',
          ),
        ),
        h(
          'div',
          { class: 'card records-card' },
          h(
            'div',
            { class: 'toolbar' },
            h('label', { class: 'with-icon search-box' }, icon('search'), search),
            filter,
            h(
              'button',
              { class: 'button', type: 'button', onclick: () => on.pickColumns() },
              icon('columns'),
              'Columns',
            ),
            h(
              'button',
              { class: 'button', type: 'button', onclick: () => on.showTypes() },
              icon('code'),
              'TypeScript',
            ),
          ),
          problem,
          error,
          table,
          h(
            'footer',
            { class: 'pager' },
            size,
            range,
            h('div', { class: 'pager-buttons' }, previous, next),
          ),
        ),
      ),
    ),
  );
  return {
    picker,
    title,
    technical,
    range,
    previous,
    next,
    search,
    domain,
    problem,
    error,
    table,
  };
}
