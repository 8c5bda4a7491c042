// What a job that was not done as a whole ends with.

import { OdooError } from 'odoo-client-wasm';

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
