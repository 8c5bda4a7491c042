/**
 * Lets the browser draw and hear clicks in the midst of long work: an Odoo in the page answers
 * without ever pausing.
 */

const LONGEST_MS = 40;

const channel = new MessageChannel();
const waiting = [];
let last = 0;

channel.port1.onmessage = () => waiting.shift()?.();

/**
 * Resolves at once, or after the browser had a turn where it has had none for a while. Unlike a
 * timer it is not slowed down in a hidden tab.
 */
export async function breath() {
  if (performance.now() - last < LONGEST_MS) return;
  await new Promise((resolve) => {
    waiting.push(resolve);
    channel.port2.postMessage(null);
  });
  last = performance.now();
}
