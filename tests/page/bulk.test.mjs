// The bulk view: contacts by the thousand are created, read with progress, drawn, exported and
// deleted.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { column, connectAs, demo, filterBy, range, redrawn, safety, slowly } from './demo.mjs';

const open = demo();

const readButton = (page) => page.getByRole('button', { name: 'Read all' });
const createButton = (page) => page.getByRole('button', { name: /^Create [\d,]+ contacts$/ });
const deleteButton = (page) => page.getByRole('button', { name: /^(Delete th|None to delete)/ });
const stopButton = (page) => page.getByRole('button', { name: 'Stop' });
const readCard = (page) => page.getByRole('region', { name: 'Contacts', exact: true });
const partnersCard = (page) => page.getByRole('region', { name: 'Something to read' });
const chart = (page) => page.getByRole('region', { name: 'Distribution' });
const numberIn = (text) => Number(text.replaceAll(',', '').match(/\d+/)[0]);
const focused = (page) => page.evaluate(() => document.activeElement.textContent);
const answers = (page) => page.locator('.toast');

/** Signs in and shows the view; what it says of existing contacts has come by then. */
async function bulk(options, user) {
  const opened = await open(options);
  await connectAs(opened.page, user);
  await showBulk(opened.page);
  return opened;
}

async function showBulk(page) {
  await page.getByRole('tab', { name: 'Bulk' }).click();
  await page.getByRole('button', { name: /^\d+ columns$/ }).waitFor();
  await deleteButton(page)
    .filter({ hasText: /these|None/ })
    .waitFor();
}

async function create(page, number) {
  await page.getByLabel('How many contacts').selectOption(String(number));
  await createButton(page).click();
  await safety(page).getByRole('button', { name: 'Allow' }).click();
}

async function created(page, number) {
  await create(page, number);
  await partnersCard(page)
    .getByText(/^Created [\d,]+ contacts in .* a second$/)
    .waitFor();
  await deleteButton(page).filter({ hasText: /these/ }).waitFor();
}

async function deleteAll(page) {
  await deleteButton(page).click();
  await safety(page).getByRole('button', { name: 'Allow' }).click();
  await deleteButton(page).filter({ hasText: 'None to delete' }).waitFor();
}

async function readAll(page) {
  await readButton(page).click();
  await readCard(page)
    .getByText(/^[\d,]+ records in .* a second/)
    .waitFor();
}

/** The rows of the chart of categories, as texts. */
const chartRows = async (page) =>
  Promise.all(
    (await chart(page).locator('.distribution-table tbody tr').all()).map(async (row) => [
      await row.getByRole('rowheader').innerText(),
      numberIn(await row.getByRole('cell').first().innerText()),
    ]),
  );

/** The rows of a CSV file whose values have no line breaks. */
const cells = (line) =>
  [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain,
  );

