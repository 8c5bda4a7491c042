// The methods of models, where a server describes them: `/doc-bearer`, which Odoo has from 19 on.
//
// Not through the client: the one that reads the schema may be any object with a `call`, over any
// protocol and without a key, and the key here may be another user's. A client of its own would log
// in first, two more requests, and would fail where this only leaves methods out: by a key that the
// server refuses (401), a user who may not read descriptions (403), a model without one (404). And
// its JSON-2 reads descriptions for the names of arguments alone (src/protocol/json2).

import { type OdooClientConfig, OdooNetworkError } from 'odoo-client-wasm';

/**
 * Where methods are described. The key is sent to that server alone, and no redirect is followed.
 */
export interface MethodsSource {
  /** Address of the server. */
  url: string;
  /** Name of the database. */
  database: string;
  /** An API key: descriptions are not read with a password. */
  apiKey: string;
  /** What requests are sent by; absent: the engine's own. */
  fetch?: OdooClientConfig['fetch'];
  /** The longest time of a request in milliseconds. Default 30,000. */
  timeoutMs?: number;
}

/** A method, as the server describes it. */
export interface MethodDescription {
  /** Its parameters by name, in their order. */
  parameters?: Record<string, { annotation?: string; default?: unknown; kind?: string }>;
  /** What it answers. */
  return?: { annotation?: string };
  /** `'model'` among them: it is called without records. */
  api?: string[];
  /** What it does, in words. */
  doc?: string;
}

/** What of a description types depend on. */
function partsOf(described: unknown): MethodDescription {
  const { parameters, return: answer, api, doc } = (described ?? {}) as Record<string, never>;
  const parts = { parameters, return: answer, api, doc };
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value != null));
}

/**
 * Reads the methods of one model: none where the server does not describe that model, `undefined`
 * where it describes nothing to this user.
 *
 * @throws `OdooNetworkError` when no proper answer came.
 */
export async function methodsOf(
  { url, database, apiKey, fetch = globalThis.fetch, timeoutMs = 30_000 }: MethodsSource,
  model: string,
): Promise<Record<string, MethodDescription> | undefined> {
  const about = `the methods of ${model}`;
  let response: Response;
  let text: string;
  // No `AbortSignal.timeout`: its timer does not keep a process up that waits for nothing else.
  const limit = new AbortController();
  const late = new DOMException(`none within ${timeoutMs / 1000} s`, 'TimeoutError');
  const timer = setTimeout(() => limit.abort(late), timeoutMs);
  try {
    response = await fetch(
      `${url.replace(/\/+$/, '')}/doc-bearer/${encodeURIComponent(model)}.json`,
      {
        headers: { authorization: `bearer ${apiKey}`, 'x-odoo-database': database },
        redirect: 'manual',
        signal: limit.signal,
      },
    );
    text = await response.text();
  } catch (cause) {
    const reason = (cause as Error)?.message ?? String(cause);
    throw new OdooNetworkError(`No answer came for ${about}: ${reason}.`, cause);
  } finally {
    clearTimeout(timer);
  }
  const { status } = response;
  if (status === 401 || status === 403) return undefined;
  if (status === 404) return {};
  let methods: unknown;
  try {
    ({ methods } = JSON.parse(text));
  } catch {
    // A page, not an answer of Odoo's.
  }
  if (status !== 200 || typeof methods !== 'object' || methods === null || Array.isArray(methods)) {
    throw new OdooNetworkError(
      `The server did not describe ${about} (status ${status}).`,
      undefined,
    );
  }
  const listed = Object.entries(methods).map(([name, method]) => [name, partsOf(method)] as const);
  return Object.fromEntries(listed.sort(([a], [b]) => (a < b ? -1 : 1)));
}
