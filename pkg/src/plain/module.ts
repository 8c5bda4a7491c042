// What is said where an engine refuses a WebAssembly module: the same for every module.

import { reasonOf } from './errors.ts';

/** How a page that may not compile WebAssembly allows it. */
export const allowWebAssembly =
  "where a Content-Security-Policy forbids it, add 'wasm-unsafe-eval' to its script-src";

/** Why `what` ("Columns cannot be read") is so: the engine threw `cause` at the module. */
export const refusedModule = (what: string, cause: unknown) =>
  `${what}: the engine refuses to compile its WebAssembly module (${reasonOf(cause)}). What to do: ${allowWebAssembly}.`;
