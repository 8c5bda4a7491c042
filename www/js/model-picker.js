/** Chooses the model to browse: the common ones by a click, any other by its technical name. */

import { h, icon } from './dom.js';
import { COMMON_MODELS } from './model-info.js';

/** The picker's element, and `mark(model)` to show which one is open. */
export function modelPicker(onOpen) {
  const buttons = COMMON_MODELS.map(([model, label]) =>
    h(
      'button',
      { type: 'button', class: 'model', dataset: { model }, onclick: () => onOpen(model) },
      h('b', {}, label),
      h('code', {}, model),
    ),
  );
  const other = h('input', {
    class: 'mono',
    name: 'model',
    'aria-label': 'Technical name of another model',
    placeholder: 'other.model',
    spellcheck: 'false',
    autocapitalize: 'none',
    autocomplete: 'off',
    required: true,
    pattern: '[a-z0-9_.]+',
    title: 'A technical name, such as res.partner',
  });
  const element = h(
    'nav',
    { class: 'models', 'aria-label': 'Models' },
    h('div', { class: 'model-list' }, buttons),
    h(
      'form',
      {
        class: 'other-model',
        onsubmit: (event) => {
          event.preventDefault();
          onOpen(other.value.trim());
        },
      },
      other,
      h('button', { class: 'icon-button', 'aria-label': 'Open this model' }, icon('right')),
    ),
  );

  return {
    element,
    mark(model) {
      let common = false;
      for (const button of buttons) {
        const current = button.dataset.model === model;
        common ||= current;
        if (current) button.setAttribute('aria-current', 'true');
        else button.removeAttribute('aria-current');
        if (current) button.scrollIntoView({ block: 'nearest', inline: 'nearest' });
      }
      other.value = common ? '' : model;
    },
  };
}
