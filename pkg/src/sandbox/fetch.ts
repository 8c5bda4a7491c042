// A fetch that reaches the sandbox and nothing else.

import type { Fetch } from './contract.ts';
import { type CookieJar, platformKeepsCookies } from './cookies.ts';
import type { SandboxAnswer, SandboxMessage } from './messages.ts';
import type { Pool } from './pool.ts';
import { beforeHeaders, makeResponse, unreachable } from './response.ts';
import { type Signal, throwIfAborted, wait } from './waiting.ts';

const mostRedirects = 20;
const redirects = new Set([301, 302, 303, 307, 308]);

interface World {
  /** The address that is answered. */
  origin: string;
  host: string;
  latencyMs: number;
  pool: Pool;
  jar: CookieJar;
  handle(message: SandboxMessage): SandboxAnswer;
}

/** One request of a chain of redirects. */
interface Turn {
  method: string;
  url: URL;
  body: Uint8Array;
}

/**
 * Makes the `fetch` of a sandbox: `handle` answers requests to `origin`; everything else is
 * refused.
 */
export function makeFetch({ origin, host, latencyMs, pool, jar, handle }: World): Fetch {
  async function send(input: any, init?: any): Promise<Response> {
    const { request, signal } = read(input, init, origin);
    const mode = request.redirect;
    throwIfAborted(signal);
    const body = new Uint8Array(await request.arrayBuffer());
    let turn: Turn = { method: request.method, url: new URL(request.url), body };
    for (let count = 0; count <= mostRedirects; count += 1) {
      const { url, method } = turn;
      checkOrigin(url.origin, count > 0);
      throwIfAborted(signal);
      const answer = await pool.during(async (poolFull) => {
        if (latencyMs > 0) await wait(latencyMs, signal);
        const headers = headersOf(request, Date.now());
        const [path, query] = [url.pathname, url.search.slice(1)];
        return handle({ method, path, query, headers, body: turn.body, poolFull });
      });
      await beforeHeaders(answer.effect, { host, signal });
      if (keeping(request)) {
        for (const [name, text] of answer.headers) {
          if (name === 'set-cookie') jar.store(text, Date.now());
        }
      }
      const isFollowed = redirects.has(answer.status) && mode !== 'manual';
      const next = isFollowed ? locationOf(answer, url) : null;
      if (!next) {
        const facts = { url: url.href, redirected: count > 0, head: method === 'HEAD', signal };
        return makeResponse(answer, facts);
      }
      if (mode === 'error') {
        throw new TypeError('fetch failed', { cause: new Error('unexpected redirect') });
      }
      turn = follow(turn, answer.status, next);
    }
    throw new TypeError('fetch failed', { cause: new Error('redirect count exceeded') });
  }

  function checkOrigin(asked: string, isRedirect: boolean): void {
    if (asked === origin) return;
    throw isRedirect
      ? unreachable('ENOTFOUND', `the sandbox answers ${origin} alone, and was led to ${asked}`)
      : new TypeError(
          `the sandbox answers ${origin} alone; ${asked} was asked for, and nothing was sent`,
        );
  }

  function headersOf(request: Request, now: number): [string, string][] {
    const cookie = keeping(request) ? jar.header(now) : null;
    return [
      ...request.headers,
      ['host', host],
      ...(cookie ? [['cookie', cookie] as const] : []),
    ] as [string, string][];
  }

  function keeping(request: Request): boolean {
    return request.credentials !== 'omit' && platformKeepsCookies();
  }

  // Named here: a bundler takes care that no other function has a global's name.
  return Object.defineProperty(send, 'name', { value: 'fetch' });
}

/**
 * Reads what fetch was given. The signal stays outside the Request: it may be of another realm, and
 * so may a Request, of which only what it says counts.
 */
function read(input: any, init: any, origin: string): { request: Request; signal: Signal } {
  const isRequest =
    typeof input === 'object' && input !== null && typeof input.arrayBuffer === 'function';
  const foreign = isRequest ? input : null;
  const { signal = foreign?.signal, ...rest } = init ?? {};
  const url = new URL(foreign ? foreign.url : String(input), `${origin}/`);
  if (!foreign) return { request: new Request(url, rest), signal };
  const { method, headers, redirect, credentials } = foreign;
  const sends =
    foreign.body && rest.body === undefined ? { body: foreign.body, duplex: 'half' } : {};
  const whole = { method, headers, redirect, credentials, ...sends, ...rest };
  return { request: new Request(url, whole), signal };
}

/** Where an answer leads, if it leads anywhere. */
function locationOf({ headers }: SandboxAnswer, url: URL): URL | null {
  const location = headers.find(([name]) => name === 'location')?.[1];
  return location === undefined ? null : new URL(location, url);
}

/** The next request of a redirect: after 303, and after 301 and 302 of a POST, it is a GET. */
function follow({ method, body }: Turn, status: number, url: URL): Turn {
  const becomesGet = status === 303 ? method !== 'HEAD' : status < 303 && method === 'POST';
  return becomesGet ? { method: 'GET', url, body: new Uint8Array() } : { method, url, body };
}
