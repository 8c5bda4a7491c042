// The demo as a person meets it: a sandbox server of its own, a browser, and an eye on what the
// page asks for.

import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { chromium } from 'playwright-core';
import { demoArguments, startSandbox } from '../../scripts/sandbox.mjs';
import { chromiumPath } from '../../scripts/setup/browsers.mjs';

const DESKTOP = { width: 1280, height: 860 };

/** The phone that is hardest to please. */
export const PHONE = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true };

/**
 * Starts server (with `args` of its own) and browser for a test file; returns `open(options)`,
 * which opens the demo in a fresh profile.
 */
export function demo(args = []) {
  let server;
  before(async () => {
    server = await startSandbox([...demoArguments, ...args]);
  });
  after(() => server?.stop());
  return browse(() => server.url);
}

/**
 * Starts a browser for a test file; returns `open(options)`, which opens the page at `address()` in
 * a fresh profile, after `prepare(context)`.
 */
export function browse(address) {
  let browser;
  before(async () => {
    browser = await chromium.launch({ executablePath: chromiumPath(), args: ['--no-sandbox'] });
  });
  after(() => browser?.close());

  return async ({ prepare, ...options } = {}) => {
    const url = address();
    const context = await browser.newContext({
      viewport: DESKTOP,
      locale: 'en-GB',
      timezoneId: 'Europe/Brussels',
      ...options,
    });
    context.setDefaultTimeout(10_000);
    await prepare?.(context);
    const page = await context.newPage();
    const problems = watch(page, url);
    await page.goto(url);
    return {
      page,
      url,
      close: async ({ expected = [] } = {}) => {
        await context.close();
        assert.deepEqual(
          problems.filter((problem) => !expected.some((pattern) => pattern.test(problem))),
          [],
          'the page ran without a complaint',
        );
      },
    };
  };
}

/**
 * Collects what a visitor never should see: errors in the console, and requests to anywhere else.
 */
function watch(page, url) {
  const problems = [];
  const { origin } = new URL(url);
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning')
      problems.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => problems.push(`uncaught: ${error.message}`));
  page.on('request', (request) => {
    if (!request.url().startsWith(`${origin}/`) && !request.url().startsWith('data:'))
      problems.push(`foreign request: ${request.url()}`);
  });
  return problems;
}

/** Signs in with the sandbox's preset for `user` and waits for the first page of contacts. */
export async function connectAs(page, user = 'admin') {
  await page.getByRole('radio', { name: new RegExp(`^${user}`) }).check();
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  await page.getByRole('heading', { name: 'Contacts', level: 1 }).waitFor();
  await rows(page).first().waitFor();
}

/** The rows of the table that is shown. */
export const rows = (page) => page.locator('.records-table tbody tr');

/** The texts of one column, by its heading. */
export async function column(page, heading) {
  const at = (await page.locator('.records-table thead th').allInnerTexts()).findIndex(
    (text) => text.trim() === heading,
  );
  assert.notEqual(at, -1, `the table has a column ${heading}`);
  return (
    await rows(page)
      .locator(`> :nth-child(${at + 1})`)
      .allInnerTexts()
  ).map((text) => text.trim());
}

/** `1–20 of 214` as numbers. */
export async function range(page) {
  const text = await page.locator('.pager .range').innerText();
  const [first, last, total] = text
    .replaceAll(/[,.\s](?=\d{3}\b)/g, '')
    .match(/\d+/g)
    .map(Number);
  return { first, last, total };
}

/** Waits until the table has been read again. */
export const settled = (page) =>
  page.waitForFunction(
    () =>
      !document.querySelector('.table-slot[aria-busy]') &&
      document.querySelector('.records-table, .empty, .error-card'),
  );

/** Does `action` and waits until the page has drawn another table than before. */
export async function redrawn(page, action) {
  const before = await page.locator('.records-card .table-slot > *').elementHandle();
  await action();
  await page.waitForFunction(
    (old) => !old.isConnected && !document.querySelector('.table-slot[aria-busy]'),
    before,
  );
}

/** The dialog that asks before writes. */
export const safety = (page) => page.getByRole('dialog', { name: /^Allow this (write|delete)\?$/ });

/** Opens "New record", fills it in by label and presses Create. */
export async function startCreating(page, values) {
  await page.getByRole('button', { name: 'New record' }).click();
  const sheet = page.locator('#record-sheet');
  for (const [label, value] of Object.entries(values))
    await sheet.getByRole('textbox', { name: label, exact: true }).fill(value);
  await sheet.getByRole('button', { name: 'Create', exact: true }).click();
}

/** Filters by a domain and waits for the answer. */
export async function filterBy(page, domain) {
  await page.getByLabel('Domain filter').fill(domain);
  await redrawn(page, () => page.getByRole('button', { name: 'Filter', exact: true }).click());
}

const CALLS = '**/jsonrpc';

/** Makes each call over /jsonrpc take its time, as over a network. Resolves to what ends that. */
export async function slowly(page, ms) {
  await page.route(CALLS, async (route) => {
    await new Promise((answered) => {
      setTimeout(answered, ms);
    });
    // Where the request was given up meanwhile there is nobody to answer.
    await route.continue().catch(() => {});
  });
  return () => page.unroute(CALLS);
}
