// A client whose fetch answers by itself, in this process.

import { toolbox } from './fixture.mjs';

const { OdooClient } = toolbox;

/** A configuration that reaches no server. */
export const config = {
  url: 'http://127.0.0.1:9',
  database: 'shop',
  username: 'ada',
  password: 'secret',
  protocol: 'jsonrpc',
  retries: 0,
};
const respond = (id, result) =>
  new Response(JSON.stringify({ jsonrpc: '2.0', id, result }), {
    headers: { 'Content-Type': 'application/json' },
  });

/** A fetch that answers logins, and calls with what `result(call, init)` says. */
const answering = (result, respond) => async (url, init) => {
  const {
    id,
    params: { service, args },
  } = JSON.parse(init.body);
  if (service === 'common') return respond(id, 7);
  if (args[3] === 'res.users')
    return respond(id, [{ id: 7, login: 'ada', name: 'Ada', partner_id: [1, 'Ada'] }]);
  return respond(id, await result(args.slice(3), init));
};

/** A client that is logged in, whose calls are answered with what `result(call, init)` says. */
export async function connect(result = () => 1, { with: how = respond, ...more } = {}) {
  const client = new OdooClient({ ...config, fetch: answering(result, how), ...more });
  await client.authenticate();
  return client;
}
