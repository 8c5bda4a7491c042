// Every fault of the sandbox, and what becomes of a read and of a create that meet it.

/**
 * A row: the rule, and
 * - `read`: what a read that meets it again and again ends as, the name of an error class or
 *   'answered';
 * - `passes`: whether a read that meets it once is answered all the same;
 * - `create`: what a create that meets it once ends as;
 * - `made`: how many records there are then;
 * - `sent`: how often the create was sent (1);
 * - for a protocol by its name, what is different there.
 */
const network = { read: 'OdooNetworkError', passes: true, create: 'OdooNetworkError', made: 0 };
const answered = { read: 'answered', passes: true, create: 'answered', made: 1 };
const silent = { read: 'OdooTimeoutError', passes: false, create: 'OdooTimeoutError' };
const refusedBy = (name) => ({ read: name, passes: false, create: name, made: 0 });

/** An answer that is none: what it says of a write may not be so. */
const nonsense = { read: 'OdooRpcError', passes: false, create: 'OdooRpcError', made: 0 };

export const troubles = [
  [{ fault: 'refuse' }, network],
  [{ fault: 'resetBefore' }, network],
  [{ fault: 'resetMidBody' }, { ...network, made: 1 }],
  [{ fault: 'truncate' }, { ...network, made: 1 }],
  [{ fault: 'hangBeforeHeaders' }, { ...silent, made: 0 }],
  [{ fault: 'hangAfterHeaders' }, { ...silent, made: 1 }],
  [{ fault: 'drip' }, answered],
  [{ fault: 'chunked' }, answered],
  [{ fault: 'gzip' }, answered],
  [{ fault: 'delay', milliseconds: 150 }, answered],
  [{ fault: 'bigBody', megabytes: 1 }, nonsense],
  [{ fault: 'html', status: 200 }, network],
  [{ fault: 'html', status: 400 }, refusedBy('OdooNetworkError')],
  [{ fault: 'html', status: 401 }, refusedBy('OdooNetworkError')],
  [{ fault: 'html', status: 403 }, refusedBy('OdooNetworkError')],
  [{ fault: 'html', status: 404 }, refusedBy('OdooNetworkError')],
  [{ fault: 'html', status: 413 }, refusedBy('OdooNetworkError')],
  [{ fault: 'html', status: 500 }, refusedBy('OdooNetworkError')],
  [{ fault: 'html', status: 502 }, network],
  [{ fault: 'html', status: 503 }, network],
  [{ fault: 'html', status: 504 }, network],
  [{ fault: 'status', status: 503 }, network],
  [{ fault: 'status', status: 503, retryAfter: 1 }, network],
  // The server says that it did nothing: whatever was asked may be asked again.
  [
    { fault: 'status', status: 429 },
    { read: 'OdooRateLimitError', passes: true, create: 'answered', made: 1, sent: 2 },
  ],
  [
    { fault: 'status', status: 429, retryAfter: 1 },
    { read: 'OdooRateLimitError', passes: true, create: 'answered', made: 1, sent: 2 },
  ],
  [
    {
      fault: 'body',
      status: 504,
      body: { name: 'GatewayTimeout', message: 'The upstream took too long' },
    },
    network,
  ],
  [{ fault: 'result', value: {} }, nonsense],
  [{ fault: 'result', value: null }, nonsense],
  [{ fault: 'body', body: { error: { code: 504, message: 'Gateway Timeout' } } }, nonsense],
  ...[301, 302, 303, 307, 308].map((status) => [
    { fault: 'redirect', status, location: '/web/login' },
    refusedBy('OdooNetworkError'),
  ]),
  [{ fault: 'redirect', location: 'https://login.example.com/' }, refusedBy('OdooNetworkError')],
  [{ fault: 'rotateSession' }, answered],
  [
    { fault: 'dropSession' },
    { ...answered, session: { read: 'OdooSessionExpiredError', sent: 2 } },
  ],
  [
    { fault: 'dropDatabase' },
    {
      ...refusedBy('OdooRpcError'),
      // A page of Odoo's own; and by the time that the session is looked at, the database is back.
      session: refusedBy('OdooNetworkError'),
      json2: refusedBy('OdooNetworkError'),
    },
  ],
  [{ fault: 'otherId' }, { ...refusedBy('OdooRpcError'), made: 1, json2: answered }],
  [{ fault: 'poolFull' }, network],
  [
    { fault: 'serialization' },
    { read: 'OdooRpcError', passes: true, create: 'OdooRpcError', made: 0 },
  ],
  [{ fault: 'lock' }, { read: 'OdooLockError', passes: true, create: 'OdooLockError', made: 0 }],
  [{ fault: 'error' }, refusedBy('OdooValidationError')],
  [{ fault: 'error', name: 'odoo.exceptions.AccessError' }, refusedBy('OdooAccessError')],
  [
    { fault: 'error', name: 'odoo.exceptions.AccessDenied', message: 'Access Denied' },
    refusedBy('OdooAccessError'),
  ],
  [
    { fault: 'error', name: 'psycopg2.errors.DeadlockDetected', message: 'deadlock detected' },
    { read: 'OdooRpcError', passes: true, create: 'OdooRpcError', made: 0 },
  ],
];

/** What is expected over a protocol. */
export function expectedOver(protocol, row) {
  const { session, jsonrpc, json2, ...common } = row;
  return { sent: 1, ...common, ...{ session, jsonrpc, json2 }[protocol] };
}
