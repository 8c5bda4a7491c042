// Arguments, checked before anything is sent: one form of message for columns and bulk work.

import { jsonOf } from '#plain/index.ts';
import { isArray, isPromise, wrong } from '#plain/words.ts';
import type { Progress } from './progress.ts';
import { reading } from './reading.ts';
import { checkSpelling } from './spelling.ts';

export { argumentError } from '#plain/errors.ts';
export { jsonOf } from '#plain/index.ts';
export { inWords, short, wrong } from '#plain/words.ts';
export { reading } from './reading.ts';

type Guard<T> = (value: unknown) => value is T;

export const isCount = (value: unknown): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 0;
export const isPositive = (value: unknown): value is number => isCount(value) && value > 0;
/** Whether this is the id of a record. */
export const isId = isPositive;
export const isBoolean = (value: unknown): value is boolean => typeof value === 'boolean';
export const isString = (value: unknown): value is string => typeof value === 'string';
export const isText = (value: unknown): value is string => isString(value) && value !== '';
/** A promise is none: it has nothing of what it will give. */
export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !isArray(value) && !isPromise(value);
// biome-ignore lint/suspicious/noExplicitAny: a program's own function, of whatever arguments.
export const isFunction = (value: unknown): value is (...args: any[]) => unknown =>
  typeof value === 'function';

/** Nobody has a longer list: it is one of holes, and going through it takes minutes. */
const longest = 2 ** 24;

/** Whether this is a list, of right items where `isItem` says what is right. */
export function isList<T = unknown>(value: unknown, isItem?: Guard<T>): value is T[] {
  if (!isArray(value) || value.length > longest) return false;
  // By index: `every` passes over holes.
  if (isItem)
    for (let index = 0; index < value.length; index += 1) if (!isItem(value[index])) return false;
  return true;
}

export const isAnyList = (value: unknown): value is unknown[] => isList(value);
export const isListOfTexts = (value: unknown): value is string[] => isList(value, isText);

/** The value, if it is right; else a `TypeError` that names it. */
export function check<T>(name: string, value: unknown, isRight: Guard<T>, expected: string): T {
  try {
    if (isRight(value)) return value;
  } catch {
    // It cannot even be read.
  }
  throw wrong(name, expected, value);
}

/** Options as a program gave them, before they are checked. */
export type Given = Record<string, unknown>;

/** An option, if it is right; `usual`, where it is absent or `null`. */
export function option<T, U>(
  options: object,
  name: string,
  usual: U,
  isRight: Guard<T>,
  expected: string,
): T | U {
  const value = reading('options', () => (options as Given)[name]);
  return value === undefined || value === null
    ? usual
    : check(`options.${name}`, value, isRight, expected);
}

/**
 * The value as it is now, in plain data: what would be sent. Later changes to the caller's own
 * objects do not reach the wire, and a job of many calls sends the same in each.
 */
export function snapshotOf<T>(name: string, value: T): T {
  const json = jsonOf(name, value);
  return json === undefined ? (undefined as T) : JSON.parse(json);
}

/** What calls methods of models: an `OdooClient`, or a stand-in for one. */
export interface Caller {
  call(
    model: string,
    method: string,
    args?: unknown[],
    kwargs?: Record<string, unknown>,
    options?: Record<string, unknown>,
    // biome-ignore lint/suspicious/noExplicitAny: an answer is what the server sends.
  ): Promise<any>;
}

const isCaller = (value: unknown): value is Caller =>
  isFunction((value as Caller | null | undefined)?.call);

/** What every job may be given. */
const common = ['context', 'signal', 'timeoutMs', 'onProgress'];

/** Checks what every job takes; `names` are the options that it has besides those of all. */
export function checkCall(
  client: unknown,
  model: unknown,
  options: unknown,
  names: readonly string[] = [],
) {
  check('client', client, isCaller, 'an OdooClient');
  check('model', model, isText, 'the name of a model');
  checkSpelling(check('options', options, isObject, 'an object'), [...names, ...common]);
}

const isSignal = (value: unknown): value is AbortSignal =>
  isBoolean((value as AbortSignal | undefined)?.aborted);

export const signalOf = (options: object) =>
  option(options, 'signal', undefined, isSignal, 'an AbortSignal');

const isTimeout = (value: unknown): value is number => typeof value === 'number' && value >= 0;

/** What every call of a job is given besides its arguments. */
export interface CallOptions {
  context: Record<string, unknown> | undefined;
  timeoutMs: number | undefined;
}

export function callOptionsOf(options: object): CallOptions {
  const context = option(options, 'context', undefined, isObject, 'an object');
  const expected = 'a number of milliseconds, 0 for no limit';
  return {
    context: snapshotOf('options.context', context),
    timeoutMs: option(options, 'timeoutMs', undefined, isTimeout, expected),
  };
}

/** Which part of a model is read, and how: checked, and independent of the caller's own objects. */
export interface Selection {
  client: Caller;
  model: string;
  domain: unknown[];
  /** `undefined`: every field. */
  fields: string[] | undefined;
  /** The order of the records; empty: by id. */
  order: string;
  /** Infinity: all records. */
  limit: number;
  pageSize: number;
  onProgress: ((progress: Progress) => unknown) | undefined;
  signal: AbortSignal | undefined;
  callOptions: CallOptions;
}

/** What every read takes; `names` are the options that this one has besides those of all. */
export function selectionOf(
  client: Caller,
  model: string,
  domain: unknown,
  options: object,
  usualPage: number,
  names: readonly string[] = ['prefetch', 'types'],
): Selection {
  checkCall(client, model, options, ['fields', 'order', 'limit', 'pageSize', ...names]);
  check('domain', domain, isAnyList, 'a list');
  const fields = option(options, 'fields', undefined, isListOfTexts, 'a list of field names');
  // As with search: false is no limit, as it is in Odoo's own calls.
  const isLimit = (value: unknown): value is number | false => value === false || isCount(value);
  const limit = option(options, 'limit', 0, isLimit, 'a number of records, 0 for all') || 0;
  const orders = "fields to sort by, such as 'date desc, id'";
  const sizes = 'a number of records above 0';
  return {
    client,
    model,
    domain: snapshotOf('domain', domain as unknown[]),
    // As with searchRead: an empty list is every field.
    fields: fields?.length ? [...fields] : undefined,
    order: option(options, 'order', '', isString, orders),
    limit: limit === 0 ? Infinity : limit,
    pageSize: option(options, 'pageSize', usualPage, isPositive, sizes),
    onProgress: option(options, 'onProgress', undefined, isFunction, 'a function'),
    signal: signalOf(options),
    callOptions: callOptionsOf(options),
  };
}
