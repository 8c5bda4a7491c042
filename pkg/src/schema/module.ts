// The WebAssembly module, made at the first use. Text goes in and comes out: `schema/wasm` is the
// other side.

import { OdooError } from 'odoo-client-wasm';
import bytes from 'odoo-schema-wasm-bytes';
import { refusedModule } from '#plain/module.ts';

/** What answers a request that is in the room. */
type Request = 'declare' | 'difference' | 'check' | 'normalize' | 'evaluate' | 'parse' | 'print';

type Exports = Record<Request, () => number> & {
  memory: WebAssembly.Memory;
  room(length: number): number;
};

let instance: Exports | undefined;

function exported(): Exports {
  if (instance) return instance;
  try {
    const module = typeof bytes === 'function' ? new WebAssembly.Module(bytes()) : bytes;
    instance = new WebAssembly.Instance(module).exports as unknown as Exports;
    return instance;
  } catch (cause) {
    throw new OdooError(refusedModule('Schemas cannot be read', cause), { cause });
  }
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/**
 * Has one request done.
 *
 * @throws `OdooError` with the module's own words where it cannot be done.
 */
export function ask<T>(request: Request, given: object): T {
  const { memory, room, [request]: answer } = exported();
  const text = encoder.encode(JSON.stringify(given));
  // The room first: making it may move the memory.
  const start = room(text.length) >>> 0;
  new Uint8Array(memory.buffer, start, text.length).set(text);
  const at = answer() >>> 0;
  const [place = 0, length = 0] = new Uint32Array(memory.buffer, at, 2);
  const answered = JSON.parse(decoder.decode(new Uint8Array(memory.buffer, place, length))) as {
    value?: T;
    fault?: string;
  };
  if (answered.fault !== undefined) throw new OdooError(answered.fault);
  return answered.value as T;
}
