// The error classes. They are JavaScript because a class that extends Error can only be made here.

import { argumentError, hidden } from '#plain/errors.ts';
import type { OdooProtocol } from './config.ts';
import type { OperationInfo } from './guard.ts';

/**
 * An error of this package as plain data, for logs and for other processes. It holds no traceback
 * and no secret.
 */
export interface ErrorJSON {
  /** What went wrong, as a constant such as `'ACCESS_ERROR'`. */
  error: string;
  /** The error's message. */
  message: string;
  /** More about it; what it holds depends on `error`. */
  details?: any;
}

/** What an {@link OdooRpcError} is made of besides its message. */
export interface OdooRpcErrorOptions {
  /** Code of the JSON-RPC error. */
  code?: string | undefined;
  /** The server's description of the exception. */
  data?: any;
  /** What caused the error. */
  cause?: unknown;
}

/** What the errors for refused operations are made of besides their message. */
export type OdooFaultOptions = Pick<OdooRpcErrorOptions, 'code' | 'data'>;

/**
 * Why something failed, as a word to act upon; there are no others. The guide says what each means.
 */
export type OdooErrorReason =
  | 'usage'
  | 'argument'
  | 'server'
  | 'login'
  | 'session'
  | 'network'
  | 'rateLimit'
  | 'timeout'
  | 'validation'
  | 'redirect'
  | 'access'
  | 'missing'
  | 'lock'
  | 'safety'
  | 'unknownModel'
  | 'unknownMethod'
  | 'wrongSignature'
  | 'unknownDatabase'
  | 'granularity'
  | 'tooLarge'
  | 'loginPage'
  | 'ended'
  | 'partly';

const jsonCode = Symbol('code');
const jsonDetails = Symbol('details');

/** What `toJSON` of each class writes. */
interface Described {
  [jsonCode]: string;
  [jsonDetails](): unknown;
}

/**
 * Every error of this package is one of these.
 *
 * @example if (error instanceof OdooError) console.error(JSON.stringify(error));
 */
export class OdooError extends Error {
  /**
   * Whether it is certain that nothing was done: the request never left the machine (a refused
   * connection, a wrong argument, the safety guard's no), or was turned away before Odoo looked at
   * it (HTTP 429). Then a write may be retried as well. `false` says nothing: the call may have
   * been done or not.
   */
  declare readonly notSent: boolean;
  /**
   * Whether Odoo itself answered with an exception and so rolled back: nothing of this call was
   * stored. `false` for what a proxy says (HTTP 502, 503, 504), for timeouts, and for answers that
   * are cut off or not Odoo's.
   */
  declare readonly refused: boolean;
  /**
   * Whether the same request may well succeed a little later: nobody was reached, a gateway or a
   * lock stood in the way. It says nothing of what became of a write: see `notSent` and `refused`.
   */
  declare readonly transient: boolean;
  /**
   * Why, as a word: that of the error's class, or one that says more, such as `'unknownModel'`. Act
   * upon it rather than upon the message, whose words may change. A `TypeError` of this package's
   * has `'argument'`.
   */
  declare readonly reason: OdooErrorReason;
  /**
   * The HTTP status that a server of one's own should answer its callers with: what Odoo's rules
   * refuse is 4xx (422, 404, 403, 409), what is between the server and Odoo is 5xx. Odoo's refusal
   * of the server's own credentials is 502: its caller cannot log in any better. May be set.
   */
  declare httpStatus: number;

  /** Makes an error with that message. */
  constructor(message: string);
  /** @internal */
  constructor(message: string, options: { cause?: unknown } | undefined);
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
  }

  /** Gives the error as plain data: always `error` and `message`, often `details`. */
  toJSON(): ErrorJSON {
    const described = this as unknown as Described;
    const json = { error: described[jsonCode], message: this.message };
    const details = described[jsonDetails]();
    return details === undefined ? json : { ...json, details };
  }
}

/**
 * The server answered with an error, or did not answer properly. Every error that is not told apart
 * further is one.
 */
