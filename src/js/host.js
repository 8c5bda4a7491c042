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

/** Whether these are the arguments of a call with nothing unusual about them. */
export const isPlainCall = (model, method, args, kwargs) =>
  isName(model) && isName(method) && Array.isArray(args) && kindOf(kwargs) === 6;

/** The named arguments that the options of an ordinary search stand for; else undefined. */
export function plainSearch(domain, options, withFields) {
  if (!Array.isArray(domain)) return undefined;
  if (options === undefined) return {};
  if (kindOf(options) !== 6) return undefined;
  const kwargs = {};
  try {
    const { fields, offset, limit, order } = options;
    if (withFields && fields !== undefined) {
      if (!Array.isArray(fields) || !fields.every((field) => typeof field === 'string')) return undefined;
      if (fields.length > 0) kwargs.fields = fields;
    }
    if (offset !== undefined) {
      if (!(Number.isSafeInteger(offset) && offset >= 0)) return undefined;
      kwargs.offset = offset;
    }
    if (limit !== undefined) {
      if (!(Number.isSafeInteger(limit) && limit >= 0)) return undefined;
      kwargs.limit = limit;
    }
    if (order !== undefined) {
      if (typeof order !== 'string') return undefined;
      kwargs.order = order;
    }
  } catch {
    return undefined;
  }
  return kwargs;
}

/** The result in `answer` when it is an ordinary answer to the request `id`; else undefined. */
export function plainResult(answer, id) {
  try {
    return answer.error === undefined && answer.id === id ? answer.result : undefined;
  } catch {
    return undefined;
  }
}

/** The `[name, value]` pairs of Headers, a Map, a list of pairs or a plain object; undefined for anything else. */
export function pairsOf(headers) {
  if (headers === null || typeof headers !== 'object') return undefined;
  try {
    return typeof headers[Symbol.iterator] === 'function' ? [...headers] : Object.entries(headers);
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

/** The options of a single call among `options`; undefined where there are none. */
export function callOptionsOf(options) {
  try {
    if (options === undefined || options === null || Array.isArray(options)) return undefined;
    const { safetyLevel, timeoutMs, signal, context, readBody, page, saysUnsent } = options;
    const isBare = safetyLevel === undefined && timeoutMs === undefined && signal === undefined && context === undefined && readBody === undefined
      && page === undefined && saysUnsent === undefined;
    return isBare ? undefined : { safetyLevel, timeoutMs, signal, context, readBody, page, saysUnsent };
  } catch {
    return options;
  }
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

/** Codes that say that no request can have left: refused connections, unknown hosts and routes. */
const nothingSent = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'];

/** What a failed fetch says, with the exceptions underneath it; whether any has a code; whether one says that nothing was sent. */
export function failureOf(error) {
  const texts = [];
  const codes = [];
  const seen = new Set();
  for (const pending = [error]; pending.length > 0 && seen.size < 10;) {
    const next = pending.shift();
    if (next === undefined || next === null || seen.has(next)) continue;
    seen.add(next);
    const [text, code, cause, errors] = Object(next) === next
      ? ['message', 'code', 'cause', 'errors'].map((key) => memberOf(next, key))
      : [String(next)];
    if (typeof text === 'string' && text !== '' && !texts.includes(text)) texts.push(text);
    if (typeof code === 'string') codes.push(code);
    pending.push(cause, ...(isArray(errors) ? errors : []));
  }
  return [texts.join(': ') || 'no answer', codes.length > 0, codes.some((code) => nothingSent.includes(code))];
}
