// Bytes that a program has already → columns.

import { OdooNetworkError } from 'odoo-client-wasm';
import { envelopeOf } from './body.js';
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
    checkEnvelope(decoder);
    return new Columns(decoder.take());
  } catch (error) {
    throw errorOf(error, 'the bytes');
  } finally {
    decoder.release();
  }
}

/** Whoever reads an answer of a server is told of a broken one by the client; here nobody else looks at it. */
function checkEnvelope(decoder) {
  try {
    envelopeOf(decoder);
  } catch (cause) {
    throw new OdooNetworkError(`Cannot read the bytes into columns: what stands around the records is no JSON: ${cause.message}`, cause);
  }
}