test('five thousand contacts are created after one question, read, drawn and exported, and deleted after one more', async () => {
  const { page, close } = await bulk();
  await page.getByRole('tab', { name: 'Records' }).click();
  const { total: before } = await range(page);
  await showBulk(page);
  assert.ok(await deleteButton(page).isDisabled());

  await createButton(page).click();
  assert.match(
    await safety(page).innerText(),
    /Method\s+upsert[^]*Records\s+5,000 records[^]*Calls\s+25; this answer is for all of them[^]*demo-bulk-00001/,
  );
  await safety(page).getByRole('button', { name: 'Allow' }).click();
  await partnersCard(page)
    .getByText(/^Created 5,000 contacts in .* · [\d,]+ a second$/)
    .waitFor();
  await page.getByRole('button', { name: 'Delete these 5,000' }).waitFor();
  assert.equal(await safety(page).count(), 0);

  await readAll(page);
  assert.equal(numberIn(await readCard(page).locator('.job-text').innerText()), before + 5000);
  assert.equal(
    await readCard(page)
      .getByRole('progressbar')
      .evaluate(({ value }) => value),
    1,
  );
  const [[country, most], ...others] = await chartRows(page);
  assert.equal(country, 'Belgium');
  assert.ok(most >= 1900 && others.every(([, count]) => count <= most), String(most));

  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export CSV' }).click(),
  ]);
  assert.equal(file.suggestedFilename(), 'res.partner.csv');
  const lines = readFileSync(await file.path(), 'utf8')
    .trimEnd()
    .split('\r\n')
    .map(cells);
  assert.deepEqual(lines[0], [
    'id',
    'name',
    'email',
    'phone',
    'city',
    'country_id',
    'is_company',
    'create_date',
  ]);
  assert.equal(lines.length - 1, before + 5000);
  assert.equal(lines.filter((line) => line[5] === 'Belgium').length, most);
  assert.equal(lines.filter((line) => /@demo-bulk\.example$/.test(line[2])).length, 5000);

  await page.getByRole('tab', { name: 'Records' }).click();
  assert.equal((await range(page)).total, before + 5000, 'the table of the other tab is fresh');
  await showBulk(page);
  await deleteButton(page).click();
  assert.match(
    await safety(page).innerText(),
    /Allow this delete\?[^]*5,000 records: \d+[^]*Calls\s+25/,
  );
  await safety(page).getByRole('button', { name: 'Allow' }).click();
  await partnersCard(page)
    .getByText(/^Deleted 5,000 contacts in /)
    .waitFor();
  await page.getByRole('button', { name: 'None to delete' }).waitFor();
  await page.getByRole('tab', { name: 'Records' }).click();
  await page.waitForFunction(
    (total) =>
      document
        .querySelector('.pager .range')
        .textContent.replaceAll(',', '')
        .endsWith(`of ${total}`),
    before,
  );
  await close();
});

test('one answer is for one job: whatever comes after it is asked about again', async () => {
  const { page, close } = await bulk();
  await created(page, 1000);
  await createButton(page).click();
  await safety(page).getByRole('button', { name: 'Refuse' }).click();
  const card = partnersCard(page).getByRole('alert').filter({ hasText: 'OdooSafetyError' });
  await card.waitFor();
  assert.match(await card.innerText(), /Nothing was sent to Odoo/);
  await deleteAll(page);
  await close();
});

test('a refused job sends nothing', async () => {
  const { page, close } = await bulk();
  const written = [];
  page.on('request', (request) => {
    if (/"(create|write|unlink)"/.test(request.postData() ?? '')) written.push(request.url());
  });
  await createButton(page).click();
  await safety(page).waitFor();
  await page.keyboard.press('Escape');
  await partnersCard(page).getByRole('alert').filter({ hasText: 'OdooSafetyError' }).waitFor();
  assert.deepEqual(written, []);
  assert.ok(await deleteButton(page).isDisabled());
  await close();
});

test('while it reads the figures move, and Stop ends it: what came until then is drawn and exported', async () => {
  const { page, close } = await bulk();
  await created(page, 5000);
  await page.getByLabel('Records per request').selectOption('500');
  const atOnce = await slowly(page, 150);
  await readButton(page).click();
  const figures = readCard(page).locator('.job-text');
  await figures
    .filter({ hasText: /^[1-3],\d+ of 5,\d+ · [\d,]+ a second · (less than a second|\d s) left$/ })
    .waitFor();
  const bar = readCard(page).getByRole('progressbar', { name: 'Reading' });
  const value = await bar.evaluate((element) => element.value);
  assert.ok(value > 0.15 && value < 0.9, String(value));
  await stopButton(page).click();
  await answers(page)
    .filter({ hasText: /^Stopped after [\d,]+ records$/ })
    .waitFor();
  const text = await figures.innerText();
  assert.match(text, /^[\d,]+ of 5,\d+ records in /);
  const rows = numberIn(text);
  assert.ok(rows >= 1000 && rows < 5000, text);
  assert.equal(await stopButton(page).count(), 0);
  await atOnce();

  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export CSV' }).click(),
  ]);
  assert.equal(
    readFileSync(await file.path(), 'utf8')
      .trimEnd()
      .split('\r\n').length - 1,
    rows,
  );
  assert.equal(await chart(page).isVisible(), true);
  await readAll(page);
  await deleteAll(page);
  await close({ expected: [/ERR_ABORTED|ERR_FAILED/] });
});

