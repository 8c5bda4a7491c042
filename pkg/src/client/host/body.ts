// The body of an answer: read within the limit of bytes, as JSON or by a program's own `readBody`.

import { parseJson } from '#body/json.ts';
import { reader } from './head.ts';
import { isOfEngine } from './stand-ins.ts';

/** What a program gives as `readBody`. */
export type ReadBody = (response: any) => unknown;

/** What a body of more than so many bytes ends with. */
class TooLarge extends Error {
  constructor(readonly most: number) {
    super(`the body has more than ${most} bytes`);
  }
}

/** Why a body cannot be read, for Rust: an exception, or how many bytes were too few. */
export const reasonOf = (error: unknown): unknown =>
  error instanceof TooLarge ? error.most : (error ?? new Error('the body cannot be read'));

/** Whether an exception carries decisions: the reader that threw it has judged the answer. */
export const isJudged = (error: any): boolean => typeof error?.notSent === 'boolean';

/** No text of V8's is longer; others take a little more. */
const longestText = 2 ** 29 - 24;

/** So much of a page that stands for an error is read. */
const mostOfAPage = 2 ** 20;

/** The least that gzip makes of so many bytes is a thousandth; of other encodings nobody knows. */
const packed: Record<string, number> = { identity: 1, gzip: 1032, 'x-gzip': 1032, deflate: 1032 };

/**
 * The JSON of a body. By its text, which is what `json()` of the engines does as well: for 1,000
 * records in Node 20 both take 2.6 ms. Of a stand-in that has a `json()` of its own, that is what
 * counts.
 */
export async function jsonOf(
  response: any,
  most: number,
  keep?: (page: string) => void,
): Promise<unknown> {
  if (!isOfEngine(response)) return response.json();
  const text = await textOf(response, most);
  try {
    return parseJson(text);
  } catch (error) {
    // A page says what it is.
    keep?.(text);
    throw error;
  }
}

/**
 * Whether the headers say that a body is within a limit, decompressed; an exception where they say
 * that it is not.
 */
function isWithin(response: any, most: number): boolean {
  const headers = reader(response.headers);
  const encoding = headers.get('content-encoding') ?? 'identity';
  const length = headers.get('content-length');
  const growth = Object.hasOwn(packed, encoding) ? packed[encoding] : undefined;
  if (length === null || growth === undefined) return false;
  if (growth === 1 && Number(length) > most) throw new TooLarge(most);
  return Number(length) * growth <= most;
}

/**
 * The text of a body. Where nothing says how long it is, it is counted as it comes, decompressed: a
 * few kilobytes can stand for gigabytes. That costs nothing that could be measured (10,000 records,
 * chunked, in Node 20: 8 ms either way), and time limits hold between the chunks.
 */
function textOf(response: any, most: number, isCut = false): Promise<string> {
  if (!isCut && isWithin(response, most)) return response.text();
  const body = response.body?.getReader?.();
  return body === undefined ? response.text() : countedText(body, most, isCut);
}

async function countedText(body: any, most: number, isCut: boolean): Promise<string> {
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

/**
 * The text of a page, or as much of it as explains an error; undefined where that takes longer than
 * it is worth.
 */
export function pageOf(response: any): Promise<string | undefined> {
  const text = textOf(response, mostOfAPage, true);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const patience = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), 1000);
  });
  return Promise.race([text, patience]).finally(() => clearTimeout(timer));
}

/**
 * What `readBody` makes of a response. Of a page that it cannot read, the text is kept: a page says
 * what it is.
 */
export async function readOrPage(
  response: any,
  most: number,
  readBody: ReadBody,
  keep: (page: string | undefined) => void,
): Promise<unknown> {
  const type = reader(response.headers).get('content-type') ?? '';
  const page = /\bhtml\b/.test(type) ? response.clone?.() : undefined;
  try {
    return await readWithin(response, most, readBody);
  } catch (error) {
    if (page && !isJudged(error)) keep(await pageOf(page));
    throw error;
  }
}

/**
 * What `readBody` makes of a response whose body ends with an exception where it has more bytes.
 */
export async function readWithin(
  response: any,
  most: number,
  readBody: ReadBody,
): Promise<unknown> {
  if (typeof response.body?.getReader !== 'function' || isWithin(response, most)) {
    return readBody(response);
  }
  const body = response.body.getReader();
  let size = 0;
  let failure: unknown;
  const source: UnderlyingDefaultSource = {
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
  };
  const counted = new ReadableStream(source, { highWaterMark: 0 });
  const { status, statusText, headers, url } = response;
  try {
    const read = new Response(counted, { status, statusText, headers });
    return await readBody(Object.defineProperty(read, 'url', { value: url }));
  } catch (error) {
    throw failure instanceof TooLarge ? failure : error;
  }
}
