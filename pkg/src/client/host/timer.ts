// Timers and signals that report to the reactor's callback.

import { Outcome } from './numbers.ts';
import type { Settle } from './settle.ts';

interface Alarm {
  at: number;
  by: typeof setTimeout;
  handle: any;
  holds: boolean;
}

/**
 * The timer that is set, for the earliest deadline known when it was set. It outlives the calls
 * that it was set for, because setting and clearing one for each call costs more than all else that
 * is done for the deadline; it keeps the program running while somebody waits for it, and no
 * longer.
 */
let alarm: Alarm | undefined;

const { setTimeout: originalSet, clearTimeout: originalClear } = globalThis;
const { now: originalNow } = Date;

/** Runs a program's own stand-in for something of the engine's; undefined where that throws. */
function attempted<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

/** The milliseconds since 1970, by the program's own `Date` where that tells the time. */
export function now(): number {
  const time = attempted(() => Date.now());
  return time !== undefined && Number.isFinite(time) ? time : originalNow();
}

/** Calls `ring` after that time or before: never later. Returns when the time will be over. */
export function setAlarm(milliseconds: number, ring: () => void): number {
  const at = now() + milliseconds;
  // A program that replaces setTimeout (fake timers) gets a timer of its own.
  const by = globalThis.setTimeout;
  // One that nobody waits for may be left from a login, which has less time: it would ring for
  // nothing.
  if (
    alarm !== undefined &&
    alarm.by === by &&
    alarm.at <= at &&
    (alarm.holds || alarm.at - now() > milliseconds / 2)
  ) {
    // Nothing else may keep the program running: during a pause between two tries there is no
    // exchange.
    if (!alarm.holds) hold(alarm);
    return at;
  }
  silenceAlarm();
  const own: Alarm = { at, by, handle: undefined, holds: true };
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
function hold(held: Alarm): void {
  attempted(() => held.handle?.ref?.());
  held.holds = true;
}

/** Nobody waits for the alarm at the moment. */
export function restAlarm(): void {
  const resting = alarm;
  if (resting === undefined || !resting.holds) return;
  const rests = attempted(() => {
    resting.handle.unref();
    return true;
  });
  if (rests === undefined) silenceAlarm();
  else resting.holds = false;
}

function silenceAlarm(): void {
  if (alarm === undefined) return;
  const { handle } = alarm;
  alarm = undefined;
  const isSilent = attempted(() => {
    clearTimeout(handle);
    return true;
  });
  if (isSilent === undefined) attempted(() => originalClear(handle));
}

interface Listeners {
  waiting: Map<number, number>;
  listener: () => void;
}

/** Who waits for a signal: `generation` by `index`, behind one listener for all of them. */
const listened = new WeakMap<object, Listeners>();

/** Tells `settle(index, generation, …)` when `signal` aborts. */
export function listen(signal: any, settle: Settle, index: number, generation: number): void {
  try {
    let listeners = listened.get(signal);
    if (listeners === undefined) {
      const waiting: Listeners['waiting'] = new Map();
      const listener = () => void Promise.resolve().then(() => tell(signal, waiting, settle));
      listeners = { waiting, listener };
      listened.set(signal, listeners);
      signal.addEventListener('abort', listeners.listener, { once: true });
    }
    listeners.waiting.set(index, generation);
  } catch {
    // A stand-in that takes no listener is a signal that never aborts.
  }
}

/** In a task of its own: whoever aborts may have no stack left for what follows. */
function tell(signal: any, waiting: Listeners['waiting'], settle: Settle): void {
  let reason: unknown;
  try {
    ({ reason } = signal);
  } catch {
    // It has aborted all the same.
  }
  for (const [index, generation] of waiting) settle(index, generation, Outcome.Answered, reason);
}

/** Forgets who waits for a signal as `index`; the last one takes the listener along. */
export function forget(signal: any, index: number): void {
  const listeners = listened.get(signal);
  if (listeners === undefined || !listeners.waiting.delete(index) || listeners.waiting.size > 0)
    return;
  listened.delete(signal);
  try {
    signal.removeEventListener('abort', listeners.listener);
  } catch {
    // A stand-in that keeps its listeners tells nobody any more.
  }
}
