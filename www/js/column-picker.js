/** Lets a person choose the columns of the table, from the model's fields. */

import { byId, h, icon } from './dom.js';
import { isTechnical } from './model-info.js';

/**
 * Resolves to the chosen field names in their old order (new ones last), or to null when nothing
 * changes.
 */
export function chooseColumns(fields, columns) {
  const dialog = byId('columns-dialog');
  const names = Object.keys(fields)
    .filter((name) => name !== 'id' && fields[name].type !== 'binary')
    .sort(
      (a, b) =>
        place(columns, a) - place(columns, b) ||
        isTechnical(a) - isTechnical(b) ||
        fields[a].string.localeCompare(fields[b].string),
    );
  const rows = names.map((name) =>
    h(
      'label',
      { class: 'check column-choice' },
      h('input', {
        type: 'checkbox',
        name: 'column',
        value: name,
        checked: columns.includes(name),
      }),
      h('span', {}, h('b', {}, fields[name].string), h('code', {}, name)),
      h('small', {}, fields[name].type),
    ),
  );
  const none = h('p', { class: 'hint', hidden: true }, 'No field has this in its name.');
  const search = h('input', {
    type: 'search',
    'aria-label': 'Find a field',
    placeholder: 'Find a field',
    oninput: () => {
      const wanted = search.value.trim().toLowerCase();
      for (const row of rows) row.hidden = !row.textContent.toLowerCase().includes(wanted);
      none.hidden = rows.some((row) => !row.hidden);
    },
  });

  dialog.replaceChildren(
    h(
      'form',
      { method: 'dialog' },
      h(
        'div',
        { class: 'dialog-head' },
        h('h2', { id: 'columns-title' }, 'Columns'),
        h(
          'button',
          {
            class: 'icon-button',
            value: '',
            'aria-label': 'Close without changes',
            formnovalidate: true,
          },
          icon('close'),
        ),
      ),
      h('label', { class: 'with-icon' }, icon('search'), search),
      h('div', { class: 'column-list' }, rows, none),
      h(
        'div',
        { class: 'dialog-foot' },
        h('button', { class: 'button', value: '' }, 'Cancel'),
        h('button', { class: 'button primary', value: 'show' }, 'Show these'),
      ),
    ),
  );
  // Enter in the search box must not press the first button, which closes without changes.
  search.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') event.preventDefault();
  });

  return new Promise((resolve) => {
    dialog.returnValue = '';
    dialog.addEventListener(
      'close',
      () => {
        const checked = rows
          .map((row) => row.firstElementChild)
          .filter((box) => box.checked)
          .map((box) => box.value);
        const kept = columns.filter((name) => checked.includes(name));
        resolve(
          dialog.returnValue === 'show' && checked.length
            ? [...kept, ...checked.filter((name) => !columns.includes(name))]
            : null,
        );
      },
      { once: true },
    );
    dialog.showModal();
  });
}

/** Shown columns come first, as they stand in the table. */
function place(columns, name) {
  return columns.includes(name) ? columns.indexOf(name) : columns.length;
}
