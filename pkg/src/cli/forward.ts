// Forwards requests to a real Odoo, as if they came from a page of its own.

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import { createProxyServer } from 'httpxy';

export type Forward = (
  request: IncomingMessage,
  response: ServerResponse,
  body?: Readable,
) => Promise<void>;

/** Whether a redirect stays on its server. */
function leadsTo(location: string, target: URL): boolean {
  try {
    return new URL(location, target).origin === target.origin;
  } catch {
    return false;
  }
}

export async function forwarder(odoo: string, latencyMs = 0): Promise<Forward> {
  const target = new URL(odoo);
  const proxy = createProxyServer({
    target,
    changeOrigin: true,
    autoRewrite: true,
    protocolRewrite: 'http',
    cookieDomainRewrite: '',
  });
  proxy.on('proxyRes', (answer) => {
    const { headers } = answer;
    // Whoever followed would take the request, and its secrets, to another server.
    if (headers.location && !leadsTo(headers.location, target)) {
      answer.statusCode = 502;
      answer.statusMessage = 'Redirect to another server';
      delete headers.location;
    }
    // A browser keeps no such cookie for http://127.0.0.1; who may read the answer is said by this
    // side alone.
    if (headers['set-cookie'])
      headers['set-cookie'] = headers['set-cookie'].map((cookie) =>
        cookie.replace(/;\s*(?:secure|partitioned|samesite=none)(?=;|$)/gi, ''),
      );
    for (const name of Object.keys(headers))
      if (name.startsWith('access-control-')) delete headers[name];
  });
  return async (request, response, body) => {
    if (latencyMs > 0)
      await new Promise((over) => {
        setTimeout(over, latencyMs);
      });
    if (request.headers.origin) request.headers.origin = target.origin;
    delete request.headers.referer;
    await proxy.web(request, response, body ? { buffer: body } : {}).catch((error: Error) => {
      if (!response.headersSent) response.writeHead(502, { 'content-type': 'text/plain' });
      response.end(`The proxy cannot reach ${target.origin}: ${error.message}\n`);
    });
  };
}
