// The server that is tested: which series it is, which protocols it has, who can log in, and what
// the suite has made there.

import { toolbox } from '../package/fixture.mjs';
import { settings } from './settings.mjs';

const { JsonRpcTransport, OdooClient, OdooNetworkError } = toolbox;

export const { url, database, users, apiKey, modules } = settings();

/** The number of the server's series: 18, 19.3 of Odoo's own hosting, 20. */
export const series = Number(/\d+(\.\d+)?/.exec(await serverVersion())[0]);

/** What is tested, and what is not for want of something. */
export const [protocols, leftOut] = await choose();

async function serverVersion() {
  // Asked without a login: over /jsonrpc, and where that is gone, over HTTP.
  try {
    return (
      await new JsonRpcTransport(url, database).callRpc('call', {
        service: 'common',
        method: 'version',
        args: [],
      })
    ).server_version;
  } catch (error) {
    if (!(error instanceof OdooNetworkError) || error.status !== 404) throw error;
    return (await (await fetch(new URL('/web/version', url))).json()).version;
  }
}

async function choose() {
  const [having, without] = [['session'], []];
  const answer = await fetch(new URL('/jsonrpc', url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"jsonrpc":"2.0","method":"call","id":1,"params":{"service":"common","method":"version","args":[]}}',
  });
  if (answer.status === 200) having.push('jsonrpc');
  else without.push(`jsonrpc: the server answers HTTP ${answer.status}`);
  if (series < 19) without.push('json2: Odoo has it from version 19 on');
  else if (!apiKey) without.push('json2: ODOO_API_KEY is not set');
  else having.push('json2');
  for (const user of ['demo', 'portal'])
    if (!users[user])
      without.push(`what the ${user} user may not do: ODOO_${user.toUpperCase()}_USER is not set`);
  if (!modules) without.push('installing a module: ODOO_LIVE_MODULES is not 1');
  return [having, without];
}

/**
 * A client over that protocol that is not logged in yet. Other users than the administrator have
 * passwords only.
 */
export function client(protocol, config, user = 'admin') {
  const { username, password } = users[user];
  const secret = protocol === 'json2' ? { apiKey } : { password };
  return new OdooClient({ url, database, username, ...secret, protocol, ...config });
}

/** One that is. */
export async function connect(...args) {
  const one = client(...args);
  await one.authenticate();
  return one;
}

/**
 * Everything the suite makes is called so: what is left behind after a power failure can be found.
 */
export const mark = `odoo-client-wasm live ${process.pid}-${Date.now().toString(36)}`;

const made = [];

/** Remembers records to delete. Answers the id, or the ids, as they came. */
export function keep(model, ids) {
  made.push(...[ids].flat().map((id) => [model, id]));
  return ids;
}

/** Deletes what was made, the last first, and answers what is left of it. */
export async function cleanUp() {
  const one = await connect('session', { context: { active_test: false } });
  const models = [...new Set(made.map(([model]) => model))].reverse();
  for (const model of models) {
    const ids = await one.search(
      model,
      [['id', 'in', made.filter(([of]) => of === model).map(([, id]) => id)]],
      { order: 'id desc' },
    );
    if (ids.length) await one.unlink(model, ids);
  }
  const left = [];
  for (const model of ['res.partner', 'ir.attachment']) {
    for (const { id, name } of await one.searchRead(model, [['name', 'like', mark]], {
      fields: ['name'],
    }))
      left.push(`${model} ${id}: ${name}`);
  }
  await one.logout();
  return left;
}
