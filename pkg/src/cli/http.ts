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

/** The databases of a server, where it lists them. */
export async function databasesOf(root: string): Promise<string[] | undefined> {
  try {
    const list = resultOf(await ask(`${root}/web/database/list`, rpc()));
    return Array.isArray(list)
      ? list.filter((name): name is string => typeof name === 'string')
      : undefined;
  } catch {
    return undefined;
  }
}

/** Why a request failed, in words. */
export function reasonOf(error: unknown): string {
  const { cause, name } = error as { cause?: { code?: string; message?: string }; name?: string };
  if (name === 'TimeoutError') return 'no answer within 10 s';
  return cause?.code ? `${cause.code}` : (cause?.message ?? (error as Error).message);
}
