// What can happen to one request: each fault with what the client is told. `isApplied` says whether
// Odoo did what it was asked before.

const json = { 'content-type': 'application/json' };
const html = { 'content-type': 'text/html; charset=utf-8' };
const page = (title) =>
  `<!doctype html><html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`;

/** So long a client waits for what never comes. */
export const patience = 300;

const reply =
  (status, headers, body = '') =>
  ({ response }) => {
    response.writeHead(status, headers);
    response.end(body);
  };
const replyJson = (status, body) => reply(status, json, JSON.stringify(body));
const later = (milliseconds) =>
  new Promise((done) => {
    setTimeout(done, milliseconds);
  });

/**
 * `answers(protocol)` tells faults after which the client has an answer in the form of the
 * protocol: a lie that nobody can see through where a method may answer anything.
 */
const always = () => true;
const overJson2 = (protocol) => protocol === 'json2';

/** The same whether Odoo did it or not. */
const both = (name, act, more = {}) => [
  { name: `${name}, after it was done`, isApplied: true, act, ...more },
  { name: `${name}, before it was done`, isApplied: false, act, ...more },
];
const undone = (name, act, more = {}) => [{ name, isApplied: false, act, ...more }];
/** The harder half: it was done, and the client is told something else. */
const afterwards = (...fault) => both(...fault).slice(0, 1);
const done = (name, act, more = {}) => [{ name, isApplied: true, act, ...more }];

/** The body of the answer, whether there is a real one or not. */
const bodyOf = ({ real, id }) =>
  real?.body ??
  Buffer.from(JSON.stringify({ jsonrpc: '2.0', id, result: true, padding: 'x'.repeat(500) }));

const connections = [
  ...both('the connection is closed', ({ response }) => response.socket.destroy()),
  ...both('the connection is reset', ({ response }) => response.socket.resetAndDestroy()),
  ...both('the connection is reset among the headers', async ({ response }) => {
    response.socket.write('HTTP/1.1 200 OK\r\nContent-Ty');
    await later(5);
    response.socket.resetAndDestroy();
  }),
  ...both('the connection is reset in the middle of the body', async (context) => {
    const body = bodyOf(context);
    const { socket } = context.response;
    socket.write(
      `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`,
    );
    socket.write(body.subarray(0, body.length >> 1));
    await later(5);
    socket.resetAndDestroy();
  }),
  ...both('the body ends early', async (context) => {
    const body = bodyOf(context);
    const { socket } = context.response;
    socket.end(
      `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body.subarray(0, body.length >> 1)}`,
    );
  }),
  ...both('half of the JSON comes as if it were all', (context) => {
    const body = bodyOf(context);
    reply(200, json, body.subarray(0, body.length >> 1))(context);
  }),
  ...both('what comes is no HTTP', ({ response }) =>
    response.socket.end('SSH-2.0-OpenSSH_9.6\r\n'),
  ),
  ...both('nothing is ever answered', () => {}, { hangs: true }),
  ...both(
    'the headers come and the body never',
    ({ response }) => {
      response.writeHead(200, json);
      response.flushHeaders();
    },
    { hangs: true },
  ),
  ...both(
    'half of the body comes and the rest never',
    (context) => {
      const body = bodyOf(context);
      context.response.writeHead(200, { ...json, 'content-length': body.length });
      context.response.write(body.subarray(0, body.length >> 1));
    },
    { hangs: true },
  ),
  ...undone(
    'it is done long after the client gave up',
    async ({ apply, cell }) => {
      await cell.track(later(patience + 150).then(apply));
    },
    { hangs: true },
  ),
  ...done('the answer comes late', async (context) => {
    await later(60);
    reply(200, context.real.headers, context.real.body)(context);
  }),
  ...done('the answer comes in drops', async ({ response, real }) => {
    response.writeHead(real.status, { 'content-type': real.headers['content-type'] });
    for (let at = 0; at < real.body.length; at += 64) {
      response.write(real.body.subarray(at, at + 64));
      await later(1);
    }
    response.end();
  }),
];

/** What a runtime's own fetch throws: `sent` says whether the request was on its way. */
const thrown = (name, cause, isApplied) => ({
  name,
  isApplied,
  fetch: () => {
    throw Object.assign(new TypeError('fetch failed'), {
      cause: Object.assign(new Error(`${cause.syscall ?? ''} ${cause.code}`), cause),
    });
  },
});

