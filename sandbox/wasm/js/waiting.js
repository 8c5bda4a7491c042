// Waiting that an AbortSignal ends. Signals are known by what they have, not by their class: it may be another realm's.

const reasonOf = ({ reason }) => reason ?? new DOMException('This operation was aborted', 'AbortError');

/** Throws if the signal has been given already. */
export function throwIfAborted(signal) {
  if (signal?.aborted) throw reasonOf(signal);
}

/** Calls `listener` with the reason when the signal is given; returns how to stop listening. */
export function onAbort(signal, listener) {
  const heard = () => listener(reasonOf(signal));
  signal?.addEventListener('abort', heard, { once: true });
  return () => signal?.removeEventListener('abort', heard);
}

/** The longest a timer runs. */
const longest = 2 ** 31 - 1;

/** Resolves after so many milliseconds; rejects when the signal is given. */
export function wait(milliseconds, signal) {
  return new Promise((resolve, reject) => {
    // The timer of the moment: who replaced it by one that runs on command commands this, too.
    const timer = setTimeout(() => { stop(); resolve(); }, Math.min(milliseconds, longest));
    const stop = onAbort(signal, (reason) => { clearTimeout(timer); reject(reason); });
  });
}

/** Never resolves; rejects when the signal is given. Until then it keeps a process going, as an open connection does. */
export const waitForEver = (signal) => wait(longest, signal).then(() => new Promise(() => {}));
