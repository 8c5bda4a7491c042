// The demo's server: page and package from their folders, Odoo's paths from the sandbox in this
// process or from a real server.

import { once } from 'node:events';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createProxyServer } from 'httpxy';
import sirv from 'sirv';
import { DEMO_KEYS } from '../../www/js/demo-keys.js';
import { inProject, packageDirectory } from '../project.mjs';

/** Paths that are Odoo's own, whatever stands below them. */
const ofOdoo = /^\/(?:jsonrpc|web|json|doc-bearer|websocket|odoo|xmlrpc|report|sandbox)(?:\/|$)/;

/**
 * Opens the port; resolves to `{ url, close() }`. With `odoo`, an address, what is Odoo's goes
 * there.
 */
export async function serveDemo({ port, odoo, latencyMs = 0 }) {
  const toOdoo = odoo ? forwarder(odoo, latencyMs) : await sandbox(latencyMs);
  // A browser asks each time whether a file has changed.
  const [page, pkg] = ['www', 'pkg'].map((folder) => sirv(inProject(folder), { dev: true }));
  const server = createServer((request, response) => {
    const [path] = request.url.split('?');
    if (ofOdoo.test(path)) return toOdoo(request, response);
    if (!path.startsWith('/pkg/')) return page(request, response);
    request.url = request.url.slice('/pkg'.length);
    return pkg(request, response);
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function sandbox(latencyMs) {
  const [{ createSandbox }, { listener }] = await Promise.all(
    [
      ['dist', 'sandbox.node.mjs'],
      ['dist', 'programs', 'server.mjs'],
    ].map((path) => import(pathToFileURL(join(packageDirectory, ...path)))),
  );
  return listener(createSandbox({ apiKeys: DEMO_KEYS }), { latencyMs });
}

/** Forwards to a real server, so that a page of this origin can talk to it. */
function forwarder(odoo, latencyMs) {
  const target = new URL(odoo);
  const proxy = createProxyServer({
    target,
    changeOrigin: true,
    autoRewrite: true,
    protocolRewrite: 'http',
    cookieDomainRewrite: '',
  });
  proxy.on('proxyRes', ({ headers }) => {
    // A browser keeps no such cookie for http://127.0.0.1.
    if (headers['set-cookie'])
      headers['set-cookie'] = headers['set-cookie'].map((cookie) =>
        cookie.replace(/;\s*(?:secure|partitioned|samesite=none)(?=;|$)/gi, ''),
      );
  });
  return async (request, response) => {
    if (latencyMs > 0)
      await new Promise((over) => {
        setTimeout(over, latencyMs);
      });
    // The request looks as if it came from a page of the server itself.
    if (request.headers.origin) request.headers.origin = target.origin;
    delete request.headers.referer;
    await proxy.web(request, response).catch((error) => {
      if (!response.headersSent) response.writeHead(502, { 'content-type': 'text/plain' });
      response.end(`The proxy cannot reach ${target.origin}: ${error.message}\n`);
    });
  };
}
