/** The form that connects: a preset for the sandbox's users, or any Odoo behind the demo server. */

import { connectCode, highlighted } from './code.js';
import { connect } from './connection.js';
import { byId } from './dom.js';
import { showError } from './errors.js';

const SANDBOX_DATABASE = 'demo';

/** Wires the form; `onConnected(connection)` is called after each successful login. */
export function startConnectForm(log, onConnected) {
  const form = byId('connect-form');
  const field = (name) => form.elements.namedItem(name);
  const config = () => ({
    url: field('url').value.trim(),
    database: field('database').value.trim(),
    username: field('username').value.trim(),
    password: field('password').value,
  });

  const showCode = () => byId('connect-code').replaceChildren(...highlighted(connectCode(config())));
  const applyPreset = () => {
    const sandbox = field('preset').value === 'sandbox';
    byId('sandbox-users').hidden = !sandbox;
    byId('own-hint').hidden = sandbox;
    field('url').value ||= location.origin;
    field('database').value = sandbox ? SANDBOX_DATABASE : '';
    field('username').value = field('password').value = sandbox ? field('user').value : '';
    byId('connect-error').replaceChildren();
    showCode();
  };

  form.addEventListener('change', (event) => {
    if (['preset', 'user'].includes(event.target.name)) applyPreset();
  });
  form.addEventListener('input', showCode);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (!form.reportValidity()) return;
    const submit = byId('connect-submit');
    byId('connect-error').replaceChildren();
    submit.setAttribute('aria-busy', 'true');
    submit.disabled = true;
    try {
      onConnected(await connect(config(), log));
      if (field('preset').value === 'own') field('password').value = '';
    } catch (error) {
      showError(byId('connect-error'), error);
    } finally {
      submit.removeAttribute('aria-busy');
      submit.disabled = false;
    }
  });
  applyPreset();
}
