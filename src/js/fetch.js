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
  try {
    return spare.pop() ?? { controller: new AbortController(), uses: 0 };
  } catch {
    // A stand-in that makes none, or the end of the stack: this request goes without; the next one tries again.
    return undefined;
  }
}

/**
 * Sends a request, and tells `settle(index, generation, outcome, value)` how it ended. Returns what `abort` takes.
 *
 * Without a `body` it is a GET. `credentials` is that of fetch; `wants` is 1 for the headers of an answer with a cookie, 2
 * for those of every answer; `manner` is what is to be made sure of; `most` is how many bytes the answer may have;
 * `readBody(response)` takes the place of `response.json()`.
 */
export function send(fetch, url, headers, body, credentials, wants, manner, most, readBody, settle, index, generation) {
  const held = lease();
  const use = { held, over: false };
  // What is sent goes to the configured address and to no other: a redirect is told, never followed.
  const init = body === undefined ? { method: 'GET', headers, redirect: 'manual' } : { method: 'POST', headers, body, redirect: 'manual' };
  if (held !== undefined) init.signal = held.controller.signal;
  if (credentials !== undefined) init.credentials = credentials;
  if (fetch === undefined && manner !== 0) arrange(init, manner, use);
  exchange(fetch ?? globalThis.fetch, url, init, wants, most, readBody, use, settle, index, generation);
  return use;
}

// What a request has to have made sure of, in bits.
const once = 1;
const patient = 2;

/** Whether the runtime sends a request again when a connection that it kept was closed: Deno does, a POST as well. */
export const repeatsByItself = () => typeof globalThis.Deno?.createHttpClient === 'function';

/** Deno's client for requests that are to be sent once: it keeps no connection, and is there while such requests are under way. */
let unpooled;
let users = 0;

/** Has the runtime's own fetch do what it would not do by itself. */
function arrange(init, manner, use) {
  try {
    if (manner & once) {
      unpooled ??= globalThis.Deno.createHttpClient({ poolMaxIdlePerHost: 0 });
      users += 1;
      init.client = unpooled;
      use.end = letGo;
    }
    if (manner & patient) waitFor(init);
  } catch {
    // An older or stricter one: it does what it does.
  }
}

function letGo() {
  users -= 1;
  if (users > 0) return;
  unpooled.close();
  unpooled = undefined;
}

const undici = Symbol.for('undici.globalDispatcher.1');

/** Without the runtime's own limits of 300 seconds: undici's in Node, by whichever dispatcher is in use, and Bun's. */
function waitFor(init) {
  const dispatcher = globalThis[undici];
  if (typeof dispatcher?.dispatch === 'function') {
    init.dispatcher = {
      dispatch: (options, handler) => dispatcher.dispatch({ ...options, headersTimeout: 0, bodyTimeout: 0 }, handler),
      get isMockActive() { return dispatcher.isMockActive; },
    };
  }
  if (globalThis.Bun !== undefined) init.timeout = false;
}

// Outcomes, as the reactor numbers them.
const failed = 0;
const answered = 1;
const plain = 2;
const judged = 3;

/** Ends an exchange that nobody waits for any more. */
export function abort(use) {
  try {
    if (!use.over) use.held?.controller.abort();
  } catch {
    // A stand-in for fetch listens, and threw: nobody waits for it any more.
  }
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
async function exchange(fetch, url, init, wants, most, readBody, use, settle, index, generation) {
  let outcome = plain;
  let value;
  try {
    if (typeof fetch !== 'function') throw new TypeError('this runtime has no fetch; pass one as config.fetch');
    let response;
    let page;
    try {
      response = await fetch(url, init);
    } catch (error) {
      if (!isForeignSignal(error)) throw error;
      signalsWork = false;
      const { signal, ...without } = init;
      response = await fetch(url, without);
    }
    if (response === null || typeof response !== 'object') throw new TypeError('fetch gave no response');
    const followed = followedTo(response, url);
    if (followed !== undefined) {
      outcome = answered;
      value = [0, true, undefined, undefined, headOf(response, reader(response.headers), { location: followed })];
    } else if (response.status === 200 && hasReader(response)) {
      try {
        value = await (readBody === undefined ? jsonOf(response, most, (text) => { page = text; }) : readOrPage(response, most, readBody, (text) => { page = text; }));
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
          const head = page === undefined ? undefined : headOf(response, reader(response.headers), { came: /^\s*</.test(page) ? titleOf(page) : undefined });
          value = [200, true, undefined, reasonOf(error), head];
        }
      }
    } else {
      outcome = answered;
      value = await unusual(response, most, readBody);
    }
  } catch (error) {
    outcome = failed;
    value = error;
  }
  use.over = outcome === plain || (outcome === answered && value[2] !== undefined);
  use.end?.();
  settle(index, generation, outcome, value);
  if (use.over) release(use.held);
}

