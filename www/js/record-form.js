/** A form for one record, made from its fields: the important ones first, the rest folded away. */

import { facts, h } from './dom.js';
import { EDITABLE, fieldControl } from './field-inputs.js';
import { valueText } from './format.js';
import { isTechnical } from './model-info.js';

const FIRST = 14;
const MOST = 60;

/** The fields worth reading for the form: no binary data, no bookkeeping, and not without end. */
export function formFields(fields, columns) {
  const useful = Object.keys(fields).filter(
    (name) =>
      name !== 'id' &&
      !isTechnical(name) &&
      fields[name].type !== 'binary' &&
      (fields[name].store !== false || columns.includes(name)),
  );
  return useful.sort((a, b) => rank(fields, columns, a) - rank(fields, columns, b)).slice(0, MOST);
}

/**
 * Builds the form's content: `element`, `changes()` → the values that differ from the ones it began
 * with, `check()` → whether every input is valid (and shows the first that is not).
 */
export function recordForm({ names, fields, values, isNew, isAllowed, client }) {
  const editable = names.filter(
    (name) => isAllowed && EDITABLE.has(fields[name].type) && !fields[name].readonly,
  );
  const fixed = isNew ? [] : names.filter((name) => !editable.includes(name));
  const controls = editable.map((name) =>
    fieldControl({ name, field: fields[name], value: values[name], client }),
  );
  const before = new Map(controls.map(({ name, read }) => [name, JSON.stringify(read())]));
  const shown = facts(
    fixed.map((name) => [fields[name].string, valueText(values[name], fields[name])]),
  );
  const rest = controls.slice(FIRST).map(({ element }) => element);

  return {
    element: h(
      'div',
      { class: 'record-form' },
      controls.length > 0
        ? h(
            'div',
            { class: 'fields' },
            controls.slice(0, FIRST).map(({ element }) => element),
          )
        : h(
            'p',
            { class: 'notice' },
            isNew
              ? 'This user can fill in no field of this model.'
              : 'This user may read this record, not change it.',
          ),
      rest.length > 0 &&
        h(
          'details',
          { class: 'more' },
          h('summary', {}, `More fields (${rest.length})`),
          h('div', { class: 'fields' }, rest),
        ),
      shown.length > 0 &&
        h(
          'details',
          { class: 'more', open: controls.length === 0 },
          h('summary', {}, `Read-only (${shown.length / 2})`),
          h('dl', { class: 'facts' }, shown),
        ),
    ),
    changes() {
      const changed = controls
        .map(({ name, read }) => [name, read()])
        .filter(([name, value]) => JSON.stringify(value) !== before.get(name));
      return Object.fromEntries(changed);
    },
    check() {
      const wrong = controls.find(({ input }) => !input.checkValidity());
      if (!wrong) return true;
      const folded = wrong.input.closest('details');
      if (folded) folded.open = true;
      wrong.input.reportValidity();
      return false;
    },
    editable: controls.length > 0,
    focus: () => controls[0]?.input.focus(),
  };
}

/**
 * Shown columns come first, then required fields, then plain ones; long texts and lists come last.
 */
function rank(fields, columns, name) {
  const field = fields[name];
  const place = columns.indexOf(name);
  if (place >= 0) return place;
  if (field.required && !field.readonly) return 100;
  return ['text', 'html', 'one2many', 'many2many'].includes(field.type) ? 300 : 200;
}
