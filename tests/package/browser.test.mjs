// The installed package in a page, in Chromium: the name redirected by an import map, the page and
// the sandbox of one origin.

import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { chromiumPath } from '../../scripts/setup/browsers.mjs';
import { installed, toolbox } from './fixture.mjs';
import { startSandbox } from './sandbox.mjs';

const pageFolder = fileURLToPath(new URL('browser/', import.meta.url));
const sandbox = await startSandbox(
  '--serve',
  `/page=${pageFolder}`,
  '--serve',
  `/installed=${installed}`,
);

let browser;
let page;
const requests = [];
const complaints = [];

before(async () => {
  browser = await chromium.launch({
    executablePath: chromiumPath(),
    args: ['--headless=new', '--no-sandbox'],
  });
  page = await browser.newPage();
  page.on('request', (request) => requests.push(request.url()));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(`${sandbox.url}/page/index.html`);
  await page.waitForFunction(() => globalThis.toolbox);
});
after(() => browser?.close());
beforeEach(() => complaints.splice(0));

/** Runs `program` in the page with `config`, which logs admin in to the sandbox. */
const inPage = (program) =>
  page.evaluate(
    `(${program})(${JSON.stringify({ url: sandbox.url, database: 'demo', username: 'admin', password: 'admin' })})`,
  );

