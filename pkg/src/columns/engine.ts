// The WebAssembly module, compiled at the first use: an import alone costs nothing. There are two
// builds of it; engines that have SIMD take the one, older ones the other.

import { OdooError } from 'odoo-client-wasm';
import scalar from 'odoo-columns-scalar-wasm-bytes';
import simd from 'odoo-columns-wasm-bytes';
import { lengthOf, writeInto } from '#body/chunks.ts';
import { refusedModule } from '#plain/module.ts';

/** What columns/wasm/src/lib.rs exports. Places and lengths are in bytes. */
export interface Engine {
  memory: WebAssembly.Memory;
  room(length: number): number;
  field(typeLength: number, nameLength: number): void;
  open(isTolerant: boolean): void;
  begin(): void;
  announce(length: number): void;
  forget(): void;
  clear(): void;
  feed(length: number): number;
  end(): number;
  is_read(): number;
  encode(count: number): number;
  ascii(length: number): number;
  rows(): number;
  number(index: number, row: number): number;
  fault(): number;
  around(): number;
  columns(): number;
  described(): number;
}

/** The smallest module that has an instruction of SIMD in it. */
const probe = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15,
  253, 98, 11,
]);

const ascii = new TextDecoder();

let compiled: WebAssembly.Module | undefined;

function compile(): WebAssembly.Module {
  // In workerd, a module that is compiled already.
  if (simd instanceof WebAssembly.Module) return simd;
  const bytes = WebAssembly.validate(probe) ? simd : (scalar as typeof simd);
  return new WebAssembly.Module(bytes());
}

/** A new instance of the module: a decoder with a memory of its own. */
function instantiate(): Engine {
  try {
    compiled ??= compile();
    // Reads a number that takes long: one that is not exact as it stands.
    const number = (place: number, length: number): number =>
      Number(ascii.decode(new Uint8Array(exports.memory.buffer, place, length)));
    const instance = new WebAssembly.Instance(compiled, { engine: { number } });
    const exports = instance.exports as unknown as Engine;
    return exports;
  } catch (cause) {
    throw new OdooError(refusedModule('Columns cannot be read', cause), { cause });
  }
}

/** The instance that was used last, for the next lease: until the engine wants its memory back. */
let idle: WeakRef<Engine> | undefined;

/** An instance that nobody else has until it is released. */
export function lease(): Engine {
  const engine = idle?.deref();
  idle = undefined;
  return engine ?? instantiate();
}

export function release(engine: Engine) {
  if (typeof WeakRef === 'function') idle = new WeakRef(engine);
}

/** The typed arrays that parts of a memory are. */
export const arrays = { Uint8Array, Uint16Array, Uint32Array, Int32Array, Float64Array };

/** Where something lies in a memory, as columns/wasm/src/describe.rs says it. */
export type Piece = [
  array: keyof typeof arrays,
  place: number,
  length: number,
  narrowed?: keyof typeof arrays,
];

/** Reads the description at a place. Its places hold until the instance is used again. */
export function described<T>({ memory, described: length }: Engine, place: number): T {
  return JSON.parse(ascii.decode(new Uint8Array(memory.buffer, place, length())));
}

/** Writes chunks into the room for them, and answers where that is. */
export function write(engine: Engine, chunks: readonly Uint8Array[], room = lengthOf(chunks)) {
  const place = engine.room(room);
  writeInto(new Uint8Array(engine.memory.buffer, place, room), chunks);
  return place;
}
