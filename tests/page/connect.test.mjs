// Signing in, and what the page shows of the session.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connectAs, demo } from './demo.mjs';

const open = demo();

test('the page runs the package that was built, under a content policy that forbids markup from text', async () => {
  const { page, close } = await open();
  const policy = await page
    .locator('meta[http-equiv=Content-Security-Policy]')
    .getAttribute('content');
  assert.match(policy, /require-trusted-types-for 'script'/);
  const refused = await page.evaluate(() => {
    try {
      document.createElement('p').innerHTML = '<b>x</b>';
      return 'accepted';
    } catch (error) {
      return error.name;
    }
  });
  assert.equal(refused, 'TypeError');
  await close({ expected: [/TrustedHTML/] });
});

test('a visitor signs in to the sandbox and sees who they are', async () => {
  const { page, url, close } = await open();
  assert.equal(await page.getByLabel('Address').inputValue(), url);
  await connectAs(page);
  await page.getByRole('button', { name: /^Session of/ }).click();
  const panel = page.getByRole('complementary', { name: 'Session' });
  const text = await panel.innerText();
  for (const fact of [
    /Username\s+admin/,
    /User id\s+2/,
    /Database\s+demo/,
    /Language\s+en_US/,
    /Time zone\s+\S/,
    /Partner\s+\S/,
    /Name\s+\S/,
  ])
    assert.match(text, fact);
  await close();
});

test('logging out forgets the session and leads back to the form', async () => {
  const { page, close } = await open();
  await connectAs(page);
  await page.getByRole('button', { name: /^Session of/ }).click();
  await page.getByRole('button', { name: 'Log out' }).click();
  await page.getByRole('heading', { name: 'Connect', exact: true }).waitFor();
  assert.equal(await page.getByRole('tablist').count(), 0);
  assert.equal(await page.locator('.records-table').count(), 0);
  await close();
});

test('a wrong password is explained by its class, and never shown', async () => {
  const { page, close } = await open();
  const secret = 'hunter2-is-not-it';
  await page.getByLabel('Password or API key').fill(secret);
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  const card = page.getByRole('alert').filter({ hasText: 'OdooAuthError' });
  await card.waitFor();
  assert.match(
    await card.innerText(),
    /Not signed in[^]*What to do:[^]*Check username and password/,
  );
  await card.getByText('Technical details').click();
  assert.match(await card.innerText(), /AUTH_ERROR/);
  assert.doesNotMatch(
    await page.evaluate(() => document.documentElement.outerHTML),
    new RegExp(secret),
  );
  await page.getByRole('radio', { name: /^admin/ }).check();
  await connectAs(page, 'demo');
  await page.getByRole('tab', { name: /^Calls/ }).click();
  assert.doesNotMatch(
    await page.evaluate(() => document.documentElement.outerHTML),
    new RegExp(secret),
  );
  await close();
});

test('a database that is not there is told from a wrong password', async () => {
  const { page, close } = await open();
  await page.getByLabel('Database').fill('no_such_database');
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  const card = page.getByRole('alert');
  await card.waitFor();
  assert.match(await card.innerText(), /no_such_database/);
  assert.doesNotMatch(await card.innerText(), /OdooAuthError/);
  await close();
});

test('an address that answers nothing is a network error with advice', async () => {
  const { page, url, close } = await open();
  await page.getByLabel('Address').fill(`${url}/nobody-here`);
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  const card = page.getByRole('alert').filter({ hasText: 'OdooNetworkError' });
  await card.waitFor();
  assert.match(await card.innerText(), /Check the address/);
  await close({ expected: [/Failed to load resource/] });
});

test('the code on the page is the code that runs, less the password', async () => {
  const { page, close } = await open();
  await page.getByRole('radio', { name: 'Your Odoo' }).check();
  await page.getByLabel('Database').fill("it's");
  await page.getByLabel('Username').fill('someone');
  await page.getByLabel('Password or API key').fill('correct horse battery');
  const code = await page.locator('#connect-code').innerText();
  assert.match(code, /database: 'it\\'s',/);
  assert.match(code, /username: 'someone'/);
  assert.doesNotMatch(code, /correct horse/);
  await close();
});

test('a keyboard is enough to sign in, open a record and come back', async () => {
  const { page, close } = await open();
  await page.keyboard.press('Tab');
  assert.equal(
    await page.evaluate(() => document.activeElement.textContent),
    'Skip to the content',
  );
  const reach = async (predicate, what) => {
    for (let step = 0; step < 60; step += 1) {
      if (await page.evaluate(predicate)) return;
      await page.keyboard.press('Tab');
    }
    assert.fail(`${what} was not reached with Tab`);
  };
  await reach(() => document.activeElement.name === 'user', 'the choice of user');
  await page.keyboard.press('ArrowDown');
  assert.equal(await page.getByLabel('Username').inputValue(), 'demo');
  await reach(() => document.activeElement.id === 'connect-submit', 'the Connect button');
  await page.keyboard.press('Enter');
  await page.locator('.records-table').waitFor();
  await reach(() => document.activeElement.classList.contains('open-record'), 'the first record');
  await page.keyboard.press('Enter');
  await page.locator('#field-name').waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.id), 'field-name');
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => !document.getElementById('record-sheet').open);
  assert.ok(
    await page.evaluate(() => document.activeElement.classList.contains('open-record')),
    'focus is back on the record',
  );
  await page.getByRole('tab', { name: 'Records' }).focus();
  await page.keyboard.press('ArrowRight');
  await page.getByRole('heading', { name: 'Bulk', level: 1 }).waitFor();
  await page.keyboard.press('End');
  await page.getByRole('heading', { name: 'Calls', level: 1 }).waitFor();
  await close();
});
