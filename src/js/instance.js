// Instantiates the WebAssembly module, synchronously, when the package is imported.

import module from 'odoo-client-wasm-bytes';
import { initSync } from 'odoo-client-wasm-glue';

initSync({ module });