export class OdooRpcError extends OdooError {
  /** Code of the JSON-RPC error, as text: `'200'` on Odoo 17 and 18, `'0'` from Odoo 19 on. */
  declare readonly code?: string;
  /**
   * The server's description of the exception: `name`, `message`, `arguments`, `context`, and the
   * traceback in `debug`.
   */
  declare readonly data?: any;
  /** What caused the error, such as the `TypeError` of a failed `fetch`. */
  declare readonly cause?: any;
  /** The field that `reason` is about, where Odoo names it. */
  declare readonly field?: string;
  /** The model that was called, where the error belongs to a call. */
  declare readonly model?: string;
  /** The method that was called, where the error belongs to a call. */
  declare readonly method?: string;
  /** Status of the HTTP answer, where one came. */
  declare readonly status?: number;
  /** The protocol that was spoken. */
  declare readonly protocol?: OdooProtocol;

  /** Makes an error with that message, code, data and cause. */
  constructor(message: string, options?: OdooRpcErrorOptions) {
    const { code, data, cause } = options ?? {};
    super(message, cause === undefined ? undefined : { cause });
    if (code !== undefined) (this as { code?: string }).code = code;
    if (data !== undefined) (this as { data?: any }).data = data;
  }
}

/**
 * The login or the password is wrong, the server no longer accepts the user, or `authenticate()`
 * has not been called.
 *
 * @example
 * if (error instanceof OdooAuthError) console.error('Check the user name and the password.');
 */
export class OdooAuthError extends OdooRpcError {
  /** Makes an error; the message is `'Authentication failed'` unless given. */
  constructor(message?: string);
  /** @internal */
  constructor(message?: string, options?: OdooRpcErrorOptions);
  constructor(message = 'Authentication failed', options?: OdooRpcErrorOptions) {
    super(message, options);
  }
}

/** The session on the server has ended, and could not be renewed. Call `authenticate()` again. */
export class OdooSessionExpiredError extends OdooAuthError {}

/**
 * The server could not be reached, or answered with an HTTP error such as `HTTP 502: Bad Gateway`.
 *
 * @example
 * if (error instanceof OdooNetworkError) {
 *   await new Promise((go) => setTimeout(go, error.retryAfterMs ?? 1000));
 * }
 */
export class OdooNetworkError extends OdooRpcError {
  /**
   * How long the server asks to wait before the next try, in milliseconds, when it sent
   * `Retry-After` (HTTP 429).
   */
  declare readonly retryAfterMs?: number;

  /** Makes an error with that message and cause. */
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
  }
}

/**
 * The server asks for fewer requests (HTTP 429).
 *
 * @example
 * if (error instanceof OdooRateLimitError) console.warn(`Retry in ${error.retryAfterMs} ms.`);
 */
export class OdooRateLimitError extends OdooNetworkError {}

/**
 * No answer came within `timeoutMs`; the request was aborted. A write may have been done all the
 * same.
 */
export class OdooTimeoutError extends OdooNetworkError {}

/**
 * Odoo refused the values or the action (`ValidationError`, `UserError`); the message is meant for
 * the user.
 */
export class OdooValidationError extends OdooRpcError {
  /** Makes an error with that message, code and data. */
  constructor(message: string, options?: OdooFaultOptions) {
    super(message, options);
  }
}

/** Odoo refused the action and suggests another one (`RedirectWarning`). */
export class OdooRedirectWarning extends OdooValidationError {
  /**
   * The action that is suggested: a description such as
   * `{ type: 'ir.actions.act_window', res_model, … }`, or the id of one.
   */
  declare readonly action?: any;
  /** What Odoo writes on the button that starts the action. */
  declare readonly buttonText?: string;

  /** Makes an error with that message, code and data. */
  constructor(message: string, options?: OdooFaultOptions) {
    super(message, options);
    const [, action, buttonText] = argumentsOf(options?.data);
    const own = this as { action?: any; buttonText?: string };
    if (action !== undefined) own.action = action;
    if (buttonText !== undefined) own.buttonText = buttonText;
  }
}

/** The user's access rights or record rules do not allow the operation. */
export class OdooAccessError extends OdooRpcError {
  /** Makes an error with that message, code and data. */
  constructor(message: string, options?: OdooFaultOptions) {
    super(message, options);
  }
}

