/** The error classes side by side: what each means, what to do, and a button that provokes it for real. */

import { OdooClient } from 'odoo-client-wasm';
import { login } from './connection.js';
import { h, icon } from './dom.js';
import { ERROR_CLASSES, errorCard } from './errors.js';

const NO_SUCH_ID = 2 ** 31 - 1;
const PATIENCE_MS = 500;

/** A `fetch` whose request is never answered, only given up. */
const silence = (address, { signal }) => new Promise((answered, abandoned) => {
  signal.addEventListener('abort', () => abandoned(signal.reason));
});

/** Shows the view in `root`. Every attempt goes through the client and so into the call log. */
export function errorsView(root, { client, url, log, sibling }) {
  const result = h('div', { class: 'error-slot provoked' });
  const signIn = (changes) => login(sibling(changes), log);
  const provoke = {
    OdooAuthError: ['Sign in with a wrong password', () => signIn({ password: 'not-the-password' })],
    OdooTimeoutError: ['Wait for a server that never answers', () => signIn({ fetch: silence, timeoutMs: PATIENCE_MS })],
    OdooNetworkError: ['Call a server that is not there', () => signIn({ url: new URL('/nobody-here', url).href })],
    OdooValidationError: ['Create a country without a name', () => client.create('res.country', { code: 'ZZ' })],
    OdooAccessError: ['Read the system parameters', () => client.call('ir.config_parameter', 'search_read', [[]], { fields: ['key'], limit: 1 })],
    OdooMissingError: ['Write to a record that never was', () => client.write('res.partner', [NO_SUCH_ID], { city: 'Nowhere' })],
    OdooSafetyError: ['Delete something, and refuse', () => client.unlink('res.partner', [NO_SUCH_ID])],
    OdooRpcError: ['Search by a field that does not exist', () => client.searchRead('res.partner', [['no_such_field', '=', 1]], { limit: 1 })],
    OdooError: ['Make a client with an impossible address', async () => new OdooClient({ url: 'ftp://example', database: 'x', username: 'x', password: 'x' })],
  };

  const attempt = async (name, action, button) => {
    button.disabled = true;
    try {
      await action();
      result.replaceChildren(h('p', { class: 'notice', role: 'status' }, `${name} did not occur: this user is allowed to do that. Sign in as demo or portal to see it.`));
    } catch (error) {
      result.replaceChildren(errorCard(error, { onClose: () => result.replaceChildren() }));
    } finally {
      button.disabled = false;
    }
    result.scrollIntoView({ block: 'nearest', behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth' });
  };

  root.replaceChildren(
    h('header', { class: 'view-head' }, h('div', { class: 'view-title' }, h('h1', {}, 'Errors'), h('p', { class: 'hint' }, 'Every failure has a class of its own, so that a program can tell them apart. Try them.'))),
    result,
    h('div', { class: 'card' }, h('ul', { class: 'error-table' }, ERROR_CLASSES.filter(({ name }) => name.startsWith('Odoo')).map(({ name, title, what, remedy }) => {
      const [label, action] = provoke[name] ?? [];
      return h('li', { dataset: { errorClass: name } },
        h('div', { class: 'error-name' }, h('h2', {}, title), h('code', { class: 'badge' }, name)),
        h('div', { class: 'error-text' }, h('p', {}, what), h('p', { class: 'hint' }, h('b', {}, 'What to do: '), remedy)),
        label ? h('button', { type: 'button', class: 'button small', onclick: (event) => attempt(name, action, event.currentTarget) }, icon('play'), label) : h('span', {}));
    }))));
}
