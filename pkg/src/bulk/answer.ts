// The body of a page of records: its bytes, its text, and its records.

import { OdooNetworkError } from 'odoo-client-wasm';
import { jsonText } from 'odoo-client-wasm/columns';
import { policy } from 'odoo-client-wasm/policy';
import { type Body, chunksOf, lengthOf, writeInto } from '#body/chunks.ts';
import { parseJson } from '#body/json.ts';

/**
 * What is wrong with a body, and where: at which byte, in which record; and whether it holds
 * records at all.
 */
export class Unreadable extends Error {
  readonly offset: number;
  readonly row: number;
  readonly isOfRecords: boolean;

  constructor(words: string, offset: number, row: number, isOfRecords: boolean) {
    super(words);
    this.offset = offset;
    this.row = row;
    this.isOfRecords = isOfRecords;
  }
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** A mark of the byte order: not JSON, and stepped over, as `response.json()` does it. */
const mark = [0xef, 0xbb, 0xbf];

/** The chunks without a mark. */
function unmarked(chunks: Uint8Array[]) {
  const first: number[] = [];
  for (const chunk of chunks)
    for (let at = 0; at < chunk.length && first.length < 3; at += 1)
      first.push(chunk[at] as number);
  if (!mark.every((byte, at) => byte === first[at])) return chunks;
  let left = 3;
  return chunks.map((chunk) => {
    const rest = chunk.subarray(left);
    left = Math.max(0, left - chunk.length);
    return rest;
  });
}

/**
 * The bytes of a body; no more of them once the signal aborts, of which a stand-in for fetch may
 * know nothing.
 */
export async function bytesOf(response: Body, signal: AbortSignal) {
  const chunks: Uint8Array[] = [];
  for await (const chunk of chunksOf(response)) {
    if (signal.aborted) throw signal.reason;
    chunks.push(chunk);
  }
  return chunks;
}

/** After so many bytes it is worth while to have a module for the text of answers. */
const much = 1024 * 1024;

/** The bodies of a reading as values: the more there are, the faster. */
export class Bodies {
  #length = 0;
  /** How many bytes have come. */
  bytes = 0;
  /** One array that serves page after page: arrays of their own would be as much garbage again. */
  #bytes = new Uint8Array(0);

  /** What the chunks of a body are as JSON. */
  parse(body: Uint8Array[]): unknown {
    const chunks = unmarked(body);
    const length = lengthOf(chunks);
    this.#length += length;
    this.bytes += length;
    if (this.#length > much) {
      try {
        const value = parseJson(jsonText(chunks));
        this.#bytes = new Uint8Array(0);
        return value;
      } catch (error) {
        // What is wrong with a body, and where, is said below. A module that fails otherwise is not
        // asked again.
        const isOfBody = error instanceof SyntaxError || error instanceof TypeError;
        if (!isOfBody) this.#length = -Infinity;
      }
    }
    return parse(this.#together(chunks, length), lengthOf(body) - length);
  }

  #together(chunks: Uint8Array[], length: number) {
    // With some room, since no two pages are of the same length.
    if (this.#bytes.length < length) this.#bytes = new Uint8Array(length + (length >> 3));
    writeInto(this.#bytes, chunks);
    return this.#bytes.subarray(0, length);
  }
}

/** The value of a body's bytes, before which there were some others. */
function parse(bytes: Uint8Array, before: number): unknown {
  let text: string | undefined;
  try {
    text = strict.decode(bytes);
    return parseJson(text);
  } catch (error) {
    const fault = {} as Parameters<ReturnType<typeof policy>['faultIn']>[1];
    policy().faultIn(bytes, fault);
    const { offset, row, isOfRecords, isUtf8, isEnd } = fault;
    let words = 'these bytes are not UTF-8';
    if (isEnd) words = 'the answer breaks off';
    else if (isUtf8) words = isOfRecords ? (error as Error).message : whatElse(text ?? '');
    throw new Unreadable(words, before + offset, row, isOfRecords);
  }
}

/** What an answer without records is. */
function whatElse(text: string) {
  const [, title] = /<title[^>]*>\s*([^<]{0,80})/i.exec(text.slice(0, 5000)) ?? [];
  const start = JSON.stringify(text.slice(0, 40));
  const what = /^\s*</.test(text) ? `a page${title ? ` '${title.trim()}'` : ''} (${start})` : start;
  const remedy = 'What to do: check the url, and what stands between this program and Odoo';
  return `the answer is ${what}, not JSON. ${remedy}`;
}

/** The error of the client's classes for an unreadable page. */
export function pageError(
  { message, offset, row: own }: Unreadable,
  model: string,
  firstRow: number,
) {
  const row = firstRow + own;
  const place = `row ${row} (byte ${offset} of its page)`;
  const words = `Cannot read the answer of ${model}.search_read: ${place}: ${message}`;
  return Object.assign(new OdooNetworkError(words), { model, method: 'search_read', row, offset });
}
