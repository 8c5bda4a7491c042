/** Hands a file to the person at the browser, made in the page. */

import { h } from './dom.js';

/** So long the browser may take to begin saving. */
const KEPT_MS = 60_000;

/** Saves `blob` under `name`. */
export function download(blob, name) {
  const href = URL.createObjectURL(blob);
  const link = h('a', { href, download: name, hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(href), KEPT_MS);
}
