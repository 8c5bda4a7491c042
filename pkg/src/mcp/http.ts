// Streamable HTTP: who may ask is checked before anything is read: host, origin, token.

import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import {
  bearerAuthChallengeResponse,
  hostHeaderValidationResponse,
  localhostAllowedHostnames,
  OAuthError,
  OAuthErrorCode,
  originValidationResponse,
  verifyBearerToken,
} from '@modelcontextprotocol/server';
import type { OdooMcp } from './index.ts';

export interface HttpOptions {
  host: string;
  port: number;
  /** Further names that the server may be called by. */
  hosts: string[];
  /** Further hosts whose pages may call it. */
  origins: string[];
  /** The bearer token; made where there is none. */
  token: string | undefined;
  /** The OAuth server whose tokens are taken instead. */
  issuer: string | undefined;
  audience: string | undefined;
}

type Verifier = Parameters<typeof verifyBearerToken>[1]['verifier'];

const digest = (text: string) => createHash('sha256').update(text).digest();

/** Takes one token, compared in a time that tells nothing. */
function staticVerifier(token: string): Verifier {
  const expected = digest(token);
  return {
    async verifyAccessToken(given) {
      if (!timingSafeEqual(digest(given), expected)) {
        throw new OAuthError(
          OAuthErrorCode.InvalidToken,
          'The token is not the one of this server.',
        );
      }
      return {
        token: given,
        clientId: 'token',
        scopes: [],
        expiresAt: Math.floor(Date.now() / 1000) + 3600,
      };
    },
  };
}

/** Takes the signed tokens of an OAuth server that are meant for this one. */
async function oauthVerifier(issuer: string, audience: string): Promise<Verifier> {
  const { createRemoteJWKSet, jwtVerify } = await import('jose');
  const metadata = await discover(issuer);
  const keys = createRemoteJWKSet(new URL(metadata.jwks_uri));
  return {
    async verifyAccessToken(token) {
      try {
        const { payload } = await jwtVerify(token, keys, { issuer: metadata.issuer, audience });
        const clientId = String(payload.sub ?? payload.client_id ?? payload.azp ?? '');
        if (!clientId || payload.exp === undefined) throw new Error('sub or exp is missing');
        const scopes = typeof payload.scope === 'string' ? payload.scope.split(' ') : [];
        return { token, clientId: `oauth:${clientId}`, scopes, expiresAt: payload.exp };
      } catch (error) {
        throw new OAuthError(
          OAuthErrorCode.InvalidToken,
          `The token is not accepted: ${(error as Error).message}`,
        );
      }
    },
  };
}

async function discover(issuer: string): Promise<{ issuer: string; jwks_uri: string }> {
  const root = issuer.replace(/\/$/, '');
  for (const path of [
    '/.well-known/oauth-authorization-server',
    '/.well-known/openid-configuration',
  ]) {
    const answer = await fetch(`${root}${path}`, { redirect: 'error' }).catch(() => undefined);
    if (!answer?.ok) continue;
    const metadata = (await answer.json()) as { issuer?: string; jwks_uri?: string };
    if (metadata.issuer?.replace(/\/$/, '') === root && metadata.jwks_uri) {
      return { issuer: metadata.issuer, jwks_uri: metadata.jwks_uri };
    }
  }
  throw told(
    `The OAuth server ${issuer} has no metadata with issuer and jwks_uri. Check --oauth-issuer.`,
  );
}

const told = (message: string) => Object.assign(new Error(message), { isTold: true });

const isLoopback = (host: string) => ['127.0.0.1', '::1', 'localhost'].includes(host);

