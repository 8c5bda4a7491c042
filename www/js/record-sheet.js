/** The sheet in which one record is created, changed, deleted and talked about. */

import { byId, h, icon } from './dom.js';
import { showError } from './errors.js';
import { plural } from './format.js';
import { modelLabel } from './model-info.js';
import { notes } from './notes.js';
import { formFields, recordForm } from './record-form.js';
import { emptyState, skeleton } from './records-table.js';

/**
 * Opens record `id` of `model`, or an empty form when `id` is null; `onChanged(text)` follows each
 * success.
 */
export function openRecord(connection, options) {
  return new RecordSheet(connection, options).open();
}

class RecordSheet {
  #connection;
  #model;
  #id;
  #columns;
  #onChanged;
  #form = null;
  #listening = new AbortController();
  #dialog = byId('record-sheet');
  #title = h('h2', { id: 'record-title' });
  #body = h('div', { class: 'sheet-body' }, skeleton());
  #error = h('div', { class: 'error-slot' });
  #actions = h('div', { class: 'sheet-actions', hidden: true });
  #discard = h(
    'p',
    { class: 'discard', role: 'alert', hidden: true },
    h('span', {}, 'What you changed is not saved.'),
    h(
      'button',
      { type: 'button', class: 'button small', onclick: () => this.#stay() },
      'Keep editing',
    ),
    h(
      'button',
      { type: 'button', class: 'button small danger', onclick: () => this.#close() },
      'Discard',
    ),
  );

  constructor(connection, { model, id, columns, onChanged }) {
    this.#connection = connection;
    this.#model = model;
    this.#id = id;
    this.#columns = columns;
    this.#onChanged = onChanged;
    this.#title.textContent = this.#isNew
      ? `New in ${modelLabel(model)}`
      : `${modelLabel(model)} ${id}`;
  }

  get #isNew() {
    return this.#id === null;
  }

  async open() {
    this.#listen();
    this.#dialog.replaceChildren(
      h(
        'div',
        { class: 'sheet-inner' },
        h(
          'div',
          { class: 'dialog-head' },
          h('div', {}, h('p', { class: 'eyebrow' }, this.#model), this.#title),
          h(
            'button',
            {
              type: 'button',
              class: 'icon-button',
              'aria-label': 'Close',
              onclick: () => this.#leave(),
            },
            icon('close'),
          ),
        ),
        this.#discard,
        this.#body,
        this.#error,
        this.#actions,
      ),
    );
    this.#dialog.showModal();
    try {
      await this.#load();
    } catch (problem) {
      this.#body.replaceChildren();
      showError(this.#error, problem);
    }
  }

  async #load() {
    const { client, models } = this.#connection;
    const fields = await models.fields(this.#model);
    const names = formFields(fields, this.#columns);
    const [values, isAllowed] = await Promise.all([
      this.#isNew
        ? defaults(client, this.#model, names)
        : recordValues(client, this.#model, this.#id, names),
      models.may(this.#isNew ? 'create' : 'write', this.#model),
    ]);
    if (this.#listening.signal.aborted) return;
    if (!values) {
      this.#body.replaceChildren(
        emptyState({
          title: 'This record is gone',
          text: 'Somebody deleted it since the list was read.',
          action: 'Close',
          onAction: () => this.#close(),
        }),
      );
      this.#onChanged('The list was read again');
      return;
    }
    if (!this.#isNew)
      this.#title.textContent = values.display_name || values.name || this.#title.textContent;
    this.#form = recordForm({ names, fields, values, isNew: this.#isNew, isAllowed, client });
    this.#body.replaceChildren(
      h(
        'form',
        {
          id: 'record-form',
          novalidate: true,
          onsubmit: (event) => {
            event.preventDefault();
            this.#save();
          },
        },
        this.#form.element,
      ),
      ...(!this.#isNew && fields.message_ids
        ? [notes(this.#connection, { model: this.#model, id: this.#id })]
        : []),
    );
    this.#actions.append(...this.#buttons());
    this.#actions.hidden = false;
    this.#form.focus();
  }

  #buttons() {
    return [
      ...(this.#isNew
        ? []
        : [
            h(
              'button',
              { class: 'button danger quiet', type: 'button', onclick: () => this.#delete() },
              icon('trash'),
              'Delete',
            ),
          ]),
      h('span', { class: 'spacer' }),
      h('button', { class: 'button', type: 'button', onclick: () => this.#leave() }, 'Close'),
      ...(this.#form.editable || this.#isNew
        ? [
            h(
              'button',
              { class: 'button primary', type: 'submit', form: 'record-form' },
              this.#isNew ? 'Create' : 'Save',
            ),
          ]
        : []),
    ];
  }

  #save() {
    if (!this.#form.check()) return;
    const changes = this.#form.changes();
    const { client } = this.#connection;
    const changed = Object.keys(changes).length;
    if (this.#isNew)
      this.#attempt(async () => `Created record ${await client.create(this.#model, changes)}`);
    else if (changed)
      this.#attempt(() =>
        client
          .write(this.#model, [this.#id], changes)
          .then(() => `Saved ${plural(changed, 'field')}`),
      );
    else this.#close();
  }

  #delete() {
    this.#attempt(() =>
      this.#connection.client
        .unlink(this.#model, [this.#id])
        .then(() => `Deleted record ${this.#id}`),
    );
  }

  /**
   * Runs `action` with the buttons at rest. An error stays in the sheet, and the form keeps its
   * values.
   */
  async #attempt(action) {
    this.#error.replaceChildren();
    this.#discard.hidden = true;
    this.#rest(true);
    try {
      const done = await action();
      this.#close();
      this.#onChanged(done);
    } catch (problem) {
      showError(this.#error, problem);
    } finally {
      this.#rest(false);
    }
  }

  #rest(resting) {
    for (const button of this.#actions.querySelectorAll('button')) button.disabled = resting;
  }

  #listen() {
    const { signal } = this.#listening;
    this.#dialog.addEventListener(
      'cancel',
      (event) => {
        // Pickers inside the sheet send events of the same name.
        if (event.target !== this.#dialog) return;
        event.preventDefault();
        this.#leave();
      },
      { signal },
    );
    this.#dialog.addEventListener(
      'pointerdown',
      (event) => {
        if (event.target === this.#dialog) this.#leave();
      },
      { signal },
    );
  }

  /** Closes at once, or asks first when something typed would be lost. Asked already, it closes. */
  #leave() {
    const changed = this.#form && Object.keys(this.#form.changes()).length > 0;
    if (!changed || !this.#discard.hidden) {
      this.#close();
      return;
    }
    this.#discard.hidden = false;
    this.#discard.querySelector('button').focus();
  }

  #stay() {
    this.#discard.hidden = true;
    this.#form.focus();
  }

  #close() {
    this.#listening.abort();
    this.#dialog.close();
  }
}

/**
 * The values a new record begins with. A user who may not ask for them still gets an empty form.
 */
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
