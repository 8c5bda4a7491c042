// Instantiates the WebAssembly module, synchronously, when the package is imported. Where that
// cannot be, the first use of the package says why and what to do; a page that only imports it goes
// on.

// First of all, so that its text comes before all code: gzip looks back no further than 32 KB.
import module from 'odoo-client-wasm-bytes';
import './requirements.ts';
import { decisions, initSync } from 'odoo-client-wasm-glue';
import { allowWebAssembly } from '#plain/module.ts';
import { OdooError, setDecisions } from './errors.ts';
import { needRoom } from './room.ts';

/** Why the module is not there; undefined where it is. */
let failure: { cause: unknown } | undefined;

try {
  initSync({ module });
  setDecisions(decisions());
} catch (cause) {
  failure = { cause };
}

/** Whether the module is there. */
export const started = failure === undefined;

const remedy =
  `What to do: ${allowWebAssembly}; else use an engine that can: Node 18 or newer (not with ` +
  '--jitless), a browser since 2022, Deno, Bun or workerd.';

/**
 * What everything that enters the module calls first: throws where the module is not there, or the
 * stack has no room for it.
 */
export function ready(): void {
  if (failure === undefined) return void needRoom();
  const { cause } = failure as { cause: any };
  const reason = globalThis.WebAssembly
    ? `the engine does not compile its WebAssembly module (${cause?.message})`
    : 'there is no WebAssembly here';
  throw new OdooError(`odoo-client-wasm cannot start: ${reason}. ${remedy}`, { cause });
}
