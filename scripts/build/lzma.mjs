// LZMA makes of a WebAssembly module a sixth less than gzip does. The package `lzma` compresses; what decompresses is
// short enough to be part of a bundle, and written so that it is fast although it runs only once.

/** What stands before the stream: its properties, the size of the dictionary, the size of the content. */
const headerSize = 1 + 4 + 8;
/** The properties that the package always sets and `decompress` knows: lc = 3, lp = 0, pb = 2. */
const properties = (2 * 5 + 0) * 9 + 3;

/** The LZMA stream of `bytes`, without its header. */
export async function compress(bytes) {
  // Imported late: a first build comes here before the set-up has brought the package.
  const { default: lzma } = await import('lzma');
  const stream = Uint8Array.from(lzma.LZMA().compress(bytes, 9));
  if (stream[0] !== properties) throw new Error(`the package lzma set the properties ${stream[0]}; decompress knows only ${properties}`);
  return stream.subarray(headerSize);
}

/**
 * The `length` bytes that an LZMA stream holds; `next` gives the bytes of the stream, one by one.
 * Its source is part of the package: it may use nothing but its parameters.
 */
export function decompress(next, length) {
  const bytes = new Uint8Array(length);
  // How likely a bit is 0, in 2048ths, for each kind of bit. Each thing to know has a block of kinds of its own.
  const odds = new Uint16Array(8192).fill(1024);
  // Range and code of the arithmetic decoder.
  const now = Uint32Array.of(2 ** 32 - 1, 0);
  for (let count = 0; count < 5; count += 1) now[1] = now[1] << 8 | next();

  /**
   * A number of `count` bits, the highest first; the kind of each follows from those before it. As long as the number goes
   * like `other`, which has a 1 before its bits, that tells the kind, too.
   */
  const number = (kinds, count, other) => {
    let range = now[0];
    let code = now[1];
    let node = 1;
    for (let left = count - 1; left >= 0; left -= 1) {
      const kind = kinds + node + (other >> left + 1 === node ? 256 << (other >> left & 1) : 0);
      const odd = odds[kind];
      const bound = (range >>> 11) * odd >>> 0;
      node *= 2;
      if (code < bound) {
        range = bound;
        odds[kind] = odd + (2048 - odd >> 5);
      } else {
        range = range - bound >>> 0;
        code = code - bound >>> 0;
        odds[kind] = odd - (odd >> 5);
        node += 1;
      }
      if (range < 2 ** 24) {
        range = range << 8 >>> 0;
        code = (code << 8 | next()) >>> 0;
      }
    }
    now[0] = range;
    now[1] = code;
    return node - (1 << count);
  };
  const bit = (kind) => number(kind - 1, 1, 0);
  /** A number, the lowest bit first. */
  const reversed = (kinds, count) => {
    let value = 0;
    for (let rest = number(kinds, count, 0), left = count; left > 0; left -= 1, rest >>= 1) value = value * 2 + rest % 2;
    return value;
  };
  /** A number of bits that are 0 or 1 alike. */
  const even = (count) => {
    let value = 0;
    for (let left = count; left > 0; left -= 1) {
      now[0] >>>= 1;
      const one = now[1] < now[0] ? 0 : 1;
      now[1] -= now[0] * one;
      value = value * 2 + one;
      if (now[0] < 2 ** 24) {
        now[0] <<= 8;
        now[1] = now[1] << 8 | next();
      }
    }
    return value;
  };
  const size = (kinds, place) => 2 + (bit(kinds)
    ? bit(kinds + 1) ? 16 + number(kinds + 256, 8, 0) : 8 + number(kinds + 64 + place * 8, 3, 0)
    : number(kinds + 32 + place * 8, 3, 0));

  let at = 0;
  // What the last steps were; and the last four distances, the latest first.
  let state = 0;
  let first = 1;
  let second = 1;
  let third = 1;
  let fourth = 1;
  while (at < length) {
    const place = at % 4;
    let count = 1;
    if (!bit(state * 4 + place)) {
      // A byte. After a copy it is not the one that would have continued the copy.
      bytes[at] = number(2048 + 768 * (bytes[at - 1] >> 5), 8, state > 6 ? 256 + bytes[at - first] : 0);
      at += 1;
      state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
      continue;
    }
    const afterByte = state < 7;
    if (bit(64 + state)) {
      // A copy from one of the last distances, which becomes the latest; or of the single byte there.
      let long = bit(80 + state);
      if (long) {
        let chosen = second;
        if (bit(96 + state)) {
          chosen = third;
          if (bit(112 + state)) {
            chosen = fourth;
            fourth = third;
          }
          third = second;
        }
        second = first;
        first = chosen;
      } else long = bit(128 + state * 4 + place);
      if (long) count = size(1536, place);
      state = afterByte ? 9 - long : 11;
    } else {
      // A copy from a new distance.
      count = size(1024, place);
      fourth = third;
      third = second;
      second = first;
      const slot = number(256 + 64 * Math.min(count - 2, 3), 6, 0);
      const low = (slot >> 1) - 1;
      first = slot < 4 ? slot : (2 + slot % 2) << low;
      if (slot > 13) first += even(low - 4) * 16 + reversed(176, 4);
      else if (slot > 3) first += reversed(512 + first - slot, low);
      first += 1;
      state = afterByte ? 7 : 10;
    }
    for (; count > 0; count -= 1, at += 1) bytes[at] = bytes[at - first];
  }
  return bytes;
}
