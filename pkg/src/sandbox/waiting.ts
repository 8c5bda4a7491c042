// Waiting that an AbortSignal ends. Signals are known by what they have, not by their class: it may
// be another realm's.

export type Signal = AbortSignal | null | undefined;

const reasonOf = ({ reason }: AbortSignal): unknown =>
  reason ?? new DOMException('This operation was aborted', 'AbortError');

/** Throws if the signal has been given already. */
export function throwIfAborted(signal: Signal): void {
  if (signal?.aborted) throw reasonOf(signal);
}

/** Calls `listener` with the reason when the signal is given; returns how to stop listening. */
export function onAbort(signal: Signal, listener: (reason: unknown) => void): () => void {
  const heard = () => listener(reasonOf(signal as AbortSignal));
  signal?.addEventListener('abort', heard, { once: true });
  return () => signal?.removeEventListener('abort', heard);
}

/** The longest a timer runs. */
const longest = 2 ** 31 - 1;

/** Resolves after so many milliseconds; rejects when the signal is given. */
export function wait(milliseconds: number, signal: Signal): Promise<void> {
  return new Promise((resolve, reject) => {
    // The timer of the moment: who replaced it by one that runs on command commands this, too.
    const timer = setTimeout(
      () => {
        stop();
        resolve();
      },
      Math.min(milliseconds, longest),
    );
    const stop = onAbort(signal, (reason) => {
      clearTimeout(timer);
      reject(reason);
    });
  });
}

/**
 * Never resolves; rejects when the signal is given. Until then it keeps a process going, as an open
 * connection does.
 */
export const waitForEver = (signal: Signal): Promise<never> =>
  wait(longest, signal).then(() => new Promise(() => {}));
