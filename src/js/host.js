// What the Rust side needs of the JavaScript world in one step instead of many.
// This file may import nothing: wasm-bindgen takes it along as a snippet.
//
// What Rust imports without catching must not throw, whatever it is given (a revoked proxy, a getter that throws): an
// exception that passes through a future leaves a promise that never settles.

/** The sort of `value`, numbered as `value::Kind` in Rust. */
export function kindOf(value) {
  switch (typeof value) {
    case 'undefined': return 0;
    case 'boolean': return 2;
    case 'number': return 3;
    case 'string': return 4;
    case 'object': return value === null ? 1 : isArray(value) ? 5 : 6;
    default: return 7;
  }
}

function isArray(value) {
  try {
    return Array.isArray(value);
  } catch {
    return false;
  }
}

/** The member `key` of `value`; undefined where there is none, or where reading it throws. */
export function memberOf(value, key) {
  try {
    return value?.[key];
  } catch {
    return undefined;
  }
}

/** Whether `value` is a text that is not blank. */
export const isName = (value) => typeof value === 'string' && value.trim() !== '';

/** How many items a list has, of those that we would ever look at; 0 for what is none. */
export function lengthOf(list) {
  try {
    return isArray(list) ? list.length : 0;
  } catch {
    return 0;
  }
}

