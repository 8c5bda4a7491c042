// Instantiates the WebAssembly module, synchronously, when the package is imported.

import './requirements.js';
import module from 'odoo-client-wasm-bytes';
import { initSync } from 'odoo-client-wasm-glue';
import { OdooError } from './errors.js';

try {
  initSync({ module });
} catch (cause) {
  throw new OdooError(
    `odoo-client-wasm cannot start: the engine refuses to compile its WebAssembly module (${cause?.message}). What to do: where a `
      + "Content-Security-Policy forbids it, add 'wasm-unsafe-eval' to its script-src.",
    { cause },
  );
}
