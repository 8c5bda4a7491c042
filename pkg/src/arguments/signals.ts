// One listener on a program's signal, however much waits for it: engines warn of more than ten.

interface Heard {
  readonly waiting: Set<{ readonly tell: () => void }>;
  readonly listener: () => void;
}

const heardOf = new WeakMap<AbortSignal, Heard>();

/** Calls `tell` when the signal aborts. Answers the function that ends the wait. */
export function onAbort(signal: AbortSignal | null | undefined, tell: () => void): () => void {
  if (signal === null || signal === undefined) return () => {};
  const heard = heardOf.get(signal) ?? listen(signal);
  const entry = { tell };
  heard.waiting.add(entry);
  return () => {
    if (!heard.waiting.delete(entry) || heard.waiting.size > 0) return;
    // One that has aborted may have been replaced since.
    if (heardOf.get(signal) === heard) heardOf.delete(signal);
    attempt(() => signal.removeEventListener('abort', heard.listener));
  };
}

function listen(signal: AbortSignal): Heard {
  const waiting: Heard['waiting'] = new Set();
  const heard: Heard = {
    waiting,
    listener: () => {
      heardOf.delete(signal);
      const entries = [...waiting];
      waiting.clear();
      for (const { tell } of entries) tell();
    },
  };
  attempt(() => signal.addEventListener('abort', heard.listener, { once: true }));
  heardOf.set(signal, heard);
  return heard;
}

/** A stand-in that takes no listener is a signal that never aborts. */
function attempt(work: () => void): void {
  try {
    work();
  } catch {
    // It is the program's object: what it throws has no place to go.
  }
}
