// The surface of `odoo-client-wasm/sandbox`.

export { createSandbox } from './sandbox.js';