/**
 * The JSON of a body. By its text, which is what `json()` of the engines does as well: for 1,000 records in Node 20 both take
 * 2.6 ms. Of a stand-in that has a `json()` of its own, that is what counts.
 */
async function jsonOf(response, most, keep) {
  const isOfEngine = Object.prototype.toString.call(response) === '[object Response]' && !Object.hasOwn(response, 'json');
  if (!isOfEngine || typeof response.text !== 'function') return response.json();
  const text = await textOf(response, most);
  try {
    return parseJson(text);
  } catch (error) {
    // A page says what it is.
    keep?.(text);
    throw error;
  }
}

/** What a body of more than so many bytes ends with. */
class TooLarge extends Error {
  constructor(most) {
    super(`the body has more than ${most} bytes`);
    this.most = most;
  }
}

/** Why a body cannot be read, for Rust: an exception, or how many bytes were too few. */
const reasonOf = (error) => (error instanceof TooLarge ? error.most : error ?? new Error('the body cannot be read'));

/** No text of V8's is longer; others take a little more. */
const longestText = 2 ** 29 - 24;

/** The least that gzip makes of so many bytes is a thousandth; of other encodings nobody knows. */
const packed = { identity: 1, gzip: 1032, 'x-gzip': 1032, deflate: 1032 };

/** Whether the headers say that a body is within a limit, decompressed; an exception where they say that it is not. */
function isWithin(response, most) {
  const headers = reader(response.headers);
  const [encoding, length] = [headers.get('content-encoding') ?? 'identity', headers.get('content-length')];
  if (length === null || !Object.hasOwn(packed, encoding)) return false;
  if (encoding === 'identity' && Number(length) > most) throw new TooLarge(most);
  return Number(length) * packed[encoding] <= most;
}

/**
 * The text of a body. Where nothing says how long it is, it is counted as it comes, decompressed: a few kilobytes can stand for
 * gigabytes. That costs nothing that could be measured (10,000 records, chunked, in Node 20: 8 ms either way), and time limits
 * hold between the chunks.
 */
async function textOf(response, most, isCut = false) {
  if (!isCut && isWithin(response, most)) return response.text();
  const body = response.body?.getReader?.();
  if (body === undefined) return response.text();
  const decoder = new TextDecoder();
  let text = '';
  let size = 0;
  for (;;) {
    const { done, value } = await body.read();
    if (done) return text + decoder.decode();
    size += value.byteLength;
    if (size > most || text.length + value.byteLength > longestText) {
      body.cancel().catch(() => {});
      if (isCut) return text;
      throw new TooLarge(Math.min(most, longestText));
    }
    text += decoder.decode(value, { stream: true });
  }
}

/** What `readBody` makes of a response. Of a page that it cannot read, the text is kept: a page says what it is. */
async function readOrPage(response, most, readBody, keep) {
  const page = /\bhtml\b/.test(reader(response.headers).get('content-type')) ? response.clone?.() : undefined;
  try {
    return await readWithin(response, most, readBody);
  } catch (error) {
    if (page && !isOurs(error)) keep(await soon(textOf(page, mostOfAPage, true)));
    throw error;
  }
}

