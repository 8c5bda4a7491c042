// Which protocol a client takes, with which credentials, and what each of them asks of the server.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { account, protocols, series, startCombination } from './combinations.mjs';
import { toolbox } from './fixture.mjs';
import { keys, users } from './sandbox.mjs';

const { OdooAuthError, OdooClient, OdooError, OdooRpcError } = toolbox;

/** The error of exactly that class that a promise rejects with. */
const fails = (promise, Class, message) =>
  assert.rejects(promise, (error) => {
    assert.equal(error.constructor, Class, String(error));
    assert.match(error.message, message);
    return true;
  });

for (const number of series) {
  describe(`with Odoo ${number}`, () => {
    const hasJson2 = protocols.json2.includes(number);
    let sandbox;
    before(async () => {
      sandbox = await startCombination(
        { series: number, protocol: 'session' },
        '--two-factor',
        'demo',
      );
    });
    after(() => sandbox?.stop());

    /** A client of that configuration, before any request of its is counted. */
    async function client(config, user = 'admin') {
      await sandbox.forget();
      const { password, ...login } = users[user];
      return new OdooClient({ url: sandbox.url, ...login, ...config });
    }
    const paths = async () => (await sandbox.journal()).requests.map(({ path }) => path);

    test('a password opens a session, in one request, and the calls go there', async () => {
      const one = await client({ password: 'admin' });
      assert.equal(one.protocol, 'auto');
      const session = await one.authenticate();
      assert.equal(one.protocol, 'session');
      assert.deepEqual(await paths(), ['/web/session/authenticate']);
      assert.match(
        session.session_id,
        { 17: /^[0-9a-f]{40}$/, 20: /^[\w-]{86}$/ }[number] ?? /^[\w-]{84}$/,
      );
      assert.match(session.server_version, new RegExp(`^${number}\\.`));
      assert.equal(session.server_version_info[0], Number(number));
      assert.ok(session.company_ids.includes(session.company_id), JSON.stringify(session));
      await one.searchCount('res.partner');
      assert.deepEqual((await paths()).slice(1), ['/web/dataset/call_kw/res.partner/search_count']);
    });

    test('a wrong password is told once', async () => {
      await fails(
        (await client({ password: 'wrong' })).authenticate(),
        OdooAuthError,
        /wrong username or password for user .admin. on database .demo./,
      );
      assert.deepEqual(await paths(), ['/web/session/authenticate']);
    });

    for (const [what, config] of [
      ['apiKey', { apiKey: keys.admin }],
      ['a password that looks like a key', { password: keys.admin }],
    ]) {
      test(`a key goes to ${hasJson2 ? 'JSON-2' : '/jsonrpc, where there is no JSON-2'}: ${what}`, async () => {
        const one = await client(config);
        const session = await one.authenticate();
        assert.equal(one.protocol, hasJson2 ? 'json2' : 'jsonrpc');
        assert.deepEqual(
          [session.username, session.db, session.name.length > 0, session.context.lang],
          ['admin', 'demo', true, 'en_US'],
        );
        const id = await one.create('res.partner', { name: 'By key' });
        assert.deepEqual(await one.read('res.partner', id, ['name']), [{ id, name: 'By key' }]);
        assert.ok((await paths()).every((path) => !path.startsWith('/web/session')));
      });
    }

    test('a wrong key is refused, and is not tried as anything else on a server that has JSON-2', async () => {
      await fails(
        (await client({ apiKey: 'f'.repeat(40) })).authenticate(),
        OdooAuthError,
        /^Authentication failed/,
      );
      if (hasJson2) assert.deepEqual(await paths(), ['/json/2/res.users/context_get']);
    });

    test('a user with a second factor is told that only a key helps, and a key does', async () => {
      await fails(
        (await client({ password: 'demo' }, 'demo')).authenticate(),
        OdooAuthError,
        /two-factor authentication.*API key/s,
      );
      assert.equal(
        (await paths()).filter((path) => path === '/jsonrpc').length,
        0,
        'the password went elsewhere as well',
      );
      const one = await client({ apiKey: keys.demo }, 'demo');
      await one.authenticate();
      assert.equal(one.protocol, hasJson2 ? 'json2' : 'jsonrpc');
      assert.ok((await one.searchCount('res.country')) > 0);
    });

    test('a session takes no key, and says so', async () => {
      await fails(
        (await client({ apiKey: keys.admin, protocol: 'session' })).authenticate(),
        OdooError,
        /has no password/,
      );
      assert.deepEqual(await paths(), []);
      await fails(
        (await client({ password: keys.admin, protocol: 'session' })).authenticate(),
        OdooAuthError,
        /^Authentication failed/,
      );
    });

    test('json2 needs a key: a password is none', async () => {
      const wrong = await client({ password: 'admin', protocol: 'json2' });
      await fails(
        wrong.authenticate(),
        hasJson2 ? OdooAuthError : OdooRpcError,
        hasJson2 ? /refuses the API key.*protocol: 'session'/ : /has no JSON-2 API/,
      );
      await fails((await client({ protocol: 'json2' })).authenticate(), OdooError, /has no apiKey/);
    });

    test(`json2 ${hasJson2 ? 'is there' : 'says that it is not there, since when it is, and what to do'}`, async () => {
      const one = await client({ apiKey: keys.admin, protocol: 'json2' });
      assert.equal(one.protocol, 'json2');
      if (hasJson2) {
        assert.equal((await one.authenticate()).username, 'admin');
        assert.ok((await one.searchCount('res.partner')) > 0);
      } else {
        await fails(
          one.authenticate(),
          OdooRpcError,
          /has no JSON-2 API: Odoo has it from version 19 on.*protocol: 'auto'/,
        );
        assert.equal(one.isAuthenticated(), false);
      }
      assert.ok(
        (await paths()).every(
          (path) => !path.startsWith('/jsonrpc') && !path.startsWith('/web/session'),
        ),
        'it went over another protocol',
      );
    });

    test('a protocol that was asked for is the one that is used', async () => {
      for (const [protocol, of] of Object.entries({ jsonrpc: '/jsonrpc', session: '/web/' })) {
        const one = await client(account(protocol));
        await one.authenticate();
        await one.searchCount('res.partner');
        assert.equal(one.protocol, protocol);
        assert.deepEqual(
          (await paths()).filter((path) => !path.startsWith(of)),
          [],
        );
      }
    });

    test('a logout ends the session on the server, and what is told of it changes nothing', async () => {
      const one = await client({ password: 'admin' });
      const { session_id: cookie } = await one.authenticate();
      const whoIs = async () =>
        (
          await (
            await fetch(`${sandbox.url}/web/session/get_session_info`, {
              method: 'POST',
              headers: { 'content-type': 'application/json', cookie: `session_id=${cookie}` },
              body: '{"params":{}}',
            })
          ).json()
        ).result?.username;
      assert.equal(await whoIs(), 'admin');
      const farewell = one.logout();
      assert.deepEqual([one.isAuthenticated(), one.getSession()], [false, null]);
      assert.equal(await farewell, undefined);
      assert.equal(await whoIs(), undefined);
      assert.ok((await paths()).includes('/web/session/destroy'));
    });

    test('a logout never fails, whatever the server does', async () => {
      for (const fault of ['resetBefore', 'html', 'dropDatabase']) {
        const one = await client({ password: 'admin' });
        await one.authenticate();
        await sandbox.strike({ fault, path: '/web/session/destroy' });
        assert.equal(await one.logout(), undefined);
      }
    });
  });
}

