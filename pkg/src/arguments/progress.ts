// How far a job has come: the one shape that every job of the package reports.

/** How far a job has come. `done` and `total` count the same: records, or the bytes of a file. */
export interface Progress {
  done: number;
  total: number;
  elapsedMs: number;
  etaMs: number;
  bytes?: number;
}

/** Reports progress; `bytes`, where they are known, are those of the answers so far. */
export type Report = (done: number, total: number, bytes?: number) => void;

/**
 * A function that reports to `onProgress` how far a job has come. Exceptions of `onProgress` are
 * shown and change nothing: the job may have changed data already, and goes on.
 */
export function progressOf(onProgress: ((progress: Progress) => unknown) | undefined): Report {
  if (!onProgress) return () => {};
  const started = performance.now();
  return (done, total, bytes) => {
    const elapsedMs = performance.now() - started;
    const etaMs = done > 0 ? (elapsedMs / done) * Math.max(0, total - done) : 0;
    const progress: Progress = {
      done,
      total: Math.max(done, total),
      elapsedMs: Math.round(elapsedMs),
      etaMs: Math.round(etaMs),
    };
    if (bytes !== undefined) progress.bytes = bytes;
    try {
      const promise = onProgress(progress);
      // An asynchronous one may fail later, which would end a program in Node.
      if (promise !== undefined)
        Promise.resolve(promise).catch((error) =>
          console.error('odoo-client-wasm: onProgress failed', error),
        );
    } catch (error) {
      console.error('odoo-client-wasm: onProgress threw', error);
    }
  };
}
