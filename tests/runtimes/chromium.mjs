// One page in headless Chromium, and the report it leaves in `globalThis.report`.

import { gzipSync } from 'node:zlib';

const patience = 60_000;

/** The source of a module that runs the checks in a page and leaves the report there; `toolbox` and `smoke` must be in scope. */
export const leaveReport = `
const milliseconds = performance.now() - globalThis.loadingSince;
globalThis.report = { milliseconds, checks: await smoke(toolbox, location.origin) };
`;

/** Opens `url` and answers its report, with the version of the browser and the size of all scripts it loaded, each after gzip. */
export async function reportOfPage(url) {
  const { chromium } = await import('playwright-core');
  const browser = await chromium.launch({ executablePath: process.env.CHROME_PATH, args: ['--no-sandbox', '--disable-background-networking'] });
  try {
    const context = await browser.newContext();
    const page = await context.newPage();
    const problems = [];
    const sizes = [];
    page.on('pageerror', (error) => problems.push(error.stack ?? String(error)));
    page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
    // The context hears of what workers load as well.
    context.on('response', (response) => {
      if (/\.(js|mjs|wasm)(\?|$)/.test(response.url()) && !response.url().endsWith('smoke.mjs')) sizes.push(response.body().then((body) => gzipSync(body).length, () => 0));
    });
    await page.goto(url);
    try {
      await page.waitForFunction(() => globalThis.report, undefined, { timeout: patience });
    } catch (error) {
      throw new Error(`${error.message}\n${problems.join('\n')}`);
    }
    const gzip = (await Promise.all(sizes)).reduce((total, size) => total + size, 0);
    return { version: browser.version(), gzip, ...await page.evaluate(() => globalThis.report) };
  } finally {
    await browser.close();
  }
}
