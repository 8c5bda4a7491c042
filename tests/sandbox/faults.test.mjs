// What a client meets when a fault was asked for.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { connect, createSandbox, failure, rpc, series, toolbox } from './fixture.mjs';

const {
  OdooAccessError,
  OdooAuthError,
  OdooLockError,
  OdooNetworkError,
  OdooRateLimitError,
  OdooRpcError,
  OdooSessionExpiredError,
  OdooTimeoutError,
  OdooValidationError,
} = toolbox;

/** A client that makes no call twice, so that it meets every fault. */
const unforgiving = (odoo, config) =>
  connect(odoo, 'admin', { protocol: 'jsonrpc', retries: 0, ...config });

/** Logs in, asks for the fault, and answers what the next call rejects with. */
async function met(fault, { odoo = createSandbox(), config } = {}) {
  const client = await unforgiving(odoo, config);
  odoo.failNext(fault);
  return failure(client.searchCount('res.partner', []));
}

const classes = [
  ['refuse', OdooNetworkError, /ECONNREFUSED/],
  ['resetBefore', OdooNetworkError, /ECONNRESET/],
  ['resetMidBody', OdooNetworkError, /other side closed/],
  ['truncate', OdooNetworkError, /other side closed/],
  ['html', OdooNetworkError, /502/],
  ['status', OdooNetworkError, /503/],
  ['redirect', OdooNetworkError, /login\.example\.com/],
  ['otherId', OdooRpcError, /another request/],
  ['poolFull', OdooNetworkError, /500/],
  ['serialization', OdooRpcError, /could not serialize access/],
  ['lock', OdooLockError, /lock/],
  ['error', OdooValidationError, /asked for/],
  [
    { fault: 'error', name: 'odoo.exceptions.AccessError', message: 'Not you.' },
    OdooAccessError,
    /^Not you\. /,
  ],
  [{ fault: 'error', name: 'odoo.http.SessionExpiredException' }, OdooSessionExpiredError, /./],
  [{ fault: 'error', name: 'odoo.exceptions.AccessDenied' }, OdooAccessError, /./],
  [{ fault: 'status', status: 429, retryAfter: 7 }, OdooRateLimitError, /429/],
];

for (const [fault, Class, message] of classes) {
  const name = typeof fault === 'string' ? fault : JSON.stringify(fault);
  test(`${name} is an ${Class.name}`, async () => {
    const error = await met(fault);
    assert.ok(error instanceof Class, `${error.name}: ${error.message}`);
    assert.match(
      `${error.message} ${error.cause?.message} ${error.cause?.cause?.message} ${error.cause?.cause?.code}`,
      message,
    );
  });
}

for (const retryAfter of [7, new Date(2_000_000_000_000).toUTCString()]) {
  test(`Retry-After: ${retryAfter} reaches the program`, async () => {
    const odoo = createSandbox();
    odoo.failNext({ fault: 'status', status: 429, retryAfter });
    const response = await odoo.fetch('/jsonrpc', { method: 'POST', body: '{}' });
    assert.deepEqual(
      [response.status, response.headers.get('retry-after')],
      [429, String(retryAfter)],
    );
  });
}

test('rotateSession sends a new cookie, and the old one still opens', async () => {
  const odoo = createSandbox();
  const login = await odoo.fetch(
    '/web/session/authenticate',
    rpc({ db: 'demo', login: 'demo', password: 'demo' }),
  );
  const cookieOf = (answer) => answer.headers.getSetCookie()[0]?.split(';')[0];
  const old = cookieOf(login);
  const ask = (cookie) =>
    odoo.fetch(
      '/web/session/get_session_info',
      rpc({}, { headers: { 'content-type': 'application/json', cookie } }),
    );
  odoo.failNext({ fault: 'rotateSession', path: '/web/session' });
  const fresh = cookieOf(await ask(old));
  assert.notEqual(fresh, old);
  for (const cookie of [old, fresh])
    assert.equal((await (await ask(cookie)).json()).result.username, 'demo');
});