const fetches = [
  thrown(
    'the connection is refused',
    { code: 'ECONNREFUSED', syscall: 'connect', errno: -111 },
    false,
  ),
  thrown(
    'the host is not found',
    { code: 'ENOTFOUND', syscall: 'getaddrinfo', hostname: 'odoo.example' },
    false,
  ),
  thrown('the name server does not answer', { code: 'EAI_AGAIN', syscall: 'getaddrinfo' }, false),
  thrown('the host is unreachable at connect', { code: 'EHOSTUNREACH', syscall: 'connect' }, false),
  thrown(
    'the host becomes unreachable on a live connection',
    { code: 'EHOSTUNREACH', syscall: 'read' },
    true,
  ),
  thrown(
    'the network becomes unreachable on a live connection',
    { code: 'ENETUNREACH', syscall: 'write' },
    true,
  ),
  thrown('a refusal without the call it came from', { code: 'ECONNREFUSED' }, true),
  thrown('the runtime gives up waiting for headers', { code: 'UND_ERR_HEADERS_TIMEOUT' }, true),
  thrown('the other side closes its end', { code: 'UND_ERR_SOCKET' }, true),
  thrown('a pipe breaks', { code: 'EPIPE', syscall: 'write' }, true),
];

const statuses = [
  ...[403, 500, 502, 503, 504].flatMap((status) =>
    both(`a page with status ${status}`, reply(status, html, page(`${status}`))),
  ),
  ...[202, 400, 408, 409, 413, 422, 425, 499, 524].flatMap((status) =>
    afterwards(`a page with status ${status}`, reply(status, html, page(`${status}`))),
  ),
  ...[404, 401].flatMap((status) =>
    both(
      `a proxy's page with status ${status}`,
      reply(status, { ...html, server: 'nginx' }, page(`${status} of nginx`)),
    ),
  ),
  ...afterwards('a status 204 and nothing', reply(204, {})),
  ...both('a status 503 that says when to come again', reply(503, { 'retry-after': '0' })),
  ...undone('a status 429 that says when to come again', reply(429, { 'retry-after': '0' })),
  ...undone('a status 429', reply(429, html, page('Too Many Requests'))),
];

/** JSON that is not Odoo's. */
const strangers = [
  [504, { name: 'GatewayTimeout', message: 'upstream took too long' }],
  [502, { name: 'BadGateway', message: 'no', arguments: [] }],
  [503, { message: 'Service Unavailable', request_id: 'x' }],
  [504, { name: 'gateway.Timeout', message: 'x', arguments: ['x'], debug: 'at line 1' }],
  [500, { error: 'internal' }],
  [400, { error: { code: 400, message: 'Bad Request' } }],
  [422, { detail: [{ loc: ['body'], msg: 'x' }] }],
  [404, { error: 'not_found' }],
  [401, { error: 'invalid_token' }],
  [200, { error: { code: 504 } }],
  [200, { error: { code: 504, message: 'Gateway Timeout', data: {} } }],
  [200, { error: 'upstream' }],
  [
    200,
    {
      jsonrpc: '2.0',
      error: {
        code: 502,
        message: 'x',
        data: { name: 'odoo.exceptions.UserError', message: 'x', arguments: ['x'], debug: '' },
      },
    },
  ],
  [200, {}],
  [200, null],
  [200, false],
  [200, ''],
  [200, 'ok'],
  [200, []],
  [200, [null]],
  [200, { status: 'captive portal' }],
  [200, { result: null }],
  [200, { result: {} }],
];

