// The choice of protocol: what each asks for, what the page shows of it, and how long calls take
// over each.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEMO_KEYS } from '../../www/js/demo-keys.js';
import { connectAs, demo, PHONE, rows } from './demo.mjs';

const open = demo();
const openOld = demo(['--odoo', '18']);

const connectButton = (page) => page.getByRole('button', { name: 'Connect', exact: true });
const protocol = (page, name) => page.getByRole('radio', { name, exact: true });
const times = (page) => page.getByRole('region', { name: 'Call times by protocol' });
const showCalls = (page) => page.getByRole('tab', { name: /^Calls/ }).click();
const shownCalls = (page) =>
  page
    .getByRole('list', { name: 'Calls, newest first' })
    .getByRole('listitem')
    .filter({ has: page.locator('summary') });

/** The rows of the table of call times, as texts by the name of the protocol. */
async function timesTable(page) {
  const table = times(page).getByRole('table', { name: 'Call times by protocol' });
  const lines = await table.getByRole('row').all();
  const found = {};
  for (const line of lines.slice(1)) {
    const name = await line.getByRole('rowheader').innerText();
    found[name.replace(/\s*in use$/, '')] = (await line.getByRole('cell').allInnerTexts()).map(
      (text) => text.trim(),
    );
  }
  return found;
}

/** What the session panel says, by the terms of its list. */
async function sessionFacts(page) {
  await page.getByRole('button', { name: /^Session of/ }).click();
  const panel = page.getByRole('complementary', { name: 'Session' });
  const [terms, values] = [
    await panel.locator('dt').allInnerTexts(),
    await panel.locator('dd').allInnerTexts(),
  ];
  await page.keyboard.press('Escape');
  return Object.fromEntries(terms.map((term, at) => [term, values[at]]));
}

async function logOut(page) {
  await page.getByRole('button', { name: /^Session of/ }).click();
  await page.getByRole('button', { name: 'Log out' }).click();
  await connectButton(page).waitFor();
}

/** A time of the table in milliseconds. */
const milliseconds = (text) => Number.parseFloat(text) * (/\ds$|\d s$/.test(text) ? 1000 : 1);

for (const [choice, { shown, path, cookies }] of Object.entries({
  Auto: { shown: '/jsonrpc, chosen by the client', path: '/jsonrpc', cookies: 0 },
  'Web session': {
    shown: 'Web session',
    path: '/web/dataset/call_kw/res.partner/search_read',
    cookies: 1,
  },
  '/jsonrpc': { shown: '/jsonrpc', path: '/jsonrpc', cookies: 0 },
  'JSON-2': { shown: 'JSON-2', path: '/json/2/res.partner/search_read', cookies: 0 },
})) {
  test(`over ${choice} a visitor signs in and reads, and the page says over what`, async () => {
    const { page, close } = await open();
    await protocol(page, choice).check();
    await connectAs(page, 'demo');
    assert.ok((await rows(page).count()) > 10);
    const facts = await sessionFacts(page);
    assert.equal(facts.Username, 'demo');
    assert.equal(facts.Protocol, shown);
    assert.equal((await page.context().cookies()).length, cookies);

    await showCalls(page);
    const name = shown.split(',')[0];
    for (const text of await shownCalls(page).allInnerTexts()) assert.ok(text.includes(name), text);
    const read = shownCalls(page).filter({ hasText: 'search_read' });
    await read.locator('summary').click();
    assert.match(
      await read.getByRole('list', { name: 'Requests' }).innerText(),
      new RegExp(`${path}\\s+HTTP 200`),
    );
    const table = await timesTable(page);
    assert.deepEqual(Object.keys(table), [name]);
    const [most, median, half, calls] = table[name];
    assert.ok(milliseconds(median) > 0, median);
    for (const range of [most, half]) assert.match(range, /^[\d.]+( m?s)? – [\d.]+ m?s$/);
    assert.equal(calls, '3', 'fields_get, search_read, search_count');
    await close();
  });
}

