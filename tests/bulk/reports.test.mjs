// Reports: over the protocol that has them, and when something goes wrong.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { series } from '../package/combinations.mjs';
import { startSandbox, users } from '../package/sandbox.mjs';
import { bulk, connect, failure } from './fixture.mjs';

const { OdooClient, OdooAuthError, OdooError, OdooNetworkError, OdooTimeoutError, report } = bulk;

/** The paths that were asked for since `forget` of them. */
const since = ({ requests }, count) => requests.slice(count).map(({ path }) => path);

describe('report', () => {
  const invoice = 'account.report_invoice';
  const path = (ids) => `/report/pdf/${invoice}/${ids}`;
  const invoices = (client) =>
    client.search('account.move', [['state', '=', 'posted']], { order: 'id' });
  const latin1 = (bytes) => Buffer.from(bytes).toString('latin1');

  for (const number of series) {
    test(`Odoo ${number}: is a PDF of the records`, async () => {
      const { client, odoo } = await connect({ series: number });
      const ids = await invoices(client);
      const names = (await client.read('account.move', ids, ['display_name'])).map(
        ({ display_name: name }) => name,
      );
      const count = odoo.requests.length;
      const pdf = await report(client, invoice, ids);
      assert.ok(pdf instanceof Uint8Array && pdf.includes(0xe2), 'bytes that are no UTF-8');
      assert.match(latin1(pdf), /^%PDF-1\.\d\n[^]*%%EOF\n$/);
      assert.ok(names.length > 1);
      for (const name of names)
        assert.ok(latin1(pdf).includes(name.replaceAll(/[()]/g, '\\$&')), name);
      assert.match(latin1(await report(client, invoice, ids[0])), /\/Count 1 /);
      assert.deepEqual(
        odoo.requests.slice(count).map(({ verb, path: asked, status }) => [verb, asked, status]),
        [
          ['GET', path(ids.join(',')), 200],
          ['GET', path(ids[0]), 200],
        ],
      );
    });

    test(`Odoo ${number}: renews the session that has ended`, async () => {
      const { client, odoo } = await connect({ series: number });
      const [id] = await invoices(client);
      const before = client.getSession().session_id;
      odoo.failNext({ fault: 'dropSession', path: '/report' });
      const count = odoo.requests.length;
      assert.match(latin1(await report(client, invoice, id)), /^%PDF/);
      assert.notEqual(client.getSession().session_id, before);
      const call = '/web/dataset/call_kw/res.users/context_get';
      // A look whether the session is gone, a new login, and the report again.
      assert.deepEqual(since(odoo, count), [path(id), call, '/web/session/authenticate', path(id)]);
    });
  }

  test('over a socket: is the bytes it is, and the session is renewed', async () => {
    const sandbox = await startSandbox('--odoo', '18', '--control');
    const client = await sandbox.connect({ ...users.admin, protocol: 'session' });
    const [id] = await invoices(client);
    const pdf = await report(client, invoice, id);
    await sandbox.strike({ fault: 'dropSession', path: '/report' });
    const printed = await Promise.all([report(client, invoice, id), report(client, invoice, id)]);
    for (const again of printed) assert.deepEqual(again, pdf);
    const { counts, requests } = await sandbox.journal();
    assert.equal(
      requests.filter(({ path: asked }) => asked === '/web/session/authenticate').length,
      2,
      JSON.stringify(counts),
    );
    await sandbox.stop();
  });

  test('finds the session gone where there are several databases', async () => {
    const { client, odoo } = await connect({ databases: ['demo', 'other'] });
    const [id] = await invoices(client);
    odoo.failNext({ fault: 'dropSession', path: '/report' });
    assert.match(latin1(await report(client, invoice, id)), /^%PDF/);
  });

  test('ends where the session has ended and nobody may renew it', async () => {
    const { client, odoo } = await connect();
    const [id] = await invoices(client);
    await client.write('res.users', client.getSession().uid, { password: 'another' });
    odoo.failNext({ fault: 'dropSession', path: '/report' });
    const error = await failure(report(client, invoice, id));
    assert.ok(error instanceof OdooAuthError, `${error}`);
    assert.equal(client.isAuthenticated(), false);
  });

  test('takes the contexts of client and call along, as they are', async () => {
    const { odoo } = await connect();
    const urls = [];
    const fetch = (url, init) => {
      urls.push(String(url));
      return odoo.fetch(url, init);
    };
    const client = new OdooClient({
      url: odoo.url,
      fetch,
      ...users.admin,
      protocol: 'session',
      context: { tz: 'Europe/Brussels' },
    });
    await client.authenticate();
    const [id] = await invoices(client);
    const context = { lang: 'en_US', note: 'a & b + c #1 100% é' };
    await report(client.withContext({ allowed_company_ids: [1] }), invoice, id, { context });
    const url = new URL(urls.at(-1));
    assert.equal(url.pathname, path(id));
    assert.deepEqual(JSON.parse(url.searchParams.get('context')), {
      tz: 'Europe/Brussels',
      allowed_company_ids: [1],
      ...context,
    });
  });

  for (const protocol of ['jsonrpc', 'json2']) {
    test(`is refused over ${protocol}, before anything is sent`, async () => {
      const { client, odoo } = await connect({ protocol });
      const count = odoo.requests.length;
      const error = await failure(report(client, invoice, 1));
      assert.deepEqual([error.constructor, error.protocol], [OdooError, protocol]);
      assert.match(
        error.message,
        /^Reports exist only over the web session, .*protocol: 'session'$/,
      );
      assert.equal(odoo.requests.length, count);
    });
  }

  test('wants a login', async () => {
    const { odoo } = await connect();
    const client = new OdooClient({
      url: odoo.url,
      fetch: odoo.fetch,
      ...users.admin,
      protocol: 'session',
    });
    const count = odoo.requests.length;
    assert.ok((await failure(report(client, invoice, 1))) instanceof OdooAuthError);
    assert.equal(odoo.requests.length, count);
  });

  test('refuses wrong arguments before anything is sent', async () => {
    const { client, odoo } = await connect();
    const count = odoo.requests.length;
    for (const [name, ids, message] of [
      [
        '',
        1,
        /^Invalid reportName: expected the technical name of a report, such as 'account\.report_invoice', got ""$/,
      ],
      ['..', 1, /^Invalid reportName: /],
      ['account.report/../../web', 1, /^Invalid reportName: /],
      ['account.report?x', 1, /^Invalid reportName: /],
      [invoice, [], /^Invalid ids: expected the id of a record, or a list of ids, got a list$/],
      [invoice, '1', /^Invalid ids: .* got "1"$/],
      [invoice, [1, 0], /^Invalid ids: /],
    ]) {
      const error = await failure(report(client, name, ids));
      assert.ok(error instanceof TypeError, `${error}`);
      assert.match(error.message, message);
    }
    assert.equal(odoo.requests.length, count);
  });

  test('says what came of a report or a record that does not exist, and the session is still good', async () => {
    const { client, odoo } = await connect();
    const [id] = await invoices(client);
    for (const [name, ids, status] of [
      ['account.report_nothing', id, 500],
      [invoice, 999_999, 500],
    ]) {
      const error = await failure(report(client, name, ids));
      assert.deepEqual(
        [error.constructor, error.status, error.model, error.protocol, error.reason],
        [OdooError, status, 'ir.actions.report', 'session', 'server'],
      );
      assert.match(
        error.message,
        new RegExp(
          `^The report ${name.replaceAll('.', '\\.')} was not printed: HTTP ${status}: .*\\. What to do: `,
        ),
      );
    }
    assert.ok(client.isAuthenticated());
    assert.equal(
      odoo.requests.filter(({ path: asked }) => asked === '/web/session/authenticate').length,
      1,
    );
  });

  test('says what came instead of a PDF', async () => {
    const { odoo } = await connect();
    const pdf = Buffer.from('%PDF-1.4 and so on');
    const html = { headers: { 'content-type': 'text/html; charset=utf-8' } };
    for (const [make, words] of [
      [
        () => new Response('<html>maintenance</html>', html),
        /HTTP 200, but the answer is text\/html; charset=utf-8 and no PDF\. What to do: /,
      ],
      [() => new Response(pdf, html), /HTTP 200, but the answer is text\/html/],
      [
        () => new Response('abc', { headers: { 'content-type': 'application/pdf' } }),
        /HTTP 200, but the answer is application\/pdf and no PDF/,
      ],
      [
        () =>
          Object.defineProperty(new Response('<form>', html), 'url', {
            value: 'https://odoo.test/web/login?redirect=x',
          }),
        /leads to its login page although/,
      ],
    ]) {
      const fetch = (url, init) =>
        new URL(url).pathname.startsWith('/report/') ? make() : odoo.fetch(url, init);
      const client = new OdooClient({ url: odoo.url, fetch, ...users.admin, protocol: 'session' });
      await client.authenticate();
      const error = await failure(report(client, invoice, 1));
      assert.deepEqual([error.constructor, error.status], [OdooError, 200]);
      assert.match(error.message, words);
      assert.equal(error.reason, /login page/.test(error.message) ? 'loginPage' : 'network');
    }
  });

  test('is printed again when it was cut off on the way, as far as the client may try again', async () => {
    const { client, odoo } = await connect({}, { retries: 1 });
    const [id] = await invoices(client);
    for (const fault of ['truncate', 'resetMidBody', 'resetBefore']) {
      odoo.failNext({ fault, path: '/report' });
      assert.match(latin1(await report(client, invoice, id)), /%%EOF\n$/);
      odoo.failNext({ fault, path: '/report', count: 2 });
      const error = await failure(report(client, invoice, id));
      assert.equal(error.constructor, OdooNetworkError);
      if (fault === 'resetBefore') {
        // No answer came: it says what that of any call says.
        assert.deepEqual(
          [error.transient, error.status, error.reason],
          [true, undefined, 'network'],
        );
        assert.match(error.message, /^Cannot reach /);
      } else
        assert.equal(error.message, `The report ${invoice} was not printed: the answer broke off`);
    }
  });

  test('ends with the signal and with its time', async () => {
    const { client, odoo } = await connect();
    const [id] = await invoices(client);
    const reason = new Error('enough');
    for (const fault of ['hangBeforeHeaders', 'hangAfterHeaders']) {
      odoo.failNext({ fault, path: '/report', count: 2 });
      const controller = new AbortController();
      const printing = failure(report(client, invoice, id, { signal: controller.signal }));
      setTimeout(() => controller.abort(reason), 5);
      assert.equal(await printing, reason);
      const error = await failure(report(client, invoice, id, { timeoutMs: 10 }));
      assert.equal(error.constructor, OdooTimeoutError);
    }
  });

  test('is a read to the safety guard, and a request to the hooks', async () => {
    const told = [];
    const asked = [];
    const { client } = await connect(
      {},
      {
        safety: {
          confirm: (operation) => {
            asked.push(operation);
            return false;
          },
        },
        onRequest: (info) => told.push(info),
        onResponse: ({ path: where, status }) => told.push({ path: where, status }),
      },
    );
    const [id] = await invoices(client);
    told.length = 0;
    await report(client, invoice, id);
    const request = {
      protocol: 'session',
      model: 'ir.actions.report',
      method: 'render_qweb_pdf',
      path: path(id),
      attempt: 1,
    };
    assert.deepEqual(told, [request, { path: path(id), status: 200 }]);
    assert.deepEqual(asked, []);
  });

  test('waits in the queue like any call', async () => {
    const { odoo } = await connect({ latencyMs: 5 });
    let [underWay, most] = [0, 0];
    const fetch = async (url, init) => {
      underWay += 1;
      most = Math.max(most, underWay);
      return odoo.fetch(url, init).finally(() => {
        underWay -= 1;
      });
    };
    const client = new OdooClient({
      url: odoo.url,
      fetch,
      ...users.admin,
      protocol: 'session',
      maxConcurrent: 2,
    });
    await client.authenticate();
    const [id] = await invoices(client);
    await Promise.all(Array.from({ length: 6 }, () => report(client, invoice, id)));
    assert.equal(most, 2);
  });

  test('is no call: one that a program overrides sees nothing of it, and no option asks for a page', async () => {
    const { client, odoo } = await connect();
    const [id] = await invoices(client);
    const called = [];
    client.call = async (...args) => void called.push(args);
    assert.match(latin1(await report(client, invoice, id)), /^%PDF/);
    assert.deepEqual(called, []);
    delete client.call;
    const count = odoo.requests.length;
    const ids = await client.call('res.partner', 'search', [[]], { limit: 1 }, { page: path(id) });
    assert.equal(ids.length, 1);
    assert.deepEqual(since(odoo, count), ['/web/dataset/call_kw/res.partner/search']);
  });

  test('says that a client of another make knows no pages', async () => {
    const error = await failure(report({ call: async () => ({}) }, invoice, 1));
    assert.equal(error.constructor, OdooError);
    assert.match(
      error.message,
      /^Only an OdooClient of this package prints reports, .*\. What to do: /,
    );
    assert.equal(error.model, 'ir.actions.report');
  });
});
