/** Tells the outcome of an action: a short line on the screen, read out by assistive technology. */

import { byId, h, icon } from './dom.js';

const SHOWN_MS = 4200;

/** Shows `text` for a moment. */
export function announce(text) {
  byId('announcer').textContent = text;
  const toasts = byId('toasts');
  const toast = h('p', { class: 'toast' }, icon('check'), h('span', {}, text));
  toasts.append(toast);
  // Shown anew each time, so that it lies above whichever dialog is open.
  if (toasts.matches(':popover-open')) toasts.hidePopover();
  toasts.showPopover();
  setTimeout(() => {
    toast.remove();
    if (!toasts.childElementCount && toasts.matches(':popover-open')) toasts.hidePopover();
  }, SHOWN_MS);
}
