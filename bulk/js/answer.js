// The body of a page of records: its text, early word of where the next page begins, and its records.

import { OdooNetworkError } from 'odoo-client-wasm';
import { chunksOf } from '../../columns/wasm/js/chunks.js';
import { faultIn } from './fault.js';

/** What is wrong with a body, and where: at which byte, in which record. */
export class Unreadable extends Error {
  constructor(words, offset, row) {
    super(words);
    this.offset = offset;
    this.row = row;
  }
}

const strict = () => new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text of a body, decoded while it comes in: collected first, its bytes would take as much memory again. */
export async function textOf(response) {
  const decoder = strict();
  let [text, bytes, last] = ['', 0, new Uint8Array()];
  const add = (chunk) => {
    try {
      text += chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode();
    } catch {
      throw new Unreadable('these bytes are no UTF-8', bytes - last.length + firstWrong(last, chunk), faultIn(text).row);
    }
  };
  for await (const chunk of chunksOf(response)) {
    add(chunk);
    bytes += chunk.length;
    last = chunk;
  }
  add(undefined);
  return text;
}

/** Where in two chunks the first byte is that belongs to no character: found by halves, since a decoder only says that there is one. */
function firstWrong(before, chunk = new Uint8Array()) {
  const both = new Uint8Array([...before, ...chunk]);
  // The first chunk may begin within a character.
  const start = both.findIndex((byte) => (byte & 0xc0) !== 0x80);
  let [right, wrong] = [Math.max(0, start), both.length];
  while (right < wrong) {
    const middle = (right + wrong + 1) >> 1;
    try {
      // A character may go on behind it.
      strict().decode(both.subarray(Math.max(0, start), middle), { stream: true });
      right = middle;
    } catch {
      wrong = middle - 1;
    }
  }
  return right;
}

/** What a text is as JSON. */
export function parse(text) {
  try {
    return JSON.parse(text);
  } catch (error) {
    const { at, row } = faultIn(text);
    const words = at === text.length ? 'the answer breaks off' : error.message;
    throw new Unreadable(words, new TextEncoder().encode(text.slice(0, at)).length, row);
  }
}

/**
 * The id of the last record of a page, from the page's text: known before the text is parsed, so that the next page can be asked for
 * meanwhile. It is a guess, since a value may look like a record: whoever uses it looks again when the records are there.
 */
export function lastIdIn(text) {
  const id = /^\{"id": ?(\d+)/.exec(text.slice(text.lastIndexOf('{"id":')).slice(0, 40))?.[1];
  return id === undefined ? undefined : Number(id);
}

/** The error of the client's classes for an unreadable page. */
export function pageError({ message, offset, row }, { model, firstRow }) {
  const place = `row ${firstRow + row} (byte ${offset} of its page)`;
  const error = new OdooNetworkError(`Cannot read the answer of ${model}.search_read: ${place}: ${message}`);
  return Object.assign(error, { model, method: 'search_read', row: firstRow + row, offset });
}
