// Requests that are not calls: what a server says of itself. No redirect is followed, and no secret
// is sent.

export interface Answer {
  status: number;
  json?: unknown;
  location?: string;
  date?: string;
  milliseconds: number;
}

/** Posts JSON, or gets, without following anywhere. */
export async function ask(url: string, body?: unknown, timeoutMs = 10_000): Promise<Answer> {
  const started = performance.now();
  const response = await fetch(url, {
    method: body === undefined ? 'GET' : 'POST',
    redirect: 'manual',
    signal: AbortSignal.timeout(timeoutMs),
    ...(body === undefined
      ? {}
      : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const text = (await response.text()).slice(0, 1_000_000);
  const milliseconds = performance.now() - started;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    // A page, not an answer of Odoo's.
  }
  const [location, date] = ['location', 'date'].map(
    (name) => response.headers.get(name) ?? undefined,
  );
  return {
    status: response.status,
    milliseconds,
    ...(json === undefined ? {} : { json }),
    ...(location ? { location } : {}),
    ...(date ? { date } : {}),
  };
}

/** The result of a JSON-RPC route, or `undefined` where it gave none. */
export const resultOf = ({ json }: Answer): unknown =>
  (json as { result?: unknown } | undefined)?.result;

export const rpc = (params: unknown = {}) => ({ jsonrpc: '2.0', method: 'call', id: 1, params });

/** The databases of a server, where it lists them; an error, where nothing answers. */
export async function listedDatabases(root: string): Promise<string[] | undefined> {
  const list = resultOf(await ask(`${root}/web/database/list`, rpc()));
  return Array.isArray(list)
    ? list.filter((name): name is string => typeof name === 'string')
    : undefined;
}

/** The databases of a server, where it is reached and lists them. */
export const databasesOf = (root: string) => listedDatabases(root).catch(() => undefined);

/** Why a request failed, in words. */
export function reasonOf(error: unknown): string {
  const { cause, name } = error as { cause?: { code?: string; message?: string }; name?: string };
  if (name === 'TimeoutError') return 'no answer within 10 s';
  return cause?.code ? `${cause.code}` : (cause?.message ?? (error as Error).message);
}

/** What to do where nothing was reached. */
export function remedyFor(reason: string, root: string): string {
  const { host, hostname, port, protocol } = new URL(root);
  if (/ENOTFOUND|EAI_AGAIN/.test(reason))
    return `no such host is known: check how ${hostname} is written, and the network`;
  if (/ECONNREFUSED|bad port/.test(reason))
    return (
      `nothing listens at port ${port || (protocol === 'https:' ? 443 : 80)}: check the ` +
      'port; is the server running?'
    );
  if (/UND_ERR_SOCKET|HPE_INVALID|ECONNRESET/.test(reason) && protocol === 'http:')
    return `what listens there may speak TLS: try https://${host}`;
  return 'check address, port and network; is the server running?';
}
