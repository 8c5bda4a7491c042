// How the page looks and reads: on a phone, in light and dark, for assistive technology.

import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { inProject } from '../../scripts/project.mjs';
import { connectAs, demo, PHONE, safety, slowly } from './demo.mjs';

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const screenshots = inProject('target', 'screenshots');
const open = demo();

mkdirSync(screenshots, { recursive: true });

/** Every stop of a walk through the page, in order. */
const walk = [
  ['connect', async () => {}],
  [
    'connect-json2',
    async (page) => {
      await page.getByRole('radio', { name: 'JSON-2' }).check();
      await page.locator('#key-field').scrollIntoViewIfNeeded();
    },
  ],
  [
    'wrong-password',
    async (page) => {
      await page.getByRole('radio', { name: 'Auto' }).check();
      await page.getByLabel('Password or API key').fill('wrong');
      await page.getByRole('button', { name: 'Connect', exact: true }).click();
      await page.locator('.error-card').waitFor();
    },
  ],
  [
    'records',
    async (page) => {
      await page.getByLabel('Password or API key').fill('admin');
      await connectAs(page);
    },
  ],
  [
    'domain-problem',
    async (page) => {
      await page.getByLabel('Domain filter').fill("[('name', 'ilike', 'a'");
      await page.getByLabel('Domain filter').press('Enter');
      await page.locator('#domain-problem:not([hidden])').waitFor();
    },
  ],
  ['columns', async (page) => page.getByRole('button', { name: 'Columns' }).click()],
  [
    'types',
    async (page) => {
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'TypeScript' }).click();
      await page.getByLabel('The types of res.partner').waitFor();
    },
  ],
  [
    'record',
    async (page) => {
      await page.keyboard.press('Escape');
      await page.locator('.open-record').nth(2).click();
      await page.locator('#field-name').waitFor();
    },
  ],
  [
    'suggestions',
    async (page) => {
      await page.locator('#field-country_id').fill('be');
      await page.getByRole('listbox').getByRole('option').first().waitFor();
      await page.keyboard.press('ArrowDown');
    },
  ],
  [
    'safety-write',
    async (page) => {
      await page.keyboard.press('Enter');
      await page.locator('#field-city').fill('Ghent');
      await page.locator('#record-sheet').getByRole('button', { name: 'Save' }).click();
      await safety(page).waitFor();
    },
  ],
  [
    'refused',
    async (page) => {
      await safety(page).getByRole('button', { name: 'Refuse' }).click();
      await page.locator('#record-sheet .error-card').waitFor();
    },
  ],
  [
    'safety-delete',
    async (page) => {
      await page.locator('#record-sheet').getByRole('button', { name: 'Delete' }).click();
      await safety(page).waitFor();
    },
  ],
  [
    'session',
    async (page) => {
      await page.keyboard.press('Escape');
      await page
        .locator('#record-sheet .dialog-head')
        .getByRole('button', { name: 'Close' })
        .click();
      await page.locator('#record-sheet').getByRole('button', { name: 'Discard' }).click();
      await page.getByRole('button', { name: /^Session of/ }).click();
    },
  ],
  [
    'calls',
    // Before bulk work: of hundreds of calls axe would look at each.
    async (page) => {
      await page.keyboard.press('Escape');
      await page.getByRole('tab', { name: /^Calls/ }).click();
      await page.locator('.call summary').nth(1).click();
    },
  ],
  [
    'measured',
    async (page) => {
      await page.getByRole('button', { name: 'Measure' }).click();
      await page.locator('.protocol-times tbody tr').nth(2).waitFor();
      await page.getByRole('region', { name: 'Call times by protocol' }).scrollIntoViewIfNeeded();
    },
  ],
  [
    'bulk',
    async (page) => {
      await page.getByRole('tab', { name: 'Bulk' }).click();
      await page.getByRole('button', { name: '7 columns' }).waitFor();
    },
  ],
  [
    'bulk-safety',
    async (page) => {
      await page.getByRole('button', { name: 'Create 5,000 contacts' }).click();
      await safety(page).waitFor();
    },
  ],
  [
    'bulk-stopped',
    async (page) => {
      const atOnce = await slowly(page, 200);
      await safety(page).getByRole('button', { name: 'Allow' }).click();
      await page
        .locator('.job-text')
        .filter({ hasText: /^[1-4],\d00 of/ })
        .waitFor();
      await page.getByRole('button', { name: 'Stop' }).click();
      await page.locator('.notice').waitFor();
      await atOnce();
    },
  ],
  [
    'bulk-categories',
    async (page) => {
      await page.getByRole('button', { name: 'Read all' }).click();
      await page.locator('.distribution-table').waitFor();
      await page.getByText(/records in .* a second/).waitFor();
      await toView(page.locator('.chart'));
    },
  ],
  [
    'bulk-range',
    async (page) => {
      await page.getByRole('button', { name: '7 columns' }).click();
      await page
        .getByRole('dialog', { name: 'Columns' })
        .getByRole('checkbox', { name: /^Geo Latitude/ })
        .check();
      await page.getByRole('button', { name: 'Show these' }).click();
      await page.getByRole('button', { name: 'Read all' }).click();
      await page.getByLabel('Distribution of').selectOption('Geo Latitude');
      await page.getByText('As a table').click();
      await toView(page.locator('.histogram'));
    },
  ],
  [
    'modules',
    async (page) => {
      await page.getByRole('tab', { name: 'Modules' }).click();
      await page.locator('.module').first().waitFor();
    },
  ],
  [
    'errors',
    async (page) => {
      await page.getByRole('tab', { name: 'Errors' }).click();
      await page.getByRole('button', { name: 'Search by a field that does not exist' }).click();
      await page.locator('.provoked .error-card').waitFor();
    },
  ],
];

