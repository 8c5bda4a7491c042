/** The sheet in which one record is created, changed, deleted and talked about. */

import { byId, h, icon } from './dom.js';
import { showError } from './errors.js';
import { plural } from './format.js';
import { modelLabel } from './model-info.js';
import { notes } from './notes.js';
import { formFields, recordForm } from './record-form.js';
import { emptyState, skeleton } from './records-table.js';

/** Opens record `id` of `model`, or an empty form when `id` is null; `onChanged(text)` follows each success. */
export async function openRecord(connection, { model, id, columns, onChanged }) {
  const sheet = byId('record-sheet');
  const error = h('div', { class: 'error-slot' });
  const body = h('div', { class: 'sheet-body' }, skeleton());
  const actions = h('footer', { class: 'sheet-actions', hidden: true });
  const discard = h('p', { class: 'discard', role: 'alert', hidden: true });
  const title = h('h2', { id: 'record-title' }, id === null ? `New in ${modelLabel(model)}` : `${modelLabel(model)} ${id}`);
  const listening = new AbortController();
  let form = null;

  const close = () => {
    listening.abort();
    sheet.close();
  };
  /** Closes at once, or asks first when something typed would be lost. */
  const leave = () => {
    const changed = form ? Object.keys(form.changes()).length : 0;
    if (!changed || !discard.hidden) return close();
    discard.hidden = false;
    discard.querySelector('button').focus();
    return undefined;
  };
  discard.append(h('span', {}, 'What you changed is not saved.'),
    h('button', { type: 'button', class: 'button small', onclick: () => { discard.hidden = true; form.focus(); } }, 'Keep editing'),
    h('button', { type: 'button', class: 'button small danger', onclick: close }, 'Discard'));

  sheet.addEventListener('cancel', (event) => {
    // Dialogs and pickers inside the sheet send events of the same name.
    if (event.target !== sheet) return;
    event.preventDefault();
    leave();
  }, { signal: listening.signal });
  sheet.addEventListener('pointerdown', (event) => {
    if (event.target === sheet) leave();
  }, { signal: listening.signal });

  sheet.replaceChildren(h('div', { class: 'sheet-inner' },
    h('header', {}, h('div', {}, h('p', { class: 'eyebrow' }, model), title),
      h('button', { type: 'button', class: 'icon-button', 'aria-label': 'Close', onclick: leave }, icon('close'))),
    discard, body, error, actions));
  sheet.showModal();

  try {
    const fields = await connection.models.fields(model);
    const names = formFields(fields, columns);
    const values = await (id === null ? defaults(connection.client, model, names) : recordValues(connection.client, model, id, names));
    if (listening.signal.aborted) return;
    if (!values) {
      body.replaceChildren(emptyState({ title: 'This record is gone', text: 'Somebody deleted it since the list was read.', action: 'Close', onAction: close }));
      onChanged('The list was read again');
      return;
    }
    if (id !== null) title.textContent = values.display_name || values.name || title.textContent;
    form = recordForm({ names, fields, values, client: connection.client });
    body.replaceChildren(
      h('form', { id: 'record-form', novalidate: true, onsubmit: (event) => { event.preventDefault(); save(); } }, form.element),
      id !== null && fields.message_ids ? notes(connection, { model, id }) : '');
    actions.replaceChildren(...buttons());
    actions.hidden = false;
    form.focus();
  } catch (problem) {
    body.replaceChildren();
    showError(error, problem);
  }

  function buttons() {
    const save = h('button', { class: 'button primary', type: 'submit', form: 'record-form' }, id === null ? 'Create' : 'Save');
    const cancel = h('button', { class: 'button', type: 'button', onclick: leave }, 'Close');
    const remove = id !== null && h('button', { class: 'button danger quiet', type: 'button', onclick: erase }, icon('trash'), 'Delete');
    return [remove, h('span', { class: 'spacer' }), cancel, save].filter(Boolean);
  }

  /** Runs `action` with the buttons at rest; an error stays in the sheet and the form keeps its values. */
  async function attempt(action) {
    error.replaceChildren();
    discard.hidden = true;
    for (const button of actions.querySelectorAll('button')) button.disabled = true;
    try {
      await action();
    } catch (problem) {
      showError(error, problem);
    } finally {
      for (const button of actions.querySelectorAll('button')) button.disabled = false;
    }
  }

  function save() {
    if (!form.check()) return;
    attempt(async () => {
      const changes = form.changes();
      if (id === null) {
        const created = await connection.client.create(model, changes);
        close();
        onChanged(`Created record ${created}`);
      } else if (Object.keys(changes).length) {
        await connection.client.write(model, [id], changes);
        close();
        onChanged(`Saved ${plural(Object.keys(changes).length, 'field')}`);
      } else {
        close();
      }
    });
  }

  function erase() {
    attempt(async () => {
      await connection.client.unlink(model, [id]);
      close();
      onChanged(`Deleted record ${id}`);
    });
  }
}

/** The values a new record begins with. A user who may not ask for them still gets an empty form. */
async function defaults(client, model, names) {
  try {
    return await client.call(model, 'default_get', [names]);
  } catch {
    return {};
  }
}

async function recordValues(client, model, id, names) {
  const [values] = await client.read(model, [id], ['display_name', ...names]);
  return values;
}
