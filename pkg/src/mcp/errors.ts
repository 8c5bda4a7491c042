// What goes wrong, told to a model: what happened, to what, and what to do next.

import { visible } from './text.ts';

/** Why a tool did not do what it was asked. */
export type Problem =
  | 'bad_argument'
  | 'not_connected'
  | 'login_failed'
  | 'unreachable'
  | 'unknown_model'
  | 'unknown_field'
  | 'unknown_method'
  | 'denied_by_policy'
  | 'declined'
  | 'plan_refused'
  | 'access_denied'
  | 'refused_by_odoo'
  | 'missing_record'
  | 'locked'
  | 'rate_limited'
  | 'timed_out'
  | 'cancelled'
  | 'unknown_outcome'
  | 'failed';

/** A failure with advice. Its texts are shown to the model; they hold no secret. */
export class ToolError extends Error {
  constructor(
    readonly problem: Problem,
    message: string,
    readonly advice = '',
    /** Whether it is certain that nothing was changed. */
    readonly nothingDone = true,
  ) {
    super(message);
    this.name = 'ToolError';
  }
}

/**
 * What the errors of the client have in common; they are told apart by name, so that the client
 * need not be loaded.
 */
interface ClientError {
  name?: string;
  message?: string;
  notSent?: boolean;
  refused?: boolean;
  retryAfterMs?: number;
  data?: { name?: unknown };
}

/** The first lines of a text from a server: enough to act on, not enough to flood a context. */
function brief(text: string): string {
  const plain = visible(text).trim();
  return plain.length > 1200 ? `${plain.slice(0, 1200)}…` : plain;
}

/** Takes the secrets out of a text. */
export type Redact = (text: string) => string;

/**
 * Makes a {@link ToolError} of whatever was thrown.
 *
 * @param isWrite Whether the call that failed may have changed something.
 */
export function toToolError(thrown: unknown, isWrite: boolean, redact: Redact): ToolError {
  if (thrown instanceof ToolError) return thrown;
  const error = (thrown ?? {}) as ClientError;
  const name = error.name ?? '';
  const message = redact(brief(String(error.message ?? thrown)));
  const certain = error.notSent === true || error.refused === true || name === 'TypeError';
  if (isWrite && !certain && name !== 'OdooAuthError' && name !== 'OdooSafetyError') {
    return new ToolError(
      'unknown_outcome',
      `It is unknown whether this was done: ${message}`,
      'Odoo may have done it. Do not repeat it. Read the records first, and tell the user.',
      false,
    );
  }
  const [problem, advice] = meaning(name, message, error);
  return new ToolError(problem, message, advice, true);
}

function meaning(name: string, message: string, error: ClientError): [Problem, string] {
  switch (name) {
    case 'TypeError':
      return ['bad_argument', 'Correct the arguments. Nothing was sent.'];
    case 'OdooAuthError':
    case 'OdooSessionExpiredError':
      return ['login_failed', 'Check user and password, then call odoo_authenticate.'];
    case 'OdooAccessError':
      return [
        'access_denied',
        'The Odoo user lacks this right. Tell the user; do not try a way around.',
      ];
    case 'OdooMissingError':
      return ['missing_record', 'The record is gone. Search again with odoo_search.'];
    case 'OdooLockError':
      return ['locked', 'Another transaction holds the record. Try again in a few seconds.'];
    case 'OdooRateLimitError':
      return [
        'rate_limited',
        `Wait ${Math.ceil((error.retryAfterMs ?? 5000) / 1000)} s, then try again.`,
      ];
    case 'OdooTimeoutError':
      return ['timed_out', 'Ask for less: fewer fields, a narrower domain, a smaller limit.'];
    case 'OdooNetworkError':
      return ['unreachable', 'Check that Odoo runs and that its address is right, then try again.'];
    case 'OdooRedirectWarning':
    case 'OdooValidationError':
      return ['refused_by_odoo', "Odoo's rules refuse this. Correct the values, or tell the user."];
    case 'AbortError':
      return ['cancelled', 'The call was cancelled.'];
    default:
      return other(message, error);
  }
}

function other(message: string, error: ClientError): [Problem, string] {
  const exception = String(error.data?.name ?? '');
  if (/KeyError/.test(exception + message) || /model.*(does not|doesn't) exist/i.test(message)) {
    return ['unknown_model', 'Call odoo_models to find the name.'];
  }
  if (
    /AttributeError|has no (attribute|method)|method .*does not exist/i.test(exception + message)
  ) {
    return ['unknown_method', 'The model has no such public method.'];
  }
  if (/database/i.test(message) && /exist/i.test(message)) {
    return ['not_connected', 'Check the name of the database, then call odoo_authenticate.'];
  }
  return ['failed', 'Check model, fields and domain: odoo_fields lists what there is.'];
}
