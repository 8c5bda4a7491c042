// Browsing records: paging, order, filters, columns; and changing them.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  column,
  connectAs,
  demo,
  filterBy,
  range,
  redrawn,
  rows,
  safety,
  settled,
  startCreating,
} from './demo.mjs';

const open = demo();

async function connected(user) {
  const opened = await open();
  await connectAs(opened.page, user);
  return opened;
}

test('pages turn forwards and back, and the size of a page can be chosen', async () => {
  const { page, close } = await connected();
  const start = await range(page);
  assert.equal(start.first, 1);
  assert.equal(start.last, 20);
  assert.ok(start.total > 40, 'the sandbox has records for several pages');
  const firstNames = await column(page, 'Name');
  await redrawn(page, () => page.getByRole('button', { name: 'Next page' }).click());
  assert.deepEqual(await range(page), { first: 21, last: 40, total: start.total });
  assert.notDeepEqual(await column(page, 'Name'), firstNames);
  await redrawn(page, () => page.getByRole('button', { name: 'Previous page' }).click());
  assert.deepEqual(await column(page, 'Name'), firstNames);
  assert.ok(await page.getByRole('button', { name: 'Previous page' }).isDisabled());
  await redrawn(page, () => page.getByLabel('Records per page').selectOption('10'));
  assert.equal(await rows(page).count(), 10);
  await close();
});

test('a column header sorts upwards, downwards, and then not at all', async () => {
  const { page, close } = await connected();
  await filterBy(page, "[('city', '!=', False)]");
  const header = page.getByRole('columnheader', { name: 'City' });
  const sort = () => redrawn(page, () => header.getByRole('button').click());
  await sort();
  assert.equal(await header.getAttribute('aria-sort'), 'ascending');
  const upwards = await column(page, 'City');
  await sort();
  assert.equal(await header.getAttribute('aria-sort'), 'descending');
  const downwards = await column(page, 'City');
  assert.ok(upwards[0] < downwards[0], `${upwards[0]} comes before ${downwards[0]}`);
  assert.ok(
    upwards.every((city, at) => at === 0 || city.toLowerCase() >= upwards[at - 1].toLowerCase()),
  );
  await sort();
  assert.equal(await header.getAttribute('aria-sort'), null);
  await close();
});

test('a domain in the notation of Odoo narrows the list', async () => {
  const { page, close } = await connected();
  const all = await range(page);
  await filterBy(page, "[('is_company', '=', True)]");
  const companies = await range(page);
  assert.ok(companies.total > 0 && companies.total < all.total);
  assert.ok((await column(page, 'Is a Company')).every((text) => text === 'Yes'));
  await filterBy(page, '');
  assert.deepEqual(await range(page), all);
  await close();
});

test('a domain that cannot be read is explained at its place, and nothing is sent', async () => {
  const { page, close } = await connected();
  const calls = () => page.locator('#call-count').innerText();
  const before = await calls();
  const field = page.getByLabel('Domain filter');
  await field.fill("[('name', 'ilike', 'a']");
  await field.press('Enter');
  assert.match(await page.locator('#domain-problem').innerText(), /where \) is expected/);
  assert.equal(await field.getAttribute('aria-invalid'), 'true');
  assert.equal(await calls(), before);
  await close();
});

test('a field that does not exist is an error of the server, with its message', async () => {
  const { page, close } = await connected();
  await page.getByLabel('Domain filter').fill("[('no_such_field', '=', 1)]");
  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  const card = page.getByRole('alert').filter({ hasText: 'OdooRpcError' });
  await card.waitFor();
  assert.match(await card.innerText(), /no_such_field/);
  await close();
});

test('the quick search finds as one types, and an empty result can be cleared', async () => {
  const { page, close } = await connected();
  const all = await range(page);
  const [, name] = await column(page, 'Name');
  await redrawn(page, () => page.getByLabel('Quick search').fill(name.toUpperCase()));
  assert.ok((await column(page, 'Name')).includes(name));
  await redrawn(page, () => page.getByLabel('Quick search').fill('nothing has this name 4711'));
  await page.getByRole('heading', { name: 'Nothing matches' }).waitFor();
  await redrawn(page, () => page.getByRole('button', { name: 'Clear search and filter' }).click());
  assert.deepEqual(await range(page), all);
  await close();
});

