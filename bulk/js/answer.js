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

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The bytes of a body, as they came. Nothing is done to them meanwhile: what comes next waits for the last of them. */
export async function bytesOf(response) {
  const chunks = [];
  for await (const chunk of chunksOf(response)) chunks.push(chunk);
  return chunks;
}

/**
 * Makes text of chunks. They are put together in one array that serves page after page, and decoded at once: texts of their own, put together
 * by the engine, would be as much garbage again.
 */
export class Texts {
  #bytes = new Uint8Array(0);

  of(chunks) {
    const length = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
    // With some room, since no two pages are of the same length.
    if (this.#bytes.length < length) this.#bytes = new Uint8Array(length + (length >> 3));
    let at = 0;
    for (const chunk of chunks) {
      this.#bytes.set(chunk, at);
      at += chunk.length;
    }
    return decode(this.#bytes.subarray(0, length));
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

/** Two arrays as one. */
export function joined(first, second) {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

/** How a record begins. */
const beginning = [...'{"id":'].map((character) => character.charCodeAt(0));
const [space, zero] = [0x20, 0x30];
/** A record is rarely longer. */
const usualTail = 16 * 1024;

/**
 * The id of the last record of a page, from the end of the page's bytes: known before they are decoded and parsed, so that the next page can be
 * asked for meanwhile. It is a guess, since a value may look like a record: whoever uses it looks again when the records are there.
 */
export function lastIdIn(chunks) {
  let tail = new Uint8Array();
  for (let index = chunks.length - 1; index >= 0; index -= 1) {
    tail = tail.length === 0 ? chunks[index] : joined(chunks[index], tail);
    const id = tail.length >= usualTail || index === 0 ? lastIdOf(tail) : undefined;
    if (id !== undefined) return id;
  }
  return undefined;
}

function lastIdOf(bytes) {
  for (let at = bytes.length - beginning.length; at >= 0; at -= 1) {
    if (bytes[at] !== beginning[0] || !beginning.every((byte, index) => bytes[at + index] === byte)) continue;
    let next = at + beginning.length;
    if (bytes[next] === space) next += 1;
    let id;
    for (; bytes[next] >= zero && bytes[next] <= zero + 9; next += 1) id = (id ?? 0) * 10 + bytes[next] - zero;
    return id;
  }
  return undefined;
}

/** The error of the client's classes for an unreadable page. */
export function pageError({ message, offset, row }, { model, firstRow }) {
  const place = `row ${firstRow + row} (byte ${offset} of its page)`;
  const error = new OdooNetworkError(`Cannot read the answer of ${model}.search_read: ${place}: ${message}`);
  return Object.assign(error, { model, method: 'search_read', row: firstRow + row, offset });
}
