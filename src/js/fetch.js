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

/**
 * Sends a request, and tells `settle(index, generation, outcome, value)` how it ended. Returns what `abort` takes.
 *
 * Without a `body` it is a GET. `credentials` is that of fetch; `wants` is 1 for the headers of an answer with a cookie, 2
 * for those of every answer; `readBody(response)` takes the place of `response.json()`.
 */
export function send(fetch, url, headers, body, credentials, wants, readBody, settle, index, generation) {
  const held = lease();
  const use = { held, over: false };
  const init = body === undefined ? { method: 'GET', headers } : { method: 'POST', headers, body };
  if (held !== undefined) init.signal = held.controller.signal;
  if (credentials !== undefined) init.credentials = credentials;
  exchange(fetch ?? globalThis.fetch, url, init, wants, readBody, use, settle, index, generation);
  return use;
}

// Outcomes, as the reactor numbers them.
const failed = 0;
const answered = 1;
const plain = 2;
const judged = 3;

/** Ends an exchange that nobody waits for any more. */
export function abort(use) {
  if (!use.over) use.held?.controller.abort();
}

/** Takes back the controller of an exchange that is over. */
function release(held) {
  if (held === undefined || held.controller.signal.aborted) return;
  if ((held.uses += 1) < usesOfAController && spare.length < 16) spare.push(held);
}

/**
 * Fetches, and settles: with the JSON of an ordinary answer; with `[status, hasHeaders, json, unreadable, head]`
 * of any other; with an exception; with one that `readBody` has judged by itself, an error of ours.
 */
async function exchange(fetch, url, init, wants, readBody, use, settle, index, generation) {
  let outcome = plain;
  let value;
  try {
    if (typeof fetch !== 'function') throw new TypeError('this runtime has no fetch; pass one as config.fetch');
    let response;
    try {
      response = await fetch(url, init);
    } catch (error) {
      if (!isForeignSignal(error)) throw error;
      signalsWork = false;
      const { signal, ...without } = init;
      response = await fetch(url, without);
    }
    if (response === null || typeof response !== 'object') throw new TypeError('fetch gave no response');
    if (response.status === 200 && hasReader(response)) {
      try {
        value = await (readBody === undefined ? response.json() : readBody(response));
        if (wants !== 0) {
          const headers = reader(response.headers);
          if (wants === 2 || headers.get('set-cookie') !== null) {
            outcome = answered;
            value = [200, true, value, undefined, headOf(response, headers)];
          }
        }
      } catch (error) {
        if (readBody !== undefined && isOurs(error)) {
          outcome = judged;
          value = error;
        } else {
          outcome = answered;
          value = [200, true, undefined, error ?? new Error('the body cannot be read')];
        }
      }
    } else {
      outcome = answered;
      value = await unusual(response, readBody);
    }
  } catch (error) {
    outcome = failed;
    value = error;
  }
  use.over = outcome === plain || (outcome === answered && value[2] !== undefined);
  settle(index, generation, outcome, value);
  if (use.over) release(use.held);
}

/** Whether an exception is one of the package's own errors. */
const isOurs = (error) => typeof error?.name === 'string' && error.name.startsWith('Odoo');

/** An answer that is not a plain success of a real server: of another status, or from a stand-in for fetch. */
async function unusual(response, readBody) {
  const status = typeof response.status === 'number' ? response.status : response.ok === false ? 500 : 200;
  const hasHeaders = hasReader(response);
  const headers = reader(response.headers);
  try {
    if (status >= 200 && status <= 299) {
      const json = await (readBody === undefined ? response.json() : readBody(response));
      return [status, hasHeaders, json, undefined, headOf(response, headers)];
    }
    const type = headers.get('content-type') ?? '';
    // JSON-2 describes its errors, and Odoo at its limit says so in a page. No other page is worth reading.
    if (/\bjson\b/.test(type)) return [status, hasHeaders, await response.json(), undefined, headOf(response, headers)];
    const poolIsFull = status === 500 && /\bhtml\b/.test(type) && /connection pool is full/i.test(await response.text());
    return [status, hasHeaders, undefined, undefined, headOf(response, headers, poolIsFull)];
  } catch (error) {
    return [status, hasHeaders, undefined, error ?? new Error('the body cannot be read'), headOf(response, headers)];
  }
}

const hasReader = (response) => typeof response.headers?.get === 'function';

/** `[headers, statusText, retryAfterMs, contentLength, poolIsFull]`: what stands before the body. */
function headOf(response, headers, poolIsFull) {
  const after = headers.get('retry-after')?.trim();
  const seconds = /^\d{1,15}$/.test(after) ? Number(after) : undefined;
  // A date with its weekday in front, as HTTP writes it: the engine would take much else for one.
  const date = /^[A-Z][a-z]{2}, \d\d /.test(after) ? Date.parse(after) : NaN;
  const retryAfterMs = seconds === undefined ? Math.max(0, date - Date.now()) : seconds * 1000;
  const length = headers.get('content-length');
  return [
    headers, response.statusText, Number.isNaN(retryAfterMs) ? undefined : retryAfterMs,
    /^\d+$/.test(length) ? Number(length) : undefined, poolIsFull,
  ];
}

/** Refused before anything was sent: the signal is of another realm than fetch. */
const isForeignSignal = (error) => signalsWork && error?.name === 'TypeError' && /AbortSignal/.test(error.message);

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
