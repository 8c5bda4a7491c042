// The body of a response, chunk by chunk as it comes in, and chunks put together.

/** How many bytes some chunks have. */
export const lengthOf = (chunks: readonly Uint8Array[]) =>
  chunks.reduce((sum, chunk) => sum + chunk.length, 0);

/** Writes chunks one after the other to the beginning of an array. */
export function writeInto(bytes: Uint8Array, chunks: readonly Uint8Array[]) {
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
}

/** Chunks as one array. */
export function together(chunks: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(lengthOf(chunks));
  writeInto(bytes, chunks);
  return bytes;
}

type Chunks = AsyncIterable<Uint8Array>;

/** What bodies are read from: a `Response`, or a stand-in for one. */
export type Body = Pick<Response, 'arrayBuffer' | 'text' | 'json'> & { body?: unknown };

/** So many milliseconds the chunks of a body may be worked on before timers get their turn. */
const turn = 50;

/** The chunks of a body; a stand-in for fetch may have it in one piece only. */
export async function* chunksOf(response: Body): AsyncGenerator<Uint8Array, void, undefined> {
  let paused = performance.now();
  for await (const chunk of rawChunksOf(response)) {
    yield chunk;
    if (performance.now() - paused < turn) continue;
    await new Promise((goOn) => {
      (globalThis.setImmediate ?? setTimeout)(goOn);
    });
    paused = performance.now();
  }
}

function rawChunksOf(response: Body): Chunks {
  const { body } = response;
  if (typeof (body as ReadableStream | null)?.getReader === 'function')
    return readerOf(body as ReadableStream<Uint8Array>);
  if (typeof (body as Chunks | null)?.[Symbol.asyncIterator] === 'function') return body as Chunks;
  return wholeOf(response);
}

async function* wholeOf(response: Body) {
  if (typeof response.arrayBuffer === 'function') {
    yield new Uint8Array(await response.arrayBuffer());
    return;
  }
  const hasText = typeof response.text === 'function';
  const text = hasText ? await response.text() : JSON.stringify(await response.json());
  yield new TextEncoder().encode(text);
}

/** Not every engine can iterate a stream. */
async function* readerOf(body: ReadableStream<Uint8Array>) {
  const reader = body.getReader();
  let isDone = false;
  try {
    for (;;) {
      const next = await reader.read();
      isDone = next.done;
      if (next.done) return;
      yield next.value;
    }
  } finally {
    // A reader that stops in the middle wants no more of it.
    if (!isDone) reader.cancel().catch(() => {});
  }
}
