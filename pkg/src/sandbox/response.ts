// An answer of the sandbox as the Response a fetch gives, with what goes wrong on the way.

import type { SandboxAnswer } from './messages.ts';
import { onAbort, type Signal, wait, waitForEver } from './waiting.ts';

type Effect = SandboxAnswer['effect'];
type Bytes = Uint8Array<ArrayBuffer>;

const withoutBody = new Set([204, 205, 304]);
/** The pace of a dripping body: so many pieces, so many milliseconds apart. */
const drips = 100;
const betweenDrips = 10;
/** The size of chunks, small enough that a body has many. */
const chunk = 1024;

/** What fetch rejects with when no answer comes. */
export const unreachable = (code: string, words: string, syscall?: string): TypeError =>
  new TypeError('fetch failed', { cause: Object.assign(new Error(words), { code, syscall }) });

/** What a body ends with whose connection breaks. */
const terminated = () =>
  new TypeError('terminated', {
    cause: Object.assign(new Error('other side closed'), { code: 'UND_ERR_SOCKET' }),
  });

/** Waits, or fails, as the answer's effect says: the part of it that comes before the headers. */
export async function beforeHeaders(
  effect: Effect,
  { host, signal }: { host: string; signal: Signal },
): Promise<void> {
  if (effect === 'refuse') {
    throw unreachable('ECONNREFUSED', `connect ECONNREFUSED ${host}`, 'connect');
  }
  if (effect === 'resetBefore') throw unreachable('ECONNRESET', 'read ECONNRESET', 'read');
  if (effect === 'hangBeforeHeaders') await waitForEver(signal);
  if (typeof effect === 'object') await wait(effect.delay, signal);
}

/** What only a real fetch can give a Response. */
interface Facts {
  url: string;
  redirected: boolean;
}

/** Makes the Response. */
export function makeResponse(
  { status, headers, body, effect }: SandboxAnswer,
  { url, redirected, head, signal }: Facts & { head: boolean; signal: Signal },
): Response {
  const sent = status >= 200 && status <= 599 ? status : 500;
  const content = head || withoutBody.has(sent) ? null : bodyFor(effect, body as Bytes, signal);
  const all: [string, string][] =
    effect === 'gzip' ? [...headers, ['content-encoding', 'gzip']] : headers;
  return dressed(new Response(content, { status: sent, headers: all }), { url, redirected });
}

/** Gives a Response what only a real fetch can give it. */
function dressed(response: Response, facts: Facts): Response {
  const clone = response.clone.bind(response);
  return Object.defineProperties(response, {
    url: { value: facts.url, configurable: true },
    redirected: { value: facts.redirected, configurable: true },
    clone: { value: () => dressed(clone(), facts), configurable: true, writable: true },
  });
}

/**
 * The body with the part of the effect that comes after the headers. A fetch undoes `gzip` by
 * itself.
 */
function bodyFor(effect: Effect, bytes: Bytes, signal: Signal): ReadableStream | Bytes {
  switch (effect) {
    case 'resetMidBody':
    case 'truncate':
      return stream(signal, async function* () {
        yield bytes.subarray(0, bytes.length / 2);
        throw terminated();
      });
    case 'hangAfterHeaders':
      return stream(signal, async function* () {
        yield await waitForEver(signal);
      });
    case 'drip':
      return stream(signal, async function* () {
        for (const piece of pieces(bytes, Math.max(1, Math.ceil(bytes.length / drips)))) {
          await wait(betweenDrips, signal);
          yield piece;
        }
      });
    case 'chunked':
      return stream(signal, async function* () {
        yield* pieces(bytes, chunk);
      });
    default:
      return bytes;
  }
}

function* pieces(bytes: Bytes, size: number): Generator<Bytes> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** A stream of what `generate` yields, which fails when it throws or the signal is given. */
function stream(signal: Signal, generate: () => AsyncGenerator<Bytes>): ReadableStream {
  const parts = generate();
  let stop = () => {};
  return new ReadableStream({
    start(controller) {
      stop = onAbort(signal, (reason) => controller.error(reason));
    },
    async pull(controller) {
      const { done, value } = await parts.next();
      if (done) {
        stop();
        controller.close();
      } else {
        controller.enqueue(value);
      }
    },
    cancel() {
      stop();
    },
  });
}
