// The WebAssembly module, made at the first sandbox: whoever imports this and makes none pays
// nothing.

import given from 'odoo-sandbox-wasm-bytes';
import { initSync, Server } from 'odoo-sandbox-wasm-glue';

let started = false;

/** The class of the servers the module exports. */
export function serverClass(): typeof Server {
  if (!started) {
    try {
      initSync({ module: typeof given === 'function' ? given() : given });
    } catch (cause) {
      const said = (cause as Error | undefined)?.message;
      const problem = `the engine refuses to compile its WebAssembly module (${said})`;
      throw new Error(
        `the sandbox cannot start: ${problem}. What to do: where a Content-Security-Policy ` +
          "forbids it, add 'wasm-unsafe-eval' to its script-src.",
        { cause },
      );
    }
    started = true;
  }
  return Server;
}