test('a creation that was stopped goes on where it ended, and no contact is there twice', async () => {
  const { page, close } = await bulk();
  const atOnce = await slowly(page, 80);
  await create(page, 5000);
  await partnersCard(page)
    .locator('.job-text')
    .filter({ hasText: /^[1-9][\d,]* of 5,000/ })
    .waitFor();
  await stopButton(page).click();
  const notice = partnersCard(page).locator('.notice');
  await notice.waitFor();
  assert.match(
    await notice.innerText(),
    /^Stopped\. Created: [\d,]+ contacts; not tried: [\d,]+\.( Unknown: 200 contacts, whose request was under way\.)? Press the button again to go on\.$/,
  );
  await atOnce();
  await deleteButton(page).filter({ hasText: /these/ }).waitFor();
  const first = numberIn(await deleteButton(page).innerText());
  assert.ok(first > 0 && first < 5000, String(first));

  await createButton(page).click();
  await safety(page).getByRole('button', { name: 'Allow' }).click();
  await page.getByRole('button', { name: 'Delete these 5,000' }).waitFor();
  await page.getByRole('tab', { name: 'Records' }).click();
  await filterBy(page, "[('ref', '=', 'demo-bulk-00001')]");
  assert.equal((await column(page, 'Name')).length, 1);
  await showBulk(page);
  await deleteAll(page);
  await close({ expected: [/ERR_ABORTED|ERR_FAILED/] });
});

test('the chart follows the field: categories, a range with its table, and a hint where there is nothing to draw', async () => {
  const { page, close } = await bulk();
  await page.getByRole('button', { name: '7 columns' }).click();
  const dialog = page.getByRole('dialog', { name: 'Columns' });
  for (const name of ['color', 'type']) await dialog.locator(`input[value=${name}]`).check();
  await dialog.getByRole('button', { name: 'Show these' }).click();
  await page.getByRole('button', { name: '9 columns' }).waitFor();
  assert.match(
    await readCard(page).locator('.bulk-code').innerText(),
    /readColumnPages\('res\.partner', \[\], \{[^]*'type', 'color'\]/,
  );
  await readAll(page);
  const total = numberIn(await readCard(page).locator('.job-text').innerText());

  const field = page.getByLabel('Distribution of');
  assert.deepEqual(await field.locator('option').allInnerTexts(), [
    'Country',
    'Is a Company',
    'Created on',
    'Address Type',
    'Color Index',
  ]);
  await field.selectOption('Is a Company');
  const companies = await chartRows(page);
  assert.deepEqual(companies.map(([name]) => name).sort(), ['No', 'Yes']);
  assert.equal(
    companies.reduce((sum, [, count]) => sum + count, 0),
    total,
  );
  await field.selectOption('Color Index');
  await chart(page)
    .getByRole('img', {
      name: /^Color Index: 1\d bars from 0 to 1\d\. The highest is \d+, with [\d,]+ records$/,
    })
    .waitFor();
  await chart(page).getByText('As a table').click();
  assert.equal(
    (await chartRows(page)).reduce((sum, [, count]) => sum + count, 0),
    total,
  );

  await page.getByRole('button', { name: '9 columns' }).click();
  for (const box of await dialog.getByRole('checkbox').all())
    await box.setChecked((await box.getAttribute('value')) === 'name');
  await dialog.getByRole('button', { name: 'Show these' }).click();
  await readAll(page);
  await chart(page)
    .getByText(/None of these columns can be drawn/)
    .waitFor();
  await close();
});

test('by keyboard alone: the focus goes to Stop, and comes back', async () => {
  const { page, close } = await bulk();
  await page.getByLabel('Records per request').selectOption('500');
  const atOnce = await slowly(page, 150);
  await readButton(page).focus();
  await page.keyboard.press('Enter');
  await stopButton(page).waitFor();
  assert.equal(await focused(page), 'Stop');
  await page.keyboard.press('Enter');
  await answers(page)
    .filter({ hasText: /^Stopped after/ })
    .waitFor();
  assert.equal(await focused(page), 'Read all');
  await atOnce();
  await created(page, 1000);
  await deleteButton(page).focus();
  await page.keyboard.press('Enter');
  await safety(page).waitFor();
  assert.equal(await focused(page), 'Refuse', 'the safe answer has the focus');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'None to delete' }).waitFor();
  assert.equal(
    await focused(page),
    'Create 1,000 contacts',
    'a button with nothing to do gives the focus away',
  );
  await close({ expected: [/ERR_ABORTED|ERR_FAILED/] });
});

