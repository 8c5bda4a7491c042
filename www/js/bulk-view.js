/**
 * The bulk view: everything in a model, read, drawn and exported; and contacts by the thousand, to
 * have something to read.
 */

import { partnersCard } from './bulk-partners.js';
import { readCard } from './bulk-read.js';
import { h } from './dom.js';
import { modelPicker } from './model-picker.js';

/**
 * Shows the view in `root`. `show(model)` opens the model that was chosen elsewhere meanwhile,
 * `leave()` ends what is under way; `onChanged(model)` is called when records were created or
 * deleted.
 */
export function bulkView(root, connection, onChanged) {
  let shown = null;
  const reading = readCard(connection);
  const partners = partnersCard(connection, onChanged);
  const open = (model) => {
    picker.mark(model);
    reading.open(model);
  };
  const picker = modelPicker(open);

  root.replaceChildren(
    h(
      'div',
      { class: 'records' },
      picker.element,
      h(
        'section',
        { class: 'bulk', 'aria-label': 'Bulk work' },
        h(
          'header',
          { class: 'view-head' },
          h(
            'div',
            { class: 'view-title' },
            h('h1', {}, 'Bulk'),
            h(
              'p',
              { class: 'hint' },
              'Records by the thousand: read, drawn, exported, created and deleted.',
            ),
          ),
        ),
        reading.element,
        partners.element,
      ),
    ),
  );

  return {
    show(model) {
      if (model !== shown) open(model);
      shown = model;
      partners.count();
    },
    leave() {
      reading.leave();
      partners.leave();
    },
  };
}
