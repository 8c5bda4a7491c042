import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { inspect } from 'node:util';
import { toolbox } from './fixture.mjs';
import { fault, http, login, openWire, uid } from './wire.mjs';

const { JsonRpcTransport, OdooAuthError, OdooError, OdooNetworkError, OdooValidationError } =
  toolbox;

describe('JsonRpcTransport', () => {
  test('posts what callRpc is given, to the byte, and resolves to the result', async (t) => {
    const wire = await openWire(t, () => ({ server_version: '19.0' }));
    const transport = new JsonRpcTransport(wire.url, 'shop');
    const params = { service: 'common', method: 'version', args: [] };
    assert.deepEqual(await transport.callRpc('call', params), { server_version: '19.0' });
    await transport.callRpc('other', { zebra: 1, apple: [null] });
    assert.deepEqual(wire.bodies(), [
      '{"jsonrpc":"2.0","method":"call","params":{"service":"common","method":"version","args":[]},"id":1}',
      '{"jsonrpc":"2.0","method":"other","params":{"zebra":1,"apple":[null]},"id":2}',
    ]);
    assert.deepEqual(
      wire.requests.map(({ url, method }) => [method, url]),
      [
        ['POST', '/jsonrpc'],
        ['POST', '/jsonrpc'],
      ],
    );
    assert.match(wire.requests[0].headers['content-type'], /^application\/json/);
  });

  test('counts its ids for itself', async (t) => {
    const wire = await openWire(t);
    const transports = [
      new JsonRpcTransport(wire.url, 'shop'),
      new JsonRpcTransport(wire.url, 'shop'),
    ];
    for (const transport of [...transports, ...transports]) await transport.callRpc('call', {});
    assert.deepEqual(
      wire.requests.map(({ json }) => json.id),
      [1, 1, 2, 2],
    );
  });

  test('needs no login for callRpc', async (t) => {
    const wire = await openWire(t, () => ['shop']);
    assert.deepEqual(
      await new JsonRpcTransport(wire.url, 'shop').callRpc('call', {
        service: 'db',
        method: 'list',
        args: [],
      }),
      ['shop'],
    );
  });

  test('resolves to null where there is no result', async (t) => {
    const wire = await openWire(t, () => http(200, '{"jsonrpc":"2.0","id":1}'));
    assert.equal(await new JsonRpcTransport(wire.url, 'shop').callRpc('call', {}), null);
  });

  test('logs in, calls, tells the session and forgets it', async (t) => {
    const wire = await openWire(t, () => 12);
    const transport = new JsonRpcTransport(wire.url, 'shop');
    assert.equal(transport.getSession(), null);
    await assert.rejects(transport.call('m', 'x'), OdooAuthError);
    assert.equal(wire.requests.length, 0);
    const session = await transport.authenticate(login.username, login.password);
    assert.equal(session.uid, uid);
    assert.equal(session.db, 'shop');
    assert.equal(transport.getSession().uid, uid);
    assert.equal(await transport.call('res.partner', 'search_count', [[]], { limit: 5 }), 12);
    assert.deepEqual(wire.lastCall(), ['res.partner', 'search_count', [[]], { limit: 5 }]);
    await transport.call('m', 'x');
    assert.deepEqual(wire.lastCall(), ['m', 'x', [], {}]);
    transport.logout();
    assert.equal(transport.getSession(), null);
    await assert.rejects(transport.call('m', 'x'), OdooAuthError);
  });

  test('rejects wrong credentials, faults and HTTP errors by their classes', async (t) => {
    let answer = fault('odoo.exceptions.UserError');
    const wire = await openWire(t, () => answer);
    const transport = new JsonRpcTransport(wire.url, 'shop');
    await assert.rejects(transport.authenticate(login.username, 'wrong'), OdooAuthError);
    assert.equal(transport.getSession(), null);
    await assert.rejects(transport.callRpc('call', {}), OdooValidationError);
    answer = http(503);
    await assert.rejects(
      transport.callRpc('call', {}),
      (error) =>
        error.constructor === OdooNetworkError && error.message === 'HTTP 503: Service Unavailable',
    );
  });

  test('knows no safety guard', async (t) => {
    t.after(() => toolbox.setDefaultSafetyContext(null));
    toolbox.setDefaultSafetyContext({ confirm: () => false });
    const wire = await openWire(t);
    const transport = new JsonRpcTransport(wire.url, 'shop');
    await transport.authenticate(login.username, login.password);
    assert.equal(await transport.call('m', 'unlink', [[1]]), true);
  });

  test('normalises its URL', async (t) => {
    const wire = await openWire(t);
    await new JsonRpcTransport(`${wire.url}//?debug=1`, 'shop').callRpc('call', {});
    assert.equal(wire.requests[0].url, '/jsonrpc');
  });

  for (const [what, args] of [
    ['no URL', []],
    ['a URL without a scheme', ['localhost:8069', 'shop']],
    ['a number', [5, 'shop']],
    ['no database', ['http://localhost:8069']],
    ['a database that is no text', ['http://localhost:8069', 5]],
  ]) {
    test(`refuses ${what}`, () => {
      assert.throws(
        () => new JsonRpcTransport(...args),
        (error) => error instanceof TypeError || error instanceof OdooError,
      );
    });
  }

  for (const [what, use, named] of [
    ['a method that is no text', (transport) => transport.callRpc(5, {}), /method/],
    ['a username that is no text', (transport) => transport.authenticate(5, 'x'), /username/],
    ['a missing password', (transport) => transport.authenticate('ada'), /password/],
    ['params that JSON cannot hold', (transport) => transport.callRpc('call', { n: 1n }), /./],
  ]) {
    test(`refuses ${what} before anything is sent`, async (t) => {
      const wire = await openWire(t);
      await assert.rejects(
        async () => use(new JsonRpcTransport(wire.url, 'shop')),
        (error) => {
          assert.ok(error instanceof TypeError || error instanceof OdooError, String(error));
          assert.ok(!(error instanceof OdooNetworkError));
          assert.match(error.message, named);
          return true;
        },
      );
      assert.equal(wire.requests.length, 0);
    });
  }

  test('shows its password nowhere', async (t) => {
    const wire = await openWire(t);
    const transport = new JsonRpcTransport(wire.url, 'shop');
    await transport.authenticate(login.username, login.password);
    for (const text of [
      inspect(transport, { depth: 9, showHidden: true }),
      JSON.stringify(transport),
      String(transport),
    ]) {
      assert.ok(!text.includes(login.password), text);
    }
  });
});
