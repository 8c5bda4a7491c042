// What the package needs of an engine before its glue can even be loaded: whoever lacks it is told
// what to do. (A missing `WebAssembly` or `fetch` is no reason to stop here: it is told of where it
// is first needed.)

import { OdooError } from './errors.ts';

const remedy =
  "take over the one of the engine; in jest, use the environment 'node', or 'jest-fixed-jsdom' " +
  "instead of 'jsdom'";

for (const name of ['TextDecoder', 'TextEncoder'] as const) {
  if (globalThis[name] === undefined) {
    const problem = `odoo-client-wasm cannot start: there is no ${name} here.`;
    throw new OdooError(`${problem} What to do: ${remedy}.`);
  }
}
