// The bytes of what programs call bytes.

/** Whether something is a view or a buffer, of whatever realm. */
export const isBytes = (value) => ArrayBuffer.isView(value) || /^\[object (Shared)?ArrayBuffer\]$/.test(Object.prototype.toString.call(value));

/** The bytes of any view or buffer. */
export function viewOf(bytes) {
  if (bytes instanceof Uint8Array) return bytes;
  if (!isBytes(bytes)) throw new TypeError(`bytes: expected a Uint8Array or an ArrayBuffer, got ${bytes === null ? 'null' : typeof bytes}`);
  return ArrayBuffer.isView(bytes) ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength) : new Uint8Array(bytes);
}
