// What programs pass as bytes.

import { argumentError } from '#plain/errors.ts';
import { wrong } from '#plain/words.ts';

/** What programs may pass as bytes. */
export type Bytes = ArrayBufferLike | ArrayBufferView;

/** Whether something is a view or a buffer, of any realm. */
export function isBytes(value: unknown): value is Bytes {
  try {
    return (
      ArrayBuffer.isView(value) ||
      /^\[object (Shared)?ArrayBuffer\]$/.test(Object.prototype.toString.call(value))
    );
  } catch {
    // A revoked proxy.
    return false;
  }
}

const expected = 'a Uint8Array or an ArrayBuffer';

/** Throws for a view whose buffer was detached, or has become too short for it. */
const { indexOf } = Uint8Array.prototype;

/**
 * The bytes of any view or buffer. One whose buffer was transferred is not taken for an empty one.
 */
export function viewOf(bytes: unknown): Uint8Array {
  if (!isBytes(bytes)) throw wrong('bytes', expected, bytes);
  try {
    const view = rawViewOf(bytes);
    if (view.length > 0) return view;
    if (!(bytes instanceof DataView) && ArrayBuffer.isView(bytes))
      indexOf.call(bytes as Uint8Array, 0);
    // What only calls itself a buffer has no length, or another one.
    if (bytes.byteLength === 0) return view;
  } catch {
    throw argumentError(
      'Invalid bytes: their buffer was detached: it was transferred, or has shrunk. What to do: encode them before, or pass a copy: bytes.slice()',
    );
  }
  throw wrong('bytes', expected, bytes);
}

function rawViewOf(bytes: Bytes): Uint8Array {
  if (bytes instanceof Uint8Array) return bytes;
  return ArrayBuffer.isView(bytes)
    ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    : new Uint8Array(bytes);
}
