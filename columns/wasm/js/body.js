// The body of an answer, as it comes in → the decoder, and the envelope that was around the records.

import { READ } from './decoder.js';
import { parseJson } from './parse.js';

/** Without a mark of the byte order at the beginning of an answer, as `response.json()` has it. */
const decode = (bytes) => new TextDecoder().decode(bytes);
const decodeRest = (bytes) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);

/** Stands for the records: nobody knows it, and so has it as a value of his own. */
const stand = `records ${Math.random()}`;

/**
 * Reads the chunks of a body into the decoder. Resolves to the answer as `response.json()` would give it, but with `records` in place of the list
 * of records; an answer without such a list (an error, most likely) as it is. `told` is told how many bytes have come.
 */
export async function readBody(chunks, decoder, records, told = () => {}) {
  decoder.begin();
  for await (const chunk of chunks) {
    decoder.feed(chunk);
    told(chunk.length);
  }
  return decoder.end() === READ ? envelopeOf(decoder, records) : parseJson(decode(decoder.around()[1]));
}

/**
 * What is around the records of an answer that was read, with `records` in their place.
 *
 * @throws `SyntaxError` where that is no JSON.
 */
export function envelopeOf(decoder, records) {
  const [before, rest] = decoder.around();
  const envelope = parseJson(`${decode(before)}"${stand}"${decodeRest(rest)}`);
  if (envelope === stand) return records;
  // Of two members of one name the last one counts, and its records were not read.
  if (envelope.result !== stand) throw new SyntaxError("there are two members 'result'");
  envelope.result = records;
  return envelope;
}