test('who does not see the bar hears how far it is, now and then, and how it ended', async () => {
  const { page, close } = await bulk();
  await created(page, 1000);
  await page.getByLabel('Records per request').selectOption('500');
  const atOnce = await slowly(page, 1400);
  await readButton(page).click();
  await readCard(page)
    .getByRole('status')
    .filter({ hasText: /^Reading: [\d,]+ of 1,\d+ · \d+ a second/ })
    .waitFor();
  await atOnce();
  await page
    .locator('#announcer')
    .filter({ hasText: /^Read 1,\d+ records$/ })
    .waitFor();
  assert.equal(await readCard(page).getByRole('status').innerText(), '');
  await deleteAll(page);
  await close();
});

test('the other view decides what is read first, and any other model can be chosen here', async () => {
  const { page, close } = await open();
  await connectAs(page);
  await redrawn(page, () => page.getByRole('button', { name: /^Countries/ }).click());
  await showBulk(page);
  await readButton(page).click();
  await page
    .getByRole('region', { name: 'Countries' })
    .getByText(/^2\d\d records in /)
    .waitFor();
  await page.getByRole('button', { name: /^Leads/ }).click();
  await page.getByRole('region', { name: 'Leads' }).waitFor();
  assert.equal(await chart(page).count(), 0, 'what was read of another model is gone');
  await page
    .getByRole('textbox', { name: 'Technical name of another model' })
    .fill('no.such.model');
  await page.getByRole('button', { name: 'Open this model' }).click();
  await page
    .getByRole('region', { name: 'no.such.model' })
    .getByRole('alert')
    .filter({ hasText: "no.such.model doesn't exist" })
    .waitFor();
  assert.ok(await readButton(page).isDisabled());
  await close();
});

test('a customer may not create contacts: the error tells of every row what became of it', async () => {
  const { page, close } = await bulk({}, 'portal');
  await create(page, 1000);
  const card = partnersCard(page).getByRole('alert').filter({ hasText: 'OdooBulkError' });
  await card.waitFor();
  assert.match(
    await card.innerText(),
    /0 of 1,000 rows are done; 200 rows failed \(0–199\); 800 rows were not tried/,
  );
  await card.getByText('Technical details').click();
  const json = await card.locator('pre').innerText();
  assert.match(json, /"notTried": \[[^]*"… and 790 more"/);
  await close();
});

test('whoever logs out ends what is under way', async () => {
  const { page, close } = await bulk();
  await page.getByLabel('Records per request').selectOption('500');
  const atOnce = await slowly(page, 200);
  await create(page, 5000);
  await partnersCard(page)
    .locator('.job-text')
    .filter({ hasText: /^[1-9][\d,]* of/ })
    .waitFor();
  await page.getByRole('button', { name: /^Session of/ }).click();
  await page.getByRole('button', { name: 'Log out' }).click();
  await answers(page).filter({ hasText: 'Logged out' }).waitFor();
  const sent = [];
  page.on('request', (request) => sent.push(request.url()));
  await page.waitForTimeout(800);
  // The form may still load its icons.
  const others = sent.filter((address) => new URL(address).pathname !== '/icons.svg');
  assert.deepEqual(others, [], 'nothing goes on behind the form');
  assert.equal(await page.locator('.error-card').count(), 0);
  await atOnce();
  await connectAs(page);
  await showBulk(page);
  await deleteAll(page);
  await close({ expected: [/ERR_ABORTED|ERR_FAILED/] });
});