test('columns are chosen from the fields of the model', async () => {
  const { page, close } = await connected();
  await page.getByRole('button', { name: 'Columns' }).click();
  const dialog = page.getByRole('dialog', { name: 'Columns' });
  await dialog.getByRole('checkbox', { name: /^City/ }).uncheck();
  await dialog.getByLabel('Find a field').fill('created on');
  await dialog.getByRole('checkbox', { name: /^Created on/ }).check();
  await redrawn(page, () => dialog.getByRole('button', { name: 'Show these' }).click());
  const headings = (await page.locator('.records-table thead th').allInnerTexts()).map((text) =>
    text.trim(),
  );
  assert.ok(headings.includes('Created on') && !headings.includes('City'), headings.join());
  assert.match((await column(page, 'Created on'))[0], /\d{4}, \d{2}:\d{2}/);
  await close();
});

test('a model is shown as TypeScript, and copied', async () => {
  const { page, close } = await open({
    prepare: (context) => context.grantPermissions(['clipboard-read', 'clipboard-write']),
  });
  await connectAs(page);
  await page.getByRole('button', { name: 'TypeScript' }).click();
  const dialog = page.getByRole('dialog', { name: 'TypeScript' });
  const shown = await dialog.getByLabel('The types of res.partner').innerText();
  assert.match(shown, /^ {2}'res\.partner': ResPartner;$/m);
  assert.match(shown, /^ {2}country_id: f\.Many2oneField<'res\.country'>;$/m);
  await dialog.getByRole('button', { name: 'Copy' }).click();
  await page.locator('#announcer', { hasText: 'Copied' }).waitFor({ state: 'attached' });
  assert.equal((await page.evaluate(() => navigator.clipboard.readText())).trim(), shown.trim());
  await dialog.getByRole('button', { name: 'Close' }).first().click();
  await dialog.waitFor({ state: 'hidden' });
  await close();
});

test('where a page may not copy, the text is selected', async () => {
  const { page, close } = await open();
  await page.addInitScript(() =>
    Object.defineProperty(navigator, 'clipboard', { value: undefined }),
  );
  await page.reload();
  await connectAs(page);
  await page.getByRole('button', { name: 'TypeScript' }).click();
  await page.getByRole('button', { name: 'Copy' }).click();
  await page.locator('#announcer', { hasText: 'Selected' }).waitFor({ state: 'attached' });
  assert.match(await page.evaluate(() => String(getSelection())), /export interface ResPartner/);
  await close();
});

test('another model opens by a click, and any by its technical name', async () => {
  const { page, close } = await connected();
  await page.getByRole('button', { name: /^Countries/ }).click();
  await page.getByRole('heading', { name: 'Countries', level: 1 }).waitFor();
  await settled(page);
  assert.ok((await column(page, 'Country Code')).every((code) => /^[A-Z]{2}$/.test(code)));
  await page.getByLabel('Technical name of another model').fill('no.such.model');
  await page.getByRole('button', { name: 'Open this model' }).click();
  const card = page.getByRole('alert').filter({ hasText: 'no.such.model' });
  await card.waitFor();
  await close();
});

