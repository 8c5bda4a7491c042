// What the package needs of an engine, looked at before anything is instantiated: whoever lacks it is told what to do.
// (A missing `fetch` is no reason to stop here: `config.fetch` can bring one.)

import { OdooError } from './errors.js';

const remedies = {
  WebAssembly: 'use an engine that has it: Node 18 or newer, any browser since 2017, Deno, Bun or workerd (in Node, not with --jitless)',
  TextDecoder: "take over the one of the engine; in jest, use the environment 'node', or 'jest-fixed-jsdom' instead of 'jsdom'",
  TextEncoder: "take over the one of the engine; in jest, use the environment 'node', or 'jest-fixed-jsdom' instead of 'jsdom'",
};

for (const [name, remedy] of Object.entries(remedies)) {
  if (globalThis[name] === undefined) throw new OdooError(`odoo-client-wasm cannot start: there is no ${name} here. What to do: ${remedy}.`);
}
