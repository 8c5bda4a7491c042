// The bytes of what programs call bytes.

/** Whether something is a view or a buffer, of whatever realm. */
export const isBytes = (value) => ArrayBuffer.isView(value) || /^\[object (Shared)?ArrayBuffer\]$/.test(Object.prototype.toString.call(value));

/** Throws for a view whose buffer was detached, or has become too short for it. */
const { indexOf } = Uint8Array.prototype;

/** The bytes of any view or buffer. One whose bytes are gone, since they were transferred to somebody else, is not taken for an empty one. */
export function viewOf(bytes) {
  if (!isBytes(bytes)) throw new TypeError(`bytes: expected a Uint8Array or an ArrayBuffer, got ${bytes === null ? 'null' : typeof bytes}`);
  try {
    const view = bytes instanceof Uint8Array ? bytes
      : ArrayBuffer.isView(bytes) ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength) : new Uint8Array(bytes);
    if (view.length > 0) return view;
    if (!(bytes instanceof DataView) && ArrayBuffer.isView(bytes)) indexOf.call(bytes, 0);
    // What only calls itself a buffer has no length, or another one.
    if (bytes.byteLength === 0) return view;
  } catch {
    throw new TypeError("bytes: their buffer was detached: it was transferred, or has shrunk. What to do: encode them before, or pass a copy: bytes.slice()");
  }
  throw new TypeError(`bytes: expected a Uint8Array or an ArrayBuffer, got ${typeof bytes}`);
}
