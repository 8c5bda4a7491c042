/**
 * The form that connects: to the sandbox behind the page, to the one in the page, or to any Odoo
 * behind the demo server.
 */

import { connectCode, highlighted } from './code.js';
import { connect } from './connection.js';
import { DEMO_KEYS } from './demo-keys.js';
import { byId } from './dom.js';
import { showError } from './errors.js';
import { IN_PAGE_URL, inPageCode, inPageSandbox } from './in-page-sandbox.js';

const SANDBOX_DATABASE = 'demo';
const JSON2_SINCE = 19;
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
  const text = (name) => field(name).value.trim();
  const protocol = () => field('protocol').value;
  const wantsKey = () => protocol() === 'json2';
  const known = () => ({
    username: text('username'),
    password: field('password').value,
    apiKey: text('apiKey'),
  });
  const config = () => {
    const { username, password, apiKey } = known();
    return {
      url: text('url'),
      database: text('database'),
      ...(wantsKey() ? { apiKey } : { username, password }),
      protocol: protocol(),
    };
  };
  /** The version of the Odoo behind the page, where it is known. */
  let version;

  const showCode = () =>
    byId('connect-code').replaceChildren(
      ...highlighted(
        inPage()
          ? connectCode(config(), {
              lines: inPageCode(wantsKey() && text('username')),
              members: { url: 'odoo.url', fetch: 'odoo.fetch' },
            })
          : connectCode(config()),
      ),
    );
  /** Offers JSON-2, unless the server is known to be too old for it. */
  const offerJson2 = () => {
    const isTooOld =
      text('url').replace(/\/+$/, '') === location.origin &&
      Number(/\d+/.exec(version) ?? JSON2_SINCE) < JSON2_SINCE;
    const choice = form.querySelector('[name=protocol][value=json2]');
    choice.disabled = isTooOld;
    if (isTooOld && choice.checked) field('protocol').value = 'auto';
    const absent = byId('json2-absent');
    absent.hidden = !isTooOld;
    absent.textContent = isTooOld
      ? `JSON-2 is not available: it came with Odoo ${JSON2_SINCE}, and this server is ${version}.`
      : '';
  };
  /** Shows what the protocol means, and asks for what it takes. */
  const applyProtocol = () => {
    offerJson2();
    for (const { value } of field('protocol'))
      byId(`protocol-${value}`).hidden = value !== protocol();
    for (const name of ['username', 'password']) {
      byId(`${name}-field`).hidden = wantsKey();
      field(name).disabled = wantsKey();
    }
    byId('key-field').hidden = !wantsKey();
    field('apiKey').disabled = !wantsKey();
    byId('password-label').textContent =
      protocol() === 'session' ? 'Password' : 'Password or API key';
    showCode();
  };
  const applyPreset = () => {
    const { url, users, hint } = preset();
    byId('sandbox-users').hidden = !users;
    for (const { hint: id } of Object.values(PRESETS)) if (id) byId(id).hidden = id !== hint;
    field('url').value = url;
    field('url').readOnly = inPage();
    field('database').value = users ? SANDBOX_DATABASE : '';
    field('username').value = field('password').value = users ? field('user').value : '';
    field('apiKey').value = users ? DEMO_KEYS[field('user').value] : '';
    slot.replaceChildren();
    applyProtocol();
  };

  form.addEventListener('change', (event) => {
    if (['preset', 'user'].includes(event.target.name)) applyPreset();
    if (['protocol', 'url'].includes(event.target.name)) applyProtocol();
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
      const isSandbox = preset().users && text('url') === preset().url;
      onConnected(await connect({ ...config(), ...fetch }, log, { known: known(), isSandbox }));
      if (!preset().users) field('password').value = field('apiKey').value = '';
    } catch (error) {
      showError(slot, error);
    } finally {
      submit.removeAttribute('aria-busy');
      submit.disabled = false;
    }
  });

  applyPreset();
  firstPreset().then(async (name) => {
    if (name && !form.contains(document.activeElement)) {
      field('preset').value = name;
      applyPreset();
    }
    if (name === 'page') return;
    version = await ownVersion();
    applyProtocol();
  });
}

/**
 * The preset that the address asks for (`?preset=own`); without a server behind the page, the
 * sandbox in it.
 */
async function firstPreset() {
  const wanted = new URLSearchParams(location.search).get('preset');
  if (wanted) return Object.hasOwn(PRESETS, wanted) ? wanted : null;
  const health = await fetch('/web/health').catch(() => null);
  return health?.ok ? null : 'page';
}

/**
 * The version of the Odoo behind the page, such as `18.0`; undefined where it does not say. Cookies
 * stay as they are.
 */
async function ownVersion() {
  const asked = {
    method: 'POST',
    credentials: 'omit',
    headers: { 'content-type': 'application/json' },
    body: '{"jsonrpc": "2.0", "params": {}}',
  };
  try {
    const { result } = await (await fetch('/web/webclient/version_info', asked)).json();
    return result.server_serie;
  } catch {
    return undefined;
  }
}