/** A record does not exist, or not any more. */
export class OdooMissingError extends OdooRpcError {
  /** Makes an error with that message, code and data. */
  constructor(message: string, options?: OdooFaultOptions) {
    super(message, options);
  }
}

/**
 * A record is locked by another transaction (`LockError`). Trying again a little later often helps.
 */
export class OdooLockError extends OdooRpcError {
  /** Makes an error with that message, code and data. */
  constructor(message: string, options?: OdooFaultOptions) {
    super(message, options);
  }
}

/** The safety guard said no. Nothing was sent to the server. */
export class OdooSafetyError extends OdooError {
  /** The operation that was refused: the very object the guard was asked about. */
  readonly operation: OperationInfo;
  /** The model of the call that was refused. */
  declare readonly model?: string;
  /** The method of the call that was refused. */
  declare readonly method?: string;
  /** The protocol it would have gone over. */
  declare readonly protocol?: OdooProtocol;

  /** Makes an error whose message is `Operation blocked: ` and the operation's description. */
  constructor(operation: OperationInfo) {
    super(`Operation blocked: ${operation?.description}`);
    this.operation = operation;
  }
}

/**
 * What the exception was raised with; of a redirect warning: its message, the action and the words
 * of its button.
 */
const argumentsOf = (data: any): any[] => (Array.isArray(data?.arguments) ? data.arguments : []);

/** The server's data without its traceback, which is for the eyes of developers only. */
function withoutDebug(data: any): unknown {
  if (data === null || typeof data !== 'object' || !('debug' in data)) return data;
  const { debug, ...rest } = data;
  return rest;
}

type Details = (error: any) => unknown;
type ErrorClass = { prototype: OdooError; name: string };

const nothing: Details = () => undefined;
const data: Details = (error) => withoutDebug(error.data);
const cause: Details = ({ cause: inner }) =>
  inner === undefined ? undefined : { cause: inner?.message ?? String(inner) };
const retryAfter: Details = ({ retryAfterMs }) => ({ retryAfterMs });
const operation: Details = (error) => ({ operation: error.operation });

// One row a class: its name as a literal, so that it survives minifiers; its code and details in
// toJSON().
const classes: Record<string, any> = Object.create(null);
const table: [ErrorClass, string, string, Details][] = [
  [OdooError, 'OdooError', 'ODOO_ERROR', nothing],
  [OdooRpcError, 'OdooRpcError', 'RPC_ERROR', (error) => ({ code: error.code, data: data(error) })],
  [OdooAuthError, 'OdooAuthError', 'AUTH_ERROR', nothing],
  [OdooSessionExpiredError, 'OdooSessionExpiredError', 'SESSION_EXPIRED', nothing],
  [OdooNetworkError, 'OdooNetworkError', 'NETWORK_ERROR', cause],
  [OdooTimeoutError, 'OdooTimeoutError', 'TIMEOUT_ERROR', nothing],
  [OdooRateLimitError, 'OdooRateLimitError', 'RATE_LIMIT_ERROR', retryAfter],
  [OdooValidationError, 'OdooValidationError', 'VALIDATION_ERROR', data],
  [OdooRedirectWarning, 'OdooRedirectWarning', 'REDIRECT_WARNING', data],
  [OdooAccessError, 'OdooAccessError', 'ACCESS_ERROR', data],
  [OdooMissingError, 'OdooMissingError', 'MISSING_ERROR', data],
  [OdooLockError, 'OdooLockError', 'LOCK_ERROR', data],
  [OdooSafetyError, 'OdooSafetyError', 'SAFETY_BLOCKED', operation],
];
for (const [Class, name, code, details] of table) {
  Object.defineProperties(Class.prototype, {
    name: hidden(name),
    [jsonCode]: hidden(code),
    [jsonDetails]: hidden(function (this: OdooError) {
      return details(this);
    }),
  });
  classes[name] = Class;
}

