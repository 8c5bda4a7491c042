/** The form that connects: to the sandbox behind the page, to the one in the page, or to any Odoo behind the demo server. */

import { connectCode, highlighted } from './code.js';
import { connect } from './connection.js';
import { byId } from './dom.js';
import { showError } from './errors.js';
import { IN_PAGE_CODE, IN_PAGE_URL, inPageSandbox } from './in-page-sandbox.js';

const SANDBOX_DATABASE = 'demo';
/** A preset's address, whether it has the sandbox's users, and the hint that explains it. */
const PRESETS = {
  sandbox: { url: location.origin, users: true },
  page: { url: IN_PAGE_URL, users: true, hint: 'page-hint' },
  own: { url: location.origin, users: false, hint: 'own-hint' },
};

/** Wires the form; `onConnected(connection)` is called after each successful login. */
export function startConnectForm(log, onConnected) {
  const form = byId('connect-form');
  const submit = byId('connect-submit');
  const slot = byId('connect-error');
  const field = (name) => form.elements.namedItem(name);
  const preset = () => PRESETS[field('preset').value];
  const inPage = () => preset() === PRESETS.page;
  const config = () => ({
    url: field('url').value.trim(),
    database: field('database').value.trim(),
    username: field('username').value.trim(),
    password: field('password').value,
  });

  const showCode = () => byId('connect-code').replaceChildren(...highlighted(inPage()
    ? connectCode(config(), { lines: IN_PAGE_CODE, members: { url: 'odoo.url', fetch: 'odoo.fetch' } })
    : connectCode(config())));
  const applyPreset = () => {
    const { url, users, hint } = preset();
    byId('sandbox-users').hidden = !users;
    for (const { hint: id } of Object.values(PRESETS)) if (id) byId(id).hidden = id !== hint;
    field('url').value = url;
    field('url').readOnly = inPage();
    field('database').value = users ? SANDBOX_DATABASE : '';
    field('username').value = field('password').value = users ? field('user').value : '';
    slot.replaceChildren();
    showCode();
  };

  form.addEventListener('change', (event) => {
    if (['preset', 'user'].includes(event.target.name)) applyPreset();
  });
  form.addEventListener('input', showCode);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (!form.reportValidity()) return;
    slot.replaceChildren();
    submit.setAttribute('aria-busy', 'true');
    submit.disabled = true;
    try {
      const fetch = inPage() ? { fetch: (await inPageSandbox()).fetch } : {};
      onConnected(await connect({ ...config(), ...fetch }, log));
      if (!preset().users) field('password').value = '';
    } catch (error) {
      showError(slot, error);
    } finally {
      submit.removeAttribute('aria-busy');
      submit.disabled = false;
    }
  });

  applyPreset();
  firstPreset().then((name) => {
    if (!name || form.contains(document.activeElement)) return;
    field('preset').value = name;
    applyPreset();
  });
}

/** The preset that the address asks for (`?preset=own`); without a server behind the page, the sandbox in it. */
async function firstPreset() {
  const wanted = new URLSearchParams(location.search).get('preset');
  if (wanted) return Object.hasOwn(PRESETS, wanted) ? wanted : null;
  const health = await fetch('/web/health').catch(() => null);
  return health?.ok ? null : 'page';
}
