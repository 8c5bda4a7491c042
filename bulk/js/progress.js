// How far a job has come.

/**
 * A function that tells `onProgress` how many records are done, of how many. Its exceptions are reported and change nothing: the job
 * may have changed data already, and goes on.
 */
export function progressOf(onProgress) {
  if (!onProgress) return () => {};
  const started = performance.now();
  return (done, total) => {
    const elapsedMs = performance.now() - started;
    const etaMs = done > 0 ? (elapsedMs / done) * Math.max(0, total - done) : 0;
    try {
      onProgress({ done, total: Math.max(done, total), elapsedMs: Math.round(elapsedMs), etaMs: Math.round(etaMs) });
    } catch (error) {
      console.error('odoo-client-wasm: onProgress threw', error);
    }
  };
}
