// The safety dialog, the error classes and the log of calls.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connectAs, demo, redrawn, rows, safety, settled, startCreating } from './demo.mjs';

const open = demo();

async function connected(user) {
  const opened = await open();
  await connectAs(opened.page, user);
  return opened;
}

const showTab = (page, name) => page.getByRole('tab', { name }).click();
const provoke = (page, name) => page.getByRole('button', { name }).click();
const cardOf = (page, name) =>
  page.locator('.provoked').getByRole('alert').filter({ hasText: name });

test('a refused delete leaves the record where it is', async () => {
  const { page, close } = await connected();
  const before = await page.locator('.pager .range').innerText();
  await page.locator('.open-record').first().click();
  await page.locator('#record-sheet').getByRole('button', { name: 'Delete' }).click();
  await safety(page).waitFor();
  assert.equal(
    await page.evaluate(() => document.activeElement.textContent),
    'Refuse',
    'the safe answer has the focus',
  );
  await page.keyboard.press('Escape');
  await page
    .locator('#record-sheet')
    .getByRole('alert')
    .filter({ hasText: 'Nothing was sent to Odoo' })
    .waitFor();
  await page.keyboard.press('Escape');
  await redrawn(page, () => page.getByRole('button', { name: /^Contacts/ }).click());
  assert.equal(await page.locator('.pager .range').innerText(), before);
  await close();
});

test('"don\'t ask again" covers writes of this session, never deletes', async () => {
  const { page, close } = await connected();
  const sheet = page.locator('#record-sheet');
  await startCreating(page, { Name: 'Asked once' });
  await safety(page)
    .getByRole('checkbox', { name: /ask again/ })
    .check();
  await redrawn(page, () => safety(page).getByRole('button', { name: 'Allow' }).click());
  await redrawn(page, () => startCreating(page, { Name: 'Not asked' }));
  await redrawn(page, () => page.getByLabel('Quick search').fill('Not asked'));
  await rows(page).first().click();
  await sheet.getByRole('button', { name: 'Delete' }).click();
  await safety(page).getByRole('button', { name: 'Refuse' }).click();
  await close();
});

test('an employee is told what an access error is, and what to do', async () => {
  const { page, close } = await connected('demo');
  await showTab(page, 'Errors');
  await provoke(page, 'Read the system parameters');
  const card = cardOf(page, 'OdooAccessError');
  await card.waitFor();
  assert.match(
    await card.innerText(),
    /Access refused[^]*System Parameter[^]*What to do:[^]*administrator/,
  );
  await card.getByText('Technical details').click();
  assert.match(await card.innerText(), /odoo\.exceptions\.AccessError/);
  assert.doesNotMatch(await card.innerText(), /Traceback/);
  await close();
});

test('a customer may read a record but not change it, and the server has the last word', async () => {
  const { page, close } = await connected('portal');
  await rows(page).first().click();
  const sheet = page.locator('#record-sheet');
  await sheet.getByText('may read this record, not change it').waitFor();
  assert.equal(await sheet.getByRole('button', { name: 'Save' }).count(), 0);
  assert.match(await sheet.locator('.facts').innerText(), /Email\s+\S+@/);
  await sheet.getByRole('button', { name: 'Delete' }).click();
  await safety(page).getByRole('button', { name: 'Allow' }).click();
  await sheet.getByRole('alert').filter({ hasText: 'OdooAccessError' }).waitFor();
  await close();
});

test('what was typed is kept when the server refuses it', async () => {
  const { page, close } = await connected();
  await page.getByRole('button', { name: /^Countries/ }).click();
  await page.getByRole('heading', { name: 'Countries', level: 1 }).waitFor();
  await settled(page);
  await rows(page).first().click();
  const sheet = page.locator('#record-sheet');
  const code = sheet.getByRole('textbox', { name: 'Country Code', exact: true });
  await code.fill((await code.inputValue()) === 'FR' ? 'DE' : 'FR');
  const typed = await code.inputValue();
  await sheet.getByRole('button', { name: 'Save' }).click();
  await safety(page).getByRole('button', { name: 'Allow' }).click();
  await sheet.getByRole('alert').filter({ hasText: 'OdooValidationError' }).waitFor();
  assert.equal(await code.inputValue(), typed);
  await close();
});

