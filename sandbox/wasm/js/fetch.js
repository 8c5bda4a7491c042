// A fetch that reaches the sandbox and nothing else.

import { platformKeepsCookies } from './cookies.js';
import { beforeHeaders, makeResponse, unreachable } from './response.js';
import { throwIfAborted, wait } from './waiting.js';

const mostRedirects = 20;
const redirects = new Set([301, 302, 303, 307, 308]);

/** Makes the `fetch` of a sandbox: `handle` answers requests to `origin`; everything else is refused. */
export function makeFetch({ origin, host, latencyMs, pool, jar, handle }) {
  async function send(input, init) {
    const { request, signal } = read(input, init, origin);
    const mode = request.redirect;
    throwIfAborted(signal);
    const body = new Uint8Array(await request.arrayBuffer());
    let turn = { method: request.method, url: new URL(request.url), body };
    for (let count = 0; count <= mostRedirects; count += 1) {
      const { url, method } = turn;
      if (url.origin !== origin) {
        throw count > 0
          ? unreachable('ENOTFOUND', `the sandbox answers ${origin} alone, and was led to ${url.origin}`)
          : new TypeError(`the sandbox answers ${origin} alone; ${url.origin} was asked for, and nothing was sent`);
      }
      throwIfAborted(signal);
      const answer = await pool.during(async (poolFull) => {
        if (latencyMs > 0) await wait(latencyMs, signal);
        const headers = headersOf(request, { host, now: Date.now() });
        return handle({ method, path: url.pathname, query: url.search.slice(1), headers, body: turn.body, poolFull });
      });
      await beforeHeaders(answer.effect, { host, signal });
      if (keeping(request)) answer.headers.filter(([name]) => name === 'set-cookie').forEach(([, text]) => jar.store(text, Date.now()));
      const next = redirects.has(answer.status) && mode !== 'manual' ? locationOf(answer, url) : null;
      if (!next) return makeResponse(answer, { url: url.href, redirected: count > 0, head: method === 'HEAD', signal });
      if (mode === 'error') throw new TypeError('fetch failed', { cause: new Error('unexpected redirect') });
      turn = follow(turn, answer.status, next);
    }
    throw new TypeError('fetch failed', { cause: new Error('redirect count exceeded') });
  }

  function headersOf(request, { host, now }) {
    const cookie = keeping(request) ? jar.header(now) : null;
    return [...request.headers, ['host', host], ...(cookie ? [['cookie', cookie]] : [])];
  }

  function keeping(request) {
    return request.credentials !== 'omit' && platformKeepsCookies();
  }

  // Named here: a bundler takes care that no other function has a global's name.
  return Object.defineProperty(send, 'name', { value: 'fetch' });
}

/**
 * Reads what fetch was given. The signal stays outside the Request: it may be of another realm, and so may a Request, of
 * which only what it says counts.
 */
function read(input, init = {}, origin) {
  const foreign = typeof input === 'object' && input !== null && typeof input.arrayBuffer === 'function' ? input : null;
  const { signal = foreign?.signal, ...rest } = init ?? {};
  const url = new URL(foreign ? foreign.url : String(input), `${origin}/`);
  if (!foreign) return { request: new Request(url, rest), signal };
  const { method, headers, redirect, credentials } = foreign;
  const sends = foreign.body && rest.body === undefined ? { body: foreign.body, duplex: 'half' } : {};
  return { request: new Request(url, { method, headers, redirect, credentials, ...sends, ...rest }), signal };
}

/** Where an answer leads, if it leads anywhere. */
function locationOf({ headers }, url) {
  const location = headers.find(([name]) => name === 'location')?.[1];
  return location === undefined ? null : new URL(location, url);
}

/** The next request of a redirect: after 303, and after 301 and 302 of a POST, it is a GET. */
function follow({ method, body }, status, url) {
  const becomesGet = status === 303 ? method !== 'HEAD' : status < 303 && method === 'POST';
  return becomesGet ? { method: 'GET', url, body: new Uint8Array() } : { method, url, body };
}
