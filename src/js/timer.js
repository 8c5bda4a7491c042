// Timers and signals that report to the reactor's callback. This file may import nothing: wasm-bindgen takes it along as
// a snippet.

/**
 * The timer that is set, for the earliest deadline known when it was set. It outlives the calls that it was set for,
 * because setting and clearing one for each call costs more than all else that is done for the deadline; it keeps the
 * program running while somebody waits for it, and no longer.
 */
let alarm;

/** Calls `ring` after that time or before: never later. Returns when the time will be over. */
export function setAlarm(milliseconds, ring) {
  const at = Date.now() + milliseconds;
  // A program that replaces setTimeout (fake timers) gets a timer of its own.
  const by = globalThis.setTimeout;
  if (alarm !== undefined && alarm.by === by && alarm.at <= at) {
    // Nothing else may keep the program running: during a pause between two tries there is no exchange.
    if (!alarm.holds) hold();
    return at;
  }
  silenceAlarm();
  const handle = by(() => {
    alarm = undefined;
    ring();
  }, Math.min(milliseconds, 2 ** 31 - 1));
  alarm = { at, by, handle, holds: true };
  return at;
}

/** Lets the alarm keep the program running. */
function hold() {
  alarm.handle?.ref?.();
  alarm.holds = true;
}

/** Nobody waits for the alarm at the moment. */
export function restAlarm() {
  if (alarm === undefined || !alarm.holds) return;
  if (typeof alarm.handle?.unref !== 'function') return silenceAlarm();
  alarm.handle.unref();
  alarm.holds = false;
}

function silenceAlarm() {
  if (alarm === undefined) return;
  clearTimeout(alarm.handle);
  alarm = undefined;
}

/** Tells `settle(index, generation, …)` when `signal` aborts. Returns what forgets it. */
export function listen(signal, settle, index, generation) {
  const listener = () => settle(index, generation, 1, signal.reason);
  try {
    signal.addEventListener('abort', listener, { once: true });
  } catch {
    // A stand-in that takes no listener is a signal that never aborts.
  }
  return () => signal.removeEventListener('abort', listener);
}
