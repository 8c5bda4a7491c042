// One HTTP exchange in one step: fetch, then the body. Awaiting each step from Rust would cost more
// than the request's own overhead.

import {
  isJudged,
  jsonOf,
  pageOf,
  type ReadBody,
  readOrPage,
  readWithin,
  reasonOf,
} from './body.ts';
import { type Head, hasReader, headOf, reader, saidIn, titleOf } from './head.ts';
import { Manner, Outcome, Wants } from './numbers.ts';
import type { Settle } from './settle.ts';
import { followedTo, statusOf } from './stand-ins.ts';

/** A controller with the number of requests that it has served. */
interface Lease {
  controller: AbortController;
  uses: number;
}

/** A request under way: what `abort` takes. */
interface Use {
  held: Lease | undefined;
  over: boolean;
  end?: () => void;
}

/** An answer: its JSON, or why there is none; as `read` in src/js/fetch.rs knows it. */
interface Answer {
  status: number;
  hasHeaders: boolean;
  json?: unknown;
  unreadable?: unknown;
  head: Head | undefined;
}

/**
 * Abort controllers that were not needed. Making one is the dearest part of a call in Node, and one
 * that has not aborted can serve again; only a few times, because Node keeps a listener of each
 * request until it is collected, and goes through them all at each new one.
 */
const spare: Lease[] = [];
const usesOfAController = 8;

/** Whether this realm's AbortController suits this realm's fetch: in jsdom it does not. */
let signalsWork = typeof AbortController === 'function';

function lease(): Lease | undefined {
  if (!signalsWork) return undefined;
  try {
    return spare.pop() ?? { controller: new AbortController(), uses: 0 };
  } catch {
    // A stand-in that makes none, or the end of the stack: this request goes without; the next one
    // tries again.
    return undefined;
  }
}

/**
 * Sends a request, and tells `settle(index, generation, outcome, value)` how it ended. Returns what
 * `abort` takes.
 *
 * Without a `body` it is a GET. `credentials` is that of fetch; `wants` says which answers' headers
 * are wanted; `manner` is what is to be made sure of, the bits of `Manner`; `most` is how many bytes
 * the answer may have; `readBody(response)` takes the place of `response.json()`.
 */
export function send(
  fetch: typeof globalThis.fetch | undefined,
  url: string,
  headers: Record<string, string>,
  body: string | undefined,
  credentials: RequestCredentials | undefined,
  wants: Wants,
  manner: number,
  most: number,
  readBody: ReadBody | undefined,
  settle: Settle,
  index: number,
  generation: number,
): Use {
  const held = lease();
  const use: Use = { held, over: false };
  // What is sent goes to the configured address and to no other: a redirect is told, never
  // followed.
  const init: RequestInit =
    body === undefined
      ? { method: 'GET', headers, redirect: 'manual' }
      : { method: 'POST', headers, body, redirect: 'manual' };
  if (held !== undefined) init.signal = held.controller.signal;
  if (credentials !== undefined) init.credentials = credentials;
  if (fetch === undefined && manner !== 0) arrange(init, manner, use);
  const told = (outcome: Outcome, value: unknown) => settle(index, generation, outcome, value);
  void exchange(fetch ?? globalThis.fetch, url, init, wants, most, readBody, use, told);
  return use;
}

/**
 * Whether the runtime sends a request again when a connection that it kept was closed: Deno does, a
 * POST as well.
 */
export const repeatsByItself = (): boolean => typeof deno()?.createHttpClient === 'function';

const deno = () => (globalThis as any).Deno;

/**
 * Deno's client for requests that are to be sent once: it keeps no connection, and is there while
 * such requests are under way.
 */
let unpooled: any;
let users = 0;

/** Has the runtime's own fetch do what it would not do by itself. */
function arrange(init: any, manner: number, use: Use): void {
  try {
    if (manner & Manner.Once) {
      unpooled ??= deno().createHttpClient({ poolMaxIdlePerHost: 0 });
      users += 1;
      init.client = unpooled;
      use.end = letGo;
    }
    if (manner & Manner.Patient) waitFor(init);
  } catch {
    // An older or stricter one: it does what it does.
  }
}

function letGo(): void {
  users -= 1;
  if (users > 0) return;
  unpooled.close();
  unpooled = undefined;
}

const undici = Symbol.for('undici.globalDispatcher.1');

/**
 * Without the runtime's own limits of 300 seconds: undici's in Node, by whichever dispatcher is in
 * use, and Bun's.
 */
function waitFor(init: any): void {
  const dispatcher = (globalThis as any)[undici];
  if (typeof dispatcher?.dispatch === 'function') {
    init.dispatcher = {
      dispatch: (options: object, handler: unknown) =>
        dispatcher.dispatch({ ...options, headersTimeout: 0, bodyTimeout: 0 }, handler),
      get isMockActive() {
        return dispatcher.isMockActive;
      },
    };
  }
  if ((globalThis as any).Bun !== undefined) init.timeout = false;
}

type Ended = [outcome: Outcome, value: unknown];

/** Ends an exchange that nobody waits for any more. */
export function abort(use: Use): void {
  try {
    if (!use.over) use.held?.controller.abort();
  } catch {
    // A stand-in for fetch listens, and threw: nobody waits for it any more.
  }
}

