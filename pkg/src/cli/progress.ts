// A progress bar on stderr: for a terminal alone. Without one, only the end is told.

import { SingleBar } from 'cli-progress';
import { errorColours } from './output.ts';

export interface Progress {
  update(done: number, total: number): void;
  stop(): void;
}

/** A bar of records, with rate and time to go. */
export function progress(total: number, label: string, begun = 0): Progress {
  if (process.stderr.isTTY !== true || process.env.CI) return { update() {}, stop() {} };
  const started = Date.now();
  const rate = (done: number) =>
    Math.round(((done - begun) / Math.max(1, Date.now() - started)) * 1000).toLocaleString('en');
  const bar = new SingleBar({
    format:
      `${label} ${errorColours.cyan('{bar}')} {percentage}% | {value} of {total} ` +
      '| {rate}/s | ETA {eta_formatted}',
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: 24,
    hideCursor: true,
    stream: process.stderr,
    clearOnComplete: true,
    gracefulExit: false,
  });
  bar.start(total, begun, { rate: '0' });
  return {
    update(done, all) {
      bar.setTotal(Math.max(all, done));
      bar.update(done, { rate: rate(done) });
    },
    stop() {
      bar.stop();
    },
  };
}

/** A duration in words. */
export const seconds = (milliseconds: number) =>
  milliseconds < 60_000
    ? `${(milliseconds / 1000).toFixed(1)} s`
    : `${Math.floor(milliseconds / 60_000)} min ${Math.round((milliseconds % 60_000) / 1000)} s`;
