// One HTTP exchange in one step: fetch, then the body. Awaiting each step from Rust would cost more than the request's
// own overhead. This file may import nothing: wasm-bindgen takes it along as a snippet.

/**
 * Abort controllers that were not needed. Making one is the dearest part of a call in Node, and one that has not aborted
 * can serve again; not for ever, because Node keeps a listener of each request until it is collected.
 */
const spare = [];
const usesOfAController = 64;

/** Whether this realm's AbortController suits this realm's fetch: in jsdom it does not. */
let signalsWork = typeof AbortController === 'function';

function lease() {
  if (!signalsWork) return undefined;
  return spare.pop() ?? { controller: new AbortController(), uses: 0 };
}

/** Sends `body`, and tells `settle(index, generation, ok, value)` how it ended. Returns what `abort` and `release` take. */
export function send(fetch, url, headers, body, settle, index, generation) {
  const held = lease();
  exchange(fetch ?? globalThis.fetch, url, { method: 'POST', headers, body, signal: held?.controller.signal }).then(
    (answer) => settle(index, generation, true, answer),
    (error) => settle(index, generation, false, error),
  );
  return held;
}

/** Ends an exchange that nobody waits for any more. */
export function abort(held) {
  held?.controller.abort();
}

/** Takes back the controller of an exchange that is over. */
export function release(held) {
  if (held !== undefined && (held.uses += 1) < usesOfAController && spare.length < 16) spare.push(held);
}

/** `[status, hasHeaders, json, unreadable, response]`: the last two only where something is wrong. */
async function exchange(fetch, url, init) {
  if (typeof fetch !== 'function') throw new TypeError('this runtime has no fetch; pass one as config.fetch');
  if (init.signal === undefined) delete init.signal;
  const response = await fetchOnce(fetch, url, init);
  if (response === null || typeof response !== 'object') throw new TypeError('fetch gave no response');
  const status = typeof response.status === 'number' ? response.status : response.ok === false ? 500 : 200;
  const hasHeaders = typeof response.headers?.get === 'function';
  if (status < 200 || status > 299) return [status, hasHeaders, undefined, undefined, response];
  try {
    return [status, hasHeaders, await response.json()];
  } catch (error) {
    return [status, hasHeaders, undefined, error ?? new Error('the body cannot be read'), response];
  }
}

async function fetchOnce(fetch, url, init) {
  try {
    return await fetch(url, init);
  } catch (error) {
    // Refused before anything was sent: the signal is of another realm than fetch.
    if (!(signalsWork && error?.name === 'TypeError' && /AbortSignal/.test(error.message))) throw error;
    signalsWork = false;
    const { signal, ...without } = init;
    return fetch(url, without);
  }
}
