// How far a job has come: the one shape that every job of the package tells.

/**
 * A function that tells `onProgress` how far a job has come: `{ done, total, elapsedMs, etaMs, bytes? }`. `done` and `total` count the
 * same: records, or the bytes of a file; `bytes`, where they are known, are those of the answers so far.
 *
 * Exceptions of `onProgress` are reported and change nothing: the job may have changed data already, and goes on.
 */
export function progressOf(onProgress) {
  if (!onProgress) return () => {};
  const started = performance.now();
  return (done, total, bytes) => {
    const elapsedMs = performance.now() - started;
    const etaMs = done > 0 ? (elapsedMs / done) * Math.max(0, total - done) : 0;
    const progress = { done, total: Math.max(done, total), elapsedMs: Math.round(elapsedMs), etaMs: Math.round(etaMs) };
    if (bytes !== undefined) progress.bytes = bytes;
    try {
      const promise = onProgress(progress);
      // One that is asynchronous may fail later: without a hearer that would end a program in Node.
      if (promise !== undefined) Promise.resolve(promise).catch((error) => console.error('odoo-client-wasm: onProgress failed', error));
    } catch (error) {
      console.error('odoo-client-wasm: onProgress threw', error);
    }
  };
}
