// Rows to create, and which of them are there.

import { those } from './fixture.mjs';

/** The values of so many partners; `change` has other ones for some of them. */
export const rows = (count, change = {}) =>
  Array.from({ length: count }, (_, index) => ({
    name: `Name ${index}`,
    ref: `x-${index}`,
    ...change[index],
  }));
/** Values that Odoo refuses. */
export const refused = { country_id: 999_999 };
/** The numbers of the partners that are there, as they were made. */
export const stored = async (client) =>
  (await client.searchRead('res.partner', those(), { fields: ['ref'], order: 'id' })).map(
    ({ ref }) => Number(ref.slice(2)),
  );
/** The whole numbers from `from` to before `to`. */
export const numbers = (from, to) => Array.from({ length: to - from }, (_, index) => from + index);