/** Scrolls to what may be drawn anew meanwhile. */
const toView = (locator) =>
  locator.evaluate((element) => element.scrollIntoView({ block: 'nearest' }));

/**
 * Takes away the short messages that lie above the page, and waits until nothing moves: what is
 * judged is what stays.
 */
async function still(page) {
  await page.evaluate(() => {
    const toasts = document.querySelector('#toasts');
    toasts.replaceChildren();
    if (toasts.matches(':popover-open')) toasts.hidePopover();
  });
  await page.waitForFunction(() =>
    document
      .getAnimations()
      .every(
        (animation) =>
          animation.playState === 'finished' ||
          animation.effect.getComputedTiming().iterations === Infinity,
      ),
  );
}

describe('every view, light and dark', { concurrency: true }, () => {
  for (const [screen, options] of [
    ['screen', {}],
    ['phone', PHONE],
  ]) {
    test(`is readable for all on a ${screen}, and nothing is wider than the screen`, async (t) => {
      const { page, close } = await open({ ...options, reducedMotion: 'reduce', bypassCSP: true });
      await page.addScriptTag({ path: axe });
      // The status line lies above whatever scrolls past it, which axe takes for hidden: let it
      // stand at the end.
      await page.addStyleTag({ content: '.status { position: static !important; }' });
      for (const [number, [name, go]] of walk.entries()) {
        await t.test(name, async () => {
          await page.emulateMedia({ colorScheme: 'light' });
          await go(page);
          for (const colorScheme of ['light', 'dark']) {
            await page.emulateMedia({ colorScheme });
            await still(page);
            const stop = String(number + 1).padStart(2, '0');
            const file = `${screen}-${colorScheme}-${stop}-${name}.png`;
            await page.screenshot({ path: join(screenshots, file) });
            assert.deepEqual(await wider(page), [], 'nothing sticks out to the right');
            // The same elements in other colours.
            const rules = colorScheme === 'light' ? ofEverything : ofColours;
            assert.deepEqual(await violations(page, rules), [], colorScheme);
          }
        });
      }
      await close();
    });
  }
});

/** Elements outside of every scrolling box that reach beyond the screen. */
async function wider(page) {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const root = document.documentElement;
    if (
      root.scrollWidth <= width &&
      Math.round(visualViewport.width * visualViewport.scale) <= screen.width
    )
      return [];
    return [`the page is ${root.scrollWidth} wide on a screen of ${width}`];
  });
}

const ofEverything = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const ofColours = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] };

/** What axe finds by its rules against WCAG 2.2 A and AA, as short lines. */
async function violations(page, runOnly) {
  const found = await page.evaluate(async (rules) => {
    // Of what passes nothing is asked, such as a selector for each of its elements.
    const { violations: list } = await globalThis.axe.run(document, {
      runOnly: rules,
      resultTypes: ['violations'],
    });
    return list.map(
      ({ id, help, nodes }) =>
        `${id}: ${help}: ${nodes
          .slice(0, 3)
          .map(
            ({ target, failureSummary }) =>
              `${target} ${failureSummary.replaceAll(/\s+/g, ' ').slice(0, 160)}`,
          )
          .join(' | ')}`,
    );
  }, runOnly);
  return found;
}

test('a visitor can choose the colours, and the choice is kept', async () => {
  const { page, close } = await open({ colorScheme: 'light' });
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await background();
  const button = page.getByRole('button', { name: /^Colours/ });
  await button.click();
  await button.click();
  assert.match(await button.getAttribute('aria-label'), /dark/);
  assert.notEqual(await background(), light);
  await page.reload();
  assert.notEqual(await background(), light);
  await close();
});
