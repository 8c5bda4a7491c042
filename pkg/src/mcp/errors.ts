// What goes wrong, told to a model: what happened, to what, and what to do next.

import type { OdooErrorReason } from 'odoo-client-wasm';
import { isAbort } from '#arguments/signals.ts';
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

/** What the errors of the client carry: their decisions are read, and none is made again. */
interface ClientError {
  message?: string;
  notSent?: boolean;
  refused?: boolean;
  reason?: OdooErrorReason;
  retryAfterMs?: number;
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
  const message = redact(brief(String(error.message ?? thrown)));
  if (isWrite && error.notSent !== true && error.refused !== true) {
    return new ToolError(
      'unknown_outcome',
      `It is unknown whether this was done: ${message}`,
      'Odoo may have done it. Do not repeat it. Read the records first, and tell the user.',
      false,
    );
  }
  const [problem, advice] = isAbort(thrown)
    ? (['cancelled', 'The call was cancelled.'] as const)
    : meaning(error);
  return new ToolError(problem, message, advice, true);
}

function meaning({ reason, retryAfterMs }: ClientError): [Problem, string] {
  switch (reason) {
    case 'argument':
      return ['bad_argument', 'Correct the arguments. Nothing was sent.'];
    case 'login':
    case 'session':
      return ['login_failed', 'Check user and password, then call odoo_authenticate.'];
    case 'access':
      return [
        'access_denied',
        'The Odoo user lacks this right. Tell the user; do not try a way around.',
      ];
    case 'missing':
      return ['missing_record', 'The record is gone. Search again with odoo_search.'];
    case 'lock':
      return ['locked', 'Another transaction holds the record. Try again in a few seconds.'];
    case 'rateLimit':
      return [
        'rate_limited',
        `Wait ${Math.ceil((retryAfterMs ?? 5000) / 1000)} s, then try again.`,
      ];
    case 'timeout':
      return ['timed_out', 'Ask for less: fewer fields, a narrower domain, a smaller limit.'];
    case 'network':
    case 'tooLarge':
    case 'loginPage':
      return ['unreachable', 'Check that Odoo runs and that its address is right, then try again.'];
    case 'redirect':
    case 'validation':
      return ['refused_by_odoo', "Odoo's rules refuse this. Correct the values, or tell the user."];
    case 'unknownModel':
      return ['unknown_model', 'Call odoo_models to find the name.'];
    case 'unknownMethod':
      return ['unknown_method', 'The model has no such public method.'];
    case 'unknownDatabase':
      return ['not_connected', 'Check the name of the database, then call odoo_authenticate.'];
    default:
      return ['failed', 'Check model, fields and domain: odoo_fields lists what there is.'];
  }
}
