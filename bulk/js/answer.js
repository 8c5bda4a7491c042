// The body of a page of records: its bytes, its text, and its records.

import { OdooNetworkError } from 'odoo-client-wasm';
import { jsonText } from 'odoo-client-wasm/columns';
import { chunksOf, lengthOf, writeInto } from '../../columns/wasm/js/chunks.js';
import { faultIn } from './fault.js';

/** What is wrong with a body, and where: at which byte, in which record. */
export class Unreadable extends Error {
  constructor(words, offset, row) {
    super(words);
    this.offset = offset;
    this.row = row;
  }
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The bytes of a body, as they came. */
export async function bytesOf(response) {
  const chunks = [];
  for await (const chunk of chunksOf(response)) chunks.push(chunk);
  return chunks;
}

const none = new Uint8Array(0);

/** After so many bytes it is worth while to have a module for the text of answers. */
const much = 1024 * 1024;

/** The bodies of a reading as values: the more there are, the faster. */
export class Bodies {
  #length = 0;
  /** One array that serves page after page: arrays of their own would be as much garbage again. */
  #bytes = none;

  /** What the chunks of a body are as JSON. */
  parse(chunks) {
    const length = lengthOf(chunks);
    this.#length += length;
    if (this.#length > much) {
      try {
        const value = JSON.parse(jsonText(chunks));
        this.#bytes = none;
        return value;
      } catch (error) {
        // What is wrong with a body, and where, is said below. Where something is wrong with the module, it is not asked again.
        if (!(error instanceof SyntaxError || error instanceof TypeError)) this.#length = -Infinity;
      }
    }
    return parse(decode(this.#together(chunks, length)));
  }

  #together(chunks, length) {
    // With some room, since no two pages are of the same length.
    if (this.#bytes.length < length) this.#bytes = new Uint8Array(length + (length >> 3));
    writeInto(this.#bytes, chunks);
    return this.#bytes.subarray(0, length);
  }
}

function decode(bytes) {
  try {
    return strict.decode(bytes);
  } catch {
    const offset = firstWrong(bytes);
    throw new Unreadable('these bytes are no UTF-8', offset, faultIn(new TextDecoder().decode(bytes.subarray(0, offset))).row);
  }
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

function parse(text) {
  try {
    return JSON.parse(text);
  } catch (error) {
    const { at, row } = faultIn(text);
    const words = at === text.length ? 'the answer breaks off' : error.message;
    throw new Unreadable(words, new TextEncoder().encode(text.slice(0, at)).length, row);
  }
}

/** The error of the client's classes for an unreadable page. */
export function pageError({ message, offset, row }, { model, firstRow }) {
  const place = `row ${firstRow + row} (byte ${offset} of its page)`;
  const error = new OdooNetworkError(`Cannot read the answer of ${model}.search_read: ${place}: ${message}`);
  return Object.assign(error, { model, method: 'search_read', row: firstRow + row, offset });
}
