// Timers and signals that report to the reactor's callback. This file may import nothing: wasm-bindgen takes it along as
// a snippet.

/**
 * The timer that is set, for the earliest deadline known when it was set. It outlives the calls that it was set for,
 * because setting and clearing one for each call costs more than all else that is done for the deadline; it keeps the
 * program running while somebody waits for it, and no longer.
 */
let alarm;

const { setTimeout: originalSet, clearTimeout: originalClear } = globalThis;
const { now: originalNow } = Date;

/** Runs a program's own stand-in for something of the engine's; undefined where that throws. */
function attempted(work) {
  try {
    return work();
  } catch {
    return undefined;
  }
}

/** The milliseconds since 1970, by the program's own `Date` where that tells the time. */
export function now() {
  const time = attempted(() => Date.now());
  return Number.isFinite(time) ? time : originalNow();
}

/** Calls `ring` after that time or before: never later. Returns when the time will be over. */
export function setAlarm(milliseconds, ring) {
  const at = now() + milliseconds;
  // A program that replaces setTimeout (fake timers) gets a timer of its own.
  const by = globalThis.setTimeout;
  // One that nobody waits for may be left from a login, which has less time: it would ring for nothing.
  if (alarm !== undefined && alarm.by === by && alarm.at <= at && (alarm.holds || alarm.at - now() > milliseconds / 2)) {
    // Nothing else may keep the program running: during a pause between two tries there is no exchange.
    if (!alarm.holds) hold();
    return at;
  }
  silenceAlarm();
  const own = { at, by, handle: undefined, holds: true };
  const due = () => {
    if (alarm === own) alarm = undefined;
    ring();
  };
  const delay = Math.min(milliseconds, 2 ** 31 - 1);
  own.handle = attempted(() => by(due, delay)) ?? attempted(() => originalSet(due, delay));
  alarm = own;
  return at;
}

/** Lets the alarm keep the program running. */
function hold() {
  attempted(() => alarm.handle?.ref?.());
  alarm.holds = true;
}

/** Nobody waits for the alarm at the moment. */
export function restAlarm() {
  if (alarm === undefined || !alarm.holds) return;
  if (attempted(() => { alarm.handle.unref(); return true; }) === undefined) return silenceAlarm();
  alarm.holds = false;
}

function silenceAlarm() {
  if (alarm === undefined) return;
  const { handle } = alarm;
  alarm = undefined;
  if (attempted(() => { clearTimeout(handle); return true; }) === undefined) attempted(() => originalClear(handle));
}

/** Who waits for a signal: `generation` by `index`, behind one listener for all of them. */
const listened = new WeakMap();

/** Tells `settle(index, generation, …)` when `signal` aborts. */
export function listen(signal, settle, index, generation) {
  try {
    let heard = listened.get(signal);
    if (heard === undefined) {
      heard = { waiting: new Map(), listener: () => Promise.resolve().then(() => tell(signal, heard, settle)) };
      listened.set(signal, heard);
      signal.addEventListener('abort', heard.listener, { once: true });
    }
    heard.waiting.set(index, generation);
  } catch {
    // A stand-in that takes no listener is a signal that never aborts.
  }
}

/** In a task of its own: whoever aborts may have no stack left for what follows. */
function tell(signal, heard, settle) {
  let reason;
  try {
    ({ reason } = signal);
  } catch {
    // It has aborted all the same.
  }
  for (const [index, generation] of heard.waiting) settle(index, generation, 1, reason);
}

/** Forgets who waits for a signal as `index`; the last one takes the listener along. */
export function forget(signal, index) {
  const heard = listened.get(signal);
  if (heard === undefined || !heard.waiting.delete(index) || heard.waiting.size > 0) return;
  listened.delete(signal);
  try {
    signal.removeEventListener('abort', heard.listener);
  } catch {
    // A stand-in that keeps its listeners tells nobody any more.
  }
}
