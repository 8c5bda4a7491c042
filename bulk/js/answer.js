// The body of a page of records: its bytes, its text, and its records.

import { OdooNetworkError } from 'odoo-client-wasm';
import { jsonText } from 'odoo-client-wasm/columns';
import { chunksOf, lengthOf, writeInto } from '../../pkg/src/body/chunks.ts';
import { parseJson } from '../../pkg/src/body/json.ts';
import { faultIn } from './fault.js';

/** What is wrong with a body, and where: at which byte, in which record; and whether there were records at all. */
export class Unreadable extends Error {
  constructor(words, offset, { row, isOfRecords }) {
    super(words);
    this.offset = offset;
    this.row = row;
    this.isOfRecords = isOfRecords;
  }
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** A mark of the byte order: no JSON, and stepped over, as `response.json()` does it. */
const mark = [0xef, 0xbb, 0xbf];

/** The chunks without a mark. */
function unmarked(chunks) {
  const first = [];
  for (const chunk of chunks) for (let at = 0; at < chunk.length && first.length < 3; at += 1) first.push(chunk[at]);
  if (!mark.every((byte, at) => byte === first[at])) return chunks;
  let left = 3;
  return chunks.map((chunk) => {
    const rest = chunk.subarray(left);
    left = Math.max(0, left - chunk.length);
    return rest;
  });
}

/** The bytes of a body, as they came; no more of them once the signal aborts, of which a stand-in for fetch may know nothing. */
export async function bytesOf(response, signal) {
  const chunks = [];
  for await (const chunk of chunksOf(response)) {
    if (signal.aborted) throw signal.reason;
    chunks.push(chunk);
  }
  return chunks;
}

const none = new Uint8Array(0);

/** After so many bytes it is worth while to have a module for the text of answers. */
const much = 1024 * 1024;

/** The bodies of a reading as values: the more there are, the faster. */
export class Bodies {
  #length = 0;
  /** How many bytes have come. */
  bytes = 0;
  /** One array that serves page after page: arrays of their own would be as much garbage again. */
  #bytes = none;

  /** What the chunks of a body are as JSON. */
  parse(body) {
    const chunks = unmarked(body);
    const length = lengthOf(chunks);
    this.#length += length;
    this.bytes += length;
    if (this.#length > much) {
      try {
        const value = parseJson(jsonText(chunks));
        this.#bytes = none;
        return value;
      } catch (error) {
        // What is wrong with a body, and where, is said below. Where something is wrong with the module, it is not asked again.
        if (!(error instanceof SyntaxError || error instanceof TypeError)) this.#length = -Infinity;
      }
    }
    return parse(this.#together(chunks, length), lengthOf(body) - length);
  }

  #together(chunks, length) {
    // With some room, since no two pages are of the same length.
    if (this.#bytes.length < length) this.#bytes = new Uint8Array(length + (length >> 3));
    writeInto(this.#bytes, chunks);
    return this.#bytes.subarray(0, length);
  }
}

/** The value of a body's bytes, before which there were some others. */
function parse(bytes, before) {
  let text;
  try {
    text = strict.decode(bytes);
  } catch {
    const offset = firstWrong(bytes);
    throw new Unreadable('these bytes are no UTF-8', before + offset, faultIn(new TextDecoder().decode(bytes.subarray(0, offset))));
  }
  try {
    return parseJson(text);
  } catch (error) {
    const fault = faultIn(text);
    const offset = before + new TextEncoder().encode(text.slice(0, fault.at)).length;
    throw new Unreadable(fault.at === text.length ? 'the answer breaks off' : fault.isOfRecords ? error.message : whatElse(text), offset, fault);
  }
}

/** What an answer without records is. */
function whatElse(text) {
  const [, title] = /<title[^>]*>\s*([^<]{0,80})/i.exec(text.slice(0, 5000)) ?? [];
  const start = JSON.stringify(text.slice(0, 40));
  const what = /^\s*</.test(text) ? `a page${title ? ` '${title.trim()}'` : ''} (${start})` : start;
  return `the answer is ${what} and no JSON. What to do: check the url, and what stands between this program and Odoo`;
}

/** The first byte that belongs to no character: found by halves, since a decoder only says that there is one. */
function firstWrong(bytes) {
  let [right, wrong] = [0, bytes.length];
  while (right < wrong) {
    const middle = (right + wrong + 1) >> 1;
    try {
      // A character may go on behind it.
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, middle), { stream: true });
      right = middle;
    } catch {
      wrong = middle - 1;
    }
  }
  return right;
}

/** The error of the client's classes for an unreadable page. */
export function pageError({ message, offset, row }, { model, firstRow }) {
  const place = `row ${firstRow + row} (byte ${offset} of its page)`;
  const error = new OdooNetworkError(`Cannot read the answer of ${model}.search_read: ${place}: ${message}`);
  return Object.assign(error, { model, method: 'search_read', row: firstRow + row, offset });
}
