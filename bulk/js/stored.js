// What a field holds once Odoo has stored a value in it: by this an upsert tells what differs. Where that is not certain, a value counts as
// different and is written: a write too many does no harm, one too few would.

import { saysTheSame } from './html.js';
import { isId } from '../../pkg/src/arguments/checks.ts';

/** What has to be known of a field: attributes of `fields_get`. */
export const attributes = ['type', 'digits', 'currency_field', 'size', 'sanitize', 'attachment'];

/** Fields that Odoo itself fills in: what a row says of them is never stored in a record that is there. */
const ofOdoo = new Set(['create_date', 'create_uid', 'write_date', 'write_uid']);

/** Fields whose addresses are stored with a scheme: as recorded of Odoo 17, 18 and 19. */
const addresses = { 'res.partner': 'website', 'crm.lead': 'website' };

const isEmpty = (value) => value === false || value === null || value === '';
const two = (text) => text.padStart(2, '0');

/** A date-time with a zone, as `Date.toJSON` writes it. */
const moment = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)$/;

/** The text that Odoo takes for a date-time in UTC, `YYYY-MM-DD HH:MM:SS`; `undefined` for what is no moment. */
export function momentOf(text) {
  const date = moment.test(text) ? new Date(text) : undefined;
  return date && !Number.isNaN(date.getTime()) ? date.toISOString().slice(0, 19).replace('T', ' ') : undefined;
}

/** Whether values of such a field may have to be put into another form. */
export const isTaken = ({ type }) => type === 'datetime' || type === 'date' || type === 'many2one';

/** A value as Odoo takes it, where the field's type tells more than the value itself: dates, and links as they are read. */
export function taken({ type }, value) {
  if (type === 'datetime') return momentOf(value) ?? value;
  if (type === 'date' && momentOf(value)) return value.slice(0, 10);
  if (type === 'many2one' && Array.isArray(value) && value.length === 2 && isId(value[0]) && typeof value[1] === 'string') return value[0];
  return value;
}

const date = /^(\d{4})-(\d{1,2})-(\d{1,2})/;
const dateOf = (text) => date.exec(text)?.slice(1, 4).map(two).join('-');
function dateTimeOf(text) {
  const [, time] = /^\d{4}-\d{1,2}-\d{1,2}(?: (\d{1,2}:\d{1,2}(?::\d{1,2})?))?$/.exec(text) ?? [];
  const [hours = '0', minutes = '0', seconds = '0'] = time?.split(':') ?? [];
  return date.test(text) && (time !== undefined || text.length <= 10) ? `${dateOf(text)} ${[hours, minutes, seconds].map(two).join(':')}` : undefined;
}

function numberOf(value) {
  if (isEmpty(value)) return 0;
  if (typeof value === 'string') return value.trim() === '' ? undefined : Number(value);
  return typeof value === 'number' || value === true ? Number(value) : undefined;
}

/** Rounded to a multiple of a unit, halves away from zero, as Odoo rounds: so close below a half counts as a half. */
function rounded(value, unit) {
  const units = Math.abs(value) / unit;
  return Math.sign(value) * Math.floor(units + 0.5 + units * 2 ** -51) * unit;
}

const isNear = (value, other, unit) => Math.abs(value - other) <= unit * 1e-6;

/** Whether an amount is stored as another one: `unit` is what it is rounded to, where that is known. */
const isAmount = (value, stored, unit) => value === stored || (unit > 0 && Number.isFinite(stored) && isNear(rounded(value, unit), stored, unit));

/** The ids that a link field has after commands that may be given again; `undefined` for others. */
export function linked(commands, before) {
  if (!Array.isArray(commands)) return undefined;
  let ids = new Set(before);
  for (const command of commands) {
    if (!Array.isArray(command)) return undefined;
    const [code, id, list] = command;
    if (code === 6 && Array.isArray(list) && list.every(isId)) ids = new Set(list);
    else if (code === 5) ids = new Set();
    else if (code === 4 && isId(id)) ids.add(id);
    else if (code === 3 && isId(id)) ids.delete(id);
    else return undefined;
  }
  return ids;
}