const bodies = [
  ...strangers.flatMap(([status, body]) =>
    afterwards(`status ${status} with ${JSON.stringify(body)}`, replyJson(status, body)),
  ),
  ...[
    {},
    null,
    false,
    '',
    [],
    [null, null],
    [false, false],
    ['1', '2'],
    [0, -1],
    [{ id: 1 }, { id: 2 }],
    { ids: [null, null], messages: [] },
    { ids: false, messages: [] },
  ].flatMap((result) =>
    (JSON.stringify(result).length < 10 ? both : afterwards)(
      `the result ${JSON.stringify(result)}`,
      (context) => {
        // With the envelope of the protocol, as if Odoo itself had said so.
        replyJson(
          200,
          context.protocol === 'json2' ? result : { jsonrpc: '2.0', id: context.id, result },
        )(context);
      },
      { answers: always },
    ),
  ),
  ...both(
    'an envelope without a result',
    ({ id, ...context }) => replyJson(200, { jsonrpc: '2.0', id })(context),
    { answers: always },
  ),
  ...afterwards(
    'the answer to another question',
    (context) => replyJson(200, { jsonrpc: '2.0', id: 987_654, result: [1] })(context),
    { answers: overJson2 },
  ),
  ...afterwards(
    'a result and an error',
    (context) =>
      replyJson(200, {
        jsonrpc: '2.0',
        id: context.id,
        result: [1],
        error: { code: 1, message: 'x' },
      })(context),
    { answers: overJson2 },
  ),
  ...afterwards('a page to log in at', reply(200, html, page('Log in'))),
  ...afterwards('a page as JSON', reply(200, json, page('Log in'))),
  ...afterwards('nothing at all', reply(200, json, '')),
  ...afterwards(
    'what is no gzip as gzip',
    reply(200, { ...json, 'content-encoding': 'gzip' }, 'no gzip'),
  ),
  ...afterwards('bytes that are no UTF-8', reply(200, json, Buffer.from([0x22, 0xff, 0xfe, 0x22]))),
];

/** Where redirects lead: by the origin of the client's url, and what comes behind it. */
const targets = {
  'the same origin': ({ own }) => `${own}/elsewhere`,
  'another origin': ({ foreign, cell, path }) => `${foreign.url}/${cell.name}${path}`,
  'a dead port': ({ path }) => `http://127.0.0.1:1${path}`,
  'an unknown host': ({ path }) => `http://odoo.invalid${path}`,
  itself: ({ own, path }) => `${own}${path}`,
};

/**
 * All five kinds, met after the request was done, which a client that goes there would do once
 * more; one of them also before.
 */
const redirects = Object.entries(targets).flatMap(([name, to]) =>
  [301, 302, 303, 307, 308].flatMap((status) =>
    (status === 307 ? both : done)(`a redirect ${status} to ${name}`, (context) =>
      reply(status, { location: to(context) })(context),
    ),
  ),
);

/** What Odoo itself says: it has taken back what it had begun. */
const exception =
  (name, { status = 500, code = 0, message = 'It was refused.' } = {}) =>
  (context) => {
    const data = {
      name,
      message,
      arguments: [message],
      context: {},
      debug: 'Traceback (most recent call last):\n  …\n',
    };
    if (context.protocol === 'json2') replyJson(status, data)(context);
    else
      replyJson(200, {
        jsonrpc: '2.0',
        id: context.id,
        error: { code, message: 'Odoo Server Error', data },
      })(context);
  };

const exceptions = [
  ['odoo.exceptions.UserError', { status: 422 }],
  ['odoo.exceptions.ValidationError', { status: 422 }],
  ['odoo.exceptions.AccessError', { status: 403 }],
  ['odoo.exceptions.AccessDenied', { status: 403 }],
  ['odoo.exceptions.MissingError', { status: 404 }],
  ['odoo.exceptions.LockError', { status: 409 }],
  ['odoo.exceptions.RedirectWarning'],
  ['builtins.ValueError'],
  ['builtins.KeyError', { message: 'nme' }],
  ['builtins.TypeError', { status: 422, message: 'missing a required argument' }],
  [
    'psycopg2.errors.SerializationFailure',
    { message: 'could not serialize access due to concurrent update\n' },
  ],
  ['psycopg2.errors.NotNullViolation'],
  ['odoo.http.SessionExpiredException', { status: 403, code: 100, message: 'Session expired' }],
  ['odoo.http.session.CheckIdentityException', { status: 403, code: 100 }],
].flatMap(([name, more]) => undone(`Odoo raises ${name}`, exception(name, more)));

export const faults = [
  ...connections,
  ...fetches,
  ...statuses,
  ...bodies,
  ...redirects,
  ...exceptions,
  ...undone(
    "every connection to Odoo's database is taken",
    reply(
      500,
      html,
      '<!doctype html>\n<title>500 Internal Server Error</title>\n<h1>Internal Server Error</h1>\n<p>The Connection Pool Is Full</p>',
    ),
  ),
  ...both(
    'Odoo loses its database',
    exception('psycopg2.OperationalError', {
      message: 'server closed the connection unexpectedly',
    }),
  ),
];