export async function serveHttp(mcp: OdooMcp, options: HttpOptions) {
  const { host, port, issuer } = options;
  const token = options.token || randomBytes(24).toString('base64url');
  if (!issuer && token.length < 16)
    throw told('ODOO_MCP_TOKEN is too short: use at least 16 characters.');
  const names = [
    ...(isLoopback(host) ? localhostAllowedHostnames() : [bracketed(host)]),
    ...options.hosts,
  ];
  const origins = [...names, ...options.origins];
  const server = createServer({ requestTimeout: 0 });
  await new Promise<void>((done, fail) => {
    server.once('error', fail);
    server.listen(port, host, done);
  });
  const { port: bound } = server.address() as AddressInfo;
  const url = `http://${bracketed(host)}:${bound}/mcp`;
  const audience = options.audience ?? url;
  const metadataUrl = new URL(
    '/.well-known/oauth-protected-resource/mcp',
    audience.startsWith('http') ? audience : url,
  ).href;
  let verifier: Verifier;
  try {
    verifier = issuer ? await oauthVerifier(issuer, audience) : staticVerifier(token);
  } catch (error) {
    server.close();
    throw error;
  }
  const challenge = issuer ? { resourceMetadataUrl: metadataUrl } : {};

  async function answer(request: Request): Promise<Response> {
    const refused =
      hostHeaderValidationResponse(request, names) ?? originValidationResponse(request, origins);
    if (refused) return refused;
    const origin = request.headers.get('origin');
    if (!origin) return answerTo(request);
    // A page that may ask is told so, before it sends its token.
    const allowed = request.method === 'OPTIONS' ? preflight(request) : await answerTo(request);
    const headers = new Headers(allowed.headers);
    headers.set('access-control-allow-origin', origin);
    headers.set('access-control-expose-headers', 'www-authenticate, mcp-session-id');
    headers.append('vary', 'origin');
    return new Response(allowed.body, { status: allowed.status, headers });
  }

  async function answerTo(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url);
    if (issuer && pathname === '/.well-known/oauth-protected-resource/mcp') {
      return Response.json({
        resource: audience,
        authorization_servers: [issuer],
        bearer_methods_supported: ['header'],
        resource_name: 'Odoo',
      });
    }
    if (pathname !== '/mcp') return new Response('Not found', { status: 404 });
    try {
      const authInfo = await verifyBearerToken(request.headers.get('authorization'), {
        verifier,
        ...challenge,
      });
      return await mcp.fetch(request, { authInfo });
    } catch (error) {
      return bearerAuthChallengeResponse(error, challenge);
    }
  }

  /** Answers that are under way. */
  const open = new Set<ServerResponse>();
  let isOver = () => {};
  server.on('request', (incoming, response) => {
    // A stream of events is open until its client goes, and answers no call.
    const isLasting = incoming.headers['mcp-method'] === 'subscriptions/listen';
    if (incoming.method === 'POST' && !isLasting) open.add(response);
    response.once('close', () => {
      open.delete(response);
      if (open.size === 0) isOver();
    });
    bridge(incoming, response, answer).catch(() => response.destroy());
  });
  console.error(`listening on ${url}`);
  if (!options.token && !issuer) console.error(`bearer token: ${token}`);
  return {
    url,
    token,
    /**
     * Takes no further requests, and ends when those under way are answered; after `most`
     * milliseconds in any case.
     */
    async close(most = 0) {
      const closed = new Promise((done) => server.close(done));
      server.closeIdleConnections();
      await new Promise<void>((done) => {
        isOver = done;
        if (open.size === 0) done();
        setTimeout(done, most).unref();
      });
      server.closeAllConnections();
      await closed;
    },
  };
}

/** What a page may send. The newer revision has headers whose names are those of arguments. */
function preflight(request: Request): Response {
  const asked = (request.headers.get('access-control-request-headers') ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => /^(authorization|content-type|accept|last-event-id|mcp-[\w-]+)$/.test(name));
  return new Response(null, {
    status: 204,
    headers: {
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers': asked.join(', '),
      'access-control-max-age': '600',
    },
  });
}

const bracketed = (host: string) =>
  host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;

/**
 * One request of Node's as one of the web's, and its answer back. A client that hangs up aborts it.
 */
async function bridge(
  incoming: IncomingMessage,
  response: ServerResponse,
  answer: (request: Request) => Promise<Response>,
) {
  const aborting = new AbortController();
  response.once('close', () => aborting.abort());
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    for (const one of [value ?? []].flat()) headers.append(name, one);
  }
  const method = incoming.method ?? 'GET';
  const hasBody = method !== 'GET' && method !== 'HEAD';
  const host = headers.get('host') ?? 'invalid';
  let request: Request;
  try {
    request = new Request(`http://${host}${incoming.url}`, {
      method,
      headers,
      signal: aborting.signal,
      ...(hasBody ? { body: Readable.toWeb(incoming) as ReadableStream, duplex: 'half' } : {}),
    } as RequestInit);
  } catch {
    response.writeHead(400).end();
    return;
  }
  const result = await answer(request);
  response.writeHead(result.status, Object.fromEntries(result.headers));
  if (!result.body) return void response.end();
  for await (const chunk of result.body as unknown as AsyncIterable<Uint8Array>) {
    if (!response.write(chunk))
      await new Promise((done) => response.once('drain', done).once('close', done));
    if (response.destroyed) break;
  }
  response.end();
}
