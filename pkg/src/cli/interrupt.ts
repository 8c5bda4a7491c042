// Ctrl-C: exit code 130 everywhere, and it is told what was done by then.

import { CliError, exitCodes } from './errors.ts';
import { many } from './records.ts';

/** A signal that aborts at Ctrl-C. A second one ends the program at once. */
export interface Interrupt {
  signal: AbortSignal;
  interrupted: () => boolean;
  done: () => void;
}

export function interruptible(): Interrupt {
  const controller = new AbortController();
  const interrupt = () => {
    if (controller.signal.aborted) process.exit(exitCodes.interrupted);
    controller.abort(new DOMException('interrupted', 'AbortError'));
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  return {
    signal: controller.signal,
    interrupted: () => controller.signal.aborted,
    done: () => {
      process.off('SIGINT', interrupt);
      process.off('SIGTERM', interrupt);
    },
  };
}

/**
 * What commands that only read, or that wait for an answer, do at Ctrl-C: nothing was written by
 * then.
 */
export function endAtInterrupt(tell: (error: CliError) => void): void {
  const end = () => {
    // Whoever writes, or serves, listens as well, and ends in its own way.
    if (process.listenerCount('SIGINT') > 1) return;
    tell(new CliError(exitCodes.interrupted, 'interrupted', 'nothing was written; run it again'));
    process.exit(exitCodes.interrupted);
  };
  process.on('SIGINT', end);
}

/** What an error of a bulk job tells of its rows. */
interface Account {
  done?: { id: number }[];
  unknown?: { rows: number[] }[];
}

/**
 * Does a write that Ctrl-C may end: then it is told how much of it was done, and of how much nobody
 * knows.
 */
export async function write<T>(
  { did, count, what = 'record' }: { did: string; count: number; what?: string },
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const interrupt = interruptible();
  try {
    return await run(interrupt.signal);
  } catch (error) {
    if (!interrupt.interrupted()) throw error;
    const { done, unknown } = error as Account;
    const sent = unknown?.reduce((sum, { rows }) => sum + rows.length, 0) ?? count;
    const maybe = sent ? `, of ${sent.toLocaleString('en')} it is not known` : '';
    const finished = (done?.length ?? 0).toLocaleString('en');
    const all = `${finished} of ${many(count, what)} ${did}${maybe}`;
    const advice = 'look what is there before you run it again';
    throw Object.assign(new CliError(exitCodes.interrupted, `interrupted; ${all}`, advice), {
      done,
    });
  } finally {
    interrupt.done();
  }
}
