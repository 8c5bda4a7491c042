// What the Rust side needs of the JavaScript world in one step instead of many.
//
// What Rust imports without catching must not throw, whatever it is given (a revoked proxy, a
// getter that throws): an exception that passes through a future leaves a promise that never
// settles.

import { argumentError } from '#plain/errors.ts';
import { isArray, isPromise } from '#plain/words.ts';
import { Kind } from './numbers.ts';

/** The sort of `value`. */
export function kindOf(value: unknown): Kind {
  switch (typeof value) {
    case 'undefined':
      return Kind.Undefined;
    case 'boolean':
      return Kind.Boolean;
    case 'number':
      return Kind.Number;
    case 'string':
      return Kind.String;
    case 'object':
      return value === null ? Kind.Null : isArray(value) ? Kind.Array : Kind.Object;
    default:
      return Kind.Other;
  }
}

/** The member `key` of `value`; undefined where there is none, or where reading it throws. */
export function memberOf(value: any, key: PropertyKey): any {
  try {
    return value?.[key];
  } catch {
    return undefined;
  }
}

/** Whether `value` is a text that is not blank. */
export const isName = (value: unknown): value is string =>
  typeof value === 'string' && value.trim() !== '';

/** How many items a list has, of those that we would ever look at; 0 for what is none. */
export function lengthOf(list: unknown): number {
  try {
    return isArray(list) ? list.length : 0;
  } catch {
    return 0;
  }
}

/**
 * The items of a list of no more than a million, as a list of our own; undefined for anything else,
 * and where they cannot be read.
 */
export function itemsOf(list: unknown): unknown[] | undefined {
  try {
    const length = lengthOf(list);
    if (!isArray(list) || length > 1_000_000) return undefined;
    const items = [];
    for (let index = 0; index < length; index += 1) items.push(list[index]);
    return items;
  } catch {
    return undefined;
  }
}

/** Where in `list` the first item stands that does not fit, or -1. */
function firstWhere(list: any, isOther: (item: unknown) => boolean): number {
  let index = 0;
  try {
    for (; index < list.length; index += 1) if (isOther(list[index])) return index;
  } catch {
    return index;
  }
  return -1;
}

/** Where in `list` the first item stands whose sort has not that number, or -1. */
export const firstOtherThan = (list: any, kind: Kind): number =>
  firstWhere(list, (item) => kindOf(item) !== kind);

/** Where in `list` the first item stands that is no integer, or -1. */
export const firstNonInteger = (list: any): number =>
  firstWhere(list, (item) => !Number.isSafeInteger(item));

export const assign = (target: object, members: object): void => {
  Object.assign(target, members);
};

/** A member that is read by its name alone: a look at all members shows that there is one. */
export function hide(object: object, key: string, value: unknown): void {
  let held = value;
  Object.defineProperty(object, key, {
    get: () => held,
    set: (other: unknown) => {
      held = other;
    },
    configurable: true,
  });
}

const namesOf = new Map<string, string[]>();

/**
 * The members of `options` that are among `known`, names with spaces between them, each read once;
 * `unknown` holds the names of the others, where there are any.
 */
export function readOptions(options: any, known: string): Record<string, unknown> {
  // It has nothing of what it will give: every record would be asked for.
  if (isPromise(options)) throw argumentError('it is a promise; await it first');
  let names = namesOf.get(known);
  if (names === undefined) {
    names = known.split(' ');
    namesOf.set(known, names);
  }
  const read: Record<string, unknown> = {};
  for (const name of names) {
    const value = options[name];
    if (value !== undefined) read[name] = value;
  }
  const among = names;
  const unknown = Object.keys(options).filter((name) => !among.includes(name));
  if (unknown.length > 0) read.unknown = unknown.slice(0, 100);
  return read;
}

const { has } = Set.prototype;

/** Whether a set holds `value`, whatever a program has made of its methods. */
export const isIn = (set: Set<unknown>, value: unknown): boolean =>
  Reflect.apply(has, set, [value]);

const { random: drawn } = Math;

/** A random number, whatever a program has made of `Math.random`. */
export function random(): number {
  try {
    const number = Math.random();
    if (number >= 0 && number < 1) return number;
  } catch {
    // A stand-in that throws.
  }
  return drawn();
}

/** The values as JSON, with commas between them. */
export const listed = (a: unknown, b: unknown, c: unknown, d: unknown): string =>
  JSON.stringify([a, b, c, d]).slice(1, -1);

