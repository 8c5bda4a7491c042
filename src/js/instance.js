// Instantiates the WebAssembly module, synchronously, when the package is imported. Where that cannot be, whoever uses the
// package first is told why and what to do; a page that only imports it goes on.

import './requirements.js';
import module from 'odoo-client-wasm-bytes';
import { httpStatuses, initSync, withhold } from 'odoo-client-wasm-glue';
import { OdooError, setHttpStatuses } from './errors.js';

/** Whether the module is there. */
export let started = true;

try {
  initSync({ module });
  setHttpStatuses(httpStatuses());
} catch (cause) {
  started = false;
  const reason = globalThis.WebAssembly
    ? `the engine does not compile its WebAssembly module (${cause?.message})`
    : 'there is no WebAssembly here';
  withhold(() => new OdooError(
    `odoo-client-wasm cannot start: ${reason}. What to do: where a `
      + "Content-Security-Policy forbids it, add 'wasm-unsafe-eval' to its script-src; else use an engine that can: Node 18 or newer "
      + '(not with --jitless), a browser since 2022, Deno, Bun or workerd.',
    { cause },
  ));
}
