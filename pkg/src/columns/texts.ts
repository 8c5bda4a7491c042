// Texts one after the other in one array of bytes, made strings when they are asked for.

/** Texts: where each begins in the bytes, and where the last one ends. */
export interface TextsInBytes {
  readonly offsets: Int32Array;
  readonly bytes: Uint8Array;
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Up to so many bytes become one string: engines have a longest string. */
const longest = 128 * 1024 * 1024;

/** The text of that number. */
export const textOf = ({ offsets, bytes }: TextsInBytes, index: number) =>
  decoder.decode(bytes.subarray(offsets[index], offsets[index + 1]));

/**
 * A function that gives texts by number: faster where all are wanted, since all are decoded at
 * once.
 */
export function everyText(texts: TextsInBytes): (index: number) => string {
  const { offsets, bytes } = texts;
  if (bytes.length > longest) return (index) => textOf(texts, index);
  const all = decoder.decode(bytes);
  const places = all.length === bytes.length ? offsets : placesInString(texts);
  return (index) => all.slice(places[index], places[index + 1]);
}

/** Where each text begins in the string of them all, where some characters are not ASCII. */
function placesInString({ offsets, bytes }: TextsInBytes) {
  const places = new Int32Array(offsets.length);
  let units = 0;
  for (let index = 1, at = 0; index < offsets.length; index += 1) {
    for (const end = offsets[index] as number; at < end; at += 1) {
      const byte = bytes[at] as number;
      // Each character counts at its first byte: one unit, or two where it takes four bytes.
      if ((byte & 0xc0) !== 0x80) units += byte < 0xf0 ? 1 : 2;
    }
    places[index] = units;
  }
  return places;
}
