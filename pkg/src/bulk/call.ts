// One call of a job.

import { OdooNetworkError } from 'odoo-client-wasm';
import type { Caller } from '#arguments/checks.ts';

/** What the calls of a job have in common. */
export interface Calls {
  client: Caller;
  model: string;
  callOptions: Record<string, unknown>;
}

/**
 * A call of which nothing was sent: the client says so. What it was asked to do may be asked again.
 */
export class NotSent extends Error {
  readonly reason: unknown;

  constructor(reason: unknown) {
    super((reason as Error | undefined)?.message);
    this.reason = reason;
  }
}

/** A failure of what comes before anything is stored. */
export class NothingStored extends Error {
  readonly reason: unknown;

  constructor(reason: unknown) {
    super((reason as Error | undefined)?.message);
    this.reason = reason;
  }
}

/** An answer that does not say what became of the rows: they may be stored or not. */
export class Unaccountable extends OdooNetworkError {}

/** The program's own view of a failure, without what this module wraps around it. */
export function reasonOf(error: unknown): unknown {
  const isOurs = error instanceof NotSent || error instanceof NothingStored;
  return isOurs ? reasonOf(error.reason) : error;
}

/** The word that an error has as its `reason`; empty where it has none. */
export function wordOf(error: unknown): string {
  const { reason } = Object(error) as { reason?: unknown };
  return typeof reason === 'string' ? reason : '';
}

/**
 * What ended a call before anything was sent: the reason of an abort, or an exception of a guard,
 * comes as the cause.
 */
const unsentReason = (error: Error): unknown => (wordOf(error) === 'ended' ? error.cause : error);

/** Calls a method of the job's model. */
export async function call(
  { client, model, callOptions }: Calls,
  method: string,
  args: unknown[],
  kwargs: Record<string, unknown> = {},
) {
  try {
    return await client.call(model, method, args, kwargs, { ...callOptions, saysUnsent: true });
  } catch (error) {
    const isUnsent = (error as { notSent?: unknown } | null | undefined)?.notSent === true;
    throw isUnsent ? new NotSent(unsentReason(error as Error)) : error;
  }
}

/** The same calls, with more in their context. */
export function within<T extends Calls>(calls: T, context: Record<string, unknown>): T {
  const { callOptions } = calls;
  const merged = { ...(callOptions.context as object | undefined), ...context };
  return { ...calls, callOptions: { ...callOptions, context: merged } };
}

/** An answer, as far as a message shows it. */
export const shown = (answer: unknown) => JSON.stringify(answer)?.slice(0, 80) ?? String(answer);
