// Bytes that a program has already → columns.

import { OdooNetworkError } from 'odoo-client-wasm';
import { Columns } from './columns.js';
import { Decoder, READ } from './decoder.js';
import { errorOf } from './errors.js';
import { fieldsOfSchema } from './schema.js';
import { viewOf } from './view.js';

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
