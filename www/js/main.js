/** Starts the page: the connect form first, the workspace once there is a session. */

import { announce } from './announce.js';
import { RecordBrowser } from './browser.js';
import { bulkView } from './bulk-view.js';
import { CallLog } from './call-log.js';
import { callsView } from './calls-view.js';
import { startConnectForm } from './connect-form.js';
import { disconnect } from './connection.js';
import { byId } from './dom.js';
import { errorsView } from './errors-view.js';
import { modelLabel } from './model-info.js';
import { modulesView } from './modules-view.js';
import { hideSession, showSession } from './session-panel.js';
import { startTabs } from './tabs.js';
import { startTheme } from './theme.js';

const FIRST_MODEL = 'res.partner';

const log = new CallLog();
const calls = callsView(byId('panel-calls'), log, () => !byId('panel-calls').hidden);
let current = null;

byId('not-started').remove();
startTheme(byId('theme-button'));
startConnectForm(log, enter);
const tabs = startTabs(byId('tabs'), (name) => {
  if (name === 'bulk' && current) bulk().show(current.model);
  if (name === 'modules') current?.modules.show();
  if (name === 'calls') calls.show();
});
byId('status-line').addEventListener('click', () => tabs.select('calls', true));
byId('logout-button').addEventListener('click', leave);
window.addEventListener('hashchange', () => {
  const model = modelInAddress();
  if (current && model && model !== current.model) current.browser.open(model);
});

/** Shows the workspace of a new connection. */
function enter(connection) {
  current = { connection, model: modelInAddress() ?? FIRST_MODEL };
  current.browser = new RecordBrowser(byId('panel-records'), connection, (model) => {
    current.model = model;
    document.title = `${modelLabel(model)} · odoo-client-wasm`;
    // The first model takes the place of the form in the history; "back" then leads through the
    // models.
    if (modelInAddress() === null) history.replaceState(null, '', `#${model}`);
    else if (modelInAddress() !== model) history.pushState(null, '', `#${model}`);
  });
  current.modules = modulesView(byId('panel-modules'), connection);
  errorsView(byId('panel-errors'), connection);
  showSession(connection);
  calls.enter(connection);
  setConnected(true);
  tabs.select('records');
  current.browser.open(current.model);
  byId('main').focus({ preventScroll: true });
  scrollTo(0, 0);
  announce(`Connected as ${connection.session.name || connection.session.username}`);
}

/** The bulk view of the connection, made when it is first shown. */
function bulk() {
  const { connection, browser } = current;
  current.bulk ??= bulkView(byId('panel-bulk'), connection, (model) => {
    if (current?.model === model) browser.load();
  });
  return current.bulk;
}

/** Ends the session and shows the connect form again. */
async function leave() {
  const { connection } = current;
  current.bulk?.leave();
  current = null;
  hideSession();
  for (const panel of ['panel-records', 'panel-bulk', 'panel-modules', 'panel-errors'])
    byId(panel).replaceChildren();
  setConnected(false);
  byId('connect-submit').focus();
  await disconnect(connection);
  announce('Logged out');
}

function setConnected(connected) {
  document.body.classList.toggle('connected', connected);
  byId('connect').hidden = connected;
  for (const id of ['workspace', 'tabs', 'status']) byId(id).hidden = !connected;
}

function modelInAddress() {
  const model = location.hash.slice(1);
  return /^[a-z0-9_]+(\.[a-z0-9_]+)+$/.test(model) ? model : null;
}