/** What `readBody` makes of a response whose body ends with an exception where it has more bytes. */
async function readWithin(response, most, readBody) {
  if (response.body == null || typeof response.body.getReader !== 'function' || isWithin(response, most)) return readBody(response);
  const body = response.body.getReader();
  let size = 0;
  let failure;
  const counted = new ReadableStream({
    async pull(controller) {
      try {
        const { done, value } = await body.read();
        if (done) return controller.close();
        size += value.byteLength;
        if (size > most) throw new TooLarge(most);
        controller.enqueue(value);
      } catch (error) {
        if (error instanceof TooLarge) body.cancel().catch(() => {});
        failure = error;
        controller.error(error);
      }
    },
    cancel: (reason) => body.cancel(reason),
  }, { highWaterMark: 0 });
  const { status, statusText, headers, url } = response;
  try {
    return await readBody(Object.defineProperty(new Response(counted, { status, statusText, headers }), 'url', { value: url }));
  } catch (error) {
    throw failure instanceof TooLarge ? failure : error;
  }
}

/**
 * The value of a JSON text. Odoo writes numbers that are none as Python does, and JSON does not know them: `NaN`, `Infinity`,
 * `-Infinity`. They are read as the numbers they are.
 */
export function parseJson(text) {
  try {
    return JSON.parse(text);
  } catch (error) {
    const marker = `NaN ${Math.random()}`;
    const marked = text.includes(marker) ? undefined : withMarks(text, JSON.stringify(marker));
    if (marked === undefined) throw error;
    return JSON.parse(marked, (key, value) => (value === marker ? NaN : value));
  }
}

