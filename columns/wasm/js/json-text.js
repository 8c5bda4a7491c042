// Bytes of JSON → a text for `JSON.parse`, written in ASCII by the module where that is worth while.

import { isList } from './checks.js';
import { lengthOf, writeInto } from './chunks.js';
import { lease, release } from './instance.js';
import { viewOf } from './view.js';

const ascii = new TextDecoder();
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export function jsonText(bytes) {
  const chunks = (isList(bytes) ? bytes : [bytes]).map(viewOf);
  const length = lengthOf(chunks);
  const instance = lease();
  const room = instance.room(length);
  writeInto(new Uint8Array(instance.memory.buffer, room, length), chunks);
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
