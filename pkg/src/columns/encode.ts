// Bytes → base64, and bytes of JSON → a text for `JSON.parse`: by the module.

import { type Bytes, viewOf } from '#arguments/bytes.ts';
import { isList } from '#arguments/checks.ts';
import { lengthOf } from '#body/chunks.ts';
import { described, lease, type Piece, release, write } from './engine.ts';

const ascii = new TextDecoder();
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * So many bytes are encoded at once: whole groups, so that nothing is padded in between, and few
 * enough for the processor's cache.
 */
const groups = 3 * 16 * 1024;

/**
 * Encodes bytes in base64, as Odoo takes the values of binary fields. Piece by piece: it needs
 * little memory besides the text.
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
 * The text of JSON that came as bytes, for `JSON.parse`. Characters outside ASCII may be written as
 * escapes, which stand for the same: where there are few of them, an engine makes such a text in a
 * third of the time, and in half of the memory.
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