test('a record is created, changed and deleted, and each time the visitor is asked', async () => {
  const { page, close } = await connected();
  const name = `Willow Street Bakery ${Date.now()}`;
  const sheet = page.locator('#record-sheet');

  await startCreating(page, { Name: name, City: 'Ghent' });
  await safety(page).waitFor();
  const question = await safety(page).innerText();
  assert.match(question, /WRITE[^]*res\.partner[^]*create/);
  assert.ok(question.includes(name) && question.includes('Ghent'), question);
  await redrawn(page, () => safety(page).getByRole('button', { name: 'Allow' }).click());
  await page
    .getByRole('status')
    .getByText(/^Created record \d+/)
    .waitFor();

  await redrawn(page, () => page.getByLabel('Quick search').fill(name));
  await page.getByRole('button', { name }).click();
  await sheet.getByLabel('City', { exact: true }).fill('Antwerp');
  const country = sheet.getByRole('combobox', { name: 'Country', exact: true });
  await country.fill('belg');
  await sheet.getByRole('option', { name: 'Belgium' }).waitFor();
  await country.press('ArrowDown');
  await country.press('Enter');
  await sheet.getByRole('button', { name: 'Save' }).click();
  await safety(page).waitFor();
  assert.match(
    await safety(page).innerText(),
    /write[^]*1 record: \d+[^]*city[^]*Antwerp[^]*country_id/,
  );
  await redrawn(page, () => safety(page).getByRole('button', { name: 'Allow' }).click());
  assert.deepEqual(await column(page, 'City'), ['Antwerp']);
  assert.deepEqual(await column(page, 'Country'), ['Belgium']);

  await page.getByRole('button', { name }).click();
  await sheet.getByRole('button', { name: 'Delete' }).click();
  await safety(page).getByRole('button', { name: 'Refuse' }).click();
  await sheet.getByRole('alert').filter({ hasText: 'OdooSafetyError' }).waitFor();
  await sheet.getByRole('button', { name: 'Delete' }).click();
  assert.match(await safety(page).innerText(), /DELETE[^]*unlink[^]*1 record: \d+/);
  await redrawn(page, () => safety(page).getByRole('button', { name: 'Allow' }).click());
  await page.getByRole('heading', { name: 'Nothing matches' }).waitFor();
  await close();
});

test('what a server says is text: markup in a record is shown, not run', async () => {
  const { page, close } = await connected();
  const name = '<img src=x onerror=alert(1)> & <b>bold</b>';
  await startCreating(page, { Name: name });
  await redrawn(page, () => safety(page).getByRole('button', { name: 'Allow' }).click());
  await redrawn(page, () => page.getByLabel('Quick search').fill('onerror'));
  assert.deepEqual(await column(page, 'Name'), [name]);
  assert.equal(await page.locator('.records-table img, .records-table b').count(), 0);
  await close();
});

test('a form with unsaved changes asks before it closes', async () => {
  const { page, close } = await connected();
  await page.locator('.open-record').first().click();
  const sheet = page.locator('#record-sheet');
  const city = sheet.getByLabel('City', { exact: true });
  await city.fill('Somewhere else');
  await city.press('Escape');
  await sheet.getByRole('button', { name: 'Keep editing' }).click();
  assert.equal(await city.inputValue(), 'Somewhere else');
  await page.keyboard.press('Escape');
  await sheet.getByRole('button', { name: 'Discard' }).click();
  await page.waitForFunction(() => !document.getElementById('record-sheet').open);
  await close();
});

test('an internal note is posted and read back', async () => {
  const { page, close } = await connected();
  await page.locator('.open-record').first().click();
  const sheet = page.locator('#record-sheet');
  const text = 'Called: wants <b>two</b> of them & a receipt';
  await sheet.getByLabel('Text of the note or message').fill(text);
  await sheet.getByRole('button', { name: 'Post' }).click();
  await safety(page).getByRole('button', { name: 'Allow' }).click();
  const note = sheet.getByRole('listitem').filter({ hasText: text });
  await note.waitFor();
  assert.match(await note.innerText(), /internal/);
  await close();
});

test('modules are listed by state, and installing one asks even when writes are allowed', async () => {
  const { page, close } = await connected();
  await page.getByRole('tab', { name: 'Modules' }).click();
  const modules = page.locator('.module');
  await modules.first().waitFor();
  assert.ok(
    (await page.locator('.module .state').allInnerTexts()).every((state) => state === 'installed'),
  );
  await page.getByLabel('State').selectOption('uninstalled');
  await page.locator('.module .state.uninstalled').first().waitFor();
  await modules
    .first()
    .getByRole('button', { name: /^Install / })
    .click();
  await safety(page).waitFor();
  assert.match(await safety(page).innerText(), /ir\.module\.module[^]*button_immediate_install/);
  assert.equal(await safety(page).getByRole('checkbox').count(), 0);
  await safety(page).getByRole('button', { name: 'Refuse' }).click();
  await page.getByRole('alert').filter({ hasText: 'OdooSafetyError' }).waitFor();
  await close();
});
