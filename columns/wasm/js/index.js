// The surface of `odoo-client-wasm/columns`.

export { encodeBase64 } from './base64.js';
export { Columns } from './columns.js';
export { decodeColumns } from './decode.js';
export { jsonText } from './json-text.js';
export { readColumnPages, readColumns } from './read.js';
