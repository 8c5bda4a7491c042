// One page in headless Chromium, and the report it leaves in `globalThis.report`.

import { gzipSync } from 'node:zlib';
import { stopClock } from './workspace.mjs';

const patience = 60_000;

/**
 * The source of a module that runs the checks in a page and leaves the report there; `toolbox` and
 * `smoke` must be in scope.
 */
export const leaveReport = `
${stopClock}
globalThis.report = { milliseconds: globalThis.loadingTook, checks: await smoke(toolbox, location.origin) };
`;

/**
 * Opens `url` in a browser of its own, calls `visit(page, browser, context)`, and tells what the
 * page complained of when that fails.
 */
export async function withPage(url, visit, prepare = () => {}) {
  const { chromium } = await import('playwright-core');
  const browser = await chromium.launch({
    executablePath: process.env.CHROME_PATH,
    args: ['--no-sandbox', '--disable-background-networking'],
  });
  const problems = [];
  try {
    const context = await browser.newContext();
    prepare(context);
    const page = await context.newPage();
    page.setDefaultTimeout(patience);
    page.on('pageerror', (error) => problems.push(error.stack ?? String(error)));
    page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
    await page.goto(url);
    return await visit(page, browser);
  } catch (error) {
    throw new Error([error.message, ...problems].join('\n'));
  } finally {
    await browser.close();
  }
}

/**
 * Opens `url` and answers its report, with the version of the browser and the size of all scripts
 * it loaded, each after gzip.
 */
export function reportOfPage(url) {
  const sizes = [];
  const weigh = (response) => {
    if (/\.(js|mjs|wasm)(\?|$)/.test(response.url()) && !response.url().endsWith('smoke.mjs'))
      sizes.push(
        response.body().then(
          (body) => gzipSync(body).length,
          () => 0,
        ),
      );
  };
  return withPage(
    url,
    async (page, browser) => {
      await page.waitForFunction(() => globalThis.report);
      const gzip = (await Promise.all(sizes)).reduce((total, size) => total + size, 0);
      return {
        version: browser.version(),
        gzip,
        ...(await page.evaluate(() => globalThis.report)),
      };
    },
    (context) => context.on('response', weigh),
  ); // The context hears of what workers load as well.
}
