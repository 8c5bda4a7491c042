// The least a program has to do for a call, by protocol: one request and one `response.json()`.

const json = { 'Content-Type': 'application/json' };
const post = async (url, headers, body) =>
  (await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })).json();

/**
 * Logs in over the web session. `request` is what the request of a call is made of; `call` makes it
 * and answers its result.
 */
export async function bareSession({ url, database, username, password }) {
  const login = await fetch(`${url}/web/session/authenticate`, {
    method: 'POST',
    headers: json,
    body: JSON.stringify({
      jsonrpc: '2.0',
      method: 'call',
      id: 1,
      params: { db: database, login: username, password },
    }),
  });
  const headers = { ...json, Cookie: login.headers.getSetCookie()[0].split(';')[0] };
  await login.json();
  let id = 1;
  const request = (model, method, args, kwargs = {}) => [
    `${url}/web/dataset/call_kw/${model}/${method}`,
    headers,
    { jsonrpc: '2.0', method: 'call', id: (id += 1), params: { model, method, args, kwargs } },
  ];
  return { request, call: async (...call) => (await post(...request(...call))).result };
}

/**
 * Logs in where the protocol wants that, and answers `searchRead(kwargs)`, which asks for the
 * records of `model`: what the client sends for the same call.
 */
export const bareFetch = {
  async session({ model, ...server }) {
    const { call } = await bareSession(server);
    return (kwargs) => call(model, 'search_read', [[]], kwargs);
  },

  async jsonrpc({ url, database, username, password, model }) {
    let id = 1;
    const { result: uid } = await post(`${url}/jsonrpc`, json, {
      jsonrpc: '2.0',
      method: 'call',
      id,
      params: { service: 'common', method: 'login', args: [database, username, password] },
    });
    return async (kwargs) =>
      (
        await post(`${url}/jsonrpc`, json, {
          jsonrpc: '2.0',
          method: 'call',
          id: (id += 1),
          params: {
            service: 'object',
            method: 'execute_kw',
            args: [database, uid, password, model, 'search_read', [[]], kwargs],
          },
        })
      ).result;
  },

  async json2({ url, database, apiKey, model }) {
    const headers = { ...json, Authorization: `bearer ${apiKey}`, 'X-Odoo-Database': database };
    return (kwargs) =>
      post(`${url}/json/2/${model}/search_read`, headers, { domain: [], ...kwargs });
  },
};
