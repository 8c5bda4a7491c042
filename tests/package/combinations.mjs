// Every protocol with every series of Odoo that has it, each with a sandbox of its own: the same
// calls in the same order make the same ids there, so that whole results can be compared.

import { keyOptions, keys, startSandbox, users } from './sandbox.mjs';

export const series = ['17', '18', '19', '20'];

/** The series that have a protocol. */
export const protocols = { session: series, jsonrpc: series, json2: ['19', '20'] };

/** `{ series, protocol, name }` of each. */
export const combinations = Object.entries(protocols).flatMap(([protocol, having]) =>
  having.map((number) => ({ series: number, protocol, name: `Odoo ${number} over ${protocol}` })),
);

/**
 * The field that takes an attachment's content in base64: `datas`, which is dropped without a word
 * from 19.3 on.
 */
export const contentField = (number) => (Number(number) < 19.3 ? 'datas' : 'raw');

/**
 * The configuration of a user for a protocol: a password where that is told once or with every
 * call, else a key.
 */
export function account(protocol, user = 'admin') {
  const { password, ...login } = users[user];
  return protocol === 'json2'
    ? { ...login, apiKey: keys[user], protocol }
    : { ...login, password, protocol };
}

/** A sandbox of a combination, with `connect(user, config)` for clients over its protocol. */
export async function startCombination({ series: number, protocol }, ...args) {
  const sandbox = await startSandbox('--odoo', number, '--control', ...keyOptions, ...args);
  const client = (user, config) => sandbox.client(account(protocol, user), config);
  return {
    ...sandbox,
    client,
    async connect(user, config) {
      const connected = client(user, config);
      await connected.authenticate();
      return connected;
    },
  };
}
