// The body of an answer, as it comes in → the decoder, and the envelope that was around the records.

import { READ } from './decoder.js';

const decode = (bytes) => new TextDecoder().decode(bytes);

/**
 * Reads a body into the decoder. Resolves to the answer as `response.json()` would give it, but with `records` in place of the list
 * of records; an answer without such a list (an error, most likely) as it is. `told` is told how many bytes have come.
 */
export async function readBody(response, decoder, records, told = () => {}) {
  decoder.begin();
  for await (const chunk of chunksOf(response)) {
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

/** The chunks of a body; a stand-in for fetch may have it in one piece only. */
async function* chunksOf(response) {
  const { body } = response;
  if (typeof body?.getReader === 'function') yield* readerOf(body);
  else if (typeof body?.[Symbol.asyncIterator] === 'function') yield* body;
  else if (typeof response.arrayBuffer === 'function') yield new Uint8Array(await response.arrayBuffer());
  else yield new TextEncoder().encode(typeof response.text === 'function' ? await response.text() : JSON.stringify(await response.json()));
}

/** Not every engine can iterate a stream. */
async function* readerOf(body) {
  const reader = body.getReader();
  let done = false;
  try {
    for (;;) {
      const next = await reader.read();
      ({ done } = next);
      if (done) return;
      yield next.value;
    }
  } finally {
    // Whoever stops in the middle wants no more of it.
    if (!done) reader.cancel().catch(() => {});
  }
}
