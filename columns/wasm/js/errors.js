// What is wrong with an answer → an error of the client's classes.

import { OdooError, OdooNetworkError } from 'odoo-client-wasm';
import { Fault } from './decoder.js';

// The kinds of faults, as columns/wasm/src/layout.rs numbers them.
const otherType = 0;
const room = 3;

/** The error of a fault, told of `what`; anything else is itself. `known` is what else is known: model, method, row before the answer. */
export function errorOf(fault, what, { firstRow = 0, ...known } = {}) {
  if (!(fault instanceof Fault)) return fault;
  const { kind, offset, field, words } = fault;
  const row = firstRow + fault.row;
  const place = [`row ${row}`, field === undefined ? undefined : `field '${field}'`].filter(Boolean).join(', ');
  const message = `Cannot read ${what} into columns: ${place} (byte ${offset}): ${words}`;
  const error = kind === otherType
    ? new OdooError(`${message}. What to do: read the field as it comes, with types: { ${field}: 'json' }, or leave it out`)
    : kind === room ? new OdooError(`${message}. What to do: read fewer rows at once`) : new OdooNetworkError(message);
  return Object.assign(error, { ...known, row, offset, ...(field === undefined ? {} : { field }) });
}
