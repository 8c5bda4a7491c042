// The body of a page of records: its text, early word of where the next page begins, and its records.

import { OdooNetworkError } from 'odoo-client-wasm';

/** The text of a body; a stand-in for fetch may have it in another form. */
export async function textOf(response) {
  if (typeof response.arrayBuffer === 'function') return decode(new Uint8Array(await response.arrayBuffer()));
  return typeof response.text === 'function' ? response.text() : JSON.stringify(await response.json());
}

/** What is wrong with a body, and at which byte. */
export class Unreadable extends Error {
  constructor(words, offset, text = '') {
    super(words);
    this.offset = offset;
    // Each record of an answer begins with its id.
    this.row = Math.max(0, (text.match(/\{"id":/g)?.length ?? 0) - 1);
  }
}

const decoding = (options) => new TextDecoder('utf-8', { fatal: true, ignoreBOM: true, ...options });

function decode(bytes) {
  try {
    return decoding().decode(bytes);
  } catch {
    const offset = firstWrong(bytes);
    throw new Unreadable('these bytes are no UTF-8', offset, new TextDecoder().decode(bytes.subarray(0, offset)));
  }
}

/** The first byte that belongs to no character: found by halves, since a decoder only says that there is one. */
function firstWrong(bytes) {
  let [right, wrong] = [0, bytes.length];
  while (right < wrong) {
    const middle = (right + wrong + 1) >> 1;
    try {
      // A character may go on behind it.
      decoding().decode(bytes.subarray(0, middle), { stream: true });
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
    const at = /at position (\d+)/.exec(error.message)?.[1];
    const before = at === undefined ? text : text.slice(0, Number(at));
    const words = at === undefined || before.length === text.length ? 'the answer breaks off' : error.message;
    throw new Unreadable(words, new TextEncoder().encode(before).length, before);
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
