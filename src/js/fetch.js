// One HTTP exchange in one step: fetch, then the body. Awaiting each step from Rust would cost more than the request's
// own overhead. This file may import nothing: wasm-bindgen takes it along as a snippet.

/**
 * Abort controllers that were not needed. Making one is the dearest part of a call in Node, and one that has not aborted
 * can serve again; only a few times, because Node keeps a listener of each request until it is collected, and goes
 * through them all at each new one.
 */
const spare = [];
const usesOfAController = 8;

/** Whether this realm's AbortController suits this realm's fetch: in jsdom it does not. */
let signalsWork = typeof AbortController === 'function';

function lease() {
  if (!signalsWork) return undefined;
  return spare.pop() ?? { controller: new AbortController(), uses: 0 };
}

/** Sends `body`, and tells `settle(index, generation, outcome, value)` how it ended. Returns what `abort` takes. */
export function send(fetch, url, headers, body, settle, index, generation) {
  const held = lease();
  const use = { held, over: false };
  exchange(fetch ?? globalThis.fetch, url, { method: 'POST', headers, body, signal: held?.controller.signal }).then(
    (answer) => {
      if (Array.isArray(answer)) return settle(index, generation, answered, answer);
      use.over = true;
      settle(index, generation, plain, answer.json);
      release(held);
    },
    (error) => settle(index, generation, failed, error),
  );
  return use;
}

// Outcomes, as the reactor numbers them.
const failed = 0;
const answered = 1;
const plain = 2;

/** Ends an exchange that nobody waits for any more. */
export function abort(use) {
  if (!use.over) use.held?.controller.abort();
}

/** Takes back the controller of an exchange that is over. */
function release(held) {
  if (held === undefined || held.controller.signal.aborted) return;
  if ((held.uses += 1) < usesOfAController && spare.length < 16) spare.push(held);
}

/** `{ json }` of an ordinary answer; else `[status, hasHeaders, json, unreadable, response, headers]`. */
async function exchange(fetch, url, init) {
  if (typeof fetch !== 'function') throw new TypeError('this runtime has no fetch; pass one as config.fetch');
  if (init.signal === undefined) delete init.signal;
  const response = await fetchOnce(fetch, url, init);
  if (response === null || typeof response !== 'object') throw new TypeError('fetch gave no response');
  const status = typeof response.status === 'number' ? response.status : response.ok === false ? 500 : 200;
  const hasHeaders = typeof response.headers?.get === 'function';
  if (status < 200 || status > 299) return [status, hasHeaders, undefined, undefined, response, reader(response.headers)];
  try {
    const json = await response.json();
    return status === 200 && hasHeaders ? { json } : [status, hasHeaders, json];
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

/** Headers that answer with a text or null, whatever a stand-in for fetch calls its headers: what is imported must not throw. */
const reader = (headers) => ({
  get(name) {
    try {
      const value = headers.get(name);
      return typeof value === 'string' ? value : null;
    } catch {
      return null;
    }
  },
});
