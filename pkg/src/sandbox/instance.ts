// The WebAssembly module, made at the first sandbox: whoever imports this and makes none pays
// nothing.

import given from 'odoo-sandbox-wasm-bytes';
import { initSync, Server } from 'odoo-sandbox-wasm-glue';
import { refusedModule } from '#plain/module.ts';

let started = false;

/** The class of the servers the module exports. */
export function serverClass(): typeof Server {
  if (!started) {
    try {
      initSync({ module: typeof given === 'function' ? given() : given });
    } catch (cause) {
      throw new Error(refusedModule('The sandbox cannot start', cause), { cause });
    }
    started = true;
  }
  return Server;
}