describe('JSON-2', () => {
  let sandbox;
  before(async () => {
    sandbox = await startCombination({ series: '19', protocol: 'json2' });
  });
  after(() => sandbox?.stop());

  const documents = async () =>
    (await sandbox.journal()).requests.filter(({ path }) => path.startsWith('/doc-bearer/'));

  test('needs no username: the key says who that is', async () => {
    const client = new OdooClient({
      url: sandbox.url,
      database: 'demo',
      apiKey: keys.demo,
      protocol: 'json2',
    });
    assert.equal((await client.authenticate()).username, 'demo');
  });

  test('asks for the description of a model only where a name is not known, and once for each model', async () => {
    const client = await sandbox.connect();
    await sandbox.forget();
    const [id] = await client.search('res.partner', [], { limit: 1 });
    await client.read('res.partner', id, ['name']);
    await client.write('res.partner', id, { city: 'Namur' });
    await client.call('res.partner', 'name_search', ['A'], { limit: 1 });
    assert.equal((await documents()).length, 0);
    for (let round = 0; round < 3; round += 1)
      await client.call('res.partner', 'address_get', [[id], ['invoice']]);
    await client.call('res.partner', 'message_subscribe', [[id], [id]]);
    assert.equal((await documents()).length, 1);
  });

  test('where that is not shown, says which argument has no name, and by name it works', async () => {
    const client = await sandbox.connect('portal');
    const id = client.getSession().partner_id;
    await sandbox.forget();
    const unnamed = client.call('res.partner', 'address_get', [[id], ['invoice']]);
    await fails(
      unnamed,
      OdooError,
      /res\.partner\.address_get\(\).*cannot be named.*doc-bearer.*'address_get', \[ids\], \{ name: value \}/s,
    );
    assert.equal((await sandbox.journal()).counts['res.partner.address_get'], undefined);
    assert.equal(
      typeof (await client.call('res.partner', 'address_get', [[id]], { adr_pref: ['invoice'] }))
        .invoice,
      'number',
    );
  });

  test('sends no cookies, and keeps none', async () => {
    const seen = [];
    const double = async (url, init) => {
      seen.push(init.headers);
      return fetch(url, init);
    };
    const client = new OdooClient({
      url: sandbox.url,
      database: 'demo',
      apiKey: keys.admin,
      protocol: 'json2',
      fetch: double,
    });
    await client.authenticate();
    await client.searchCount('res.partner');
    assert.ok(seen.length > 1);
    for (const headers of seen) {
      const names = Object.fromEntries(new Headers(headers));
      assert.equal(names.cookie, undefined);
      assert.equal(names['x-odoo-database'], 'demo');
      assert.equal(names.authorization, `bearer ${keys.admin}`);
    }
  });
});
