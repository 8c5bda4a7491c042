// The WebAssembly module, made at the first sandbox: whoever imports this and makes none pays nothing.

import given from 'odoo-sandbox-wasm-bytes';
import { initSync, Server } from 'odoo-sandbox-wasm-glue';

let started = false;

/** The class of the servers the module exports. */
export function serverClass() {
  if (!started) {
    try {
      // A function that gives the bytes; in workerd, the module itself.
      initSync({ module: typeof given === 'function' ? given() : given });
    } catch (cause) {
      throw new Error(
        `the sandbox cannot start: the engine refuses to compile its WebAssembly module (${cause?.message}). What to do: where a `
          + "Content-Security-Policy forbids it, add 'wasm-unsafe-eval' to its script-src.",
        { cause },
      );
    }
    started = true;
  }
  return Server;
}
