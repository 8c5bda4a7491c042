/**
 * The conversation on a record: its last messages, and a box to post an internal note or an open
 * message.
 */

import { announce } from './announce.js';
import { h, icon } from './dom.js';
import { showError } from './errors.js';
import { htmlText, momentText, valueText } from './format.js';

const SHOWN = 8;
const FIELDS = ['date', 'author_id', 'body', 'is_internal', 'message_type'];

/** The section for one record, which loads its messages by itself. */
export function notes({ client }, { model, id }) {
  const error = h('div', { class: 'error-slot' });
  const list = h('ol', { class: 'messages', 'aria-label': 'Messages' });
  const body = h('textarea', {
    id: 'note-body',
    rows: '2',
    required: true,
    placeholder: 'Write something about this record',
  });
  const send = h('button', { class: 'button', type: 'submit' }, icon('note'), 'Post');

  const load = async () => {
    try {
      const messages = await client.searchRead(
        'mail.message',
        [
          ['model', '=', model],
          ['res_id', '=', id],
        ],
        { fields: FIELDS, order: 'id desc', limit: SHOWN },
      );
      list.replaceChildren(...messages.map(message));
      if (!messages.length)
        list.replaceChildren(h('li', { class: 'hint' }, 'Nothing was said here yet.'));
    } catch (problem) {
      showError(error, problem);
    }
  };

  const form = h(
    'form',
    {
      class: 'note-form',
      onsubmit: async (event) => {
        event.preventDefault();
        error.replaceChildren();
        const internal = new FormData(form).get('kind') === 'note';
        send.disabled = true;
        try {
          await (internal
            ? client.mail.postInternalNote(model, id, body.value)
            : client.mail.postOpenMessage(model, id, body.value));
          body.value = '';
          announce(internal ? 'Internal note posted' : 'Message posted');
          await load();
        } catch (problem) {
          showError(error, problem);
        } finally {
          send.disabled = false;
        }
      },
    },
    h('label', { class: 'visually-hidden', for: 'note-body' }, 'Text of the note or message'),
    body,
    h(
      'div',
      { class: 'note-actions' },
      h(
        'fieldset',
        { class: 'segments small' },
        h('legend', { class: 'visually-hidden' }, 'Who can read it'),
        h(
          'label',
          {},
          h('input', { type: 'radio', name: 'kind', value: 'note', checked: true }),
          h('span', {}, 'Internal note'),
        ),
        h(
          'label',
          {},
          h('input', { type: 'radio', name: 'kind', value: 'message' }),
          h('span', {}, 'Message to followers'),
        ),
      ),
      send,
    ),
  );

  load();
  return h(
    'section',
    { class: 'notes', 'aria-labelledby': 'notes-title' },
    h('h3', { id: 'notes-title' }, 'Notes and messages'),
    form,
    error,
    list,
  );
}

function message({ date, author_id: author, body, is_internal: internal }) {
  return h(
    'li',
    { class: internal ? 'internal' : '' },
    h(
      'p',
      { class: 'message-head' },
      h('b', {}, valueText(author, { type: 'many2one' }) || 'Somebody'),
      internal && h('span', { class: 'badge' }, 'internal'),
      h('time', {}, momentText(date)),
    ),
    h('p', { class: 'message-body' }, htmlText(body || '') || h('em', {}, 'no text')),
  );
}
