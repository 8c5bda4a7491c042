// A WebAssembly module as text inside a JavaScript file, quick to decode.
//
// Base64 spreads three bytes over four characters, so gzip no longer finds what repeats: it costs a
// quarter of the download. Here every byte keeps characters of its own: the frequent ones a single
// character, the rest two, the first of which is one of the alphabet's last. Smaller than base64
// before gzip, and hardly larger than the module itself after.
//
// Measured against it for the client, by the time from the request to the first client in Chromium
// (docs/benchmarks.md): base64 is decoded faster and loads longer; LZMA makes a sixth less to load,
// and unpacking it takes ten times as long as that saves.

/** Printable ASCII that needs no escape in any kind of JavaScript string or in HTML. */
function alphabet() {
  let characters = '';
  for (let code = 32; code < 127; code += 1) {
    if (!'"$&\'<\\`'.includes(String.fromCharCode(code))) characters += String.fromCharCode(code);
  }
  return characters;
}

/** Bytes that need two characters: all but so many of the most frequent. */
const singles = (size) => size - Math.ceil((256 - size) / (size - 1));

/**
 * The bytes of an embedded text. `order` is all 256 byte values in hexadecimal, the most frequent
 * first. Its source is part of the package: it may use nothing but its parameters.
 */
function decode(text, order, length, characters, single) {
  const places = new Uint8Array(128);
  const values = new Uint8Array(256);
  const bytes = new Uint8Array(length);
  for (let place = 0; place < characters.length; place += 1)
    places[characters.charCodeAt(place)] = place;
  for (let place = 0; place < 256; place += 1)
    values[place] = parseInt(order.substr(place * 2, 2), 16);
  for (let at = 0, from = 0; at < length; at += 1) {
    let place = places[text.charCodeAt(from++)];
    if (place >= single)
      place = single + (place - single) * characters.length + places[text.charCodeAt(from++)];
    bytes[at] = values[place];
  }
  return bytes;
}

/**
 * Encodes `bytes`: `{ text, source }`, where `source` is an expression that gives them back from a
 * variable `text`.
 */
export function embed(bytes) {
  const characters = alphabet();
  const single = singles(characters.length);
  const count = new Uint32Array(256);
  for (const byte of bytes) count[byte] += 1;
  const order = [...count.keys()].sort((a, b) => count[b] - count[a] || a - b);
  const codes = [];
  for (const [place, byte] of order.entries()) {
    const rest = place - single;
    codes[byte] =
      rest < 0
        ? characters[place]
        : characters[single + Math.floor(rest / characters.length)] +
          characters[rest % characters.length];
  }
  const text = Array.from(bytes, (byte) => codes[byte]).join('');
  const hexadecimal = Buffer.from(order).toString('hex');
  const given = [hexadecimal, bytes.length, characters, single];
  const source = `(${decode})(text, ${given.map((value) => JSON.stringify(value)).join(', ')})`;
  const decoded = new Function('text', `return ${source}`)(text);
  if (!Buffer.from(decoded).equals(Buffer.from(bytes)))
    throw new Error('the module does not survive its encoding');
  return { text, source };
}
