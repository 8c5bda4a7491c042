// Whatever is passed anywhere: a promise that rejects, an error or a result; never a hang, a trap
// or a rejection that nobody hears of, and the client and all others work afterwards.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { chromiumPath } from '../../scripts/setup/browsers.mjs';
import { alias, freshFolder, installed } from './fixture.mjs';
import { oddValues } from './hostile/values.js';
import { startSandbox } from './sandbox.mjs';

const here = fileURLToPath(new URL('hostile/', import.meta.url));
const rounds = 30_000;
/** A machine that does much else besides is slow; a hang is for ever. */
const longest = 15 * 60_000;

function assertClean({ rounds: done, faults, strays, names }, least) {
  assert.deepEqual(faults, []);
  assert.deepEqual([...new Set(strays)], []);
  assert.ok(done >= least, String(done));
  return names;
}

/**
 * Runs the rounds in a process of their own, which can be ended when it hangs: the last line says
 * where.
 */
function inNode(folder) {
  const entries = join(folder, 'entries.mjs');
  writeFileSync(
    entries,
    ['index', 'bulk', 'columns', 'sandbox']
      .map((name) => `export * as ${name} from '${alias}${name === 'index' ? '' : `/${name}`}';\n`)
      .join(''),
  );
  return new Promise((done, fail) => {
    const child = spawn(
      process.execPath,
      [join(here, 'node.mjs'), pathToFileURL(entries).href, String(rounds)],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    let last = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      last = (last + text).split('\n').slice(-2).join('\n');
    });
    const timer = setTimeout(() => child.kill('SIGKILL'), longest);
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      const line = last.trim().split('\n').at(-1);
      if (signal !== null || code !== 0)
        fail(new Error(`it ended by ${signal ?? code} at ${line}`));
      else done(JSON.parse(line));
    });
  });
}

test('there are more than forty odd values, each of its own', () => {
  assert.ok(oddValues.length >= 40, String(oddValues.length));
  assert.equal(new Set(oddValues.map(([name]) => name)).size, oddValues.length);
});

describe('every function and method of the package, every odd value in every place', {
  concurrency: true,
}, () => {
  test('in Node', async (t) => {
    const { answers, ...outcome } = await inNode(freshFolder(t));
    const names = assertClean(outcome, rounds);
    t.diagnostic(`${outcome.rounds + answers.rounds} rounds of ${names.length} functions`);
    assert.deepEqual(answers.faults, []);
    assert.ok(answers.rounds > 3_000);
    // What is exported is found by itself; these show that it is.
    for (const name of [
      'index.ensureHtmlBody',
      'new index.OdooClient',
      'index.OdooClient.create',
      'index.OdooClient.mail.postInternalNote',
      'index.JsonRpcTransport.callRpc',
      'bulk.OdooClient.upsert',
      'bulk.createMany',
      'columns.decodeColumns',
      'sandbox.createSandbox().failNext',
      'new index.OdooRpcError',
    ])
      assert.ok(names.includes(name), name);
  });

  test('in Chromium', async (t) => {
    const sandbox = await startSandbox(
      '--serve',
      `/page=${here}`,
      '--serve',
      `/installed=${installed}`,
    );
    const browser = await chromium.launch({
      executablePath: chromiumPath(),
      args: ['--headless=new', '--no-sandbox'],
    });
    t.after(async () => {
      await browser.close();
      await sandbox.stop();
    });
    const page = await browser.newPage();
    await page.goto(`${sandbox.url}/page/index.html`);
    await page.waitForFunction(() => globalThis.hostile);
    const answers = await page.evaluate(() => globalThis.hostile.runAnswers());
    assertClean(answers, 3_000);
    assertClean(await page.evaluate((count) => globalThis.hostile.run(count), rounds), rounds);
  });
});
