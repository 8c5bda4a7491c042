// Arguments, checked before anything is sent.

import { jsonOf } from '../../../pkg/src/plain/index.ts';
import { checkSpelling } from './spelling.js';

export { jsonOf };

export const isCount = (value) => Number.isSafeInteger(value) && value >= 0;
export const isPositive = (value) => isCount(value) && value > 0;
/** The id of a record. */
export const isId = isPositive;
export const isText = (value) => typeof value === 'string' && value !== '';
export const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
export const isFunction = (value) => typeof value === 'function';

/** Nobody has a longer list: it is one of holes, and going through it takes minutes. */
const longest = 2 ** 24;

/** Whether this is a list, of right items where `isItem` says what is right. By index: `every` passes over holes. */
export function isList(value, isItem) {
  if (!Array.isArray(value) || value.length > longest) return false;
  if (isItem !== undefined) for (let index = 0; index < value.length; index += 1) if (!isItem(value[index])) return false;
  return true;
}

/** A value in the words of an error. */
export function shown(value) {
  if (typeof value === 'string') return `'${value}'`;
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}

/** The value, if it is right; else a `TypeError` that names it. */
export function check(name, value, isRight, expected) {
  if (!isRight(value)) throw new TypeError(`${name}: expected ${expected}, got ${shown(value)}`);
  return value;
}

/** An option, if it is right; its default, where it is absent. */
export const option = (options, name, usual, isRight, expected) =>
  (options[name] === undefined || options[name] === null ? usual : check(`options.${name}`, options[name], isRight, expected));

/**
 * The value as it is now, in plain data: what would be sent. Later changes to the caller's own objects do not reach the wire, and a job of
 * many calls sends the same in each.
 */
export function snapshotOf(name, value) {
  const json = jsonOf(name, value);
  return json === undefined ? undefined : JSON.parse(json);
}

/** What every job may be given. */
const common = ['context', 'signal', 'timeoutMs', 'onProgress'];

/** Checks what every job takes; `names` are the options that it has besides those of all. */
export function checkCall(client, model, options, names = []) {
  check('client', client, (value) => isFunction(value?.call), 'an OdooClient');
  check('model', model, isText, 'the name of a model');
  check('options', options, isObject, 'an object');
  checkSpelling(options, [...names, ...common]);
}

export const signalOf = (options) => option(options, 'signal', undefined, (value) => typeof value?.aborted === 'boolean', 'an AbortSignal');

/** What every call of a job is given besides its arguments. */
export function callOptionsOf(options) {
  const context = option(options, 'context', undefined, isObject, 'an object');
  return { context: snapshotOf('options.context', context), timeoutMs: option(options, 'timeoutMs', undefined, (value) => typeof value === 'number' && value >= 0, 'a number of milliseconds, 0 for no limit') };
}

/** Which part of a model is read: what every reading takes. */
export function selectionOf({ client, model, domain, options, usualPage }) {
  checkCall(client, model, options, ['fields', 'order', 'limit', 'pageSize', 'prefetch', 'types']);
  check('domain', domain, (value) => isList(value), 'a list');
  const fields = option(options, 'fields', undefined, (value) => isList(value, isText), 'a list of field names');
  // As with search: false is no limit, as it is in Odoo's own calls.
  const limit = options.limit === false ? 0 : option(options, 'limit', 0, isCount, 'a number of records, 0 for all');
  return {
    client, model,
    domain: snapshotOf('domain', domain),
    // As with searchRead: an empty list is every field.
    fields: fields?.length ? [...fields] : undefined,
    order: option(options, 'order', '', (value) => typeof value === 'string', "fields to sort by, such as 'date desc, id'"),
    limit: limit === 0 ? Infinity : limit,
    pageSize: option(options, 'pageSize', usualPage, isPositive, 'a number of records above 0'),
    onProgress: option(options, 'onProgress', undefined, isFunction, 'a function'),
    signal: signalOf(options),
    callOptions: callOptionsOf(options),
  };
}
