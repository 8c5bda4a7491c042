// The body of an answer, as it comes in → the decoder, and the envelope that was around the records.

import { READ } from './decoder.js';

const decode = (bytes) => new TextDecoder().decode(bytes);

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
  const isRead = decoder.end() === READ;
  const [before, rest] = decoder.around();
  if (!isRead) return JSON.parse(decode(rest));
  const envelope = JSON.parse(`${decode(before)}null${decode(rest)}`);
  if (envelope === null) return records;
  envelope.result = records;
  return envelope;
}