// What the core is certain of, and says of each error that it makes; nobody is certain of
// another's.
const undecided = { notSent: hidden(false), refused: hidden(false), transient: hidden(false) };
Object.defineProperties(OdooError.prototype, undecided);

/**
 * Gives the classes what Rust knows of them: the HTTP status that a server of one's own should
 * answer, and the reason where no finer one is known.
 *
 * @internal
 */
export function setDecisions(decisions: any[]): void {
  for (let at = 0; at < decisions.length; at += 3) {
    const [httpStatus, reason] = decisions.slice(at + 1, at + 3).map(hidden);
    const known = { httpStatus, reason } as PropertyDescriptorMap;
    const Class = classes[decisions[at]];
    if (Class) Object.defineProperties(Class.prototype, known);
  }
}

/** What Node, Deno and Bun print in place of an error of ours, or of a class that extends one. */
const custom = Symbol.for('nodejs.util.inspect.custom');

Object.defineProperty(OdooError.prototype, custom, {
  /**
   * The error as it is printed anyhow, but what its data repeats of its message, which stands in
   * the stack already.
   */
  value(this: OdooRpcError, _depth: unknown, options: unknown, inspect: unknown) {
    if (typeof inspect !== 'function') return this;
    const own: Record<string, PropertyDescriptor> = Object.getOwnPropertyDescriptors(this);
    const { data } = this;
    const isObject = data !== null && typeof data === 'object' && !Array.isArray(data);
    if (own.data?.enumerable && isObject) {
      const { message, arguments: raisedWith, ...rest } = data;
      const isRepeated = this.message.includes(message) || String(message).includes(this.message);
      own.data.value = isRepeated ? rest : { message, ...rest };
    }
    const properties = { ...own, [custom]: { value: undefined } };
    const shown = Object.defineProperties(new Error(this.message), properties);
    return inspect(Object.setPrototypeOf(shown, Object.getPrototypeOf(this)), options);
  },
  writable: true,
  configurable: true,
});

// The errors that were made here, as opposed to those that a program made and threw itself.
const ours = new WeakSet();

/** The traceback stays reachable as error.data.debug, and out of console.log and JSON.stringify. */
function hideDebug(data: any): void {
  try {
    if (typeof data.debug === 'string') {
      Object.defineProperty(data, 'debug', { enumerable: false });
    }
  } catch {
    // There is no data, or a stand-in for fetch made it unchangeable.
  }
}

/**
 * Makes an error of the class `name` with what is known of it (`code`, `data`, `cause`, `model`,
 * `status` …).
 *
 * @internal
 */
export function makeError(name: string, message: string, known: any): Error {
  const { code, data, cause, operation, notSent, refused, transient, reason, ...rest } = known;
  const Class = classes[name];
  const extendsOne = (Base: typeof OdooError | typeof OdooNetworkError) =>
    Class === Base || Class.prototype instanceof Base;
  hideDebug(data);
  // The server's own message goes on with the action, in the words of Python.
  const [first] = Class === OdooRedirectWarning ? argumentsOf(data) : [];
  const said = typeof first === 'string' ? first : message;
  let error: Error;
  if (name === 'TypeError') error = argumentError(said, cause);
  else if (operation !== undefined) error = new Class(operation);
  else if (extendsOne(OdooNetworkError)) error = new Class(said, cause);
  else if (extendsOne(OdooRpcError)) error = new Class(said, { code, data, cause });
  else error = new Class(said, cause === undefined ? undefined : { cause });
  ours.add(error);
  for (const [name, decision] of Object.entries({ notSent, refused, transient, reason })) {
    if (decision !== undefined) Object.defineProperty(error, name, hidden(decision));
  }
  return Object.assign(error, rest);
}

/**
 * Settles as `promise` does. An error of ours then has the stack of the program that waits for it:
 * where it was made, deep in a WebAssembly module and long after the call, tells nobody anything.
 * Calls that succeed pay nothing for it.
 *
 * @internal
 */
export async function traced<T>(promise: Promise<T>): Promise<T> {
  try {
    return await promise;
  } catch (error) {
    if (ours.has(error as object)) Error.captureStackTrace?.(error as object, traced);
    throw error;
  }
}
