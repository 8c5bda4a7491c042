// One call of a job.

import { OdooNetworkError } from 'odoo-client-wasm';

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

/**
 * Calls a method of the job's model.
 *
 * The reason of an abort and an exception of a guard are nobody's errors here, and cannot say whether the call had been sent: `fate` does.
 */
export async function call({ client, model, callOptions }, method, args, kwargs = {}) {
  const fate = {};
  try {
    return await client.call(model, method, args, kwargs, { ...callOptions, fate });
  } catch (error) {
    throw fate.notSent === true || error?.notSent === true ? new NotSent(error) : error;
  }
}

/** An answer, as far as a message shows it. */
export const shown = (answer) => JSON.stringify(answer)?.slice(0, 80) ?? String(answer);
