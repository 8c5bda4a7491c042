// The WebAssembly module, compiled at the first use: an import alone costs nothing. There are two builds of it; engines
// that have SIMD take the one, older ones the other.

import { OdooError } from 'odoo-client-wasm';
import scalar from 'odoo-columns-scalar-wasm-bytes';
import simd from 'odoo-columns-wasm-bytes';
import { type Bytes, viewOf } from '#arguments/bytes.ts';
import { isList } from '#arguments/checks.ts';
import { lengthOf, writeInto } from '#body/chunks.ts';

/** An error of the client's that has a cause. */
export const Failure = OdooError as new (message: string, options: ErrorOptions) => OdooError;

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
  last(index: number): number;
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
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

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
    const reason = (cause as Error | undefined)?.message;
    throw new Failure(
      `Columns cannot be read: the engine refuses to compile the WebAssembly module (${reason}). What to do: where a ` +
        "Content-Security-Policy forbids it, add 'wasm-unsafe-eval' to its script-src.",
      { cause },
    );
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

/**
 * So many bytes are encoded at once: whole groups, so that nothing is padded in between, and few enough for the
 * processor's cache.
 */
const groups = 3 * 16 * 1024;

/**
 * Encodes bytes in base64, as Odoo takes the values of binary fields. Piece by piece: it needs little memory besides
 * the text.
 *
 * @throws `TypeError` for anything that is no bytes, and for bytes whose buffer was detached.
 * @example await client.write('res.partner', id, { image_1920: encodeBase64(readFileSync('portrait.png')) });
 */
export function encodeBase64(bytes: ArrayBufferLike | ArrayBufferView): string {
  const given = viewOf(bytes);
  if (given.length === 0) return '';
  const engine = lease();
  const parts: string[] = [];
  for (let at = 0; at < given.length; at += groups) {
    const some = given.subarray(at, at + groups);
    const length = Math.ceil(some.length / 3) * 4;
    write(engine, [some], length);
    const place = engine.encode(some.length);
    parts.push(ascii.decode(new Uint8Array(engine.memory.buffer, place, length)));
  }
  release(engine);
  return parts.join('');
}

/**
 * The text of JSON that came as bytes, for `JSON.parse`. Characters outside ASCII may be written as escapes, which
 * stand for the same: where there are few of them, an engine makes such a text in a third of the time, and in half of
 * the memory.
 *
 * @param bytes The bytes, in UTF-8, in one piece or in several.
 * @throws `TypeError` for anything that is no bytes, and for bytes that are no UTF-8.
 * @example const partners = JSON.parse(jsonText(readFileSync('partners.json')));
 */
export function jsonText(
  bytes: ArrayBufferLike | ArrayBufferView | readonly (ArrayBufferLike | ArrayBufferView)[],
): string {
  const chunks = (isList<Bytes>(bytes) ? bytes : [bytes]).map(viewOf);
  const engine = lease();
  const length = lengthOf(chunks);
  const room = write(engine, chunks);
  const { text } = described<{ text?: Piece }>(engine, engine.ascii(length));
  try {
    const { buffer } = engine.memory;
    return text
      ? ascii.decode(new Uint8Array(buffer, text[1], text[2]))
      : strict.decode(new Uint8Array(buffer, room, length));
  } finally {
    release(engine);
  }
}
