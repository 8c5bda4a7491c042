// The page from a static host, in a folder of it, with no Odoo and no process behind it: the
// sandbox runs in the page.

import assert from 'node:assert/strict';
import { createReadStream, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { after, before, test } from 'node:test';
import { inProject } from '../../scripts/project.mjs';
import {
  browse,
  column,
  connectAs,
  filterBy,
  redrawn,
  rows,
  safety,
  startCreating,
} from './demo.mjs';

const TYPES = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};
const FOLDER = '/some/where';
const asked = [];
let host;

before(
  () =>
    new Promise((listening) => {
      host = createServer((request, response) => {
        const path = normalize(new URL(request.url, 'http://host').pathname);
        asked.push(`${request.method} ${path}`);
        const inFolder = path.startsWith(`${FOLDER}/`) ? path.slice(FOLDER.length) : null;
        const file =
          inFolder &&
          (inFolder.startsWith('/pkg/')
            ? inProject(inFolder.slice(1))
            : join(inProject('www'), inFolder === '/' ? 'index.html' : inFolder));
        if (
          request.method !== 'GET' ||
          !file ||
          !statSync(file, { throwIfNoEntry: false })?.isFile()
        ) {
          response.writeHead(request.method === 'GET' ? 404 : 405).end();
          return;
        }
        response.writeHead(200, {
          'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
        });
        createReadStream(file).pipe(response);
      }).listen(0, '127.0.0.1', listening);
    }),
);
after(() => host.close());

const open = browse(() => `http://127.0.0.1:${host.address().port}${FOLDER}/`);

/** What the browser says of the one question "is there a server?". */
const noServer = [/Failed to load resource.*404/];

test('without a server the sandbox in the page is offered, and a whole day of work fits into it', async () => {
  const { page, close } = await open();
  await page.locator('#page-hint').waitFor();
  assert.match(
    await page.locator('#connect-code').innerText(),
    /createSandbox[^]*fetch: odoo\.fetch/,
  );
  await connectAs(page);
  await filterBy(page, "[('country_id.code', '=', 'BE')]");
  assert.ok((await column(page, 'Country')).every((country) => country === 'Belgium'));
  await startCreating(page, { Name: 'Made in the page' });
  await redrawn(page, () => safety(page).getByRole('button', { name: 'Allow' }).click());
  await redrawn(page, () => filterBy(page, "[('name', '=', 'Made in the page')]"));
  assert.equal(await rows(page).count(), 1);
  await close({ expected: noServer });
  assert.deepEqual(
    asked.filter((line) => !line.startsWith('GET ')),
    [],
    'nothing was posted to the host',
  );
});

test('what was changed in the page survives another sign-in, and access rights hold there as well', async () => {
  const { page, close } = await open();
  await page.locator('#page-hint').waitFor();
  await connectAs(page);
  await startCreating(page, { Name: 'Still here' });
  await redrawn(page, () => safety(page).getByRole('button', { name: 'Allow' }).click());
  await page.getByRole('button', { name: /^Session of/ }).click();
  await page.getByRole('button', { name: 'Log out' }).click();
  await connectAs(page, 'demo');
  await filterBy(page, "[('name', '=', 'Still here')]");
  assert.equal(await rows(page).count(), 1);
  await page.getByRole('tab', { name: 'Errors' }).click();
  await page.getByRole('button', { name: 'Read the system parameters' }).click();
  await page.locator('.provoked [data-error-class=OdooAccessError]').waitFor();
  await close({ expected: noServer });
});

test('the sandbox in the page speaks every protocol: each can be chosen and is measured', async () => {
  const { page, close } = await open();
  await page.locator('#page-hint').waitFor();
  await page.getByRole('radio', { name: 'JSON-2' }).check();
  assert.match(
    await page.locator('#connect-code').innerText(),
    /createSandbox\(\{ odoo: '19\.0', apiKeys: \{ admin: '••••••' \} \}\)/,
  );
  await connectAs(page);
  await page.getByRole('tab', { name: /^Calls/ }).click();
  await page.getByRole('button', { name: 'Measure' }).click();
  await page
    .getByRole('status')
    .filter({ hasText: /^Measured: Web session .* ms, \/jsonrpc .* ms, JSON-2 .* ms$/ })
    .waitFor();
  assert.deepEqual(await page.context().cookies(), [], 'its cookies are its own');
  await close({ expected: noServer });
  assert.deepEqual(
    asked.filter((line) => !line.startsWith('GET ')),
    [],
    'nothing was posted to the host',
  );
});

test('bulk work in the page goes on in steps: the bar moves, Stop is heard, and nothing is posted to the host', async () => {
  const { page, close } = await open();
  await page.locator('#page-hint').waitFor();
  await connectAs(page);
  await page.getByRole('tab', { name: 'Bulk' }).click();
  await page.getByLabel('How many contacts').selectOption('20000');
  await page.getByRole('button', { name: 'Create 20,000 contacts' }).click();
  await safety(page).getByRole('button', { name: 'Allow' }).click();
  await page.getByRole('button', { name: 'Stop' }).click();
  await page
    .locator('.notice')
    .filter({ hasText: /^Stopped\. Created: [\d,]+ contacts; not tried: [\d,]+/ })
    .waitFor();
  await page.getByRole('button', { name: 'Create 20,000 contacts' }).click();
  await safety(page).getByRole('button', { name: 'Allow' }).click();
  // What a person could see: the bar as it is painted.
  const seen = await page.evaluate(
    () =>
      new Promise((over) => {
        const values = new Set();
        const look = () => {
          values.add(document.querySelector('progress[aria-label="Contacts"]').value);
          if (document.querySelector('.toast')?.textContent.startsWith('Created'))
            over(values.size);
          else requestAnimationFrame(look);
        };
        look();
      }),
  );
  assert.ok(seen >= 10, `${seen} states of the bar were painted`);
  await page.getByRole('button', { name: 'Delete these 20,000' }).waitFor();
  await page.getByRole('button', { name: 'Read all' }).click();
  await page.getByText(/^20,\d+ records in .* a second/).waitFor();
  await close({ expected: noServer });
  assert.deepEqual(
    asked.filter((line) => !line.startsWith('GET ')),
    [],
    'nothing was posted to the host',
  );
});
