// The WebAssembly module, made at the first read: whoever imports this and reads nothing pays nothing. There are two builds of it;
// engines that have SIMD take the one, older ones the other.

import { OdooError } from 'odoo-client-wasm';
import simd from 'odoo-columns-wasm-bytes';
import scalar from 'odoo-columns-scalar-wasm-bytes';

/** The smallest module that has an instruction of SIMD in it. */
const probe = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11,
]);

const ascii = new TextDecoder();

let compiled;

/** A new instance of the module: a decoder with a memory of its own. */
export function instantiate() {
  try {
    compiled ??= compile();
    const { exports } = new WebAssembly.Instance(compiled, { engine: { number: (place, length) => number(exports, place, length) } });
    return exports;
  } catch (cause) {
    throw new OdooError(
      `Columns cannot be read: the engine refuses to compile the WebAssembly module (${cause?.message}). What to do: where a `
        + "Content-Security-Policy forbids it, add 'wasm-unsafe-eval' to its script-src.",
      { cause },
    );
  }
}

function compile() {
  // In workerd, a module that is compiled already.
  if (simd instanceof WebAssembly.Module) return simd;
  return new WebAssembly.Module(WebAssembly.validate(probe) ? simd() : scalar());
}

/** Reads a number that takes long: one that is not exact as it stands. */
function number({ memory }, place, length) {
  return Number(ascii.decode(new Uint8Array(memory.buffer, place, length)));
}
