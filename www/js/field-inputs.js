/**
 * One control for each type of field that can be edited here; every other type is shown, not
 * edited.
 */

import { h } from './dom.js';
import { many2one } from './many2one.js';

const pad = (number, length = 2) => String(number).padStart(length, '0');

/** Types that have a control. */
export const EDITABLE = new Set([
  'char',
  'text',
  'integer',
  'float',
  'monetary',
  'boolean',
  'date',
  'datetime',
  'selection',
  'many2one',
]);

/**
 * The labelled control for one field: `element`, `input`, and `read()` → the value as Odoo takes it
 * (`false` for nothing).
 */
export function fieldControl({ name, field, value, client }) {
  const id = `field-${name}`;
  const required = Boolean(field.required) && field.type !== 'boolean';
  const control = BUILD[field.type]({ id, field, value, client, required });
  control.input.name = name;
  const hint =
    field.help && h('span', { class: 'field-help', id: `${id}-help` }, firstSentence(field.help));
  if (hint) control.input.setAttribute('aria-describedby', `${id}-help`);
  const label = h(
    'label',
    { for: id },
    field.string,
    required && h('span', { class: 'required', 'aria-hidden': 'true' }, '*'),
  );
  const element = h(
    'div',
    { class: `field type-${field.type}`, title: name },
    label,
    control.element ?? control.input,
    hint,
  );
  return { name, element, input: control.input, read: control.read };
}

/** Odoo's `2026-11-22 13:34:44` (UTC) as the local time that a `datetime-local` input shows. */
export function toLocalInput(value) {
  if (!value) return '';
  const date = new Date(`${value.replace(' ', 'T')}Z`);
  if (Number.isNaN(date.getTime())) return '';
  return `${pad(date.getFullYear(), 4)}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}T${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}`;
}

/** The other way round: local time of the input → Odoo's UTC text, or false. */
export function fromLocalInput(text) {
  return text ? new Date(text).toISOString().slice(0, 19).replace('T', ' ') : false;
}

const BUILD = {
  char: ({ id, value, required }) => text(h('input', { id, required, value: value || '' })),
  text: ({ id, value, required }) =>
    text(h('textarea', { id, required, rows: '3', value: value || '' })),
  integer: ({ id, value, required }) =>
    number(
      h('input', {
        id,
        required,
        type: 'number',
        step: '1',
        value: value === false || value === undefined ? '' : String(value),
      }),
    ),
  float: decimal,
  monetary: decimal,
  boolean: ({ id, value }) => {
    const input = h('input', { id, type: 'checkbox', class: 'switch', checked: Boolean(value) });
    return { input, read: () => input.checked };
  },
  date: ({ id, value, required }) =>
    text(h('input', { id, required, type: 'date', value: value || '' })),
  datetime: ({ id, value, required }) => {
    const input = h('input', {
      id,
      required,
      type: 'datetime-local',
      step: '1',
      value: toLocalInput(value),
    });
    return { input, read: () => fromLocalInput(input.value) };
  },
  selection: ({ id, field, value, required }) => {
    const keys = (field.selection ?? []).map(([key]) => key);
    const input = h(
      'select',
      { id, required },
      h('option', { value: '' }, required ? 'Choose …' : 'None'),
      field.selection?.map(([key, label], index) =>
        h('option', { value: String(index), selected: key === value }, label),
      ),
    );
    // By position, so that keys which are not text keep their type.
    return { input, read: () => (input.value === '' ? false : keys[Number(input.value)]) };
  },
  many2one: ({ id, field, value, client, required }) =>
    many2one({ id, field, value, client, required }),
};

function decimal({ id, value, required }) {
  return number(
    h('input', {
      id,
      required,
      type: 'number',
      step: 'any',
      value: value === false || value === undefined ? '' : String(value),
    }),
  );
}

function text(input) {
  return { input, read: () => input.value || false };
}

function number(input) {
  return { input, read: () => (input.value === '' ? false : Number(input.value)) };
}

function firstSentence(help) {
  const sentence = String(help)
    .split(/\n|(?<=\.)\s/)[0]
    .trim();
  return sentence.length > 140 ? `${sentence.slice(0, 139)}…` : sentence;
}
