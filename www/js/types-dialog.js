/** Shows a model as TypeScript, just as `npx odoo-client-wasm types` writes it, and copies it. */

import { announce } from './announce.js';
import { highlighted } from './code.js';
import { byId, h, icon } from './dom.js';
import { showError } from './errors.js';
import { skeleton } from './records-table.js';

/** Opens the dialog for `model`: its fields are read anew, with all that their types depend on. */
export async function showTypes({ client }, model) {
  const dialog = byId('types-dialog');
  const body = h('div', { class: 'types-body', 'aria-busy': 'true' }, skeleton());
  const copy = h(
    'button',
    { class: 'button primary', type: 'button', disabled: true },
    icon('copy'),
    'Copy',
  );
  dialog.replaceChildren(
    h(
      'form',
      { method: 'dialog' },
      h(
        'div',
        { class: 'dialog-head' },
        h('h2', { id: 'types-title' }, 'TypeScript'),
        h('button', { class: 'icon-button', 'aria-label': 'Close' }, icon('close')),
      ),
      h(
        'p',
        { class: 'hint' },
        'For ',
        h('code', {}, `new OdooClient<Odoo>(…)`),
        '. Of the whole database: ',
        h('code', {}, 'npx odoo-client-wasm types'),
      ),
      body,
      h('div', { class: 'dialog-foot' }, h('button', { class: 'button' }, 'Close'), copy),
    ),
  );
  dialog.showModal();
  try {
    // Only who asks for types loads what writes them.
    const { readSchema, typesOf } = await import('odoo-client-wasm/schema');
    const text = typesOf(await readSchema(client, { models: model }));
    const code = h(
      'pre',
      { tabindex: '0', 'aria-label': `The types of ${model}` },
      h('code', {}, highlighted(text)),
    );
    body.replaceChildren(code);
    copy.addEventListener('click', () => copied(text, code));
    copy.disabled = false;
  } catch (problem) {
    body.replaceChildren();
    showError(body, problem);
  } finally {
    body.removeAttribute('aria-busy');
  }
}

/**
 * Copies the text; where the browser does not let pages do it, selects it for the person to copy.
 */
async function copied(text, code) {
  try {
    await navigator.clipboard.writeText(text);
    announce('Copied');
  } catch {
    getSelection().selectAllChildren(code);
    announce('Selected: copy it with the keyboard');
  }
}