test('each class that can be provoked is what it says', async () => {
  const { page, close } = await connected();
  await showTab(page, 'Errors');
  const asked = new Set(['OdooValidationError', 'OdooMissingError', 'OdooRedirectWarning']);
  for (const [name, button] of [
    ['OdooAuthError', 'Sign in with a wrong password'],
    ['OdooSessionExpiredError', 'Go on with a session that has ended'],
    ['OdooTimeoutError', 'Wait for a server that never answers'],
    ['OdooRateLimitError', 'Call a server that asks to slow down'],
    ['OdooNetworkError', 'Call a server that is not there'],
    ['OdooValidationError', 'Create a country without a name'],
    ['OdooMissingError', 'Write to a record that never was'],
    ['OdooRedirectWarning', 'Archive the contact of your own user'],
    ['OdooLockError', 'Write to a record that is held elsewhere'],
    ['OdooBulkError', 'Create contacts, one without a name'],
    ['OdooRpcError', 'Search by a field that does not exist'],
    ['OdooError', 'Make a client with an impossible address'],
  ]) {
    await provoke(page, button);
    if (asked.has(name)) await safety(page).getByRole('button', { name: 'Allow' }).click();
    await page.locator(`.provoked [data-error-class=${name}]`).waitFor();
  }
  await provoke(page, 'Delete something, and refuse');
  await safety(page).getByRole('button', { name: 'Refuse' }).click();
  await page.locator('.provoked [data-error-class=OdooSafetyError]').waitFor();
  await close({ expected: [/Failed to load resource/] });
});

test('whatever a login lacks is told apart: the password, the key, the second factor', async () => {
  const { page, close } = await connected();
  await showTab(page, 'Errors');
  for (const [button, message] of [
    ['Sign in with a wrong password', /wrong username or password/],
    ['Sign in with a wrong API key', /refuses the API key/],
    ['Sign in with two-factor login', /two-factor authentication[^]*API key/],
  ]) {
    await provoke(page, button);
    const card = cardOf(page, 'OdooAuthError').filter({ hasText: message });
    await card.waitFor();
    assert.match(await card.innerText(), /What to do:/);
  }
  await close({ expected: [/Failed to load resource.*401/] });
});

test('what an error suggests, and how long it asks to wait, stands in its details', async () => {
  const { page, close } = await connected();
  await showTab(page, 'Errors');
  await provoke(page, 'Archive the contact of your own user');
  await safety(page).getByRole('button', { name: 'Allow' }).click();
  await cardOf(page, 'OdooRedirectWarning').getByText('Technical details').click();
  assert.match(await cardOf(page, 'OdooRedirectWarning').innerText(), /Suggests\s+Go to users/);
  await provoke(page, 'Call a server that asks to slow down');
  await cardOf(page, 'OdooRateLimitError').getByText('Technical details').click();
  assert.match(await cardOf(page, 'OdooRateLimitError').innerText(), /Try again after\s+30 s/);
  await close();
});

test('the log shows every call newest first, with its time, size and outcome', async () => {
  const { page, close } = await connected();
  await showTab(page, /^Calls/);
  const calls = page.getByRole('list', { name: 'Calls, newest first' }).getByRole('listitem');
  const texts = await calls.allInnerTexts();
  assert.match(texts.at(-1), /authenticate/);
  const read = texts.find((text) => /res\.partner\s+search_read/.test(text));
  assert.match(read, /\d\d:\d\d:\d\d/);
  assert.match(read, /\d (ms|s)/);
  assert.match(read, /\d (B|KB)/);
  assert.match(read, /ok/);
  assert.equal(await page.locator('.call-chart .bar').count(), texts.length);
  await page.getByLabel('Filter calls').fill('fields_get');
  assert.equal(await calls.count(), 1);
  await calls.first().locator('summary').click();
  assert.match(await calls.first().innerText(), /await client\.call\('res\.partner', 'fields_get'/);
  await close();
});

test('the time a person takes to answer is not the time of the call', async () => {
  const { page, close } = await connected();
  await startCreating(page, { Name: 'Slowly allowed' });
  await safety(page).waitFor();
  await page.waitForTimeout(1500);
  await redrawn(page, () => safety(page).getByRole('button', { name: 'Allow' }).click());
  await showTab(page, /^Calls/);
  await page.getByLabel('Filter calls').fill('create');
  const time = await page.locator('.call-time').first().innerText();
  assert.match(time, / ms$/);
  assert.ok(Number.parseFloat(time) < 1000, time);
  await close();
});