/** The params of a call in a web session, as JSON. */
export const callParams = (
  model: unknown,
  method: unknown,
  args: unknown,
  kwargs: unknown,
): string => JSON.stringify({ model, method, args, kwargs });

export const parseJson = (text: string): unknown => JSON.parse(text);

const plainName = /^[\w.]+$/;

/** A name as part of a path. */
function segment(name: string): string {
  if (plainName.test(name)) return name;
  try {
    return encodeURIComponent(name);
  } catch {
    // Half a surrogate pair is in no name that a server could know.
    return '%EF%BF%BD';
  }
}

/** The address of a method. */
export const endpoint = (start: string, model: string, method: string): string =>
  `${start}${segment(model)}/${segment(method)}`;

/** The address of a page, with the context as its query. */
export function page(root: string, path: string, { context }: { context?: unknown }): string {
  const query =
    context === undefined ? '' : `?context=${encodeURIComponent(JSON.stringify(context))}`;
  return `${root}${path}${query}`;
}

/** The names of the members of `value`. */
export function keysOf(value: any): string[] {
  try {
    return Object.keys(value);
  } catch {
    return [];
  }
}

/** The texts, one after the other. */
export const joined = (
  a: unknown,
  b: unknown,
  c: unknown,
  d: unknown,
  e: unknown,
  f: unknown,
): string => `${a}${b}${c}${d}${e}${f}`;

/** As `object_fields` in src/binary.rs, in one step. */
export function objectFields(records: any, nested: boolean): string[] {
  const names: string[] = [];
  try {
    if (!Array.isArray(records) || kindOf(records[0]) !== Kind.Object) return names;
    for (const name of Object.keys(records[0])) {
      for (const record of records) {
        const value = memberOf(record, name);
        if (value === false || value === null || value === undefined || value === true) continue;
        if (isArray(value) && memberOf(value, 0) === undefined) continue;
        const isObject =
          kindOf(value) === Kind.Object
            ? nested || typeof value.size === 'number' || typeof value.content === 'string'
            : nested && isArray(value) && kindOf(value[0]) === Kind.Object;
        if (isObject) names.push(name);
        break;
      }
    }
  } catch {
    // What is no list of records has no such fields.
  }
  return names;
}

/** Whether there are any of them. */
export const hasObjectFields = (records: any, nested: boolean): boolean =>
  objectFields(records, nested).length > 0;

/** The result in `answer` when it is an ordinary answer to the request `id`; else undefined. */
export function plainResult(answer: any, id: number): unknown {
  try {
    const isOrdinary =
      kindOf(answer) === Kind.Object && answer.error === undefined && answer.id === id;
    return isOrdinary ? answer.result : undefined;
  } catch {
    return undefined;
  }
}

/** The headers that the client sets itself, as Rust spells them. */
const own = ['Authorization', 'Content-Type', 'Cookie', 'X-Odoo-Database', 'If-None-Match'];

/**
 * The `[name, value]` pairs of Headers, a Map, a list of pairs or a plain object; undefined for
 * anything else. Names compare without case: the last of two counts, and one of the client's own is
 * spelt as the client does.
 */
export function pairsOf(headers: any): unknown[][] | undefined {
  if (headers === null || typeof headers !== 'object' || isPromise(headers)) return undefined;
  try {
    const pairs = new Map<string, unknown[]>(own.map((name) => [name.toLowerCase(), [name]]));
    const isIterable = typeof headers[Symbol.iterator] === 'function';
    let count = 0;
    for (const [name, value] of isIterable ? headers : Object.entries(headers)) {
      // No server takes so many: whatever this is, it need not end.
      count += 1;
      if (count > 10_000) return undefined;
      const key = String(name).toLowerCase();
      pairs.set(key, [pairs.get(key)?.[0] ?? name, value]);
    }
    return [...pairs.values()].filter((pair) => pair.length > 1);
  } catch {
    return undefined;
  }
}

/** Those of `CALL_OPTIONS` in `src/crud.rs`, which a test compares. */
const callOptions = [
  'safetyLevel',
  'timeoutMs',
  'signal',
  'context',
  'binary',
  'readBody',
  'saysUnsent',
];

/**
 * The options of a single call among `options`, as `readOptions` gave them; undefined where there
 * are none.
 */
export function callOptionsOf(options: any): object | undefined {
  if (kindOf(options) !== Kind.Object) return undefined;
  let own: Record<string, unknown> | undefined;
  for (const name of callOptions) {
    const value = options[name];
    if (value === undefined) continue;
    own ??= {};
    own[name] = value;
  }
  return own;
}