describe('in a page', () => {
  test('import gives what it gives in Node, under a strict content security policy', async () => {
    assert.deepEqual(
      await page.evaluate(() => Object.keys(globalThis.toolbox).sort()),
      Object.keys(toolbox).sort(),
    );
    assert.deepEqual(complaints, []);
  });

  test('a client logs in, reads, creates, changes and deletes', async () => {
    const seen = await inPage(async (config) => {
      const client = new toolbox.OdooClient(config);
      const session = await client.authenticate();
      const id = await client.create('res.partner', { name: 'Zoë 😀' });
      const [created] = await client.read('res.partner', id, ['name']);
      const written = await client.write('res.partner', [id], { name: 'Zoë' });
      const found = await client.searchRead('res.partner', [['id', '=', id]], ['name']);
      const gone = await client.unlink('res.partner', [id]);
      const count = await client.searchCount('res.partner', [['id', '=', id]]);
      client.logout();
      return {
        uid: session.uid,
        db: session.db,
        created,
        written,
        found,
        gone,
        count,
        id,
        out: client.getSession(),
      };
    });
    const { id } = seen;
    assert.ok(Number.isInteger(id));
    assert.deepEqual(seen, {
      uid: 2,
      db: 'demo',
      created: { id, name: 'Zoë 😀' },
      written: true,
      found: [{ id, name: 'Zoë' }],
      gone: true,
      count: 0,
      id,
      out: null,
    });
  });

  test('errors have their classes', async () => {
    const seen = await inPage(async (config) => {
      const { OdooClient } = toolbox;
      const failure = (promise) =>
        promise.then(
          () => 'none',
          (error) => [error.name, error instanceof toolbox.OdooError, error instanceof Error],
        );
      const client = new OdooClient(config);
      await client.authenticate();
      return [
        await failure(new OdooClient({ ...config, password: 'wrong' }).authenticate()),
        await failure(new OdooClient({ ...config, url: `${config.url}/nowhere` }).authenticate()),
        await failure(new OdooClient(config).search('res.partner')),
        await failure(client.write('res.partner', [99999999], { name: 'x' })),
        await failure(client.call('res.partner', 'no_such_method')),
        await failure(client.search('res.partner', 'no domain')),
      ];
    });
    assert.deepEqual(
      seen.map(([name]) => name),
      [
        'OdooAuthError',
        'OdooNetworkError',
        'OdooAuthError',
        'OdooMissingError',
        'OdooRpcError',
        'TypeError',
      ],
    );
    assert.deepEqual(
      seen.map(([, odoo, plain]) => [odoo, plain]).slice(0, 5),
      Array(5).fill([true, true]),
    );
  });

  test('the safety guard asks before a write', async () => {
    const seen = await inPage(async (config) => {
      const asked = [];
      const client = new toolbox.OdooClient({
        ...config,
        safety: {
          confirm: async (operation) => {
            asked.push(operation.description);
            return false;
          },
        },
      });
      await client.authenticate();
      await client.search('res.partner', [], { limit: 1 });
      const error = await client.unlink('res.partner', [1]).catch((caught) => caught);
      return { asked, name: error.name };
    });
    assert.deepEqual(seen, { asked: ['res.partner.unlink()'], name: 'OdooSafetyError' });
  });

  test('configFromEnv and createClient say clearly that there is no environment', async () => {
    const seen = await inPage(async () => {
      let thrown;
      try {
        toolbox.configFromEnv();
      } catch (error) {
        thrown = error;
      }
      const rejected = await toolbox.createClient().catch((error) => error);
      return [thrown, rejected].map((error) => ({
        name: error.name,
        message: error.message,
        odoo: error instanceof toolbox.OdooError,
      }));
    });
    for (const { name, message, odoo } of seen) {
      assert.equal(name, 'OdooError');
      assert.ok(odoo);
      assert.match(
        message,
        /^Missing environment variables: ODOO_URL, ODOO_DB, ODOO_USER, ODOO_PASSWORD/,
      );
    }
  });

  test('a call that takes too long is aborted', async () => {
    const seen = await inPage(async (config) => {
      const client = new toolbox.OdooClient({ ...config, timeoutMs: 50 });
      const { fetch } = globalThis;
      globalThis.fetch = (url, init) =>
        new Promise((_, fail) =>
          init.signal.addEventListener('abort', () => fail(init.signal.reason)),
        );
      try {
        return await client
          .authenticate()
          .catch((error) => [error.name, error instanceof toolbox.OdooNetworkError]);
      } finally {
        globalThis.fetch = fetch;
      }
    });
    assert.deepEqual(seen, ['OdooTimeoutError', true]);
  });

  test('a note is posted and modules are listed', async () => {
    const seen = await inPage(async (config) => {
      const client = new toolbox.OdooClient(config);
      await client.authenticate();
      const [partner] = await client.search('res.partner', [], { limit: 1 });
      const note = await client.mail.postInternalNote('res.partner', partner, 'From a page');
      const [message] = await client.read('mail.message', note, ['body', 'is_internal']);
      return {
        body: message.body,
        internal: message.is_internal,
        base: await client.modules.isModuleInstalled('base'),
      };
    });
    assert.deepEqual(seen, { body: '<p>From a page</p>', internal: true, base: true });
  });

  test('the password is in no object a page could show', async () => {
    const text = await inPage(async (config) => {
      const client = new toolbox.OdooClient({ ...config, password: 'not-for-show' });
      const error = await client.authenticate().catch((caught) => caught);
      return JSON.stringify([
        client,
        { ...client },
        Object.entries(client),
        error,
        error.message,
        error.stack,
        String(client),
      ]);
    });
    assert.ok(!text.includes('not-for-show'), text);
  });

  test('two copies of the page share nothing', async () => {
    const other = await browser.newPage();
    try {
      await other.goto(`${sandbox.url}/page/index.html`);
      await other.waitForFunction(() => globalThis.toolbox);
      await page.evaluate(() => toolbox.READ_METHODS.add('only_here'));
      assert.equal(await other.evaluate(() => toolbox.inferSafetyLevel('only_here')), 'WRITE');
      assert.equal(await page.evaluate(() => toolbox.inferSafetyLevel('only_here')), 'READ');
    } finally {
      await other.close();
    }
  });

  test("no request left the origin, and only the package's own files were loaded", () => {
    assert.ok(requests.length > 20);
    const foreign = requests.filter(
      (url) => !url.startsWith(`${sandbox.url}/`) && !url.startsWith('data:'),
    );
    assert.deepEqual(foreign, []);
    const loaded = new Set(
      requests.map((url) => new URL(url).pathname).filter((path) => path.startsWith('/installed')),
    );
    assert.deepEqual([...loaded], ['/installed/dist/index.js']);
  });
});
