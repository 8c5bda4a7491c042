// What a job that was not done as a whole ends with.

import {
  OdooAuthError, OdooError, OdooNetworkError, OdooRateLimitError, OdooRpcError, OdooSafetyError,
} from 'odoo-client-wasm';

const plural = (count, word) => `${count.toLocaleString('en')} ${word}${count === 1 ? '' : 's'}`;

/** Rows as people read them: `3, 7–9 and 2 more`. */
function places(rows) {
  const ranges = [];
  for (const row of rows) {
    const range = ranges[ranges.length - 1];
    if (range?.[1] === row - 1) range[1] = row;
    else ranges.push([row, row]);
  }
  const shown = ranges.slice(0, 3).map(([first, last]) => (first === last ? first : `${first}–${last}`)).join(', ');
  const left = ranges.slice(3).reduce((sum, [first, last]) => sum + last - first + 1, 0);
  return left === 0 ? shown : `${shown} and ${left} more`;
}

const rowsOf = (failures) => failures.flatMap(({ rows }) => rows).sort((a, b) => a - b);

function messageOf({ model, method, count, done, failed, unknown, notTried, cause }) {
  const [refused, doubtful] = [rowsOf(failed), rowsOf(unknown)];
  return [
    `${method} on ${model}: ${done.length.toLocaleString('en')} of ${plural(count, 'row')} are done`,
    refused.length > 0 && `${plural(refused.length, 'row')} failed (${places(refused)})`,
    doubtful.length > 0 && `of ${plural(doubtful.length, 'row')} the outcome is unknown (${places(doubtful)}): look whether they are there before you send them again`,
    notTried.length > 0 && `${plural(notTried.length, 'row')} were not tried`,
  ].filter(Boolean).join('; ') + `. The first failure: ${cause?.message ?? cause}`;
}

export class OdooBulkError extends OdooError {
  constructor(outcome) {
    super(messageOf(outcome));
    const { model, method, done, failed, unknown, notTried, cause } = outcome;
    // As that of any error: for those who ask, and not in every listing of its members.
    Object.defineProperty(this, 'cause', { value: cause, writable: true, configurable: true, enumerable: false });
    Object.assign(this, { model, method, done, failed, unknown, notTried });
  }

  toJSON() {
    const { model, method, done, notTried } = this;
    const [failed, unknown] = [this.failed, this.unknown].map((failures) => failures.map(({ rows, error }) => ({ rows, error: error?.message ?? String(error) })));
    return { error: 'BULK_ERROR', message: this.message, details: { model, method, done, failed, unknown, notTried } };
  }
}

// A literal on the prototype, so that it survives minifiers.
Object.defineProperty(OdooBulkError.prototype, 'name', { value: 'OdooBulkError', writable: true, configurable: true });

/** Codes of connections that were never made. */
const unsent = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH', 'ConnectionRefused']);

function codesOf(error, depth = 0) {
  if (typeof error !== 'object' || error === null || depth > 4) return [];
  return [error.code, ...codesOf(error.cause, depth + 1), ...(Array.isArray(error.errors) ? error.errors.flatMap((inner) => codesOf(inner, depth + 1)) : [])];
}

/** A failure of what comes before anything is stored. */
export class NothingStored extends Error {
  constructor(cause) {
    super(cause?.message);
    this.reason = cause;
  }
}

/**
 * Whether a call that failed with this error has certainly stored nothing: the server said no and took back what it had begun, or
 * the request never got there. After any other failure it may have been done. A program's own exceptions, and answers that only look like
 * the server's, say nothing.
 */
export function isRefusal(error) {
  if (error instanceof NothingStored) return true;
  if (error instanceof OdooNetworkError) {
    const { status } = error;
    if (error instanceof OdooRateLimitError || (status >= 400 && status < 500)) return true;
    const codes = codesOf(error.cause).filter((code) => typeof code === 'string');
    return codes.length > 0 && codes.every((code) => unsent.has(code));
  }
  // One of the server's own has its code and data; without, the answer was not understood.
  if (error?.constructor === OdooRpcError) return error.code !== undefined || error.data !== undefined;
  return error instanceof OdooError;
}

/** Whether a part of a refused call may be accepted: not where it was refused whatever is in it. */
export const isAboutRows = (error) => error?.status === 413
  || (error instanceof OdooError && !(error instanceof OdooNetworkError || error instanceof OdooAuthError || error instanceof OdooSafetyError));
