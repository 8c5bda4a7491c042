/** Measures: the same read, again and again, over each protocol in turn. */

import { credentialsFor, protocols } from './protocols.js';
import { withoutSecrets } from './redact.js';

/** How often the read is made over each protocol. */
export const ROUNDS = 20;
/** How many contacts it reads at most. */
export const READ_LIMIT = 80;

const read = (client) =>
  client.searchRead('res.partner', [], {
    fields: ['name', 'email', 'city', 'country_id'],
    limit: READ_LIMIT,
  });

/**
 * Reads over every protocol that the server has and the user's credentials open. In turn, so that
 * whatever slows the machine for a while strikes all alike. The log hears of each call,
 * `onProgress(done, total)` of how far it is. Resolves to why protocols were left out, by protocol.
 */
export async function measure(connection, onProgress) {
  const clients = [];
  const leftOut = {};
  for (const protocol of protocols) {
    try {
      clients.push(await clientFor(connection, protocol));
    } catch (error) {
      leftOut[protocol] = withoutSecrets(error.message);
    }
  }
  const total = ROUNDS * clients.length;
  let done = 0;
  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const client of clients) {
        await read(client);
        onProgress((done += 1), total);
      }
    }
  } finally {
    await Promise.all(
      clients.filter((client) => client !== connection.client).map((client) => client.logout()),
    );
  }
  return leftOut;
}

/**
 * The connection's own client where it speaks `protocol`, else another of the same user, signed in.
 */
async function clientFor(connection, protocol) {
  if (connection.client.protocol === protocol) return connection.client;
  if (protocol === 'session' && !connection.isSandbox) {
    throw new Error(
      'It would replace your own session at this address. Sign in over it to have it measured.',
    );
  }
  const client = connection.sibling(credentialsFor(protocol, connection.known));
  await client.authenticate();
  return client;
}