/** JSON with its members in order, so that equal values are equal texts. */
const canonical = (value) => JSON.stringify(value, (_, inner) =>
  (inner !== null && typeof inner === 'object' && !Array.isArray(inner) ? Object.fromEntries(Object.entries(inner).sort()) : inner));

/** Properties are read as a list with their definitions, and written as an object of values or as such a list. */
function sameProperties(value, stored) {
  if (isEmpty(value) || !Array.isArray(stored)) return isEmpty(value) && isEmpty(stored);
  const given = Array.isArray(value) ? value : Object.entries(value).map(([name, inner]) => ({ name, value: inner }));
  const plain = (inner) => (Array.isArray(inner) && inner.length === 2 && isId(inner[0]) && typeof inner[1] === 'string' ? inner[0] : inner);
  return given.every((property) => {
    const own = stored.find(({ name }) => name === property?.name);
    return own !== undefined && Object.entries(property).every(([name, inner]) =>
      (name === 'value' ? canonical(plain(inner) || false) === canonical(plain(own.value) || false) : canonical(inner) === canonical(own[name])));
  });
}

function sameText({ size }, value, stored) {
  if (isEmpty(value) || isEmpty(stored)) return isEmpty(value) && isEmpty(stored);
  const text = Number.isSafeInteger(value) ? String(value) : value;
  return typeof text === 'string' && (size > 0 ? [...text].slice(0, size).join('') : text) === stored;
}

/** By type: whether a field that holds `stored` would hold the same after `value` was written. */
const types = {
  boolean: (field, value, stored) => !isEmpty(value) && value !== 0 ? Boolean(stored) : !stored,
  integer: (field, value, stored) => Math.trunc(numberOf(value)) === (stored || 0),
  many2one_reference: (field, value, stored) => Math.trunc(numberOf(value)) === (stored || 0),
  float: ({ digits }, value, stored) => isAmount(numberOf(value), stored || 0, Array.isArray(digits) ? 10 ** -digits[1] : 0),
  monetary: (field, value, stored, { unit }) => isAmount(numberOf(value), stored || 0, unit),
  char: sameText,
  text: sameText,
  selection: (field, value, stored) => (isEmpty(value) ? isEmpty(stored) : value === stored),
  reference: (field, value, stored) => (isEmpty(value) ? isEmpty(stored) : value === stored),
  html: ({ sanitize }, value, stored) => (isEmpty(value) || isEmpty(stored) ? isEmpty(value) && isEmpty(stored) : saysTheSame(value, stored, sanitize !== false)),
  date: (field, value, stored) => (isEmpty(value) ? isEmpty(stored) : typeof value === 'string' && dateOf(value) === stored),
  datetime: (field, value, stored) => (isEmpty(value) ? isEmpty(stored) : typeof value === 'string' && dateTimeOf(value) === stored),
  many2one: (field, value, stored) => (isEmpty(value) || value === 0 ? isEmpty(stored) : value === (Array.isArray(stored) ? stored[0] : stored)),
  one2many: sameLinks,
  many2many: sameLinks,
  properties: (field, value, stored) => sameProperties(value, stored),
};

function sameLinks(field, value, stored) {
  const ids = Array.isArray(stored) ? stored : [];
  if (isEmpty(value)) return ids.length === 0;
  const after = linked(value, ids);
  return after !== undefined && after.size === ids.length && ids.every((id) => after.has(id));
}

/**
 * Whether a field of a record holds already what a row says. `known` is what else has to be known: `unit`, what amounts of the record's currency are
 * rounded to. Values of binary fields are compared elsewhere: they are not read.
 */
export function isStored(model, name, field, value, stored, known = {}) {
  if (value === undefined || ofOdoo.has(name)) return true;
  if (addresses[model] === name && typeof value === 'string' && stored === `http://${value}`) return true;
  const isSame = types[field.type];
  return isSame ? isSame(field, value, stored, known) : canonical(value) === canonical(stored);
}

/** The value of a key as the server gives it back: what rows and records are told apart by. */
export function keyOf({ type }, value) {
  if (type === 'date') return dateOf(value) ?? value;
  if (type === 'datetime') return dateTimeOf(value) ?? value;
  return type === 'many2one' && Array.isArray(value) ? value[0] : value;
}