/** The text with `marker` for each NaN outside strings, and a number for each Infinity; undefined where there is none, or one in the wrong place. */
function withMarks(text, marker) {
  const parts = [];
  const beginning = /["NI]/g;
  let taken = 0;
  for (let found = beginning.exec(text); found !== null; found = beginning.exec(text)) {
    const at = found.index;
    if (found[0] === '"') {
      beginning.lastIndex = endOfString(text, at) + 1;
    } else {
      const word = ['NaN', 'Infinity'].find((each) => text.startsWith(each, at));
      const start = word === 'Infinity' && text[at - 1] === '-' ? at - 1 : at;
      if (word === undefined || !isValueAt(text, start, at + word.length)) return undefined;
      // Larger than any number: the engine reads it as infinite.
      parts.push(text.slice(taken, at), word === 'NaN' ? marker : '1e999');
      taken = beginning.lastIndex = at + word.length;
    }
  }
  return taken === 0 ? undefined : parts.join('') + text.slice(taken);
}

/** Whether a value may stand there: behind a bracket, a colon or a comma, and before a bracket or a comma. */
function isValueAt(text, start, end) {
  const [before, behind] = [text.slice(Math.max(0, start - 20), start).trimEnd(), text.slice(end, end + 20).trimStart()];
  return (before === '' || '[:,'.includes(before.at(-1))) && (behind === '' || ',]}'.includes(behind[0]));
}

/** Where the string ends that begins at `start`; the end of the text, where it does not end. */
function endOfString(text, start) {
  for (let at = text.indexOf('"', start + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    let escapes = 0;
    while (text[at - 1 - escapes] === '\\') escapes += 1;
    if (escapes % 2 === 0) return at;
  }
  return text.length;
}

/** Whether an exception is one of the package's own errors. */
const isOurs = (error) => typeof error?.name === 'string' && error.name.startsWith('Odoo');

/** So much of a page that stands for an error is read, and so much may an exception that Odoo describes have. */
const mostOfAPage = 2 ** 20;
const mostOfAnError = 2 ** 24;

/** An answer that is not a plain success of a real server: of another status, or from a stand-in for fetch. */
async function unusual(response, most, readBody) {
  // What stands for a failure of the network, in service workers and their stand-ins, has the status of a hidden redirect.
  if (response.type === 'error') throw new TypeError('fetch gave no response');
  const status = typeof response.status === 'number' ? response.status : response.ok === false ? 500 : 200;
  const hasHeaders = hasReader(response);
  const headers = reader(response.headers);
  try {
    if (status >= 200 && status <= 299) {
      const json = await (readBody === undefined ? jsonOf(response, most) : readWithin(response, most, readBody));
      return [status, hasHeaders, json, undefined, headOf(response, headers)];
    }
    const type = headers.get('content-type') ?? '';
    // JSON-2 describes its errors. Odoo at its limit says so in a page, a proxy's page or JSON says what it is, and of a 404 Rust has
    // to know whether it is Odoo's own.
    if (/\bjson\b/.test(type)) {
      const json = await jsonOf(response, Math.min(most, mostOfAnError));
      return [status, hasHeaders, json, undefined, headOf(response, headers, { came: saidIn(json) })];
    }
    const page = /\b(?:html|plain)\b/.test(type) ? await soon(textOf(response, mostOfAPage, true)) : undefined;
    return [status, hasHeaders, undefined, undefined, headOf(response, headers, { page, came: titleOf(page ?? '') })];
  } catch (error) {
    return [status, hasHeaders, undefined, reasonOf(error), headOf(response, headers)];
  }
}

/** What a promise comes to, or undefined where that takes longer than a page that explains an error is worth. */
function soon(promise) {
  let timer;
  const patience = new Promise((resolve) => { timer = setTimeout(resolve, 1000); });
  return Promise.race([promise, patience]).finally(() => clearTimeout(timer));
}

/** The title of a page, or its first heading; a plain text itself, if it is more than a word. */
function titleOf(page) {
  const [, title] = /<(?:title|h1)\b[^>]*>([^<]*)/i.exec(page.slice(0, 65_536)) ?? [];
  return inShort(title ?? (/^\s*</.test(page) || !/\S\s+\S/.test(page) ? '' : page));
}

/** What a gateway says in its JSON, which is not Odoo's. */
function saidIn(json) {
  const error = json?.error ?? json;
  return inShort([error, error?.message, error?.detail, error?.title].find((text) => typeof text === 'string') ?? '');
}

const entities = { lt: '<', gt: '>', quot: '"', '#39': "'", nbsp: ' ', amp: '&' };

/** Somebody else's words for an error: on one line, and without what is invisible or turns the direction of a text. */
function inShort(text) {
  return text.slice(0, 8192).replace(/&(lt|gt|quot|#39|nbsp|amp);/g, (_, name) => entities[name]).replace(/[\s\p{C}]+/gu, ' ').trim().replace(/^\d{3}\W+/, '') || undefined;
}

const hasReader = (response) => typeof response.headers?.get === 'function';

/**
 * Where a stand-in for fetch went, in spite of all, with what was meant for `url`. (One that sends everything through a proxy is
 * at another address without a redirect.)
 */
function followedTo(response, url) {
  try {
    const { redirected, url: at } = response;
    if (redirected === true) return typeof at === 'string' ? at : '';
    if (redirected === false || typeof at !== 'string' || at === '' || at === url) return undefined;
    return new URL(at).origin === new URL(url).origin ? undefined : at;
  } catch {
    return undefined;
  }
}

/** `[headers, statusText, retryAfterMs, contentLength, poolIsFull, page, location, came]`: what stands before the body, and what came instead. */
function headOf(response, headers, { page, location, came } = {}) {
  const after = headers.get('retry-after')?.trim();
  const seconds = /^\d{1,15}$/.test(after) ? Number(after) : undefined;
  // A date with its weekday in front, as HTTP writes it: the engine would take much else for one.
  const date = /^[A-Z][a-z]{2}, \d\d /.test(after) ? Date.parse(after) : NaN;
  const retryAfterMs = seconds !== undefined ? seconds * 1000 : Number.isNaN(date) ? NaN : Math.max(0, date - Date.now());
  const length = headers.get('content-length');
  return [
    headers, response.statusText, Number.isNaN(retryAfterMs) ? undefined : retryAfterMs,
    /^\d+$/.test(length) ? Number(length) : undefined,
    response.status === 500 && /connection pool is full/i.test(page), page?.slice(0, 8192), location, came,
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
