/** A field that points to one record of another model: typed by name, found with `name_search`. */

import { debounced, h, icon } from './dom.js';

const FOUND = 8;
const TYPING_MS = 200;
let nextId = 1;

/** The control for a many2one: `element`, the labelled `input`, and `read()` → an id or false. */
export function many2one({ client, field, value, id, required }) {
  const listId = `suggestions-${nextId++}`;
  let chosen = Array.isArray(value)
    ? { id: value[0], name: value[1] || `#${value[0]}` }
    : typeof value === 'number'
      ? { id: value, name: `#${value}` }
      : null;
  let options = [];
  let active = -1;
  let round = 0;

  const list = h('ul', {
    class: 'suggestions',
    id: listId,
    role: 'listbox',
    'aria-label': field.string,
    hidden: true,
  });
  const input = h('input', {
    id,
    role: 'combobox',
    autocomplete: 'off',
    spellcheck: 'false',
    required,
    'aria-autocomplete': 'list',
    'aria-expanded': 'false',
    'aria-controls': listId,
    placeholder: 'Type to search',
    value: chosen?.name ?? '',
  });
  const clear = h(
    'button',
    {
      type: 'button',
      class: 'icon-button small',
      'aria-label': `Clear ${field.string}`,
      hidden: !chosen,
      onclick: () => {
        choose(null);
        input.focus();
      },
    },
    icon('close'),
  );

  const close = () => {
    round += 1;
    active = -1;
    list.hidden = true;
    input.setAttribute('aria-expanded', 'false');
    input.removeAttribute('aria-activedescendant');
  };
  const choose = (option) => {
    chosen = option;
    input.value = option?.name ?? '';
    input.setCustomValidity('');
    clear.hidden = !option;
    close();
  };
  const show = (items, message) => {
    options = items;
    active = -1;
    list.replaceChildren(
      ...items.map((item, index) =>
        h(
          'li',
          {
            id: `${listId}-${index}`,
            role: 'option',
            'aria-selected': 'false',
            onpointerdown: (event) => {
              event.preventDefault();
              choose(item);
            },
          },
          item.name,
        ),
      ),
    );
    if (message)
      list.append(
        h(
          'li',
          { class: 'hint', role: 'option', 'aria-disabled': 'true', 'aria-selected': 'false' },
          message,
        ),
      );
    list.hidden = false;
    input.setAttribute('aria-expanded', 'true');
  };
  const move = (step) => {
    if (!options.length) return;
    active = (active + step + options.length) % options.length;
    [...list.children].forEach((item, index) =>
      item.setAttribute('aria-selected', String(index === active)),
    );
    list.children[active].scrollIntoView({ block: 'nearest' });
    input.setAttribute('aria-activedescendant', `${listId}-${active}`);
  };
  const search = async (text) => {
    const mine = ++round;
    try {
      const pairs = await client.call(field.relation, 'name_search', [text], { limit: FOUND });
      if (mine === round)
        show(
          pairs.map(([pairId, name]) => ({ id: pairId, name })),
          pairs.length ? '' : 'Nothing has this name',
        );
    } catch (error) {
      if (mine === round) show([], error.message);
    }
  };
  const searchSoon = debounced(search, TYPING_MS);
  /**
   * A default value comes as a bare id: its name is asked for, and shown unless something was typed
   * meanwhile.
   */
  const nameLater = async (bare) => {
    const [found] = await client.read(field.relation, [bare.id], ['display_name']).catch(() => []);
    if (found?.display_name && chosen === bare) {
      bare.name = found.display_name;
      input.value = bare.name;
    }
  };
  if (typeof value === 'number') nameLater(chosen);

  input.addEventListener('input', () => {
    input.setCustomValidity(input.value ? 'Choose one of the suggestions.' : '');
    chosen = null;
    clear.hidden = true;
    searchSoon(input.value.trim());
  });
  input.addEventListener('blur', () => {
    // An unfinished text names no record: it is dropped, so that what is seen is what is saved.
    if (!chosen && !required) choose(null);
    close();
  });
  input.addEventListener('keydown', (event) => {
    const open = !list.hidden;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (open) move(event.key === 'ArrowDown' ? 1 : -1);
      else search('');
    } else if (event.key === 'Enter' && open) {
      event.preventDefault();
      choose(options[Math.max(active, 0)] ?? chosen);
    } else if (event.key === 'Escape' && open) {
      // Closes the list only; the dialog around it stays.
      event.preventDefault();
      event.stopPropagation();
      close();
    }
  });

  return {
    element: h('div', { class: 'combo' }, input, clear, list),
    input,
    read: () => chosen?.id ?? false,
  };
}