/** The items of a list of no more than a million, as a list of our own; undefined for anything else, and where they cannot be read. */
export function itemsOf(list) {
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

/** Where in `list` the first item stands whose sort has not that number, or -1. */
export function firstOtherThan(list, kind) {
  let index = 0;
  try {
    for (; index < list.length; index += 1) {
      if (kindOf(list[index]) !== kind) return index;
    }
  } catch {
    return index;
  }
  return -1;
}

export const assign = (target, members) => { Object.assign(target, members); };

const namesOf = new Map();

/**
 * The members of `options` that are among `known`, names with spaces between them, each read once; `unknown` holds the names of
 * the others, where there are any.
 */
export function readOptions(options, known) {
  let names = namesOf.get(known);
  if (names === undefined) namesOf.set(known, names = known.split(' '));
  const read = {};
  for (const name of names) {
    const value = options[name];
    if (value !== undefined) read[name] = value;
  }
  const unknown = Object.keys(options).filter((name) => !names.includes(name));
  if (unknown.length > 0) read.unknown = unknown.slice(0, 100);
  return read;
}

const { has } = Set.prototype;

/** Whether a set holds `value`, whatever a program has made of its methods. */
export const isIn = (set, value) => Reflect.apply(has, set, [value]);

const { random: drawn } = Math;

/** A random number, whatever a program has made of `Math.random`. */
export function random() {
  const number = attempted(() => Math.random());
  return number >= 0 && number < 1 ? number : drawn();
}

function attempted(work) {
  try {
    return work();
  } catch {
    return undefined;
  }
}

/** The values as JSON, with commas between them. */
export const listed = (a, b, c, d) => JSON.stringify([a, b, c, d]).slice(1, -1);

/** The params of a call in a web session, as JSON. */
export const callParams = (model, method, args, kwargs) => JSON.stringify({ model, method, args, kwargs });

export const parseJson = (text) => JSON.parse(text);

const plainName = /^[\w.]+$/;

/** A name as part of a path. */
function segment(name) {
  if (plainName.test(name)) return name;
  try {
    return encodeURIComponent(name);
  } catch {
    // Half a surrogate pair is in no name that a server could know.
    return '%EF%BF%BD';
  }
}

/** The address of a method. */
export const endpoint = (start, model, method) => `${start}${segment(model)}/${segment(method)}`;

/** The address of a page, with the context as its query. */
export const page = (root, path, { context }) =>
  `${root}${path}${context === undefined ? '' : `?context=${encodeURIComponent(JSON.stringify(context))}`}`;

/** The names of the members of `value`. */
export function keysOf(value) {
  try {
    return Object.keys(value);
  } catch {
    return [];
  }
}

/** The texts, one after the other. */
export const joined = (a, b, c, d, e, f) => `${a}${b}${c}${d}${e}${f}`;

/** As `object_fields` in src/binary.rs, in one step. */
export function objectFields(records, nested) {
  const names = [];
  try {
    if (!Array.isArray(records) || kindOf(records[0]) !== 6) return names;
    for (const name of Object.keys(records[0])) {
      for (const record of records) {
        const value = record[name];
        if (value === false || value === null || value === undefined || value === true || (typeof value === 'object' && value.length === 0)) continue;
        const isObject = kindOf(value) === 6
          ? nested || typeof value.size === 'number' || typeof value.content === 'string'
          : nested && isArray(value) && kindOf(value[0]) === 6;
        if (isObject) names.push(name);
        break;
      }
    }
  } catch {
    // What is no list of records has no such fields.
  }
  return names;
}

/** The result in `answer` when it is an ordinary answer to the request `id`; else undefined. */
export function plainResult(answer, id) {
  try {
    return answer.error === undefined && answer.id === id ? answer.result : undefined;
  } catch {
    return undefined;
  }
}

/** The headers that the client sets itself, as Rust spells them. */
const own = ['Authorization', 'Content-Type', 'Cookie', 'X-Odoo-Database', 'If-None-Match'];

/**
 * The `[name, value]` pairs of Headers, a Map, a list of pairs or a plain object; undefined for anything else. Names compare
 * without case: the last of two counts, and one of the client's own is spelt as the client does.
 */
export function pairsOf(headers) {
  if (headers === null || typeof headers !== 'object') return undefined;
  try {
    const pairs = new Map(own.map((name) => [name.toLowerCase(), [name]]));
    let count = 0;
    for (const [name, value] of typeof headers[Symbol.iterator] === 'function' ? headers : Object.entries(headers)) {
      // No server takes so many: whatever this is, it need not end.
      if ((count += 1) > 10_000) return undefined;
      const key = String(name).toLowerCase();
      pairs.set(key, [pairs.get(key)?.[0] ?? name, value]);
    }
    return [...pairs.values()].filter((pair) => pair.length > 1);
  } catch {
    return undefined;
  }
}

/** Where in `list` the first item stands that is no integer, or -1. */
export function firstNonInteger(list) {
  let index = 0;
  try {
    for (; index < list.length; index += 1) {
      if (!Number.isSafeInteger(list[index])) return index;
    }
  } catch {
    return index;
  }
  return -1;
}

/** The options of a single call among `options`, as `readOptions` gave them; undefined where there are none. */
export function callOptionsOf(options) {
  if (kindOf(options) !== 6) return undefined;
  const { safetyLevel, timeoutMs, signal, context, readBody, page, saysUnsent, binary } = options;
  const isBare = safetyLevel === undefined && timeoutMs === undefined && signal === undefined && context === undefined && readBody === undefined
    && page === undefined && saysUnsent === undefined && binary === undefined;
  return isBare ? undefined : { safetyLevel, timeoutMs, signal, context, readBody, page, saysUnsent, binary };
}

let cookies;

/** Whether requests may carry a cookie of the program's own. A browser forbids that header, and drops it. */
export function sendsCookies() {
  try {
    cookies ??= new Request('http://localhost/', { headers: { cookie: 'a=b' } }).headers.get('cookie') === 'a=b';
  } catch {
    cookies = false;
  }
  return cookies;
}

/** A module of Node's own, where there is one. */
function builtin(name) {
  const load = globalThis.process?.getBuiltinModule;
  if (load) return load(name);
  // Filled in by the bundler in the CommonJS build, for Node before 20.16.
  return typeof __REQUIRE__ === 'function' ? __REQUIRE__(name) : undefined;
}

/** `[path, text]` of a file in the working directory; text is undefined where there is none. */
export function readWorkingFile(name) {
  const files = builtin('node:fs');
  if (!files?.readFileSync) return undefined;
  const path = builtin('node:path').join(globalThis.process.cwd(), name);
  try {
    return [path, files.readFileSync(path, 'utf8')];
  } catch (error) {
    if (error?.code === 'ENOENT' || error?.code === 'ENOTDIR') return [path, undefined];
    throw error;
  }
}

const environment = () => memberOf(globalThis.process, 'env');

/** The environment's variable `name`; undefined where there is none, or no environment. */
export function environmentVariable(name) {
  const value = memberOf(environment(), name);
  return typeof value === 'string' ? value : undefined;
}

/** Whether there is an environment to look at. */
export const hasEnvironment = () => typeof environment() === 'object';

const textOf = (value) => (typeof value === 'string' ? value : undefined);

/**
 * A failed fetch in plain words: what it says, with the exceptions underneath it; whether any has a code; and all of them as
 * objects (`{ message, code, syscall, cause, errors }`). One that is too much to look at is an empty object.
 */
export function failureOf(error) {
  const texts = [];
  const seen = new Set();
  let hasCode = false;
  function described(exception) {
    if (exception === undefined || exception === null) return undefined;
    if (seen.has(exception) || seen.size >= 20) return {};
    seen.add(exception);
    const isObject = Object(exception) === exception;
    const of = (key) => (isObject ? memberOf(exception, key) : undefined);
    const message = isObject ? textOf(of('message')) : String(exception);
    // node-fetch calls it otherwise.
    const [code, syscall] = [textOf(of('code')), textOf(of('syscall')) ?? textOf(of('erroredSysCall'))];
    if (message && !texts.includes(message)) texts.push(message);
    if (code !== undefined) hasCode = true;
    const [cause, errors] = [of('cause'), of('errors')];
    return { message, code, syscall, cause: described(cause), errors: lengthOf(errors) > 0 ? (itemsOf(errors) ?? [undefined]).slice(0, 20).map((one) => described(one) ?? {}) : undefined };
  }
  const failure = described(error) ?? {};
  return [texts.join(': ') || 'no answer', hasCode, failure];
}
