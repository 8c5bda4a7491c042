// Bytes → base64, with what the engine has for it.

/** So many bytes are made a string at once: they are arguments of one call. */
const most = 0x6000;

/** Encodes bytes. */
export function encodeBase64(bytes) {
  if (typeof bytes.toBase64 === 'function') return bytes.toBase64();
  const parts = [];
  for (let at = 0; at < bytes.length; at += most) {
    parts.push(btoa(String.fromCharCode(...bytes.subarray(at, at + most))));
  }
  // A whole number of groups each but the last: nothing is padded in between.
  return parts.join('');
}
