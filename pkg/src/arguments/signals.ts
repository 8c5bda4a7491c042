// One listener on a program's signal, however much waits for it: engines warn of more than ten.

interface Listeners {
  readonly waiting: Set<{ readonly tell: () => void }>;
  readonly listener: () => void;
}

const listenersOf = new WeakMap<AbortSignal, Listeners>();

/** Whether an exception is that of an abort, which platforms tell apart by its name alone. */
export const isAbort = (error: unknown): boolean =>
  (error as { name?: unknown } | null | undefined)?.name === 'AbortError';

/** Calls `tell` when the signal aborts. Answers the function that ends the wait. */
export function onAbort(signal: AbortSignal | null | undefined, tell: () => void): () => void {
  if (signal === null || signal === undefined) return () => {};
  const listeners = listenersOf.get(signal) ?? listen(signal);
  const entry = { tell };
  listeners.waiting.add(entry);
  return () => {
    if (!listeners.waiting.delete(entry) || listeners.waiting.size > 0) return;
    // One that has aborted may have been replaced since.
    if (listenersOf.get(signal) === listeners) listenersOf.delete(signal);
    attempt(() => signal.removeEventListener('abort', listeners.listener));
  };
}

function listen(signal: AbortSignal): Listeners {
  const waiting: Listeners['waiting'] = new Set();
  const listeners: Listeners = {
    waiting,
    listener: () => {
      listenersOf.delete(signal);
      const entries = [...waiting];
      waiting.clear();
      for (const { tell } of entries) tell();
    },
  };
  attempt(() => signal.addEventListener('abort', listeners.listener, { once: true }));
  listenersOf.set(signal, listeners);
  return listeners;
}

/** A stand-in that takes no listener is a signal that never aborts. */
function attempt(work: () => void): void {
  try {
    work();
  } catch {
    // It is the program's object: what it throws has no place to go.
  }
}