test('each protocol is explained in a sentence that belongs to its button, and asks for what it takes', async () => {
  const { page, close } = await open(PHONE);
  const password = page.getByLabel('Password', { exact: false });
  const key = page.getByLabel('API key', { exact: true });
  for (const [name, sentence, wantsKey] of [
    ['Auto', /The client chooses/, false],
    ['Web session', /cookie/, false],
    ['/jsonrpc', /every call/, false],
    ['JSON-2', /API key.*version 19/, true],
  ]) {
    await page.locator('.protocols label').filter({ hasText: name }).tap();
    assert.ok(await protocol(page, name).isChecked());
    const description = await protocol(page, name).evaluate(
      (radio) => document.getElementById(radio.getAttribute('aria-describedby')).innerText,
    );
    assert.match(description, sentence);
    assert.equal(await page.locator('.protocols .hint:visible').innerText(), description);
    assert.equal(await key.isVisible(), wantsKey);
    assert.equal(await password.isVisible(), !wantsKey);
  }
  await page.getByRole('radio', { name: /^portal/ }).check({ force: true });
  assert.equal(await key.inputValue(), DEMO_KEYS.portal);
  const code = await page.locator('#connect-code').textContent();
  assert.match(code, /apiKey: '••••••',\s+protocol: 'json2'/);
  assert.doesNotMatch(code, /password|username/);
  await close();
});

test('the arrows of the keyboard go through the protocols', async () => {
  const { page, close } = await open();
  await protocol(page, 'Auto').focus();
  for (const name of ['Web session', '/jsonrpc', 'JSON-2']) {
    await page.keyboard.press('ArrowRight');
    assert.ok(
      await protocol(page, name).evaluate(
        (radio) => radio.checked && radio === document.activeElement,
      ),
      name,
    );
  }
  await page.keyboard.press('Enter');
  await rows(page).first().waitFor();
  assert.equal((await sessionFacts(page)).Protocol, 'JSON-2');
  await close();
});

test('a wrong API key is explained by its class, and never shown', async () => {
  const { page, close } = await open();
  const secret = 'c0ffee'.repeat(6);
  await protocol(page, 'JSON-2').check();
  await page.getByLabel('API key', { exact: true }).fill(secret);
  await connectButton(page).click();
  const card = page.getByRole('alert').filter({ hasText: 'OdooAuthError' });
  await card.waitFor();
  assert.match(await card.innerText(), /the server refuses the API key[^]*What to do:[^]*API key/);
  await card.getByText('Technical details').click();
  assert.match(await card.innerText(), /Protocol\s+json2/);
  assert.match(await card.innerText(), /HTTP status\s+401/);
  assert.doesNotMatch(
    await page.evaluate(() => document.documentElement.outerHTML),
    new RegExp(secret),
  );
  await close({ expected: [/Failed to load resource.*401/] });
});

test('an API key in place of the password takes auto to JSON-2', async () => {
  const { page, close } = await open();
  await page.getByLabel('Password or API key').fill(DEMO_KEYS.admin);
  await connectButton(page).click();
  await rows(page).first().waitFor();
  assert.equal((await sessionFacts(page)).Protocol, 'JSON-2, chosen by the client');
  await close();
});

test('"Measure" reads over every protocol in turn and fills the table', async () => {
  const { page, close } = await open();
  await protocol(page, '/jsonrpc').check();
  await connectAs(page);
  const paths = [];
  page.on('request', (request) => paths.push(new URL(request.url()).pathname));
  await showCalls(page);
  await times(page).getByRole('button', { name: 'Measure' }).click();
  await page
    .getByRole('status')
    .filter({ hasText: /^Measured: Web session .* ms, \/jsonrpc .* ms, JSON-2 .* ms$/ })
    .waitFor();
  const table = await timesTable(page);
  assert.deepEqual(Object.keys(table), ['Web session', '/jsonrpc', 'JSON-2']);
  for (const [name, [, median, , calls]] of Object.entries(table)) {
    assert.equal(calls, '20', name);
    assert.ok(milliseconds(median) > 0, `${name}: ${median}`);
  }
  assert.equal(await times(page).locator('.spread .median').count(), 3);
  assert.equal(
    await page.evaluate(() => document.activeElement.textContent),
    'Measure',
    'the focus is where it was',
  );
  assert.match(
    await times(page)
      .getByRole('row', { name: /in use/ })
      .innerText(),
    /^\/jsonrpc/,
  );
  const turn = [
    '/web/dataset/call_kw/res.partner/search_read',
    '/jsonrpc',
    '/json/2/res.partner/search_read',
  ];
  const reads = paths.slice(paths.indexOf(turn[0]), paths.indexOf(turn[0]) + 60);
  assert.deepEqual(
    reads,
    Array.from({ length: 60 }, (_, at) => turn[at % 3]),
  );
  assert.ok(paths.includes('/web/session/destroy'), 'the session that was opened for it is ended');
  await page.getByRole('tab', { name: 'Records' }).click();
  await page.getByRole('button', { name: /^Countries/ }).click();
  await page.getByRole('heading', { name: 'Countries', level: 1 }).waitFor();
  await close();
});

