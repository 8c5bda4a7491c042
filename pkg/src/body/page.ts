// Pages and files of the server's, such as reports.

/**
 * The method by which a client of this package fetches a page. It is no part of the surface, so it
 * has no name there; a client of another make does not have it.
 */
export const fetchPage: unique symbol = Symbol.for('odoo-client-wasm.fetchPage');
