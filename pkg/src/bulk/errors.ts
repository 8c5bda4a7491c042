// The error of a job that was not done as a whole.

import { OdooError, type OdooErrorReason, type OdooNetworkError } from 'odoo-client-wasm';
import { hidden } from '#plain/errors.ts';

/** A part of a job that was not done, or perhaps not. */
export interface BulkFailure {
  /** The rows, as positions in what the job was given. */
  rows: number[];
  /**
   * The records it is about, of a job that names them: of a row with many ids, others may be done.
   */
  ids?: number[];
  /** Why. */
  error: Error;
}

/** What became of the rows of a job. */
interface BulkOutcome {
  model: string;
  method: string;
  done: { row: number; id: number }[];
  failed: BulkFailure[];
  unknown: BulkFailure[];
  notTried: number[];
  created: number;
  updated: number;
  unchanged: number;
  cause: unknown;
  /** What the policy has decided of the whole. */
  decisions: {
    notSent: boolean;
    refused: boolean;
    transient: boolean;
    reason: OdooErrorReason;
  };
}

const told = ({ rows, error }: BulkFailure) => ({ rows, error: error?.message ?? String(error) });

/** A job that was not done as a whole. It tells of every row what became of it. */
export class OdooBulkError extends OdooError {
  /** The model. */
  declare readonly model: string;
  /** What was called: `'create'`, `'write'`, `'unlink'`, `'load'` or `'upsert'`. */
  declare readonly method: string;
  /** The rows that are done, and the ids of their records. */
  declare readonly done: { row: number; id: number }[];
  /** The rows that Odoo, or the safety guard, refused: nothing of them was stored. */
  declare readonly failed: BulkFailure[];
  /**
   * The rows whose request got no answer, or one that is not Odoo's (a gateway's error, a redirect,
   * ids that are none): they may be stored or not. Nothing is sent again on a guess.
   */
  declare readonly unknown: BulkFailure[];
  /**
   * The rows that were not sent, as when the connection was refused (`cause.notSent`): they may be
   * sent again. Of one with more ids than a call takes, a part may be done.
   */
  declare readonly notTried: number[];
  /** How many records are certain to have been created. */
  declare readonly created: number;
  /**
   * How many are certain to have been written; one that was written twice counts twice. Of an
   * upsert, those that were there and had other values.
   */
  declare readonly updated: number;
  /** Of an upsert: how many were there as they are to be. */
  declare readonly unchanged: number;
  /** The first failure. */
  declare readonly cause: Error;

  /** @internal */
  constructor(words: string, { cause, decisions, ...outcome }: BulkOutcome) {
    super(`${words}. The first failure: ${(cause as Error | undefined)?.message ?? cause}`);
    // As that of any error: for those who ask, and not in every listing of its members.
    const hide = (name: string, value: unknown) => Object.defineProperty(this, name, hidden(value));
    hide('cause', cause);
    Object.assign(this, outcome);
    for (const [name, decision] of Object.entries(decisions)) hide(name, decision);
    const first = cause as Partial<OdooNetworkError> | undefined;
    if (typeof first?.httpStatus === 'number') hide('httpStatus', first.httpStatus);
    if (first?.retryAfterMs !== undefined) hide('retryAfterMs', first.retryAfterMs);
  }

  override toJSON() {
    const { model, method, done, notTried, created, updated, unchanged } = this;
    const [failed, unknown] = [this.failed.map(told), this.unknown.map(told)];
    const counts = { created, updated, unchanged };
    const details = { model, method, done, failed, unknown, notTried, ...counts };
    return { error: 'BULK_ERROR', message: this.message, details };
  }
}

// A literal on the prototype, so that it survives minifiers.
Object.defineProperty(OdooBulkError.prototype, 'name', {
  value: 'OdooBulkError',
  writable: true,
  configurable: true,
});