/** Takes back the controller of an exchange that is over. */
function release(held: Lease | undefined): void {
  if (held === undefined || held.controller.signal.aborted) return;
  held.uses += 1;
  if (held.uses < usesOfAController && spare.length < 16) spare.push(held);
}

/**
 * Fetches, and tells what came of it: the JSON of an ordinary answer; an `Answer` of any
 * other; an exception; or one that `readBody` has judged by itself, an
 * error of ours. It never rejects.
 */
async function exchange(
  fetch: typeof globalThis.fetch,
  url: string,
  init: RequestInit,
  wants: Wants,
  most: number,
  readBody: ReadBody | undefined,
  use: Use,
  told: (outcome: Outcome, value: unknown) => void,
): Promise<void> {
  let outcome: Ended;
  try {
    const response = await responseOf(fetch, url, init);
    const followed = followedTo(response, url);
    if (followed !== undefined) {
      const head = headOf(response, reader(response.headers), { location: followed });
      outcome = [Outcome.Answered, { status: 0, hasHeaders: true, head } satisfies Answer];
    } else if (response.status === 200 && hasReader(response)) {
      outcome = await usual(response, wants, most, readBody);
    } else {
      outcome = [Outcome.Answered, await unusual(response, most, readBody)];
    }
  } catch (error) {
    outcome = [Outcome.Failed, error];
  }
  const [kind, value] = outcome;
  use.over =
    kind === Outcome.Plain || (kind === Outcome.Answered && (value as Answer).json !== undefined);
  use.end?.();
  told(kind, value);
  if (use.over) release(use.held);
}

/** The response of fetch, or of its stand-in. */
async function responseOf(
  fetch: typeof globalThis.fetch,
  url: string,
  init: RequestInit,
): Promise<any> {
  if (typeof fetch !== 'function') {
    throw new TypeError('this runtime has no fetch; pass one as config.fetch');
  }
  let response: unknown;
  try {
    response = await fetch(url, init);
  } catch (error) {
    if (!isForeignSignal(error)) throw error;
    signalsWork = false;
    const { signal, ...without } = init;
    response = await fetch(url, without);
  }
  if (response === null || typeof response !== 'object') {
    throw new TypeError('fetch gave no response');
  }
  return response;
}

/** Refused before anything was sent: the signal is of another realm than fetch. */
const isForeignSignal = (error: any): boolean =>
  signalsWork && error?.name === 'TypeError' && /AbortSignal/.test(error.message);

/** An answer of a real server, with status 200. */
async function usual(
  response: any,
  wants: Wants,
  most: number,
  readBody: ReadBody | undefined,
): Promise<Ended> {
  let page: string | undefined;
  const keep = (text: string | undefined) => {
    page = text;
  };
  try {
    const json = await (readBody === undefined
      ? jsonOf(response, most, keep)
      : readOrPage(response, most, readBody, keep));
    if (wants !== Wants.Nothing) {
      const headers = reader(response.headers);
      if (wants === Wants.Headers || headers.get('set-cookie') !== null) {
        const head = headOf(response, headers);
        return [Outcome.Answered, { status: 200, hasHeaders: true, json, head } satisfies Answer];
      }
    }
    return [Outcome.Plain, json];
  } catch (error) {
    if (readBody !== undefined && isJudged(error)) return [Outcome.Judged, error];
    const came = page !== undefined && /^\s*</.test(page) ? titleOf(page) : undefined;
    const head =
      page === undefined ? undefined : headOf(response, reader(response.headers), { came });
    const unreadable = reasonOf(error);
    return [Outcome.Answered, { status: 200, hasHeaders: true, unreadable, head } satisfies Answer];
  }
}

/** So many bytes may an exception that Odoo describes have. */
const mostOfAnError = 2 ** 24;

/**
 * An answer that is not a plain success of a real server: of another status, or from a stand-in for
 * fetch.
 */
async function unusual(
  response: any,
  most: number,
  readBody: ReadBody | undefined,
): Promise<Answer> {
  // What stands for a failure of the network, in service workers and their stand-ins, has the
  // status of a hidden redirect.
  if (response.type === 'error') throw new TypeError('fetch gave no response');
  const status = statusOf(response);
  const hasHeaders = hasReader(response);
  const headers = reader(response.headers);
  try {
    if (status >= 200 && status <= 299) {
      const json = await (readBody === undefined
        ? jsonOf(response, most)
        : readWithin(response, most, readBody));
      return { status, hasHeaders, json, head: headOf(response, headers) };
    }
    const type = headers.get('content-type') ?? '';
    // JSON-2 describes its errors. Odoo at its limit says so in a page, a proxy's page or JSON says
    // what it is, and of a 404 Rust has to know whether it is Odoo's own.
    if (/\bjson\b/.test(type)) {
      const json = await jsonOf(response, Math.min(most, mostOfAnError));
      const head = headOf(response, headers, { came: saidIn(json) });
      return { status, hasHeaders, json, head };
    }
    const page = /\b(?:html|plain)\b/.test(type) ? await pageOf(response) : undefined;
    const head = headOf(response, headers, { page, came: titleOf(page ?? '') });
    return { status, hasHeaders, head };
  } catch (error) {
    const unreadable = reasonOf(error);
    return { status, hasHeaders, unreadable, head: headOf(response, headers) };
  }
}
