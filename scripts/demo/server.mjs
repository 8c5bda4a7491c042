// The demo's server: page and package from their folders, Odoo's paths from the sandbox in this
// process or from a real server.

import { once } from 'node:events';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
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
  const toOdoo = await (odoo ? forwarded(odoo, latencyMs) : sandbox(latencyMs));
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

const ofPackage = (...path) => import(pathToFileURL(join(packageDirectory, 'dist', ...path)));

async function sandbox(latencyMs) {
  const [{ createSandbox }, { listener }] = await Promise.all([
    ofPackage('sandbox.node.mjs'),
    ofPackage('programs', 'server.mjs'),
  ]);
  return listener(createSandbox({ apiKeys: DEMO_KEYS }), { latencyMs });
}

/** Forwards to a real server, so that a page of this origin can talk to it. */
async function forwarded(odoo, latencyMs) {
  const { forwarder } = await ofPackage('programs', 'forward.mjs');
  return forwarder(odoo, latencyMs);
}
