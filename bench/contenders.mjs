// Who is measured beside whom, and how the users of each do the same work: as its own documentation
// shows it.

import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { inProject, packageDirectory, projectVersion } from '../scripts/project.mjs';
import { bareSession } from './bare-fetch.mjs';
import { firstLine } from './measure.mjs';
import { fields, model } from './records.mjs';

const require = createRequire(import.meta.url);
const dist = (name) => join(packageDirectory, 'dist', name);

/** The version that is installed; without `npm run bench` there is none. */
function installedVersion(name) {
  const manifest = inProject('bench', 'node_modules', name, 'package.json');
  return existsSync(manifest)
    ? JSON.parse(readFileSync(manifest, 'utf8')).version
    : '(not installed)';
}

/**
 * A contender:
 * `{ name, version, protocol, load(), make(module, server), connect(client, server) }`. `load`
 * imports its package, `make` makes a client and sends nothing, `connect` logs in and answers
 * `{ searchRead(kwargs), read(id), create(values) }`, which all give what Odoo gave.
 */
const peer = (name, protocol, rest) => ({
  name,
  protocol,
  ...rest,
  version: installedVersion(name),
});

/** What nobody can do without: one request and one `response.json()` a call. */
export const bare = {
  name: 'bare `fetch`',
  protocol: 'session',
  version: process.versions.node,
  load: () => undefined,
  make: (_, server) => server,
  async connect(server) {
    const { call, request } = await bareSession(server);
    return {
      request,
      searchRead: (kwargs) => call(model, 'search_read', [[]], kwargs),
      read: (id) => call(model, 'read', [[id], fields]),
      create: (values) => call(model, 'create', [values]),
    };
  },
};

/** This client. `connect` answers the client, too, for what only it has. */
export const ours = {
  name: 'odoo-client-wasm',
  protocol: 'session',
  version: projectVersion(),
  load: () => import(dist('node.mjs')),
  make: ({ OdooClient }, { url, database, username, password }) =>
    new OdooClient({ url, database, username, password }),
  async connect(client) {
    await client.authenticate();
    return {
      client,
      searchRead: (kwargs) => client.searchRead(model, [], kwargs),
      read: (id) => client.read(model, id, fields),
      create: (values) => client.create(model, values),
    };
  },
};

/** This client with bulk work. */
export const oursInBulk = {
  ...ours,
  name: 'odoo-client-wasm/bulk',
  load: () => import(dist('bulk.node.mjs')),
};

export const peers = [
  peer('@fernandoslim/odoo-jsonrpc', 'session', {
    load: async () => (await import('@fernandoslim/odoo-jsonrpc')).default.default,
    make(OdooJSONRpc, { url, database: db, username, password }) {
      const { protocol, hostname, port } = new URL(url);
      return new OdooJSONRpc({
        baseUrl: `${protocol}//${hostname}`,
        port: Number(port),
        db,
        username,
        password,
      });
    },
    async connect(odoo) {
      await odoo.connect();
      return {
        searchRead: ({ fields: names, ...options }) => odoo.searchRead(model, [], names, options),
        read: (id) => odoo.read(model, id, fields),
        create: (values) => odoo.create(model, values),
      };
    },
  }),

  peer('@rlizana/odoo-rpc', 'session', {
    load: () => import('@rlizana/odoo-rpc'),
    make: ({ Odoo }, { url, database }) => new Odoo(url, database),
    async connect(odoo, { username, password }) {
      if (!(await odoo.login(username, password))) throw new Error('login() answers false');
      return {
        // Its `search().read()` knows neither limit nor order.
        searchRead: (kwargs) => odoo.call_kw(model, 'search_read', [[]], kwargs),
        read: (id) => odoo.env(model).call('read', [[id], fields]),
        // It answers a list of the one id.
        create: async (values) => (await odoo.env(model).create(values))[0],
      };
    },
  }),

  peer('odoo-await', 'xmlrpc', {
    load: () => require('odoo-await'),
    make: (OdooAwait, { url, database: db, username, password }) =>
      new OdooAwait({ baseUrl: url, db, username, password }),
    async connect(odoo) {
      await odoo.connect();
      return {
        searchRead: ({ fields: names, ...options }) => odoo.searchRead(model, [], names, options),
        read: (id) => odoo.read(model, [id], fields),
        create: (values) => odoo.create(model, values),
      };
    },
  }),

  peer('odoo-xmlrpc', 'xmlrpc', {
    load: () => require('odoo-xmlrpc'),
    make: (Odoo, { url, database: db, username, password }) =>
      new Odoo({ url, db, username, password }),
    async connect(odoo) {
      const promised = (begin) =>
        new Promise((resolve, reject) =>
          begin((error, value) => (error ? reject(error) : resolve(value))),
        );
      await promised((done) => odoo.connect(done));
      const call = (method, args, kwargs = {}) =>
        promised((done) => odoo.execute_kw(model, method, [args, kwargs], done));
      return {
        searchRead: (kwargs) => call('search_read', [[]], kwargs),
        read: (id) => call('read', [[id], fields]),
        create: (values) => call('create', [values]),
      };
    },
  }),

  peer('odoo-xmlrpc-ts', 'xmlrpc', {
    load: () => import('odoo-xmlrpc-ts'),
    make: ({ OdooClient }, { url, database: db, username, password }) =>
      new OdooClient({ url, db, username, password }),
    async connect(client) {
      await client.authenticate();
      return {
        searchRead: (kwargs) => client.searchRead(model, [], kwargs),
        read: (id) => client.read(model, [id], fields),
        create: (values) => client.create(model, values),
      };
    },
  }),
];

export const everyone = [bare, ours, ...peers];

/** Names and versions, as a line below a table. */
export const versions = (contenders = peers) =>
  contenders.map(({ name, version }) => `${name} ${version}`).join(', ');

/** Makes a contender's client for a server and logs it in. */
export const open = async ({ load, make, connect }, server) =>
  connect(make(await load(), server), server);

/**
 * Opens contenders and has `check` look whether each does its work right. Answers
 * `{ ready, failed }`: by name, what `connect` answered; and why the others cannot take part.
 */
export async function opened(contenders, server, check) {
  const [ready, failed] = [{}, {}];
  for (const contender of contenders) {
    try {
      const connection = await open(contender, server);
      await check(connection);
      ready[contender.name] = connection;
    } catch (error) {
      failed[contender.name] = firstLine(error);
    }
  }
  return { ready, failed };
}
