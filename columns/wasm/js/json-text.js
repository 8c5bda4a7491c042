// Bytes of JSON → a text for `JSON.parse`, written in ASCII by the module where that is worth while.

import { lease, release } from './instance.js';
import { viewOf } from './view.js';

const ascii = new TextDecoder();
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export function jsonText(bytes) {
  const chunks = (Array.isArray(bytes) ? bytes : [bytes]).map(viewOf);
  const length = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  const instance = lease();
  const room = instance.room(length);
  const given = new Uint8Array(instance.memory.buffer, room, length);
  let at = 0;
  for (const chunk of chunks) {
    given.set(chunk, at);
    at += chunk.length;
  }
  const description = instance.ascii(length);
  // The memory may have grown: then what was in it is there once more.
  const { buffer } = instance.memory;
  const [place, written] = new Uint32Array(buffer, description, 2);
  try {
    return written > 0 ? ascii.decode(new Uint8Array(buffer, place, written)) : strict.decode(new Uint8Array(buffer, room, length));
  } finally {
    release(instance);
  }
}