test('more requests at a time than maxConnections find the pool full, and do nothing', async () => {
  const odoo = createSandbox({ maxConnections: 16, latencyMs: 20 });
  const create = (name) =>
    odoo.fetch(
      '/jsonrpc',
      rpc({
        service: 'object',
        method: 'execute_kw',
        args: ['demo', 2, 'admin', 'res.partner', 'create', [{ name }]],
      }),
    );
  const answers = await Promise.all(Array.from({ length: 100 }, (_, n) => create(`At once ${n}`)));
  const refused = answers.filter(({ status }) => status === 500);
  assert.equal(answers.filter(({ status }) => status === 200).length, 16);
  assert.equal(refused.length, 84);
  assert.match(await refused[0].text(), /The Connection Pool Is Full/);
  assert.equal(odoo.requests.filter(({ reached }) => reached).length, 16);
  assert.equal((await create('Alone')).status, 200);
});

for (const fault of [
  'hangBeforeHeaders',
  'hangAfterHeaders',
  { fault: 'delay', milliseconds: 5_000 },
]) {
  test(`${JSON.stringify(fault)} ends with the client's patience`, async () => {
    assert.ok((await met(fault, { config: { timeoutMs: 500 } })) instanceof OdooTimeoutError);
  });
}

for (const fault of ['drip', 'chunked', 'gzip', { fault: 'delay', milliseconds: 20 }]) {
  test(`${JSON.stringify(fault)} is survived`, async () => {
    const odoo = createSandbox();
    const client = await connect(odoo);
    odoo.failNext(fault);
    const found = await client.searchRead('res.partner', [], { fields: ['name'], limit: 20 });
    assert.equal(found.length, 20);
    assert.equal(odoo.requests.at(-1).fault, fault.fault ?? fault);
  });
}

test('a body of 8 MB is read whole, and is no list of records', async () => {
  const odoo = createSandbox();
  const client = await connect(odoo);
  odoo.failNext('bigBody');
  assert.equal((await client.call('res.partner', 'fields_get')).length, 8_000_000);
  assert.match((await met('bigBody')).message, /was answered with "x{20,}…" instead of a number/);
});

test('a lock is told in the words of each series', async () => {
  const seen = await Promise.all(
    series.map((odoo) => met('lock', { odoo: createSandbox({ odoo }) })),
  );
  assert.deepEqual(
    seen.map((error) => error instanceof OdooRpcError),
    series.map(() => true),
  );
});

describe('a fault', () => {
  test('strikes once, unless more is asked for', async () => {
    const odoo = createSandbox();
    const client = await unforgiving(odoo);
    const outcomes = async (count) => {
      const seen = [];
      for (let call = 0; call < count; call += 1)
        seen.push(
          await client.searchCount('res.partner', []).then(
            () => 'ok',
            () => 'failed',
          ),
        );
      return seen;
    };
    odoo.failNext('refuse');
    assert.deepEqual(await outcomes(2), ['failed', 'ok']);
    odoo.failNext({ fault: 'status', after: 1, count: 2 });
    assert.deepEqual(await outcomes(4), ['ok', 'failed', 'failed', 'ok']);
  });

  test('strikes the calls it is meant for', async () => {
    const odoo = createSandbox();
    const client = await connect(odoo);
    odoo.failNext({
      fault: 'error',
      name: 'odoo.exceptions.AccessError',
      model: 'res.partner',
      method: 'write',
    });
    const id = await client.create('res.partner', { name: 'Ada' });
    assert.ok(
      (await failure(client.write('res.partner', [id], { name: 'Bob' }))) instanceof
        OdooAccessError,
    );
    assert.equal((await client.read('res.partner', [id], ['name']))[0].name, 'Ada');
  });

  test('may strike after the call has done its work', async () => {
    const odoo = createSandbox();
    const client = await connect(odoo);
    odoo.failNext({ fault: 'resetBefore', applyFirst: true, method: 'create' });
    assert.ok(
      (await failure(client.create('res.partner', { name: 'Made all the same' }))) instanceof
        OdooNetworkError,
    );
    assert.equal(await client.searchCount('res.partner', [['name', '=', 'Made all the same']]), 1);
  });

  test('that is none is refused, and what there is is listed', () => {
    const odoo = createSandbox();
    for (const [wrong, words] of [
      [
        'explode',
        /^TypeError: failNext: unknown variant `explode`, expected one of `refuse`, `resetBefore`/,
      ],
      [
        { fault: 'status', statsu: 503 },
        /^TypeError: failNext: unknown field `statsu`, expected one of/,
      ],
      [{}, /^TypeError: failNext: missing field `fault`/],
      [null, /^TypeError: failNext: expected a fault's name, or an object/],
      [503, /^TypeError: failNext: expected a fault's name, or an object/],
    ])
      assert.throws(
        () => odoo.failNext(wrong),
        (error) => words.test(String(error)),
      );
  });
});
