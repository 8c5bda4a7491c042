/** The modules of the database, by state; each can be installed, upgraded or uninstalled. */

import { announce } from './announce.js';
import { h, icon } from './dom.js';
import { showError } from './errors.js';
import { plural } from './format.js';
import { emptyState, skeleton } from './records-table.js';

const STATES = [
  ['', 'Any state'],
  ['installed', 'Installed'],
  ['uninstalled', 'Not installed'],
  ['to upgrade', 'To upgrade'],
  ['to install', 'To install'],
  ['uninstallable', 'Not installable'],
];
const LIMIT = 200;
const ACTIONS = {
  installed: [
    ['upgradeModule', 'Upgrade'],
    ['uninstallModule', 'Uninstall'],
  ],
  'to upgrade': [['upgradeModule', 'Upgrade']],
  uninstalled: [['installModule', 'Install']],
};
const DONE = {
  installModule: 'Installed',
  upgradeModule: 'Upgraded',
  uninstallModule: 'Uninstalled',
};

/** Shows the view in `root`; `show()` loads it, once per connection. */
export function modulesView(root, { client }) {
  let loaded = false;
  let round = 0;
  const error = h('div', { class: 'error-slot' });
  const slot = h('div', { class: 'table-slot' });
  const found = h('span', { class: 'range', role: 'status' });
  const search = h('input', {
    type: 'search',
    placeholder: 'Search',
    'aria-label': 'Search modules',
    oninput: () => narrow(),
  });
  const state = h(
    'select',
    { 'aria-label': 'State', name: 'state', onchange: () => load() },
    STATES.map(([value, label]) => h('option', { value, selected: value === 'installed' }, label)),
  );
  const apps = h('input', { type: 'checkbox', class: 'switch', onchange: () => load() });

  root.replaceChildren(
    h(
      'header',
      { class: 'view-head' },
      h('div', { class: 'view-title' }, h('h1', {}, 'Modules'), h('code', {}, 'client.modules')),
    ),
    h(
      'div',
      { class: 'card' },
      h(
        'div',
        { class: 'toolbar' },
        h('label', { class: 'with-icon search-box' }, icon('search'), search),
        state,
        h('label', { class: 'check inline' }, apps, h('span', {}, 'Applications only')),
        h('span', { class: 'spacer' }),
        found,
      ),
      error,
      slot,
    ),
  );

  const load = async () => {
    const mine = ++round;
    error.replaceChildren();
    slot.replaceChildren(skeleton());
    try {
      const modules = await client.modules.listModules({
        state: state.value || undefined,
        application: apps.checked || undefined,
        limit: LIMIT,
      });
      if (mine !== round) return;
      slot.replaceChildren(
        modules.length
          ? h('ul', { class: 'module-list' }, modules.map(card))
          : emptyState({
              title: 'No such module',
              text: 'No module of this database is in this state.',
            }),
      );
      narrow();
    } catch (problem) {
      if (mine !== round) return;
      slot.replaceChildren();
      found.textContent = '';
      showError(error, problem);
    }
  };

  const narrow = () => {
    const wanted = search.value.trim().toLowerCase();
    const cards = [...slot.querySelectorAll('.module')];
    for (const item of cards) item.hidden = !item.textContent.toLowerCase().includes(wanted);
    found.textContent = plural(cards.filter((item) => !item.hidden).length, 'module');
  };

  const act = async (action, name, button) => {
    error.replaceChildren();
    button.disabled = true;
    button.setAttribute('aria-busy', 'true');
    try {
      await client.modules[action](name);
      announce(`${DONE[action]} ${name}`);
      await load();
    } catch (problem) {
      showError(error, problem);
    } finally {
      button.disabled = false;
      button.removeAttribute('aria-busy');
    }
  };

  const card = (module) =>
    h(
      'li',
      { class: 'module', dataset: { module: module.name } },
      h(
        'div',
        { class: 'module-text' },
        h(
          'h2',
          {},
          module.shortdesc || module.name,
          module.application && h('span', { class: 'badge accent' }, 'app'),
        ),
        module.summary && h('p', {}, module.summary),
        h(
          'p',
          { class: 'module-meta' },
          h('code', {}, module.name),
          h('span', { class: `state ${module.state.replaceAll(' ', '-')}` }, module.state),
          module.installed_version && h('span', {}, module.installed_version),
        ),
      ),
      h(
        'div',
        { class: 'module-actions' },
        (ACTIONS[module.state] ?? []).map(([action, label]) =>
          h(
            'button',
            {
              type: 'button',
              class: `button small ${action === 'uninstallModule' ? 'danger quiet' : ''}`,
              'aria-label': `${label} ${module.shortdesc || module.name}`,
              onclick: (event) => act(action, module.name, event.currentTarget),
            },
            label,
          ),
        ),
      ),
    );

  return {
    show() {
      if (loaded) return;
      loaded = true;
      load();
    },
  };
}
