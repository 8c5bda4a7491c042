// Bytes → base64, by the module.

import { lease, release } from './instance.js';
import { viewOf } from './view.js';

/** So many bytes are encoded at once: whole groups, so that nothing is padded in between, and few enough for the processor's cache. */
const piece = 3 * 16 * 1024;

const ascii = new TextDecoder();

/** Encodes bytes. */
export function encodeBase64(bytes) {
  const given = viewOf(bytes);
  if (given.length === 0) return '';
  const instance = lease();
  const parts = [];
  for (let at = 0; at < given.length; at += piece) parts.push(encoded(instance, given.subarray(at, at + piece)));
  release(instance);
  return parts.join('');
}

/** The characters of a piece. Where each byte lies is asked anew: the memory may have grown. */
function encoded(instance, bytes) {
  const length = Math.ceil(bytes.length / 3) * 4;
  const room = instance.room(length);
  new Uint8Array(instance.memory.buffer, room, bytes.length).set(bytes);
  const place = instance.encode(bytes.length);
  return ascii.decode(new Uint8Array(instance.memory.buffer, place, length));
}
