// Bytes that a program has already → columns.

import { OdooNetworkError } from 'odoo-client-wasm';
import { Columns } from './columns.js';
import { Decoder, READ } from './decoder.js';
import { errorOf } from './errors.js';
import { fieldsOfSchema } from './schema.js';

export function decodeColumns(bytes, schema) {
  const given = viewOf(bytes);
  const decoder = new Decoder(fieldsOfSchema(schema));
  try {
    decoder.begin(given.length);
    decoder.feed(given);
    if (decoder.end() !== READ) {
      throw new OdooNetworkError('The bytes hold no list of records, neither by itself nor as the result of a JSON-RPC answer');
    }
    return new Columns(decoder.take());
  } catch (error) {
    throw errorOf(error, 'the bytes');
  } finally {
    decoder.release();
  }
}

/** The bytes of any view or buffer. */
function viewOf(bytes) {
  if (bytes instanceof Uint8Array) return bytes;
  if (ArrayBuffer.isView(bytes)) return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (Object.prototype.toString.call(bytes) === '[object ArrayBuffer]') return new Uint8Array(bytes);
  throw new TypeError(`bytes: expected a Uint8Array or an ArrayBuffer, got ${bytes === null ? 'null' : typeof bytes}`);
}
