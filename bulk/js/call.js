// One call of a job.

import { OdooError, OdooNetworkError } from 'odoo-client-wasm';

/** A call of which nothing was sent: the core says so. What it was asked to do may be asked again. */
export class NotSent extends Error {
  constructor(reason) {
    super(reason?.message);
    this.reason = reason;
  }
}

/** A failure of what comes before anything is stored. */
export class NothingStored extends Error {
  constructor(reason) {
    super(reason?.message);
    this.reason = reason;
  }
}

/** An answer that does not say what became of the rows: they may be stored or not. */
export class Unaccountable extends OdooNetworkError {}

/** The program's own view of a failure, without what this module wraps around it. */
export function reasonOf(error) {
  return error instanceof NotSent || error instanceof NothingStored ? reasonOf(error.reason) : error;
}

/** What ended a call before anything was sent: the reason of an abort, or an exception of a guard, comes as the cause. */
const unsentReason = (error) => (error.constructor === OdooError && Object.hasOwn(error, 'cause') ? error.cause : error);

/** Calls a method of the job's model. */
export async function call({ client, model, callOptions }, method, args, kwargs = {}) {
  try {
    return await client.call(model, method, args, kwargs, { ...callOptions, saysUnsent: true });
  } catch (error) {
    throw error?.notSent === true ? new NotSent(unsentReason(error)) : error;
  }
}

/** An answer, as far as a message shows it. */
export const shown = (answer) => JSON.stringify(answer)?.slice(0, 80) ?? String(answer);
