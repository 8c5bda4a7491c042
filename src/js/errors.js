// The error classes. They are JavaScript because a class that extends Error can only be made here.
// This file may import nothing: wasm-bindgen takes it along as a snippet.

const jsonCode = Symbol('code');
const jsonDetails = Symbol('details');

const hidden = (value) => ({ value, writable: true, configurable: true, enumerable: false });

export class OdooError extends Error {
  toJSON() {
    const json = { error: this[jsonCode], message: this.message };
    const details = this[jsonDetails]();
    return details === undefined ? json : { ...json, details };
  }
}

export class OdooRpcError extends OdooError {
  constructor(message, { code, data, cause } = {}) {
    super(message, cause === undefined ? undefined : { cause });
    if (code !== undefined) this.code = code;
    if (data !== undefined) this.data = data;
  }
}

export class OdooAuthError extends OdooRpcError {
  constructor(message = 'Authentication failed', options) {
    super(message, options);
  }
}

export class OdooSessionExpiredError extends OdooAuthError {}

export class OdooNetworkError extends OdooRpcError {
  constructor(message, cause) {
    super(message, { cause });
  }
}

export class OdooTimeoutError extends OdooNetworkError {}

export class OdooRateLimitError extends OdooNetworkError {}

export class OdooValidationError extends OdooRpcError {}

export class OdooRedirectWarning extends OdooValidationError {
  constructor(message, options) {
    super(message, options);
    const [, action, buttonText] = argumentsOf(options?.data);
    if (action !== undefined) this.action = action;
    if (buttonText !== undefined) this.buttonText = buttonText;
  }
}

export class OdooAccessError extends OdooRpcError {}

export class OdooMissingError extends OdooRpcError {}

export class OdooLockError extends OdooRpcError {}

export class OdooSafetyError extends OdooError {
  constructor(operation) {
    super(`Operation blocked: ${operation?.description}`);
    this.operation = operation;
  }
}

/** What the exception was raised with; of a redirect warning: its message, the action and the words of its button. */
const argumentsOf = (data) => (Array.isArray(data?.arguments) ? data.arguments : []);

/** The server's data without its traceback, which is for the eyes of developers only. */
function withoutDebug(data) {
  if (data === null || typeof data !== 'object' || !('debug' in data)) return data;
  const { debug, ...rest } = data;
  return rest;
}

const nothing = () => undefined;
const data = (error) => withoutDebug(error.data);
const cause = ({ cause: inner }) => (inner === undefined ? undefined : { cause: inner?.message ?? String(inner) });

// One row a class: its name as a literal, so that it survives minifiers; its code and details in toJSON().
const classes = Object.create(null);
for (const [Class, name, code, details] of [
  [OdooError, 'OdooError', 'ODOO_ERROR', nothing],
  [OdooRpcError, 'OdooRpcError', 'RPC_ERROR', (error) => ({ code: error.code, data: data(error) })],
  [OdooAuthError, 'OdooAuthError', 'AUTH_ERROR', nothing],
  [OdooSessionExpiredError, 'OdooSessionExpiredError', 'SESSION_EXPIRED', nothing],
  [OdooNetworkError, 'OdooNetworkError', 'NETWORK_ERROR', cause],
  [OdooTimeoutError, 'OdooTimeoutError', 'TIMEOUT_ERROR', nothing],
  [OdooRateLimitError, 'OdooRateLimitError', 'RATE_LIMIT_ERROR', (error) => ({ retryAfterMs: error.retryAfterMs })],
  [OdooValidationError, 'OdooValidationError', 'VALIDATION_ERROR', data],
  [OdooRedirectWarning, 'OdooRedirectWarning', 'REDIRECT_WARNING', data],
  [OdooAccessError, 'OdooAccessError', 'ACCESS_ERROR', data],
  [OdooMissingError, 'OdooMissingError', 'MISSING_ERROR', data],
  [OdooLockError, 'OdooLockError', 'LOCK_ERROR', data],
  [OdooSafetyError, 'OdooSafetyError', 'SAFETY_BLOCKED', (error) => ({ operation: error.operation })],
]) {
  Object.defineProperties(Class.prototype, {
    name: hidden(name),
    [jsonCode]: hidden(code),
    [jsonDetails]: hidden(function () { return details(this); }),
  });
  classes[name] = Class;
}

// What the core is certain of, and says of each error that it makes; nobody is certain of another's.
Object.defineProperties(OdooError.prototype, { notSent: hidden(false), refused: hidden(false) });

/** Gives the classes what Rust knows of them, in the order of the table: the HTTP status that a server of one's own should answer. */
export function setHttpStatuses(statuses) {
  Object.values(classes).forEach((Class, index) => Object.defineProperty(Class.prototype, 'httpStatus', hidden(statuses[index])));
}

/** What Node, Deno and Bun print in place of an error of ours, or of a program's class that extends one. */
const custom = Symbol.for('nodejs.util.inspect.custom');

Object.defineProperty(OdooError.prototype, custom, {
  /** The error as it is printed anyhow, but what its data repeats of its message, which stands in the stack already. */
  value(depth, options, inspect) {
    if (typeof inspect !== 'function') return this;
    const own = Object.getOwnPropertyDescriptors(this);
    const { data } = this;
    if (own.data?.enumerable && data !== null && typeof data === 'object' && !Array.isArray(data)) {
      const { message, arguments: raisedWith, ...rest } = data;
      const isRepeated = this.message.includes(message) || String(message).includes(this.message);
      own.data.value = isRepeated ? rest : { message, ...rest };
    }
    const shown = Object.defineProperties(new Error(this.message), { ...own, [custom]: { value: undefined } });
    return inspect(Object.setPrototypeOf(shown, Object.getPrototypeOf(this)), options);
  },
  writable: true,
  configurable: true,
});

// The errors that were made here, as opposed to those that a program made and threw itself.
const ours = new WeakSet();

/** The traceback stays reachable as error.data.debug, and out of console.log and JSON.stringify. */
function hideDebug(data) {
  try {
    if (typeof data.debug === 'string') Object.defineProperty(data, 'debug', { enumerable: false });
  } catch {
    // There is no data, or a stand-in for fetch made it unchangeable.
  }
}

/** Makes an error of the class `name` with what is known of it (`code`, `data`, `cause`, `model`, `status` …). */
export function makeError(name, message, { code, data, cause, operation, notSent, refused, ...known }) {
  const Class = name === 'TypeError' ? TypeError : classes[name];
  hideDebug(data);
  let error;
  // The server's own message goes on with the action, in the words of Python.
  if (Class === OdooRedirectWarning && typeof argumentsOf(data)[0] === 'string') [message] = data.arguments;
  if (operation !== undefined) error = new Class(operation);
  else if (Class.prototype instanceof OdooNetworkError || Class === OdooNetworkError) error = new Class(message, cause);
  else if (Class.prototype instanceof OdooRpcError || Class === OdooRpcError) error = new Class(message, { code, data, cause });
  else error = new Class(message, cause === undefined ? undefined : { cause });
  ours.add(error);
  if (notSent) Object.defineProperty(error, 'notSent', hidden(true));
  if (refused) Object.defineProperty(error, 'refused', hidden(true));
  return Object.assign(error, known);
}

/**
 * Settles as `promise` does. An error of ours then has the stack of the program that waits for it: where it was made, deep in
 * a WebAssembly module and long after the call, tells nobody anything. Calls that succeed pay nothing for it.
 */
export async function traced(promise) {
  try {
    return await promise;
  } catch (error) {
    if (ours.has(error)) Error.captureStackTrace?.(error, traced);
    throw error;
  }
}
