/** The ways to speak to Odoo: what each is called, and which of a user's credentials it takes. */

const PROTOCOLS = {
  session: {
    name: 'Web session',
    credentials: ({ username, password }) => password && { username, password, apiKey: undefined },
    lacks: 'It takes the password, and you signed in with an API key.',
  },
  jsonrpc: {
    name: '/jsonrpc',
    credentials: ({ username, password, apiKey }) => ({
      username,
      password: password || undefined,
      apiKey: password ? undefined : apiKey,
    }),
  },
  json2: {
    name: 'JSON-2',
    credentials: ({ apiKey }) => apiKey && { username: undefined, password: undefined, apiKey },
    lacks: 'It takes an API key, and you signed in with a password.',
  },
};

/** Every protocol, in the order in which they are listed. */
export const protocols = Object.keys(PROTOCOLS);

/** What people call a protocol. */
export const protocolName = (protocol) => PROTOCOLS[protocol]?.name ?? protocol;

/**
 * The part of a configuration that signs in over `protocol` with what is `known` of a user; an
 * `Error` says what is missing.
 */
export function credentialsFor(protocol, known) {
  const { credentials, lacks } = PROTOCOLS[protocol];
  const taken = credentials(known);
  if (!taken) throw new Error(lacks);
  return { protocol, ...taken };
}
