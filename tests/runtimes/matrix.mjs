// The runtimes this package is known to work in: each case is run and, on request, the README's
// table written.
//
//     npm run runtimes                     all
//     npm run runtimes -- node vite        those whose names contain one of these words
//     npm run runtimes -- --quick          the part that npm test runs
//     npm run runtimes -- --write          all, and the table into docs/runtimes.md

import { parseArgs } from 'node:util';
import { buildPackage } from '../../scripts/build.mjs';
import { markdownTable, writeTable } from '../../scripts/markdown.mjs';
import { packPackage } from '../../scripts/pack.mjs';
import { entryPoint, Refusal } from '../../scripts/process.mjs';
import { sandboxProgram } from '../../scripts/sandbox.mjs';
import { setUp } from '../../scripts/setup.mjs';
import { chromiumPath } from '../../scripts/setup/browsers.mjs';
import { checkNames } from './smoke.mjs';

/** So long the whole matrix may take, in minutes, on two cores. */
const limit = 25;

async function runtimes(args) {
  const {
    values: { quick, write },
    positionals: words,
  } = parseArgs({
    args,
    allowPositionals: true,
    options: { quick: { type: 'boolean' }, write: { type: 'boolean' } },
  });
  await setUp(quick ? 'test' : 'runtimes');
  // Imported only now: the cases use packages that the set-up brings.
  const { cases, runCase } = await import('./cases.mjs');
  const chosen = cases.filter(
    (each) =>
      (!quick || each.quick) &&
      (!words.length || words.some((word) => each.name.toLowerCase().includes(word.toLowerCase()))),
  );
  if (!chosen.length)
    throw new Refusal(
      `no case is called ${words.join(' or ')}`,
      `the cases are: ${cases.map(({ name }) => name).join('; ')}`,
    );
  if (write && chosen.length < cases.length)
    throw new Refusal('the table is written of all cases, not of some');

  await buildPackage();
  process.env.ODOO_CLIENT_TARBALL = await packPackage();
  process.env.ODOO_SANDBOX_SERVER = await sandboxProgram();
  process.env.CHROME_PATH = chromiumPath();

  const rows = [];
  let failed = 0;
  const begun = Date.now();
  for (const each of chosen) {
    const started = Date.now();
    try {
      const { version, milliseconds, gzip, checks, proof } = await runCase(each);
      rows.push([
        each.name,
        version,
        checks ? `${checks.length} of ${checkNames.length}` : 'its program ran',
        gzip ? `${(gzip / 1024).toFixed(1)} KB` : '',
        milliseconds === undefined ? '' : `${milliseconds.toFixed(1)} ms`,
      ]);
      console.log(
        `✓ ${rows.at(-1).join('  ')}${proof ? `: ${proof}` : ''}  (${((Date.now() - started) / 1000).toFixed(0)} s)`,
      );
    } catch (error) {
      failed += 1;
      rows.push([each.name, '', 'failed', '', '']);
      console.error(`✗ ${each.name}\n${error.message.replace(/^/gm, '    ')}`);
    }
  }
  const table = markdownTable(['where', 'version', 'checks', 'download (gzip)', 'loaded in'], rows);
  const minutes = (Date.now() - begun) / 60_000;
  console.log(
    `\n${table}\n\n${chosen.length - failed} passed, ${failed} failed, in ${minutes.toFixed(1)} of at most ${limit} minutes`,
  );
  if (failed || minutes > limit) process.exitCode = 1;
  if (write && !failed) await writeTable('runtimes.md', 'runtimes', table);
}

await entryPoint(import.meta.url, runtimes);
