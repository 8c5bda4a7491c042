// The surface of `odoo-client-wasm/columns`.

export { Columns } from './columns.js';
export { decodeColumns } from './decode.js';
export { readColumnPages, readColumns } from './read.js';
