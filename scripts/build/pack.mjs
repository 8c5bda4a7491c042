// A WebAssembly module as text inside a JavaScript file, for the smallest download: compressed with LZMA, its bits as
// characters.
//
// Nothing repeats in compressed bytes, so gzip can only give every character as many bits as it is rare. Here that is as
// many bits as the character stands for, six or seven: gzip makes the text as small as the bytes it came from.

import { verified } from './embed.mjs';
import { compress, decompress } from './lzma.mjs';

/** From `(` to `~` without what needs an escape in some kind of JavaScript string or in HTML. */
const alphabet = Array.from({ length: 87 }, (_, place) => String.fromCharCode(40 + place)).filter((character) => !'<\\`'.includes(character));
/** Characters that stand for six bits; the others stand for seven, so that 44 / 2⁶ + 40 / 2⁷ = 1. */
const short = 128 - alphabet.length;

/** The characters for `bytes`. */
function write(bytes) {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('');
  let text = '';
  for (let at = 0; at < bits.length;) {
    const six = Number.parseInt(bits.slice(at, at + 6).padEnd(6, '0'), 2);
    text += alphabet[six < short ? six : Number.parseInt(bits.slice(at, at + 7).padEnd(7, '0'), 2) - short];
    at += six < short ? 6 : 7;
  }
  return text;
}

/**
 * Gives the bytes of a text, one at each call.
 * Its source is part of the package: it may use nothing but its parameter.
 */
function reader(text) {
  let at = 0;
  let held = 0;
  let count = 0;
  return () => {
    while (count < 8) {
      const code = text.charCodeAt(at);
      const place = code - 40 - (code > 60) - (code > 92) - (code > 96);
      const long = place < 44 ? 0 : 1;
      held = held << 6 + long | place + 44 * long;
      count += 6 + long;
      at += 1;
    }
    count -= 8;
    return held >> count & 255;
  };
}

/** Packs `bytes`: `{ text, source }`, where `source` is an expression that gives them back from a variable `text`. */
export async function pack(bytes) {
  const { transform } = await import('esbuild');
  const { code } = await transform(`(${decompress})((${reader})(text), ${bytes.length})`, { minify: true });
  return verified(bytes, { text: write(await compress(bytes)), source: code.trim().replace(/;$/, '') });
}
