// The body of a response, chunk by chunk as it comes in, and chunks put together.

/** So many milliseconds the chunks of a body may be worked on before timers get their turn: that of a time limit, most of all. */
const longest = 50;

/** The chunks of a body; a stand-in for fetch may have it in one piece only. */
export async function* chunksOf(response) {
  let paused = performance.now();
  for await (const chunk of rawChunksOf(response)) {
    yield chunk;
    if (performance.now() - paused < longest) continue;
    await new Promise((goOn) => { (globalThis.setImmediate ?? setTimeout)(goOn); });
    paused = performance.now();
  }
}

function rawChunksOf(response) {
  const { body } = response;
  if (typeof body?.getReader === 'function') return readerOf(body);
  if (typeof body?.[Symbol.asyncIterator] === 'function') return body;
  return wholeOf(response);
}

async function* wholeOf(response) {
  if (typeof response.arrayBuffer === 'function') yield new Uint8Array(await response.arrayBuffer());
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

/** How many bytes some chunks have. */
export const lengthOf = (chunks) => chunks.reduce((sum, chunk) => sum + chunk.length, 0);

/** Writes chunks one after the other to the beginning of an array. */
export function writeInto(bytes, chunks) {
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
}

/** Chunks as one array. */
export function together(chunks) {
  const bytes = new Uint8Array(lengthOf(chunks));
  writeInto(bytes, chunks);
  return bytes;
}