test('what was called over one protocol stays beside what is called over the next', async () => {
  const { page, close } = await open();
  await connectAs(page);
  await logOut(page);
  await protocol(page, 'Web session').check();
  await connectAs(page);
  await showCalls(page);
  assert.deepEqual(Object.keys(await timesTable(page)), ['Web session', '/jsonrpc']);
  assert.match(
    await times(page)
      .getByRole('row', { name: /in use/ })
      .innerText(),
    /^Web session/,
  );
  await page.getByLabel('Filter calls').fill('session');
  assert.equal(await shownCalls(page).count(), 4);
  await close();
});

test('with an Odoo of the visitor\'s own, "Measure" leaves their session alone, and says what it lacks', async () => {
  const { page, close } = await open();
  await page.getByRole('radio', { name: 'Your Odoo' }).check();
  await page.getByLabel('Database').fill('demo');
  await page.getByLabel('Username').fill('demo');
  await page.getByLabel('Password or API key').fill('demo');
  await connectButton(page).click();
  await rows(page).first().waitFor();
  await showCalls(page);
  await times(page).getByRole('button', { name: 'Measure' }).click();
  await times(page).getByText('20', { exact: true }).waitFor();
  const table = await timesTable(page);
  assert.match(table['Web session'][0], /^Not measured\. It would replace your own session/);
  assert.match(table['JSON-2'][0], /^Not measured\. It takes an API key/);
  assert.deepEqual(await page.context().cookies(), []);
  await close();
});

test("another address than the sandbox's may be an Odoo where the visitor has a session: it is left alone as well", async () => {
  const { page, url, close } = await open();
  await page.route('**/behind/**', (route) =>
    route.continue({ url: route.request().url().replace('/behind/', '/') }),
  );
  await page.getByLabel('Address').fill(`${url}/behind`);
  await connectAs(page);
  await showCalls(page);
  await times(page).getByRole('button', { name: 'Measure' }).click();
  await times(page).getByText('20', { exact: true }).first().waitFor();
  const table = await timesTable(page);
  assert.deepEqual(Object.keys(table).sort(), ['/jsonrpc', 'JSON-2', 'Web session']);
  assert.match(table['Web session'][0], /^Not measured\. It would replace your own session/);
  assert.deepEqual(await page.context().cookies(), []);
  await close();
});

test('a server that is too old for JSON-2 is not asked for it', async () => {
  const { page, close } = await openOld();
  await page
    .getByText('JSON-2 is not available: it came with Odoo 19, and this server is 18.0')
    .waitFor();
  assert.ok(await protocol(page, 'JSON-2').isDisabled());
  await page.getByRole('radio', { name: 'In this page' }).check();
  assert.ok(await protocol(page, 'JSON-2').isEnabled());
  await page.getByRole('radio', { name: 'Sandbox' }).check();
  await connectAs(page);
  await showCalls(page);
  await times(page).getByRole('button', { name: 'Measure' }).click();
  await times(page)
    .getByText(/has no JSON-2 API/)
    .waitFor();
  assert.match(
    (await timesTable(page))['JSON-2'][0],
    /^Not measured\. \S+ has no JSON-2 API: Odoo has it from version 19 on/,
  );
  await close({ expected: [/Failed to load resource.*404/] });
});

test('where the version is not told, the client says that the server has no JSON-2', async () => {
  const { page, close } = await openOld({
    prepare: (context) =>
      context.route('**/web/webclient/version_info', (route) =>
        route.fulfill({ status: 403, body: '' }),
      ),
  });
  await protocol(page, 'JSON-2').check();
  await connectButton(page).click();
  const card = page.getByRole('alert').filter({ hasText: 'OdooRpcError' });
  await card.waitFor();
  assert.match(await card.innerText(), /has no JSON-2 API: Odoo has it from version 19 on/);
  await close({ expected: [/Failed to load resource.*40[34]/] });
});
