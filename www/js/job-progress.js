/** How far a job has come: a bar, the figures in words, and a button that stops it. */

import { h, icon } from './dom.js';
import { count, timeLeft } from './format.js';

/** So often the figures are read out at most while they change. */
const SPOKEN_MS = 4000;

/** Whether a job ended because it was stopped. */
export const isStop = (error) => [error, error?.cause].some((each) => each?.name === 'AbortError');

/** The progress of jobs of one kind, `label` by name: one at a time. */
export function jobProgress(label) {
  let controller = null;
  const bar = h('progress', { 'aria-label': label, max: '1' });
  const text = h('p', { class: 'job-text' });
  const spoken = h('p', { class: 'visually-hidden', role: 'status' });
  const stop = h(
    'button',
    { type: 'button', class: 'button small', onclick: () => controller?.abort() },
    icon('close'),
    'Stop',
  );
  const element = h(
    'div',
    { class: 'job', hidden: true },
    bar,
    h('div', { class: 'job-line' }, text, stop),
    spoken,
  );

  return {
    element,
    /** Ends the job that is under way, if there is one. */
    stop: () => controller?.abort(),
    /** Takes the last job off the page. */
    hide: () => {
      element.hidden = true;
    },
    /** What is said once the job is over. */
    conclude: (words) => {
      text.textContent = words;
    },
    /**
     * Runs `action({ signal, onProgress })`, whose `onProgress({ done, total, elapsedMs, etaMs })`
     * moves the bar. The focus goes to "Stop" and comes back to `starter`, which is disabled
     * meanwhile.
     */
    async run(starter, action) {
      const started = performance.now();
      let spokenAt = started;
      const own = new AbortController();
      controller = own;
      element.hidden = stop.hidden = false;
      bar.removeAttribute('value');
      text.textContent = 'Starting …';
      spoken.textContent = '';
      const hadFocus = document.activeElement === starter;
      starter.disabled = true;
      if (hadFocus) stop.focus({ preventScroll: true });
      const onProgress = ({ done, total, elapsedMs, etaMs }) => {
        bar.value = total ? done / total : 1;
        text.textContent = inWords({ done, total, elapsedMs, etaMs });
        if (performance.now() - spokenAt < SPOKEN_MS) return;
        spokenAt = performance.now();
        spoken.textContent = `${label}: ${text.textContent}`;
      };
      try {
        return await action({ signal: own.signal, onProgress });
      } finally {
        if (controller === own) controller = null;
        const losesFocus = document.activeElement === stop;
        stop.hidden = true;
        starter.disabled = false;
        if (losesFocus) starter.focus({ preventScroll: true });
        spoken.textContent = '';
      }
    },
  };
}

/** How many records a second that is. */
export const perSecond = (done, ms) =>
  `${count(Math.round(done / Math.max(ms / 1000, 0.001)))} a second`;

const inWords = ({ done, total, elapsedMs, etaMs }) =>
  [`${count(done)} of ${count(total)}`, perSecond(done, elapsedMs), done < total && timeLeft(etaMs)]
    .filter(Boolean)
    .join(' · ');
